//! How findings are printed: one file for each format.

mod diff;
mod human;
mod json;

use std::{borrow::Cow, io, io::Write, path::PathBuf, sync::Arc};

use serde::Serialize;

use super::{arguments::CheckFormat, console::Look};
use crate::{
    lint::{Diagnostic, Severity},
    text::{LineIndex, PositionEncoding, TextRange},
};

pub(super) use diff::diff;
pub(super) use json::write_value;

/// What was found in a file.
#[derive(Debug)]
pub(super) struct Report {
    /// What the user calls the file.
    pub path: PathBuf,
    /// What is in it; the places of the findings are places in it.
    pub text: Arc<str>,
    /// What is wrong with it.
    pub found: Vec<Diagnostic>,
    /// How many findings were repaired.
    pub fixed: usize,
    /// From which severity on findings make the exit status 1, if any do.
    pub fail_level: Option<Severity>,
}

/// Prints what was found.
pub(super) fn write(
    format: CheckFormat,
    reports: &[Report],
    look: Look,
    to: &mut dyn Write,
) -> io::Result<()> {
    match format {
        CheckFormat::Human => human::write(reports, look, to),
        CheckFormat::Json => json::write_array(reports, to),
        CheckFormat::Jsonl => json::write_lines(reports, to),
    }
}

/// A range as people count: lines as BuildKit does and columns by characters, both from 1. The end is the column behind
/// the last character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Place {
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

impl Place {
    /// The place of `range`; the lines are those of the builder.
    pub(super) fn new(lines: &LineIndex, range: TextRange) -> Place {
        let [start, end] = [range.start(), range.end()].map(|at| lines.line_col(at, PositionEncoding::Utf32));
        Place { line: start.line + 1, column: start.col + 1, end_line: end.line + 1, end_column: end.col + 1 }
    }
}

/// The text as one line, without anything that a terminal would obey or hide: control characters other than tabs become
/// pictures of themselves.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|it| it >= b' ' && it != 0x7f && it.is_ascii() || it == b'\t') {
        return Cow::Borrowed(text);
    }
    text.chars().map(picture).collect()
}

fn picture(character: char) -> char {
    match character {
        '\t' => character,
        '\0'..' ' => char::from_u32(0x2400 + u32::from(character)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\x7f' => '␡',
        // C1 controls, and what turns the direction of writing: shown, a line could claim to be another one.
        '\u{80}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            char::REPLACEMENT_CHARACTER
        }
        _ => character,
    }
}
