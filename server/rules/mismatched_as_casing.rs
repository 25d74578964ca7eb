//! # AS in another case than FROM
//!
//! Keywords read best in one case.
//!
//! ```dockerfile
//! FROM debian:12 as build
//! #              ^^ `as` is written in another case than `FROM`
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12 AS build
//! ```
//!
//! ```dockerfile
//! from debian:12 as build
//! ```
//!
//! Practices: instruction-casing.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site},
    syntax::{Body, Keyword},
    text::TextEdit,
};

/// Reports the AS.
pub static RULE: Decl = Decl {
    codes: &[("FromAsCasing", None)],
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
    let (Some(word), Some(_)) = (from.as_word, from.name) else {
        return;
    };
    let file = cx.analysis.file();
    let written = file.joined_text(word.range);
    let keyword = file.joined_text(site.instruction.keyword_range);
    // A keyword that is itself in mixed case is the business of `inconsistent-keyword-casing`.
    let wanted = match &*keyword {
        "FROM" => "AS",
        "from" => "as",
        _ => return,
    };
    if written != wanted {
        report.add(word.range, format!("`{written}` is written in another case than `{keyword}`")).fix(
            Safety::Safe,
            format!("Write `{wanted}`"),
            TextEdit::replace(word.range, wanted),
        );
    }
}
