//! What an editor asks: plain structs and byte offsets, no protocol.

mod actions;
mod hover;
mod lenses;

pub use actions::{Action, ActionKind, actions};
pub use hover::{Hover, hover};
pub use lenses::{Lens, lenses};

use crate::{
    lint::{self, Cx, Diagnostic},
    rules::RULES,
};

/// Everything that is wrong with the file, in its order.
pub fn diagnostics(cx: Cx<'_>) -> Vec<Diagnostic> {
    lint::run(cx, RULES)
}
