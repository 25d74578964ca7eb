//! # An image without HEALTHCHECK
//!
//! Docker sees whether a process runs, not whether it answers. A HEALTHCHECK asks it from time to time, and Docker, Swarm and
//! Compose restart or replace a container that does not answer, and start others only when it does.
//!
//! ```dockerfile
//! FROM nginx:1.29
//! #    ^^^^^^^^^^ no HEALTHCHECK says whether the image still works
//! COPY site /usr/share/nginx/html
//! ```
//!
//! ```dockerfile
//! FROM nginx:1.29
//! COPY site /usr/share/nginx/html
//! HEALTHCHECK CMD ["curl", "--fail", "http://localhost/"]
//! ```
//!
//! It is off by default: Kubernetes ignores HEALTHCHECK and has probes of its own, and a program that ends by itself needs none.
//! `HEALTHCHECK NONE` says so.
//!
//! ```dockerfile
//! FROM debian:12
//! CMD ["backup"]
//! HEALTHCHECK NONE
//! ```
//!
//! It is about the image that ships, unless the settings ask for build stages, too. A stage has what the stages have that it is
//! built on.
//!
//! ```dockerfile
//! FROM nginx:1.29 AS base
//! HEALTHCHECK CMD ["curl", "--fail", "http://localhost/"]
//! FROM base
//! COPY site /usr/share/nginx/html
//! ```
//!
//! ## Limits
//!
//! A HEALTHCHECK of the base image is not seen; few have one.
//!
//! Source: <https://docs.docker.com/reference/dockerfile/#healthcheck>
//!
//! Practices: healthcheck-missing.

use crate::{
    lint::{BuildStages, Check, Cx, Decl, Group, Report, Severity},
    model::{Base, Stage},
    syntax::Keyword,
};

/// Reports the base of a stage.
pub static RULE: Decl = Decl {
    codes: &[("DL3057", None)],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Info,
    default: false,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let stages = &cx.analysis.stages().stages;
    let instructions = &cx.analysis.file().instructions;
    let has = |stage: &Stage| {
        instructions[stage.instructions.clone()].iter().any(|it| it.keyword == Keyword::Healthcheck)
    };
    let base = |stage: &Stage| match stage.base {
        Base::Stage(base) => Some(base.index()),
        _ => None,
    };
    let mut inherits: Vec<bool> = stages.iter().map(has).collect();
    let mut leaves = inherits.clone();
    for (at, stage) in stages.iter().enumerate() {
        inherits[at] |= base(stage).is_some_and(|base| inherits[base]);
    }
    // A stage may leave it to those that are built on it.
    for (at, stage) in stages.iter().enumerate().rev() {
        if let Some(base) = base(stage) {
            leaves[base] |= leaves[at];
        }
    }
    let asked = |at: usize| at + 1 == stages.len() || cx.settings.build_stages == BuildStages::Check;
    for (at, stage) in stages.iter().enumerate() {
        if asked(at) && !inherits[at] && !leaves[at] {
            report.add(stage.base_range, "no HEALTHCHECK says whether the image still works");
        }
    }
}
