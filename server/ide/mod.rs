//! What an editor asks: plain structs and byte offsets, no protocol.

mod actions;
mod calls;
mod completion;
mod definition;
mod folding;
mod format;
mod forms;
mod hints;
mod hover;
pub mod ignore_file;
mod landmarks;
mod lenses;
mod linked;
mod links;
mod markdown;
mod names;
mod parts;
mod references;
mod rename;
mod selection;
mod signatures;
mod symbols;
mod tokens;
mod uses;

pub use actions::{Action, ActionKind, actions};
pub use calls::{Call, StageItem, incoming_calls, outgoing_calls, stage_item};
pub use completion::{
    About, Cause, Completion, CompletionKind, Completions, Elsewhere, TRIGGERS, completions, documentation,
};
pub use definition::{Target, declaration, definition};
pub use folding::{Fold, FoldKind, folds};
pub use format::{Casing, FormatSettings, IndentStyle, Unit, format, format_selection, same, typed};
pub use hints::{Hint, HintKind, hints};
pub use hover::{Hover, hover};
pub use landmarks::{Landmark, LandmarkKind, images, landmarks};
pub use lenses::{Lens, LensKind, Opens, lenses, plan_title};
pub use linked::{Linked, linked};
pub use links::{Link, LinkTarget, links};
pub use markdown::plain;
pub use names::{Kind, Names, Place, Role, Thing};
pub use references::{Declarations, highlights, references};
pub use rename::{prepare_rename, rename};
pub use selection::selections;
pub use signatures::{Parameter, Signature, Signatures, signatures};
pub use symbols::{Symbol, SymbolKind, stage as stage_symbol, symbols};
pub use tokens::{Modifiers, Token, TokenKind, tokens};

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
