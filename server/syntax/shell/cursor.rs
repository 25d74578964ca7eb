//! Where the parser is in the text, and how it moves.

use std::sync::Arc;

use super::{
    source::Source,
    tokens::TokenKind,
    tree::{Heredoc, Part, PartKind, Problem, ProblemKind},
};
use crate::text::{TextRange, TextSize};

/// How many constructs may be nested. A thread's stack holds many more; people need less than ten.
pub(super) const MAX_DEPTH: u32 = 100;

/// The state of parsing. What it reads, the other files say: `list`, `compound`, `word`.
pub(super) struct Parser<'t> {
    pub(super) source: &'t Arc<Source>,
    pub(super) bytes: &'t [u8],
    /// The next byte.
    pub(super) at: usize,
    /// Where to stop: the end of the text, or of a part that is read on its own.
    pub(super) end: usize,
    pub(super) depth: u32,
    /// What ends one of the lists that are being read.
    pub(super) awaited: Closers,
    /// The here-documents that begin on the next line.
    pub(super) pending: Vec<Pending>,
    pub(super) found: Found,
    /// The piece of the source in which a place was last asked for.
    piece: usize,
}

/// What is found besides the tree.
#[derive(Default)]
pub(super) struct Found {
    pub(super) heredocs: Vec<Heredoc>,
    pub(super) comments: Vec<TextRange>,
    pub(super) problems: Vec<Problem>,
    pub(super) marks: Vec<(TextRange, TokenKind)>,
}

/// A here-document whose lines are still to come.
pub(super) struct Pending {
    pub(super) name: TextRange,
    pub(super) delimiter: String,
    pub(super) tabs: Tabs,
    pub(super) expansion: Expansion,
}

/// Whether tabs at the beginning of the lines of a here-document count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tabs {
    Kept,
    Ignored,
}

/// Whether variables are expanded in a here-document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Expansion {
    Done,
    NotDone,
}

/// A set of what may end a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Closers(u16);

impl Closers {
    pub(super) const NONE: Closers = Closers(0);
    pub(super) const PAREN: Closers = Closers(1);
    pub(super) const BRACE: Closers = Closers(2);
    pub(super) const THEN: Closers = Closers(4);
    pub(super) const ELSE: Closers = Closers(8);
    pub(super) const FI: Closers = Closers(16);
    pub(super) const DO: Closers = Closers(32);
    pub(super) const DONE: Closers = Closers(64);
    pub(super) const BREAK: Closers = Closers(128);
    pub(super) const ESAC: Closers = Closers(256);

    pub(super) const fn and(self, other: Closers) -> Closers {
        Closers(self.0 | other.0)
    }

    pub(super) fn contains(self, other: Closers) -> bool {
        other.0 != 0 && self.0 & other.0 == other.0
    }
}

impl<'t> Parser<'t> {
    pub(super) fn new(source: &'t Arc<Source>) -> Parser<'t> {
        let bytes = source.text().as_bytes();
        Parser {
            source,
            bytes,
            at: 0,
            end: bytes.len(),
            depth: 0,
            awaited: Closers::NONE,
            pending: Vec::new(),
            found: Found::default(),
            piece: 0,
        }
    }

    /// The next byte; 0 at the end, as a NUL means nothing to a shell.
    pub(super) fn byte(&self) -> u8 {
        self.ahead(0)
    }

    /// The byte `distance` further on; 0 behind the end.
    pub(super) fn ahead(&self, distance: usize) -> u8 {
        let at = self.at + distance;
        if at < self.end { self.bytes[at] } else { 0 }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.end
    }

    /// Moves on by so many bytes, but not over the end.
    pub(super) fn step(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.end);
    }

    /// Moves over one character.
    pub(super) fn step_char(&mut self) {
        self.step(1);
        while !self.is_at_end() && self.bytes[self.at] & 0xC0 == 0x80 {
            self.at += 1;
        }
    }

    pub(super) fn starts_with(&self, text: &str) -> bool {
        self.bytes[self.at..self.end].starts_with(text.as_bytes())
    }

    /// The next `needle`, if there is one.
    pub(super) fn find(&self, needle: u8) -> Option<usize> {
        memchr::memchr(needle, &self.bytes[self.at..self.end]).map(|distance| self.at + distance)
    }

