//! Lines: what belongs to an instruction, and how the text around it is kept in shape.

use crate::{
    model::Analysis,
    syntax::Instruction,
    text::{TextRange, TextSize, range},
};

/// The lines of an instruction, with the comments right above it and the line end.
pub(super) fn block(analysis: &Analysis, it: &Instruction) -> TextRange {
    TextRange::new(lead(analysis, it), line_end(analysis, it.lines.end()))
}

/// Where the comments right above an instruction begin; where it begins itself, if there are none.
pub(super) fn lead(analysis: &Analysis, it: &Instruction) -> TextSize {
    analysis.file().lead(it)
}

/// Whether there is an empty line, or nothing, above a place where a line begins.
pub(super) fn is_apart(analysis: &Analysis, at: TextSize) -> bool {
    let before = &analysis.source()[..usize::from(at)];
    let above = before.strip_suffix('\n').map_or("", |it| it.rsplit('\n').next().unwrap_or_default());
    above.trim().is_empty()
}

/// What goes with a block that is taken away: itself, and the empty lines below it if there are some above it too.
pub(super) fn with_gap(analysis: &Analysis, block: TextRange) -> TextRange {
    if !is_apart(analysis, block.start()) {
        return block;
    }
    let source: &str = analysis.source();
    let mut end = usize::from(block.end());
    while let Some(line) = source[end..].split_inclusive('\n').next().filter(|it| it.trim().is_empty()) {
        end += line.len();
    }
    TextRange::new(block.start(), range(end, end).end())
}

/// The line end of the file.
pub(super) fn newline(analysis: &Analysis) -> &'static str {
    analysis.file().line_end(TextSize::new(0))
}

/// The number of the line that an instruction begins on, as people count.
pub(super) fn line(analysis: &Analysis, it: &Instruction) -> u32 {
    analysis.lines().line(it.range.start()) + 1
}

/// Where the line ends that `at` is on, behind its line end.
fn line_end(analysis: &Analysis, at: TextSize) -> TextSize {
    let source: &str = analysis.source();
    let at = usize::from(at);
    let end = source[at..].find('\n').map_or(source.len(), |it| at + it + 1);
    range(end, end).start()
}
