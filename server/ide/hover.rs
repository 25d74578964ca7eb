//! What an editor shows when the pointer rests on something.

use super::diagnostics;
use crate::{
    lint::Cx,
    text::{TextRange, TextSize},
};

/// A text about the words at `range`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The words it is about.
    pub range: TextRange,
    /// In Markdown.
    pub markdown: String,
}

/// What there is to say about the place `at`.
pub fn hover(cx: Cx<'_>, at: TextSize) -> Option<Hover> {
    finding(cx, at)
}

/// The page of the rule that found something here.
fn finding(cx: Cx<'_>, at: TextSize) -> Option<Hover> {
    let found = diagnostics(cx)
        .into_iter()
        .filter(|it| it.range.contains_inclusive(at))
        .min_by_key(|it| it.range.len())?;
    Some(Hover { range: found.range, markdown: found.rule.page.to_owned() })
}
