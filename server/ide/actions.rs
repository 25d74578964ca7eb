//! What an editor offers to do at a selection: fixes, refactorings, and silence.

use std::collections::HashSet;

use super::diagnostics;
use crate::{
    assists::{ASSISTS, Outcome},
    lint::{
        Cx, Diagnostic, Safety, fix_all,
        ignore::{ignore_file, ignore_here},
    },
    rules::{RULES, syntax_error},
    text::{Edits, TextEdit, TextRange},
};

/// Something to do.
#[derive(Clone, Debug)]
pub struct Action {
    /// What the menu says.
    pub title: String,
    /// Which menu it is in.
    pub kind: ActionKind,
    /// What it changes.
    pub edits: Edits,
    /// Whether it is the best answer to what it solves.
    pub preferred: bool,
    /// The findings that are gone afterwards.
    pub solves: Vec<Diagnostic>,
    /// Why it cannot be done here, if it cannot; there are no edits then.
    pub disabled: Option<String>,
}

/// Which menu an action is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActionKind {
    /// Repairs a finding.
    QuickFix,
    /// Applies all safe fixes of the file.
    FixAll,
    /// Changes the file in a bigger way.
    Refactor,
}

impl ActionKind {
    /// All that there are.
    pub const ALL: [ActionKind; 3] = [ActionKind::QuickFix, ActionKind::FixAll, ActionKind::Refactor];
}

/// What of these kinds can be done at the selection `at`; fixing the whole file is among it wherever the selection is.
pub fn actions(cx: Cx<'_>, at: TextRange, kinds: &[ActionKind]) -> Vec<Action> {
    let wanted = |kind| kinds.contains(&kind);
    let mut here = Vec::new();
    if wanted(ActionKind::QuickFix) {
        here.extend(diagnostics(cx).into_iter().filter(|it| touches(it.range, at)));
    }
    let mut actions: Vec<Action> = here.iter().filter_map(quick_fix).collect();
    if wanted(ActionKind::Refactor) {
        actions.extend(ASSISTS.iter().filter_map(|it| (it.run)(cx, at)).map(refactoring));
    }
    if wanted(ActionKind::FixAll) {
        actions.extend(fix_file(cx));
    }
    actions.extend(silences(cx, &here));
    actions
}

fn quick_fix(found: &Diagnostic) -> Option<Action> {
    let fix = found.fix.clone()?;
    Some(Action {
        title: fix.title,
        kind: ActionKind::QuickFix,
        edits: fix.edits,
        preferred: fix.safety == Safety::Safe,
        solves: vec![found.clone()],
        disabled: None,
    })
}

fn refactoring(outcome: Outcome) -> Action {
    let (title, edits, disabled) = match outcome {
        Outcome::Change { title, edits } => (title, edits, None),
        Outcome::Refused { title, reason } => (title, Edits::default(), Some(reason)),
    };
    Action { title, kind: ActionKind::Refactor, edits, preferred: false, solves: Vec::new(), disabled }
}

fn fix_file(cx: Cx<'_>) -> Option<Action> {
    let before = cx.analysis.source();
    let fixed = fix_all(before.clone(), cx.world, cx.settings, RULES, Safety::Safe);
    let edit = TextEdit::between(before, fixed.analysis.source())?;
    Some(Action {
        title: "Fix all that can be fixed safely".to_owned(),
        kind: ActionKind::FixAll,
        edits: edit.into(),
        preferred: false,
        solves: fixed.applied,
        disabled: None,
    })
}

/// Ways not to be told of these again. What BuildKit cannot read is not among them.
fn silences(cx: Cx<'_>, here: &[Diagnostic]) -> Vec<Action> {
    let mut silences: Vec<Action> = Vec::new();
    let mut names = HashSet::new();
    for found in here.iter().filter(|it| !std::ptr::eq(it.rule.decl, &syntax_error::RULE)) {
        if names.insert(found.name()) {
            silences.extend(ignore_here(cx.analysis, found).map(|it| silence(found, "here", it)));
            silences.push(silence(found, "in this file", ignore_file(cx.analysis, found)));
        }
    }
    silences
}

fn silence(found: &Diagnostic, place: &str, edits: Edits) -> Action {
    Action {
        title: format!("Ignore `{}` {place}", found.name()),
        kind: ActionKind::QuickFix,
        edits,
        preferred: false,
        solves: vec![found.clone()],
        disabled: None,
    }
}

fn touches(a: TextRange, b: TextRange) -> bool {
    a.start() <= b.end() && b.start() <= a.end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lint::Settings,
        model::{Analysis, Nowhere},
        text::{TextSize, size},
    };

    /// What can be done at the first place where the file says `word`.
    fn at(source: &str, word: &str) -> Vec<Action> {
        let analysis = Analysis::new(source);
        let cx = Cx { analysis: &analysis, world: &Nowhere, settings: &Settings::default() };
        let start = size(source.find(word).expect("the word is in the file"));
        actions(cx, TextRange::at(start, TextSize::of(word)), &ActionKind::ALL)
    }

    #[test]
    fn a_finding_can_be_ignored_here_or_in_the_file() {
        let source = "# syntax=docker/dockerfile:1\nFROM debian:latest\n";
        let actions = at(source, "latest");
        let silences: Vec<&Action> =
            actions.iter().filter(|it| it.title.starts_with("Ignore `latest-tag`")).collect();
        let after: Vec<String> = silences.iter().map(|it| it.edits.apply(source)).collect();
        assert_eq!(silences[0].title, "Ignore `latest-tag` here");
        assert_eq!(after[0], source.replace("FROM", "# dockwright: ignore[latest-tag]\nFROM"));
        assert_eq!(silences[1].title, "Ignore `latest-tag` in this file");
        assert_eq!(after[1], source.replace("FROM", "# dockwright: ignore-file[latest-tag]\nFROM"));
        assert!(
            silences.len() == 2 && silences.iter().all(|it| !it.preferred && it.kind == ActionKind::QuickFix)
        );
    }

    #[test]
    fn what_buildkit_cannot_read_is_not_ignored() {
        let actions = at("FROM scratch\nRNU ls\n", "RNU");
        assert!(actions.iter().any(|it| it.kind == ActionKind::QuickFix));
        assert!(actions.iter().all(|it| !it.title.contains("syntax-error")));
    }
}
