//! # Comments above ARG and FROM that do not describe them
//!
//! `docker build --call=outline` and `--call=targets` show what the comment above an ARG or a stage says of it, if it begins with the name.
//! Of other comments they show nothing.
//!
//! This is an experimental check of BuildKit: it runs in files that begin with `# check=experimental=InvalidDefinitionDescription`, and
//! where the rule is asked for by its name.
//!
//! ```dockerfile
//! # check=experimental=InvalidDefinitionDescription
//! # the version of Python
//! #^^^^^^^^^^^^^^^^^^^^^^ is shown nowhere, since it does not begin with `VERSION`
//! ARG VERSION=3.12
//! # builder is where wheels are made
//! FROM python:${VERSION} AS builder
//! ```
//!
//! An empty comment in between says that both have nothing to do with each other.
//!
//! ```dockerfile
//! # check=experimental=InvalidDefinitionDescription
//! # VERSION is the version of Python
//! ARG VERSION=3.12
//! # dockwright: ignore[latest-tag]
//! FROM python:${VERSION} AS app
//! # What follows is for the proxy only.
//! #
//! ARG PROXY
//! ```
//!
//! ```dockerfile
//! # the version of Python
//! ARG VERSION=3.12
//! FROM python:${VERSION}
//! ```

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Selection, Severity, ignore},
    syntax::{Body, Instruction},
    text::TextRange,
};

/// Reports the comment.
pub static RULE: Decl = Decl {
    codes: &[("InvalidDefinitionDescription", None)],
    aspects: &[],
    group: Group::Style,
    severity: Severity::Hint,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    // Whoever asks for all rules does not ask for experiments.
    let by_name = matches!(cx.settings.select, Selection::Only(_));
    if !by_name && !cx.analysis.asks_for("InvalidDefinitionDescription") {
        return;
    }
    let mut comments = cx.analysis.file().comments.iter().copied().peekable();
    for it in &cx.analysis.file().instructions {
        let mut last = None;
        while let Some(comment) = comments.next_if(|comment| comment.start() < it.lines.end()) {
            let for_linters = ignore::is_ignore_comment(cx.analysis.source(), comment);
            if comment.start() < it.lines.start() && !for_linters {
                last = Some(comment);
            }
        }
        if let Some(comment) = last {
            describe(cx, it, comment, report);
        }
    }
}

/// Reports the comment above `it`, if there has to be a name in it and there is none. An empty one ends those above it.
fn describe(cx: Cx<'_>, it: &Instruction, comment: TextRange, report: &mut Report) {
    let file = cx.analysis.file();
    let names: Vec<String> = match &it.body {
        Body::Arg(pairs) => pairs.iter().map(|it| file.joined_text(it.name).into_owned()).collect(),
        Body::From(from) => from.name.iter().map(|it| file.word(*it).to_lowercase()).collect(),
        _ => return,
    };
    let text = file.text(comment).trim_start_matches('#').trim();
    let first = text.split(' ').next().unwrap_or_default();
    if let Some(name) = names.first().filter(|_| !first.is_empty() && !names.iter().any(|it| it == first)) {
        report.add(comment, format!("is shown nowhere, since it does not begin with `{name}`"));
    }
}
