//! # Switches of Python that are on although they seem off
//!
//! Variables such as `PYTHONUNBUFFERED` are switches that any text puts on: `false` does, and so do `no` and `off`. For most of them only an empty text
//! and `0` are off, for some not even `0`.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! ENV PYTHONDONTWRITEBYTECODE=false
//! #                           ^^^^^ is on: for Python any text is, except an empty one and `0`
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.13-slim
//! ```
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! ENV PYTHONUNBUFFERED=1 \
//!     PYTHONFAULTHANDLER=0
//! #                      ^ is on: for Python any text is, except an empty one
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.13-slim
//! ENV PYTHONUNBUFFERED=1
//! ```
//!
//! Nothing is reported for texts that say what they do.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! ENV PYTHONUNBUFFERED=true PYTHONFAULTHANDLER=1 PYTHONDONTWRITEBYTECODE=0 PYTHONOPTIMIZE=
//! ARG PYTHONDEVMODE=no
//! ```
//!
//! ## Fix
//!
//! The variable is taken away, which switches it off. That is unsafe, for until now it was on.
//!
//! Source: <https://docs.python.org/3/using/cmdline.html#environment-variables>; tried with Python 3.11.
//! Practices: bytecode-env-misread.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site, variables},
    syntax::{Body, Keyword},
};

/// Reports the value.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Instructions(&[Keyword::Env], check),
};

// Tried with CPython 3.11.7 in November 2026.
/// Switches that `0` puts off.
const NUMBERS: &[&str] = &[
    "PYTHONDEBUG",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONINSPECT",
    "PYTHONNOUSERSITE",
    "PYTHONOPTIMIZE",
    "PYTHONUNBUFFERED",
    "PYTHONVERBOSE",
];

/// Switches that any text puts on, even `0`.
const TEXTS: &[&str] = &["PYTHONASYNCIODEBUG", "PYTHONDEVMODE", "PYTHONFAULTHANDLER", "PYTHONSAFEPATH"];

/// What people write who want it off.
const OFF: &[&str] = &["false", "no", "off", "none", "disabled", "n", "f"];

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let file = cx.analysis.file();
    let Body::Env(pairs) = &site.instruction.body else { return };
    for pair in pairs {
        let (name, Some(range)) = (file.joined_text(pair.name), pair.value) else { continue };
        let text = file.joined_text(range);
        let value = text.trim_matches(['"', '\'']).to_ascii_lowercase();
        let rest = match (NUMBERS.contains(&&*name), TEXTS.contains(&&*name)) {
            (true, _) if OFF.contains(&&*value) => " and `0`",
            (_, true) if OFF.contains(&&*value) || value == "0" => "",
            _ => continue,
        };
        let message = format!("is on: for Python any text is, except an empty one{rest}");
        let found = report.add(range, message);
        let removed = variables::remove(file, site.instruction, pair.name).filter(|_| !site.trigger);
        if let Some(edit) = removed {
            found.fix(Safety::Unsafe, format!("Remove `{}`", file.text(pair.name)), edit);
        }
    }
}
