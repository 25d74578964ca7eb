//! # Tags that leave the distribution open
//!
//! The tag says which version of the language it is, but not which release of the distribution below, from which packages
//! are then installed.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! #           ^^^^^^^^^ the tag leaves open which release of Debian it is built on, and packages of that are installed
//! RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim-trixie
//! RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! ## Why
//!
//! Some months after each new release of Debian, Docker moves such a tag to it: `python:3.12-slim` was Debian 12 until the
//! summer of 2025, and has been Debian 13 since. Your next build gets other packages, another OpenSSL and another C library, although
//! nobody changed a line. Packages that were renamed on the way (`libssl1.1`, `libglib2.0-0`) are not found, and the
//! build fails on the day on which it was to bring a fix.
//!
//! ```dockerfile
//! FROM python:3.12-slim-bookworm
//! RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! ```dockerfile
//! FROM node:22-alpine
//! #         ^^^^^^^^^ the tag leaves open which release of Alpine it is built on, and packages of that are installed
//! RUN apk add --no-cache vips
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM node:22-alpine3.24
//! RUN apk add --no-cache vips
//! ```
//!
//! ## Limits
//!
//! Where nothing is installed from the distribution, its release matters less, and a tag that moves is then the simplest way to keep up.
//! A tag with all numbers of its version does not move any more.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY requirements.txt .
//! RUN pip install --no-cache-dir -r requirements.txt
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
//! RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! ## Fix
//!
//! The release that the tag stands for at present, as far as that is known. Unsafe: you may have built with another one so far.
//!
//! Source: docker-library/official-images (<https://github.com/docker-library/official-images>); Moshe Zadka, "Contain
//! Yourself" (volatility of the base).
//!
//! Practices: tag-lacks-os-suite.

use crate::{
    knowledge::{
        eol::{self, Kind},
        images::{self, Family},
        packages,
    },
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{TaggedBase, installs::Action},
};

/// Looks at the bases of stages that install packages of the distribution.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Reproducibility,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let stages = analysis.stages();
    let mut installs = vec![false; stages.stages.len()];
    for it in analysis.installs().iter().filter(|it| it.action == Action::Install && !it.packages.is_empty())
    {
        let is_system = it.manager.kind == packages::Kind::System;
        if let Some(stage) = stages.of_instruction(it.instruction).filter(|_| is_system) {
            installs[stage.root.index()] = true;
        }
    }
    for base in analysis.tagged_bases().filter(|it| installs[it.stage.id.index()] && !it.pinned) {
        let Some(distribution) = left_open(&base) else { continue };
        let tag = base.tag_or_latest();
        let message = format!(
            "the tag leaves open which release of {distribution} it is built on, and packages of that are installed"
        );
        let found = report.add(base.place_of(tag), message);
        if let Some((edit, new)) = with_suite(&base).and_then(|new| Some((base.with_tag(&new)?, new))) {
            found.fix(Safety::Unsafe, format!("Use `{}:{new}`", base.shown(analysis)), edit);
        }
    }
}

/// The distribution whose release the tag leaves open.
fn left_open(base: &TaggedBase<'_>) -> Option<&'static str> {
    let tag = base.tag?;
    let official = eol::official(&base.repository).filter(|it| !it.suites.is_empty())?;
    let digit = |it: char| it.is_ascii_digit();
    // bookworm, alpine3.20, ubi9
    let says =
        |word: &str| images::codename(word).is_some() || word.ends_with(digit) && !word.starts_with(digit);
    let is_full = || eol::frozen(&base.repository, tag).is_some();
    let moves = || eol::moving(&base.repository, tag).is_some();
    if tag.split('-').any(says) || !official.versions.contains(&eol::version(tag)) || is_full() || moves() {
        return None;
    }
    let is_known = |it: &eol::Named<'_>| it.product.kind == Kind::System;
    if eol::releases(&base.repository, tag).iter().any(is_known) {
        return None;
    }
    match images::image(&base.repository, Some(tag))?.family? {
        Family::Alpine => Some("Alpine"),
        Family::Debian => Some("Debian"),
        Family::Ubuntu => Some("Ubuntu"),
        _ => None,
    }
}

/// The tag with the release that it stands for.
fn with_suite(base: &TaggedBase<'_>) -> Option<String> {
    let tag = base.tag?;
    let official = eol::official(&base.repository)?;
    let image = images::image(&base.repository, Some(tag))?;
    if image.family == Some(Family::Alpine) {
        let newest = official.suites.iter().find(|it| it.starts_with("alpine"))?;
        return tag.strip_suffix("alpine").map(|rest| format!("{rest}{newest}"));
    }
    let suite = image.suite?.name;
    Some(match tag.strip_suffix("-slim") {
        Some(version) if matches!(image_of(base), "node" | "rust") => format!("{version}-{suite}-slim"),
        _ => format!("{tag}-{suite}"),
    })
}

fn image_of<'a>(base: &'a TaggedBase<'_>) -> &'a str {
    images::normalised(&base.repository)
}
