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
    /// Valid JSON, but not all of its elements are strings; where each is, and which is the first that is none.
    Mixed(Vec<Range<usize>>, usize),
}

/// Reads `text` as a JSON array of strings.
pub(super) fn array(text: &str) -> Array {
    if text.as_bytes().first() != Some(&b'[') {
        return Array::No;
    }
    let Ok(elements) = serde_json::from_str::<Vec<&RawValue>>(text) else {
        return Array::No;
    };
    let place = |raw: &RawValue| {
        let start = raw.get().as_ptr() as usize - text.as_ptr() as usize;
        start..start + raw.get().len()
    };
    let odd = elements.iter().position(|it| !it.get().starts_with('"'));
    let elements = elements.into_iter().map(place).collect();
    match odd {
        Some(odd) => Array::Mixed(elements, odd),
        None => Array::Strings(elements),
    }
}

/// The value of a JSON string; one with half a surrogate pair (`"\ud800"`) stays as it is written.
pub(super) fn value(string: &str) -> String {
    serde_json::from_str(string).unwrap_or_else(|_| string.trim_matches('"').to_owned())
}

/// The array that was meant by `text`, which is none: with other quotes, a comma at the end, or without its end. `None` if that is not
/// all that is wrong.
pub fn repaired(text: &str) -> Option<String> {
    let mut text = text.to_owned();
    if !text.contains('"') {
        for quote in ['\'', '‘', '’', '“', '”'] {
            text = text.replace(quote, "\"");
        }
    }
    if !text.ends_with(']') {
        text.push(']');
    }
    let body = text.strip_suffix(']')?.trim_end();
    if let Some(body) = body.strip_suffix(',') {
        text = format!("{}]", body.trim_end());
    }
    let strings: Option<Vec<String>> = serde_json::from_str(&text).ok();
    strings.is_some().then_some(text)
}
