//! Applies fixes until there is nothing left to fix.

use std::{collections::BTreeMap, sync::Arc};

use super::{Cx, Diagnostic, Fix, Rule, Safety, Settings, run};
use crate::{
    model::{Analysis, World},
    text::{Edits, TextEdit, TextSize},
};

/// No file needs more rounds than this.
const MOST_ROUNDS: usize = 20;

/// How many bytes a round may read anew to find out which fixes break the file.
const MOST_BYTES: usize = 16 << 20;

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
        let mut tries = most_tries(analysis);
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

/// How often a round may read the file anew.
fn most_tries(analysis: &Analysis) -> usize {
    16 + MOST_BYTES / analysis.source().len().max(1)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lint::{Check, Decl, Group, Severity},
        model::Nowhere,
        text::{TextRange, range},
    };

    /// A rule that finds one word, and puts others in its place.
    macro_rules! rules {
        ($($name:ident: $word:literal => $other:expr, $around:expr;)*) => {
            &[$({
                static DECL: Decl = Decl {
                    codes: &[],
                    aspects: &[],
                    group: Group::Style,
                    severity: Severity::Warning,
                    default: true,
                    check: Check::File(|cx, report| {
                        let source = cx.analysis.source();
                        for (at, word) in source.match_indices($word) {
                            let place = range(at, at + word.len());
                            let around: fn(TextRange) -> TextRange = $around;
                            let edit = TextEdit::replace(around(place), $other);
                            report.add(place, word).fix(Safety::Safe, "Write another word", edit);
                        }
                    }),
                };
                Rule { name: stringify!($name), page: "", decl: &DECL }
            }),*]
        };
    }

    /// Only the word.
    const WORD: fn(TextRange) -> TextRange = |it| it;
    /// The word and two bytes on both sides.
    const WIDE: fn(TextRange) -> TextRange =
        |it| range(usize::from(it.start()) - 2, usize::from(it.end()) + 2);

    fn fixed(source: &str, rules: &'static [Rule]) -> Fixed {
        fix_all(source.into(), &Nowhere, &Settings::default(), rules, Safety::Safe)
    }

    #[test]
    fn fixes_that_overlap_wait_for_the_next_round() {
        static RULES: &[Rule] = rules! { one: "one" => "a two b", WIDE; two: "two" => "2", WORD; };
        let fixed = fixed("FROM x\nRUN a one b two c one b\n", RULES);
        assert_eq!(&**fixed.analysis.source(), "FROM x\nRUN a 2 b 2 a 2 b\n");
        assert_eq!((fixed.rounds.len(), fixed.applied.len(), fixed.left.len()), (2, 5, 0));
        let mut source = "FROM x\nRUN a one b two c one b\n".to_owned();
        fixed.rounds.iter().for_each(|it| source = it.apply(&source));
        assert_eq!(source, **fixed.analysis.source(), "the rounds lead from the file to the result");
    }

    #[test]
    fn a_fix_that_breaks_the_file_is_dropped_and_the_others_apply() {
        static RULES: &[Rule] = rules! { good: "good" => "better", WORD; bad: "bad" => "<<EOF", WORD; };
        let fixed = fixed("FROM x\nRUN good bad good\nRUN bad\nRUN good\n", RULES);
        assert_eq!(&**fixed.analysis.source(), "FROM x\nRUN better bad better\nRUN bad\nRUN better\n");
        assert_eq!((fixed.applied.len(), fixed.left.len()), (3, 2));
    }

    #[test]
    fn a_fix_that_breaks_the_file_does_not_keep_others_waiting() {
        static RULES: &[Rule] = rules! { bad: "bad" => "<<EOF", WIDE; good: "d g" => "d-g", WORD; };
        let fixed = fixed("FROM x\nRUN a bad good\n", RULES);
        assert_eq!(&**fixed.analysis.source(), "FROM x\nRUN a bad-good\n");
    }

    #[test]
    fn fixes_that_are_harmless_alone_and_not_together_do_not_both_apply() {
        static RULES: &[Rule] = rules! { one: "a1" => "<<E", WORD; two: "E1" => "F", WORD; };
        let fixed = fixed("FROM x\nRUN a1\nE1\nE\n", RULES);
        assert_eq!(
            &**fixed.analysis.source(),
            "FROM x\nRUN <<E\nF\nE\n",
            "the file has no more errors than before"
        );
    }

    #[test]
    fn fixes_that_undo_each_other_end() {
        static RULES: &[Rule] = rules! { ping: "ping" => "pong", WORD; pong: "pong" => "ping", WORD; };
        let fixed = fixed("FROM x\nRUN ping\n", RULES);
        assert_eq!((&**fixed.analysis.source(), fixed.rounds.len()), ("FROM x\nRUN pong\n", 1));
        static GROW: &[Rule] = rules! { grow: "a grow" => "a a grow", WORD; };
        assert_eq!(super::tests::fixed("FROM x\nRUN a grow\n", GROW).rounds.len(), MOST_ROUNDS);
    }

    #[test]
    fn a_few_fixes_that_do_harm_are_found_in_few_tries_among_many() {
        let lines = file(1_000, 250, "good");
        let analysis = Analysis::new(&*lines);
        let found =
            run(Cx { analysis: &analysis, world: &Nowhere, settings: &Settings::default() }, GOOD_AND_BAD);
        let candidates: Vec<&Diagnostic> = found.iter().collect();
        let most = most_tries(&analysis);
        let mut tries = most;
        assert_eq!(harmless(&analysis, &candidates, &mut tries).len(), 996);
        assert!(most - tries < 100, "{} tries", most - tries);
    }

    #[test]
    fn many_fixes_that_do_harm_do_not_keep_the_others_from_being_applied() {
        let fixed = fixed(&file(200, 10, "good"), GOOD_AND_BAD);
        assert!(
            **fixed.analysis.source() == file(200, 10, "fine"),
            "{} of 180 were applied",
            fixed.applied.len()
        );
    }

    static GOOD_AND_BAD: &[Rule] = rules! { good: "good" => "fine", WORD; bad: "bad" => "<<EOF", WORD; };

    /// A file of many lines; one in `every` has a word that must not be replaced.
    fn file(lines: usize, every: usize, good: &str) -> String {
        let line = |at: usize| format!("RUN {}\n", if at % every == 7 { "bad" } else { good });
        "FROM x\n".to_owned() + &(0..lines).map(line).collect::<String>()
    }
}
