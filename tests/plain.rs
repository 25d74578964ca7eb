//! Places in a text, found the slow way, in which there is little to get wrong.

use std::ops::Range;

use dockwright::text::{LineCol, PositionEncoding};

/// All units of columns.
pub(crate) const ENCODINGS: [PositionEncoding; 3] =
    [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32];

/// The lines of a text without their ends.
pub(crate) fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < text.len() {
        let end =
            ["\r\n", "\n", "\r"].into_iter().find(|end| text.as_bytes()[at..].starts_with(end.as_bytes()));
        at += end.map_or(1, str::len);
        if let Some(end) = end {
            lines.push(start..at - end.len());
            start = at;
        }
    }
    lines.push(start..text.len());
    lines
}

/// Where a place is in a text: at the last character that begins at or before it.
pub(crate) fn offset(text: &str, place: LineCol, encoding: PositionEncoding) -> usize {
    let Some(line) = lines(text).get(place.line as usize).cloned() else {
        return text.len();
    };
    let mut columns = 0;
    let mut best = line.start;
    for (at, character) in text[line.clone()].char_indices() {
        if columns > place.col {
            return best;
        }
        best = line.start + at;
        columns += width(character, encoding);
    }
    if columns > place.col { best } else { line.end }
}

/// The place of an offset.
pub(crate) fn line_col(text: &str, at: usize, encoding: PositionEncoding) -> LineCol {
    let at = at.min(text.len());
    let lines = lines(text);
    let line = lines.iter().rposition(|line| line.start <= at).unwrap();
    let start = lines[line].start;
    let before = text[lines[line].clone()].char_indices().filter(|it| start + it.0 + it.1.len_utf8() <= at);
    LineCol { line: line as u32, col: before.map(|(_, it)| width(it, encoding)).sum() }
}

/// The first byte of the character that the byte at `at` belongs to; the end of the text if there is none.
pub(crate) fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rfind(|it| text.is_char_boundary(*it)).unwrap()
}

fn width(character: char, encoding: PositionEncoding) -> u32 {
    match encoding {
        PositionEncoding::Utf8 => character.to_string().len() as u32,
        PositionEncoding::Utf16 => character.to_string().encode_utf16().count() as u32,
        PositionEncoding::Utf32 => 1,
    }
}
