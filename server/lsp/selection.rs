//! What a selection grows to, as the protocol nests it.

use tower_lsp::ls_types::{Position, SelectionRange};

use super::{store::Snapshot, to_proto};
use crate::ide;

/// An answer for each place.
pub(super) fn answer(it: &Snapshot, places: &[Position]) -> Vec<SelectionRange> {
    places.iter().map(|place| at(it, *place)).collect()
}

/// From the file inwards. What differs only by a part of a line's end is the same for an editor.
fn at(it: &Snapshot, place: Position) -> SelectionRange {
    let mut around: Option<SelectionRange> = None;
    for range in ide::selections(it.analysis(), it.offset(place)).into_iter().rev() {
        let range = to_proto::range(it, range);
        if around.as_ref().is_none_or(|it| it.range != range) {
            around = Some(SelectionRange { range, parent: around.map(Box::new) });
        }
    }
    around.unwrap_or_default()
}
