//! # Two stages with the same name
//!
//! Whoever asks for the stage gets the last one above, and `docker build --target` only one of them. Readers are rarely aware
//! of it. Capitals make no difference.
//!
//! ```dockerfile
//! FROM node:22-slim AS build
//! RUN npm ci
//! FROM golang:1.24 AS Build
//! #                   ^^^^^ an earlier stage has the name `build` already
//! RUN go build ./...
//! FROM scratch
//! COPY --from=build /go/bin/app /app
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim AS build-pages
//! RUN npm ci
//! FROM golang:1.24 AS build-app
//! RUN go build ./...
//! ```
//!
//! ## Fix
//!
//! There is none: only you know which of the two is meant where the name is used.
//!
//! Source: <https://docs.docker.com/reference/build-checks/duplicate-stage-name/>
//!
//! Practices: duplicate-stage-name.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::Stage,
};

/// Reports the name, where it stands again.
pub static RULE: Decl = Decl {
    codes: &[("DL3024", None), ("DuplicateStageName", None)],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Stages(check),
};

fn check(cx: Cx<'_>, stage: &Stage, report: &mut Report) {
    let Some(name) = &stage.name else {
        return;
    };
    let stages = cx.analysis.stages();
    let first = stages.named(&name.text).first().filter(|it| **it != stage.id);
    if let Some(first) = first.and_then(|it| stages.get(*it).name.as_ref()) {
        report
            .add(name.range, format!("an earlier stage has the name `{}` already", name.text))
            .related(first.range, "this one");
    }
}
