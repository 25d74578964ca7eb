//! How findings are printed: one file for each format.

mod checkstyle;
mod diff;
mod fingerprint;
mod github;
mod gitlab;
mod gnu;
mod human;
mod json;
mod junit;
mod sarif;
mod statistics;
mod xml;

use std::{borrow::Cow, collections::BTreeMap, io, io::Write, path::PathBuf, sync::Arc};

use serde::Serialize;

use super::{arguments::CheckFormat, console::Look};
use crate::{
    lint::{Diagnostic, Severity},
    text::{LineIndex, PositionEncoding, TextRange},
};

pub(super) use diff::diff;
pub(super) use json::write_value;
pub(super) use statistics::statistics;

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
    /// What was repaired, by name, and how often.
    pub(super) fn fixed_by_name(&self) -> BTreeMap<String, usize> {
        let mut fixed = BTreeMap::new();
        self.fixed.iter().for_each(|it| *fixed.entry(it.name()).or_default() += 1);
        fixed
    }
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
        CheckFormat::Sarif => sarif::write(reports, to),
        CheckFormat::Github => github::write(reports, to),
        CheckFormat::Gitlab => gitlab::write(reports, to),
        CheckFormat::Checkstyle => checkstyle::write(reports, to),
        CheckFormat::Junit => junit::write(reports, to),
        CheckFormat::Gnu => gnu::write(reports, to),
    }
}

/// A finding, and all that is needed to print it.
struct Found<'a> {
    /// The file that it is in.
    report: &'a Report,
    /// The lines of the file, as the builder counts them.
    lines: &'a LineIndex,
    /// The finding.
    it: &'a Diagnostic,
    /// Where it is.
    place: Place,
}

/// Does something with every finding.
fn each(reports: &[Report], mut with: impl FnMut(Found<'_>) -> io::Result<()>) -> io::Result<()> {
    for report in reports.iter().filter(|it| !it.found.is_empty()) {
        let lines = LineIndex::builder(report.text.clone());
        for it in &report.found {
            with(Found { report, lines: &lines, it, place: Place::new(&lines, it.range) })?;
        }
    }
    Ok(())
}

/// A path as other programs want it: with slashes, and without `./` before it.
fn path(report: &Report) -> String {
    let path = report.path.strip_prefix(".").unwrap_or(&report.path).to_string_lossy();
    if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() }
}

/// `package-cache-left/pip, DL3042`
fn id(it: &Diagnostic) -> String {
    it.codes().fold(it.name(), |id, code| id + ", " + code)
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
