//! # Base images that get no security fixes any more
//!
//! The release of the distribution, of the language or of the server that the image is made of has come to the end of its
//! life.
//!
//! ```dockerfile
//! FROM debian:10-slim
//! #           ^^ Debian 10 has had no security fixes since 2024-06-30
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:13-slim
//! ```
//!
//! ## Why
//!
//! The image can still be pulled and the build succeeds, so nothing tells you. But from that day on nobody repairs what is found in
//! its programs: every hole that becomes known stays open in your image, however often you build it again, and whoever
//! scans the image finds more of them each week. For a language there is more: its packages cease to be built for it, so that
//! one day an installation compiles what it used to download, or fails.
//!
//! A tag may name two releases, and each has an end of its own:
//!
//! ```dockerfile
//! FROM python:3.8-slim-buster
//! #           ^^^ Python 3.8 has had no security fixes since 2024-10-07, and Debian 10 (buster) none since 2024-06-30
//! CMD ["python3", "-m", "http.server"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.11-slim-trixie
//! CMD ["python3", "-m", "http.server"]
//! ```
//!
//! ```dockerfile
//! FROM node:24-alpine3.20
//! #            ^^^^^^^^^^ Alpine 3.20 has had no security fixes since 2026-04-01
//! CMD ["node", "server.js"]
//! ```
//!
//! In a stage that only builds it is less bad, and said as an information only, but for Go: what its compiler puts into a
//! program ships with the program.
//!
//! ```dockerfile
//! FROM golang:1.21 AS build
//! #           ^^^^ Go 1.21 has had no security fixes since 2024-08-13
//! RUN go build -o /app .
//!
//! FROM gcr.io/distroless/static-debian13:nonroot
//! COPY --from=build /app /app
//! ```
//!
//! The images in which portable wheels are built are based on releases of CentOS. Those that have ended have a successor:
//!
//! ```dockerfile
//! FROM quay.io/pypa/manylinux2014_x86_64
//! #    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ CentOS 7 has had no security fixes since 2024-06-30
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM quay.io/pypa/manylinux_2_28_x86_64
//! ```
//!
//! A hint says that the end is near, so that there is time to move (the aspect `soon`; turn it off with
//! `ignore = ["unsupported-base/soon"]`).
//!
//! ```dockerfile
//! FROM ubuntu:22.04
//! #           ^^^^^ Ubuntu 22.04 gets security fixes until 2027-04-01 only
//! ```
//!
//! Only those who ask for this rule are told of a Debian that its security team has handed over to the volunteers of LTS: it
//! still gets fixes for free (the aspect `extended`).
//!
//! ```dockerfile
//! FROM debian:12-slim
//! #           ^^ Debian 12 gets security fixes from Debian LTS only, since 2026-07-11 and until 2028-06-30
//! ```
//!
//! ## Limits
//!
//! What is known are the dates of the day on which this version of Dockwright was made. A release that is newer than that is
//! unknown, which is not dead; so is an image of another registry that happens to have the name of a known one. Support
//! that has to be paid for (Ubuntu Pro, ELS, EUS) is not counted: turn the rule off for such an image with a comment
//! `# dockwright ignore=unsupported-base`. The day is that of your clock.
//!
//! ```dockerfile
//! FROM python:3.99-slim
//! FROM registry.example.com/python:3.8
//! FROM alpine:3.24
//! ```
//!
//! ## Fix
//!
//! The next release that is supported for at least half a year, with the same variant. Unsafe, as another release may behave in
//! another way: build it, and run your tests. There is none where a variable or a digest says which image it is.
//!
//! ```dockerfile
//! ARG PYTHON=3.9
//! FROM python:${PYTHON}-slim
//! #    ^^^^^^^^^^^^^^^^^^^^^ Python 3.9 has had no security fixes since 2025-10-31
//! ```
//!
//! Source: <https://endoflife.date>; Moshe Zadka, "Contain Yourself"; PEP 600 (manylinux).
//!
//! Practices: eol-base-os, eol-runtime-version, eol-soon, manylinux-image-current.

use crate::{
    knowledge::eol::{self, Date, Kind, Named},
    lint::{Check, Cx, Decl, Diagnostic, Group, Report, Safety, Severity, Tag},
    model::TaggedBase,
    text::TextEdit,
};

/// Compares the releases that each base names with the day of today.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["ended", "extended", "soon"],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

/// How long before the end there is a hint, in months.
const SOON: u16 = 6;

fn check(cx: Cx<'_>, report: &mut Report) {
    let Some(today) = cx.world.today() else { return };
    for base in cx.analysis.tagged_bases().filter(|it| eol::deprecated(&it.repository).is_none()) {
        let named = eol::releases(&base.repository, base.tag_or_latest());
        let ended: Vec<&Named<'_>> = named.iter().filter(|it| it.ended(today).is_some()).collect();
        if let [first, others @ ..] = ended.as_slice() {
            let found = report.add(base.place_of(first.text), message(first, others, today));
            found.aspect("ended").tag(Tag::Deprecated);
            if !cx.leaves_something(base.stage.instructions.start) && first.product.name != "Go" {
                found.severity(Severity::Info);
            }
            repair(cx, found, &base, today);
        }
        for it in named.iter().filter(|it| it.ended(today).is_none()) {
            ending(it, today, &base, report);
        }
    }
}

fn message(first: &Named<'_>, others: &[&Named<'_>], today: Date) -> String {
    let mut message = format!("{} has had no security fixes", first.title());
    message.extend(first.ended(today).map(|it| format!(" since {it}")));
    for other in others {
        message.push_str(&format!(", and {} none", other.title()));
        message.extend(other.ended(today).map(|it| format!(" since {it}")));
    }
    message
}

/// What there is to say of a release that is still supported, but not for ever.
fn ending(named: &Named<'_>, today: Date, base: &TaggedBase<'_>, report: &mut Report) -> Option<()> {
    let (until, end) = (named.release.until?, named.release.end()?);
    let (range, title) = (base.place_of(named.text), named.title());
    if end < today.plus_months(SOON) {
        let message = format!("{title} gets security fixes until {end} only");
        report.add(range, message).aspect("soon").severity(Severity::Hint);
        return Some(());
    }
    if until >= today || named.product.kind != Kind::System {
        return None;
    }
    let message = format!("{title} gets security fixes from Debian LTS only, since {until} and until {end}");
    report.add(range, message).aspect("extended").severity(Severity::Info).quiet();
    Some(())
}

fn repair(cx: Cx<'_>, found: &mut Diagnostic, base: &TaggedBase<'_>, today: Date) {
    if let Some(name) = base.name_range.filter(|_| !base.pinned)
        && let Some(arch) = cx.analysis.file().text(name).strip_prefix("quay.io/pypa/manylinux2014_")
    {
        let new = format!("quay.io/pypa/manylinux_2_28_{arch}");
        // Its tags are days.
        let whole = base.tag.is_none_or(|it| it == "latest").then_some(name);
        if let Some(range) = whole {
            found.fix(Safety::Unsafe, format!("Use `{new}`"), TextEdit::replace(range, new.clone()));
        }
        return;
    }
    let new = eol::supported_tag(&base.repository, base.tag_or_latest(), today);
    if let Some((edit, new)) = new.and_then(|new| Some((base.with_tag(&new)?, new))) {
        found.fix(Safety::Unsafe, format!("Use `{}:{new}`", base.shown(cx.analysis)), edit);
    }
}
