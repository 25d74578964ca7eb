//! Byte offsets as lines and columns, and back.

use std::sync::{Arc, OnceLock};

use super::{TextRange, TextSize, size};

/// What one column counts, as agreed with the editor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PositionEncoding {
    /// Bytes.
    Utf8,
    /// Code units of UTF-16; what every client of the protocol knows.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl PositionEncoding {
    /// How many columns `character` takes.
    pub fn width(self, character: char) -> u32 {
        match self {
            PositionEncoding::Utf8 => character.len_utf8() as u32,
            PositionEncoding::Utf16 => character.len_utf16() as u32,
            PositionEncoding::Utf32 => 1,
        }
    }

    /// How many columns `text` takes.
    pub fn columns(self, text: &str) -> u32 {
        match self {
            PositionEncoding::Utf8 => text.len() as u32,
            _ if text.is_ascii() => text.len() as u32,
            _ => text.chars().map(|it| self.width(it)).sum(),
        }
    }

    /// The byte in `line` at which `column` begins. In the middle of a character: its first byte; past the end: the end.
    pub fn byte(self, line: &str, column: u32) -> usize {
        if self == PositionEncoding::Utf8 || line.is_ascii() {
            return line.floor_char_boundary((column as usize).min(line.len()));
        }
        let mut left = column;
        for (at, character) in line.char_indices() {
            match left.checked_sub(self.width(character)) {
                Some(rest) if left > 0 => left = rest,
                _ => return at,
            }
        }
        line.len()
    }
}

/// A line and a column, both from 0. What a column counts, the [`PositionEncoding`] says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineCol {
    /// From 0.
    pub line: u32,
    /// From 0.
    pub col: u32,
}

/// Where the lines of a text begin.
#[derive(Clone, Debug)]
pub struct LineIndex {
    text: Arc<str>,
    starts: Vec<TextSize>,
    /// Whether a column is a byte, whatever columns count. Most files are so, and then no line is read to find a place in it.
    ascii: bool,
    /// What is before every [`STEP`]th byte, if anybody asked: of a long line, little is read to find a place in it.
    steps: OnceLock<Vec<Units>>,
}

/// How many bytes are counted anew for each place.
const STEP: usize = 256;

/// How long a text is.
#[derive(Clone, Copy, Debug, Default)]
struct Units {
    characters: u32,
    /// Characters that take two code units of UTF-16.
    pairs: u32,
}

impl Units {
    /// And these bytes, too: a character is where its first byte is.
    fn and(self, bytes: &[u8]) -> Units {
        let count = |is: fn(&u8) -> bool| bytes.iter().filter(|it| is(it)).count() as u32;
        Units {
            characters: self.characters + count(|it| *it & 0xc0 != 0x80),
            pairs: self.pairs + count(|it| *it >= 0xf0),
        }
    }
}

impl LineIndex {
    /// Lines as an editor counts them: each ends at `\n`, `\r\n` or `\r`, and nowhere else (LSP 3.17, `TextDocument`).
    pub fn editor(text: Arc<str>) -> LineIndex {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        let starts = starts(ends);
        LineIndex { ascii: text.is_ascii(), text, starts, steps: OnceLock::new() }
    }

    /// Lines as BuildKit counts them: each ends at `\n` (Go's `bufio.ScanLines`).
    pub fn builder(text: Arc<str>) -> LineIndex {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        let starts = starts(ends);
        LineIndex { ascii: text.is_ascii(), text, starts, steps: OnceLock::new() }
    }

    /// How many lines there are: one more than there are line ends.
    pub fn len(&self) -> u32 {
        self.starts.len() as u32
    }

    /// Never: an empty text has one line.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The number, from 0, of the line that `at` is in.
    pub fn line(&self, at: TextSize) -> u32 {
        self.starts.partition_point(|start| *start <= at) as u32 - 1
    }

    /// The line with its end; empty, at the end of the text, if there are not so many lines.
    pub fn range(&self, line: u32) -> TextRange {
        let end = TextSize::of(&*self.text);
        let start = self.starts.get(line as usize).copied().unwrap_or(end);
        TextRange::new(start, self.starts.get(line as usize + 1).copied().unwrap_or(end))
    }

    /// The text of the line, without its end.
    pub fn content(&self, line: u32) -> &str {
        self.text[self.range(line)].trim_end_matches(['\r', '\n'])
    }

    /// Where `at` is. An offset inside a character counts as its first byte, one inside a line's end as the end of the line's text.
    pub fn line_col(&self, at: TextSize, encoding: PositionEncoding) -> LineCol {
        let at = at.min(TextSize::of(&*self.text));
        let line = self.line(at);
        let content = self.content(line);
        let start = usize::from(self.range(line).start());
        let byte = (usize::from(at) - start).min(content.len());
        let col = match self.ascii {
            true => byte as u32,
            false => self.columns(start, start + content.floor_char_boundary(byte), encoding),
        };
        LineCol { line, col }
    }

    /// How many columns there are between two places of a line.
    fn columns(&self, start: usize, end: usize, encoding: PositionEncoding) -> u32 {
        if end - start <= STEP {
            return encoding.columns(&self.text[start..end]);
        }
        let [before, up_to] = [start, end].map(|at| self.units(at));
        let (characters, pairs) = (up_to.characters - before.characters, up_to.pairs - before.pairs);
        match encoding {
            PositionEncoding::Utf8 => (end - start) as u32,
            PositionEncoding::Utf16 => characters + pairs,
            PositionEncoding::Utf32 => characters,
        }
    }

    /// How long the text before a place is.
    fn units(&self, at: usize) -> Units {
        let bytes = self.text.as_bytes();
        let steps = self.steps.get_or_init(|| {
            let steps = bytes
                .chunks(STEP)
                .scan(Units::default(), |sum, chunk| Some(std::mem::replace(sum, sum.and(chunk))));
            steps.collect()
        });
        let step = (at / STEP).min(steps.len().saturating_sub(1));
        steps.get(step).copied().unwrap_or_default().and(&bytes[step * STEP..at])
    }

    /// The offset of a place. Columns past the end of a line mean its end, lines past the last the end of the text.
    pub fn offset(&self, at: LineCol, encoding: PositionEncoding) -> TextSize {
        let content = self.content(at.line);
        let byte = match self.ascii {
            true => content.len().min(at.col as usize),
            false => encoding.byte(content, at.col),
        };
        self.range(at.line).start() + size(byte)
    }
}

/// Where lines begin, if they end right before these places.
fn starts(ends: impl Iterator<Item = usize>) -> Vec<TextSize> {
    std::iter::once(0).chain(ends.map(|at| at + 1)).map(size).collect()
}
