//! # Tags that become another release by themselves
//!
//! The tag names no release, but whatever is the newest: a build next month begins with another distribution, or another version of
//! the language.
//!
//! ```dockerfile
//! FROM python:3-slim
//! #           ^ `3` of python is another release on another day
//! CMD ["python3", "-m", "http.server"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.14-slim
//! CMD ["python3", "-m", "http.server"]
//! ```
//!
//! ## Why
//!
//! Nobody decides when the step is taken: it happens in the first build after the release, often in the one that was to bring a
//! small fix into production. Packages are gone or renamed, libraries are not yet there for the new version, and the file
//! that worked yesterday fails today, or builds something that behaves differently. Name the release, and raise it on a day that you
//! choose.
//!
//! ```dockerfile
//! FROM debian:stable-slim
//! #           ^^^^^^^^^^^ `stable-slim` of debian is another release on another day
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:trixie-slim
//! ```
//!
//! ```dockerfile
//! FROM node:lts-alpine
//! #         ^^^^^^^^^^ `lts-alpine` of node is another release on another day
//! CMD ["node", "server.js"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM node:26-alpine
//! CMD ["node", "server.js"]
//! ```
//!
//! The aspect `rolling` is about distributions without releases, or what is to become one: there every update may bring other major
//! versions, and no tag helps. They are fine for tools and for a look at what comes, but not below what ships.
//!
//! ```dockerfile
//! FROM archlinux:base
//! #    ^^^^^^^^^^^^^^ `archlinux:base` has no releases: any update may bring other major versions
//! CMD ["nginx"]
//! ```
//!
//! CentOS Stream stays with one major version, and is always a step ahead of the release of Red Hat Enterprise Linux that it becomes. That is
//! an information.
//!
//! ```dockerfile
//! FROM quay.io/centos/centos:stream9
//! #    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `quay.io/centos/centos:stream9` gets updates before they are released in Red Hat Enterprise Linux
//! CMD ["nginx"]
//! ```
//!
//! ## Limits
//!
//! In a stage that only builds it is an information, and so is `3` of Alpine, which changes little from one release to the next. A digest says exactly which image it is. That a tag is missing or `latest`
//! is said by [`missing-tag`](../missing_tag/index.html) and [`latest-tag`](../latest_tag/index.html). The next Go and the next
//! Rust run what was written for the last one, so neither `1` nor `alpine` is reported there.
//!
//! ```dockerfile
//! FROM golang:1 AS go
//! FROM golang:alpine AS small
//! FROM rust:1-slim AS rust
//! FROM node:hydrogen
//! FROM debian:stable@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
//! FROM python:3.13-slim
//! ```
//!
//! ## Fix
//!
//! The newest release of the same variant that is known. Unsafe: it need not be the one that you have got so far.
//!
//! Source: Moshe Zadka, "Contain Yourself" (volatility of the base); <https://docs.docker.com/build/building/best-practices/>.
//!
//! Practices: tag-moving-major, rolling-distro-in-prod.

use crate::{
    knowledge::eol::{self, Moving},
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::TaggedBase,
};

/// Looks the tag of each base up.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["newest", "rolling"],
    group: Group::Reproducibility,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    for base in cx.analysis.tagged_bases().filter(|it| !it.pinned) {
        let tag = base.tag_or_latest();
        let name = base.shown(cx.analysis);
        let found = match eol::moving(&base.repository, tag) {
            Some(Moving::Newest) if has_ended(cx, &base) => continue,
            Some(Moving::Newest) => {
                let version = eol::version(tag);
                let part = if version.is_empty() { tag } else { version };
                let message = format!("`{part}` of {name} is another release on another day");
                report.add(base.place_of(part), message).aspect("newest")
            }
            Some(Moving::Rolling) => {
                let whole = base.tag.map_or(name.to_owned(), |tag| format!("{name}:{tag}"));
                let message = match is_stream(&base) {
                    true => "gets updates before they are released in Red Hat Enterprise Linux",
                    false => "has no releases: any update may bring other major versions",
                };
                report.add(base.stage.base_range, format!("`{whole}` {message}")).aspect("rolling")
            }
            None => continue,
        };
        // Alpine changes little from one release to the next.
        let is_mild = eol::product(&base.repository).is_some_and(|it| it.name == "Alpine") && tag == "3";
        if is_mild || is_stream(&base) || !cx.leaves_something(base.stage.instructions.start) {
            found.severity(Severity::Info);
        }
        let new = cx.world.today().and_then(|today| eol::concrete_tag(&base.repository, tag, today));
        if let Some((edit, new)) = new.and_then(|new| Some((base.with_tag(&new)?, new))) {
            found.fix(Safety::Unsafe, format!("Use `{name}:{new}`"), edit);
        }
    }
}

/// Whether it is CentOS Stream, which has no minor releases, but major ones.
fn is_stream(base: &TaggedBase<'_>) -> bool {
    base.repository.ends_with("/centos") && base.tag_or_latest().starts_with("stream")
}

/// Whether it is known to be built on something that has ended, which is worse.
fn has_ended(cx: Cx<'_>, base: &TaggedBase<'_>) -> bool {
    let named = eol::releases(&base.repository, base.tag_or_latest());
    named.iter().any(|it| cx.world.today().is_some_and(|today| it.ended(today).is_some()))
}
