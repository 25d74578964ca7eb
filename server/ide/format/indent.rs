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
    syntax::{Dockerfile, Instruction, Keyword},
    text::TextEdit,
};

/// More levels than this are no levels, but blanks that look like some.
const DEEPEST: usize = 4;

/// By so many blanks is one level right of the next; by others, something is aligned.
const STEPS: [usize; 4] = [2, 4, 6, 8];

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
    if !can_move(draft, file) {
        return;
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
        None => lines.shift(base, target),
        Some(_) => Shift { base, target, levels: None, floor: false },
    };
    for (at, line) in draft.block.lines.iter().enumerate().skip(1) {
        let old = line.indent(&file.source);
        let width = lines.tab.column(0, old);
        let new = shift.of(width, line.kind);
        let is_settled = new == width && (anchor.is_some() || !is_foreign(old, unit));
        if line.kind != LineKind::Blank && !is_settled {
            changes[at].indent = Some(unit.blanks(new));
        }
    }
}

/// By what the lines of an instruction are moved to the right, as they are. `None` if they follow something else than a step.
pub(super) fn step(source: &str, it: &Instruction, block: &Block) -> Option<Unit> {
    let unit = Unit::Spaces(4);
    let lines = Lines::new(source, block, unit);
    let base = lines.base()?;
    let count = lines.widths.iter().filter(|it| **it == base).count();
    let is_common = count == lines.widths.len() || count * FEW > lines.widths.len();
    if !is_common || lines.anchor(it, base).is_some() {
        return None;
    }
    let first = lines.tab.column(0, block.lines.first()?.indent(source));
    let (_, line) = continued(block).find(|(_, line)| lines.tab.column(0, line.indent(source)) == base)?;
    match line.indent(source).starts_with('\t') {
        true => Some(Unit::Tab),
        false => u8::try_from(base.saturating_sub(first)).ok().map(Unit::Spaces),
    }
}

/// Whether the lines of an instruction can be moved. If one of them cannot, none is.
pub(super) fn can_move(draft: &Draft, file: &Dockerfile) -> bool {
    continued(&draft.block)
        .all(|(at, line)| draft.is_free(&file.source, file.escape, at) && !is_swallowed(&file.source, line))
}

/// Whether a line looks like an instruction of its own, which a forgotten escape character above has made part of this one.
fn is_swallowed(source: &str, line: &Line) -> bool {
    let word = source[line.text.clone()].split([' ', '\t']).next().unwrap_or_default();
    let is_capital = word.bytes().all(|it| it.is_ascii_uppercase());
    line.start == line.text.start && is_capital && Keyword::new(word) != Keyword::Unknown
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

/// A line of so many is one of a few.
const FEW: usize = 4;

/// What stands between commands.
const OPERATORS: [&str; 4] = ["&&", "||", ";", "|"];

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
    /// A step to the right.
    unit: Unit,
    /// How wide a tab is.
    tab: Unit,
    /// The columns of those that continue it.
    widths: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(source: &'a str, block: &'a Block, unit: Unit) -> Lines<'a> {
        let indents: Vec<&str> = continued(block).map(|it| it.1.indent(source)).collect();
        let tab = tab(&indents, unit);
        let widths = indents.iter().map(|it| tab.column(0, it)).collect();
        Lines { source, block, unit, tab, widths }
    }

    /// The column of the line that is furthest to the left.
    fn base(&self) -> Option<usize> {
        self.widths.iter().copied().min()
    }

    fn anchor(&self, it: &Instruction, base: usize) -> Option<Anchor> {
        let first = self.block.lines.first()?;
        let argument = usize::from(it.arguments.start());
        let on_first = first.text.contains(&argument);
        let column = |place: usize| self.tab.column(0, &self.source[first.start..place]);
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
            let operator = OPERATORS.iter().find(|it| self.text(line).starts_with(**it));
            operator.is_some_and(|it| base + it.len() + 1 == column)
        };
        let mut left = continued(self.block)
            .filter(|it| self.tab.column(0, it.1.indent(self.source)) == base)
            .map(|it| it.1)
            .peekable();
        left.peek().is_some() && left.all(hangs)
    }

    /// How lines are moved that stand in steps of their own.
    fn shift(&self, base: usize, target: usize) -> Shift {
        if base == target || self.are_strays(target) {
            return Shift { base: target, target, levels: None, floor: true };
        }
        let mut columns = self.widths.clone();
        columns.sort_unstable();
        columns.dedup();
        let in_steps = columns.windows(2).all(|it| STEPS.contains(&(it[1] - it[0])));
        let levels = (in_steps && columns.len() <= DEEPEST).then_some((columns, self.unit.width()));
        Shift { base, target, levels, floor: false }
    }

    /// Whether the few lines left of `target` are not where they belong, as others are: commands if they are commands, or
    /// arguments if they are arguments.
    fn are_strays(&self, target: usize) -> bool {
        let left = self.widths.iter().filter(|it| **it < target).count();
        if left == 0 || left * FEW > self.widths.len() || !self.widths.contains(&target) {
            return false;
        }
        let mut previous = self.block.lines.first();
        let mut commands = Vec::with_capacity(self.widths.len());
        for (_, line) in continued(self.block) {
            let begins = OPERATORS.iter().any(|it| self.text(line).starts_with(it));
            let follows = previous.is_some_and(|it| OPERATORS.iter().any(|end| self.text(it).ends_with(end)));
            commands.push(begins || follows);
            previous = Some(line);
        }
        let is_command = |is_there: &dyn Fn(usize) -> bool| {
            self.widths.iter().zip(&commands).any(|(width, is_command)| is_there(*width) && *is_command)
        };
        let first_is_right = self.widths.first().is_some_and(|it| *it >= target);
        is_command(&|it| it == target) || first_is_right && !is_command(&|it| it < target)
    }

    fn text(&self, line: &Line) -> &'a str {
        &self.source[line.text.clone()]
    }
}

/// How wide a tab was meant to be: where there are tabs and blanks, so that the most lines begin in the same columns.
fn tab(indents: &[&str], unit: Unit) -> Unit {
    let is_mixed = indents.iter().any(|it| it.contains('\t')) && indents.iter().any(|it| it.starts_with(' '));
    if !is_mixed {
        return unit;
    }
    let columns = |tab: &Unit| {
        let mut columns: Vec<usize> = indents.iter().map(|it| tab.column(0, it)).collect();
        columns.sort_unstable();
        columns.dedup();
        columns.len()
    };
    let widths = [unit, Unit::Spaces(8), Unit::Spaces(4), Unit::Spaces(2)];
    widths.into_iter().min_by_key(columns).unwrap_or(unit)
}

/// Moves columns.
struct Shift {
    base: usize,
    target: usize,
    /// The columns of the levels, and how wide a step is to be.
    levels: Option<(Vec<usize>, usize)>,
    /// Whether what is left of the base is moved there.
    floor: bool,
}

impl Shift {
    /// Where a line goes that stands in this column.
    fn of(&self, column: usize, kind: LineKind) -> usize {
        let Some(behind) = column.checked_sub(self.base) else {
            return if self.floor && kind == LineKind::Text { self.target } else { column };
        };
        let level = |it: &(Vec<usize>, usize)| Some(it.0.binary_search(&column).ok()? * it.1);
        self.target + self.levels.as_ref().and_then(level).unwrap_or(behind)
    }
}
