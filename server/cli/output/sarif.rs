//! Findings as SARIF 2.1.0, which GitHub and many other services read.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{self, Write},
};

use serde_json::{Value, json};

use super::{Found, Place, Report, each, fingerprint::Fingerprints, path, write_value};
use crate::{
    lint::{Diagnostic, Fix, Rule, Severity},
    text::{LineIndex, TextRange},
};

/// Prints one log with one run.
pub(super) fn write(reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    let mut found: BTreeMap<String, &Diagnostic> = BTreeMap::new();
    for it in reports.iter().flat_map(|it| &it.found) {
        found.entry(it.name()).or_insert(it);
    }
    let numbers: BTreeMap<&str, usize> =
        found.keys().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let mut fingerprints = Fingerprints::default();
    let mut results = Vec::new();
    each(reports, |it| {
        let name = it.it.name();
        results.push(result(&it, &name, numbers[name.as_str()], &mut fingerprints));
        Ok(())
    })?;
    let driver = json!({
        "name": "Dockwright",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "informationUri": concat!("https://docs.rs/dockwright/", env!("CARGO_PKG_VERSION")),
        "rules": found.iter().map(|(name, it)| rule(name, it)).collect::<Vec<_>>(),
    });
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
    });
    write_value(&log, to)?;
    to.write_all(b"\n")
}

/// What there is to know of a rule, or of one of its aspects.
fn rule(name: &str, it: &Diagnostic) -> Value {
    let Rule { page, decl, .. } = it.rule;
    let tags: Vec<&str> = std::iter::once(decl.group.as_str()).chain(it.codes()).collect();
    json!({
        "id": name,
        "shortDescription": { "text": it.rule.title() },
        "fullDescription": { "text": introduction(page) },
        "help": { "text": page, "markdown": page },
        "helpUri": it.rule.url(),
        "defaultConfiguration": { "level": level(decl.severity) },
        "properties": { "tags": tags },
    })
}

/// The first paragraph below the heading.
fn introduction(page: &str) -> String {
    let lines = page.lines().skip(1).skip_while(|it| it.trim().is_empty());
    lines.take_while(|it| !it.trim().is_empty()).collect::<Vec<_>>().join(" ")
}

fn result(found: &Found<'_>, name: &str, number: usize, fingerprints: &mut Fingerprints) -> Value {
    let Found { report, lines, it, place } = found;
    let (path, uri) = (path(report), uri(report));
    let mut result = json!({
        "ruleId": name,
        "ruleIndex": number,
        "level": level(it.severity),
        "message": { "text": it.message },
        "locations": [location(&uri, *place)],
        "partialFingerprints": { "dockwright/v1": fingerprints.of(found, &path) },
    });
    if !it.related.is_empty() {
        let related = it.related.iter().enumerate().map(|it| related(&uri, lines, it));
        result["relatedLocations"] = related.collect();
    }
    if let Some(fix) = &it.fix {
        result["fixes"] = json!([repair(&uri, lines, fix)]);
    }
    result
}

fn location(uri: &str, place: Place) -> Value {
    json!({ "physicalLocation": { "artifactLocation": { "uri": uri }, "region": region(place) } })
}

fn related(uri: &str, lines: &LineIndex, (at, (range, message)): (usize, &(TextRange, String))) -> Value {
    let mut location = location(uri, Place::new(lines, *range));
    location["id"] = (at + 1).into();
    location["message"] = json!({ "text": message });
    location
}

fn region(Place { line, column, end_line, end_column }: Place) -> Value {
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

fn repair(uri: &str, lines: &LineIndex, fix: &Fix) -> Value {
    let replacement = |range, text: &str| json!({ "deletedRegion": region(Place::new(lines, range)), "insertedContent": { "text": text } });
    let replacements: Vec<Value> = fix.edits.iter().map(|it| replacement(it.delete, &it.insert)).collect();
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{ "artifactLocation": { "uri": uri }, "replacements": replacements }],
        "properties": { "safety": fix.safety.as_str() },
    })
}

/// SARIF has no hints.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

/// The path as a URI: relative as it is, absolute with a scheme (RFC 3986, RFC 8089).
fn uri(report: &Report) -> String {
    let mut uri = match report.path.is_absolute() {
        true if cfg!(windows) => "file:///".to_owned(),
        true => "file://".to_owned(),
        false => String::new(),
    };
    let path = path(report);
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(byte.into()),
            b':' if cfg!(windows) && report.path.is_absolute() => uri.push(':'),
            _ if byte.is_ascii_alphanumeric() => uri.push(byte.into()),
            _ => {
                let _ = write!(uri, "%{byte:02X}"); // A string has no end.
            }
        }
    }
    uri
}
