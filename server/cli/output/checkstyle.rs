//! Findings in the format of Checkstyle, which Jenkins and many other programs read.

use std::io::{self, Write};

use super::{Report, of, xml::escape};
use crate::lint::Severity;

/// Prints one element for each file with findings, and one for each finding in it.
pub(super) fn write(reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "<?xml version=\"1.0\" encoding=\"utf-8\"?>")?;
    writeln!(to, "<checkstyle version=\"4.3\">")?;
    for report in reports {
        let mut findings = of(report).peekable();
        let Some(first) = findings.peek() else { continue };
        writeln!(to, "  <file name=\"{}\">", escape(&first.path))?;
        for it in findings {
            writeln!(
                to,
                "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"dockwright.{}\"/>",
                it.place.line,
                it.place.column,
                severity(it.found.severity),
                escape(&it.found.message),
                it.found.name(),
            )?;
        }
        writeln!(to, "  </file>")?;
    }
    writeln!(to, "</checkstyle>")
}

/// Checkstyle knows no hints.
fn severity(severity: Severity) -> &'static str {
    severity.max(Severity::Info).as_str()
}
