//! Splits the text of an instruction: at blanks, at blanks outside quotes, and into flags and the rest.
//!
//! Each of BuildKit's splitters has rules of its own (`parser/line_parsers.go`, `parser/split_command.go`); what they have
//! in common is less than it seems.

use std::ops::Range;

/// What separates the keyword, and the words of COPY, FROM and the like: no line end, no non-breaking space.
fn is_blank(byte: &u8) -> bool {
    matches!(byte, b'\t' | b'\x0b' | b'\x0c' | b'\r' | b' ')
}

/// `part` without white space around it.
pub(super) fn trim(text: &str, part: Range<usize>) -> Range<usize> {
    let inside = &text[part.clone()];
    let start = part.end - inside.trim_start().len();
    start..start.max(part.start + inside.trim_end().len())
}

/// The first word, and what is behind the blanks after it.
pub(super) fn head(text: &str, part: Range<usize>) -> (Range<usize>, Range<usize>) {
    let bytes = &text.as_bytes()[..part.end];
    let end = bytes[part.start..].iter().position(is_blank).map_or(part.end, |at| part.start + at);
    let rest = bytes[end..].iter().position(|it| !is_blank(it)).map_or(part.end, |at| end + at);
    (part.start..end, rest..part.end)
}

/// The words between blanks. Quotes and escapes do not keep a word together.
pub(super) fn blank_words(text: &str, part: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut rest = part;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let word;
        (word, rest) = head(text, rest.clone());
        Some(word)
    })
}

/// The words between white space that is outside quotes and not escaped. They keep their quotes and escapes.
pub(super) fn quoted_words(text: &str, part: Range<usize>, escape: u8) -> Vec<Range<usize>> {
    let escape = char::from(escape);
    let mut words = Vec::new();
    let mut start = None;
    let mut quote = None;
    let mut characters = text[part.clone()].char_indices();
    while let Some((at, it)) = characters.next() {
        let at = part.start + at;
        if quote.is_none() && it.is_whitespace() {
            words.extend(start.take().map(|start| start..at));
            continue;
        }
        start.get_or_insert(at);
        match it {
            _ if it == escape && quote != Some('\'') => {
                characters.next();
            }
            '\'' | '"' if quote.is_none() => quote = Some(it),
            _ if quote == Some(it) => quote = None,
            _ => {}
        }
    }
    words.extend(start.map(|start| start..part.end));
    words
}

/// A flag, as it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawFlag {
    /// With its dashes, quotes and escapes.
    pub(super) place: Range<usize>,
    /// The first `=`.
    pub(super) equals: Option<usize>,
    /// What BuildKit reads: quotes and escapes resolved. It takes each *byte* for a character.
    pub(super) text: String,
}

/// The words with `--` at the beginning, and what is behind them. A word of two dashes alone ends them.
pub(super) fn flags(text: &str, part: Range<usize>, escape: u8) -> (Vec<RawFlag>, Range<usize>) {
    let bytes = text.as_bytes();
    let mut flags = Vec::new();
    let mut at = part.start;
    loop {
        while at < part.end && is_space(bytes[at]) {
            at += 1;
        }
        if bytes[at..part.end].get(..2) != Some(b"--") {
            return (flags, at..part.end);
        }
        let mut flag = flag(bytes, at..part.end, escape);
        flag.place.end = text.ceil_char_boundary(flag.place.end);
        at = flag.place.end;
        if flag.text == "--" {
            return (flags, at..part.end);
        }
        flags.push(flag);
    }
}

fn flag(bytes: &[u8], part: Range<usize>, escape: u8) -> RawFlag {
    let mut flag = RawFlag { place: part.clone(), equals: None, text: String::new() };
    let mut quote = None;
    let mut at = part.start;
    while at < part.end {
        let mut byte = bytes[at];
        match quote {
            None if is_space(byte) => {
                flag.place.end = at;
                break;
            }
            None if matches!(byte, b'\'' | b'"') => {
                quote = Some(byte);
                at += 1;
                continue;
            }
            Some(open) if open == byte => {
                quote = None;
                at += 1;
                continue;
            }
            _ => {}
        }
        if byte == escape {
            at += 1;
            let Some(next) = bytes[..part.end].get(at) else {
                break;
            };
            byte = *next;
        }
        if byte == b'=' {
            flag.equals.get_or_insert(at);
        }
        flag.text.push(char::from(byte));
        at += 1;
    }
    flag
}

/// Go's `unicode.IsSpace` of a byte that is taken for a character.
fn is_space(byte: u8) -> bool {
    char::from(byte).is_whitespace()
}
