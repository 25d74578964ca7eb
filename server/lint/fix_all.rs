//! Applies fixes until there is nothing left to fix.

use std::sync::Arc;

use super::{Cx, Diagnostic, Fix, Rule, Safety, Settings, run};
use crate::{
    model::{Analysis, World},
    text::Edits,
};

/// No file needs more rounds than this; a pair of fixes that undo each other would.
const MOST_ROUNDS: usize = 20;

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
/// add a syntax error is dropped.
pub fn fix_all(
    source: Arc<str>,
    world: &dyn World,
    settings: &Settings,
    rules: &'static [Rule],
    safety: Safety,
) -> Fixed {
    let look = |analysis: &Analysis| run(Cx { analysis, world, settings }, rules);
    let analysis = Analysis::new(source);
    let left = look(&analysis);
    let mut this = Fixed { analysis, left, applied: Vec::new(), rounds: Vec::new() };
    for _ in 0..MOST_ROUNDS {
        let Some((edits, fixed, analysis)) = round(&this.analysis, &this.left, safety) else {
            break;
        };
        this.left = look(&analysis);
        this.analysis = analysis;
        this.applied.extend(fixed);
        this.rounds.push(edits);
    }
    this
}

/// As many of the fixes as go together, and the file after them; `None` if there is none.
fn round(
    analysis: &Analysis,
    found: &[Diagnostic],
    safety: Safety,
) -> Option<(Edits, Vec<Diagnostic>, Analysis)> {
    let wanted = |fix: &Fix| fix.safety >= safety && !fix.edits.is_empty();
    let candidates: Vec<&Diagnostic> =
        found.iter().filter(|it| it.fix.as_ref().is_some_and(wanted)).collect();
    together(analysis, &candidates).or_else(|| {
        // Together they do harm: find those that do none alone.
        let harmless: Vec<&Diagnostic> =
            candidates.into_iter().filter(|it| together(analysis, &[it]).is_some()).collect();
        together(analysis, &harmless).or_else(|| together(analysis, harmless.get(..1)?))
    })
}

/// The fixes of `candidates` that do not overlap, if there is one, and if the file has no more syntax errors after them.
fn together(analysis: &Analysis, candidates: &[&Diagnostic]) -> Option<(Edits, Vec<Diagnostic>, Analysis)> {
    let mut edits = Edits::default();
    let mut fixed = Vec::new();
    for it in candidates {
        if edits.merge(&it.fix.as_ref()?.edits).is_ok() {
            fixed.push((*it).clone());
        }
    }
    if fixed.is_empty() {
        return None;
    }
    let after = Analysis::new(edits.apply(analysis.source()));
    (after.errors().len() <= analysis.errors().len() && after.source() != analysis.source())
        .then_some((edits, fixed, after))
}
