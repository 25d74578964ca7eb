//! Gives a word the value that it has with certain variables.

use std::borrow::Cow;

use super::word::{Modifier, Piece, Value, Variable, WordError, WordTree};

/// Patterns are matched in time `pattern × value`; beyond this product the value counts as unknown.
const MOST_MATCHING: usize = 1 << 20;

/// Values double in `ENV A=$A$A`; a longer one, in bytes, counts as unknown.
const LONGEST_VALUE: usize = 1 << 16;

type Lookup<'l> = &'l mut dyn FnMut(&str) -> Value;

/// The value of the word `text`, with what `lookup` knows of the variables; `None` if it depends on one that is unknown.
pub fn expand(text: Cow<'_, str>, escape: u8, lookup: Lookup<'_>) -> Result<Option<String>, WordError> {
    match means_itself(&text, escape) {
        true => Ok(Some(text.into_owned())),
        false => WordTree::new(&text, escape)?.expand(lookup),
    }
}

/// Whether a word has nothing in it that stands for something else, as most have not: it is its own value.
pub fn means_itself(text: &str, escape: u8) -> bool {
    let is_plain = |it: u8| !matches!(it, b'$' | b'"' | b'\'') && it != escape;
    text.bytes().all(is_plain) && text.len() <= LONGEST_VALUE
}

impl WordTree<'_> {
    /// The value, with what `lookup` knows of the variables; `None` if it depends on one that is unknown.
    pub fn expand(&self, lookup: &mut dyn FnMut(&str) -> Value) -> Result<Option<String>, WordError> {
        pieces(self.text, &self.pieces, lookup)
    }
}

/// The value of `pieces`; `None` if it depends on a variable that is unknown.
fn pieces(text: &str, pieces: &[Piece], lookup: Lookup<'_>) -> Result<Option<String>, WordError> {
    let mut out = Some(String::new());
    for piece in pieces {
        let value = match piece {
            Piece::Text(place) => Some(text[place.clone()].to_owned()),
            Piece::Escape(_, character) => Some(character.iter().collect()),
            Piece::Quoted { pieces: inside, .. } => self::pieces(text, inside, lookup)?,
            Piece::Variable(it) => variable(text, it, lookup)?,
        };
        out = out.zip(value).map(|(out, value)| out + &value).filter(|it| it.len() <= LONGEST_VALUE);
    }
    Ok(out)
}

fn variable(text: &str, it: &Variable, lookup: Lookup<'_>) -> Result<Option<String>, WordError> {
    let name = &text[it.name.clone()];
    let value = lookup(name);
    let Some(modifier) = &it.modifier else {
        return Ok(or_empty(value));
    };
    match modifier {
        Modifier::Test { kind, empty_is_unset, word } => {
            let word = pieces(text, word, lookup)?;
            let counts = match &value {
                Value::Unknown => return Ok(None),
                Value::Unset => false,
                Value::Set(value) => !(*empty_is_unset && value.is_empty()),
            };
            match (kind, counts) {
                ('-', false) | ('+', true) => Ok(word),
                ('+', false) => Ok(Some(String::new())),
                ('?', false) => Err(missing(it, name, &value, word)),
                _ => Ok(or_empty(value)),
            }
        }
        Modifier::Trim { kind, pattern } => {
            let pattern = raw(text, pattern, lookup)?;
            let Some((value, pattern)) = or_empty(value).zip(pattern) else {
                return Ok(None);
            };
            let (pattern, longest) = match pattern.strip_prefix(*kind) {
                Some(rest) => (rest, true),
                None => (pattern.as_str(), false),
            };
            let pattern = parse_pattern(it, pattern)?;
            Ok(trim(&value, &pattern, *kind == '#', longest))
        }
        Modifier::Replace { all, pattern, replacement } => {
            let pattern = raw(text, pattern, lookup)?;
            let replacement = raw(text, replacement, lookup)?;
            let Some(((value, pattern), replacement)) = or_empty(value).zip(pattern).zip(replacement) else {
                return Ok(None);
            };
            Ok(replace(&value, &parse_pattern(it, &pattern)?, &replacement, *all))
        }
    }
}

fn or_empty(value: Value) -> Option<String> {
    match value {
        Value::Set(value) => Some(value),
        Value::Unset => Some(String::new()),
        Value::Unknown => None,
    }
}

