//! How far to the right the lines of an instruction stand that continue it.
//!
//! They move together: what stands further to the right than the others goes on doing so. What is aligned with a word of the
//! first line stays aligned with it.

use super::{
    block::{Block, Line, LineKind},
    layout::{Change, Draft, Layout},
    settings::Unit,
};
use crate::{
    syntax::{Instruction, Keyword},
    text::TextEdit,
};

/// More levels than this are no levels, but blanks that look like some.
const DEEPEST: usize = 4;

/// Sets the blanks that lines begin with.
pub(super) fn plan(
    layout: &Layout<'_>,
    index: usize,
    draft: &Draft,
    gaps: &[TextEdit],
    changes: &mut [Change],
) {
    let file = layout.file();
    let it = &file.instructions[index];
    let unit = layout.habits.unit;
    let is_free = |at: usize| draft.is_free(&file.source, file.escape, at);
    if continued(&draft.block).any(|it| !is_free(it.0)) {
        return; // If one line cannot move, none does.
    }
    let columns = layout.columns[index];
    let lines = Lines::new(&file.source, &draft.block, unit);
    let Some(base) = lines.base() else {
        return;
    };
    let anchor = lines.anchor(it, base);
    if anchor == Some(Anchor::Operator) && columns.old == columns.new && gaps.is_empty() {
        return;
    }
    let removed = |place: usize| -> usize {
        let before = gaps.iter().filter(|it| usize::from(it.delete.end()) <= place);
        before.map(|it| usize::from(it.delete.len()).saturating_sub(it.insert.len())).sum()
    };
    let moved = |column: usize, place: usize| {
        (column + columns.new).saturating_sub(columns.old).saturating_sub(removed(place))
    };
    let target = match anchor {
        Some(Anchor::Word(place)) => moved(base, place),
        Some(Anchor::Operator) => moved(base, it.arguments.start().into()),
        None => columns.new + unit.width(),
    };
    let shift = match anchor {
        None => lines.shift(base, columns.old, target, unit),
        Some(_) => Shift { base, target, scale: None, floor: false },
    };
    for (at, line) in draft.block.lines.iter().enumerate().skip(1) {
        let old = line.indent(&file.source);
        let width = unit.column(0, old);
        let Some(new) = shift.of(width, line.kind) else {
            continue;
        };
        let is_settled = new == width && (anchor.is_some() || !is_foreign(old, unit));
        if line.kind != LineKind::Blank && !is_settled {
            changes[at].indent = Some(unit.blanks(new));
        }
    }
}

/// By what the lines of an instruction are moved to the right, as they are: the blanks of the one that is moved least. `None` if
/// they follow something else than a step.
pub(super) fn step<'a>(source: &'a str, it: &Instruction, block: &Block) -> Option<&'a str> {
    let unit = Unit::Spaces(4);
    let lines = Lines::new(source, block, unit);
    let base = lines.base()?;
    if lines.anchor(it, base).is_some() {
        return None;
    }
    let first = block.lines.first()?.indent(source);
    let (_, line) = continued(block).find(|(_, line)| unit.column(0, line.indent(source)) == base)?;
    line.indent(source).strip_prefix(first)
}

/// The lines behind the first with a part of the instruction on them.
fn continued(block: &Block) -> impl Iterator<Item = (usize, &Line)> {
    block.texts().filter(|it| it.1.kind == LineKind::Text)
}

/// Whether these blanks are not of the kind that the file uses.
fn is_foreign(blanks: &str, unit: Unit) -> bool {
    match unit {
        Unit::Spaces(_) => blanks.contains('\t'),
        Unit::Tab => !blanks.starts_with('\t') && blanks.len() >= unit.width(),
    }
}

/// What lines are aligned with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Anchor {
    /// A word of the first line, which begins at this byte.
    Word(usize),
    /// The first argument, by what stands behind `&&` or another operator at the beginning of the line.
    Operator,
}

