//! What an editor offers to do at a selection: fixes, refactorings, and silence.

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

/// What can be done at the selection `at`; fixing the whole file is among it wherever the selection is.
pub fn actions(cx: Cx<'_>, at: TextRange) -> Vec<Action> {
    let here: Vec<Diagnostic> = diagnostics(cx).into_iter().filter(|it| touches(it.range, at)).collect();
    let fixes = here.iter().filter_map(quick_fix);
    let refactorings = ASSISTS.iter().filter_map(|it| (it.run)(cx, at)).map(refactoring);
    fixes.chain(refactorings).chain(fix_file(cx)).chain(silences(cx, &here)).collect()
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

/// Ways not to be told of these again. What breaks the build is not among them.
fn silences(cx: Cx<'_>, here: &[Diagnostic]) -> Vec<Action> {
    let mut silences: Vec<Action> = Vec::new();
    for found in here.iter().filter(|it| !std::ptr::eq(it.rule.decl, &syntax_error::RULE)) {
        let name = found.name();
        let in_file = Some(ignore_file(cx.analysis, found));
        let ways = [(ignore_here(cx.analysis, found), "here"), (in_file, "in this file")];
        for (edits, place) in ways {
            let title = format!("Ignore `{name}` {place}");
            if let Some(edits) = edits.filter(|_| silences.iter().all(|it| it.title != title)) {
                let solves = vec![found.clone()];
                let kind = ActionKind::QuickFix;
                silences.push(Action { title, kind, edits, preferred: false, solves, disabled: None });
            }
        }
    }
    silences
}

fn touches(a: TextRange, b: TextRange) -> bool {
    a.start() <= b.end() && b.start() <= a.end()
}
