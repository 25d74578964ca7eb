//! # Empty lines inside an instruction
//!
//! An instruction that is continued with a backslash goes on behind an empty line, though it looks as if it ended there.
//! BuildKit warns of it, and will reject it one day.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add --no-cache \
//! #                      ^ an empty line follows, where the instruction should end or go on
//!
//!     curl \
//!     git
//! ```
//!
//! ```dockerfile safe fix
//! FROM alpine:3.22
//! RUN apk add --no-cache \
//!     curl \
//!     git
//! ```
//!
//! A comment may stand there, and lines of a heredoc may be empty.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add --no-cache \
//!     # for the health check
//!     curl
//! RUN <<EOF
//! apk add git
//!
//! git --version
//! EOF
//! ```
//!
//! ## Fix
//!
//! Safe: the builder drops these lines anyway.
//!
//! Practices: empty-continuation.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    text::{Edits, TextEdit, TextRange, TextSize},
};

/// Reports the character that continues the line, once in each instruction.
pub static RULE: Decl = Decl {
    codes: &[("NoEmptyContinuation", None)],
    aspects: &[],
    group: Group::Style,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let file = cx.analysis.file();
    let mut cuts = file.cuts.iter().copied().peekable();
    for instruction in &file.instructions {
        let mut place = None;
        let mut edits = Vec::new();
        while let Some(cut) = cuts.next_if(|it| it.start() < instruction.lines.end()) {
            let blank = empty_lines(file.text(cut), cut.start());
            if !blank.is_empty() {
                place.get_or_insert(TextRange::at(cut.start(), TextSize::new(1)));
            }
            edits.extend(blank.into_iter().map(TextEdit::delete));
        }
        if let Some(place) = place
            && let Ok(edits) = Edits::new(edits)
        {
            let message = "an empty line follows, where the instruction should end or go on";
            report.add(place, message).fix(Safety::Safe, "Delete the empty lines", edits);
        }
    }
}

/// The lines behind the first one that say nothing, with their line ends.
fn empty_lines(cut: &str, start: TextSize) -> Vec<TextRange> {
    let mut at = start;
    let mut found = Vec::new();
    for (number, line) in cut.split_inclusive('\n').enumerate() {
        let length = TextSize::of(line);
        if number > 0 && line.trim().is_empty() {
            found.push(TextRange::at(at, length));
        }
        at += length;
    }
    found
}
