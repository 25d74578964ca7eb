//! What quotes, escapes and variables in a word of an instruction mean.
//!
//! BuildKit's rules are those of `frontend/dockerfile/shell/lex.go`; they are not those of a shell.

use std::ops::Range;

/// A word cannot be read: BuildKit stops the build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordError {
    /// The byte of the word where it goes wrong.
    pub at: usize,
    /// BuildKit's words for it; `None` if the word is nested so deep that we do not read it, which BuildKit would.
    pub message: Option<String>,
}

/// A word, taken apart. Places are offsets in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordTree<'a> {
    pub(super) text: &'a str,
    /// Its parts, which together are the text.
    pub pieces: Vec<Piece>,
}

/// A part of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Characters that mean themselves.
    Text(Range<usize>),
    /// An escape character and the one it escapes, which is missing at the end of a word.
    Escape(Range<usize>, Option<char>),
    /// Something in quotes.
    Quoted {
        /// With the quotes.
        place: Range<usize>,
        /// What is between them.
        pieces: Vec<Piece>,
    },
    /// `$name` or `${name…}`
    Variable(Variable),
}

/// The use of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// From the `$` to the last byte.
    pub place: Range<usize>,
    /// The name.
    pub name: Range<usize>,
    /// What is done with its value.
    pub modifier: Option<Modifier>,
}

/// What `${name…}` does with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Modifier {
    /// `-`, `+` or `?` with a word; `:` before it makes an empty value count as none. Where BuildKit does not look at it,
    /// any other character behind a `:`.
    Test {
        /// `-`, `+` or `?`
        kind: char,
        /// Whether there is a `:`.
        empty_is_unset: bool,
        /// What is behind it.
        word: Vec<Piece>,
    },
    /// `#` or `%` with a pattern; doubled, the longest match goes.
    Trim {
        /// `#` for the beginning, `%` for the end.
        kind: char,
        /// The pattern, which begins with the same character if it is doubled.
        pattern: Vec<Piece>,
    },
    /// `/pattern/replacement`; with two slashes at the beginning, everywhere.
    Replace {
        /// Everywhere.
        all: bool,
        /// What is replaced.
        pattern: Vec<Piece>,
        /// By what.
        replacement: Vec<Piece>,
    },
}

/// What is known of a variable, or of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// It has this value.
    Set(String),
    /// It has none.
    Unset,
    /// It may have one; which, only the build knows.
    Unknown,
}

/// `${a:-${b:-…}}` is read to this depth.
const DEEPEST: u8 = 64;

