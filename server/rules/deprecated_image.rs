//! # Images that have been given up
//!
//! The whole image has been given up by those who made it, whatever its tag says.
//!
//! ```dockerfile
//! FROM openjdk:17-jdk
//! #    ^^^^^^^ `openjdk` gets no fixes: since 2022 it holds early versions for tests only; `eclipse-temurin` takes its place
//! COPY app.jar /app.jar
//! CMD ["java", "-jar", "/app.jar"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM eclipse-temurin:17-jdk
//! COPY app.jar /app.jar
//! CMD ["java", "-jar", "/app.jar"]
//! ```
//!
//! ## Why
//!
//! The image is still there to be pulled, but nobody builds it any more. Neither the program nor the distribution below it gets
//! security fixes, and none will ever come. With every month a scanner finds more in it.
//!
//! Some have only moved, and go on under another name:
//!
//! ```dockerfile
//! FROM rockylinux:9
//! #    ^^^^^^^^^^ `rockylinux` has had no updates since November 2023; `rockylinux/rockylinux` takes its place
//! RUN dnf install -y nginx && dnf clean all
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM rockylinux/rockylinux:9
//! RUN dnf install -y nginx && dnf clean all
//! ```
//!
//! Others have an heir that is not the same, so that the file has to be looked through:
//!
//! ```dockerfile
//! FROM centos:7
//! #    ^^^^^^ `centos` has had no updates since 2020, and CentOS ended in June 2024; `almalinux` takes its place
//! ```
//!
//! Only Docker's official images are meant, not those of the same name in another registry; and early versions of Java are
//! still built as `openjdk`.
//!
//! ```dockerfile
//! FROM openjdk:28-ea-slim
//! FROM registry.example.com/openjdk:17
//! FROM quay.io/centos/centos:stream10
//! ```
//!
//! ## Fix
//!
//! Where the heir has a tag of the same name. Unsafe, as it is another image: users, paths and packages may differ.
//!
//! Source: docker-library/docs (<https://github.com/docker-library/docs>), `deprecated.md` of each image; Moshe Zadka, "Contain
//! Yourself".
//!
//! Practices: deprecated-image.

use crate::{
    knowledge::eol::{self, Deprecated},
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Tag},
    model::TaggedBase,
    text::{TextEdit, TextRange},
};

/// Looks the name of each base up.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    for base in cx.analysis.tagged_bases() {
        let Some(deprecated) = eol::deprecated(&base.repository).filter(|_| !is_early(&base)) else {
            continue;
        };
        let Deprecated { repository, fate, instead, .. } = deprecated;
        let mut message = format!("`{repository}` {fate}");
        if !instead.is_empty() {
            message.push_str(&format!("; `{instead}` takes its place"));
        }
        let found = report.add(base.name_range.unwrap_or(base.stage.base_range), message);
        found.tag(Tag::Deprecated);
        if !cx.leaves_something(base.stage.instructions.start) {
            found.severity(Severity::Info);
        }
        if let Some((new, range)) = heir(deprecated, &base) {
            found.fix(Safety::Unsafe, format!("Use `{new}`"), TextEdit::replace(range, new.clone()));
        }
    }
}

/// Whether it is a version of Java that is not finished.
fn is_early(base: &TaggedBase<'_>) -> bool {
    let tag = base.tag_or_latest();
    base.repository.ends_with("openjdk") && (tag.contains("-ea") || tag.contains("-rc"))
}

/// The image that takes its place with the same content, and what it replaces.
fn heir(deprecated: &Deprecated, base: &TaggedBase<'_>) -> Option<(String, TextRange)> {
    let (name, tag) = (base.name_range?, base.tag.filter(|_| !base.pinned)?);
    if deprecated.same_tags {
        return Some((deprecated.instead.to_owned(), name));
    }
    if !matches!(deprecated.repository, "openjdk" | "adoptopenjdk") {
        return None;
    }
    let tag = java_tag(tag)?;
    Some((format!("{}:{tag}", deprecated.instead), TextRange::new(name.start(), base.tag_range?.end())))
}

/// The tag of eclipse-temurin for one of openjdk: `11-jre` for `11.0.4-jre-slim-buster`.
fn java_tag(tag: &str) -> Option<String> {
    let version = eol::version(tag);
    let major = version.split('.').next().filter(|it| matches!(*it, "8" | "11" | "17" | "21" | "25"))?;
    let mut kind = "jdk";
    let mut variant = "";
    for word in tag.split('-').skip(1) {
        match word {
            "jdk" => {}
            "jre" => kind = "jre",
            // Temurin is built on Ubuntu, which has the commands of Debian.
            "slim" | "buster" | "bullseye" | "bookworm" | "stretch" | "hotspot" => {}
            _ if word.starts_with("alpine") => variant = "-alpine",
            _ => return None,
        }
    }
    Some(format!("{major}-{kind}{variant}"))
}
