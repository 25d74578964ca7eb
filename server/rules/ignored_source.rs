//! # COPY of files that `.dockerignore` keeps out
//!
//! What `.dockerignore` names is not part of the build. The file is on your disk, and yet the build says that there is none.
//!
//! ```dockerignore
//! # Written on this machine, for this machine.
//! node_modules
//! *.env
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim
//! COPY node_modules/sharp /app/node_modules/sharp
//! #    ^^^^^^^^^^^^^^^^^^ `.dockerignore` keeps it out of the build, with `node_modules`
//! COPY package.json ./test.env /app/
//! #                 ^^^^^^^^^^ `.dockerignore` keeps it out of the build, with `*.env`
//! ```
//!
//! Take it out of `.dockerignore`, or make the file in the build.
//!
//! ```dockerfile
//! FROM node:22-slim AS build
//! COPY package.json package-lock.json ./
//! RUN npm ci
//! FROM node:22-slim
//! COPY --from=build node_modules /app/node_modules
//! COPY config/node_modules ./config/
//! ADD https://example.com/test.env ./
//! ```
//!
//! ## Limits
//!
//! As BuildKit, it says nothing where `.dockerignore` makes exceptions with `!`, since these may leave something of a folder. The
//! build context is taken to be the folder of the Dockerfile; a file like `Dockerfile.dockerignore` beside it comes first.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::IgnoreFile,
    syntax::{Body, Instruction, Transfer},
};

/// Reports the source.
pub static RULE: Decl = Decl {
    codes: &[("CopyIgnoredFile", None)],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let Some(ignored) = cx.world.ignore_file().map(|it| IgnoreFile::new(&it)) else {
        return;
    };
    if ignored.has_exceptions() {
        return;
    }
    for (index, it) in cx.analysis.file().instructions.iter().enumerate() {
        if let Body::Copy(transfer) | Body::Add(transfer) = &it.body
            && it.flags.iter().all(|it| it.name() != "from")
        {
            sources(cx, &ignored, index, it, transfer, report);
        }
    }
}

fn sources(
    cx: Cx<'_>,
    ignored: &IgnoreFile,
    index: usize,
    it: &Instruction,
    transfer: &Transfer,
    report: &mut Report,
) {
    for word in &transfer.sources {
        let is_heredoc = it.heredocs.iter().any(|heredoc| heredoc.marker == word.range);
        let Some(path) = cx.analysis.value(*word, index).filter(|_| !is_heredoc) else {
            continue;
        };
        let everything = path.split('/').all(|it| matches!(it, "" | "."));
        let is_remote = path.contains("://") || path.starts_with("git@");
        let pattern = match everything {
            _ if is_remote => None,
            true => ignored.ignores_everything(),
            false => ignored.ignores(&path),
        };
        if let Some(pattern) = pattern {
            let message = format!("`.dockerignore` keeps it out of the build, with `{pattern}`");
            report.add(word.range, message);
        }
    }
}
