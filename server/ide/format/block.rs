//! The physical lines of an instruction, up to its heredocs.

use std::ops::Range;

use crate::syntax::{Dockerfile, Instruction};

/// An instruction, line by line.
#[derive(Debug)]
pub(super) struct Block {
    /// At least one.
    pub lines: Vec<Line>,
}

/// A physical line of an instruction. All places are bytes of the file.
#[derive(Debug)]
pub(super) struct Line {
    pub kind: LineKind,
    /// Where it begins.
    pub start: usize,
    /// What is between the blanks: a text without the escape character behind it, or a comment.
    pub text: Range<usize>,
    /// The escape character that continues it.
    pub escape: Option<usize>,
    /// Where it ends, blanks included, without its line end.
    pub end: usize,
}

/// What a line of an instruction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    /// The one with the keyword.
    First,
    /// A part of the instruction.
    Text,
    /// The escape character and nothing else.
    Bare,
    /// A comment.
    Comment,
    /// Blanks, or nothing.
    Blank,
}

impl Block {
    /// The lines of an instruction.
    pub(super) fn new(file: &Dockerfile, it: &Instruction) -> Block {
        let start = usize::from(it.lines.start());
        let end = match it.heredocs.first() {
            Some(first) => usize::from(first.body.start()),
            None => usize::from(it.lines.end()),
        };
        let mut cuts = file.cuts[file.cuts.partition_point(|cut| usize::from(cut.start()) < start)..].iter();
        let mut cut = cuts.next();
        let mut lines: Vec<Line> = Vec::new();
        let mut at = start;
        for physical in file.source[start..end].split_inclusive('\n') {
            let text = physical.trim_end_matches(['\r', '\n']);
            let line_end = at + text.len();
            let mut escape = None;
            while let Some(here) = cut.map(|it| usize::from(it.start())).filter(|it| *it < line_end) {
                escape = Some(here);
                cut = cuts.next();
            }
            lines.push(line(&file.source, at..line_end, escape, lines.is_empty()));
            at += physical.len();
        }
        Block { lines }
    }

    /// The lines with a part of the instruction on them, the first one too, by their index.
    pub(super) fn texts(&self) -> impl DoubleEndedIterator<Item = (usize, &Line)> {
        let is_text = |it: &(usize, &Line)| matches!(it.1.kind, LineKind::First | LineKind::Text);
        self.lines.iter().enumerate().filter(is_text)
    }

    /// The last line before this one with a part of the instruction on it.
    pub(super) fn text_before(&self, index: usize) -> Option<(usize, &Line)> {
        let is_text = |it: &(usize, &Line)| matches!(it.1.kind, LineKind::First | LineKind::Text);
        self.lines[..index].iter().enumerate().rev().find(is_text)
    }
}

impl Line {
    /// The blanks that it begins with.
    pub(super) fn indent<'a>(&self, source: &'a str) -> &'a str {
        &source[self.start..self.text.start]
    }

    /// The blanks before its escape character; none if it has none.
    pub(super) fn tail<'a>(&self, source: &'a str) -> &'a str {
        &source[self.text.end..self.escape.unwrap_or(self.text.end)]
    }
}

fn line(source: &str, place: Range<usize>, escape: Option<usize>, first: bool) -> Line {
    let blanks = [' ', '\t'];
    let content = &source[place.start..escape.unwrap_or(place.end)];
    let trimmed = content.trim_matches(blanks);
    let start = place.start + (content.len() - content.trim_start_matches(blanks).len());
    let kind = match trimmed.trim_start() {
        _ if first => LineKind::First,
        "" if escape.is_some() => LineKind::Bare,
        "" => LineKind::Blank,
        text if text.starts_with('#') && escape.is_none() => LineKind::Comment,
        _ => LineKind::Text,
    };
    Line { kind, start: place.start, text: start..start + trimmed.len(), escape, end: place.end }
}