impl<'a> WordTree<'a> {
    /// Takes `text` apart.
    pub fn new(text: &'a str, escape: u8) -> Result<WordTree<'a>, WordError> {
        Lexer::new(text, escape).lex()
    }

    /// Takes the body of a heredoc apart, in which quotes are plain text.
    pub fn without_quotes(text: &'a str, escape: u8) -> Result<WordTree<'a>, WordError> {
        Lexer { quotes: false, ..Lexer::new(text, escape) }.lex()
    }

    /// The text as it is written.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The value without quotes and escapes, with variables as they are written.
    pub fn as_written(&self) -> String {
        let mut out = String::new();
        written(self.text, &self.pieces, &mut out);
        out
    }

    /// The value, if there is no variable in it.
    pub fn literal(&self) -> Option<String> {
        let plain = |pieces: &[Piece]| !pieces.iter().any(|it| matches!(it, Piece::Variable(_)));
        let deep = |it: &Piece| match it {
            Piece::Quoted { pieces, .. } => plain(pieces),
            _ => true,
        };
        (plain(&self.pieces) && self.pieces.iter().all(deep)).then(|| self.as_written())
    }

    /// Every variable in it, also those in the words of modifiers, in order.
    pub fn variables(&self) -> Vec<&Variable> {
        let mut found = Vec::new();
        variables(&self.pieces, &mut found);
        found
    }
}

fn written(text: &str, pieces: &[Piece], out: &mut String) {
    for piece in pieces {
        match piece {
            Piece::Text(place) => out.push_str(&text[place.clone()]),
            Piece::Escape(_, character) => out.extend(character),
            Piece::Quoted { pieces, .. } => written(text, pieces, out),
            Piece::Variable(it) => out.push_str(&text[it.place.clone()]),
        }
    }
}

fn variables<'p>(pieces: &'p [Piece], found: &mut Vec<&'p Variable>) {
    for piece in pieces {
        match piece {
            Piece::Text(_) | Piece::Escape(..) => {}
            Piece::Quoted { pieces, .. } => variables(pieces, found),
            Piece::Variable(it) => {
                found.push(it);
                match &it.modifier {
                    None => {}
                    Some(Modifier::Test { word, .. }) => variables(word, found),
                    Some(Modifier::Trim { pattern, .. }) => variables(pattern, found),
                    Some(Modifier::Replace { pattern, replacement, .. }) => {
                        variables(pattern, found);
                        variables(replacement, found);
                    }
                }
            }
        }
    }
}

/// The words of `text`, split at white space outside quotes; blanks behind `<<` do not split.
///
/// BuildKit does this without any variable, and then does not notice which modifier follows a `:`.
pub(super) fn split(text: &str, escape: u8) -> Result<Vec<Range<usize>>, WordError> {
    let tree = Lexer { lenient: true, ..Lexer::new(text, escape) }.lex()?;
    let mut words = Vec::new();
    let mut word: Option<Range<usize>> = None;
    let extend = |word: &mut Option<Range<usize>>, start, end| word.get_or_insert(start..end).end = end;
    for piece in &tree.pieces {
        let place = match piece {
            Piece::Text(place) | Piece::Variable(Variable { place, .. }) => place.clone(),
            Piece::Escape(place, _) | Piece::Quoted { place, .. } => {
                extend(&mut word, place.start, place.end);
                continue;
            }
        };
        let mut at = place.start;
        while let Some(it) = text[at..place.end].chars().next() {
            let mut end = at + it.len_utf8();
            if it.is_whitespace() {
                words.extend(word.take());
            } else {
                if text[at..place.end].starts_with("<<") {
                    let behind = &text[at + 2..place.end];
                    end = at + 2 + (behind.len() - behind.trim_start_matches([' ', '\t', '\r', '\n']).len());
                }
                extend(&mut word, at, end);
            }
            at = end;
        }
    }
    words.extend(word);
    Ok(words)
}

/// Takes a word apart, from front to back.
pub(super) struct Lexer<'a> {
    text: &'a str,
    escape: char,
    /// Whether quotes quote.
    quotes: bool,
    /// Whether `${name:…}` may have any modifier.
    lenient: bool,
    at: usize,
    depth: u8,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str, escape: u8) -> Lexer<'a> {
        Lexer { text, escape: char::from(escape), quotes: true, lenient: false, at: 0, depth: 0 }
    }

    pub(super) fn lex(mut self) -> Result<WordTree<'a>, WordError> {
        let pieces = self.until(None)?;
        Ok(WordTree { text: self.text, pieces })
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let it = self.peek()?;
        self.at += it.len_utf8();
        Some(it)
    }

    fn error<T>(&self, message: impl Into<String>) -> Result<T, WordError> {
        Err(WordError { at: self.at, message: Some(message.into()) })
    }

    /// The pieces up to `stop`, which is taken, or to the end.
    fn until(&mut self, stop: Option<char>) -> Result<Vec<Piece>, WordError> {
        let mut pieces = Vec::new();
        while let Some(it) = self.peek() {
            if Some(it) == stop {
                self.next();
                return Ok(pieces);
            }
            let start = self.at;
            match it {
                '\'' if self.quotes => pieces.push(self.single_quoted()?),
                '"' if self.quotes => pieces.push(self.double_quoted()?),
                '$' => self.dollar(&mut pieces)?,
                _ if it == self.escape => {
                    self.next();
                    let escaped = self.next();
                    pieces.push(Piece::Escape(start..self.at, escaped));
                }
                _ => {
                    self.next();
                    text(&mut pieces, start..self.at);
                }
            }
        }
        match stop {
            None => Ok(pieces),
            Some(stop) => {
                self.error(format!("unexpected end of statement while looking for matching {stop}"))
            }
        }
    }

    fn single_quoted(&mut self) -> Result<Piece, WordError> {
        let start = self.at;
        let inside = start + 1;
        let Some(length) = self.text[inside..].find('\'') else {
            return self.error("unexpected end of statement while looking for matching single-quote");
        };
        self.at = inside + length + 1;
        let pieces = if length == 0 { Vec::new() } else { vec![Piece::Text(inside..inside + length)] };
        Ok(Piece::Quoted { place: start..self.at, pieces })
    }

    fn double_quoted(&mut self) -> Result<Piece, WordError> {
        let opening = self.at;
        self.next();
        let mut pieces = Vec::new();
        loop {
            let start = self.at;
            match self.peek() {
                None => {
                    self.at = opening;
                    return self.error("unexpected end of statement while looking for matching double-quote");
                }
                Some('"') => {
                    self.next();
                    return Ok(Piece::Quoted { place: opening..self.at, pieces });
                }
                Some('$') => self.dollar(&mut pieces)?,
                Some(it) => {
                    self.next();
                    let next =
                        self.peek().filter(|next| *next == '"' || *next == '$' || *next == self.escape);
                    match next {
                        Some(escaped) if it == self.escape => {
                            self.next();
                            pieces.push(Piece::Escape(start..self.at, Some(escaped)));
                        }
                        _ => text(&mut pieces, start..self.at),
                    }
                }
            }
        }
    }

    fn dollar(&mut self, pieces: &mut Vec<Piece>) -> Result<(), WordError> {
        let start = self.at;
        self.next();
        if self.peek() != Some('{') {
            let name = self.name();
            match name.is_empty() {
                true => text(pieces, start..self.at),
                false => {
                    pieces.push(Piece::Variable(Variable { place: start..self.at, name, modifier: None }))
                }
            }
            return Ok(());
        }
        if self.depth == DEEPEST {
            return Err(WordError { at: start, message: None });
        }
        self.depth += 1;
        let variable = self.braces(start)?;
        self.depth -= 1;
        pieces.push(Piece::Variable(variable));
        Ok(())
    }

    /// `{name…}`
    fn braces(&mut self, start: usize) -> Result<Variable, WordError> {
        self.next();
        match self.peek() {
            None => return self.error("syntax error: missing '}'"),
            Some('{' | '}' | ':') => return self.error("syntax error: bad substitution"),
            Some(_) => {}
        }
        let name = self.name();
        let behind = self.at;
        let modifier = match self.next() {
            Some('}') => None,
            Some(':') => match self.next() {
                Some(kind @ ('-' | '+' | '?')) => Some(self.test(kind, true)?),
                Some(kind) if !matches!(kind, '#' | '%') => {
                    let modifier = self.test(kind, true)?;
                    if !self.lenient {
                        return self.unsupported(behind, &[Some(':'), Some(kind)]);
                    }
                    Some(modifier)
                }
                other => return self.unsupported(behind, &[Some(':'), other]),
            },
            Some(kind @ ('-' | '+' | '?')) => Some(self.test(kind, false)?),
            Some(kind @ ('#' | '%')) => Some(Modifier::Trim { kind, pattern: self.modifier_word('}')? }),
            Some('/') => {
                let all = self.peek() == Some('/');
                if all {
                    self.next();
                }
                let pattern = self.modifier_word('/')?;
                Some(Modifier::Replace { all, pattern, replacement: self.modifier_word('}')? })
            }
            other => return self.unsupported(behind, &[other]),
        };
        Ok(Variable { place: start..self.at, name, modifier })
    }

    fn test(&mut self, kind: char, empty_is_unset: bool) -> Result<Modifier, WordError> {
        Ok(Modifier::Test { kind, empty_is_unset, word: self.modifier_word('}')? })
    }

    fn modifier_word(&mut self, stop: char) -> Result<Vec<Piece>, WordError> {
        self.until(Some(stop)).map_err(|error| match (&error.message, self.peek(), stop) {
            (Some(_), None, '/') => {
                WordError { message: Some("syntax error: missing '/' in ${}".into()), ..error }
            }
            (Some(_), None, _) => WordError { message: Some("syntax error: missing '}'".into()), ..error },
            _ => error,
        })
    }

    /// BuildKit prints U+FFFD where the word ends.
    fn unsupported(&self, at: usize, modifier: &[Option<char>]) -> Result<Variable, WordError> {
        let modifier: String = modifier.iter().map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        Err(WordError { at, message: Some(format!("unsupported modifier ({modifier}) in substitution")) })
    }

    /// A name: letters, digits and `_`; or digits; or one special character; or nothing.
    fn name(&mut self) -> Range<usize> {
        let start = self.at;
        let rest = &self.text[start..];
        let length = match rest.chars().next() {
            Some(it) if it.is_numeric() => rest.find(|it: char| !it.is_numeric()).unwrap_or(rest.len()),
            Some('@' | '*' | '#' | '?' | '-' | '$' | '!') => 1,
            _ => rest.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(rest.len()),
        };
        self.at += length;
        start..self.at
    }
}

/// Adds plain text, to the text before it if it can.
fn text(pieces: &mut Vec<Piece>, place: Range<usize>) {
    match pieces.last_mut() {
        Some(Piece::Text(last)) if last.end == place.start => last.end = place.end,
        _ => pieces.push(Piece::Text(place)),
    }
}
