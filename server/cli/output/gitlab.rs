//! Findings for GitLab's report on code quality: the part of Code Climate's format that GitLab reads.
//!
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use std::io::{self, Write};

use serde::Serialize;

use super::{Finding, Report, findings, fingerprint::Fingerprints, json, page};
use crate::lint::{Group, Severity};

/// Prints an array, one finding a line.
pub(super) fn write(reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    json::write_rows(findings(reports).map(|it| issue(&it, fingerprints.of(&it))), to)?;
    to.write_all(b"\n")
}

#[derive(Serialize)]
struct Issue<'a> {
    r#type: &'a str,
    check_name: String,
    description: &'a str,
    content: Content,
    categories: [&'a str; 1],
    severity: &'a str,
    fingerprint: String,
    location: Location,
}

#[derive(Serialize)]
struct Content {
    body: String,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

fn issue<'a>(it: &Finding<'a>, fingerprint: String) -> Issue<'a> {
    let rule = it.found.rule;
    Issue {
        r#type: "issue",
        check_name: it.found.name(),
        description: &it.found.message,
        content: Content { body: format!("{}\n\n[{}]({})", page::introduction(rule), rule.name, rule.url()) },
        categories: [category(rule.decl.group)],
        severity: severity(it.found.severity),
        fingerprint,
        location: Location {
            path: it.path.to_string(),
            lines: Lines { begin: it.place.line, end: it.place.end_line },
        },
    }
}

fn category(group: Group) -> &'static str {
    match group {
        Group::Correctness | Group::Reproducibility => "Bug Risk",
        Group::Security => "Security",
        Group::Size | Group::Speed => "Performance",
        Group::Style => "Style",
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Info => "minor",
        Severity::Hint => "info",
    }
}
