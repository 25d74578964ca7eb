//! # What BuildKit cannot read
//!
//! The build stops before its first step. The message begins with BuildKit's own words, so that you can search for them,
//! and goes on with what to do.
//!
//! ```dockerfile
//! FROM debian:12
//! RNU apt-get update
//! #^^ unknown instruction: RNU (did you mean RUN?)
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update
//! ```
//!
//! What only needs a `--build-arg` is a warning: the file asks for it, and whoever builds may give it.
//!
//! ```dockerfile
//! FROM scratch
//! ARG VERSION=${VERSION:?}
//! #           ^^^^^^^^^^^^ failed to process "${VERSION:?}": VERSION: is not allowed to be unset: give it a value, or build with --build-arg
//! ```
//!
//! What has a page of its own is not said again here: `instruction-before-from`, `undefined-arg-in-from`,
//! `copy-from-own-stage`, `unknown-copy-source-stage`, `invalid-onbuild-trigger`.
//!
//! ## Fix
//!
//! Unsafe: what was meant is a guess.
//!
//! ```dockerfile
//! FROM debian:12
//! COPPY . /app
//! #^^^^ unknown instruction: COPPY (did you mean COPY?)
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! COPY . /app
//! ```

use crate::{
    lint::{Check, Cx, Decl, Diagnostic, Group, Report, Safety, Severity},
    syntax::{SyntaxError, Topic},
};

/// What can be read, and does not go together when it is built: hadolint does not look that far.
const UNBUILDABLE: &str = "unbuildable";

/// Shows the errors of the parser and of the stage checks.
pub static RULE: Decl = Decl {
    codes: &[("DL1000", None)],
    aspects: &[UNBUILDABLE],
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    for error in cx.analysis.errors() {
        if !matches!(error.topic, Topic::Other | Topic::Build) {
            continue;
        }
        let found = say(error, report);
        if error.topic == Topic::Build {
            found.aspect(UNBUILDABLE);
        }
        if error.needs_build_arg {
            found.severity(Severity::Warning);
        }
    }
}

/// Reports an error as it is, with its repair and the places that explain it; for rules about errors of one kind, too.
pub(super) fn say<'r>(error: &SyntaxError, report: &'r mut Report) -> &'r mut Diagnostic {
    let found = report.add(error.range, error.message.clone());
    found.related.clone_from(&error.related);
    if let Some((title, edits)) = &error.fix {
        found.fix(Safety::Unsafe, title.clone(), edits.clone());
    }
    found
}
