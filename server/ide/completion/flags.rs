//! Flags of instructions, and their values.

use super::{
    About, Completion, CompletionKind, Elsewhere,
    context::{Expected, Place},
    paths, stages, users,
};
use crate::{
    knowledge::instructions::{self, COMMON_PLATFORMS, Flag, FlagKind, ValueKind},
    lint::Cx,
    syntax::Keyword,
};

/// The flags that may stand here, or what the flag at the cursor may say.
pub(super) fn items(cx: Cx<'_>, place: &Place<'_>, elsewhere: Elsewhere<'_>) -> Option<Vec<Completion>> {
    match &place.expected {
        Expected::Flag => Some(names(cx, place)),
        Expected::FlagValue(flag) => values(cx, place, flag.value, elsewhere),
        _ => None,
    }
}

/// The flags of the instruction that it does not have yet.
pub(super) fn names(cx: Cx<'_>, place: &Place<'_>) -> Vec<Completion> {
    let keyword = place.line.as_ref().map_or(Keyword::Unknown, |it| it.keyword);
    let Some(known) = instructions::instruction(keyword) else { return Vec::new() };
    let used = used(cx, place);
    let is_free = |it: &&Flag| it.kind == FlagKind::List || !used.iter().any(|used| used == it.name);
    known.flags.iter().filter(is_free).map(|it| name(cx, place, keyword, it)).collect()
}

fn name(cx: Cx<'_>, place: &Place<'_>, keyword: Keyword, flag: &'static Flag) -> Completion {
    let label = format!("--{}", flag.name);
    let item = Completion::new(place, &*label, CompletionKind::Flag).about(About::Flag(keyword, flag.name));
    let item = item.detail(flag.default.map_or(String::new(), |it| format!("default: {it}")));
    match flag.kind == FlagKind::Bool || place.is_before(cx.analysis, "=") {
        true => item,
        false => item.writes(format!("{label}=")).goes_on(),
    }
}

/// The names of the flags that the instruction has before the cursor, and of what looks like one behind it on its line.
fn used(cx: Cx<'_>, place: &Place<'_>) -> Vec<String> {
    let before = place.line.iter().flat_map(|it| it.flags.iter().map(|it| it.name.clone()));
    let rest = &cx.analysis.source()[usize::from(place.word.end())..];
    let behind =
        rest.lines().next().unwrap_or_default().split_whitespace().skip_while(|it| !it.starts_with("--"));
    let behind = behind.map_while(|it| it.strip_prefix("--"));
    before.chain(behind.map(|it| it.split('=').next().unwrap_or_default().to_owned())).collect()
}

/// What a value of this kind can be; also of the keys of mounts.
pub(super) fn values(
    cx: Cx<'_>,
    place: &Place<'_>,
    kind: ValueKind,
    elsewhere: Elsewhere<'_>,
) -> Option<Vec<Completion>> {
    let words = |words: &[&str]| {
        Some(words.iter().map(|it| Completion::new(place, *it, CompletionKind::Value)).collect())
    };
    match kind {
        ValueKind::Boolean => words(&["true", "false"]),
        ValueKind::Choice(choices) => words(choices),
        ValueKind::Duration => words(&["5s", "10s", "30s", "1m", "5m"]),
        ValueKind::Mode => words(&["0755", "0644", "0700", "0600", "u=rwX,go=rX"]),
        ValueKind::Size => words(&["64m", "256m", "1g"]),
        ValueKind::Device => words(&["nvidia.com/gpu=all"]),
        ValueKind::Checksum => words(&["sha256:"]),
        ValueKind::Platform => Some(platforms(place)),
        ValueKind::Stage => Some(stages::sources(cx, place, elsewhere)),
        ValueKind::User => Some(users::owners(cx, place)),
        ValueKind::Glob => paths::of_context(cx, place, &[]),
        ValueKind::Count | ValueKind::Id | ValueKind::Mount | ValueKind::Name | ValueKind::Path => None,
    }
}

/// Those of the builder first: they are what FROM is written for most.
fn platforms(place: &Place<'_>) -> Vec<Completion> {
    let variables = ["$BUILDPLATFORM", "$TARGETPLATFORM"].into_iter().map(|it| {
        let help = instructions::predefined_arg(&it[1..]).map_or("", |it| it.help);
        Completion::new(place, it, CompletionKind::Variable).detail(help)
    });
    let common = COMMON_PLATFORMS.iter().map(|it| Completion::new(place, *it, CompletionKind::Value));
    variables.chain(common).collect()
}
