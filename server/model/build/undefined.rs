//! Variables that are used where nothing gives them a value.

use std::collections::HashSet;

use super::{Build, Place};
use crate::{
    model::{globals::Definition, stages::StageId},
    syntax::{Modifier, Variable, WordTree},
    text::{TextRange, TextSize, size},
};

/// What BuildKit gives a value though nobody declares it.
const ALWAYS_THERE: [&str; 3] = ["PATH", "BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"];

/// The use of a variable to which no ARG and no ENV that it could see gives a value. The base image may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undefined {
    /// From the `$` to the last byte.
    pub range: TextRange,
    /// Where the name is written.
    pub name_range: TextRange,
    /// The name.
    pub name: String,
    /// Whether the file says what to do without a value: `${name:-…}`, `${name+…}`.
    pub guarded: bool,
    /// The stage that it is evaluated in.
    pub stage: StageId,
    /// The instruction that it is evaluated for: with ONBUILD the FROM that runs it.
    pub instruction: usize,
}

impl Build<'_> {
    /// Notes what is undefined in a word; `place` says where a part of its text stands in the file.
    ///
    /// BuildKit names a variable once in each word.
    pub(super) fn undefined_in(
        &mut self,
        tree: &WordTree<'_>,
        at: Place,
        place: &dyn Fn(&Build<'_>, &Variable) -> (TextRange, TextRange),
    ) {
        let mut seen = HashSet::new();
        for it in tree.variables() {
            let name = &tree.text()[it.name.clone()];
            if !seen.insert(name) || ALWAYS_THERE.contains(&name) || self.definition(name, at).is_some() {
                continue;
            }
            let (range, name_range) = place(self, it);
            self.undefined.push(Undefined {
                range,
                name_range,
                name: name.to_owned(),
                guarded: matches!(it.modifier, Some(Modifier::Test { kind: '-' | '+', .. })),
                stage: at.stage,
                instruction: at.index,
            });
        }
    }

    fn definition(&self, name: &str, at: Place) -> Option<&Definition> {
        match at.pair {
            Some(pair) => self.scopes.visible_in_arg(self.stages, name, at.stage, at.index, pair).next(),
            None => self.scopes.visible(self.stages, name, at.stage, at.index).next(),
        }
    }
}

/// The places of a variable in a text that stands in the file as it is, from `start` on.
pub(super) fn in_plain_text(start: TextSize, it: &Variable) -> (TextRange, TextRange) {
    let place =
        |part: &std::ops::Range<usize>| TextRange::new(start + size(part.start), start + size(part.end));
    (place(&it.place), place(&it.name))
}