    pub(super) fn text(&self, start: usize, end: usize) -> &'t str {
        self.source.text().get(start..end).unwrap_or_default()
    }

    /// The place in the file.
    pub(super) fn range(&mut self, start: usize, end: usize) -> TextRange {
        if start >= end {
            return self.source.range(start..start);
        }
        let first = self.source.piece_near(self.piece, start);
        self.piece = self.source.piece_near(first, end - 1);
        let last = self.source.offset_in(self.piece, end - 1);
        TextRange::new(self.source.offset_in(first, start), last + TextSize::new(1))
    }

    /// Moves on by so many bytes, which are a keyword or an operator.
    pub(super) fn mark(&mut self, kind: TokenKind, bytes: usize) -> TextRange {
        let start = self.at;
        self.step(bytes);
        let range = self.range(start, self.at);
        self.found.marks.push((range, kind));
        range
    }

    pub(super) fn problem(&mut self, kind: ProblemKind, start: usize, end: usize) {
        let range = self.range(start, end);
        self.found.problems.push(Problem { range, kind });
    }

    /// Reads something that may nest; `None`, with nothing read, if that would be too deep.
    pub(super) fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth == MAX_DEPTH {
            self.problem(ProblemKind::TooDeep, self.at, self.at);
            return None;
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        Some(result)
    }

    /// Reads the text up to `end` as if there were nothing behind it, and goes there.
    pub(super) fn within<T>(&mut self, end: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer_end = std::mem::replace(&mut self.end, end);
        let outer_awaited = std::mem::replace(&mut self.awaited, Closers::NONE);
        let outer_pending = std::mem::take(&mut self.pending);
        let result = read(self);
        self.at = end;
        self.end = outer_end;
        self.awaited = outer_awaited;
        self.pending = outer_pending;
        result
    }

    /// Moves over blanks, continued lines and a comment.
    pub(super) fn blanks(&mut self) {
        loop {
            match self.byte() {
                b' ' | b'\t' => self.at += 1,
                b'\r' if self.ahead(1) == b'\n' => self.at += 1,
                b'\\' if self.ahead(1) == b'\n' => self.at += 2,
                b'#' => {
                    let end = self.find(b'\n').unwrap_or(self.end);
                    let range = self.mark(TokenKind::Comment, end - self.at);
                    self.found.comments.push(range);
                }
                _ => return,
            }
        }
    }

    /// Moves over blanks, comments and line ends.
    pub(super) fn newlines(&mut self) {
        self.blanks();
        while self.byte() == b'\n' {
            self.newline();
            self.blanks();
        }
    }

    /// Moves over a line end, and over the here-documents that begin behind it.
    pub(super) fn newline(&mut self) {
        self.step(1);
        for pending in std::mem::take(&mut self.pending) {
            let heredoc = self.heredoc(pending);
            self.found.heredocs.push(heredoc);
        }
    }

    /// Reads the lines of a here-document.
    fn heredoc(&mut self, pending: Pending) -> Heredoc {
        let start = self.at;
        let (body_end, terminator) = loop {
            let line = self.at;
            if line >= self.end {
                self.found.problems.push(Problem { range: pending.name, kind: ProblemKind::Unterminated });
                break (line, None);
            }
            let end = self.find(b'\n').unwrap_or(self.end);
            self.at = (end + 1).min(self.end);
            let mut content = self.text(line, end);
            content = content.strip_suffix('\r').unwrap_or(content);
            if pending.tabs == Tabs::Ignored {
                content = content.trim_start_matches('\t');
            }
            if content == pending.delimiter {
                let from = end - self.text(line, end).trim_start_matches('\t').len();
                break (line, Some(self.range(from.max(line), from.max(line) + content.len())));
            }
        };
        let next = self.at;
        self.at = start;
        let parts = match pending.expansion {
            Expansion::Done => self.within(body_end, |this| this.heredoc_parts()),
            Expansion::NotDone => {
                let range = self.range(start, body_end);
                vec![Part { range, kind: PartKind::Literal }]
            }
        };
        self.at = next;
        Heredoc { name: pending.name, body: self.range(start, body_end), parts, terminator }
    }
}
