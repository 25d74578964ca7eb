//! How findings are printed: one file for each format.

mod address;
mod checkstyle;
mod diff;
mod fingerprint;
mod github;
mod gitlab;
mod gnu;
mod human;
mod json;
mod junit;
mod page;
pub(super) mod plan;
mod repair;
mod sarif;
mod statistics;
mod xml;

use std::{borrow::Cow, io, io::Write, path::PathBuf, rc::Rc, sync::Arc};

use serde::Serialize;

use super::{arguments::CheckFormat, console::Look};
use crate::{
    lint::{Diagnostic, Severity},
    text::{LineIndex, PositionEncoding, TextRange},
};

pub(super) use diff::diff;
pub(super) use json::write_value;
pub(super) use plan::Plans;

/// What was found in a file.
#[derive(Debug)]
pub(super) struct Report {
    /// What the user calls the file.
    pub path: PathBuf,
    /// What is in it; the places of the findings are places in it.
    pub text: Arc<str>,
    /// What is wrong with it.
    pub found: Vec<Diagnostic>,
    /// What was repaired.
    pub fixed: Vec<Diagnostic>,
    /// From which severity on findings make the exit status 1, if any do.
    pub fail_level: Option<Severity>,
}

impl Report {
    /// The same file with these findings.
    fn with(&self, found: &[Diagnostic]) -> Report {
        let (path, text) = (self.path.clone(), self.text.clone());
        Report { path, text, found: found.to_vec(), fixed: Vec::new(), fail_level: self.fail_level }
    }
}

/// How findings are printed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// In which format.
    pub format: CheckFormat,
    /// What of them.
    pub view: View,
    /// How the output may look.
    pub look: Look,
    /// Whether to say no more than that.
    pub quiet: bool,
}

/// What is printed of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    /// Each of them.
    Findings,
    /// Each of them, and the lines as a fix would leave them.
    Fixes,
    /// How many there are of each rule.
    Statistics,
}

/// Prints what was found.
pub(super) fn write(manner: Manner, reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    match (manner.format, manner.view) {
        (CheckFormat::Human, View::Statistics) => statistics::write_table(reports, manner, to),
        (CheckFormat::Json, View::Statistics) => statistics::write_array(reports, to),
        (CheckFormat::Jsonl, View::Statistics) => statistics::write_lines(reports, to),
        (CheckFormat::Human, _) => human::write(reports, manner, to),
        (CheckFormat::Json, _) => json::write_array(reports, to),
        (CheckFormat::Jsonl, _) => json::write_lines(reports, to),
        (CheckFormat::Sarif, _) => sarif::write(reports, to),
        (CheckFormat::Github, _) => github::write(reports, to),
        (CheckFormat::Gitlab, _) => gitlab::write(reports, to),
        (CheckFormat::Checkstyle, _) => checkstyle::write(reports, to),
        (CheckFormat::Junit, _) => junit::write(reports, to),
        (CheckFormat::Gnu, _) => gnu::write(reports, to),
    }
}

/// A finding, and where it is.
struct Finding<'a> {
    /// In which file.
    report: &'a Report,
    /// What is wrong.
    found: &'a Diagnostic,
    /// What other programs call the file.
    path: Rc<str>,
    /// The lines of the file.
    lines: Rc<LineIndex>,
    /// Where in it.
    place: Place,
}

/// All findings, in the order of the files and their lines.
fn findings(reports: &[Report]) -> impl Iterator<Item = Finding<'_>> {
    reports.iter().flat_map(of)
}

/// The findings in a file.
fn of(report: &Report) -> impl Iterator<Item = Finding<'_>> {
    let lines = Rc::new(LineIndex::builder(report.text.clone()));
    let path: Rc<str> = address::path(&report.path).into();
    report.found.iter().map(move |found| {
        let place = Place::new(&lines, found.range);
        Finding { report, found, path: path.clone(), lines: lines.clone(), place }
    })
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
