//! Paths: of the build context, of earlier stages, and folders of the image.

use super::{
    Completion, CompletionKind,
    context::{Expected, Place},
};
use crate::{
    lint::Cx,
    model::{Context, Fact, Stage, StageId, context::join, effects::Change, ignore_file::clean},
    syntax::{self, Body, Keyword},
};

/// What is in the folder of the build context that is written so far, `before` left out. `None` if nothing is known of it.
pub(super) fn of_context(cx: Cx<'_>, place: &Place<'_>, before: &[String]) -> Option<Vec<Completion>> {
    let typed = &*place.typed;
    let kept = typed.rfind('/').map_or(0, |it| it + 1);
    if typed.contains("://") || typed.contains(['*', '?']) {
        return None;
    }
    let folder = expanded(cx, place, &typed[..kept])?;
    let folder = clean(&format!("/{folder}")).trim_start_matches('/').to_owned();
    let mut names = Context::new(cx.world).entries(&folder)?;
    let is_json = matches!(place.expected, Expected::Argument { json: true, .. });
    names.retain(|it| can_be_written(it, is_json));
    names.retain(|name| {
        let path = join(&folder, name.trim_end_matches('/'));
        !before.iter().any(|it| clean(it.trim_matches('/')) == path)
    });
    names.sort_by_key(|it| rank(it)); // and by their names
    let item = |name: &String| {
        let item = Completion::new(place, &**name, kind(name)).behind(kept);
        if name.ends_with('/') { item.goes_on() } else { item }
    };
    Some(names.iter().map(item).collect())
}

/// A name with blanks stands in JSON only. Others would need escapes that nobody wants to read.
fn can_be_written(name: &str, is_json: bool) -> bool {
    let is_odd = |it: char| it.is_control() || "\"\\`$'#<[*?".contains(it) || it.is_whitespace() && !is_json;
    !name.contains(is_odd)
}

/// What is copied first: files of the project, then hidden ones, then those that are for the build alone.
fn rank(name: &str) -> u8 {
    match name.trim_end_matches('/') {
        ".git" | ".dockerignore" | "Dockerfile" | "Containerfile" => 2,
        hidden if hidden.starts_with('.') => 1,
        _ => 0,
    }
}

fn kind(name: &str) -> CompletionKind {
    if name.ends_with('/') { CompletionKind::Folder } else { CompletionKind::File }
}

/// The text with the variables replaced; `None` if only the build knows it.
fn expanded(cx: Cx<'_>, place: &Place<'_>, text: &str) -> Option<String> {
    if !text.contains('$') {
        return Some(text.to_owned());
    }
    let (scopes, stages, stage) = (cx.analysis.scopes(), cx.analysis.stages(), place.stage?);
    let value = &mut |name: &str| scopes.value(stages, name, stage, place.index);
    syntax::expand(text.into(), cx.analysis.file().escape, value).ok()?
}

// ── The image ───────────────────────────────────────────────────────────────────────────────────────────────────────

/// Folders that images have, each with what belongs there. General knowledge.
const COMMON: [(&str, &str); 7] = [
    ("/app/", "the application"),
    ("/usr/local/bin/", "programs"),
    ("/opt/", "what brings its own folders"),
    ("/etc/", "settings"),
    ("/srv/", "what is served"),
    ("/var/lib/", "data"),
    ("/tmp/", "what is needed for a while"),
];

/// Where COPY and ADD could put something: the working folder, those of this stage and the ones before it, common ones.
pub(super) fn destinations(cx: Cx<'_>, place: &Place<'_>) -> Vec<Completion> {
    let mut items = Vec::new();
    if !place.typed.starts_with('/') {
        let here = cx.analysis.workdir(place.index);
        let here = Completion::new(place, "./", CompletionKind::Folder)
            .detail(here.known().map_or("the working folder".to_owned(), |it| it.to_owned()));
        items.push(here);
    }
    items.extend(folders(cx, place).unwrap_or_default());
    items
}

