//! Linked editing, as the protocol says it.

use tower_lsp::ls_types::{LinkedEditingRanges, Position};

use super::{store::Snapshot, to_proto};
use crate::ide;

/// What changes with the name at a place.
pub(super) fn answer(it: &Snapshot, place: Position) -> Option<LinkedEditingRanges> {
    let linked = ide::linked(it.analysis(), it.offset(place))?;
    let ranges = linked.ranges.into_iter().map(|range| to_proto::range(it, range)).collect();
    Some(LinkedEditingRanges { ranges, word_pattern: Some(linked.pattern.to_owned()) })
}
