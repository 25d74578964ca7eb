//! The protocol's values as ours.

use tower_lsp::ls_types::{Position, Range};

use crate::text::{LineCol, TextRange, TextSize, range as text_range};

/// A place.
pub(super) fn line_col(at: Position) -> LineCol {
    LineCol { line: at.line, col: at.character }
}

/// A range, with what tells the offset of a place. If it is the wrong way round, it is the empty range at its start.
pub(super) fn range(range: Range, offset: impl Fn(LineCol) -> TextSize) -> TextRange {
    let [start, end] = [range.start, range.end].map(|at| offset(line_col(at)));
    text_range(start.into(), end.into())
}
