//! # The whole file system of another stage
//!
//! Whoever copies `/` to `/` ships all that the other stage had: its compilers, its caches, and what was written into its
//! files by accident. That is what stages are there to leave behind.
//!
//! ```dockerfile
//! FROM golang:1.24 AS build
//! RUN go install example.com/server@v1.2.3
//!
//! FROM debian:12
//! COPY --from=build / /
//! #                 ^ copies all that is in `build`, also what was only needed to build it
//! ```
//!
//! Copy what is needed to run.
//!
//! ```dockerfile
//! FROM golang:1.24 AS build
//! RUN go install example.com/server@v1.2.3
//!
//! FROM debian:12
//! COPY --from=build /go/bin/server /usr/local/bin/
//! ```
//!
//! To an empty image it is only a hint: some make one layer of many like this. So it is from an image, which may hold
//! nothing but a few programs, and from a stage in which nothing was run. These hints are for those who ask for the rule.
//!
//! ```dockerfile
//! FROM --platform=$BUILDPLATFORM tonistiigi/xx:1.6.1 AS xx
//!
//! FROM alpine:3.22 AS build
//! COPY --from=xx / /
//! #              ^ copies all that is in `xx`, also what was only needed to build it
//! RUN apk add --no-cache clang
//!
//! FROM scratch
//! COPY --from=build / /
//! #                 ^ copies all that is in `build`, also what was only needed to build it
//! ```
//!
//! The folders of the system are no better: `/usr` holds the compilers, `/etc` the settings of another image, `/root` caches and keys.
//!
//! ```dockerfile
//! FROM python:3.13 AS build
//! RUN pip install --no-cache-dir flask==3.1.0
//!
//! FROM python:3.13-slim
//! COPY --from=build /usr /usr
//! #                 ^^^^ copies all that `build` has there, also what was only needed to build it
//! COPY --from=build /root /root
//! #                 ^^^^^ copies all that `build` has there, also what was only needed to build it
//! ```
//!
//! A root that was made in a folder of its own is fine, and so is a copy of the build context.
//!
//! ```dockerfile
//! FROM alpine:3.22 AS rootfs
//! RUN apk add --no-cache --initdb --root /rootfs busybox
//!
//! FROM scratch
//! COPY --from=rootfs /rootfs /
//! COPY / /
//! ```
//!
//! Source: Docker's documentation, "Multi-stage builds"; Moshe Zadka, "Contain Yourself".
//!
//! Practices: copy-whole-root-from-stage.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity, Site},
    model::Base,
    syntax::{Body, Keyword, Word},
};

/// Reports each `COPY --from=… / /`.
pub static RULE: Decl = Decl {
    codes: &[("DL3067", Some("root"))],
    aspects: &["folder", "root"],
    group: Group::Size,
    severity: Severity::Warning,
    default: true,
    check: Check::Instructions(&[Keyword::Copy], check),
};

/// Folders that belong to the system, each as a whole.
const SYSTEM: [&str; 7] = ["/etc", "/home", "/lib", "/lib64", "/root", "/usr", "/var"];

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let Body::Copy(transfer) = &site.instruction.body else { return };
    let file = cx.analysis.file();
    let path = |word: &Word| file.word(*word).trim_matches(['"', '\'']).to_owned();
    let Some(from) = site.instruction.flags.iter().find(|it| it.name() == "from") else { return };
    let from = from.value().unwrap_or_default();
    let Some(to) = transfer.destination.as_ref().map(path).filter(|_| !site.trigger) else { return };
    if let Some(source) = transfer.sources.iter().find(|it| path(it) == "/").filter(|_| to == "/") {
        let message = format!("copies all that is in `{from}`, also what was only needed to build it");
        let found = report.add(source.range, message).aspect("root");
        if !was_built(cx, from) || is_empty(cx, site) {
            found.severity(Severity::Hint).quiet();
        }
        return;
    }
    let bare = |path: &str| path.trim_end_matches('/').to_owned();
    let is_system = |it: &&Word| {
        let path = bare(&path(it));
        SYSTEM.contains(&path.as_str()) && path == bare(&to)
    };
    if was_built(cx, from) && !is_empty(cx, site) && cx.leaves_something(site.index) {
        for source in transfer.sources.iter().filter(is_system) {
            let message =
                format!("copies all that `{from}` has there, also what was only needed to build it");
            report.add(source.range, message).aspect("folder");
        }
    }
}

/// Whether it is a stage in which something was done; of an image nobody here knows what is in it.
fn was_built(cx: Cx<'_>, from: &str) -> bool {
    let stages = cx.analysis.stages();
    let named = stages.named(&from.to_lowercase()).last().map(|it| it.index());
    let stage = stages.stages.get(named.or_else(|| from.parse().ok()).unwrap_or(usize::MAX));
    let instructions = &cx.analysis.file().instructions;
    stage.is_some_and(|it| instructions[it.instructions.clone()].iter().any(|it| it.keyword == Keyword::Run))
}

/// Whether nothing is in the stage but what is copied.
fn is_empty(cx: Cx<'_>, site: &Site<'_>) -> bool {
    cx.analysis.stages().of_instruction(site.index).is_some_and(|it| it.base == Base::Scratch)
}
