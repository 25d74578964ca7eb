//! Findings as tests that failed, in the format of JUnit: a file is a suite. Times are left out, so that the same files give
//! the same output.

use std::io::{self, Write};

use super::{Finding, Report, address, findings, of, xml::escape};

/// Prints a suite for each file. A file without findings has one test, which passed.
pub(super) fn write(reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    let failures = findings(reports).count();
    let passed = reports.iter().filter(|it| it.found.is_empty()).count();
    writeln!(to, "<?xml version=\"1.0\" encoding=\"utf-8\"?>")?;
    let tests = failures + passed;
    writeln!(to, "<testsuites name=\"dockwright\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">")?;
    for report in reports {
        suite(report, to)?;
    }
    writeln!(to, "</testsuites>")
}

fn suite(report: &Report, to: &mut dyn Write) -> io::Result<()> {
    let path = address::path(&report.path);
    let path = escape(&path);
    let failures = report.found.len();
    let tests = failures.max(1);
    writeln!(to, "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">")?;
    if failures == 0 {
        writeln!(to, "    <testcase name=\"dockwright\" classname=\"{path}\" file=\"{path}\"/>")?;
    }
    for it in of(report) {
        case(&it, to)?;
    }
    writeln!(to, "  </testsuite>")
}

fn case(it: &Finding<'_>, to: &mut dyn Write) -> io::Result<()> {
    let (name, path, place) = (it.found.name(), escape(&it.path), it.place);
    let (message, severity) = (escape(&it.found.message), it.found.severity.as_str());
    let (line, column) = (place.line, place.column);
    writeln!(
        to,
        "    <testcase name=\"{name}\" classname=\"{path}\" file=\"{path}\" line=\"{line}\">\n      \
         <failure type=\"{severity}\" message=\"{message}\">{path}:{line}:{column}: {severity}: {message} [{name}]\
         </failure>\n    </testcase>"
    )
}
