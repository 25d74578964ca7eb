//! The first line of an instruction: where it begins, and the blanks between its keyword, its flags and its first argument.

use super::{
    layout::{Layout, replaced},
    settings::Unit,
};
use crate::{
    syntax::{Body, Dockerfile, Instruction, Keyword},
    text::{TextEdit, TextRange, range, size},
};

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
        let column = |it: &Instruction| unit.column(0, indent(file, it));
        let olds: Vec<usize> = stage.iter().map(column).collect();
        let from = stage.first().filter(|it| is_from(it));
        let from = from.map(|it| if is_movable(file, it) { column(it) } else { 0 });
        let inside = stage.iter().skip(1).filter(|it| is_movable(file, it)).map(column);
        let body = common(inside.collect()).filter(|it| Some(*it) > from).unwrap_or_default();
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
fn common(mut sorted: Vec<usize>) -> Option<usize> {
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
    let gaps = layout.loose_gaps.get(index).into_iter().flatten();
    gaps.filter_map(|it| replaced(layout.source(), *it, " ")).collect()
}

/// The blanks between keyword, flags and first argument, on the first line.
pub(super) fn all_gaps(file: &Dockerfile, it: &Instruction) -> Vec<TextRange> {
    if it.keyword == Keyword::Unknown {
        return Vec::new();
    }
    let mut parts = Vec::new();
    elements(it, &mut parts);
    let gaps = parts.windows(2).map(|pair| range(pair[0].end().into(), pair[1].start().into()));
    let first = file.text(it.lines).find('\n').map_or(it.lines.end(), |at| it.lines.start() + size(at));
    let is_blank = |it: &TextRange| {
        let blanks = file.text(*it);
        it.end() <= first && !blanks.is_empty() && blanks.bytes().all(|it| matches!(it, b' ' | b'\t'))
    };
    gaps.filter(is_blank).collect()
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
        Body::Unknown => {}
        _ if !it.arguments.is_empty() => parts.push(it.arguments),
        _ => {}
    }
}
