//! # STOPSIGNAL that leaves no time to stop
//!
//! `docker stop` sends this signal and waits before it kills. KILL cannot be caught: the program loses what it has not written yet, and
//! requests that are under way are cut off.
//!
//! ```dockerfile
//! FROM nginx:1.29
//! STOPSIGNAL SIGKILL
//! #          ^^^^^^^ the program is killed before it can finish what it does
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM nginx:1.29
//! STOPSIGNAL SIGTERM
//! ```
//!
//! Other signals are fine; which one a program wants is its own business.
//!
//! ```dockerfile
//! FROM nginx:1.29
//! STOPSIGNAL SIGQUIT
//! ```
//!
//! ## Fix
//!
//! Unsafe: the program may want another signal than TERM.
//!
//! Practices: stopsignal.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site},
    syntax::{Body, Keyword},
    text::TextEdit,
};

/// Reports KILL, by whatever name.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Info,
    default: true,
    check: Check::Instructions(&[Keyword::Stopsignal], check),
};

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let Body::Stopsignal(Some(word)) = site.instruction.body else { return };
    let signal = cx.analysis.value(word, site.index).unwrap_or_default().to_ascii_uppercase();
    if matches!(&*signal, "SIGKILL" | "KILL" | "9") {
        let found = report.add(word.range, "the program is killed before it can finish what it does");
        found.fix(Safety::Unsafe, "Send SIGTERM", TextEdit::replace(word.range, "SIGTERM"));
    }
}
