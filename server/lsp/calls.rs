//! The hierarchy of stages, in the protocol's types.

use tower_lsp::ls_types::{
    CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, Position, Range, SymbolKind,
};

use super::{store::Snapshot, to_proto};
use crate::{
    ide::{self, Call, StageItem},
    text::TextRange,
};

/// The stage at a place.
pub(super) fn prepare(it: &Snapshot, at: Position) -> Option<Vec<CallHierarchyItem>> {
    Some(vec![item(it, ide::stage_item(it.cx(), it.offset(at))?)])
}

/// Who needs the stage.
pub(super) fn incoming(it: &Snapshot, of: &CallHierarchyItem) -> Option<Vec<CallHierarchyIncomingCall>> {
    let calls = ide::incoming_calls(it.cx(), stage(it, of)?.stage);
    let call = |Call { with, ranges }: Call| CallHierarchyIncomingCall {
        from: item(it, with),
        from_ranges: places(it, &ranges),
    };
    Some(calls.into_iter().map(call).collect())
}

/// What the stage needs.
pub(super) fn outgoing(it: &Snapshot, of: &CallHierarchyItem) -> Option<Vec<CallHierarchyOutgoingCall>> {
    let calls = ide::outgoing_calls(it.cx(), stage(it, of)?.stage);
    let call = |Call { with, ranges }: Call| CallHierarchyOutgoingCall {
        to: item(it, with),
        from_ranges: places(it, &ranges),
    };
    Some(calls.into_iter().map(call).collect())
}

/// The stage that an item is: the one that begins where the item says.
fn stage(it: &Snapshot, item: &CallHierarchyItem) -> Option<StageItem> {
    ide::stage_item(it.cx(), it.offset(item.range.start))
}

fn item(it: &Snapshot, stage: StageItem) -> CallHierarchyItem {
    CallHierarchyItem {
        name: stage.name,
        kind: SymbolKind::CLASS,
        tags: None,
        detail: Some(stage.base),
        uri: it.uri.clone(),
        range: to_proto::range(it, stage.range),
        selection_range: to_proto::range(it, stage.selection),
        data: None,
    }
}

fn places(it: &Snapshot, ranges: &[TextRange]) -> Vec<Range> {
    ranges.iter().map(|range| to_proto::range(it, *range)).collect()
}