/// Where the lines of an instruction begin.
struct Lines<'a> {
    source: &'a str,
    block: &'a Block,
    unit: Unit,
    /// The columns of those that continue it.
    widths: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(source: &'a str, block: &'a Block, unit: Unit) -> Lines<'a> {
        let widths = continued(block).map(|it| unit.column(0, it.1.indent(source))).collect();
        Lines { source, block, unit, widths }
    }

    /// The column of the line that is furthest to the left.
    fn base(&self) -> Option<usize> {
        self.widths.iter().copied().min()
    }

    fn anchor(&self, it: &Instruction, base: usize) -> Option<Anchor> {
        let first = self.block.lines.first()?;
        let argument = usize::from(it.arguments.start());
        let on_first = first.text.contains(&argument);
        let column = |place: usize| self.unit.column(0, &self.source[first.start..place]);
        if on_first && self.hangs(base, column(argument)) {
            return Some(Anchor::Operator);
        }
        // The first argument of RUN stands in the fourth column, which needs not mean anything.
        let from = match it.keyword {
            Keyword::Run if on_first => argument + 1,
            _ => usize::from(it.keyword_range.end()),
        };
        let text = self.source.get(from..first.text.end)?;
        let starts = text.char_indices().zip(text[..].chars().skip(1));
        let words = starts.filter(|((_, before), it)| {
            matches!(before, ' ' | '\t' | '[' | '(' | '"') && !matches!(it, ' ' | '\t')
        });
        let mut places = words.map(|((at, before), _)| from + at + before.len_utf8());
        places.find(|it| column(*it) == base).map(Anchor::Word)
    }

    /// Whether the lines that are furthest to the left begin with operators, and what is behind these is in `column`.
    fn hangs(&self, base: usize, column: usize) -> bool {
        let hangs = |line: &Line| {
            let text = &self.source[line.text.clone()];
            let operator = ["&& ", "|| ", "| ", "; "].iter().find(|it| text.starts_with(**it));
            operator.is_some_and(|it| base + it.len() == column)
        };
        let mut left = continued(self.block)
            .filter(|it| self.unit.column(0, it.1.indent(self.source)) == base)
            .map(|it| it.1)
            .peekable();
        left.peek().is_some() && left.all(hangs)
    }

    /// How lines are moved that stand in steps of their own.
    fn shift(&self, base: usize, origin: usize, target: usize, unit: Unit) -> Shift {
        if self.are_strays(target) {
            return Shift { base: target, target, scale: None, floor: true };
        }
        let step = base.saturating_sub(origin);
        let mut levels: Vec<usize> = self.widths.iter().map(|it| it - base).collect();
        levels.sort_unstable();
        levels.dedup();
        let in_steps = step >= 2 && levels.iter().enumerate().all(|(level, it)| *it == level * step);
        let scale = (in_steps && levels.len() <= DEEPEST).then_some((step, unit.width()));
        Shift { base, target, scale, floor: false }
    }

    /// Whether the few lines left of `target` are not where they belong: others are, and the first one is.
    fn are_strays(&self, target: usize) -> bool {
        let left = self.widths.iter().filter(|it| **it < target).count();
        let is_right = self.widths.first().is_some_and(|it| *it >= target);
        left > 0 && left * 4 <= self.widths.len() && is_right && self.widths.contains(&target)
    }
}

/// Moves columns.
struct Shift {
    base: usize,
    target: usize,
    /// The width of a step, before and after.
    scale: Option<(usize, usize)>,
    /// Whether what is left of the base is moved there.
    floor: bool,
}

impl Shift {
    /// Where a line goes that stands in this column; `None` if it is left alone.
    fn of(&self, column: usize, kind: LineKind) -> Option<usize> {
        let Some(behind) = column.checked_sub(self.base) else {
            return (self.floor && kind == LineKind::Text).then_some(self.target);
        };
        let behind = match self.scale {
            Some((before, after)) => behind / before * after + behind % before,
            None => behind,
        };
        Some(self.target + behind)
    }
}
