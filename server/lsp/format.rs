//! Formatting: of a document, of a part of it, and while somebody types.

use tower_lsp::ls_types::{self as lsp, FormattingOptions, Position, Range};

use super::{store::Snapshot, to_proto};
use crate::{
    ide::{self, FormatSettings, Unit},
    text::Edits,
};

/// What makes a document well laid out.
pub(super) fn document(it: &Snapshot, options: &FormattingOptions) -> Vec<lsp::TextEdit> {
    edits(it, &ide::format(it.analysis(), &settings(it, options)))
}

/// The same for the instructions that a selection touches.
pub(super) fn selection(it: &Snapshot, selection: Range, options: &FormattingOptions) -> Vec<lsp::TextEdit> {
    edits(it, &ide::format_selection(it.analysis(), it.range(selection), &settings(it, options)))
}

/// What a typed character calls for.
pub(super) fn typed(
    it: &Snapshot,
    at: Position,
    typed: &str,
    options: &FormattingOptions,
) -> Option<Vec<lsp::TextEdit>> {
    // Some editors send the whole line end.
    let character = typed.chars().last()?;
    Some(edits(it, &ide::typed(it.analysis(), it.offset(at), character, &settings(it, options))))
}

/// What the user wants; of what he says nothing, and the file has no habit, what his editor does elsewhere.
fn settings(it: &Snapshot, options: &FormattingOptions) -> FormatSettings {
    let otherwise = match options.insert_spaces {
        true => {
            Unit::Spaces(u8::try_from(options.tab_size).ok().filter(|it| (1..=16).contains(it)).unwrap_or(4))
        }
        false => Unit::Tab,
    };
    FormatSettings { otherwise, ..it.layout() }
}

fn edits(it: &Snapshot, edits: &Edits) -> Vec<lsp::TextEdit> {
    edits
        .iter()
        .map(|edit| lsp::TextEdit::new(to_proto::range(it, edit.delete), edit.insert.clone()))
        .collect()
}
