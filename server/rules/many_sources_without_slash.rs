//! # Several files to a place that is not written as a folder
//!
//! Without a slash at its end the target may be a file. BuildKit then writes each source over the one before it, and the
//! last one is what is left; older builders refuse the line.
//!
//! ```dockerfile
//! FROM node:22
//! WORKDIR /app
//! COPY package.json package-lock.json /config
//! #                                   ^^^^^^^ several files go here, but it is not written as a folder
//! ```
//!
//! ```dockerfile safe fix
//! FROM node:22
//! WORKDIR /app
//! COPY package.json package-lock.json /config/
//! ```
//!
//! `.` is a folder to BuildKit, so that is only a hint: Docker's classic builder and kaniko want `./`.
//!
//! ```dockerfile
//! FROM node:22
//! WORKDIR /app
//! COPY package.json package-lock.json .
//! #                                   ^ several files go here, and older builders want a slash at the end
//! ADD ["index.html", "style.css", "/srv"]
//! #                               ^^^^^^ several files go here, but it is not written as a folder
//! ```
//!
//! ```dockerfile safe fix
//! FROM node:22
//! WORKDIR /app
//! COPY package.json package-lock.json ./
//! ADD ["index.html", "style.css", "/srv/"]
//! ```
//!
//! Nothing is reported for one source, and where a variable may end with the slash.
//!
//! ```dockerfile
//! FROM node:22
//! ARG TARGET
//! ARG HOME=/home/app/
//! COPY package.json /config
//! COPY package.json package-lock.json $TARGET
//! COPY package.json package-lock.json "${HOME}"
//! COPY package.json package-lock.json "/config/"
//! ```
//!
//! ## Fix
//!
//! Safe: where the target is a folder already, or all sources are folders, the image stays the same. Where it is neither,
//! all files are in it, not only the last one.
//!
//! ## See also
//!
//! The aspect `copy` is hadolint's DL3021, which does not look at ADD.
//! [moby/buildkit#1853](https://github.com/moby/buildkit/issues/1853) tells of the files that are lost.
//!
//! Source: <https://docs.docker.com/reference/dockerfile/#copy>
//!
//! Practices: copy-dest-slash.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site},
    syntax::{Body, Keyword, Word},
    text::TextEdit,
};

/// Reports each target of several files that does not end with a slash.
pub static RULE: Decl = Decl {
    codes: &[("DL3021", Some("copy"))],
    aspects: &["add", "copy"],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Instructions(&[Keyword::Add, Keyword::Copy], check),
};

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let (Body::Copy(transfer) | Body::Add(transfer)) = &site.instruction.body else { return };
    let Some(target) = transfer.destination.filter(|_| transfer.sources.len() > 1 && !site.trigger) else {
        return;
    };
    let Some(path) = path(cx, target, site.index).filter(|it| !it.is_empty() && !it.ends_with(['/', '\\']))
    else {
        return;
    };
    let aspect = if site.instruction.keyword == Keyword::Add { "add" } else { "copy" };
    let found = match path.rsplit('/').next() {
        Some("." | "..") => report
            .add(target.range, "several files go here, and older builders want a slash at the end")
            .severity(Severity::Hint),
        _ => report.add(target.range, "several files go here, but it is not written as a folder"),
    };
    let written = cx.analysis.file().text(target.range);
    let (path, quote) = written.split_at(written.trim_end_matches(['"', '\'']).len());
    let edit = TextEdit::replace(target.range, format!("{path}/{quote}"));
    found.aspect(aspect).fix(Safety::Safe, "Add the slash", edit);
}

/// The path, or what is known of its end.
fn path(cx: Cx<'_>, target: Word, index: usize) -> Option<String> {
    let written = cx.analysis.file().word(target);
    let end = written.trim_matches(['"', '\'']).rsplit('/').next()?;
    match end.contains('$') {
        true => cx.analysis.value(target, index),
        false => Some(written.trim_matches(['"', '\'']).to_owned()),
    }
}
