//! The form of what is being written: of an instruction, of a flag, of a mount.

use std::ops::Range;

use super::forms::{Form, forms};
use crate::{
    knowledge::instructions::{self, Flag, MOUNT_KEYS, MountKey, ValueKind},
    lint::Cx,
    syntax::{Instruction, Keyword, Part, Unfinished},
    text::TextSize,
};

/// Ways to write something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signatures {
    /// All of them.
    pub forms: Vec<Signature>,
    /// Which one is being written.
    pub active: usize,
}

/// A way to write something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// How it is written.
    pub label: String,
    /// What it does, in Markdown.
    pub help: String,
    /// Its parts that can differ.
    pub parameters: Vec<Parameter>,
    /// Which of them is being written.
    pub active: Option<usize>,
}

/// A part of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Where it stands in the form, in bytes.
    pub place: Range<usize>,
    /// What it says; may be empty.
    pub help: String,
}

/// The form of what is being written at `at`; `None` where a form is no help.
pub fn signatures(cx: Cx<'_>, at: TextSize) -> Option<Signatures> {
    let file = cx.analysis.file();
    let begun = file.instructions.partition_point(|it| it.keyword_range.end() < at);
    let it = file.instructions.get(begun.checked_sub(1)?)?;
    if !is_in(cx, it, at) {
        return None;
    }
    let line = file.unfinished(it.keyword_range.start(), at);
    match line.part {
        Part::Keyword => None,
        Part::Flag => flag(&line).or_else(|| instruction(&line)),
        Part::Argument => instruction(&line),
    }
}

/// Whether the cursor is in the lines of an instruction, and neither in a heredoc nor in a comment.
fn is_in(cx: Cx<'_>, it: &Instruction, at: TextSize) -> bool {
    let file = cx.analysis.file();
    let in_heredoc = it.heredocs.first().is_some_and(|it| it.body.start() <= at);
    let in_comment = file.comments.iter().any(|it| it.start() < at && at <= it.end());
    let is_last = file.instructions.last().is_some_and(|last| std::ptr::eq(last, it));
    (at <= it.lines.end() || is_last && file.is_unfinished(it)) && !in_heredoc && !in_comment
}

// ── Instructions ────────────────────────────────────────────────────────────────────────────────────────────────────

fn instruction(line: &Unfinished<'_>) -> Option<Signatures> {
    let known = instructions::instruction(line.keyword)?;
    let is_text = !line.is_json() && !line.words.is_empty();
    let is_in_text = match line.keyword {
        // A command, or a text, needs no form once it has begun.
        Keyword::Run | Keyword::Cmd | Keyword::Entrypoint | Keyword::Maintainer => is_text,
        Keyword::Healthcheck => is_text && line.words.len() > 1,
        _ => false,
    };
    if is_in_text {
        return None;
    }
    let forms = forms(known.form);
    let active = forms.iter().position(|it| fits(it, line)).unwrap_or(0);
    let signature = |(at, form): (usize, &Form)| {
        let parameter = |it: &Range<usize>| Parameter { place: it.clone(), help: String::new() };
        Signature {
            label: form.text.clone(),
            help: known.help.to_owned(),
            parameters: form.parameters.iter().map(parameter).collect(),
            active: (at == active).then(|| position(form, line)).flatten(),
        }
    };
    Some(Signatures { forms: forms.iter().enumerate().map(signature).collect(), active })
}

/// Whether a line begins as this form does.
fn fits(form: &Form, line: &Unfinished<'_>) -> bool {
    if line.is_json() || form.is_json() {
        // Where the array stands first, it is what is recommended.
        let is_open = line.arguments.is_empty() && line.part == Part::Argument;
        return form.is_json()
            && (line.is_json() || is_open && form.parameters.len() == 2 && starts_json(form));
    }
    let first = line.words.first().unwrap_or(&line.last);
    let is_none = line.text(first).eq_ignore_ascii_case("NONE");
    form.text.ends_with("<<EOF") == line.text(&line.arguments).starts_with("<<")
        && (line.keyword != Keyword::Healthcheck || form.text.ends_with("NONE") == is_none)
}

fn starts_json(form: &Form) -> bool {
    form.text.split_once(' ').is_some_and(|(name, _)| ["SHELL", "CMD", "ENTRYPOINT"].contains(&name))
}

/// Which parameter of the form is being written.
fn position(form: &Form, line: &Unfinished<'_>) -> Option<usize> {
    let last = form.parameters.len().checked_sub(1)?;
    let is_options =
        |it: usize| form.parameter(it).starts_with("[OPTIONS") || form.parameter(it).starts_with("[--");
    if line.part == Part::Flag {
        return is_options(0).then_some(0);
    }
    let before = match line.is_json() {
        true => commas(line.text(&line.arguments)),
        false => line.words.len(),
    };
    Some((usize::from(is_options(0)) + before).min(last))
}

