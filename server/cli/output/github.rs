//! Findings as commands of a workflow, which GitHub shows beside the lines of a pull request.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::io::{self, Write};

use super::{Finding, Report, findings, visible};
use crate::lint::Severity;

/// Prints one command a line.
pub(super) fn write(reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    for it in findings(reports) {
        let title = it.found.codes().fold(it.found.name(), |title, code| title + ", " + code);
        let fix = it.found.fix.iter().map(|fix| format!("\nhelp: {}", visible(&fix.title)));
        let message = visible(&it.found.message).into_owned() + &fix.collect::<String>();
        writeln!(
            to,
            "::{} file={},{},title={}::{}",
            command(it.found.severity),
            property(&visible(&it.path)),
            place(&it),
            property(&title),
            data(&message),
        )?;
    }
    Ok(())
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "notice",
    }
}

/// Columns are for findings on one line: with more, GitHub refuses them.
fn place(it: &Finding<'_>) -> String {
    let place = it.place;
    match place.line == place.end_line {
        true => format!(
            "line={},col={},endLine={},endColumn={}",
            place.line, place.column, place.end_line, place.end_column
        ),
        false => format!("line={},endLine={}", place.line, place.end_line),
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
