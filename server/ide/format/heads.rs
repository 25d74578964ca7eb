//! The first line of an instruction: where it begins, and the blanks between its keyword, its flags and its first argument.

use super::{
    layout::{Layout, replaced},
    settings::Unit,
};
use crate::{
    syntax::{Body, Dockerfile, Instruction, Keyword},
    text::{TextEdit, TextRange, range},
};

/// So many neighbours are asked whether they are aligned.
const NEIGHBOURS: usize = 16;

/// Where an instruction begins, and where it should.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    pub old: usize,
    pub new: usize,
}

/// Where the instructions begin: FROM on the left; the others, too, unless most of a stage stands to the right of its FROM.
pub(super) fn columns(file: &Dockerfile, unit: Unit) -> Vec<Columns> {
    let is_from = |it: &Instruction| it.keyword == Keyword::From;
    let mut columns = Vec::with_capacity(file.instructions.len());
    for stage in file.instructions.chunk_by(|_, next| !is_from(next)) {
        let olds: Vec<usize> = stage.iter().map(|it| unit.column(0, indent(file, it))).collect();
        let from = stage.first().filter(|it| is_from(it)).map(|_| olds[0]);
        let inside = if from.is_some() { &olds[1..] } else { &[] };
        let body = common(inside).filter(|it| Some(*it) > from).unwrap_or_default();
        for (position, (it, old)) in stage.iter().zip(&olds).enumerate() {
            let new = match from {
                _ if !is_movable(file, it) => *old,
                Some(from) if position > 0 => body.saturating_sub(from),
                _ => 0,
            };
            columns.push(Columns { old: *old, new });
        }
    }
    columns
}

/// The column of more than half of the lines.
fn common(columns: &[usize]) -> Option<usize> {
    let mut sorted = columns.to_vec();
    sorted.sort_unstable();
    let middle = *sorted.get(sorted.len() / 2)?;
    (sorted.iter().filter(|it| **it == middle).count() * 2 > sorted.len()).then_some(middle)
}

fn indent<'a>(file: &'a Dockerfile, it: &Instruction) -> &'a str {
    file.text(TextRange::new(it.lines.start(), it.keyword_range.start().max(it.lines.start())))
}

fn is_movable(file: &Dockerfile, it: &Instruction) -> bool {
    it.keyword != Keyword::Unknown && indent(file, it).bytes().all(|it| matches!(it, b' ' | b'\t'))
}

/// The edit that moves the keyword to its column.
pub(super) fn start(layout: &Layout<'_>, index: usize) -> Option<TextEdit> {
    let it = &layout.file().instructions[index];
    let Columns { old, new } = layout.columns[index];
    let before = TextRange::new(it.lines.start(), it.keyword_range.start());
    (old != new).then(|| replaced(layout.source(), before, &layout.habits.unit.blanks(new)))?
}

/// The edits that leave one blank between keyword, flags and first argument, where they are not a column of a table.
pub(super) fn gaps(layout: &Layout<'_>, index: usize) -> Vec<TextEdit> {
    let file = layout.file();
    let it = &file.instructions[index];
    let mut parts = Vec::new();
    elements(it, &mut parts);
    let edit = |pair: &[TextRange]| {
        let [a, b] = pair else { return None };
        let gap = range(a.end().into(), b.start().into());
        let blanks = file.text(gap);
        let is_wide = blanks != " " && !blanks.is_empty() && blanks.bytes().all(|it| matches!(it, b' ' | b'\t'));
        (is_wide && !is_table(file, index, gap)).then(|| replaced(&file.source, gap, " "))?
    };
    parts.windows(2).filter_map(edit).collect()
}

/// Keyword, flags and the first argument; of FROM, all its words.
fn elements(it: &Instruction, parts: &mut Vec<TextRange>) {
    parts.push(it.keyword_range);
    parts.extend(it.flags.iter().map(|it| it.range));
    match &it.body {
        Body::From(from) => {
            parts.extend([&from.image, &from.as_word, &from.name].into_iter().flatten().map(|it| it.range));
        }
        Body::Healthcheck(check) => {
            parts.extend(check.kind.map(|it| it.range));
            parts.extend(check.command.as_ref().map(|it| it.range()));
        }
        Body::Onbuild(Some(inner)) => elements(inner, parts),
        _ if !it.arguments.is_empty() => parts.push(it.arguments),
        _ => {}
    }
}

/// Whether what is behind these blanks stands in a column with something in the lines above or below.
fn is_table(file: &Dockerfile, index: usize, gap: TextRange) -> bool {
    let unit = Unit::Spaces(8);
    let start = usize::from(file.instructions[index].lines.start());
    let column = unit.column(0, &file.source[start..usize::from(gap.end())]);
    let length = usize::from(gap.len());
    // Equal blanks behind equal words are no table, but a slip that was made twice.
    let is_other = |wide: usize| wide != length;
    let above = (1..=index.min(NEIGHBOURS)).map(|it| index - it);
    let mut above = above.take_while(|it| is_above(file, *it)).map_while(|it| blanks_at(file, it, column, unit));
    let below = index + 1..file.instructions.len().min(index + 1 + NEIGHBOURS);
    let mut below =
        below.take_while(|it| is_above(file, *it - 1)).map_while(|it| blanks_at(file, it, column, unit));
    above.any(is_other) || below.any(is_other)
}

/// Whether the instruction with this index is one line, and the next one is on the next.
fn is_above(file: &Dockerfile, index: usize) -> bool {
    let [above, below] = [index, index + 1].map(|it| file.instructions.get(it));
    let (Some(above), Some(below)) = (above, below) else {
        return false;
    };
    let between = &file.source[usize::from(above.lines.end())..usize::from(below.lines.start())];
    !file.text(above.lines).contains('\n') && between.matches('\n').count() == 1
}

/// How many blanks stand before the word that begins in this column of an instruction's line.
fn blanks_at(file: &Dockerfile, index: usize, column: usize, unit: Unit) -> Option<usize> {
    let line = file.text(file.instructions[index].lines).lines().next()?;
    let mut at = 0;
    let (place, character) = line.char_indices().find(|(_, it)| {
        let here = at;
        at = unit.column(at, it.encode_utf8(&mut [0; 4]));
        here >= column
    })?;
    let before = &line[..place];
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    let is_word = blanks > 0 && !matches!(character, ' ' | '\t') && unit.column(0, before) == column;
    is_word.then_some(blanks)
}
