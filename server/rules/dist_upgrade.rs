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
//! There is no fix: which of the two is meant is not to be seen.

use crate::{
    knowledge::packages,
    lint::{Call, Check, Cx, Decl, Group, Report, Severity},
    model::{Base, repository},
};

/// Reports each `zypper dist-upgrade`.
pub static RULE: Decl = Decl {
    codes: &[("DL3035", None)],
    aspects: &[],
    group: Group::Reproducibility,
    severity: Severity::Warning,
    default: true,
    check: Check::Commands(&["zypper"], check),
};

fn check(cx: Cx<'_>, call: &Call<'_>, report: &mut Report) {
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
