//! Findings as failed tests of JUnit: a suite for each file. There is no time in it, so that it is the same again.

use std::io::{self, Write};

use super::{Place, Report, id, path, xml::escape};
use crate::text::LineIndex;

/// Prints them; a file without findings is a test that passed.
pub(super) fn write(reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    let failures: usize = reports.iter().map(|it| it.found.len()).sum();
    let tests: usize = reports.iter().map(|it| it.found.len().max(1)).sum();
    writeln!(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(to, "<testsuites name=\"dockwright\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">")?;
    reports.iter().try_for_each(|it| suite(it, to))?;
    writeln!(to, "</testsuites>")
}

fn suite(report: &Report, to: &mut dyn Write) -> io::Result<()> {
    let (name, failures) = (escape(&path(report)), report.found.len());
    let tests = failures.max(1);
    writeln!(to, "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">")?;
    if report.found.is_empty() {
        writeln!(to, "    <testcase name=\"no findings\" classname=\"{name}\"/>")?;
    }
    let lines = LineIndex::builder(report.text.clone());
    for it in &report.found {
        let Place { line, column, .. } = Place::new(&lines, it.range);
        let (id, message, severity) = (escape(&id(it)), escape(&it.message), it.severity.as_str());
        writeln!(to, "    <testcase name=\"{id}\" classname=\"{name}\" line=\"{line}\">")?;
        writeln!(
            to,
            "      <failure type=\"{severity}\" message=\"{message}\">{name}:{line}:{column}: {severity}: {message}</failure>"
        )?;
        writeln!(to, "    </testcase>")?;
    }
    writeln!(to, "  </testsuite>")
}
