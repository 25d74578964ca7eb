//! Values of settings, read by the table.

use super::{
    globs::Globs,
    keys::{Key, Kind, LEVELS, NONE, PATHS, PER_PATH, ROWS, Row},
    names,
    node::{Data, Name, Node, Place, Wrong},
};
use crate::{
    knowledge::labels::LabelKind,
    lint::Severity,
    syntax::suggest::{did_you_mean, nearest},
};

/// Something that a source of settings says.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is about.
    pub key: Key,
    /// What it says of it.
    pub value: Value,
    /// Where, if that is known.
    pub place: Option<Place>,
}

/// What a setting is.
#[derive(Clone, Debug)]
pub enum Value {
    /// Names of rules, or other texts.
    Texts(Vec<String>),
    /// How bad findings are, by names of rules.
    Severities(Vec<(String, Severity)>),
    /// One of the words that the setting can be.
    Word(&'static str),
    /// What labels must be.
    Labels(Vec<(String, LabelKind)>),
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(u8),
    /// The members of a table of settings.
    Members(Vec<Entry>),
    /// Settings for some paths.
    Paths(Vec<PerPath>),
}

/// Settings for some paths.
#[derive(Clone, Debug)]
pub struct PerPath {
    pub(super) globs: Globs,
    pub(super) entries: Vec<Entry>,
}

impl Entry {
    /// Says `value` of `key`.
    pub fn new(key: Key, value: Value) -> Entry {
        Entry { key, value, place: None }
    }
}

/// What the table at the top of dockwright.toml says.
pub(super) fn entries(file: &Node) -> Result<Vec<Entry>, Wrong> {
    members(file.table("a table of settings")?, ROWS.iter())
}

/// What the editor's section says, and what is wrong with the rest of it. It may have members that are not ours.
pub(super) fn entries_of_editor(section: &Node) -> (Vec<Entry>, Vec<Wrong>) {
    let (mut entries, mut wrong) = (Vec::new(), Vec::new());
    let Data::Table(members) = &section.data else {
        return (entries, wrong);
    };
    for (name, node) in members {
        match ROWS.iter().find(|it| it.name == name.text).map(|row| entry(row, name, node)) {
            Some(Ok(entry)) => entries.extend(entry),
            Some(Err(it)) => wrong.push(Wrong::new(None, format!("{}: {}", name.text, it.what))),
            None => {}
        }
    }
    (entries, wrong)
}

fn members<'a>(
    members: &[(Name, Node)],
    rows: impl Iterator<Item = &'a Row> + Clone,
) -> Result<Vec<Entry>, Wrong> {
    let mut entries = Vec::new();
    for (name, node) in members {
        let Some(row) = rows.clone().find(|it| it.name == name.text) else {
            let near = did_you_mean(nearest(&name.text, rows.map(|it| it.name)));
            return Err(Wrong::new(name.place, format!("there is no setting {}{near}", name.text)));
        };
        entries.extend(entry(row, name, node)?);
    }
    Ok(entries)
}

/// What is said of a setting, if anything is.
fn entry(row: &Row, name: &Name, node: &Node) -> Result<Option<Entry>, Wrong> {
    if node.data == Data::Nothing {
        return Ok(None);
    }
    let value = match row.kind {
        Kind::Selectors => Value::Texts(selectors(node, names::check)?),
        Kind::Ignored => Value::Texts(selectors(node, names::check_ignored)?),
        Kind::Severities => Value::Severities(severities(node)?),
        Kind::Word(words) => Value::Word(word(node, words)?),
        Kind::Words(allowed) => Value::Texts(words(node, allowed)?),
        Kind::Texts => Value::Texts(texts(node)?.into_iter().map(|it| it.1.to_owned()).collect()),
        Kind::Labels => Value::Labels(labels(node)?),
        Kind::Flag => Value::Flag(flag(node)?),
        Kind::Number(from, to) => Value::Number(number(node, from, to)?),
        Kind::Table(rows) => Value::Members(members(node.table("a table of settings")?, rows.iter())?),
        Kind::Paths => Value::Paths(paths(node)?),
    };
    Ok(Some(Entry { key: row.key, value, place: name.place }))
}

