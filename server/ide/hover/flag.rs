//! Flags of instructions, and the keys of mounts.

use super::{Here, Hover, user};
use crate::{
    ide::markdown::{code, list},
    knowledge::instructions::{self, Flag, MOUNT_TYPES, MountKey, ValueKind},
    text::{TextRange, TextSize, size},
};

/// The flag there.
pub(super) fn flag(here: Here<'_>) -> Option<Hover> {
    let it = here.site.instruction;
    let written = it.flags.iter().find(|it| here.is_on(it.range))?;
    let known = instructions::flag(it.keyword, written.name())?;
    let value = written.value.filter(|it| here.is_on(*it));
    if known.value == ValueKind::Mount
        && let Some(hover) = value.and_then(|value| mount(here, value))
    {
        return Some(hover);
    }
    let mut parts = vec![form(known), known.help.to_owned()];
    parts.extend(default(known.default));
    parts.extend(choices(known.value));
    parts.extend(written.value().and_then(|value| meaning(here, known.value, value)));
    Some(Hover { range: written.range, markdown: parts.join("\n\n") })
}

/// `--name=<value>`
fn form(flag: &Flag) -> String {
    let value = match flag.value {
        ValueKind::Boolean => "",
        _ => "=…",
    };
    format!("`--{}{value}`", flag.name)
}

fn default(default: Option<&str>) -> Option<String> {
    default.map(|it| format!("Without it: {it}."))
}

fn choices(kind: ValueKind) -> Option<String> {
    let ValueKind::Choice(words) = kind else { return None };
    Some(format!("Its value is one of {}.", list(&words.iter().map(|it| code(it)).collect::<Vec<_>>())))
}

/// What a value means that is not to be seen at once.
fn meaning(here: Here<'_>, kind: ValueKind, value: &str) -> Option<String> {
    match kind {
        ValueKind::Mode => Some(format!("{} is {}.", code(value), code(&permissions(value)?))),
        ValueKind::User => user::text(here, value),
        _ => None,
    }
}

/// `rwxr-xr-x`, of `755` and `0755`.
fn permissions(mode: &str) -> Option<String> {
    let is_octal = mode.bytes().all(|it| matches!(it, b'0'..=b'7')) && (3..=5).contains(&mode.len());
    let bits = u32::from_str_radix(mode, 8).ok().filter(|_| is_octal)?;
    let letters = (0..9).rev().map(|bit| match (bits >> bit & 1, bit % 3) {
        (0, _) => '-',
        (_, 2) => 'r',
        (_, 1) => 'w',
        _ => 'x',
    });
    Some(letters.collect())
}

/// The key of a mount, in the value of `--mount`.
fn mount(here: Here<'_>, value: TextRange) -> Option<Hover> {
    let (range, field) = field(here, value)?;
    let (name, value) = field.split_once('=').map_or((field, None), |(name, value)| (name, Some(value)));
    let key = instructions::mount_key(name)?;
    if key.name == "type"
        && let Some(kind) =
            MOUNT_TYPES.iter().find(|it| value.is_some_and(|value| value.eq_ignore_ascii_case(it.name)))
    {
        let markdown = format!("`type={}`\n\n{}\n\nExample: {}", kind.name, kind.help, code(kind.example));
        return Some(Hover { range, markdown });
    }
    let mut parts = vec![title(key), key.help.to_owned()];
    parts.extend(default(key.default));
    parts.extend(choices(key.value));
    parts.extend(value.and_then(|value| meaning(here, key.value, value)));
    parts.push(format!(
        "Of mounts of the type {}.",
        list(&key.types.iter().map(|it| code(it)).collect::<Vec<_>>())
    ));
    Some(Hover { range, markdown: parts.join("\n\n") })
}

/// ``target`, also `dst`, `destination```
fn title(key: &MountKey) -> String {
    let aliases: Vec<String> = key.aliases.iter().map(|it| code(it)).collect();
    let aliases = if aliases.is_empty() { String::new() } else { format!(", also {}", list(&aliases)) };
    format!("{}{aliases}", code(key.name))
}

/// The `key=value` there, without quotes around the whole.
fn field<'a>(here: Here<'a>, value: TextRange) -> Option<(TextRange, &'a str)> {
    let mut start = value.start();
    for field in here.text(value).split(',') {
        let range = TextRange::at(start, TextSize::of(field));
        start = range.end() + TextSize::of(',');
        if here.is_on(range) {
            let quote = |it: char| it == '"' || it == '\'';
            let inner = field.trim_start_matches(quote);
            let range = TextRange::at(
                range.start() + size(field.len() - inner.len()),
                TextSize::of(inner.trim_end_matches(quote)),
            );
            return Some((range, here.text(range)));
        }
    }
    None
}
