//! # `--platform` with a constant
//!
//! The stage is then built for this platform, whatever the build asks for: on another machine it is emulated, which is slow, and
//! `docker build --platform` has no effect.
//!
//! ```dockerfile
//! FROM --platform=linux/amd64 python:3.12-slim
//! #               ^^^^^^^^^^^ this stage is for `linux/amd64`, whatever the build asks for
//! ```
//!
//! ```dockerfile
//! FROM --platform=$BUILDPLATFORM golang:1.24 AS build
//! FROM python:3.12-slim
//! ```
//!
//! A stage that is for one platform on purpose says so in its name, and a variable leaves the choice to the build. Such stages are
//! reported only to those who ask for this rule.
//!
//! ```settings
//! ignore = ["constant-platform/chosen"]
//! ```
//!
//! ```dockerfile
//! FROM --platform=linux/arm64 debian:12 AS build-arm64
//! FROM --platform=linux/amd64 debian:12 AS build-amd64
//! FROM build-${TARGETARCH}
//! ```
//!
//! ## Fix
//!
//! There is none: without the flag the image is another one, and only you know whether it still works.
//!
//! Practices: platform-constant.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity, Site},
    model::Platform,
    syntax::{Keyword, WordTree},
};

/// Reports the value of the flag.
pub static RULE: Decl = Decl {
    codes: &[
        ("DL3029", Some(CONSTANT)),
        ("DL3029", Some(CHOSEN)),
        ("FromPlatformFlagConstDisallowed", Some(CONSTANT)),
    ],
    aspects: &[CONSTANT, CHOSEN],
    group: Group::Reproducibility,
    severity: Severity::Warning,
    default: true,
    check: Check::Instructions(&[Keyword::From], check),
};

const CONSTANT: &str = "constant";
const CHOSEN: &str = "chosen";

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let file = cx.analysis.file();
    let stage = cx.analysis.stages().of_instruction(site.index);
    for flag in site.instruction.flags.iter().filter(|it| it.name() == "platform" && !site.trigger) {
        let (Some(value), Some(range)) = (flag.value(), flag.value) else {
            continue;
        };
        if value.is_empty() || value.contains("BUILDPLATFORM") || value.contains("TARGETPLATFORM") {
            continue;
        }
        let literal = WordTree::new(value, file.escape).ok().and_then(|it| it.literal());
        let platform = literal.and_then(|it| Platform::parse(&it));
        let name = stage.and_then(|it| it.name.as_ref()).map_or("", |it| it.text.as_str());
        let is_named = |part: &Option<String>| part.as_ref().is_some_and(|it| name.contains(it.as_str()));
        if platform.is_some_and(|it| !is_named(&it.os) && !is_named(&it.architecture)) {
            let message = format!("this stage is for `{value}`, whatever the build asks for");
            report.add(range, message).aspect(CONSTANT);
        } else {
            report.add(range, format!("this stage is for `{value}`")).aspect(CHOSEN).quiet();
        }
    }
}
