//! How many findings there are of each rule.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use serde::Serialize;

use super::{Manner, Report, human::summary, json};
use crate::lint::{Diagnostic, Safety};

/// How many findings there are of an aspect of a rule.
#[derive(Serialize)]
struct Row {
    rule: &'static str,
    aspect: Option<&'static str>,
    codes: Vec<&'static str>,
    count: usize,
    fixable: usize,
    unsafely_fixable: usize,
}

/// Prints a table, the most frequent rule first, and a summary.
pub(super) fn write_table(reports: &[Report], manner: Manner, to: &mut dyn Write) -> io::Result<()> {
    let rows = rows(reports);
    let cells: Vec<[String; 3]> =
        rows.iter().map(|it| [it.count.to_string(), it.name(), it.codes.join(" ")]).collect();
    let width = |column: usize| cells.iter().map(|it| it[column].chars().count()).max().unwrap_or(0);
    let [counts, names, codes] = [0, 1, 2].map(width);
    for (row, [count, name, code]) in rows.iter().zip(&cells) {
        let line = format!("{count:>counts$}  {name:<names$}  {code:<codes$}  {}", row.fixes());
        writeln!(to, "{}", line.trim_end())?;
    }
    summary(reports, manner, to)
}

/// Prints an array, one rule a line.
pub(super) fn write_array(reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    json::write_rows(rows(reports).iter(), to)?;
    to.write_all(b"\n")
}

/// Prints one object a line.
pub(super) fn write_lines(reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    rows(reports).iter().try_for_each(|it| json::write_line(it, to))
}

impl Row {
    fn of(found: &Diagnostic) -> Row {
        Row {
            rule: found.rule.name,
            aspect: found.aspect,
            codes: found.codes().collect(),
            count: 0,
            fixable: 0,
            unsafely_fixable: 0,
        }
    }

    fn name(&self) -> String {
        self.aspect.map_or(self.rule.to_owned(), |aspect| format!("{}/{aspect}", self.rule))
    }

    /// "2 fixable with --fix, 1 with --unsafe-fixes"
    fn fixes(&self) -> String {
        let of = |(count, how)| (count > 0).then(|| format!("{count} fixable with {how}"));
        let both = [(self.fixable, "--fix"), (self.unsafely_fixable, "--unsafe-fixes")];
        both.into_iter().filter_map(of).collect::<Vec<_>>().join(", ")
    }
}

/// The most frequent first; of those that are as frequent, by name.
fn rows(reports: &[Report]) -> Vec<Row> {
    let mut rows: HashMap<(&str, Option<&str>), Row> = HashMap::new();
    for found in reports.iter().flat_map(|it| &it.found) {
        let row = rows.entry((found.rule.name, found.aspect)).or_insert_with(|| Row::of(found));
        row.count += 1;
        match found.fix.as_ref().map(|it| it.safety) {
            Some(Safety::Safe) => row.fixable += 1,
            Some(Safety::Unsafe) => row.unsafely_fixable += 1,
            None => {}
        }
    }
    let mut rows: Vec<Row> = rows.into_values().collect();
    rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| (a.rule, a.aspect).cmp(&(b.rule, b.aspect))));
    rows
}
