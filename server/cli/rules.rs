//! `dockwright rules`: the list of all rules.

use std::io::{self, Write};

use serde::Serialize;

use super::{
    Status,
    arguments::{RulesArguments, RulesFormat},
    console::Console,
};
use crate::{lint::Rule, rules::RULES};

/// Prints the list.
pub(super) fn rules(arguments: &RulesArguments, console: &mut Console) -> io::Result<Status> {
    let rows = RULES.iter().map(row);
    match arguments.format {
        RulesFormat::Human => write_table(&rows.collect::<Vec<_>>(), &mut console.out)?,
        RulesFormat::Json => {
            serde_json::to_writer_pretty(&mut console.out, &rows.collect::<Vec<_>>())?;
            console.out.write_all(b"\n")?;
        }
    }
    Ok(Status::Clean)
}

/// A rule, as other programs see it.
#[derive(Serialize)]
struct Row {
    name: &'static str,
    aspects: &'static [&'static str],
    codes: Vec<&'static str>,
    group: &'static str,
    severity: &'static str,
    default: bool,
    /// `safe` or `unsafe`, if its page shows a fix.
    fix: Option<&'static str>,
    title: &'static str,
    url: String,
}

fn row(rule: &'static Rule) -> Row {
    Row {
        name: rule.name,
        aspects: rule.decl.aspects,
        codes: rule.codes(),
        group: rule.decl.group.as_str(),
        severity: rule.decl.severity.as_str(),
        default: rule.decl.default,
        fix: fix(rule),
        title: rule.title(),
        url: rule.url(),
    }
}

/// The page is tested, so what it shows is what the rule does.
fn fix(rule: &Rule) -> Option<&'static str> {
    ["safe", "unsafe"].into_iter().find(|it| rule.page.contains(&format!("```dockerfile {it} fix")))
}

fn write_table(rows: &[Row], to: &mut dyn Write) -> io::Result<()> {
    let cells = |it: &Row| {
        let default = if it.default { "on" } else { "off" };
        let fix = it.fix.unwrap_or_default();
        [it.name, &it.codes.join(" "), it.group, it.severity, default, fix, it.title].map(str::to_owned)
    };
    let head = ["Rule", "Codes", "Group", "Severity", "Default", "Fix", "What is wrong"].map(str::to_owned);
    let table: Vec<_> = std::iter::once(head).chain(rows.iter().map(cells)).collect();
    let widths: Vec<usize> =
        (0..6).map(|column| table.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
    for row in &table {
        for (cell, width) in row.iter().zip(&widths) {
            write!(to, "{cell:<width$}  ")?;
        }
        writeln!(to, "{}", row[6])?;
    }
    Ok(())
}
