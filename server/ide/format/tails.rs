//! The blanks before the characters that continue lines: one, or as many as a column of them needs.

use super::{
    block::{Line, LineKind},
    layout::{Change, Draft, Layout},
    settings::Unit,
};
use crate::text::{Edits, TextEdit, range};

/// The columns that somebody made of escape characters.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// The lines of each, by their index.
    runs: Vec<Vec<usize>>,
    /// Whether each line is in one.
    lines: Vec<bool>,
}

impl Columns {
    /// Whether the escape character of this line is in a column.
    pub(super) fn has(&self, line: usize) -> bool {
        self.lines.get(line).is_some_and(|it| *it)
    }
}

/// The columns of escape characters in an instruction.
pub(super) fn columns(layout: &Layout<'_>, draft: &Draft) -> Columns {
    let lines = || draft.block.lines.iter().filter(|it| it.escape.is_some());
    let runs = match lines().any(|it| it.tail(layout.source()).contains('\t')) {
        false => columns_at(layout.source(), draft, layout.habits.unit),
        // Nobody knows how wide a tab was meant to be.
        true => {
            let all = [8, 4, 2].map(|it| columns_at(layout.source(), draft, Unit::Spaces(it)));
            let longest = all.into_iter().max_by_key(|it| it.iter().map(Vec::len).sum::<usize>());
            longest.unwrap_or_default()
        }
    };
    let mut lines = vec![false; draft.block.lines.len()];
    runs.iter().flatten().for_each(|it| lines[*it] = true);
    Columns { runs, lines }
}

fn columns_at(source: &str, draft: &Draft, unit: Unit) -> Vec<Vec<usize>> {
    /// A line: its index, the column of its escape character, and that of the end of its text.
    type Place = (usize, usize, usize);
    let place = |(index, line): (usize, &Line)| -> Option<Place> {
        let escape = line.escape?;
        let text = if line.kind == LineKind::Bare { "" } else { &source[line.start..line.text.end] };
        Some((index, unit.column(0, &source[line.start..escape]), unit.column(0, text)))
    };
    // Equal blanks behind equal texts are no column, but a slip that was made twice.
    let is_column =
        |it: &[Place]| it.iter().any(|line| line.2 != it[0].2) && it.iter().any(|line| line.1 > line.2 + 1);
    let places: Vec<Place> = draft.block.lines.iter().enumerate().filter_map(place).collect();
    let runs = places.chunk_by(|a, b| a.1 == b.1).filter(|it| is_column(it));
    runs.map(|it| it.iter().map(|line| line.0).collect()).collect()
}

/// Sets the blanks before escape characters.
pub(super) fn plan(
    layout: &Layout<'_>,
    index: usize,
    draft: &Draft,
    gaps: &[TextEdit],
    columns: &Columns,
    changes: &mut [Change],
) {
    let (source, escape) = (layout.source(), layout.file().escape);
    for (at, line) in draft.block.texts().filter(|it| it.1.escape.is_some()) {
        if !columns.has(at) && line.tail(source) != " " && draft.is_free(source, escape, at + 1) {
            changes[at].gap = Some(" ".to_owned());
        }
    }
    for column in &columns.runs {
        keep(layout, index, draft, gaps, column, changes);
    }
}

/// Keeps a column where its lines become longer or shorter.
fn keep(
    layout: &Layout<'_>,
    index: usize,
    draft: &Draft,
    gaps: &[TextEdit],
    column: &[usize],
    changes: &mut [Change],
) {
    let (source, unit) = (layout.source(), layout.habits.unit);
    let lines = || column.iter().map(|it| (*it, &draft.block.lines[*it]));
    let texts = || lines().filter(|it| it.1.kind != LineKind::Bare);
    let tabs = texts().any(|it| it.1.tail(source).contains('\t'));
    let mut is_moved = false;
    let ends: Vec<(usize, usize)> = texts()
        .map(|(at, line)| {
            let after = text(layout, index, line, &changes[at], gaps);
            let before = &source[line.start..line.text.end];
            let columns = (unit.column(0, before), unit.column(0, &after));
            is_moved |= columns.0 != columns.1 || tabs && before != after;
            columns
        })
        .collect();
    let bare = || lines().filter(|it| it.1.kind == LineKind::Bare);
    if !is_moved {
        // Those that stand in it alone stay there, too.
        bare().for_each(|it| changes[it.0].indent = None);
        return;
    }
    let is_free = |at: usize| draft.is_free(source, layout.file().escape, at + 1);
    if tabs || !texts().all(|it| is_free(it.0)) {
        // It cannot move, and so it is none any more.
        texts().filter(|it| is_free(it.0)).for_each(|it| changes[it.0].gap = Some(" ".to_owned()));
        return;
    }
    let place = |line: &Line| unit.column(0, &source[line.start..line.escape.unwrap_or(line.end)]);
    let Some(before) = lines().next().map(|it| place(it.1)) else {
        return;
    };
    let needed = ends.iter().map(|it| it.1 + 1).max().unwrap_or_default();
    let is_uniform = ends.windows(2).all(|it| it[0].1 + it[1].0 == it[1].1 + it[0].0);
    let after = match (is_uniform, ends.first()) {
        (true, Some((old, new))) => (before + new).saturating_sub(*old).max(needed),
        _ => before.max(needed),
    };
    for ((at, _), (_, end)) in texts().zip(&ends) {
        changes[at].gap = Some(" ".repeat(after.saturating_sub(*end).max(1)));
    }
    for (at, _) in bare() {
        changes[at].indent = Some(unit.blanks(after));
    }
}

/// A line up to the end of its text, as it will be.
fn text(layout: &Layout<'_>, index: usize, line: &Line, change: &Change, gaps: &[TextEdit]) -> String {
    let source = layout.source();
    let kept = line.text.start + change.head.0..line.text.end - change.tail.0;
    let kept = source.get(kept).unwrap_or_default();
    let (indent, kept) = if line.kind == LineKind::First {
        let text = range(line.text.start, line.text.end);
        let inside = |it: &&TextEdit| text.contains_range(it.delete);
        let moved = gaps
            .iter()
            .filter(inside)
            .map(|it| TextEdit { delete: it.delete - text.start(), insert: it.insert.clone() });
        let column = layout.columns[index].new;
        (layout.habits.unit.blanks(column), Edits::new(moved).unwrap_or_default().apply(kept))
    } else {
        let indent = change.indent.as_deref().unwrap_or(line.indent(source));
        (indent.to_owned(), format!("{}{kept}", change.head.1))
    };
    format!("{indent}{kept}{}", change.tail.1)
}
