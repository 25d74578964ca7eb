//! The lines between instructions: empty lines, comments, and the end of the file.

use super::{
    Group,
    layout::{Layout, replaced},
};
use crate::{
    syntax::{Dockerfile, Instruction, Keyword},
    text::{TextEdit, TextRange, range},
};

/// What is to be done between the instructions, and around them.
pub(super) fn groups(layout: &Layout<'_>) -> Vec<Group> {
    let file = layout.file();
    let stages = stage_starts(file);
    let ends = file.instructions.iter().map(|it| usize::from(file.whole_lines(it.lines).end()));
    let starts = file.instructions.iter().map(|it| usize::from(it.lines.start()));
    let head = if file.source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut groups = Vec::new();
    for (next, (start, end)) in
        std::iter::once(head).chain(ends).zip(starts.chain([file.source.len()])).enumerate()
    {
        let gap = Gap::new(layout, next, range(start, end));
        let mut edits = gap.comments();
        edits.extend(gap.empty_lines());
        if stages[next] {
            edits.extend(gap.before_stage());
        }
        if next == file.instructions.len() {
            edits.extend(gap.last_line_end());
        }
        groups.push(Group { lines: gap.place, edits });
    }
    groups
}

/// Which instructions begin a stage, but the first: FROM, or the first ARG right above it, without an empty line between.
pub(super) fn stage_starts(file: &Dockerfile) -> Vec<bool> {
    let all = &file.instructions;
    let first = all.iter().position(|it| it.keyword == Keyword::From).unwrap_or(all.len());
    let mut leads = vec![false; all.len() + 1];
    for index in (first + 1..all.len()).rev() {
        let is_near = || all.get(index + 1).is_some_and(|next| !has_empty_line(file, &all[index], next));
        leads[index] = match all[index].keyword {
            Keyword::From => true,
            Keyword::Arg => leads[index + 1] && is_near(),
            _ => false,
        };
    }
    let is_argument = |it: usize| leads[it] && all[it].keyword == Keyword::Arg;
    let begins = |it: usize| leads[it] && !it.checked_sub(1).is_some_and(is_argument);
    (0..=all.len()).map(begins).collect()
}

fn has_empty_line(file: &Dockerfile, above: &Instruction, below: &Instruction) -> bool {
    let between = file.text(range(above.lines.end().into(), below.lines.start().into()));
    between.lines().skip(1).any(|it| it.trim().is_empty())
}

/// The lines before an instruction, or before the end of the file.
struct Gap<'a> {
    layout: &'a Layout<'a>,
    /// The index of the instruction behind it.
    next: usize,
    place: TextRange,
    lines: Vec<Line>,
}

/// A line with nothing or a comment on it.
struct Line {
    start: usize,
    /// Behind its line end.
    next: usize,
    /// The comment, without blanks around it; an empty place if there is none.
    text: TextRange,
}

impl Line {
    fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

impl<'a> Gap<'a> {
    fn new(layout: &'a Layout<'a>, next: usize, place: TextRange) -> Gap<'a> {
        let mut at = usize::from(place.start());
        let line = |physical: &str| {
            let start = at;
            at += physical.len();
            let content = physical.trim_end_matches(['\r', '\n']);
            let blanks = [' ', '\t'];
            let text_start = start + content.len() - content.trim_start_matches(blanks).len();
            // Other white space, too, makes a line that is empty for the builder.
            let length = if content.trim().is_empty() { 0 } else { content.trim_matches(blanks).len() };
            let text = range(text_start, text_start + length);
            Line { start, next: at, text }
        };
        let lines = layout.source()[place].split_inclusive('\n').map(line).collect();
        Gap { layout, next, place, lines }
    }

    fn is_last(&self) -> bool {
        self.next == self.layout.file().instructions.len()
    }

    /// Blanks around comments and on empty lines. A comment goes with the instruction that it stands right above or below.
    fn comments(&self) -> Vec<TextEdit> {
        let source = self.layout.source();
        let unit = self.layout.habits.unit;
        let neighbours = [Some(self.next), self.next.checked_sub(1)];
        let columns = || neighbours.into_iter().flatten().filter_map(|it| self.layout.columns.get(it));
        let mut edits = Vec::new();
        for line in &self.lines {
            let end = line.start + source[line.start..line.next].trim_end_matches(['\r', '\n']).len();
            let before = range(line.start, line.text.start().into());
            let column = unit.column(0, &source[before]);
            let moved = columns().find(|it| it.old == column).filter(|it| it.old != it.new);
            match moved {
                _ if line.is_empty() => edits.extend(replaced(source, range(line.start, end), "")),
                Some(moved) => edits.extend(replaced(source, before, &unit.blanks(moved.new))),
                None => {}
            }
            // A carriage return before them would become a part of the line end.
            if !line.is_empty() && !self.layout.file().text(line.text).ends_with('\r') {
                edits.extend(replaced(source, range(line.text.end().into(), end), ""));
            }
        }
        edits
    }

    /// Of several empty lines, one stays; none at the beginning and at the end of the file.
    fn empty_lines(&self) -> Vec<TextEdit> {
        let mut edits = Vec::new();
        let mut at = 0;
        for run in self.lines.chunk_by(|a, b| a.is_empty() == b.is_empty()) {
            let (first, last) = (at, at + run.len());
            at = last;
            if !run[0].is_empty() {
                continue;
            }
            // Above a comment, an empty line may be what keeps it from being a directive.
            let at_head = self.next == 0 && first == 0 && last == self.lines.len();
            let kept = if at_head || self.is_last() && last == self.lines.len() { 0 } else { 1 };
            let source = self.layout.source();
            for line in &run[kept..] {
                let end = line.start + source[line.start..line.next].trim_end_matches(['\r', '\n']).len();
                // The blanks on it are taken away already.
                edits.extend((end < line.next).then(|| TextEdit::delete(range(end, line.next))));
            }
        }
        edits
    }

    /// One empty line before FROM and its comments.
    fn before_stage(&self) -> Option<TextEdit> {
        let comments = self.lines.iter().rev().take_while(|it| !it.is_empty()).count();
        let at = self.lines.len() - comments;
        if at > 0 {
            return None; // There is one.
        }
        let place = self.place.start();
        Some(TextEdit::insert(place, self.layout.file().line_end(place)))
    }

    /// A line end at the end of the file, if nothing is open there.
    fn last_line_end(&self) -> Option<TextEdit> {
        let file = self.layout.file();
        let is_open = file.instructions.last().is_some_and(|it| file.is_unfinished(it));
        // A last line of blanks goes, and then the one before it is the last.
        let ends = file.source.ends_with('\n') || self.lines.last().is_some_and(Line::is_empty);
        let end = TextRange::empty(crate::text::size(file.source.len()));
        (!is_open && !ends).then(|| TextEdit::insert(end.start(), file.line_end(end.start())))
    }
}
