//! Texts, places in them, and edits of them. The only user of `ropey`.
//!
//! Inside Dockwright a place is a byte offset, [`TextSize`]. Lines and columns exist here and at the edges only.

mod bytes;
mod edit;
mod lines;
mod needles;
mod rope;

pub use bytes::Decoded;
pub use edit::{Edits, Overlap, TextEdit};
pub use lines::{LineCol, LineIndex, PositionEncoding};
pub use needles::{Mentions, Needles};
pub use rope::Text;
pub use text_size::{TextRange, TextSize};

/// `at` as an offset.
///
/// Texts are shorter than 4 GiB: [`Decoded`] and [`Text`] see to that. A larger number becomes the largest offset.
pub fn size(at: usize) -> TextSize {
    TextSize::new(u32::try_from(at).unwrap_or(u32::MAX))
}

/// `start..end` as a range of byte offsets; if they are the wrong way round, the empty range at `start`.
pub fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(size(start), size(end.max(start)))
}
