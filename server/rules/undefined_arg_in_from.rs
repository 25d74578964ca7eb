//! # Variables in FROM that no global ARG declares
//!
//! FROM sees the ARGs before the first FROM only, and what BuildKit itself defines, such as `TARGETARCH`. Any other variable is empty.
//!
//! ```dockerfile
//! ARG PYTHON_VERSION=3.12
//! FROM python:${PYTON_VERSION}-slim
//! #           ^^^^^^^^^^^^^^^^ no ARG before the first FROM declares `PYTON_VERSION`; did you mean `PYTHON_VERSION`?
//! ```
//!
//! ```dockerfile unsafe fix
//! ARG PYTHON_VERSION=3.12
//! FROM python:${PYTHON_VERSION}-slim
//! ```
//!
//! ```dockerfile
//! FROM --platform=$BUILDPLATFORM golang:1.24 AS build
//! ARG VARIANT=alpine
//! FROM nginx:1.29${VARIANT}
//! #              ^^^^^^^^^^ no ARG before the first FROM declares `VARIANT`
//! ```
//!
//! A default does not help those who read the file: write the ARG, with the default.
//!
//! ```dockerfile
//! FROM nginx:${TAG:-1.29}
//! #          ^^^^^^^^^^^^ no ARG before the first FROM declares `TAG`
//! ```
//!
//! ```dockerfile
//! ARG TAG=1.29
//! FROM nginx:$TAG
//! ```
//!
//! It is an error if without the variable there is no image left to begin with.
//!
//! ## Fix
//!
//! Unsafe: the variable with the most similar name may not be the one that is meant. Without one, there is no fix.

use std::collections::HashSet;

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::globals::PREDEFINED,
    syntax::{Body, Instruction, Topic, WordTree, suggest},
    text::{TextEdit, TextRange},
};

/// Reports the variable.
pub static RULE: Decl = Decl {
    codes: &[("UndefinedArgInFrom", None)],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let wrong: HashSet<TextRange> =
        cx.analysis.errors().iter().filter(|it| it.topic == Topic::BaseName).map(|it| it.range).collect();
    for it in &cx.analysis.file().instructions {
        for (text, range) in words(cx, it) {
            look(cx, &text, range, wrong.contains(&range), report);
        }
    }
}

/// Among more names than these nobody looks for slips, which takes time for each name.
const MOST_NAMES: usize = 200;

/// What FROM expands: the base, and the platform.
fn words(cx: Cx<'_>, it: &Instruction) -> Vec<(String, TextRange)> {
    let Body::From(from) = &it.body else {
        return Vec::new();
    };
    let image = from.image.map(|it| (cx.analysis.file().word(it).into_owned(), it.range));
    let flags = it.flags.iter().filter(|it| it.name() == "platform");
    let platforms = flags.filter_map(|it| Some((it.value()?.to_owned(), it.value?)));
    image.into_iter().chain(platforms).collect()
}

/// BuildKit names a variable once in each word.
fn look(cx: Cx<'_>, text: &str, range: TextRange, is_error: bool, report: &mut Report) {
    if !text.contains('$') {
        return;
    }
    let (file, globals) = (cx.analysis.file(), &cx.analysis.scopes().globals);
    let Ok(tree) = WordTree::new(text, file.escape) else {
        return;
    };
    let mut seen = HashSet::new();
    for it in tree.variables() {
        let name = &text[it.name.clone()];
        let known = PREDEFINED.contains(&name) || !globals.definitions(name).is_empty();
        if known || !seen.insert(name) {
            continue;
        }
        let (place, name_place) = file.variable_place(range, name);
        let few = globals.names().take(MOST_NAMES + 1).count() <= MOST_NAMES;
        let names = few.then(|| globals.names()).into_iter().flatten().chain(PREDEFINED);
        let nearest = suggest::nearest(name, names);
        let hint = nearest.map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
        let message = format!("no ARG before the first FROM declares `{name}`{hint}");
        let found = report.add(place, message);
        if let Some(it) = nearest.and_then(|it| globals.definitions(it).last()) {
            found.related(it.range, "perhaps this one");
        } else if let Some(it) = cx.analysis.scopes().first(name) {
            found.related(it.range, "this one counts in its stage only");
        }
        if is_error {
            found.severity(Severity::Error);
        }
        if let Some(nearest) = nearest.filter(|_| file.text(name_place) == name) {
            let edit = TextEdit::replace(name_place, nearest);
            found.fix(Safety::Unsafe, format!("Write `{nearest}`"), edit);
        }
    }
}
