//! # PPAs where they cannot work
//!
//! The archives of Launchpad (`ppa:…`) are made for Ubuntu.
//!
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && apt-get install -y software-properties-common && add-apt-repository -y ppa:deadsnakes/ppa
//! #                                                                                            ^^^^^^^^^^^^^^^^^^ this archive is made for Ubuntu, and the image is Debian
//! ```
//!
//! ## Why
//!
//! Packages for Ubuntu need the libraries of Ubuntu. On Debian they are not found, cannot be installed, or replace what others
//! need. For another Python on Debian, take the image `python`, or copy from it.
//!
//! On Ubuntu, `add-apt-repository` has to be installed first (the aspect `command`, an error: the build fails).
//!
//! ```dockerfile
//! FROM ubuntu:24.04
//! RUN add-apt-repository -y ppa:deadsnakes/ppa && apt-get install -y --no-install-recommends python3.13
//! #   ^^^^^^^^^^^^^^^^^^ there is no `add-apt-repository` in this image: it is in software-properties-common
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM ubuntu:24.04
//! RUN apt-get update && apt-get install -y --no-install-recommends software-properties-common && add-apt-repository -y ppa:deadsnakes/ppa && apt-get install -y --no-install-recommends python3.13
//! ```
//!
//! ```dockerfile
//! FROM ubuntu:24.04
//! RUN apt-get update && apt-get install -y --no-install-recommends software-properties-common && add-apt-repository -y ppa:deadsnakes/ppa
//! ```
//!
//! ## Fix
//!
//! For the missing command. Unsafe: it brings a Python and others with it.
//!
//! Source: Moshe Zadka, "Contain Yourself" ("deadsnakes PPA for Ubuntu").
//!
//! Practices: ppa-on-debian.

use crate::{
    knowledge::images::Family,
    lint::{Call, Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{Base, Form, installs::Action, repository},
    text::TextEdit,
};

/// Looks at each call of `add-apt-repository`.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["command", "debian"],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Commands(&["add-apt-repository", "apt-add-repository"], check),
};

fn check(cx: Cx<'_>, call: &Call<'_>, report: &mut Report) {
    let stages = cx.analysis.stages();
    let Some(stage) = stages.of_instruction(call.site.index) else { return };
    let (Some(image), Some(name)) = (cx.analysis.base_image(stage.id), call.command.name_word()) else {
        return;
    };
    let ppa = call.command.arguments().words().iter().find(|it| it.lossy().starts_with("ppa:"));
    if let Some(ppa) = ppa.filter(|_| image.family == Some(Family::Debian)) {
        report.add(ppa.range, "this archive is made for Ubuntu, and the image is Debian").aspect("debian");
        return;
    }
    let is_bare = matches!(stages.root(stage.id), Base::Image(it) if matches!(repository(it).as_str(), "ubuntu" | "debian"));
    let brings = |text: &str| text.starts_with("software-properties-common") || text.contains('$');
    let is_installed = cx.analysis.installs().iter().any(|it| {
        let before = it.instruction < call.site.index && stages.is_before(it.instruction, call.site.index);
        let same = it.instruction == call.site.index && it.range.start() < name.range.start();
        it.action == Action::Install && (before || same) && it.packages.iter().any(|it| brings(&it.text))
    });
    // A script of the image's own may install it.
    let is_named =
        cx.analysis.source()[..usize::from(name.range.start())].contains("software-properties-common");
    if !is_bare || is_installed || is_named || call.site.trigger || !call.script.script.is_understood() {
        return;
    }
    let message = format!("there is no `{}` in this image: it is in software-properties-common", name.text());
    let found = report.add(name.range, message).aspect("command").severity(Severity::Error);
    if call.script.form == Form::Shell && call.context.depth == 0 && !call.command.is_wrapped() {
        let install =
            "apt-get update && apt-get install -y --no-install-recommends software-properties-common && ";
        found.fix(Safety::Unsafe, "Install it first", TextEdit::insert(name.range.start(), install));
    }
}