/// Folders of the image: those that WORKDIR of this stage and of earlier ones names, and common ones.
pub(super) fn folders(cx: Cx<'_>, place: &Place<'_>) -> Option<Vec<Completion>> {
    let slash = |path: &str| format!("{}/", path.trim_end_matches('/'));
    let mut found: Vec<(String, &str)> = Vec::new();
    let instructions = &cx.analysis.file().instructions;
    let before = instructions.iter().enumerate().take(place.index).rev();
    for (index, _) in before.filter(|(_, it)| matches!(it.body, Body::Workdir(_))).take(MOST_FOLDERS) {
        let after = (index + 1).min(instructions.len().saturating_sub(1));
        let is_same_stage = cx.analysis.stages().is_before(index, after);
        if let (true, Fact::Known { value, .. }) = (is_same_stage, cx.analysis.workdir(after)) {
            found.push((slash(&value), "WORKDIR"));
        }
    }
    found.extend(COMMON.iter().map(|(path, about)| ((*path).to_owned(), *about)));
    let mut items: Vec<Completion> = Vec::new();
    for (path, about) in found {
        if path != "/" && items.iter().all(|it| it.label != path) {
            items.push(Completion::new(place, path, CompletionKind::Folder).detail(about));
        }
    }
    Some(items)
}

const MOST_FOLDERS: usize = 50;

/// The paths that an earlier stage is known to have: where it works, and what it makes. `None` if it is an image.
pub(super) fn of_stage(cx: Cx<'_>, place: &Place<'_>, from: &str) -> Option<Vec<Completion>> {
    let stages = cx.analysis.stages();
    let within = place.stage.unwrap_or(StageId(u32::MAX));
    let stage = stages.get(stages.source(from, within)?);
    let mut paths: Vec<(String, String)> = Vec::new();
    let mut add = |path: String, about: String| {
        if path != "/" && !path.contains(['*', '$', ' ']) && paths.iter().all(|it| it.0 != path) {
            paths.push((path, about));
        }
    };
    let last = stage.instructions.end - 1;
    let made = cx.analysis.effects().iter().rev().filter(|it| matches!(it.change, Change::Made(_)));
    for it in made.filter(|it| stages.is_before(it.instruction, last)).take(MOST_FOLDERS) {
        let instruction = &cx.analysis.file().instructions[it.instruction];
        add(it.path.clone(), format!("{} of {from}", instruction.keyword));
    }
    for it in outputs(cx, stage) {
        add(it, format!("written by RUN of {from}"));
    }
    if let Fact::Known { value, .. } = cx.analysis.workdir(last) {
        add(format!("{}/", value.trim_end_matches('/')), format!("WORKDIR of {from}"));
    }
    let kind = |path: &str| if path.ends_with('/') { CompletionKind::Folder } else { CompletionKind::File };
    let item =
        |(path, about): &(String, String)| Completion::new(place, &**path, kind(path)).detail(&**about);
    Some(paths.iter().map(item).collect())
}

/// Compilers and linkers: what is behind `-o` is what they make.
const COMPILERS: [&str; 9] = ["go", "gcc", "g++", "cc", "c++", "clang", "clang++", "rustc", "dotnet"];

/// What compilers write in a stage, as absolute paths.
fn outputs(cx: Cx<'_>, stage: &Stage) -> Vec<String> {
    let mut outputs = Vec::new();
    for index in stage.instructions.clone() {
        for it in cx.analysis.scripts(index).iter().flat_map(|it| it.script.commands()) {
            let command = it.command.effective();
            if !command.name().is_some_and(|it| COMPILERS.contains(&&*it)) {
                continue;
            }
            let Some(path) = command.arguments().value(&["-o", "--output"]) else { continue };
            match (path.starts_with('/'), cx.analysis.workdir(index)) {
                (true, _) => outputs.push(clean(&path)),
                (false, Fact::Known { value, .. }) => outputs.push(clean(&format!("{value}/{path}"))),
                _ => {}
            }
        }
    }
    outputs.truncate(MOST_FOLDERS);
    outputs
}

/// The sources and the destination of COPY and ADD.
pub(super) fn of_transfer(cx: Cx<'_>, place: &Place<'_>, before: &[String]) -> Vec<Completion> {
    let line = place.line.as_ref();
    let from = line.filter(|it| it.keyword == Keyword::Copy).and_then(|it| it.flag("from"));
    let sources = || match from {
        Some(from) => of_stage(cx, place, from),
        None => of_context(cx, place, before),
    };
    let ends = !before.is_empty() && !place.is_followed(cx.analysis);
    let mut items = if ends { destinations(cx, place) } else { Vec::new() };
    if !ends || !place.typed.starts_with('/') || from.is_some() {
        items.extend(sources().unwrap_or_default());
    }
    items
}
