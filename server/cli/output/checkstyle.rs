//! Findings as Checkstyle prints them, which many CI servers read.

use std::io::{self, Write};

use super::{Place, Report, path, xml::escape};
use crate::{lint::Severity, text::LineIndex};

/// Prints one element for each file that was checked.
pub(super) fn write(reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">")?;
    for report in reports {
        writeln!(to, "  <file name=\"{}\">", escape(&path(report)))?;
        let lines = LineIndex::builder(report.text.clone());
        for it in &report.found {
            let Place { line, column, .. } = Place::new(&lines, it.range);
            let (severity, message) = (severity(it.severity), escape(&it.message));
            writeln!(
                to,
                "    <error line=\"{line}\" column=\"{column}\" severity=\"{severity}\" message=\"{message}\" source=\"{}\"/>",
                it.codes().next().map_or_else(|| it.name(), str::to_owned)
            )?;
        }
        writeln!(to, "  </file>")?;
    }
    writeln!(to, "</checkstyle>")
}

/// Checkstyle has no hints.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "info",
    }
}
