//! Findings for other programs: one array, or one object a line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::{Finding, Place, Report, findings};
use crate::{lint::Fix, text::LineIndex};

/// Prints an array, one finding a line.
pub(super) fn write_array(reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    write_rows(findings(reports).map(|it| row(&it)), to)?;
    to.write_all(b"\n")
}

/// Prints one object a line.
pub(super) fn write_lines(reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    for it in findings(reports) {
        write_line(&row(&it), to)?;
    }
    Ok(())
}

/// The findings in a file, one by one.
pub(super) fn rows(report: &Report) -> impl Iterator<Item = impl Serialize> {
    super::of(report).map(|it| row(&it))
}

/// Prints an array, one element a line.
pub(super) fn write_rows(rows: impl Iterator<Item = impl Serialize>, to: &mut dyn Write) -> io::Result<()> {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return to.write_all(b"[]");
    }
    let mut before: &[u8] = b"[\n";
    for row in rows {
        to.write_all(before)?;
        write_value(&row, to)?;
        before = b",\n";
    }
    to.write_all(b"\n]")
}

/// Prints a value, and ends the line.
pub(super) fn write_line(value: &impl Serialize, to: &mut dyn Write) -> io::Result<()> {
    write_value(value, to)?;
    to.write_all(b"\n")
}

/// Prints a value on one line, whatever a program or a terminal takes for the end of a line.
pub(in super::super) fn write_value(value: &impl Serialize, to: &mut dyn Write) -> io::Result<()> {
    Ok(value.serialize(&mut Serializer::with_formatter(to, OneLine))?)
}

/// Compact JSON that escapes DEL, the C1 controls and the line ends of Unicode, which JSON itself lets through.
struct OneLine;

impl Formatter for OneLine {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, to: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_odd) {
            let (before, after) = rest.split_at(at);
            to.write_all(before.as_bytes())?;
            let mut characters = after.chars();
            let odd = characters.next().map_or(0, u32::from);
            write!(to, "\\u{odd:04x}")?;
            rest = characters.as_str();
        }
        to.write_all(rest.as_bytes())
    }
}

fn is_odd(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

/// A finding, as other programs see it.
#[derive(Serialize)]
struct Row<'a> {
    path: String,
    rule: &'a str,
    aspect: Option<&'a str>,
    codes: Vec<&'a str>,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Place,
    url: String,
    fix: Option<Repair<'a>>,
}

#[derive(Serialize)]
struct Repair<'a> {
    title: &'a str,
    safety: &'a str,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    #[serde(flatten)]
    place: Place,
    text: &'a str,
}

fn row<'a>(it: &Finding<'a>) -> Row<'a> {
    let found = it.found;
    Row {
        path: it.path.to_string(),
        rule: found.rule.name,
        aspect: found.aspect,
        codes: found.codes().collect(),
        severity: found.severity.as_str(),
        message: &found.message,
        place: it.place,
        url: found.rule.url(),
        fix: found.fix.as_ref().map(|fix| repair(&it.lines, fix)),
    }
}

fn repair<'a>(lines: &LineIndex, fix: &'a Fix) -> Repair<'a> {
    let edits = fix.edits.iter().map(|it| Edit { place: Place::new(lines, it.delete), text: &it.insert });
    Repair { title: &fix.title, safety: fix.safety.as_str(), edits: edits.collect() }
}
