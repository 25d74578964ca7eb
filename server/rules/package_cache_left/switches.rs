//! Flags, variables and settings with which nothing is left behind.

use crate::{
    lint::Cx,
    model::{Analysis, installs::Install},
    syntax::{Body, Pair, Value, shell::Visited},
};

/// The flags say that nothing is kept, or that nothing is installed.
pub(super) fn asks_for_none(install: &Install) -> bool {
    install.has_flag(install.manager.no_cache) || install.has_flag(&["--help", "-h", "--version", "-V"])
}

/// Whether an ENV or ARG of the file, or of the base image, switches the cache off.
pub(super) fn is_off(cx: Cx<'_>, install: &Install) -> bool {
    let analysis = cx.analysis;
    let stages = analysis.stages();
    let Some(stage) = stages.of_instruction(install.instruction) else {
        return false;
    };
    install.manager.cache_off.iter().any(|switch| {
        let latest = analysis.scopes().visible(stages, switch.variable, stage.id, install.instruction);
        match latest.map(|it| &it.value).find(|it| **it != Value::Unset) {
            Some(Value::Set(value)) => switch.is_off(value),
            Some(_) => true,
            None => analysis.base_image(stage.id).is_some_and(|it| it.env.contains(&switch.variable)),
        }
    })
}

/// The instructions that run `pip config set global.no-cache-dir true`, and before the first FROM, where nothing has a value, those
/// that set the variable.
pub(super) fn configured(analysis: &Analysis) -> impl Iterator<Item = usize> {
    let configures = |it: Visited<'_>| {
        let mut words = it.command.words.iter().map(|it| it.text());
        words.any(|it| it == "config") && words.any(|it| it.ends_with("no-cache-dir"))
    };
    let sets = |pair: &Pair| {
        let file = analysis.file();
        file.joined_text(pair.name) == "PIP_NO_CACHE_DIR" && pair.value.is_some_and(|it| !it.is_empty())
    };
    let all = analysis.file().instructions.iter().enumerate();
    let all = all.filter(move |(at, it)| match &it.body {
        Body::Env(pairs) => analysis.stages().of_instruction(*at).is_none() && pairs.iter().any(sets),
        _ => analysis.scripts(*at).iter().any(|run| run.script.commands().any(configures)),
    });
    all.map(|it| it.0)
}
