//! Patterns in which `*` stands for any text.

use std::collections::HashMap;

/// Whether `text` is `pattern`, in which `*` stands for any text.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    // Most patterns of a table are told by their first byte.
    let first = pattern.as_bytes().first();
    if first != Some(&b'*') && first != text.as_bytes().first() {
        return false;
    }
    let Some(star) = pattern.bytes().position(|it| it == b'*') else { return pattern == text };
    let (start, rest) = (&pattern[..star], &pattern[star + 1..]);
    let Some(mut text) = text.strip_prefix(start) else { return false };
    let (middle, end) = match rest.bytes().rposition(|it| it == b'*') {
        Some(last) => (&rest[..last], &rest[last + 1..]),
        None => ("", rest),
    };
    if !text.ends_with(end) {
        return false;
    }
    for piece in middle.split('*') {
        let Some(at) = text.find(piece) else { return false };
        text = &text[at + piece.len()..];
    }
    text.ends_with(end)
}

/// The rows of a table that patterns lead to. A pattern without `*` is not searched for.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    names: HashMap<&'static str, usize>,
    /// In the order of the rows.
    patterns: Vec<(&'static str, usize)>,
}

impl Rows {
    /// The patterns of each row.
    pub(crate) fn new(rows: impl IntoIterator<Item = (usize, &'static [&'static str])>) -> Rows {
        let mut this = Rows::default();
        for (row, patterns) in rows {
            for it in patterns {
                match it.contains('*') {
                    true => this.patterns.push((it, row)),
                    false => _ = this.names.entry(it).or_insert(row),
                }
            }
        }
        this
    }

    /// The number of the first row with a pattern for `text`.
    pub(crate) fn first(&self, text: &str) -> Option<usize> {
        let named = self.names.get(text).copied();
        let before = |row: usize| named.is_none_or(|named| row < named);
        let mut patterns = self.patterns.iter().take_while(|it| before(it.1));
        patterns.find(|it| matches(it.0, text)).map(|it| it.1).or(named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text, expected) in [
            ("a", "a", true),
            ("a", "ab", false),
            ("a*", "a", true),
            ("*-dev", "libpq-dev", true),
            ("a*b*c", "abbc", true),
            ("a*b*c", "acb", false),
            ("a*a", "a", false),
            ("*", "", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn the_first_row_counts() {
        let rows: [&[&str]; 4] = [&["a*", "x"], &["b", "ab"], &["*b"], &["b", "x"]];
        let rows = Rows::new(rows.into_iter().enumerate());
        for (text, expected) in
            [("ab", Some(0)), ("b", Some(1)), ("cb", Some(2)), ("x", Some(0)), ("c", None)]
        {
            assert_eq!(rows.first(text), expected, "{text}");
        }
    }
}
