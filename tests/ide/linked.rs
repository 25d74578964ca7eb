//! `dockerfile linked`: what changes with the name at the cursor, while it is typed.

use dockwright::ide;

use super::Case;
use crate::harness::marks::{self, Mark};

/// The file, with carets below each place.
pub(crate) fn answer(case: &Case<'_>) -> Vec<String> {
    let source = case.cx.analysis.source();
    let linked = ide::linked(case.cx.analysis, case.at.start());
    linked.map_or_else(Vec::new, |it| {
        assert!(it.ranges.iter().all(|range| source[*range] == source[it.ranges[0]]), "they say the same");
        let marks: Vec<Mark> = it.ranges.iter().map(|range| Mark::new(*range, "")).collect();
        marks::write(source, &marks)
    })
}
