//! # Base images without a tag
//!
//! Without a tag you get `latest`: today's newest version, and next month another one. A build that worked may break, and nobody
//! can say which version an image was built from.
//!
//! ```dockerfile
//! FROM python
//! #    ^^^^^^ `python` has no tag, so it is whatever `latest` is on the day of the build
//! ```
//!
//! Say which version you want; a digest makes it exactly one.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! ```
//!
//! ```dockerfile
//! FROM python@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
//! ```
//!
//! If a variable is a part of the name, only those hear of it who ask for this rule: the tag may be in it.
//!
//! ```dockerfile
//! ARG IMAGE
//! FROM example/$IMAGE
//! #    ^^^^^^^^^^^^^^ `example/$IMAGE` shows no tag: only the build knows what it is
//! ```
//!
//! Earlier stages and `scratch` have no tags, and what a variable stands for is up to who builds.
//!
//! ```dockerfile
//! ARG BASE=python
//! FROM scratch AS assets
//! FROM $BASE AS base
//! FROM example.com/$BASE AS other
//! FROM base
//! ```
//!
//! Source: <https://docs.docker.com/build/building/best-practices/#pin-base-image-versions>.
//!
//! Practices: image-tag-missing-or-latest.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::Base,
};

/// Reports each image after FROM that has neither tag nor digest.
pub static RULE: Decl = Decl {
    codes: &[("DL3006", None)],
    aspects: &[],
    group: Group::Reproducibility,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    for stage in &cx.analysis.stages().stages {
        let written = cx.analysis.file().joined_text(stage.base_range);
        if !lacks_tag(&stage.base, &written) {
            continue;
        }
        if written.contains('$') {
            let message = format!("`{written}` shows no tag: only the build knows what it is");
            report.add(stage.base_range, message).severity(Severity::Info).quiet();
        } else {
            let message =
                format!("`{written}` has no tag, so it is whatever `latest` is on the day of the build");
            report.add(stage.base_range, message);
        }
    }
}

/// Whether there is neither tag nor digest, nor a variable that is all of the image of its registry.
fn lacks_tag(base: &Base, written: &str) -> bool {
    let is_registry = |it: &str| it.contains(['.', ':']) || it == "localhost";
    let image = written.split_once('/').filter(|it| is_registry(it.0)).map_or(written, |it| it.1);
    let in_part = || image.contains('$') && !image.starts_with('$') && !image.contains([':', '@']);
    match base {
        Base::Image(image) if image.tag.is_some() || image.hash.is_some() => false,
        Base::Image(_) => !written.contains('$') || in_part(),
        Base::Unknown => in_part(),
        _ => false,
    }
}
