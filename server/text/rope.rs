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
        let content = self.content(line);
        let (rope, col) = (&self.rope, at.col as usize);
        let character = match encoding {
            PositionEncoding::Utf8 => {
                rope.byte_to_char((rope.char_to_byte(content.start) + col).min(rope.len_bytes()))
            }
            PositionEncoding::Utf16 => {
                rope.utf16_cu_to_char((rope.char_to_utf16_cu(content.start) + col).min(rope.len_utf16_cu()))
            }
            PositionEncoding::Utf32 => content.start + col,
        };
        size(rope.char_to_byte(character.min(content.end)))
    }

    /// Where `at` is.
    pub fn line_col(&self, at: TextSize, encoding: PositionEncoding) -> LineCol {
        let rope = &self.rope;
        let at = rope.byte_to_char(usize::from(at).min(rope.len_bytes()));
        let line = rope.char_to_line(at);
        let content = self.content(line);
        let at = at.min(content.end);
        let col = match encoding {
            PositionEncoding::Utf8 => rope.char_to_byte(at) - rope.char_to_byte(content.start),
            PositionEncoding::Utf16 => rope.char_to_utf16_cu(at) - rope.char_to_utf16_cu(content.start),
            PositionEncoding::Utf32 => at - content.start,
        };
        LineCol { line: line as u32, col: col as u32 }
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

    /// The characters of a line, by their numbers in the text, without its end.
    fn content(&self, line: usize) -> Range<usize> {
        let start = self.rope.line_to_char(line);
        let mut end = start + self.rope.line(line).len_chars();
        for last in ['\n', '\r'] {
            if end > start && self.rope.char(end - 1) == last {
                end -= 1;
            }
        }
        start..end
    }
}
