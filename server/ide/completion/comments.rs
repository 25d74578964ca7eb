//! What comments can say: directives, and which rules should be silent.

use std::collections::HashSet;

use super::{
    About, Completion, CompletionKind,
    context::{
        Expected, Place,
        comment::{self, STARTS},
    },
};
use crate::{
    ide::diagnostics,
    knowledge::instructions::{CHECK_OPTIONS, DIRECTIVES},
    lint::{Cx, Rule, ignore::Dialect},
    rules::RULES,
    syntax::DirectiveKind,
};

/// What may be written in this comment.
pub(super) fn items(cx: Cx<'_>, place: &Place<'_>) -> Option<Vec<Completion>> {
    let Expected::Comment(expected) = &place.expected else { return None };
    Some(match expected {
        comment::Expected::Start { head } => starts(place, *head),
        comment::Expected::Value(kind) => values(place, *kind),
        comment::Expected::CheckOption => CHECK_OPTIONS
            .iter()
            .map(|it| Completion::new(place, *it, CompletionKind::Key).writes(format!("{it}=")).goes_on())
            .collect(),
        comment::Expected::Boolean => {
            ["true", "false"].iter().map(|it| Completion::new(place, *it, CompletionKind::Value)).collect()
        }
        comment::Expected::Rule { dialect, before } => rules(cx, place, *dialect, before),
    })
}

fn starts(place: &Place<'_>, head: bool) -> Vec<Completion> {
    let directives = DIRECTIVES.iter().filter(|_| head).map(|it| {
        let item = Completion::new(place, it.name, CompletionKind::Keyword).detail(it.form);
        item.writes(format!("{}=", it.name)).about(About::Directive(it.name)).goes_on()
    });
    let check = (!head).then(|| {
        let item = Completion::new(place, "check=skip=", CompletionKind::Keyword);
        item.detail("Silences checks of BuildKit for the next instruction.").goes_on()
    });
    let ignores = STARTS.iter().map(|(start, help)| {
        let item = Completion::new(place, *start, CompletionKind::Keyword).detail(*help);
        let closed = start.strip_suffix('[').map(|it| format!("{it}[${{1:rule}}]"));
        item.snippet(closed).goes_on()
    });
    directives.chain(ignores).chain(check).collect()
}

fn values(place: &Place<'_>, kind: DirectiveKind) -> Vec<Completion> {
    let values: &[(&str, &str)] = match kind {
        DirectiveKind::Syntax => &[
            ("docker/dockerfile:1", "the newest release of the language"),
            ("docker/dockerfile:1-labs", "with what is being tried out"),
        ],
        DirectiveKind::Escape => &[("`", "for paths of Windows"), ("\\", "the default")],
        DirectiveKind::Check => &[],
    };
    let item =
        |(value, help): &(&str, &str)| Completion::new(place, *value, CompletionKind::Value).detail(*help);
    values.iter().map(item).collect()
}

/// The names that such a comment understands, without those that it has.
fn rules(cx: Cx<'_>, place: &Place<'_>, dialect: Dialect, before: &[String]) -> Vec<Completion> {
    let is_new = |name: &&str| !before.iter().any(|it| it.eq_ignore_ascii_case(name));
    let item = |(name, rule): (&'static str, &'static Rule)| {
        let item = Completion::new(place, name, CompletionKind::Rule).detail(rule.title());
        item.about(About::Rule(rule.name))
    };
    let codes = |of: fn(&str) -> bool| {
        let mut codes: Vec<(&str, &Rule)> =
            RULES.iter().flat_map(|rule| rule.codes().into_iter().map(move |it| (it, rule))).collect();
        codes.retain(|it| of(it.0));
        codes.sort_unstable_by_key(|it| it.0);
        codes.dedup_by_key(|it| it.0);
        codes
    };
    let names: Vec<(&str, &Rule)> = match dialect {
        Dialect::Dockwright => RULES.iter().map(|it| (it.name, it)).collect(),
        Dialect::Hadolint => codes(is_of_hadolint),
        Dialect::BuildKit => codes(|it| !is_of_hadolint(it)),
    };
    let all = (dialect == Dialect::BuildKit && before.is_empty())
        .then(|| Completion::new(place, "all", CompletionKind::Rule).detail("All checks of BuildKit"));
    // Those first that have something to say below.
    let below = cx.analysis.file().instructions.get(place.index).map(|it| it.lines);
    let found: HashSet<&str> = diagnostics(cx)
        .iter()
        .filter(|it| below.is_some_and(|below| below.contains_range(it.range)))
        .map(|it| it.rule.name)
        .collect();
    let mut names: Vec<_> = names.into_iter().filter(|it| is_new(&it.0)).collect();
    names.sort_by_key(|it| !found.contains(it.1.name));
    names.into_iter().map(item).chain(all).collect()
}

/// Whether a code is one of hadolint: `DL3008`, `SC2086`.
fn is_of_hadolint(code: &str) -> bool {
    ["DL", "SC"]
        .iter()
        .any(|it| code.strip_prefix(it).is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit())))
}
