//! Commands inside RUN: package managers and their kin, with their sub-commands and flags.

use super::{
    About, Completion, CompletionKind,
    context::{Expected, Place},
    flags,
};
use crate::{
    knowledge::{
        images::{Family, Python},
        usage::{self, Flag, Subcommand, Usage},
    },
    lint::Cx,
    syntax::Keyword,
};

/// What may be written in a command.
pub(super) fn items(cx: Cx<'_>, place: &Place<'_>) -> Option<Vec<Completion>> {
    match &place.expected {
        Expected::Command => Some(names(cx, place)),
        Expected::CommandArgument { name, before } => {
            let usage = usage::usage(name, family(cx, place))?;
            let before: Vec<&str> = before.iter().map(|it| &**it).collect();
            Some(arguments(place, usage, &before))
        }
        _ => None,
    }
}

fn family(cx: Cx<'_>, place: &Place<'_>) -> Option<Family> {
    cx.analysis.base_image(place.stage?)?.family
}

/// The commands that are known, those that the base image has first; at the beginning of RUN its flags, too.
fn names(cx: Cx<'_>, place: &Place<'_>) -> Vec<Completion> {
    let is_run = place.line.as_ref().is_none_or(|it| it.keyword == Keyword::Run);
    if !is_run {
        return Vec::new();
    }
    let inside = place.stage.and_then(|it| cx.analysis.base_image(it));
    let managers = inside.map_or(&[][..], |it| it.managers);
    let family = family(cx, place);
    // A package manager of another distribution is not there, nor is what belongs to it.
    let is_there = |it: &&Usage| {
        let of = OF_MANAGERS.iter().find(|row| it.commands.iter().any(|name| row.1.contains(name)));
        let fits = it.families.is_empty() || family.is_none_or(|family| it.families.contains(&family));
        fits && (family.is_none() || of.is_none_or(|row| managers.contains(&row.0)))
    };
    let is_inside = |it: &Usage| it.commands.iter().any(|it| managers.contains(it));
    let has_pip = inside.is_some_and(|it| matches!(it.python, Python::At { pip: true, .. }));
    let is_usual = |it: &Usage| is_inside(it) || has_pip && it.commands.contains(&"pip");
    let mut known: Vec<&Usage> = usage::usages().filter(is_there).collect();
    if place.typed.is_empty() {
        known.retain(|it| is_usual(it)); // who has not begun to write may want anything
    }
    known.sort_by_key(|it| (!is_inside(it), !is_usual(it)));
    let commands = known.into_iter().filter_map(|it| {
        let name = it.commands.first()?;
        Some(Completion::new(place, *name, CompletionKind::Command).detail(it.help))
    });
    let mut items: Vec<Completion> = commands.collect();
    let at_start = place.line.as_ref().is_some_and(|it| it.text(&it.arguments) == place.typed);
    if at_start && place.typed.is_empty() {
        items.extend(flags::names(cx, place));
    }
    items
}

/// Package managers of distributions, each with the commands that come with it.
const OF_MANAGERS: [(&str, &[&str]); 6] = [
    ("apt-get", &["apt-get", "apt", "apt-mark", "apt-key", "add-apt-repository", "dpkg"]),
    ("apk", &["apk"]),
    ("dnf", &["dnf", "rpm"]),
    ("microdnf", &["microdnf"]),
    ("zypper", &["zypper"]),
    ("pacman", &["pacman"]),
];

fn arguments(place: &Place<'_>, usage: &'static Usage, before: &[&str]) -> Vec<Completion> {
    let words: Vec<&str> = operands(usage, before);
    let subcommand = usage.subcommand(words.iter().copied());
    if place.typed.starts_with('-') {
        return flags_of(place, usage, subcommand.map(|it| it.0), before);
    }
    if before.last().is_some_and(|it| takes_value(usage, it)) {
        return Vec::new();
    }
    let is_next = |it: &&Subcommand| rest(it.name, &words).is_some();
    let item = |it: &'static Subcommand| {
        let name = rest(it.name, &words)?;
        let item = Completion::new(place, name, CompletionKind::Command).detail(it.help);
        Some(item.about(About::Subcommand(usage.commands.first()?, it.name)))
    };
    usage.subcommands.iter().filter(is_next).filter_map(item).collect()
}

/// What of a sub-command of several words is left to write behind these words.
fn rest<'n>(name: &'n str, words: &[&str]) -> Option<&'n str> {
    let mut rest = name;
    for word in words {
        rest = rest.strip_prefix(word)?.strip_prefix(' ')?;
    }
    Some(rest)
}

/// The words that are neither flags nor their values.
fn operands<'w>(usage: &Usage, before: &[&'w str]) -> Vec<&'w str> {
    let mut words = Vec::new();
    let mut is_value = false;
    for word in before {
        if !std::mem::take(&mut is_value) && !word.starts_with('-') {
            words.push(*word);
        }
        is_value = takes_value(usage, word);
    }
    words
}

fn takes_value(usage: &Usage, flag: &str) -> bool {
    flag.starts_with('-') && usage.flags.iter().any(|it| it.takes_value() && it.names.contains(&flag))
}

/// The flags that may stand there and do not yet.
fn flags_of(
    place: &Place<'_>,
    usage: &'static Usage,
    subcommand: Option<&'static Subcommand>,
    before: &[&str],
) -> Vec<Completion> {
    let is_used = |it: &&Flag| it.names.iter().any(|name| before.contains(name));
    let command = usage.commands.first().copied().unwrap_or_default();
    let item = |it: &'static Flag| {
        // As it is begun: short or long.
        let name = it.names.iter().find(|name| name.starts_with(&*place.typed)).or(it.names.first())?;
        let item = Completion::new(place, *name, CompletionKind::Flag).detail(it.help);
        let text = if it.takes_value() { format!("{name} ") } else { (*name).to_owned() };
        let item = item.writes(text).deprecated(it.deprecated.is_some());
        Some(item.about(About::CommandFlag(command, name)))
    };
    usage.flags_of(subcommand).filter(|it| !is_used(it)).filter_map(item).collect()
}
