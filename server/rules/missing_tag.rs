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
//! Earlier stages and `scratch` have no tags, and what a variable stands for is up to who builds.
//!
//! ```dockerfile
//! ARG BASE=python
//! FROM scratch AS assets
//! FROM $BASE AS base
//! FROM base
//! ```

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
        if let Base::Image(image) = &stage.base
            && image.tag.is_none()
            && image.hash.is_none()
            && !written.contains('$')
        {
            let message =
                format!("`{written}` has no tag, so it is whatever `latest` is on the day of the build");
            report.add(stage.base_range, message);
        }
    }
}
