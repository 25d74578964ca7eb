//! Findings as SARIF 2.1.0, with the rules, exact regions, and fixes.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde::Serialize;
use serde_json::{Value, json};

use super::{Finding, Place, Report, address, findings, fingerprint::Fingerprints, json, of, page};
use crate::lint::{Fix, Rule, Severity};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The kind of our fingerprints. GitHub works out its own, `primaryLocationLineHash`, if nobody else does.
const FINGERPRINT: &str = "dockwrightFinding/v1";

/// Prints a log with one run; each rule and each result is a line.
pub(super) fn write(reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    let rules: BTreeMap<&str, &Rule> =
        findings(reports).map(|it| (it.found.rule.name, it.found.rule)).collect();
    let index: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(at, name)| (*name, at)).collect();
    let mut fingerprints = Fingerprints::default();
    let results = reports.iter().flat_map(|report| {
        let uri = address::uri(&report.path);
        of(report).map(move |it| (it, uri.clone()))
    });
    let results =
        results.map(|(it, uri)| result(&it, &uri, index[it.found.rule.name], &fingerprints.of(&it)));

    let version = env!("CARGO_PKG_VERSION");
    write!(
        to,
        "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"columnKind\":\"unicodeCodePoints\",\
         \"tool\":{{\"driver\":{{\"name\":\"dockwright\",\"version\":\"{version}\",\"semanticVersion\":\"{version}\",\
         \"informationUri\":\"https://docs.rs/dockwright\",\"rules\":"
    )?;
    json::write_rows(rules.values().map(|it| descriptor(it)), to)?;
    write!(to, "}}}},\"results\":")?;
    json::write_rows(results, to)?;
    writeln!(to, "}}]}}")
}

/// A rule, as a `reportingDescriptor`.
fn descriptor(rule: &Rule) -> Value {
    let mut tags = vec![rule.decl.group.as_str()];
    for (code, _) in rule.decl.codes {
        if !tags.contains(code) {
            tags.push(code); // Each tag once: a code may stand for several aspects.
        }
    }
    json!({
        "id": rule.name,
        "name": pascal(rule.name),
        "shortDescription": {"text": rule.title()},
        "fullDescription": {"text": page::introduction(rule)},
        "help": {"text": format!("{} {}", page::introduction(rule), rule.url()), "markdown": rule.page},
        "helpUri": rule.url(),
        "defaultConfiguration": {"level": level(rule.decl.severity)},
        "properties": {"tags": tags, "problem.severity": problem(rule.decl.severity)},
    })
}

/// `last-user-root` as `LastUserRoot`.
fn pascal(name: &str) -> String {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('-').filter(|it| !it.is_empty()).map(capital).collect()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

/// The word for a severity that GitHub reads.
fn problem(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "recommendation",
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'a str,
    message: Value,
    locations: [Value; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Value>,
    partial_fingerprints: Value,
    properties: Value,
}

fn result<'a>(it: &Finding<'a>, uri: &str, rule_index: usize, fingerprint: &str) -> Outcome<'a> {
    let found = it.found;
    let related = found.related.iter().enumerate().map(|(at, (range, message))| {
        let mut location = location(uri, Place::new(&it.lines, *range));
        location["id"] = json!(at + 1);
        location["message"] = json!({"text": message});
        location
    });
    let mut properties = json!({"codes": found.codes().collect::<Vec<_>>()});
    if let Some(aspect) = found.aspect {
        properties["aspect"] = json!(aspect);
    }
    Outcome {
        rule_id: found.rule.name,
        rule_index,
        level: level(found.severity),
        message: json!({"text": found.message}),
        locations: [location(uri, it.place)],
        related_locations: related.collect(),
        fixes: found.fix.iter().filter(|fix| !fix.edits.is_empty()).map(|fix| repair(it, uri, fix)).collect(),
        partial_fingerprints: json!({FINGERPRINT: fingerprint}),
        properties,
    }
}

fn location(uri: &str, place: Place) -> Value {
    json!({"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region(place)}})
}

fn region(place: Place) -> Value {
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    })
}

fn repair(it: &Finding<'_>, uri: &str, fix: &Fix) -> Value {
    let replacements = fix.edits.iter().map(|edit| {
        json!({
            "deletedRegion": region(Place::new(&it.lines, edit.delete)),
            "insertedContent": {"text": edit.insert},
        })
    });
    json!({
        "description": {"text": fix.title},
        "artifactChanges": [{
            "artifactLocation": {"uri": uri},
            "replacements": replacements.collect::<Vec<_>>(),
        }],
        "properties": {"safety": fix.safety.as_str()},
    })
}