/// A list of texts, or one text.
pub(super) fn texts(node: &Node) -> Result<Vec<(&Node, &str)>, Wrong> {
    match &node.data {
        Data::Text(text) => Ok(vec![(node, text)]),
        Data::List(items) => items.iter().map(|it| Ok((it, it.text("a text")?))).collect(),
        _ => Err(node.is_not("a list of texts")),
    }
}

fn selectors(node: &Node, check: fn(&str) -> Result<(), String>) -> Result<Vec<String>, Wrong> {
    let selector = |(node, text): (&Node, &str)| match check(text) {
        Ok(()) => Ok(text.to_owned()),
        Err(what) => Err(Wrong::new(node.place, what)),
    };
    texts(node)?.into_iter().map(selector).collect()
}

fn severities(node: &Node) -> Result<Vec<(String, Severity)>, Wrong> {
    let severity = |(name, node): &(Name, Node)| {
        names::check(&name.text).map_err(|what| Wrong::new(name.place, what))?;
        Ok((name.text.clone(), level(word(node, LEVELS)?)))
    };
    node.table("a table of severities")?.iter().map(severity).collect()
}

fn word(node: &Node, words: &[&'static str]) -> Result<&'static str, Wrong> {
    let wanted = || format!("one of {}", words.join(", "));
    let text = node.text(&wanted())?;
    words.iter().copied().find(|it| *it == text).ok_or_else(|| node.is_not(&wanted()))
}

fn words(node: &Node, allowed: &[&'static str]) -> Result<Vec<String>, Wrong> {
    let allowed = [allowed, &[NONE]].concat();
    texts(node)?.into_iter().map(|(node, _)| word(node, &allowed).map(str::to_owned)).collect()
}

/// A table of kinds of labels.
pub(super) fn labels(node: &Node) -> Result<Vec<(String, LabelKind)>, Wrong> {
    let wanted = || {
        let kinds: Vec<&str> = LabelKind::ALL.iter().map(|it| it.as_str()).collect();
        format!("one of {}", kinds.join(", "))
    };
    let label = |(name, node): &(Name, Node)| {
        let text = if node.data == Data::Nothing { "" } else { node.text(&wanted())? };
        Ok((name.text.clone(), label_kind(text).ok_or_else(|| node.is_not(&wanted()))?))
    };
    node.table("a table of labels")?.iter().map(label).collect()
}

/// What a label must be, by its word; hadolint has none for a text, too.
pub(super) fn label_kind(word: &str) -> Option<LabelKind> {
    let word = if word.is_empty() { "text" } else { word };
    LabelKind::ALL.into_iter().find(|it| it.as_str() == word)
}

/// Yes or no.
pub(super) fn flag(node: &Node) -> Result<bool, Wrong> {
    match node.data {
        Data::Flag(flag) => Ok(flag),
        _ => Err(node.is_not("true or false")),
    }
}

fn number(node: &Node, from: u8, to: u8) -> Result<u8, Wrong> {
    let wrong = || node.is_not(&format!("a number from {from} to {to}"));
    match node.data {
        Data::Number(it) => u8::try_from(it).ok().filter(|it| (from..=to).contains(it)).ok_or_else(wrong),
        _ => Err(wrong()),
    }
}

fn paths(node: &Node) -> Result<Vec<PerPath>, Wrong> {
    let Data::List(items) = &node.data else {
        return Err(node.is_not("a list of tables, each under [[per-path]],"));
    };
    items.iter().map(per_path).collect()
}

fn per_path(node: &Node) -> Result<PerPath, Wrong> {
    let table = node.table("a table")?;
    let (globs, rest): (Vec<_>, Vec<_>) = table.iter().cloned().partition(|it| it.0.text == PATHS);
    let Some((_, globs)) = globs.first() else {
        return Err(Wrong::new(node.place, "`paths` is missing: which files are meant"));
    };
    let globs = texts(globs)?.into_iter().map(|(node, text)| (node.place, text));
    let rows = ROWS.iter().filter(|it| PER_PATH.contains(&it.key));
    Ok(PerPath { globs: Globs::new(globs)?, entries: members(&rest, rows)? })
}

/// The severity that one of [`LEVELS`] means.
pub(super) fn level(word: &str) -> Severity {
    match word {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        "info" => Severity::Info,
        _ => Severity::Hint,
    }
}
