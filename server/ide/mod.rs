//! What an editor asks: plain structs and byte offsets, no protocol.

mod actions;
mod completion;
mod forms;
mod hints;
mod hover;
mod lenses;
mod markdown;
mod names;
mod signatures;
mod uses;

pub use actions::{Action, ActionKind, actions};
pub use completion::{
    About, Cause, Completion, CompletionKind, Completions, TRIGGERS, completions, documentation,
};
pub use hints::{Hint, HintKind, hints};
pub use hover::{Hover, hover};
pub use lenses::{Lens, LensKind, Opens, lenses};
pub use markdown::plain;
pub use names::{Kind, Names, Place, Role, Thing};
pub use signatures::{Parameter, Signature, Signatures, signatures};

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
