//! # Ignore comments in the file
//!
//! What a team agreed to ignore belongs in its settings, where it is seen and reviewed; a comment is written by whoever is in a
//! hurry. Turn this rule on if you want to have it so.
//!
//! ```settings
//! select = ["inline-ignore"]
//! ```
//!
//! ```dockerfile
//! # hadolint ignore=DL3007
//! #@0..24 silences findings in the file instead of in the settings
//! FROM debian:latest
//! # dockwright: ignore[package-cache-left] we want it
//! #@0..51 silences findings in the file instead of in the settings
//! RUN pip install flask
//! ```
//!
//! A comment that names this rule is the exception that somebody thought of.
//!
//! ```dockerfile
//! # dockwright: ignore[latest-tag, inline-ignore] until the first release
//! FROM debian:latest
//! ```
//!
//! Other comments are fine, and so is the directive by which a file says which checks of BuildKit it wants.
//!
//! ```dockerfile
//! # check=skip=JSONArgsRecommended
//! # hadolint shell=bash
//! FROM debian:12
//! CMD server
//! ```

use crate::{
    lint::{
        Check, Cx, Decl, Group, Report, Severity, Silence,
        ignore::{Dialect, Ignore, Names, Reach},
    },
    syntax::Dockerfile,
};

/// Reports each comment.
pub static RULE: Decl = Decl {
    codes: &[("DL1001", None)],
    aspects: &[],
    group: Group::Style,
    severity: Severity::Info,
    default: false,
    check: Check::Ignores(check),
};

fn check(cx: Cx<'_>, silence: &Silence<'_>, report: &mut Report) {
    for it in silence.comments {
        let is_directive = (it.dialect, it.reach) == (Dialect::BuildKit, Reach::File);
        if !is_directive && !names_this_rule(cx.analysis.file(), it) {
            report.add(it.range, "silences findings in the file instead of in the settings");
        }
    }
}

fn names_this_rule(file: &Dockerfile, comment: &Ignore) -> bool {
    match &comment.names {
        Names::Listed(all) => all.iter().any(|it| matches!(file.text(*it), "inline-ignore" | "DL1001")),
        _ => false,
    }
}
