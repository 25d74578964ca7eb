//! # Base images with the tag `latest`
//!
//! `latest` moves: the next build may get another major version, and nobody can say which one an image was built from.
//!
//! ```dockerfile
//! FROM python:latest
//! #           ^^^^^^ `latest` is another version on another day
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! ```
//!
//! With a digest the tag is only a comment.
//!
//! ```dockerfile
//! FROM python:latest@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
//! ```
//!
//! Only the tag `latest` is meant, and only where it is written: who builds may choose another value for a variable.
//!
//! ```dockerfile
//! ARG TAG=latest
//! FROM python:$TAG
//! FROM registry.example.com/tools/latest:1.2
//! ```
//!
//! Source: <https://docs.docker.com/build/building/best-practices/#pin-base-image-versions>.
//!
//! Practices: image-tag-missing-or-latest.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::Base,
    text::{TextRange, TextSize},
};

/// Reports the tag.
pub static RULE: Decl = Decl {
    codes: &[("DL3007", None)],
    aspects: &[],
    group: Group::Reproducibility,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    for stage in &cx.analysis.stages().stages {
        let written = cx.analysis.file().joined_text(stage.base_range);
        if let Base::Image(image) = &stage.base
            && image.tag.as_deref() == Some("latest")
            && image.hash.is_none()
            && written.ends_with(":latest")
        {
            let end = stage.base_range.end();
            let tag = TextRange::new(end - TextSize::of("latest"), end);
            report.add(tag, "`latest` is another version on another day");
        }
    }
}
