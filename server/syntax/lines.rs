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
        let kept = rest.as_bytes()[..length].iter().rposition(|it| !matches!(it, b'\r' | b'\n'));
        Some(Line { text: &rest[..kept.map_or(0, |last| last + 1)], start, next: self.at })
    }
}

/// What a line says, if it is not in a heredoc.
#[derive(Clone, Copy, Debug)]
pub(super) enum Content<'a> {
    /// Nothing.
    Blank,
    /// Something from a `#` on.
    Comment(&'a str),
    /// Something else.
    Text(&'a str),
}

impl<'a> Line<'a> {
    /// What the line says, without blanks before it.
    pub(super) fn content(&self) -> Content<'a> {
        let text = self.text.trim_start();
        match text.as_bytes().first() {
            None => Content::Blank,
            Some(b'#') => Content::Comment(text),
            Some(_) => Content::Text(text),
        }
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
