//! `text completions`: what could be written at the cursor, one a line; and `dockerfile completed LABEL`: the file afterwards.

use dockwright::{
    ide::{self, Cause, Completion},
    text::{Edits, TextRange, TextSize},
};

use super::Case;

/// `label — detail → what is written`, the last if it is not the label; a label that is out of use is ~struck out~.
///
/// The argument can be `typed`, if the character before the cursor has just been written, and how many lines are wanted.
pub(crate) fn answer(case: &Case<'_>) -> Vec<String> {
    let items = items(case);
    let most = case.argument.split(' ').find_map(|it| it.parse().ok()).unwrap_or(usize::MAX);
    let more = items.len().saturating_sub(most);
    let rest = (more > 0).then(|| format!("… and {more} more"));
    items.iter().take(most).map(line).chain(rest).collect()
}

fn items(case: &Case<'_>) -> Vec<Completion> {
    let at = case.at.start();
    let before = case.cx.analysis.source()[..usize::from(at)].chars().next_back();
    let cause = match before.filter(|_| case.argument.contains("typed")) {
        Some(it) => Cause::Typed(it),
        None => Cause::Asked,
    };
    ide::completions(case.cx, at, cause, &Vec::new).map_or(Vec::new(), |it| it.items)
}

fn line(it: &Completion) -> String {
    let mut line = if it.deprecated { format!("~{}~", it.label) } else { it.label.clone() };
    if !it.detail.is_empty() {
        line += &format!(" — {}", it.detail);
    }
    let text = it.snippet.as_ref().unwrap_or(&it.edit.insert);
    if *text != it.label {
        line += &format!(" → {text}");
    }
    line.trim_end().to_owned()
}

/// The file after the item with the label that is the argument has been taken.
pub(crate) fn completed(case: &Case<'_>) -> Vec<String> {
    let items = items(case);
    let Some(it) = items.iter().find(|it| it.label == case.argument) else { return Vec::new() };
    let after = Edits::from(it.edit.clone()).apply(case.cx.analysis.source());
    after.lines().map(str::to_owned).collect()
}

/// Every edit stands on one line, around the cursor, and leaves the rest as it is.
pub(crate) fn check(it: &Completion, source: &str, at: TextSize) {
    let word: TextRange = it.edit.delete;
    assert!(word.contains_inclusive(at), "{word:?} is not around {at:?}: {it:?}\n{source}");
    assert!(
        source.get(word.start().into()..word.end().into()).is_some_and(|it| !it.contains(['\n', '\r'])),
        "{it:?}"
    );
    assert!(!it.edit.insert.contains(['\n', '\r']) && !it.label.is_empty(), "{it:?}");
    let after = Edits::from(it.edit.clone()).apply(source);
    assert_eq!(after.len(), source.len() - usize::from(word.len()) + it.edit.insert.len());
}
