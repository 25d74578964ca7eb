//! Why another user would not be right.

use super::{account, folder::is_of_root};
use crate::{
    knowledge::{daemons::Privilege, images::Family},
    lint::Cx,
    model::{Analysis, Fact, MeantAsRoot, Stage, is_root},
    syntax::{Body, Instruction, Pair},
};

/// Why this stage should stay as it is, as a sentence.
pub(super) fn why_not(cx: Cx<'_>, stage: &Stage) -> Option<String> {
    let analysis = cx.analysis;
    of_system(analysis, stage)
        .or_else(|| of_user(analysis, stage))
        .or_else(|| analysis.meant_as_root(stage.id, cx.world).map(of_meaning))
        .or_else(|| analysis.chain_instructions(stage.id).find_map(|it| of_instruction(analysis, it)))
        .or_else(|| of_home(analysis, stage))
}

/// It is not root already, or nobody knows who it is.
fn of_user(analysis: &Analysis, stage: &Stage) -> Option<String> {
    match analysis.user_at_end(stage.id) {
        Fact::Known { value, .. } if !is_root(&value) => {
            Some(format!("The image already runs as `{value}`."))
        }
        Fact::Unknown
            if analysis.chain_instructions(stage.id).any(|(_, it)| matches!(it.body, Body::User(_))) =>
        {
            Some("Only the build knows who it is that USER names.".to_owned())
        }
        Fact::Unknown if !account::is_surely_root(analysis, stage) => {
            Some("Nothing is known of the base image, so nobody knows which users it has.".to_owned())
        }
        _ => None,
    }
}

fn of_system(analysis: &Analysis, stage: &Stage) -> Option<String> {
    let windows = analysis.base_image(stage.id).and_then(|it| it.family) == Some(Family::Windows);
    if windows || analysis.file().escape == b'`' {
        return Some("Windows has other users, which are made in other ways.".to_owned());
    }
    let last = stage.instructions.end.checked_sub(1)?;
    let posix = analysis.shell(last).is_posix();
    (!posix).then(|| "The shell of the image is none in which users can be made.".to_owned())
}

fn of_meaning(meaning: MeantAsRoot) -> String {
    match meaning {
        MeantAsRoot::BaseDrops(image) => format!("`{image}` starts as root and gives it up by itself."),
        MeantAsRoot::Becomes(tool) => format!("`{tool}` gives up root when a container starts."),
        MeantAsRoot::Daemon(name, it) => match it.privilege {
            Privilege::Keeps => format!("`{name}` needs root: it {}.", it.why),
            Privilege::Drops => format!("`{name}` gives up root by itself: it {}.", it.why),
            Privilege::Passes => format!("`{name}` {}.", it.why),
        },
        MeantAsRoot::HoldsFiles => "Nothing can be started from this image: it only holds files.".to_owned(),
        MeantAsRoot::IsSystem => {
            "It is the root file system of a distribution, to build other images on.".to_owned()
        }
    }
}

/// It is for images that are built on this one, or it puts something where only root finds it.
fn of_instruction(analysis: &Analysis, (index, it): (usize, &Instruction)) -> Option<String> {
    let text = |range| analysis.file().joined_text(range);
    let of_root = |pair: &&Pair| pair.value.is_some_and(|it| is_of_root(&text(it)));
    let what = match &it.body {
        Body::Onbuild(Some(inner))
            if matches!(inner.body, Body::Run(_) | Body::Copy(_) | Body::Add(_) | Body::Workdir(_)) =>
        {
            let keyword = inner.keyword.as_str();
            return Some(format!("ONBUILD {keyword} needs root in the images that are built on this one."));
        }
        Body::Env(pairs) => format!("ENV {}", text(pairs.iter().find(of_root)?.name)),
        Body::Copy(it) | Body::Add(it) => {
            let to = it.destination?;
            let path = analysis.value(to, index).unwrap_or_else(|| analysis.file().word(to).into_owned());
            is_of_root(&path).then(|| analysis.file().instructions[index].keyword.as_str().to_owned())?
        }
        Body::Cmd(it) | Body::Entrypoint(it) => is_of_root(&text(it.range()))
            .then(|| analysis.file().instructions[index].keyword.as_str().to_owned())?,
        _ => return None,
    };
    Some(format!("Only root may enter its home `/root`, and {what} points there."))
}

/// It works in the home of root, or installs something there.
fn of_home(analysis: &Analysis, stage: &Stage) -> Option<String> {
    let workdirs = analysis.chain_instructions(stage.id).filter_map(|(index, it)| match it.body {
        Body::Workdir(Some(word)) => Some((index, word)),
        _ => None,
    });
    if let Some((index, word)) = workdirs.last() {
        // The state before the next instruction is that after this one.
        let path = match analysis.stages().of_instruction(index + 1) {
            Some(it) if it.instructions.contains(&(index + 1)) && it.instructions.contains(&index) => {
                analysis.workdir(index + 1).known().cloned()
            }
            _ => analysis.value(word, index),
        };
        if path.is_some_and(|it| is_of_root(&it)) {
            return Some("Only root may enter its home `/root`, and WORKDIR points there.".to_owned());
        }
    }
    let mut installs = analysis.installs().iter().filter(|it| analysis.is_in_chain(it.instruction, stage.id));
    let install = installs.find(|it| it.manager.commands[0] == "pip" && it.has_flag(&["--user"]))?;
    Some(format!("Only root may enter its home `/root`, and `{} --user` installs there.", install.name))
}
