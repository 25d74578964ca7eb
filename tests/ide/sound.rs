//! What holds for the structure of every text: outline, folds, selections, linked names.

use std::ops::Range;

use dockwright::{
    ide::{self, Symbol},
    model::Analysis,
    text::{TextRange, TextSize},
};
use proptest::prelude::*;

use crate::{corpus, lossless::FRAGMENTS};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn of_a_heap_of_fragments(fragments in prop::collection::vec(prop::sample::select(FRAGMENTS), 0..30)) {
        check(&fragments.concat(), 1);
    }
}

#[test]
fn of_real_files() {
    for (name, source) in corpus::sample(60) {
        if std::panic::catch_unwind(|| check(source, 37)).is_err() {
            panic!("{name}");
        }
    }
}

/// Panics if something is not sound. Selections are asked for at every `step`th byte.
fn check(source: &str, step: usize) {
    let analysis = Analysis::new(source);
    let is_place = |it: TextRange| {
        assert!(source.get(Range::<usize>::from(it)).is_some(), "{it:?} is no place in {source:?}");
    };
    symbols(&ide::symbols(&analysis), TextRange::up_to(TextSize::of(source)), &is_place);
    let lines = analysis.lines();
    for fold in ide::folds(&analysis) {
        is_place(fold.range);
        assert!(lines.line(fold.range.start()) < lines.line(fold.range.end()), "{fold:?} in {source:?}");
    }
    for at in (0..=source.len()).step_by(step).map(|at| TextSize::new(at as u32)) {
        let ranges = ide::selections(&analysis, at);
        ranges.iter().for_each(|it| is_place(*it));
        let grows = |pair: &[TextRange]| pair[1].contains_range(pair[0]) && pair[0] != pair[1];
        assert!(ranges.windows(2).all(grows), "{ranges:?} in {source:?}");
        assert_eq!(ranges.last(), Some(&TextRange::up_to(TextSize::of(source))), "the last is the file");
        if let Some(linked) = ide::linked(&analysis, at) {
            linked.ranges.iter().for_each(|it| is_place(*it));
            assert!(linked.ranges.iter().all(|it| source[*it] == source[linked.ranges[0]]), "{linked:?}");
        }
    }
}

fn symbols(all: &[Symbol], around: TextRange, is_place: &dyn Fn(TextRange)) {
    for it in all {
        is_place(it.range);
        is_place(it.selection);
        assert!(around.contains_range(it.range) && it.range.contains_range(it.selection), "{it:?}");
        assert!(!it.name.trim().is_empty() && !it.name.contains(['\n', '\r']), "{it:?}");
        symbols(&it.children, it.range, is_place);
    }
}
