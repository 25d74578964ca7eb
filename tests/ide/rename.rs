//! `dockerfile rename NAME`: the file afterwards; `text refused NAME`: why the name cannot be given.

use dockwright::ide;

use super::Case;

/// The file with the new name.
pub(crate) fn after(case: &Case<'_>) -> Vec<String> {
    let edits = ide::rename(case.cx, case.at.start(), case.argument);
    let Ok(Some(edits)) = edits else { return Vec::new() };
    let prepared = ide::prepare_rename(case.cx, case.at.start()).unwrap().unwrap();
    assert!(prepared.contains_inclusive(case.at.start()), "{prepared:?}");
    edits.apply(case.cx.analysis.source()).lines().map(str::to_owned).collect()
}

/// What the user is told.
pub(crate) fn refusal(case: &Case<'_>) -> Vec<String> {
    ide::rename(case.cx, case.at.start(), case.argument).err().into_iter().collect()
}