/// The commas of an array that are in no string.
fn commas(array: &str) -> usize {
    let mut in_string = false;
    let mut escaped = false;
    let mut commas = 0;
    for it in array.chars() {
        match it {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => in_string = !in_string,
            ',' if !in_string => commas += 1,
            _ => {}
        }
    }
    commas
}

// ── Flags and mounts ────────────────────────────────────────────────────────────────────────────────────────────────

/// The form of the flag whose value is being written.
fn flag(line: &Unfinished<'_>) -> Option<Signatures> {
    let (name, value) = line.text(&line.last).strip_prefix("--")?.split_once('=')?;
    let flag = instructions::flag(line.keyword, name)?;
    let signature = match flag.value {
        ValueKind::Mount => mount(flag, value)?,
        kind => {
            let label = format!("--{}={}", flag.name, form(kind));
            let parameters = parts(&label, flag.name.len() + "--=".len());
            let active = value.matches([':', '/']).count().min(parameters.len().saturating_sub(1));
            Signature { help: help(flag.help, flag.default), parameters, active: Some(active), label }
        }
    };
    Some(Signatures { forms: vec![signature], active: 0 })
}

fn mount(flag: &Flag, value: &str) -> Option<Signature> {
    let pairs: Vec<(&str, &str)> =
        value.split(',').map(|it| it.split_once('=').unwrap_or((it, ""))).collect();
    let kind = pairs.iter().find(|it| it.0.eq_ignore_ascii_case("type")).map_or("bind", |it| it.1);
    let kind = instructions::MOUNT_TYPES.iter().find(|it| it.name.eq_ignore_ascii_case(kind));
    let kind = kind.map_or("bind", |it| it.name);
    let is_needed = |it: &&MountKey| it.required_for.contains(&kind);
    let mut keys: Vec<&MountKey> =
        MOUNT_KEYS.iter().filter(|it| it.types.contains(&kind) && it.name != "type").collect();
    keys.sort_by_key(|it| !is_needed(it));
    let mut label = format!("--{}=", flag.name);
    let mut parameters = vec![Parameter {
        place: label.len()..label.len() + "type=".len() + kind.len(),
        help: instructions::mount_key("type").map_or(String::new(), |it| it.help.to_owned()),
    }];
    label += &format!("type={kind}");
    for key in &keys {
        let (open, close) = if is_needed(key) { (",", "") } else { ("[,", "]") };
        label += open;
        let start = label.len();
        label += key.name;
        if !key.bare {
            label += &format!("={}", form(key.value));
        }
        parameters.push(Parameter { place: start..label.len(), help: help(key.help, key.default) });
        label += close;
    }
    let written = instructions::mount_key(pairs.last()?.0);
    let active = written.and_then(|written| match written.name {
        "type" => Some(0),
        name => keys.iter().position(|it| it.name == name).map(|it| it + 1),
    });
    let help = instructions::MOUNT_TYPES.iter().find(|it| it.name == kind).map_or("", |it| it.help);
    Some(Signature { label, help: help.to_owned(), parameters, active })
}

/// How a value of this kind is written.
fn form(kind: ValueKind) -> String {
    match kind {
        ValueKind::Boolean => "true|false",
        ValueKind::Checksum => "<algorithm>:<hex>",
        ValueKind::Choice(words) => return words.join("|"),
        ValueKind::Count => "<count>",
        ValueKind::Device => "<vendor>/<class>",
        ValueKind::Duration => "<time>",
        ValueKind::Glob => "<pattern>",
        ValueKind::Id => "<id>",
        ValueKind::Mode => "<permissions>",
        ValueKind::Mount => "<mount>",
        ValueKind::Name => "<name>",
        ValueKind::Path => "<path>",
        ValueKind::Platform => "<os>/<arch>/<variant>",
        ValueKind::Size => "<bytes>",
        ValueKind::Stage => "<stage>",
        ValueKind::User => "<user>:<group>",
    }
    .to_owned()
}

/// The parts of a value, which begins at `start` of the label: each `<name>`, or all of it.
fn parts(label: &str, start: usize) -> Vec<Parameter> {
    let opens = label.match_indices('<').map(|it| it.0);
    let closes = label.match_indices('>').map(|it| it.0 + 1);
    let mut places: Vec<Range<usize>> = opens.zip(closes).map(|(open, close)| open..close).collect();
    if places.is_empty() {
        places.push(start..label.len());
    }
    places.into_iter().map(|place| Parameter { place, help: String::new() }).collect()
}

fn help(help: &str, default: Option<&str>) -> String {
    default.map_or(help.to_owned(), |default| format!("{help}\n\nWithout it: {default}."))
}
