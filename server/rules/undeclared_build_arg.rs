//! # Build arguments that a RUN uses and its stage does not declare
//!
//! An ARG above the first FROM is there for FROM alone, and `TARGETARCH` and its kin are known to nobody who does not ask for them. A stage
//! sees such a value only if it has an ARG of that name itself. Without it, the shell puts nothing in its place, and the build goes on
//! with a wrong address or an empty version.
//!
//! ```dockerfile
//! ARG TOOL_VERSION=1.4.2
//! FROM debian:12-slim
//! ADD https://example.com/keys.asc /
//! RUN curl -fsSLO "https://example.com/tool-${TOOL_VERSION}-$TARGETARCH.tar.gz"
//! #                                         ^^^^^^^^^^^^^^^ is empty here; the stage lacks `ARG TOOL_VERSION`
//! #                                                         ^^^^^^^^^^^ is empty here; the stage lacks `ARG TARGETARCH`
//! ```
//!
//! ```dockerfile unsafe fix
//! ARG TOOL_VERSION=1.4.2
//! FROM debian:12-slim
//! ADD https://example.com/keys.asc /
//! ARG TOOL_VERSION
//! ARG TARGETARCH
//! RUN curl -fsSLO "https://example.com/tool-${TOOL_VERSION}-$TARGETARCH.tar.gz"
//! ```
//!
//! BuildKit itself does not look into commands, so it does not warn of it. What the stage declares, or one that it is built on, is fine;
//! and so is what the script sets itself, or has another value for.
//!
//! ```dockerfile
//! ARG VERSION=3
//! FROM debian:12-slim AS base
//! ARG TARGETARCH
//! FROM base
//! RUN echo "$TARGETARCH ${VERSION:-unknown} '$TARGETOS'" 'not $TARGETOS'
//! #                                          ^^^^^^^^^ is empty here; the stage lacks `ARG TARGETOS`
//! RUN TARGETVARIANT=$(uname -m) && echo $TARGETVARIANT
//! RUN for TARGETOS in linux darwin; do echo $TARGETOS; done
//! RUN ["echo", "$TARGETOS"]
//! ```
//!
//! ## Fix
//!
//! Unsafe, since with the ARG the variable has a value, for the first time perhaps. It is declared right above the RUN, as everything
//! below an ARG is built again when its value changes.
//!
//! ## Limits
//!
//! The base image may set a variable of the same name, as Python's and Node's do with the version. Nothing is said of a base image that we do
//! not know, except of what only the builder sets.
//!
//! ```dockerfile
//! ARG PYTHON_VERSION=3.12
//! ARG APP_VERSION=1
//! FROM python:${PYTHON_VERSION}-slim
//! RUN echo $PYTHON_VERSION
//! FROM registry.example.com/base
//! RUN echo $APP_VERSION
//! ```
//!
//! ## See also
//!
//! The rule `undefined-variable` is about the other instructions.
//!
//! Source: [Docker, Understand how ARG and FROM
//! interact](https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact).
//!
//! Practices: run-undeclared-build-arg.

use std::collections::HashSet;

use crate::{
    knowledge::images::{self, Family},
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{Base, RunScript, Stage, StageId, repository},
    syntax::{Body, shell::Element},
    text::TextEdit,
};

/// Reports the use of the variable.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Stages(check),
};

/// What BuildKit sets for a stage that declares it.
const OF_BUILDER: [&str; 8] = [
    "TARGETPLATFORM",
    "TARGETOS",
    "TARGETARCH",
    "TARGETVARIANT",
    "BUILDPLATFORM",
    "BUILDOS",
    "BUILDARCH",
    "BUILDVARIANT",
];

fn check(cx: Cx<'_>, stage: &Stage, report: &mut Report) {
    let analysis = cx.analysis;
    let file = analysis.file();
    let globals = &analysis.scopes().globals;
    let mut reported: HashSet<String> = HashSet::new();
    for index in stage.instructions.clone() {
        if !matches!(file.instructions[index].body, Body::Run(_)) {
            continue;
        }
        for run in analysis.scripts(index) {
            let is_posix = run.shell.as_ref().is_some_and(|it| it.is_posix());
            if !is_posix || !run.script.is_understood() {
                continue;
            }
            let mut uses: Vec<_> = run.script.variables().collect();
            uses.sort_by_key(|it| it.1.start());
            for (name, range) in uses {
                let of_builder = OF_BUILDER.contains(&name);
                let global = globals.definitions(name).last();
                if !of_builder && global.is_none() || reported.contains(name) {
                    continue;
                }
                let visible =
                    analysis.scopes().visible(analysis.stages(), name, stage.id, index).next().is_some();
                if visible
                    || has_default(file.text(range), name)
                    || is_set_by(run, name)
                    || of_base(cx, stage.id, name, of_builder)
                {
                    continue;
                }
                reported.insert(name.to_owned());
                let found = report.add(range, format!("is empty here; the stage lacks `ARG {name}`"));
                if let Some(global) = global {
                    found.related(global.range, "this one is for FROM only");
                }
                let above = &file.instructions[index];
                let at = file.lead(above);
                let end = file.line_end(above.lines.start());
                found.fix(
                    Safety::Unsafe,
                    format!("Add `ARG {name}`"),
                    TextEdit::insert(at, format!("ARG {name}{end}")),
                );
            }
        }
    }
}

/// `${NAME:-value}` and the like: that it may be empty is thought of.
fn has_default(written: &str, name: &str) -> bool {
    let rest = written.strip_prefix("${").and_then(|it| it.strip_prefix(name)).unwrap_or_default();
    rest.starts_with([':', '-', '+', '?', '='])
}

/// Whether the script gives the variable a value, in whatever way.
fn is_set_by(run: &RunScript, name: &str) -> bool {
    let mut is_set = false;
    run.script.walk(&mut |element, _| match element {
        Element::Assignment(it) => is_set |= run.script.text(it.name) == name,
        Element::Command(it) => {
            let may_set = [
                "read", "export", "local", "declare", "typeset", "readonly", "eval", ".", "source",
                "getopts", "printf", "unset",
            ];
            is_set |= it.name().is_none_or(|it| may_set.contains(&&*it))
                && it.words.iter().skip(1).any(|word| {
                    word.lossy().contains(name) || it.is(".") || it.is("source") || it.is("eval")
                });
        }
        _ => {}
    });
    let source = run.script.source().text();
    is_set || source.contains(&format!("for {name} ")) || source.contains(&format!("for {name}\n"))
}

/// Whether the base image may set the variable.
fn of_base(cx: Cx<'_>, stage: StageId, name: &str, of_builder: bool) -> bool {
    match (cx.analysis.stages().root(stage), cx.analysis.base_image(stage)) {
        (Base::Scratch, _) => false,
        (_, Some(image)) if image.env.contains(&name) || image.family == Some(Family::Windows) => true,
        _ if of_builder => false,
        (Base::Image(base), Some(_)) => !images::is_official(&repository(base)),
        _ => true,
    }
}
