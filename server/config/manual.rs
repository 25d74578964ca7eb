//! The manual of all settings, from the table by which they are read; the README and the editors' lists of settings are made of it.

use serde_json::{Value, json};

use super::keys::{Key, Kind, LEVELS, NONE, ROWS, Row};
use crate::knowledge::labels::LabelKind;

/// What there is to know of a setting.
#[derive(Debug)]
pub struct Setting {
    /// What it is called in dockwright.toml; in editors, `dockwright.` stands before it.
    pub name: String,
    /// What it can be.
    pub takes: String,
    /// What counts if nothing is said.
    pub default: &'static str,
    /// What it does, in a sentence or two.
    pub about: &'static str,
    /// How VS Code should describe it (`contributes.configuration`); `None` for what makes no difference in an editor.
    pub property: Option<Value>,
}

/// All settings, in the order of the table; those of a table within it by their full names, `format.enable`.
pub fn manual() -> Vec<Setting> {
    below("", ROWS)
}

fn below(table: &str, rows: &[Row]) -> Vec<Setting> {
    let settings = |row: &Row| {
        let name = format!("{table}{}", row.name);
        match row.kind {
            Kind::Table(rows) => below(&format!("{name}."), rows),
            _ => vec![setting(name, row)],
        }
    };
    rows.iter().flat_map(settings).collect()
}

fn setting(name: String, row: &Row) -> Setting {
    let (default, place) = rest(row.key);
    let property = matches!(place, Place::Everywhere).then(|| property(row, default));
    Setting { name, takes: takes(row.kind), default, about: row.about, property }
}

/// Where a setting makes a difference.
enum Place {
    /// On the command line and in editors.
    Everywhere,
    /// Not in the settings of an editor.
    Files,
}

/// What counts if nothing is said, and where the setting makes a difference.
fn rest(key: Key) -> (&'static str, Place) {
    match key {
        Key::Select => ("`default`", Place::Everywhere),
        Key::ExtendSelect | Key::Ignore => ("none", Place::Everywhere),
        Key::Severity => ("each rule's own", Place::Everywhere),
        Key::FailLevel => ("`info`", Place::Files),
        Key::BuildStages => ("`skip`; `check` with `select = [\"all\"]`", Place::Everywhere),
        Key::IgnoreComments => ("`honour`", Place::Everywhere),
        Key::TrustedRegistries => ("all", Place::Everywhere),
        Key::LabelSchema => ("none", Place::Everywhere),
        Key::OtherLabels => ("`allow`", Place::Everywhere),
        Key::UnsafeFixes => ("`false`", Place::Files),
        Key::InlayHints | Key::CodeLenses => ("all", Place::Everywhere),
        Key::FormatEnable => ("`true`", Place::Everywhere),
        Key::FormatIndentStyle => ("`file`", Place::Everywhere),
        Key::FormatIndentWidth => ("`4`, or what the editor says", Place::Everywhere),
        Key::FormatKeywordCasing => ("`keep`", Place::Everywhere),
        Key::PerPath | Key::Format => ("none", Place::Files),
        Key::Formats | Key::ExitZero | Key::NoColor | Key::Verbose => ("", Place::Files),
    }
}

fn takes(kind: Kind) -> String {
    let words = |words: &[&str]| {
        let words: Vec<String> = words.iter().map(|it| format!("`{it}`")).collect();
        words.join(", ")
    };
    match kind {
        Kind::Selectors | Kind::Ignored => "list of rules".to_owned(),
        Kind::Severities => format!("table of rules, each {}", words(LEVELS)),
        Kind::Word(these) => words(these),
        Kind::Words(these) => format!("list of {}; or `none`", words(these)),
        Kind::Texts => "list of texts".to_owned(),
        Kind::Labels => format!("table of labels, each {}", words(&LabelKind::ALL.map(LabelKind::as_str))),
        Kind::Flag => "`true`, `false`".to_owned(),
        Kind::Number(from, to) => format!("`{from}` to `{to}`"),
        Kind::Table(_) => "table".to_owned(),
        Kind::Paths => "list of tables".to_owned(),
    }
}

/// As VS Code wants it. What nobody has filled in is empty or null there, which says nothing.
fn property(row: &Row, default: &str) -> Value {
    let mut property = match row.kind {
        Kind::Selectors | Kind::Ignored | Kind::Texts => {
            json!({ "type": "array", "items": { "type": "string" }, "default": [] })
        }
        Kind::Severities => {
            json!({ "type": "object", "additionalProperties": { "enum": LEVELS }, "default": {} })
        }
        Kind::Labels => {
            let kinds = LabelKind::ALL.map(LabelKind::as_str);
            json!({ "type": "object", "additionalProperties": { "enum": kinds }, "default": {} })
        }
        Kind::Word(words) => {
            let words: Vec<Value> = words.iter().map(|it| json!(it)).chain([Value::Null]).collect();
            json!({ "type": ["string", "null"], "enum": words, "default": null })
        }
        Kind::Words(words) => {
            let words: Vec<Value> = words.iter().copied().chain([NONE]).map(|it| json!(it)).collect();
            json!({ "type": "array", "items": { "enum": words }, "default": [] })
        }
        Kind::Flag => json!({ "type": ["boolean", "null"], "default": null }),
        Kind::Number(from, to) => {
            json!({ "type": ["integer", "null"], "minimum": from, "maximum": to, "default": null })
        }
        Kind::Table(_) => json!({ "type": "object", "default": {} }),
        Kind::Paths => json!({ "type": "array", "items": { "type": "object" }, "default": [] }),
    };
    property["scope"] = "resource".into();
    property["markdownDescription"] =
        format!("{} Not set: what `dockwright.toml` says, else {default}.", row.about).into();
    property
}
