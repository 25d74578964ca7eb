//! # Names of stages with capitals
//!
//! BuildKit compares the names of stages in lower case: `FROM Base` does not find the stage `Base`, and `COPY --from=BASE` does.
//!
//! ```dockerfile
//! FROM golang:1.24 AS Build
//! #                   ^^^^^ `Build` has capitals, which names of stages do not keep
//! FROM scratch
//! COPY --from=Build /app /app
//! ```
//!
//! ```dockerfile safe fix
//! FROM golang:1.24 AS build
//! FROM scratch
//! COPY --from=Build /app /app
//! ```
//!
//! ```dockerfile
//! FROM golang:1.24 AS build-app
//! ```
//!
//! ## Fix
//!
//! Safe: to BuildKit both names are the same. Where the name is used, it may stay as it is.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site},
    syntax::{Body, Keyword},
    text::TextEdit,
};

/// Reports the name.
pub static RULE: Decl = Decl {
    codes: &[("StageNameCasing", None)],
    aspects: &[],
    group: Group::Style,
    severity: Severity::Hint,
    default: true,
    check: Check::Instructions(&[Keyword::From], check),
};

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let Body::From(from) = &site.instruction.body else {
        return;
    };
    let Some(name) = from.name else {
        return;
    };
    let written = cx.analysis.file().joined_text(name.range);
    let lower = written.to_lowercase();
    if written != lower {
        report.add(name.range, format!("`{written}` has capitals, which names of stages do not keep")).fix(
            Safety::Safe,
            format!("Write `{lower}`"),
            TextEdit::replace(name.range, lower),
        );
    }
}
