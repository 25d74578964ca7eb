//! The JSON schema of dockwright.toml, with which an editor completes and checks it.

use serde_json::{Map, Value, json};

use super::keys::{Kind, LEVELS, NONE, PATHS, PATHS_ABOUT, PER_PATH, ROWS, Row};
use crate::{
    knowledge::labels::LabelKind,
    lint::{Group, selector::SETS},
    rules::RULES,
};

/// The schema, made of the table by which dockwright.toml is read.
pub fn schema() -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "dockwright.toml",
        "description": "Settings of Dockwright, a language server, linter and fixer for Dockerfiles.",
        "type": "object",
        "additionalProperties": false,
        "properties": properties(ROWS.iter()),
        "definitions": { "rule": rule() },
    })
}

fn properties<'a>(rows: impl Iterator<Item = &'a Row>) -> Map<String, Value> {
    let property = |row: &Row| {
        let mut property = kind(row.kind);
        property["description"] = row.about.into();
        (row.name.to_owned(), property)
    };
    rows.map(property).collect()
}

fn kind(kind: Kind) -> Value {
    let rule = json!({ "$ref": "#/definitions/rule" });
    match kind {
        Kind::Selectors | Kind::Ignored => list(&rule),
        Kind::Severities => json!({
            "type": "object",
            "propertyNames": rule,
            "additionalProperties": { "enum": LEVELS },
        }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Words(words) => {
            let words = [words, &[NONE]].concat();
            list(&json!({ "enum": words }))
        }
        Kind::Texts => list(&json!({ "type": "string" })),
        Kind::Labels => {
            let kinds = LabelKind::ALL.map(LabelKind::as_str);
            json!({ "type": "object", "additionalProperties": { "enum": kinds } })
        }
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Number(from, to) => json!({ "type": "integer", "minimum": from, "maximum": to }),
        Kind::Table(rows) => json!({
            "type": "object",
            "additionalProperties": false,
            "properties": properties(rows.iter()),
        }),
        Kind::Paths => {
            let mut properties = properties(ROWS.iter().filter(|it| PER_PATH.contains(&it.key)));
            let mut paths = list(&json!({ "type": "string" }));
            paths["description"] = PATHS_ABOUT.into();
            properties.insert(PATHS.to_owned(), paths);
            let item = json!({
                "type": "object",
                "additionalProperties": false,
                "required": [PATHS],
                "properties": properties,
            });
            json!({ "type": "array", "items": item })
        }
    }
}

/// A list, or one item.
fn list(item: &Value) -> Value {
    json!({ "anyOf": [{ "type": "array", "items": item }, item] })
}

/// What can name a rule. All but codes and aspects can be completed.
fn rule() -> Value {
    let groups = Group::ALL.iter().map(|it| it.as_str());
    let names: Vec<&str> = SETS.into_iter().chain(groups).chain(RULES.iter().map(|it| it.name)).collect();
    json!({ "anyOf": [{ "enum": names }, { "type": "string" }] })
}
