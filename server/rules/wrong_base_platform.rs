//! # Base images for another platform than the stage
//!
//! The base is pulled for a platform that it does not exist for: the build fails, or what it builds does not run.
//!
//! ```dockerfile
//! FROM --platform=linux/amd64 arm64v8/debian:12
//! #                           ^^^^^^^^^^^^^^^^^ this image is for `arm64`, not for `linux/amd64`
//! ```
//!
//! Leave the platform to the build, and take the image that exists for all of them.
//!
//! ```dockerfile
//! FROM debian:12
//! ```
//!
//! ```dockerfile
//! FROM --platform=linux/arm64 arm64v8/debian:12
//! FROM --platform=windows/amd64 mcr.microsoft.com/windows/nanoserver:ltsc2022
//! FROM --platform=$BUILDPLATFORM arm64v8/debian:12
//! ```
//!
//! ```dockerfile
//! FROM --platform=linux/amd64 mcr.microsoft.com/windows/servercore:ltsc2022
//! #                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this image is for `windows`, not for `linux/amd64`
//! ```
//!
//! ## Limits
//!
//! No registry is asked. What is known are Docker's images for one architecture each, and those of Windows.

use crate::{
    knowledge::images::{self, Family},
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::{Base, Platform, Stage, repository},
    syntax::WordTree,
};

/// Reports the base.
pub static RULE: Decl = Decl {
    codes: &[("InvalidBaseImagePlatform", None)],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Stages(check),
};

/// Docker's name spaces for one architecture, by Go's name of it (https://github.com/docker-library/official-images).
const ARCHITECTURES: [(&str, &str); 10] = [
    ("amd64", "amd64"),
    ("arm32v5", "arm"),
    ("arm32v6", "arm"),
    ("arm32v7", "arm"),
    ("arm64v8", "arm64"),
    ("i386", "386"),
    ("mips64le", "mips64le"),
    ("ppc64le", "ppc64le"),
    ("riscv64", "riscv64"),
    ("s390x", "s390x"),
];

fn check(cx: Cx<'_>, stage: &Stage, report: &mut Report) {
    let file = cx.analysis.file();
    let flags = &file.instructions[stage.instructions.start].flags;
    let Some(value) = flags.iter().find(|it| it.name() == "platform").and_then(|it| it.value()) else {
        return;
    };
    let platform = WordTree::new(value, file.escape).ok().and_then(|it| it.literal());
    let (Some(platform), Base::Image(image)) = (platform.and_then(|it| Platform::parse(&it)), &stage.base)
    else {
        return;
    };
    let name = repository(image);
    let official = name.strip_prefix("docker.io/").unwrap_or(&name);
    let space = official.split_once('/').map_or("", |(space, _)| space);
    let architecture = ARCHITECTURES.iter().find(|it| it.0 == space).map(|it| it.1);
    let family = images::image(&name, image.tag.as_deref()).and_then(|it| it.family);
    let system = match family {
        Some(Family::Windows) => Some("windows"),
        Some(_) => Some("linux"),
        None => None,
    };
    let differs = |known: Option<&'static str>, asked: &Option<String>| {
        known.filter(|known| asked.as_ref().is_some_and(|it| it != known))
    };
    let wrong = differs(architecture, &platform.architecture).or(differs(system, &platform.os));
    if let Some(wrong) = wrong {
        report.add(stage.base_range, format!("this image is for `{wrong}`, not for `{value}`"));
    }
}
