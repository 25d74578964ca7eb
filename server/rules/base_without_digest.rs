//! # Bases without a digest
//!
//! A tag is a name that its owner may give to another image at any time. A digest is one image for ever.
//!
//! ```dockerfile
//! FROM python:3.12-slim-trixie
//! #    ^^^^^^^^^^^^^^^^^^^^^^^ `python:3.12-slim-trixie` may be another image in the next build
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim-trixie@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
//! ```
//!
//! ## Why
//!
//! Who has to build the very same image again, or to know exactly what was built, needs the digest. But it also keeps security
//! fixes out: it has to be raised by a bot (Renovate, Dependabot) as soon as the tag moves. Without one, a digest is worse than a
//! tag, so this rule has to be asked for.
//!
//! Stages, `scratch` and what a variable says have no digest here.
//!
//! ```dockerfile
//! ARG BASE=debian:13
//! FROM $BASE AS base
//! FROM base
//! FROM scratch
//! ```
//!
//! There is no fix: only the registry knows the digest.
//!
//! Source: <https://docs.docker.com/build/building/best-practices/#pin-base-image-versions>; Moshe Zadka, "Contain Yourself".
//!
//! Practices: image-digest-pinned.

use crate::lint::{Check, Cx, Decl, Group, Report, Severity};

/// Reports each image after FROM that has no digest.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Reproducibility,
    severity: Severity::Info,
    default: false,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    for base in cx.analysis.tagged_bases().filter(|it| !it.pinned && it.name_range.is_some()) {
        let written = cx.analysis.file().text(base.stage.base_range);
        report.add(base.stage.base_range, format!("`{written}` may be another image in the next build"));
    }
}
