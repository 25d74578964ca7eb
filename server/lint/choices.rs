//! What the settings say of each rule, worked out once and not for each file.

use std::{borrow::Cow, sync::OnceLock};

use super::{Diagnostic, Rule, Settings, Severity};

/// What the settings say of each rule of a list.
#[derive(Clone, Debug)]
pub(super) struct Choices {
    rules: &'static [Rule],
    /// By the number of the rule.
    choices: Vec<Choice>,
}

/// What they say of a rule.
#[derive(Clone, Debug)]
struct Choice {
    /// Of what has no aspect.
    plain: Verdict,
    /// Of each aspect, in the order of the declaration.
    aspects: Vec<Verdict>,
}

/// What they say of one kind of findings.
#[derive(Clone, Copy, Debug)]
struct Verdict {
    wanted: bool,
    asked: bool,
    severity: Option<Severity>,
}

impl Choices {
    /// Works it out.
    pub(super) fn new(settings: &Settings, rules: &'static [Rule]) -> Choices {
        let verdict = |rule: &Rule, aspect| Verdict {
            wanted: settings.wants(rule, aspect),
            asked: settings.asks_for(rule, aspect),
            severity: settings.severity_of(rule, aspect),
        };
        let choice = |rule: &Rule| Choice {
            plain: verdict(rule, None),
            aspects: rule.decl.aspects.iter().map(|it| verdict(rule, Some(it))).collect(),
        };
        Choices { rules, choices: rules.iter().map(choice).collect() }
    }

    /// Whether any findings of the rule with this number are wanted.
    pub(super) fn wants_some_of(&self, number: usize) -> bool {
        let Choice { plain, aspects } = &self.choices[number];
        plain.wanted || aspects.iter().any(|it| it.wanted)
    }

    /// Drops what is not wanted, and gives the rest the severity that the user wants. Each comes with the number of its rule.
    pub(super) fn apply(&self, found: impl IntoIterator<Item = (usize, Diagnostic)>) -> Vec<Diagnostic> {
        let mut wanted = Vec::new();
        for (number, mut it) in found {
            let verdict = self.verdict(number, &it);
            it.severity = verdict.severity.unwrap_or(it.severity);
            if verdict.wanted {
                wanted.push(it);
            }
        }
        wanted
    }

    /// Drops what is only for those who ask for it.
    pub(super) fn hide(&self, found: &mut Vec<Diagnostic>) {
        let is_asked_for =
            |it: &Diagnostic| self.number(it.rule).is_some_and(|number| self.verdict(number, it).asked);
        found.retain(|it| !it.quiet || is_asked_for(it));
    }

    fn verdict(&self, number: usize, found: &Diagnostic) -> Verdict {
        let Choice { plain, aspects } = &self.choices[number];
        let at = found.aspect.and_then(|it| found.rule.decl.aspects.iter().position(|other| *other == it));
        at.map_or(*plain, |at| aspects[at])
    }

    /// The number of a rule of the list, which is in the order of its names.
    fn number(&self, rule: &Rule) -> Option<usize> {
        self.rules.binary_search_by_key(&rule.name, |it| it.name).ok()
    }
}

/// Keeps what was worked out of settings. It is no part of them: any two are equal, and a copy begins empty.
#[derive(Debug, Default)]
pub struct Memo(OnceLock<Choices>);

impl Memo {
    /// What is kept for `rules`; what `make` says if it is for others.
    pub(super) fn of(&self, rules: &'static [Rule], make: impl Fn() -> Choices) -> Cow<'_, Choices> {
        let kept = self.0.get_or_init(&make);
        if std::ptr::eq(kept.rules, rules) { Cow::Borrowed(kept) } else { Cow::Owned(make()) }
    }
}

impl Clone for Memo {
    fn clone(&self) -> Memo {
        Memo::default()
    }
}

impl PartialEq for Memo {
    fn eq(&self, _: &Memo) -> bool {
        true
    }
}

impl Eq for Memo {}
