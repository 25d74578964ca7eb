//! Arguments of instructions, by the instruction.

use super::{
    About, Completion, CompletionKind, Elsewhere,
    context::{Expected, Place},
    flags, images, paths, stages, users,
};
use crate::{
    knowledge::{
        instructions::{PREDEFINED_ARGS, PROTOCOLS, Scope},
        labels::LABELS,
        ports::PORTS,
        signals::SIGNALS,
    },
    lint::Cx,
    syntax::Keyword,
};

/// What the argument at the cursor can be, and at the beginning of the arguments the flags, too.
pub(super) fn items(cx: Cx<'_>, place: &Place<'_>, elsewhere: Elsewhere<'_>) -> Option<Vec<Completion>> {
    let Expected::Argument { json, before } = &place.expected else { return None };
    let first = before.is_empty();
    let keyword = place.line.as_ref()?.keyword;
    let mut items = match keyword {
        Keyword::From if first => {
            let mut items =
                if place.typed.contains([':', '/']) { Vec::new() } else { stages::names(cx, place) };
            items.extend(images::items(cx, place, elsewhere).unwrap_or_default());
            items
        }
        Keyword::From if before.len() == 1 => as_word(cx, place),
        Keyword::Copy | Keyword::Add => paths::of_transfer(cx, place, before),
        Keyword::Workdir if first => paths::folders(cx, place)?,
        Keyword::Volume => paths::folders(cx, place)?,
        Keyword::User if first => users::items(cx, place),
        Keyword::Expose => ports(cx, place, before),
        Keyword::Stopsignal if first => signals(place),
        Keyword::Shell => shells(place),
        Keyword::Healthcheck if first => tests(cx, place),
        Keyword::Label if !place.typed.contains('=') => labels(place, before),
        Keyword::Arg if !place.typed.contains('=') => declarations(cx, place, before),
        _ => return None,
    };
    if first && place.typed.is_empty() && !json {
        items.extend(flags::names(cx, place));
    }
    Some(items)
}

/// `AS`, as the file writes its keywords.
fn as_word(cx: Cx<'_>, place: &Place<'_>) -> Vec<Completion> {
    let file = cx.analysis.file();
    let small =
        file.instructions.get(place.index).is_some_and(|it| file.text(it.keyword_range).starts_with('f'));
    let word = if small { "as" } else { "AS" };
    let text = if place.is_before(cx.analysis, " ") { word.to_owned() } else { format!("{word} ") };
    let item = Completion::new(place, word, CompletionKind::Keyword).writes(text);
    vec![item.detail("names the stage").snippet(Some(format!("{word} ${{1:name}}")))]
}

/// Ports that programs are known to listen on; behind a `/` the protocols.
fn ports(cx: Cx<'_>, place: &Place<'_>, before: &[String]) -> Vec<Completion> {
    if let Some(slash) = place.typed.find('/') {
        let protocols = PROTOCOLS.iter().map(|it| Completion::new(place, *it, CompletionKind::Value));
        return protocols.map(|it| it.behind(slash + 1)).collect();
    }
    // What the base image serves comes first.
    let base = place.stage.and_then(|it| cx.analysis.tagged_base(cx.analysis.stages().get(it)));
    let base = base.map(|it| it.repository.rsplit('/').next().unwrap_or_default().to_lowercase());
    let is_of_base = |help: &str| base.as_deref().is_some_and(|it| help.to_lowercase().contains(it));
    let mut items: Vec<Completion> = Vec::new();
    let mut ports: Vec<_> = PORTS.iter().collect();
    let rank = |number: u16| USUAL_PORTS.iter().position(|it| *it == number).unwrap_or(USUAL_PORTS.len());
    ports.sort_by_key(|it| (!is_of_base(it.help), rank(it.number)));
    for port in ports {
        let number = port.number.to_string();
        let label = match port.protocols {
            ["udp"] => format!("{number}/udp"),
            _ => number,
        };
        if !before.contains(&label) {
            items.push(Completion::new(place, label, CompletionKind::Value).detail(port.help));
        }
    }
    items
}

