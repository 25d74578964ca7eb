//! # A CMD that the ENTRYPOINT ignores
//!
//! In shell form, without brackets, ENTRYPOINT is `/bin/sh -c "…"`. What CMD says, and what is written behind `docker run IMAGE`, become arguments
//! of that shell, and never reach the program. The image starts, and does something else than the file says.
//!
//! ```dockerfile
//! FROM debian:12
//! ENTRYPOINT /usr/bin/server
//! CMD ["--port", "8000"]
//! #^^ the ENTRYPOINT ignores this: it is in shell form
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! ENTRYPOINT ["/usr/bin/server"]
//! CMD ["--port", "8000"]
//! ```
//!
//! As a JSON array ENTRYPOINT gets the words of CMD.
//!
//! ```dockerfile
//! FROM debian:12
//! ENTRYPOINT ["/usr/bin/server"]
//! CMD ["--port", "8000"]
//! ```
//!
//! A CMD of a stage below counts as well. One above an ENTRYPOINT in another stage does not: an ENTRYPOINT takes the CMD that a stage inherits
//! away in any case.
//!
//! ```dockerfile
//! FROM debian:12 AS base
//! CMD ["--port", "8000"]
//! FROM base
//! ENTRYPOINT /usr/bin/server
//! ```
//!
//! Nothing is reported if the shell is told to use its arguments.
//!
//! ```dockerfile
//! FROM debian:12
//! ENTRYPOINT exec /usr/bin/server "$0" "$@"
//! CMD ["--port", "8000"]
//! ```
//!
//! ## Fix
//!
//! ENTRYPOINT becomes an array, where it needs no shell. Unsafe: from then on the program gets the words of CMD.
//!
//! Source: <https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact>
//!
//! Practices: shell-entrypoint-drops-cmd.

use std::collections::HashSet;

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Tag},
    rules::shell_form_entrypoint,
    syntax::{Body, Command},
    text::TextEdit,
};

/// Reports the CMD.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let file = cx.analysis.file();
    let mut seen = HashSet::new();
    for stage in &cx.analysis.stages().stages {
        let (Some(entrypoint), Some(cmd)) = cx.analysis.start_at(stage.id) else { continue };
        let start = &file.instructions[entrypoint];
        let Body::Entrypoint(Command::Shell(range)) = &start.body else { continue };
        let text = file.text(*range);
        let uses_arguments = ["$@", "$*", "$0", "$1", "${@", "${1", "${0"].iter().any(|it| text.contains(it));
        if range.is_empty() || uses_arguments || text.starts_with('[') || !seen.insert(cmd) {
            continue;
        }
        let place = file.instructions[cmd].keyword_range;
        let found = report.add(place, "the ENTRYPOINT ignores this: it is in shell form");
        found.tag(Tag::Unnecessary).related(start.keyword_range, "this ENTRYPOINT");
        if let Some(array) = shell_form_entrypoint::array(cx, entrypoint) {
            found.fix(Safety::Unsafe, "Write ENTRYPOINT as a JSON array", TextEdit::replace(*range, array));
        }
    }
}
