//! Applies fixes until there is nothing left to fix.

use std::{collections::BTreeMap, sync::Arc};

use super::{Cx, Diagnostic, Fix, Rule, Safety, Settings, run};
use crate::{
    model::{Analysis, World},
    text::{Edits, TextEdit, TextSize},
};

/// No file needs more rounds than this.
const MOST_ROUNDS: usize = 20;

/// How often a round may read the file anew to find out which fixes break it.
const MOST_TRIES: usize = 200;

/// What became of a file.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The file afterwards; the file itself if nothing could be fixed.
    pub analysis: Analysis,
    /// What is still wrong with it.
    pub left: Vec<Diagnostic>,
    /// What was repaired, in the order in which it was.
    pub applied: Vec<Diagnostic>,
    /// The edits of each round; those of the first are edits of the original file, those of the next of its result.
    pub rounds: Vec<Edits>,
}

/// Applies all fixes that are at least as safe as `safety`. Those that overlap wait for the next round; one that would
/// add a syntax error is dropped; and when fixes begin to undo each other, that is the end.
pub fn fix_all(
    source: Arc<str>,
    world: &dyn World,
    settings: &Settings,
    rules: &'static [Rule],
    safety: Safety,
) -> Fixed {
    let look = |analysis: &Analysis| run(Cx { analysis, world, settings }, rules);
    let analysis = Analysis::new(source);
    let mut seen = vec![analysis.source().clone()];
    let left = look(&analysis);
    let mut this = Fixed { analysis, left, applied: Vec::new(), rounds: Vec::new() };
    while this.rounds.len() < MOST_ROUNDS {
        let Some(Round { edits, fixed, analysis }) = Round::new(&this.analysis, &this.left, safety) else {
            break;
        };
        if seen.contains(analysis.source()) {
            break;
        }
        seen.push(analysis.source().clone());
        this.left = look(&analysis);
        this.analysis = analysis;
        this.applied.extend(fixed);
        this.rounds.push(edits);
    }
    this
}

/// Fixes that go together, and the file after them.
struct Round {
    edits: Edits,
    fixed: Vec<Diagnostic>,
    analysis: Analysis,
}

impl Round {
    /// As many fixes as go together; `None` if there is none.
    fn new(analysis: &Analysis, found: &[Diagnostic], safety: Safety) -> Option<Round> {
        let wanted = |fix: &Fix| fix.safety >= safety && !fix.edits.is_empty();
        let mut candidates: Vec<&Diagnostic> =
            found.iter().filter(|it| it.fix.as_ref().is_some_and(wanted)).collect();
        let mut tries = MOST_TRIES;
        while tries > 0 && !candidates.is_empty() {
            let (first, waiting) = apart(&candidates);
            let harmless = harmless(analysis, &first, &mut tries);
            if let Some((edits, analysis)) = together(analysis, &harmless) {
                let fixed = harmless.into_iter().cloned().collect();
                return Some(Round { edits, fixed, analysis });
            }
            candidates = waiting;
        }
        None
    }
}

/// Of fixes that overlap the first, and those that have to wait for them.
fn apart<'a>(candidates: &[&'a Diagnostic]) -> (Vec<&'a Diagnostic>, Vec<&'a Diagnostic>) {
    let mut taken: BTreeMap<(TextSize, TextSize), &TextEdit> = BTreeMap::new();
    candidates.iter().partition(|it| {
        let edits = || it.fix.iter().flat_map(|fix| fix.edits.iter());
        let free = edits().all(|edit| is_free(&taken, edit));
        if free {
            taken.extend(edits().map(|edit| ((edit.delete.start(), edit.delete.end()), edit)));
        }
        free
    })
}

/// Whether an edit can be added to these; equal edits are one.
fn is_free(taken: &BTreeMap<(TextSize, TextSize), &TextEdit>, edit: &TextEdit) -> bool {
    let place = (edit.delete.start(), edit.delete.end());
    if let Some(same) = taken.get(&place) {
        return same.insert == edit.insert;
    }
    let before = taken.range(..place).next_back();
    let after = taken.range(place..).next();
    before.is_none_or(|it| it.0.1 <= place.0) && after.is_none_or(|it| place.1 <= it.0.0)
}

/// Those of the fixes, which do not overlap, that can be applied together without breaking the file.
///
/// If all of them cannot, each half is tried for itself: a few that do harm are found in few tries among many.
fn harmless<'a>(analysis: &Analysis, fixes: &[&'a Diagnostic], tries: &mut usize) -> Vec<&'a Diagnostic> {
    if *tries == 0 || fixes.is_empty() {
        return Vec::new();
    }
    *tries -= 1;
    if together(analysis, fixes).is_some() {
        return fixes.to_vec();
    }
    if fixes.len() == 1 {
        return Vec::new();
    }
    let (first, second) = fixes.split_at(fixes.len() / 2);
    let first = harmless(analysis, first, tries);
    let second = harmless(analysis, second, tries);
    let both = [&*first, &*second].concat();
    match first.is_empty() || second.is_empty() || together(analysis, &both).is_some() {
        true => both,
        false => first, // Each is harmless without the other.
    }
}

/// The file after these fixes; `None` if they change nothing, or if it has more syntax errors then.
fn together(analysis: &Analysis, fixes: &[&Diagnostic]) -> Option<(Edits, Analysis)> {
    let edits = fixes.iter().filter_map(|it| it.fix.as_ref()).flat_map(|it| it.edits.iter().cloned());
    let edits = Edits::new(edits).ok()?;
    let after = Analysis::new(edits.apply(analysis.source()));
    (after.errors().len() <= analysis.errors().len() && after.source() != analysis.source())
        .then_some((edits, after))
}
