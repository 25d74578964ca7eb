//! # Digests that nobody raises
//!
//! A base is pinned by its digest, but the repository has no bot that would raise it.
//!
//! ```files
//! .git/
//! app.py
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
//! #                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nothing here raises this digest, so the base gets no security fixes
//! ```
//!
//! ## Why
//!
//! A digest is one image for ever, with the holes that were found in it since. The tag beside it goes on and gets the fixes, but
//! the build does not look at it. That is good for builds that have to be the same again, as long as something raises
//! the digest each time the tag moves: Renovate, Dependabot, Updatecli or the like.
//!
//! ## Limits
//!
//! Nothing is said where a bot is set up.
//!
//! ```file ".github/dependabot.yml"
//! version: 2
//! updates:
//!   - package-ecosystem: docker
//!     directory: /
//!     schedule:
//!       interval: weekly
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
//! ```
//!
//! It is only said where the Dockerfile is at the root of a repository (there is `.git`), because only there the
//! settings of a bot would be seen.
//!
//! There is no fix, as the bot is set up in another file: `.github/dependabot.yml` with the ecosystem `docker`.
//!
//! Source: <https://docs.docker.com/build/building/best-practices/#pin-base-image-versions>; Moshe Zadka, "Contain Yourself".
//!
//! Practices: digest-without-refresh-automation.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::updates,
    text::{TextRange, TextSize},
};

/// Looks at each digest, if the root of the repository is to be seen.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let mut pinned = cx.analysis.tagged_bases().filter(|it| it.pinned).peekable();
    if pinned.peek().is_none() || updates::raises_versions(cx.world) != Some(false) {
        return;
    }
    for base in pinned {
        let range = base.stage.base_range;
        let written = cx.analysis.file().text(range);
        let digest = written.split_once('@').map_or(written, |it| it.1);
        let place = TextRange::new(range.end() - TextSize::of(digest), range.end());
        report.add(place, "nothing here raises this digest, so the base gets no security fixes");
    }
}