fn missing(it: &Variable, name: &str, value: &Value, message: Option<String>) -> WordError {
    let message = message.filter(|it| !it.is_empty()).unwrap_or_else(|| match value {
        Value::Unset => "is not allowed to be unset".to_owned(),
        _ => "is not allowed to be empty".to_owned(),
    });
    WordError { at: it.place.start, message: Some(format!("{name}: {message}")) }
}

/// The value of a pattern or a replacement, in which escapes outside quotes stay.
fn raw(text: &str, all: &[Piece], lookup: Lookup<'_>) -> Result<Option<String>, WordError> {
    let mut out = Some(String::new());
    for piece in all {
        let value = match piece {
            Piece::Escape(place, _) => Some(text[place.clone()].to_owned()),
            Piece::Quoted { pieces: inside, .. } => raw(text, inside, lookup)?,
            other => pieces(text, std::slice::from_ref(other), lookup)?,
        };
        out = out.zip(value).map(|(out, value)| out + &value);
    }
    Ok(out)
}

/// A part of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// `*`
    Many,
    /// `?`
    One,
    /// This character.
    Just(char),
}

impl Part {
    /// Go's `.` does not match a line end.
    fn matches(self, character: char) -> bool {
        match self {
            Part::Many | Part::One => character != '\n',
            Part::Just(it) => it == character,
        }
    }
}

fn parse_pattern(it: &Variable, pattern: &str) -> Result<Vec<Part>, WordError> {
    let error = |message: String| {
        let message = format!("invalid pattern ({pattern}) in substitution: {message}");
        WordError { at: it.place.start, message: Some(message) }
    };
    let mut parts = Vec::new();
    let mut characters = pattern.chars();
    while let Some(it) = characters.next() {
        parts.push(match it {
            '*' => Part::Many,
            '?' => Part::One,
            '\\' => match characters.next() {
                Some(escaped @ ('*' | '?' | '\\' | '}' | '/')) => Part::Just(escaped),
                Some(other) => return Err(error(format!("invalid escape '\\{other}'"))),
                None => return Err(error("unexpected end of pattern".to_owned())),
            },
            it => Part::Just(it),
        });
    }
    Ok(parts)
}

/// How many of the first characters of `value` match all of the pattern: the fewest, or the most.
fn prefix(value: &[char], pattern: &[Part], longest: bool) -> Option<usize> {
    // `reached[at]`: the parts so far can match exactly the first `at` characters.
    let mut reached = vec![false; value.len() + 1];
    reached[0] = true;
    for part in pattern {
        let mut next = vec![false; value.len() + 1];
        for at in 0..=value.len() {
            let many = *part == Part::Many;
            let before = at.checked_sub(1).filter(|before| part.matches(value[*before]));
            next[at] = many && reached[at]
                || before.is_some_and(|before| if many { next[before] } else { reached[before] });
        }
        reached = next;
    }
    if longest { reached.iter().rposition(|it| *it) } else { reached.iter().position(|it| *it) }
}

fn trim(value: &str, pattern: &[Part], from_start: bool, longest: bool) -> Option<String> {
    if value.len().saturating_mul(pattern.len()) > MOST_MATCHING {
        return None;
    }
    let mut characters: Vec<char> = value.chars().collect();
    let mut pattern = pattern.to_vec();
    if !from_start {
        characters.reverse();
        pattern.reverse();
    }
    let length = prefix(&characters, &pattern, longest).unwrap_or(0);
    let mut kept = characters.split_off(length);
    if !from_start {
        kept.reverse();
    }
    Some(kept.into_iter().collect())
}

/// Matches are as long as they can be.
fn replace(value: &str, pattern: &[Part], replacement: &str, all: bool) -> Option<String> {
    let characters: Vec<char> = value.chars().collect();
    let work = characters.len().saturating_mul(pattern.len());
    if work.saturating_mul(characters.len()) > MOST_MATCHING {
        return None;
    }
    let mut out = String::new();
    let mut at = 0;
    let mut open = true;
    while at <= characters.len() {
        if let Some(length) = prefix(&characters[at..], pattern, true).filter(|_| open) {
            out.push_str(replacement);
            open = all;
            at += length;
            if length > 0 {
                continue;
            }
        }
        out.extend(characters.get(at));
        at += 1;
    }
    Some(out)
}
