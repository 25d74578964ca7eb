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
//! Other comments are fine, and so is the directive by which a file says which checks of BuildKit it wants.
//!
//! ```dockerfile
//! # check=skip=JSONArgsRecommended
//! # hadolint shell=bash
//! FROM debian:12
//! CMD server
//! ```

use crate::lint::{
    Check, Cx, Decl, Group, Report, Severity, Silence,
    ignore::{Dialect, Reach},
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

fn check(_: Cx<'_>, silence: &Silence<'_>, report: &mut Report) {
    let is_directive = |dialect, reach| (dialect, reach) == (Dialect::BuildKit, Reach::File);
    for it in silence.comments.iter().filter(|it| !is_directive(it.dialect, it.reach)) {
        report.add(it.range, "silences findings in the file instead of in the settings");
    }
}
