//! # Relative WORKDIR
//!
//! A relative path is below the folder that the base image starts in. With another base image, or another version of it, it is another
//! place.
//!
//! ```dockerfile
//! FROM node:22-slim
//! WORKDIR app
//! #       ^^^ `app` is below a folder that the base image chooses
//! ```
//!
//! ```dockerfile safe fix
//! FROM node:22-slim
//! WORKDIR /app
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! ARG HERE=app
//! WORKDIR ${HERE}
//! #       ^^^^^^^ `${HERE}` becomes `app`, which is below a folder that the base image chooses
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! WORKDIR /srv/app
//! ```
//!
//! Behind another WORKDIR, in this stage or in one that it is built on, a relative one is clear enough, and a variable of the base image is
//! likely to hold a whole path. Both are reported only to those who ask for this rule.
//!
//! ```settings
//! ignore = []
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! WORKDIR /srv
//! WORKDIR app
//! FROM registry.example.com/base
//! WORKDIR $APP_ROOT
//! ```
//!
//! ## Fix
//!
//! Safe: it is the folder that is meant today. There is one where that is known.
//!
//! Source: <https://docs.docker.com/reference/build-checks/workdir-relative-path/>
//!
//! Practices: workdir-absolute.

use std::collections::HashSet;

use crate::{
    knowledge::images::Family,
    lint::{Check, Cx, Decl, Diagnostic, Group, Report, Safety, Severity},
    model::{Base, StageId},
    syntax::{Body, Value, Word, WordTree},
    text::TextEdit,
};

/// Reports the path.
pub static RULE: Decl = Decl {
    codes: &[
        ("DL3000", Some(FIRST)),
        ("DL3000", Some(LATER)),
        ("WorkdirRelativePath", Some(FIRST)),
        ("WorkdirRelativePath", Some(VARIABLE)),
    ],
    aspects: &[FIRST, LATER, VARIABLE],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

/// The first of a stage and of those that it is built on.
const FIRST: &str = "first";
/// Another one.
const LATER: &str = "later";
/// The first, relative only once its variables have values.
const VARIABLE: &str = "variable";

fn check(cx: Cx<'_>, report: &mut Report) {
    let file = cx.analysis.file();
    let stages = &cx.analysis.stages().stages;
    let first = stages.first().map_or(file.instructions.len(), |it| it.instructions.start);
    let mut seen = false;
    for index in 0..first {
        workdir(cx, index, &file.instructions[index].body, &mut seen, report);
    }
    // Of each stage whether it has seen a WORKDIR at its end.
    let mut ends: Vec<bool> = Vec::with_capacity(stages.len());
    let mut bases = HashSet::new();
    for stage in stages {
        let mut seen = false;
        if let Base::Stage(base) = stage.base {
            seen = ends[base.index()];
            // What several stages run is reported once.
            let first = bases.insert(base);
            for (index, body) in onbuilds(cx, base) {
                match first {
                    true => workdir(cx, index, body, &mut seen, report),
                    false => seen |= matches!(body, Body::Workdir(_)),
                }
            }
        }
        for index in stage.instructions.clone() {
            workdir(cx, index, &file.instructions[index].body, &mut seen, report);
        }
        ends.push(seen);
    }
}

/// What stands behind the ONBUILDs of a stage, each with the index of its ONBUILD.
fn onbuilds(cx: Cx<'_>, stage: StageId) -> impl Iterator<Item = (usize, &Body)> {
    let instructions = &cx.analysis.file().instructions;
    cx.analysis.stages().get(stage).instructions.clone().filter_map(|index| match &instructions[index].body {
        Body::Onbuild(Some(inner)) => Some((index, &inner.body)),
        _ => None,
    })
}

fn workdir(cx: Cx<'_>, index: usize, body: &Body, seen: &mut bool, report: &mut Report) {
    let Body::Workdir(Some(word)) = body else {
        return;
    };
    let later = std::mem::replace(seen, true);
    let file = cx.analysis.file();
    let text = file.word(*word);
    let Ok(tree) = WordTree::new(&text, file.escape) else {
        return;
    };
    let written = tree.as_written();
    let drive = written.as_bytes().get(1) == Some(&b':');
    let is_relative = !drive && !written.starts_with(['/', '$']);
    match (is_relative, later) {
        (true, true) => {
            let found = report.add(word.range, format!("`{written}` is below another WORKDIR"));
            fix(cx, index, *word, &written, found.aspect(LATER).quiet());
        }
        (true, false) => {
            let message = format!("`{written}` is below a folder that the base image chooses");
            fix(cx, index, *word, &written, report.add(word.range, message).aspect(FIRST));
        }
        (false, true) => {}
        (false, false) => variable(cx, index, *word, &tree, report),
    }
}

/// A path that begins with a variable, or with a drive of Windows. BuildKit takes what it does not know for nothing.
fn variable(cx: Cx<'_>, index: usize, word: Word, tree: &WordTree<'_>, report: &mut Report) {
    let known = cx.analysis.value(word, index);
    let Some(stage) = cx.analysis.stages().of_instruction(index) else {
        return;
    };
    let value = match &known {
        Some(value) => value.clone(),
        None => {
            let (scopes, stages) = (cx.analysis.scopes(), cx.analysis.stages());
            let mut or_nothing = |name: &str| match scopes.value(stages, name, stage.id, index) {
                Value::Unknown => Value::Unset,
                value => value,
            };
            tree.expand(&mut or_nothing).ok().flatten().unwrap_or_default()
        }
    };
    if value.starts_with('/') {
        return;
    }
    let written = tree.as_written();
    let drive = value.as_bytes().get(1) == Some(&b':');
    let message = match known.is_some() {
        _ if drive => format!("`{written}` is a whole path on Windows only"),
        true if value.is_empty() => format!("`{written}` is empty"),
        true => format!("`{written}` becomes `{value}`, which is below a folder that the base image chooses"),
        false => format!("`{written}` is no whole path unless the base image defines it"),
    };
    let found = report.add(word.range, message).aspect(VARIABLE);
    let windows = cx.analysis.base_image(stage.id).is_some_and(|it| it.family == Some(Family::Windows));
    if known.is_none() || windows || drive {
        found.quiet();
    }
}

/// Writes the whole path, if the folder before it is known.
fn fix(cx: Cx<'_>, index: usize, word: Word, written: &str, found: &mut Diagnostic) {
    let before = cx.analysis.workdir(index);
    let plain = cx.analysis.file().text(word.range) == written && !written.contains(['$', '\\', '~']);
    let strange = written.split('/').any(|it| matches!(it, "" | ".." | "."));
    if let Some(before) = before.known().filter(|it| plain && !strange && it.starts_with('/')) {
        let path = format!("{}/{written}", before.trim_end_matches('/'));
        found.fix(Safety::Safe, format!("Write `{path}`"), TextEdit::replace(word.range, path));
    }
}
