//! Findings as the compilers of GNU print errors, for Emacs and its like.
//!
//! <https://www.gnu.org/prep/standards/html_node/Errors.html>: columns count from 1, by the width of what is before them, with
//! a tab stop every 8; the end is the last character.

use std::io::{self, Write};

use unicode_width::UnicodeWidthChar;

use super::{Finding, Report, findings, visible};
use crate::{
    lint::Severity,
    text::{LineIndex, TextSize, size},
};

/// Prints one finding a line.
pub(super) fn write(reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    for it in findings(reports) {
        writeln!(
            to,
            "{}:{}: {}: {} [{}]",
            visible(&it.path),
            place(&it),
            severity(it.found.severity),
            visible(&it.found.message),
            it.found.name(),
        )?;
    }
    Ok(())
}

/// A hint is a note there.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Hint => "note",
        other => other.as_str(),
    }
}

fn place(it: &Finding<'_>) -> String {
    let range = it.found.range;
    let words = it.report.text[range].trim_end_matches(['\r', '\n']);
    let last = words.char_indices().next_back().map_or(0, |it| it.0);
    let [(line, column), (end_line, end_column)] =
        [range.start(), range.start() + size(last)].map(|at| position(&it.lines, at));
    format!("{line}.{column}-{end_line}.{end_column}")
}

fn position(lines: &LineIndex, at: TextSize) -> (u32, usize) {
    let line = lines.line(at);
    let content = lines.content(line);
    let byte = usize::from(at - lines.range(line).start()).min(content.len());
    (line + 1, width(&content[..content.floor_char_boundary(byte)]) + 1)
}

fn width(text: &str) -> usize {
    text.chars().fold(0, |width, character| match character {
        '\t' => (width / 8 + 1) * 8,
        _ => width + character.width().unwrap_or(0),
    })
}
