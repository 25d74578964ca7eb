//! # Upgrades to another release of the distribution
//!
//! `zypper dist-upgrade` moves the whole image to what the repositories hold today, and may replace or remove packages on the way.
//! What comes out is no longer the image that FROM names, and differs from one day to the next.
//!
//! ```dockerfile
//! FROM opensuse/leap:15.6
//! RUN zypper --non-interactive dist-upgrade
//! #                            ^^^^^^^^^^^^ `dist-upgrade` turns the image into another release
//! ```
//!
//! To get another release, begin with its image; to get fixes, `zypper patch` or `zypper update` stays within the release.
//!
//! ```dockerfile
//! FROM opensuse/leap:15.6
//! RUN zypper --non-interactive patch --with-update && zypper clean --all
//! ```
//!
//! Tumbleweed has no releases: there `dup` is how it is updated.
//!
//! ```dockerfile
//! FROM opensuse/tumbleweed
//! RUN zypper --non-interactive dup && zypper clean --all
//! ```
//!
//! `do-release-upgrade` of Ubuntu does the same, and so does another code name in the list of archives: what is installed from then on
//! is of another release than what is there already.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN sed -i 's/bookworm/trixie/g' /etc/apt/sources.list.d/debian.sources && apt-get update
//! #          ^^^^^^^^^^^^^^^^^^^^^ `trixie` turns the image into another release
//! RUN do-release-upgrade -f DistUpgradeViewNonInteractive
//! #   ^^^^^^^^^^^^^^^^^^ `do-release-upgrade` turns the image into another release
//! ```
//!
//! Another mirror, and another part of the same release, leave it as it is.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN sed -i 's/deb.debian.org/mirror.example.com/; s/bookworm main/bookworm main contrib/' /etc/apt/sources.list
//! ```
//!
//! There is no fix: which of the two is meant is not to be seen.
//!
//! Source: Moshe Zadka, "Contain Yourself".
//!
//! Practices: release-upgrade-in-image.

use crate::{
    knowledge::{images::codename, packages},
    lint::{Call, Check, Cx, Decl, Group, Report, Severity},
    model::{Base, repository},
};

/// Reports each command that moves to another release.
pub static RULE: Decl = Decl {
    codes: &[("DL3035", None)],
    aspects: &[],
    group: Group::Reproducibility,
    severity: Severity::Warning,
    default: true,
    check: Check::Commands(&["zypper", "do-release-upgrade", "sed"], check),
};

fn check(cx: Cx<'_>, call: &Call<'_>, report: &mut Report) {
    match call.command.name().as_deref() {
        Some("sed") => sed(call, report),
        Some("do-release-upgrade") => {
            let range = call.command.name_word().map_or(call.command.range(), |it| it.range);
            report.add(range, "`do-release-upgrade` turns the image into another release");
        }
        _ => zypper(cx, call, report),
    }
}

/// Reports a substitution of one code name for another in the list of archives.
fn sed(call: &Call<'_>, report: &mut Report) {
    let words = call.command.arguments().words();
    if !words.iter().any(|it| it.text().contains("/etc/apt/") && it.text().contains("sources")) {
        return;
    }
    for word in words {
        let text = word.lossy();
        let mut parts = text.strip_prefix('s').unwrap_or_default().chars();
        let Some(mark) = parts.next().filter(|it| it.is_ascii_punctuation()) else { continue };
        let mut sides = parts.as_str().split(mark);
        let (Some(old), Some(new)) = (sides.next(), sides.next()) else { continue };
        if codename(old).is_some() && old != new && (codename(new).is_some() || UNFINISHED.contains(&new)) {
            report.add(word.range, format!("`{new}` turns the image into another release"));
        }
    }
}

/// Names of releases of Debian that are not finished.
const UNFINISHED: &[&str] = &["forky", "sid", "testing", "unstable"];

fn zypper(cx: Cx<'_>, call: &Call<'_>, report: &mut Report) {
    let valued = packages::manager("zypper").map_or(&[][..], |it| it.valued);
    let Some(word) = call.command.arguments().subcommand(valued) else {
        return;
    };
    let Some(name) = word.literal().filter(|it| matches!(&**it, "dist-upgrade" | "dup")) else {
        return;
    };
    if !is_rolling(cx, call.site.index) {
        report.add(word.range, format!("`{name}` turns the image into another release"));
    }
}

/// Whether the distribution has no releases.
fn is_rolling(cx: Cx<'_>, index: usize) -> bool {
    let stages = cx.analysis.stages();
    stages.of_instruction(index).is_some_and(|stage| match stages.root(stage.id) {
        Base::Image(image) => repository(image).contains("tumbleweed"),
        _ => false,
    })
}
