//! Findings as workflow commands of GitHub, which shows them beside the changes of a pull request.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::io::{self, Write};

use super::{Found, Place, Report, each, id, path};
use crate::lint::Severity;

/// Prints them.
pub(super) fn write(reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    each(reports, |Found { report, it, place, .. }| {
        let (command, file, title) = (command(it.severity), property(&path(report)), property(&id(it)));
        writeln!(to, "::{command} file={file},{},title={title}::{}", region(place), data(&it.message))
    })
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "notice",
    }
}

/// Columns are only for what is on one line; the last one is that of the last character.
fn region(Place { line, column, end_line, end_column }: Place) -> String {
    if line == end_line {
        let last = end_column.saturating_sub(1).max(column);
        format!("line={line},endLine={end_line},col={column},endColumn={last}")
    } else {
        format!("line={line},endLine={end_line}")
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
