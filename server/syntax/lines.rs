//! Physical lines, and how they are joined to the lines that instructions stand on.

use crate::text::{TextRange, range};

/// The physical lines of a file, from front to back.
#[derive(Clone, Debug)]
pub(super) struct Lines<'a> {
    source: &'a str,
    /// Where the next line begins.
    at: usize,
}

/// A physical line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Its text, without the line end: all `\r` and `\n` at its end are cut, as BuildKit does.
    pub(super) text: &'a str,
    /// The byte that it begins with.
    pub(super) start: usize,
    /// The byte that the next line begins with.
    pub(super) next: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(source: &'a str) -> Lines<'a> {
        let at = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Lines { source, at }
    }

    /// Where the next line begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let start = self.at;
        let rest = &self.source[start..];
        if rest.is_empty() {
            return None;
        }
        let length = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
        self.at = start + length;
        Some(Line { text: rest[..length].trim_end_matches(['\r', '\n']), start, next: self.at })
    }
}

impl<'a> Line<'a> {
    /// The line without the blanks before it, if it is a comment.
    pub(super) fn comment(&self) -> Option<&'a str> {
        let text = self.text.trim_start();
        text.starts_with('#').then_some(text)
    }

    /// Where the last bytes of the line, `rest`, stand in the file.
    pub(super) fn range_of_rest(&self, rest: &str) -> TextRange {
        let end = self.start + self.text.len();
        range(end - rest.len(), end)
    }

    /// The byte of the file at which the text of the line ends.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Where in the line the escape character stands that continues it.
    ///
    /// Blanks may follow it; another escape character may not stand before it. BuildKit's regular expression is
    /// `([^\\])\\[ \t]*$|^\\[ \t]*$`, so of three escape characters none continues the line.
    pub(super) fn continuation(&self, escape: u8, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes().get(from..)?;
        let at = bytes.iter().rposition(|it| !matches!(it, b' ' | b'\t'))?;
        let alone = bytes[at] == escape && at.checked_sub(1).is_none_or(|before| bytes[before] != escape);
        alone.then_some(from + at)
    }
}
