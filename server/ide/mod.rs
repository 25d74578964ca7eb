//! What an editor asks: plain structs and byte offsets, no protocol.

mod actions;
mod format;
mod hover;
mod lenses;

pub use actions::{Action, ActionKind, actions};
pub use format::{Casing, FormatSettings, IndentStyle, Unit, format, format_selection, same, typed};
pub use hover::{Hover, hover};
pub use lenses::{Lens, lenses};

use crate::{
    lint::{self, Cx, Diagnostic, Part},
    rules::RULES,
};

/// Everything that is wrong with the file, in its order.
pub fn diagnostics(cx: Cx<'_>) -> Vec<Diagnostic> {
    lint::run(cx, RULES)
}

/// What part `part` of `parts` finds, which may work on threads of their own. [`gathered`] makes the diagnostics of it.
pub fn part_of_diagnostics(cx: Cx<'_>, part: usize, parts: usize) -> Part {
    lint::part(cx, RULES, part, parts)
}

/// Everything that is wrong with the file, in its order, from all parts.
pub fn gathered(cx: Cx<'_>, parts: Vec<Part>) -> Vec<Diagnostic> {
    lint::gather(cx, RULES, parts).found
}
