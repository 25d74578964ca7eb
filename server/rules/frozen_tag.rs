//! # Tags that are no longer rebuilt
//!
//! Docker's official images are built again whenever the packages below them get fixes, but only the newest of each release. All other tags
//! stay as they were on their last day.
//!
//! ```dockerfile
//! FROM python:3.13-alpine3.22
//! #           ^^^^^^^^^^^^^^^ python has not been built on `alpine3.22` since 2026-06-10, so this tag gets no fixes
//! CMD ["python3", "-m", "http.server"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.13-alpine3.24
//! CMD ["python3", "-m", "http.server"]
//! ```
//!
//! ## Why
//!
//! Such a tag can be pulled for ever, so that nothing complains. But neither the language nor any package of the distribution in it
//! gets a fix again, although both may be supported elsewhere.
//!
//! The same is true of a full version (the aspect `patch`): `3.12.3` is left alone on the day `3.12.4` comes out, with all that was
//! found since. A tag that stops before the last number is rebuilt with each new one.
//!
//! ```dockerfile
//! FROM python:3.12.3-slim
//! #           ^^^^^^ this tag gets no fixes: python 3.12.14 has taken the place of 3.12.3
//! CMD ["python3", "-m", "http.server"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! CMD ["python3", "-m", "http.server"]
//! ```
//!
//! And of versions that are not built any more, where nobody says until when they are supported:
//!
//! ```dockerfile
//! FROM rust:1.75-slim AS build
//! #         ^^^^ rust 1.75 is not built any more, so this tag gets no fixes
//! RUN cargo build --release
//!
//! FROM debian:13-slim
//! COPY --from=build /target/release/app /usr/local/bin/app
//! CMD ["app"]
//! ```
//!
//! In a stage that only builds this is an information. Tags that are alive:
//!
//! ```dockerfile
//! FROM node:22-bookworm-slim
//! FROM python:3.12-slim-trixie
//! FROM golang:1.27
//! ```
//!
//! ## Limits
//!
//! A version that is newer than the tables of this version of Dockwright is unknown, which is not frozen. Only Docker's
//! own images are meant: those of others are rebuilt as they like. What [`unsupported-base`](../unsupported_base/index.html) says of a
//! release that has ended is not said again. And who gives a digest has frozen the image himself.
//!
//! ```dockerfile
//! FROM registry.example.com/python:3.13-alpine3.22
//! FROM python:3.99.1-slim
//! FROM python:3.12.3-slim@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
//! ```
//!
//! Where the repository has a bot that raises such versions (`renovate.json`, `.github/dependabot.yml` …), a full version is what
//! it needs, so it is an information only.
//!
//! ## Fix
//!
//! The tag that is rebuilt: without the last number of the version, or on a release that the image is built on. Unsafe, as that is
//! another image than today.
//!
//! Source: docker-library/official-images (<https://github.com/docker-library/official-images>); Moshe Zadka, "Contain
//! Yourself".
//!
//! Practices: frozen-official-tag, tag-patch-pinned-stale.

use crate::{
    knowledge::eol::{self, Date, Frozen},
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Tag},
    model::{TaggedBase, updates},
};

/// Looks the tag of each base up.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["patch", "suite", "version"],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let today = cx.world.today();
    for base in cx.analysis.tagged_bases().filter(|it| is_meant(it, today)) {
        let Some(frozen) = base.tag.and_then(|tag| eol::frozen(&base.repository, tag)) else { continue };
        let name = base.shown(cx.analysis);
        let (aspect, part, message) = match frozen {
            Frozen::Suite { suite, since } => {
                let what = format!("{name} has not been built on `{suite}` since {since}");
                ("suite", base.tag_or_latest(), format!("{what}, so this tag gets no fixes"))
            }
            Frozen::Version(version) => {
                let what = format!("{name} {version} is not built any more");
                ("version", version, format!("{what}, so this tag gets no fixes"))
            }
            Frozen::Patch { version, newest } => {
                let what = format!("{name} {newest} has taken the place of {version}");
                ("patch", version, format!("this tag gets no fixes: {what}"))
            }
        };
        let found = report.add(base.place_of(part), message).aspect(aspect).tag(Tag::Deprecated);
        let is_raised = || aspect == "patch" && updates::raises_versions(cx.world) == Some(true);
        if !cx.leaves_something(base.stage.instructions.start) || is_raised() {
            found.severity(Severity::Info);
        }
        let new = today.and_then(|today| eol::supported_tag(&base.repository, base.tag?, today));
        if let Some((edit, new)) = new.and_then(|new| Some((base.with_tag(&new)?, new))) {
            found.fix(Safety::Unsafe, format!("Use `{name}:{new}`"), edit);
        }
    }
}

/// Whether nothing else is to be said of the base, which is worse.
fn is_meant(base: &TaggedBase<'_>, today: Option<Date>) -> bool {
    let ended = || {
        let releases = || eol::releases(&base.repository, base.tag_or_latest());
        today.is_some_and(|today| releases().iter().any(|it| it.ended(today).is_some()))
    };
    !base.pinned && eol::deprecated(&base.repository).is_none() && !ended()
}