/// The ports that are exposed most, in 3,944 Dockerfiles of public repositories.
const USUAL_PORTS: [u16; 8] = [80, 8080, 443, 8000, 3000, 5000, 9000, 8888];

fn signals(place: &Place<'_>) -> Vec<Completion> {
    let item = |it: &'static crate::knowledge::signals::Signal| {
        let item = Completion::new(place, format!("SIG{}", it.name), CompletionKind::Value);
        item.detail(it.help)
    };
    SIGNALS.iter().map(item).collect()
}

/// Forms of SHELL that people write, the usual one first: counted in 3,944 Dockerfiles of public repositories.
const SHELLS: [&str; 6] = [
    r#"["/bin/bash", "-o", "pipefail", "-c"]"#,
    r#"["/bin/bash", "-c"]"#,
    r#"["/bin/bash", "-euxo", "pipefail", "-c"]"#,
    r#"["/bin/sh", "-eux", "-c"]"#,
    r#"["powershell", "-Command", "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue';"]"#,
    r#"["cmd", "/S", "/C"]"#,
];

fn shells(place: &Place<'_>) -> Vec<Completion> {
    SHELLS.iter().map(|it| Completion::new(place, *it, CompletionKind::Value)).collect()
}

/// `CMD` and `NONE` of HEALTHCHECK.
fn tests(cx: Cx<'_>, place: &Place<'_>) -> Vec<Completion> {
    let line = place.line.as_ref();
    let has_flags = line.is_some_and(|it| !it.flags.is_empty());
    let text = if place.is_before(cx.analysis, " ") { "CMD" } else { "CMD " };
    let cmd = Completion::new(place, "CMD", CompletionKind::Keyword).writes(text).detail("runs this command");
    let cmd = cmd.snippet(Some("CMD ${1:command}".to_owned()));
    let none = Completion::new(place, "NONE", CompletionKind::Keyword)
        .detail("switches off the test of the base image");
    [cmd].into_iter().chain((!has_flags).then_some(none)).collect()
}

/// Keys of labels that tools know, without those that the instruction has.
fn labels(place: &Place<'_>, before: &[String]) -> Vec<Completion> {
    let has = |key: &str| {
        before.iter().any(|it| it.split('=').next().is_some_and(|it| it.trim_matches('"') == key))
    };
    let item = |it: &'static crate::knowledge::labels::Label| {
        let item = Completion::new(place, it.key, CompletionKind::Key).about(About::Label(it.key));
        let item = item.detail(it.help).deprecated(it.deprecated.is_some()).writes(format!("{}=", it.key));
        item.snippet(Some(format!("{}=\"${{1:{}}}\"", it.key, it.example.replace('}', "\\}"))))
    };
    LABELS.iter().filter(|it| !has(it.key)).map(item).collect()
}

/// What ARG can declare again: global arguments, and those of the builder.
fn declarations(cx: Cx<'_>, place: &Place<'_>, before: &[String]) -> Vec<Completion> {
    let Some(stage) = place.stage else { return Vec::new() };
    let (scopes, stages) = (cx.analysis.scopes(), cx.analysis.stages());
    let is_new = |name: &str| {
        !before.iter().any(|it| it.split('=').next() == Some(name))
            && scopes.visible(stages, name, stage, place.index).next().is_none()
    };
    let mut globals: Vec<&str> = scopes.globals.names().filter(|it| is_new(it)).collect();
    globals.sort_unstable();
    let globals: Vec<Completion> = globals
        .into_iter()
        .map(|it| Completion::new(place, it, CompletionKind::Variable).detail("the global argument"))
        .collect();
    let is_there = |it: &str| globals.iter().any(|other| other.label == it);
    let predefined = PREDEFINED_ARGS.iter().filter(|it| it.scope != Scope::Builder && it.scope != Scope::Run);
    let predefined = predefined.filter(|it| is_new(it.name) && !is_there(it.name)).map(|it| {
        let item = Completion::new(place, it.name, CompletionKind::Variable).detail("of the builder");
        item.about(About::Variable(it.name))
    });
    let predefined: Vec<Completion> = predefined.collect();
    globals.into_iter().chain(predefined).collect()
}
