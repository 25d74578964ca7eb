//! A document that is being edited.

use std::{ops::Range, sync::Arc};

use ropey::Rope;

use super::{LineCol, PositionEncoding, TextRange, TextSize, size};

/// A text that is cheap to edit and to clone.
///
/// A line ends at `\n`, `\r\n` or `\r`, and nowhere else.
///
/// *Invariant:* shorter than 4 GiB. An edit that would make it longer is not done.
#[derive(Clone, Debug, Default)]
pub struct Text {
    rope: Rope,
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        let mut this = Text::default();
        this.replace(TextRange::default(), text);
        this
    }
}

impl Text {
    /// The whole text in one piece.
    pub fn snapshot(&self) -> Arc<str> {
        let mut whole = String::with_capacity(self.rope.len_bytes());
        whole.extend(self.rope.chunks());
        whole.into()
    }

    /// Its length in bytes.
    pub fn len(&self) -> TextSize {
        size(self.rope.len_bytes())
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.rope.len_bytes() == 0
    }

    /// The offset of a place. Columns past the end of a line mean its end, lines past the last the end of the text;
    /// a column in the middle of a character means the character's first byte.
    pub fn offset(&self, at: LineCol, encoding: PositionEncoding) -> TextSize {
        let line = at.line as usize;
        if line >= self.rope.len_lines() {
            return self.len();
        }
        let start = self.rope.line_to_byte(line);
        size(start + encoding.byte(&self.content(line), at.col))
    }

    /// Where `at` is.
    pub fn line_col(&self, at: TextSize, encoding: PositionEncoding) -> LineCol {
        let at = usize::from(at).min(self.rope.len_bytes());
        let line = self.rope.byte_to_line(at);
        let content = self.content(line);
        let byte = content.floor_char_boundary((at - self.rope.line_to_byte(line)).min(content.len()));
        LineCol { line: line as u32, col: encoding.columns(&content[..byte]) }
    }

    /// Puts `insert` in the place of `range`. What lies outside the text is ignored, as is the second half of a
    /// character.
    pub fn replace(&mut self, range: TextRange, insert: &str) {
        let Range { start, end } = Range::<usize>::from(range);
        let [start, end] = [start, end].map(|at| self.rope.byte_to_char(at.min(self.rope.len_bytes())));
        if self.rope.len_bytes().saturating_add(insert.len()) > u32::MAX as usize {
            return;
        }
        self.rope.remove(start..end);
        self.rope.insert(start, insert);
    }

    /// A line without its end.
    fn content(&self, line: usize) -> String {
        let mut content = self.rope.line(line).to_string();
        content.truncate(content.trim_end_matches(['\r', '\n']).len());
        content
    }
}
