//! The settings of hadolint: its file `.hadolint.yaml` and its environment variables, as far as they mean something here.
//!
//! What it does not know it passes over in silence; so do we. Codes of ShellCheck and those that are not there mean nothing.

use super::{
    keys::Key,
    node::{Data, Name, Node, Wrong},
    value::{Entry, Value, flag, label_kind, labels, texts},
};
use crate::lint::{Severity, selector::OFF_IN_HADOLINT};

/// What hadolint does not let anybody ignore: a file that it cannot read.
const ALWAYS: &str = "DL1000";

/// Its words for severities. Of several overrides of one code, the worst counts, so they come last.
const SEVERITIES: [(&str, Severity); 4] = [
    ("style", Severity::Hint),
    ("info", Severity::Info),
    ("warning", Severity::Warning),
    ("error", Severity::Error),
];

/// What a setting means.
#[derive(Clone, Copy)]
enum Meaning {
    Ignored,
    Overrides,
    Threshold,
    Formats,
    Labels,
    Registries,
    /// If it is true, this is said.
    Switch(Key, Option<&'static str>),
}

/// The keys of the file.
const KEYS: [(&str, Meaning); 13] = [
    ("ignored", Meaning::Ignored),
    ("override", Meaning::Overrides),
    ("failure-threshold", Meaning::Threshold),
    ("format", Meaning::Formats),
    ("formats", Meaning::Formats),
    ("no-fail", Meaning::Switch(Key::ExitZero, None)),
    ("no-color", Meaning::Switch(Key::NoColor, None)),
    ("verbose", Meaning::Switch(Key::Verbose, None)),
    ("strict-labels", Meaning::Switch(Key::OtherLabels, Some("report"))),
    ("disable-ignore-pragma", Meaning::Switch(Key::IgnoreComments, Some("disregard"))),
    ("trustedRegistries", Meaning::Registries),
    ("trusted-registries", Meaning::Registries),
    ("label-schema", Meaning::Labels),
];

/// The variables of the environment; those for severities are made of [`SEVERITIES`].
const VARIABLES: [(&str, Meaning); 9] = [
    ("HADOLINT_IGNORE", Meaning::Ignored),
    ("HADOLINT_FAILURE_THRESHOLD", Meaning::Threshold),
    ("HADOLINT_FORMAT", Meaning::Formats),
    ("HADOLINT_NOFAIL", Meaning::Switch(Key::ExitZero, None)),
    ("HADOLINT_VERBOSE", Meaning::Switch(Key::Verbose, None)),
    ("HADOLINT_STRICT_LABELS", Meaning::Switch(Key::OtherLabels, Some("report"))),
    ("HADOLINT_DISABLE_IGNORE_PRAGMA", Meaning::Switch(Key::IgnoreComments, Some("disregard"))),
    ("HADOLINT_TRUSTED_REGISTRIES", Meaning::Registries),
    ("HADOLINT_REQUIRE_LABELS", Meaning::Labels),
];

/// What the file says.
pub(super) fn entries(file: &Node) -> Result<Vec<Entry>, Wrong> {
    if file.data == Data::Nothing {
        return Ok(Vec::new()); // An empty file.
    }
    let mut all = Vec::new();
    for (name, node) in file.table("a table of settings")?.iter().filter(|it| it.1.data != Data::Nothing) {
        let known = KEYS.iter().find(|it| it.0 == name.text);
        for mut entry in known.map(|it| read(it.1, node)).transpose()?.unwrap_or_default() {
            entry.place = name.place;
            all.push(entry);
        }
    }
    Ok(all)
}

/// What the environment says; what cannot be read of it says nothing, as in hadolint.
pub(super) fn entries_of_environment(variable: impl Fn(&str) -> Option<String>) -> Vec<Entry> {
    let text = |name: &str| variable(name).filter(|it| !it.is_empty());
    let list =
        |text: &str| Data::List(text.split(',').map(|it| node(Data::Text(it.trim().to_owned()))).collect());
    let mut all = Vec::new();
    for (name, meaning) in VARIABLES {
        let Some(text) = text(name) else { continue };
        let data = match meaning {
            Meaning::Switch(..) => {
                Data::Flag(["1", "y", "on", "true", "yes"].contains(&&*text.to_lowercase()))
            }
            Meaning::Threshold => Data::Text(text),
            Meaning::Labels => Data::Table(text.split(',').map(pair).collect()),
            _ => list(&text),
        };
        all.extend(read(meaning, &node(data)).unwrap_or_default());
    }
    for (word, level) in SEVERITIES {
        if let Some(text) = text(&format!("HADOLINT_OVERRIDE_{}", word.to_uppercase())) {
            all.extend(overrides(level, text.split(',').map(|it| it.trim().to_owned())));
        }
    }
    all
}

/// What it means that these codes have this severity: some are off unless they have one.
pub fn overrides(level: Severity, codes: impl Iterator<Item = String>) -> Vec<Entry> {
    let severity: Vec<(String, Severity)> = codes.map(|it| (it, level)).collect();
    let off = severity.iter().map(|it| it.0.clone()).filter(|it| OFF_IN_HADOLINT.contains(&&**it));
    let on: Vec<String> = off.collect();
    let mut entries = vec![Entry::new(Key::Severity, Value::Severities(severity))];
    if !on.is_empty() {
        entries.push(Entry::new(Key::ExtendSelect, Value::Texts(on)));
    }
    entries
}

/// The severity that a word of hadolint means; its style is our hint.
pub fn severity(word: &str) -> Option<Severity> {
    SEVERITIES.iter().find(|it| it.0 == word).map(|it| it.1)
}

/// The level from which on findings fail, as one of our words. `ignore` and `none` mean any finding.
pub fn threshold(word: &str) -> Option<&'static str> {
    match word {
        "ignore" | "none" => Some("hint"),
        _ => severity(word).map(Severity::as_str),
    }
}

