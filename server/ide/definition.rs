//! Where the thing is defined whose name is at the cursor.

use super::names::{Names, Place};
use crate::{
    lint::Cx,
    text::{TextRange, TextSize},
};

/// The definition of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The name at the cursor.
    pub origin: TextRange,
    /// The instruction that defines it.
    pub whole: TextRange,
    /// The name there; of a stage without a name what it is built on.
    pub name: TextRange,
}

/// The definition that is in effect at the cursor: of a variable what gives it the value that it has there.
pub fn definition(cx: Cx<'_>, at: TextSize) -> Option<Target> {
    target(cx, at, |names, place| names.definition(place))
}

/// What makes the name at the cursor known there; of a variable of a stage the nearest ARG or ENV, with or without a value.
pub fn declaration(cx: Cx<'_>, at: TextSize) -> Option<Target> {
    target(cx, at, |names, place| names.declaration(place))
}

fn target(
    cx: Cx<'_>,
    at: TextSize,
    find: impl Fn(&Names<'_>, &Place) -> Option<TextRange>,
) -> Option<Target> {
    let names = Names::new(cx.analysis);
    let place = names.at(at)?;
    let name = find(&names, place)?;
    let all = &cx.analysis.file().instructions;
    let after = all.partition_point(|it| it.range.start() <= name.start());
    let whole = all[..after].last().map_or(name, |it| it.range.cover(name));
    Some(Target { origin: place.range, whole, name })
}
