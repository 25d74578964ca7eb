//! Refactorings of real files make no file worse.

use std::collections::BTreeSet;

use dockwright::{
    assists::{ASSISTS, Assist, Outcome},
    lint::{self, Cx, Settings},
    model::{Analysis, Nowhere},
    rules::RULES,
    text::{TextRange, TextSize},
};

use crate::{corpus, harness::report};

#[test]
fn refactorings_add_neither_errors_nor_findings() {
    let mut problems = Vec::new();
    for (name, source) in corpus::files() {
        let before = Analysis::new(source.as_str());
        for assist in ASSISTS {
            problems
                .extend(harm(assist, &before).map(|problem| format!("{name}: `{}` {problem}", assist.name)));
        }
    }
    report(problems);
}

/// What is worse after a refactoring of the whole file.
fn harm(assist: &Assist, before: &Analysis) -> Option<String> {
    let settings = Settings::default();
    let cx = Cx { analysis: before, world: &Nowhere, settings: &settings };
    let edits = match (assist.run)(cx, TextRange::up_to(TextSize::of(&**before.source())))? {
        Outcome::Change { edits, .. } => edits,
        Outcome::Refused { reason, .. } => {
            return (!reason.ends_with('.')).then(|| format!("does not say why in a sentence: {reason}"));
        }
    };
    let after = Analysis::new(edits.apply(before.source()));
    if let Some(error) = after.errors().iter().find(|_| after.errors().len() > before.errors().len()) {
        return Some(format!("breaks it: {}", error.message));
    }
    let found = |analysis: &Analysis| -> BTreeSet<String> {
        let all = lint::run(Cx { analysis, ..cx }, RULES);
        all.iter().map(lint::Diagnostic::name).collect()
    };
    let (old, new) = (found(before), found(&after));
    // What another user may write, root could write before, and had no need of sudo.
    let is_of_root = |it: &str| it.starts_with("writable-code/") || it == "sudo-in-image/package";
    let new: Vec<String> = new.difference(&old).filter(|it| !is_of_root(it)).cloned().collect();
    (!new.is_empty()).then(|| format!("adds {}", new.join(", ")))
}