/// A label and what it must be: `name:kind`.
pub fn label(text: &str) -> Option<Entry> {
    let (name, node) = pair(text);
    let Data::Text(word) = node.data else { return None };
    Some(Entry::new(Key::LabelSchema, Value::Labels(vec![(name.text, label_kind(&word)?)])))
}

fn read(meaning: Meaning, node: &Node) -> Result<Vec<Entry>, Wrong> {
    let list =
        || -> Result<Vec<String>, Wrong> { Ok(texts(node)?.into_iter().map(|it| it.1.to_owned()).collect()) };
    let entry = |key, value| vec![Entry::new(key, value)];
    Ok(match meaning {
        Meaning::Ignored => {
            entry(Key::Ignore, Value::Texts(list()?.into_iter().filter(|it| it != ALWAYS).collect()))
        }
        Meaning::Overrides => {
            let table = node.table("a table of severities")?;
            let mut all = Vec::new();
            for (word, level) in SEVERITIES {
                for (_, codes) in table.iter().filter(|it| it.0.text == word && it.1.data != Data::Nothing) {
                    all.extend(overrides(level, texts(codes)?.into_iter().map(|it| it.1.to_owned())));
                }
            }
            all
        }
        Meaning::Threshold => {
            let wanted = "one of error, warning, info, style, ignore, none";
            let word = threshold(node.text(wanted)?).ok_or_else(|| node.is_not(wanted))?;
            entry(Key::FailLevel, Value::Word(word))
        }
        Meaning::Formats => entry(Key::Formats, Value::Texts(list()?)),
        Meaning::Labels => entry(Key::LabelSchema, Value::Labels(labels(node)?)),
        Meaning::Registries => entry(Key::TrustedRegistries, Value::Texts(list()?)),
        Meaning::Switch(key, word) => match flag(node)? {
            true => entry(key, word.map_or(Value::Flag(true), Value::Word)),
            false => Vec::new(),
        },
    })
}

fn pair(text: &str) -> (Name, Node) {
    let (name, kind) = text.split_once(':').unwrap_or((text, ""));
    (Name { place: None, text: name.trim().to_owned() }, node(Data::Text(kind.trim().to_owned())))
}

fn node(data: Data) -> Node {
    Node { place: None, data }
}
