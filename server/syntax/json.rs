//! JSON arrays of strings: the exec form.

use std::ops::Range;

use serde_json::value::RawValue;

/// What BuildKit makes of arguments that may be a JSON array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Array {
    /// Not valid JSON, or no array: BuildKit silently reads it as a shell command or as words.
    No,
    /// An array of strings; where in the text each is, with its quotes.
    Strings(Vec<Range<usize>>),
    /// Valid JSON, but this element is no string.
    NotAString(Range<usize>),
}

/// Reads `text` as a JSON array of strings.
pub(super) fn array(text: &str) -> Array {
    if !text.starts_with('[') {
        return Array::No;
    }
    let Ok(elements) = serde_json::from_str::<Vec<&RawValue>>(text) else {
        return Array::No;
    };
    let place = |raw: &RawValue| {
        let start = raw.get().as_ptr() as usize - text.as_ptr() as usize;
        start..start + raw.get().len()
    };
    match elements.iter().find(|it| !it.get().starts_with('"')) {
        Some(odd) => Array::NotAString(place(odd)),
        None => Array::Strings(elements.into_iter().map(place).collect()),
    }
}

/// The value of a JSON string; a lone surrogate becomes `U+FFFD`, as in Go.
pub(super) fn value(string: &str) -> String {
    serde_json::from_str(string).unwrap_or_else(|_| {
        let lossy = String::from_utf8_lossy(string.as_bytes());
        lossy.trim_matches('"').to_owned()
    })
}
