//! `dockerfile definition` and `dockerfile declaration`: the file, with carets under where the name at the cursor is defined.

use dockwright::{
    ide::{self, Target},
    text::TextRange,
};

use super::Case;
use crate::harness::marks::{self, Mark};

/// What is in effect.
pub(crate) fn definition(case: &Case<'_>) -> Vec<String> {
    shown(case, ide::definition(case.cx, case.at.start()), "is the definition")
}

/// What makes it known.
pub(crate) fn declaration(case: &Case<'_>) -> Vec<String> {
    shown(case, ide::declaration(case.cx, case.at.start()), "is the declaration")
}

fn shown(case: &Case<'_>, target: Option<Target>, message: &str) -> Vec<String> {
    let Some(target) = target else { return Vec::new() };
    let source = case.cx.analysis.source();
    let whole = TextRange::up_to(dockwright::text::TextSize::of(&**source));
    assert!(whole.contains_range(target.whole) && target.whole.contains_range(target.name), "{target:?}");
    assert!(target.origin.contains_inclusive(case.at.start()), "{target:?}");
    marks::write(source, &[Mark::new(target.name, message)])
}
