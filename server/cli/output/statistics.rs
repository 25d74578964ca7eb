//! How often each rule found something.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    io::{self, Write},
};

use serde::Serialize;

use super::{super::arguments::CheckFormat, Report, write_value};
use crate::lint::{Diagnostic, Safety};

/// A rule or one of its aspects, and how often it found something.
#[derive(Serialize)]
struct Row<'a> {
    rule: &'a str,
    aspect: Option<&'a str>,
    codes: Vec<&'a str>,
    count: usize,
    /// How many have a safe fix.
    fixable: usize,
    /// How many have a fix that a person should look at.
    unsafe_fixable: usize,
}

/// Prints a row for each rule that found something, the most frequent first. Other formats than that for people are JSON.
pub(in super::super) fn statistics(
    format: CheckFormat,
    reports: &[Report],
    to: &mut dyn Write,
) -> io::Result<()> {
    let rows = rows(reports);
    match format {
        CheckFormat::Human => write_table(&rows, to),
        CheckFormat::Jsonl => rows.iter().try_for_each(|it| {
            write_value(it, to)?;
            to.write_all(b"\n")
        }),
        _ => {
            write_value(&rows, to)?;
            to.write_all(b"\n")
        }
    }
}

fn rows(reports: &[Report]) -> Vec<Row<'_>> {
    let mut rows: BTreeMap<String, Row<'_>> = BTreeMap::new();
    for it in reports.iter().flat_map(|it| &it.found) {
        let row = rows.entry(it.name()).or_insert_with(|| row(it));
        row.count += 1;
        match it.fix.as_ref().map(|it| it.safety) {
            Some(Safety::Safe) => row.fixable += 1,
            Some(Safety::Unsafe) => row.unsafe_fixable += 1,
            None => {}
        }
    }
    let mut rows: Vec<Row<'_>> = rows.into_values().collect();
    rows.sort_by_key(|it| Reverse(it.count));
    rows
}

fn row(it: &Diagnostic) -> Row<'_> {
    let codes = it.codes().collect();
    Row { rule: it.rule.name, aspect: it.aspect, codes, count: 0, fixable: 0, unsafe_fixable: 0 }
}

fn write_table(rows: &[Row<'_>], to: &mut dyn Write) -> io::Result<()> {
    let sum = |of: fn(&Row<'_>) -> usize| rows.iter().map(of).sum::<usize>();
    let all = sum(|it| it.count).to_string();
    let fixes = fixable(sum(|it| it.fixable), sum(|it| it.unsafe_fixable));
    let each = rows.iter().map(|it| [it.count.to_string(), name(it), fixable(it.fixable, it.unsafe_fixable)]);
    let table: Vec<_> = each.chain([[all, "in all".to_owned(), fixes]]).collect();
    let width = |column: usize| table.iter().map(|it| it[column].len()).max().unwrap_or_default();
    let (counts, names) = (width(0), width(1));
    for [count, name, fixes] in &table {
        writeln!(to, "{}", format!("{count:>counts$}  {name:<names$}  {fixes}").trim_end())?;
    }
    Ok(())
}

fn name(it: &Row<'_>) -> String {
    let name = it.aspect.map_or_else(|| it.rule.to_owned(), |aspect| format!("{}/{aspect}", it.rule));
    it.codes.iter().fold(name, |name, code| name + ", " + code)
}

fn fixable(safely: usize, unsafely: usize) -> String {
    let counts = [(safely, "--fix"), (unsafely, "--fix --unsafe-fixes")].into_iter().filter(|it| it.0 > 0);
    let parts: Vec<String> = counts.map(|(count, how)| format!("{count} fixable with {how}")).collect();
    parts.join("; ")
}
