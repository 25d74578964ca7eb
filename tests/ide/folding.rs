//! `text folds`: the first and the last line of each fold, counted from 1; what lies in another stands further to the right.

use dockwright::ide::{self, Fold};

use super::Case;

/// A line for each.
pub(crate) fn answer(case: &Case<'_>) -> Vec<String> {
    let folds = ide::folds(case.cx.analysis);
    let around = |it: &Fold| {
        let inside = |other: &&Fold| other.range.contains_range(it.range) && other.range != it.range;
        folds.iter().filter(inside).count()
    };
    let line = |it: &Fold| {
        let lines = case.cx.analysis.lines();
        let [first, last] = [it.range.start(), it.range.end()].map(|at| lines.line(at) + 1);
        assert!(first < last, "a fold hides at least a line");
        format!("{}{first}-{last} {:?}", "  ".repeat(around(it)), it.kind)
    };
    folds.iter().map(line).collect()
}
