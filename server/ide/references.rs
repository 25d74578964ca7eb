//! Where else the thing is named whose name is at the cursor.

use super::names::{Names, Place, Role};
use crate::{lint::Cx, text::TextSize};

/// Whether the places are wanted where a thing is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declarations {
    /// All places are wanted.
    Included,
    /// Only those are wanted where it is used.
    Left,
}

/// Every place where the thing at the cursor is named, in the order of the file.
pub fn references(cx: Cx<'_>, at: TextSize, declarations: Declarations) -> Vec<Place> {
    let mut places = highlights(cx, at);
    places.retain(|it| declarations == Declarations::Included || it.role != Role::Definition);
    places
}

/// The same with all that define it, to be lit up while the cursor is there.
pub fn highlights(cx: Cx<'_>, at: TextSize) -> Vec<Place> {
    let names = Names::new(cx.analysis);
    let Some(place) = names.at(at) else { return Vec::new() };
    names.same(place).copied().collect()
}
