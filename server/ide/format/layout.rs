//! Puts together what is to be done with an instruction.

use super::{
    Group,
    block::{Block, LineKind},
    breaks::{self, Break},
    casing,
    free::Fixed,
    habits::Habits,
    heads::{self, Columns},
    indent,
    settings::FormatSettings,
    tables, tails,
};
use crate::{
    model::Analysis,
    syntax::{Dockerfile, Keyword},
    text::{TextEdit, TextRange, range},
};

/// What the layout of a whole file follows.
pub(super) struct Layout<'a> {
    pub analysis: &'a Analysis,
    pub settings: &'a FormatSettings,
    pub habits: Habits,
    /// Where each instruction begins, and where it should.
    pub columns: Vec<Columns>,
    /// The gaps between keyword, flags and first argument of each instruction that become one blank.
    pub loose_gaps: Vec<Vec<TextRange>>,
    blocks: Vec<Draft>,
}

/// An instruction, and what is to become of its lines.
#[derive(Debug)]
pub(super) struct Draft {
    pub block: Block,
    /// Where blanks count.
    pub fixed: Fixed,
    /// The line breaks beside operators.
    pub breaks: Vec<Break>,
}

/// What becomes of a line.
#[derive(Clone, Debug, Default)]
pub(super) struct Change {
    /// The blanks that it begins with; `None`: those that it has.
    pub indent: Option<String>,
    /// How many bytes of its text go, from the front, and what comes in their place.
    pub head: (usize, String),
    /// How many bytes of its text go, from the end, and what comes in their place.
    pub tail: (usize, String),
    /// The blanks before its escape character; `None`: those that it has.
    pub gap: Option<String>,
}

impl<'a> Layout<'a> {
    pub(super) fn new(analysis: &'a Analysis, settings: &'a FormatSettings) -> Layout<'a> {
        let file = analysis.file();
        let draft = |(index, it)| {
            let mut draft = Draft::new(Block::new(file, it), Fixed::new(analysis, index, it));
            draft.breaks = breaks::breaks(analysis, index, &draft);
            draft
        };
        let blocks: Vec<Draft> = file.instructions.iter().enumerate().map(draft).collect();
        let habits = Habits::new(analysis, settings, &blocks);
        let columns = heads::columns(file, habits.unit);
        let loose_gaps = tables::loose_gaps(file, &columns);
        Layout { analysis, settings, habits, columns, loose_gaps, blocks }
    }

    pub(super) fn file(&self) -> &'a Dockerfile {
        self.analysis.file()
    }

    pub(super) fn source(&self) -> &'a str {
        &self.file().source
    }

    /// What is to be done with the instruction with this index.
    pub(super) fn instruction(&self, index: usize) -> Group {
        let it = &self.file().instructions[index];
        let draft = &self.blocks[index];
        let mut edits = trailing(self.source(), &draft.block);
        // A file may begin a line with an escape character and the keyword on the next, but nobody does so on purpose.
        let is_plain = draft
            .block
            .lines
            .first()
            .is_some_and(|line| line.text.start == usize::from(it.keyword_range.start()));
        if it.keyword != Keyword::Unknown && is_plain {
            let gaps = heads::gaps(self, index);
            edits.extend(heads::start(self, index));
            edits.extend(casing::edits(self.file(), it, self.settings.keyword_casing));
            if draft.block.lines.len() > 1 {
                let mut changes = vec![Change::default(); draft.block.lines.len()];
                let columns = tails::columns(self, draft);
                breaks::plan(self, draft, &columns, &mut changes);
                indent::plan(self, index, draft, &gaps, &mut changes);
                tails::plan(self, index, draft, &gaps, &columns, &mut changes);
                edits.extend(written(self.source(), &draft.block, &changes));
            }
            edits.extend(gaps);
        }
        Group { lines: it.lines, edits }
    }
}

/// The edits that take away what stands behind the last byte of each line that is not a blank.
fn trailing(source: &str, block: &Block) -> Vec<TextEdit> {
    let edit = |line: &super::block::Line| {
        let start = line.escape.map_or(line.text.end, |it| it + 1);
        let start = if line.kind == LineKind::Blank { line.start } else { start };
        let is_blank = source[start..line.end].bytes().all(|it| matches!(it, b' ' | b'\t'));
        // A carriage return before them would become a part of the line end.
        let is_odd = source[..start].ends_with('\r');
        (start < line.end && is_blank && !is_odd).then(|| TextEdit::delete(range(start, line.end)))
    };
    block.lines.iter().filter_map(edit).collect()
}

fn written(source: &str, block: &Block, changes: &[Change]) -> Vec<TextEdit> {
    let mut edits = Vec::new();
    for (line, change) in block.lines.iter().zip(changes) {
        let indent = change.indent.as_deref().unwrap_or(line.indent(source));
        let head = range(line.start, line.text.start + change.head.0);
        if line.kind != LineKind::First {
            edits.extend(replaced(source, head, &format!("{indent}{}", change.head.1)));
        }
        if let Some(escape) = line.escape {
            let gap = change.gap.as_deref().unwrap_or(line.tail(source));
            let tail = range(line.text.end - change.tail.0, escape);
            edits.extend(replaced(source, tail, &format!("{}{gap}", change.tail.1)));
        }
    }
    edits
}

/// The smallest edit that makes `text` of what is at `at`.
pub(super) fn replaced(source: &str, at: TextRange, text: &str) -> Option<TextEdit> {
    let edit = TextEdit::between(&source[at], text)?;
    Some(TextEdit { delete: edit.delete + at.start(), insert: edit.insert })
}

impl Draft {
    pub(super) fn new(block: Block, fixed: Fixed) -> Draft {
        Draft { block, fixed, breaks: Vec::new() }
    }

    /// Whether the blanks around the line break before this line mean nothing, so that there may be more or fewer of them. There
    /// must be some: without any, a word goes on.
    pub(super) fn is_free(&self, source: &str, escape: u8, index: usize) -> bool {
        let Some((from, before)) = self.block.text_before(index) else {
            return false;
        };
        let lines = &self.block.lines;
        let Some(to) = (index..lines.len()).find(|it| lines[*it].kind == LineKind::Text) else {
            return true; // Nothing follows.
        };
        let bytes = &source.as_bytes()[before.text.clone()];
        let escapes = bytes.last().is_some_and(|it| *it == b'\\' || *it == escape);
        let part = |it: &&super::block::Line| matches!(it.kind, LineKind::Text | LineKind::Bare);
        let between: usize =
            lines[from + 1..=to].iter().filter(part).map(|it| it.text.start - it.start).sum();
        let blanks = before.tail(source).len() + between;
        blanks > 0 && !escapes && !self.fixed.holds(before.text.end, lines[to].text.start)
    }
}
