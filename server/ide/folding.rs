//! What an editor can hide behind a line: stages, instructions, heredocs, comments, and what `#region` marks.

use std::cmp::Reverse;

use crate::{
    model::Analysis,
    syntax::{Dockerfile, Instruction},
    text::{LineIndex, TextRange, TextSize, size},
};

/// Lines that can be hidden behind the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// From the end of the line that stays to the end of the last one that does not. *Invariant:* at least two lines.
    pub range: TextRange,
    /// What they are.
    pub kind: FoldKind,
}

/// What can be folded, the most useful first: who can take only so many gets those that stand first here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FoldKind {
    /// From a FROM to the last instruction before the next.
    Stage,
    /// Between `#region` and `#endregion`, with both.
    Region,
    /// An instruction of several lines, with its heredocs.
    Instruction,
    /// Comments on lines that follow each other.
    Comment,
    /// The lines of a heredoc, where they are not all of what an instruction hides.
    Heredoc,
}

/// All that can be folded: in the order of the file, what is outside before what is in it, and nothing twice.
///
/// Of two folds behind the same line editors show one, the first. So a stage wins over its FROM on several lines, and a heredoc
/// folds behind its own first line.
pub fn folds(analysis: &Analysis) -> Vec<Fold> {
    let (file, lines) = (analysis.file(), analysis.lines());
    let regions = regions(file);
    let mut folds = Vec::new();
    folds.extend(stages(analysis, &regions));
    folds.extend(regions.iter().filter_map(|it| fold(lines, *it, FoldKind::Region)));
    folds.extend(file.instructions.iter().filter_map(|it| fold(lines, it.range, FoldKind::Instruction)));
    folds.extend(file.instructions.iter().flat_map(|it| heredocs(file, lines, it)));
    folds.extend(comments(file, lines, &regions));
    folds.sort_by_key(|it| (it.range.start(), Reverse(it.range.end()), it.kind));
    folds.dedup_by_key(|it| it.range);
    folds
}

/// The lines that `range` touches, if they are several.
fn fold(lines: &LineIndex, range: TextRange, kind: FoldKind) -> Option<Fold> {
    let [first, last] = [range.start(), range.end()].map(|at| lines.line(at));
    let end = |line| lines.range(line).start() + size(lines.content(line).len());
    (first < last).then(|| Fold { range: TextRange::new(end(first), end(last)), kind })
}

/// What stands behind the last instruction of a stage mostly is about the next one, so it stays in sight; but a region that begins in
/// the stage belongs to it, and so does all that is left at the end of the file.
fn stages(analysis: &Analysis, regions: &[TextRange]) -> impl Iterator<Item = Fold> {
    let (file, lines) = (analysis.file(), analysis.lines());
    // One that is a FROM and nothing else is an instruction.
    analysis.stages().stages.iter().filter(|it| it.instructions.len() > 1).filter_map(move |stage| {
        let instructions = &file.instructions[stage.instructions.clone()];
        let (first, last) = (instructions.first()?, instructions.last()?);
        let [begun, over] = [first.range.start(), last.range.end()]
            .map(|at| regions.partition_point(|region| region.start() < at));
        let inside = regions[begun..over].iter().map(|it| it.end());
        let end = match stage.instructions.end == file.instructions.len() {
            true => size(file.source.trim_end().len()).max(last.range.end()),
            false => inside.fold(last.range.end(), TextSize::max),
        };
        fold(lines, TextRange::new(first.range.start(), end), FoldKind::Stage)
    })
}

/// The heredocs of an instruction, unless there is but one and the instruction itself folds as well.
fn heredocs(file: &Dockerfile, lines: &LineIndex, it: &Instruction) -> Vec<Fold> {
    let heads = |at: TextSize| lines.line(at) - lines.line(it.range.start());
    let is_all = match it.heredocs.as_slice() {
        [only] => heads(only.body.start()) <= 1,
        _ => false,
    };
    let place = |it: &crate::syntax::Heredoc| match it.terminator {
        Some(end) => it.body.cover(end),
        None => TextRange::at(it.body.start(), TextSize::of(file.text(it.body).trim_end())),
    };
    let bodies = it.heredocs.iter().filter(|it| !is_all && !it.body.is_empty());
    bodies.filter_map(|it| fold(lines, place(it), FoldKind::Heredoc)).collect()
}

/// Comments on lines that follow each other. The marks of a region are none.
fn comments(file: &Dockerfile, lines: &LineIndex, regions: &[TextRange]) -> Vec<Fold> {
    let mut ends: Vec<TextSize> = regions.iter().map(|it| it.end()).collect();
    ends.sort_unstable();
    let is_mark = |it: &TextRange| {
        ends.binary_search(&it.end()).is_ok()
            || regions.binary_search_by_key(&it.start(), |it| it.start()).is_ok()
    };
    let mut runs: Vec<TextRange> = Vec::new();
    for comment in file.comments.iter().filter(|it| !is_mark(it)) {
        match runs.last_mut() {
            Some(run) if lines.line(run.end()) + 1 == lines.line(comment.start()) => {
                *run = run.cover(*comment);
            }
            _ => runs.push(*comment),
        }
    }
    runs.into_iter().filter_map(|it| fold(lines, it, FoldKind::Comment)).collect()
}

/// From each `#region` to its `#endregion`, in the order of the file. One without the other is a comment as any.
fn regions(file: &Dockerfile) -> Vec<TextRange> {
    let mut open = Vec::new();
    let mut regions = Vec::new();
    for comment in &file.comments {
        let text = file.text(*comment).trim_start_matches('#').trim_start();
        let word = text.split_whitespace().next().unwrap_or_default();
        if word.eq_ignore_ascii_case("region") {
            open.push(comment.start());
        } else if word.eq_ignore_ascii_case("endregion")
            && let Some(start) = open.pop()
        {
            regions.push(TextRange::new(start, comment.end()));
        }
    }
    regions.sort_by_key(|it| it.start());
    regions
}
