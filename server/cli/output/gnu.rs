//! Findings one a line, as compilers print them: editors and many other programs find the places.

use std::io::{self, Write};

use super::{Found, Report, each, id, visible};

/// Prints them.
pub(super) fn write(reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    each(reports, |Found { report, it, place, .. }| {
        let (path, severity) = (report.path.to_string_lossy(), it.severity.as_str());
        let (path, message, id) = (visible(&path), visible(&it.message), id(it));
        writeln!(to, "{path}:{}:{}: {severity}: {message} [{id}]", place.line, place.column)
    })
}
