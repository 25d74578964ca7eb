//! Findings as GitLab wants reports on code quality: an array of issues of Code Climate.
//!
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Found, Report, each, fingerprint::Fingerprints, path, write_value};
use crate::lint::{Group, Severity};

/// Prints the array, one issue a line.
pub(super) fn write(reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    let mut before = "[";
    each(reports, |found| {
        writeln!(to, "{before}")?;
        before = ",";
        write_value(&issue(&found, &mut fingerprints), to)
    })?;
    to.write_all(if before == "[" { b"[]\n" } else { b"\n]\n" })
}

fn issue(found: &Found<'_>, fingerprints: &mut Fingerprints) -> Value {
    let path = path(found.report);
    json!({
        "type": "issue",
        "check_name": found.it.name(),
        "description": found.it.message,
        "categories": [category(found.it.rule.decl.group)],
        "severity": severity(found.it.severity),
        "fingerprint": fingerprints.of(found, &path),
        "location": { "path": path, "lines": { "begin": found.place.line, "end": found.place.end_line } },
    })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Info => "minor",
        Severity::Hint => "info",
    }
}

/// The word of Code Climate that is nearest.
fn category(group: Group) -> &'static str {
    match group {
        Group::Correctness | Group::Reproducibility => "Bug Risk",
        Group::Security => "Security",
        Group::Size | Group::Speed => "Performance",
        Group::Style => "Style",
    }
}
