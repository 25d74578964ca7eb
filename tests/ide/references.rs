//! `dockerfile references` and `dockerfile uses`: the file, with carets under every place where the same is named, with or without its
//! definitions.

use dockwright::ide::{self, Declarations, Place, Role};

use super::Case;
use crate::harness::marks::{self, Mark};

/// All places.
pub(crate) fn all(case: &Case<'_>) -> Vec<String> {
    shown(case, &ide::references(case.cx, case.at.start(), Declarations::Included))
}

/// Without definitions.
pub(crate) fn uses(case: &Case<'_>) -> Vec<String> {
    shown(case, &ide::references(case.cx, case.at.start(), Declarations::Left))
}

fn shown(case: &Case<'_>, places: &[Place]) -> Vec<String> {
    let message = |it: &Place| match it.role {
        Role::Definition => "is defined",
        Role::Assignment => "is assigned",
        Role::Use => "is used",
        Role::Mention => "is mentioned",
        Role::Number => "is used by its number",
    };
    let marks: Vec<Mark> = places.iter().map(|it| Mark::new(it.range, message(it))).collect();
    if marks.is_empty() { Vec::new() } else { marks::write(case.cx.analysis.source(), &marks) }
}
