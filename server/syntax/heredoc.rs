//! Finds `<<EOF` in an instruction.
//!
//! BuildKit splits the whole joined line, with keyword and flags, with the lexer that expands variables elsewhere
//! (`parser.heredocsFromLine`, `shell.Lex`): always with `\` as escape character, and if that fails, there is no heredoc.

use std::ops::Range;

use super::word::{self, Lexer};

/// `<<EOF`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    /// Where it stands in the line.
    pub(super) place: Range<usize>,
    /// The name, without quotes.
    pub(super) name: String,
    /// No part of the name is quoted.
    pub(super) expand: bool,
    /// `<<-`
    pub(super) chomp: bool,
}

/// The markers in `line`, in order.
pub(super) fn markers(line: &str) -> Vec<Marker> {
    let bytes = line.as_bytes();
    if !memchr::memchr_iter(b'<', bytes).any(|at| bytes.get(at + 1) == Some(&b'<')) {
        return Vec::new();
    }
    let words = word::split(line, b'\\').unwrap_or_default();
    words.into_iter().filter_map(|place| marker(line, place)).collect()
}

/// Whether a word is a marker.
pub(super) fn is_marker(word: &str) -> bool {
    marker(word, 0..word.len()).is_some()
}

/// `^(\d*)<<(-?)\s*([^<]*)$` with a name of one word.
fn marker(line: &str, place: Range<usize>) -> Option<Marker> {
    let text = line[place.clone()].trim_start_matches(|it: char| it.is_ascii_digit()).strip_prefix("<<")?;
    let (text, chomp) = text.strip_prefix('-').map_or((text, false), |text| (text, true));
    let text = text.trim_start_matches(['\t', '\n', '\x0c', '\r', ' ']);
    if text.contains('<') {
        return None;
    }
    let words = word::split(text, b'\\').ok()?;
    let [only] = words.as_slice() else {
        return None;
    };
    let name = Lexer::new(&text[only.clone()], b'\\').lex().ok()?.as_written();
    let expand = !text.contains(['\'', '"']);
    (!name.is_empty()).then_some(Marker { place, name, expand, chomp })
}
