//! Findings as the compilers of GNU print errors, for Emacs and its like.
//!
//! <https://www.gnu.org/prep/standards/html_node/Errors.html>: columns count from 1, by the width of what is before them, with
//! a tab stop every 8; the end is the last character.

use std::io::{self, Write};

use unicode_width::UnicodeWidthChar;

use super::{Finding, Report, of, visible};
use crate::{
    lint::Severity,
    text::{TextRange, TextSize, size},
};

/// Prints one finding a line.
pub(super) fn write(reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    for report in reports {
        let mut ruler = Ruler::default();
        for it in of(report) {
            writeln!(
                to,
                "{}:{}: {}: {} [{}]",
                visible(&it.path),
                place(&it, &mut ruler),
                severity(it.found.severity),
                visible(&it.found.message),
                it.found.name(),
            )?;
        }
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

fn place(it: &Finding<'_>, ruler: &mut Ruler) -> String {
    let range = it.found.range;
    let words = it.report.text[range].trim_end_matches(['\r', '\n']);
    let last = words.char_indices().next_back().map_or(0, |it| it.0);
    let (line, column) = ruler.measure(it, range.start());
    let (end_line, end_column) = ruler.clone().measure(it, range.start() + size(last));
    format!("{line}.{column}-{end_line}.{end_column}")
}

/// Measures places in a file. Those that come one after the other are measured from where it is, so that a long line is read
/// once.
#[derive(Clone, Debug, Default)]
struct Ruler {
    at: TextSize,
    width: usize,
}

impl Ruler {
    /// The line and the column, both from 1.
    fn measure(&mut self, it: &Finding<'_>, at: TextSize) -> (u32, usize) {
        let line = it.lines.line(at);
        let start = it.lines.range(line).start();
        if !(start..=at).contains(&self.at) {
            *self = Ruler { at: start, width: 0 };
        }
        self.width = width(self.width, &it.report.text[TextRange::new(self.at, at)]);
        self.at = at;
        (line + 1, self.width + 1)
    }
}

/// How wide a line is behind the text, if it is so wide before.
fn width(before: usize, text: &str) -> usize {
    text.chars().fold(before, |width, character| match character {
        '\t' => (width / 8 + 1) * 8,
        _ => width + character.width().unwrap_or(0),
    })
}
