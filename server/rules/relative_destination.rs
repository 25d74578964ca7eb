//! # A relative target without a WORKDIR
//!
//! Without a WORKDIR a relative target begins at `/`, the root of the image, and all that is copied lies between `/bin` and
//! `/var`.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY server.conf conf/
//! #                ^^^^^ is relative, and no WORKDIR is set
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! COPY server.conf /conf/
//! ```
//!
//! Mostly a WORKDIR is what is missing.
//!
//! ```dockerfile
//! FROM debian:12
//! WORKDIR /srv
//! COPY server.conf conf/
//! ```
//!
//! WORKDIR is inherited from the stages and the image that a stage is built on. Of an image that is not known, that is not
//! known.
//!
//! ```dockerfile
//! FROM debian:12 AS base
//! WORKDIR /srv
//! FROM base
//! COPY . .
//! FROM quay.io/jupyter/base-notebook:latest
//! COPY . .
//! FROM example.com/base:1
//! COPY . .
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! ARG TARGET
//! COPY server.conf $TARGET
//! COPY server.conf "/etc/server.conf"
//! COPY server.conf c:/server.conf
//! ```
//!
//! ## Fix
//!
//! Safe: the files go where they went, only now it is seen. A `~` means nothing to COPY, so that you have to say what you
//! meant.
//!
//! ```dockerfile
//! FROM debian:12
//! ADD . .
//! #     ^ is relative, and no WORKDIR is set
//! COPY ["a", "./b"]
//! #          ^^^^^ is relative, and no WORKDIR is set
//! COPY .bashrc ~/
//! #            ^^ is relative, as `~` means nothing here, and no WORKDIR is set
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! ADD . /
//! COPY ["a", "/b"]
//! COPY .bashrc ~/
//! ```
//!
//! ## See also
//!
//! The aspect `copy` is hadolint's DL3045, which does not look at ADD.
//!
//! Source: <https://docs.docker.com/reference/dockerfile/#workdir>
//!
//! Practices: copy-relative-without-workdir.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::Fact,
    syntax::{Body, Keyword, Word},
    text::TextEdit,
};

/// Reports each relative target that no WORKDIR holds for.
pub static RULE: Decl = Decl {
    codes: &[("DL3045", Some("copy"))],
    aspects: &["add", "copy"],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    // What stands before the first FROM, as in a part of a file, has no stage that could know it.
    let mut is_set = false;
    for (index, it) in cx.analysis.file().instructions.iter().enumerate() {
        is_set |= it.keyword == Keyword::Workdir;
        let (Body::Copy(transfer) | Body::Add(transfer)) = &it.body else { continue };
        let is_heredoc = |word: &Word| it.heredocs.iter().any(|heredoc| heredoc.marker == word.range);
        let Some(target) = transfer.destination.filter(|it| !is_heredoc(it)) else { continue };
        let in_root = match cx.analysis.workdir(index) {
            Fact::Known { value, at: None } => value == "/",
            _ => cx.analysis.stages().of_instruction(index).is_none() && !is_set,
        };
        let Some(path) = path(cx, target, index).filter(|it| in_root && is_relative(it)) else { continue };
        let message = match path.starts_with('~') {
            true => "is relative, as `~` means nothing here, and no WORKDIR is set",
            false => "is relative, and no WORKDIR is set",
        };
        let aspect = if it.keyword == Keyword::Add { "add" } else { "copy" };
        let found = report.add(target.range, message).aspect(aspect);
        if cx.analysis.stages().of_instruction(index).is_some()
            && let Some(edit) = absolute(cx, target, &path)
        {
            found.fix(Safety::Safe, "Begin at `/`, as it does", edit);
        }
    }
}

fn path(cx: Cx<'_>, target: Word, index: usize) -> Option<String> {
    let written = cx.analysis.file().word(target);
    match written.contains('$') {
        true => cx.analysis.value(target, index),
        false => Some(written.trim_matches(['"', '\'']).to_owned()),
    }
}

fn is_relative(path: &str) -> bool {
    let drive =
        path.as_bytes().get(1) == Some(&b':') && path.starts_with(|it: char| it.is_ascii_alphabetic());
    !path.is_empty() && !drive && !path.starts_with(['/', '\\'])
}

/// The same path, from the root.
fn absolute(cx: Cx<'_>, target: Word, path: &str) -> Option<TextEdit> {
    let written = cx.analysis.file().text(target.range);
    let quote =
        written.chars().next().filter(|it| matches!(it, '"' | '\'')).map(String::from).unwrap_or_default();
    let plain = !path.contains(['\\', '"', '\'']) && format!("{quote}{path}{quote}") == written;
    let rest = if path == "." { "" } else { path.strip_prefix("./").unwrap_or(path) };
    let clear = !rest.starts_with(['.', '~', '/']) || rest.starts_with('.') && !rest.starts_with("..");
    (plain && clear).then(|| TextEdit::replace(target.range, format!("{quote}/{rest}{quote}")))
}
