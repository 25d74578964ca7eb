//! Text as the builder sees it, with a way back to the file.

use std::{borrow::Cow, ops::Range};

use crate::text::{TextRange, TextSize, size};

/// A part of the file without its cuts.
///
/// A *cut* is what the builder drops when it joins the lines of an instruction: an escape character with the line end
/// after it, comments, and blank lines. Where there is none, the text is borrowed from the file.
#[derive(Clone, Debug)]
pub struct Joined<'a> {
    text: Cow<'a, str>,
    start: TextSize,
    /// What follows a cut: its place in `text`, and in the file. Sorted.
    pieces: Vec<(usize, TextSize)>,
}

impl<'a> Joined<'a> {
    /// The part `range` of `source`, without `cuts`, which are sorted and disjoint.
    pub fn new(source: &'a str, range: TextRange, cuts: &[TextRange]) -> Joined<'a> {
        let text = &source[range];
        // Most words need no search: a cut begins with an escape character or behind a line end.
        if memchr::memchr3(b'\\', b'`', b'\n', text.as_bytes()).is_none() {
            return Joined { text: Cow::Borrowed(text), start: range.start(), pieces: Vec::new() };
        }
        let first = cuts.partition_point(|cut| cut.end() <= range.start());
        let inside = cuts[first..].iter().take_while(|cut| cut.start() < range.end());
        let mut this = Joined { text: Cow::Borrowed(""), start: range.start(), pieces: Vec::new() };
        let mut done = range.start();
        for cut in inside {
            this.push(source, TextRange::new(done, cut.start().max(done)));
            done = cut.end().min(range.end());
        }
        this.push(source, TextRange::new(done, range.end()));
        this
    }

    /// Adds the next part of the file that is not cut.
    fn push(&mut self, source: &'a str, part: TextRange) {
        if part.is_empty() {
            return;
        }
        if self.text.is_empty() {
            self.text = Cow::Borrowed(&source[part]);
            self.start = part.start();
        } else {
            self.pieces.push((self.text.len(), part.start()));
            self.text.to_mut().push_str(&source[part]);
        }
    }

    /// The text, in one piece.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The part of the text that stands at `range` in the file, which both ends of a word of this text do.
    pub(super) fn slice(&self, range: TextRange) -> &str {
        let start = self.position(range.start());
        &self.text[start..self.position(range.end()).max(start)]
    }

    /// Where in the text the byte at `at` of the file is; of a byte that was cut: what comes next.
    pub fn position(&self, at: TextSize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.1 <= at);
        let (text_at, file_at) = next.checked_sub(1).map_or((0, self.start), |this| self.pieces[this]);
        let end = self.pieces.get(next).map_or(self.text.len(), |piece| piece.0);
        (text_at + usize::from(at.checked_sub(file_at).unwrap_or_default())).min(end)
    }

    /// The text, in one piece, without a copy if nothing was cut.
    pub fn into_text(self) -> Cow<'a, str> {
        self.text
    }

    /// Where the byte `at` of the text stands in the file. At the end of the text: behind its last byte.
    pub fn offset(&self, at: usize) -> TextSize {
        if at == self.text.len() {
            return self.end(at);
        }
        match self.pieces.partition_point(|piece| piece.0 <= at) {
            0 => self.start + size(at),
            after => self.pieces[after - 1].1 + size(at - self.pieces[after - 1].0),
        }
    }

    /// Where a part of the text stands in the file. Cuts before its first and behind its last byte are not in it; an empty
    /// part stands right behind the byte before it.
    pub fn range(&self, part: Range<usize>) -> TextRange {
        if self.pieces.is_empty() {
            return TextRange::new(self.start + size(part.start), self.start + size(part.end));
        }
        let end = self.end(part.end);
        if part.is_empty() { TextRange::empty(end) } else { TextRange::new(self.offset(part.start), end) }
    }

    /// Where the byte before `at` ends.
    fn end(&self, at: usize) -> TextSize {
        let Some(last) = at.checked_sub(1) else {
            return self.start;
        };
        match self.pieces.partition_point(|piece| piece.0 <= last) {
            0 => self.start + size(at),
            after => self.pieces[after - 1].1 + size(at - self.pieces[after - 1].0),
        }
    }
}
