//! Reads words: quotes, and the text between them.

use super::{
    cursor::Parser,
    tokens::TokenKind,
    tree::{Part, PartKind, Parts, ProblemKind, Word},
};

/// What ends a sequence of parts that is not a word of its own, and what is special in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Region {
    /// `"…"`
    Double,
    /// The lines of a here-document.
    Heredoc,
    /// `${name…}`, inside double quotes, where single quotes are ordinary.
    QuotedOperand,
    /// `${name…}`
    Operand,
    /// `((…))`
    Parens,
    /// `$[…]`
    Brackets,
}

/// Whether an expansion stands between double quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    Quoted,
    Unquoted,
}

/// What a word is a part of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grammar {
    /// A command.
    Command,
    /// The right side of `=~`, in which brackets and `|` are ordinary.
    Regex,
}

impl Parser<'_> {
    /// The word that begins here; `None` if none does.
    pub(super) fn word(&mut self) -> Option<Word> {
        self.word_of(Grammar::Command)
    }

    /// The regular expression that begins here.
    pub(super) fn regex(&mut self) -> Option<Word> {
        self.word_of(Grammar::Regex)
    }

    fn word_of(&mut self, grammar: Grammar) -> Option<Word> {
        let start = self.at;
        let mut parts = PartsBuilder::default();
        let mut literal = start;
        let mut open = 0;
        while !self.is_at_end() {
            let byte = self.bytes[self.at];
            if !is_special(byte) {
                self.at += 1;
                continue;
            }
            let before = self.at;
            let part = match byte {
                b'\\' if self.ahead(1) == b'\n' && self.ends_behind_continuations() => break,
                b'\\' => {
                    self.step(1);
                    self.step_char();
                    continue;
                }
                b'\'' => Some(self.single()),
                b'"' => Some(self.double(1)),
                b'$' | b'`' => self.expansion(Quoting::Unquoted),
                b'<' | b'>' if self.ahead(1) == b'(' => Some(self.process()),
                b'(' if self.is_array_value(literal, start) => Some(self.array()),
                b'(' if open > 0 || grammar == Grammar::Regex || self.is_pattern_list(literal) => {
                    open += 1;
                    None
                }
                b')' if open > 0 => {
                    open -= 1;
                    None
                }
                b'\n' => break,
                b'\r' if self.ahead(1) != b'\n' => None,
                b'|' | b'<' | b'>' | b'&' | b')' if grammar == Grammar::Regex => None,
                _ if open > 0 => None,
                _ => break,
            };
            match part {
                Some(part) => {
                    self.literal(literal, before, &mut parts);
                    parts.push(part);
                    literal = self.at;
                }
                None => self.at = before + 1,
            }
        }
        if self.at == start {
            return None;
        }
        if open > 0 {
            self.problem(ProblemKind::Unterminated, start, self.at);
        }
        self.literal(literal, self.at, &mut parts);
        let parts = parts.finish();
        Some(self.word_with(start, parts))
    }

    /// A word without anything in it, here.
    pub(super) fn empty_word(&mut self) -> Word {
        self.word_with(self.at, Parts::Many(Vec::new()))
    }

    /// The word from `start` to here.
    pub(super) fn word_with(&mut self, start: usize, parts: Parts) -> Word {
        let range = self.range(start, self.at);
        Word::new(self.source, range, start..self.at, parts)
    }

    /// The parts of the lines of a here-document.
    pub(super) fn heredoc_parts(&mut self) -> Vec<Part> {
        self.parts(Region::Heredoc)
    }

    /// What is between `((` and `))`, which have been and will be read by others.
    pub(super) fn arithmetic_parts(&mut self) -> Vec<Part> {
        self.parts(Region::Parens)
    }

    /// Whether nothing but continued lines is between here and the end of the word.
    fn ends_behind_continuations(&self) -> bool {
        let mut distance = 0;
        while self.ahead(distance) == b'\\' && self.ahead(distance + 1) == b'\n' {
            distance += 2;
        }
        matches!(self.ahead(distance), 0 | b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b')')
    }

    /// Whether the bracket here follows `name=` or `name+=` at the beginning of the word.
    fn is_array_value(&self, literal: usize, start: usize) -> bool {
        let name = &self.bytes[literal..self.at];
        let Some(name) = name.strip_suffix(b"=") else { return false };
        literal == start && is_name(name.strip_suffix(b"+").unwrap_or(name))
    }

    /// Whether the bracket here follows `?`, `*`, `+`, `@` or `!`.
    fn is_pattern_list(&self, literal: usize) -> bool {
        self.at > literal && matches!(self.bytes[self.at - 1], b'?' | b'*' | b'+' | b'@' | b'!')
    }

    fn literal(&mut self, start: usize, end: usize, parts: &mut PartsBuilder) {
        if start < end {
            let range = self.range(start, end);
            parts.push(Part { range, kind: PartKind::Literal });
        }
    }

    pub(super) fn part(&mut self, start: usize, kind: PartKind) -> Part {
        Part { range: self.range(start, self.at), kind }
    }

    /// `'…'`
    fn single(&mut self) -> Part {
        let start = self.at;
        self.step(1);
        match self.find(b'\'') {
            Some(end) => self.at = end + 1,
            None => {
                self.at = self.end;
                self.problem(ProblemKind::Unterminated, start, start + 1);
            }
        }
        self.part(start, PartKind::Single)
    }

    /// `$'…'`
    pub(super) fn ansi(&mut self) -> Part {
        let start = self.at;
        self.step(2);
        while !self.is_at_end() && self.byte() != b'\'' {
            self.step(if self.byte() == b'\\' { 2 } else { 1 });
        }
        if self.is_at_end() {
            self.problem(ProblemKind::Unterminated, start, start + 2);
        }
        self.step(1);
        self.part(start, PartKind::Ansi)
    }

    /// `"…"`, or `$"…"`: the quote is so long.
    pub(super) fn double(&mut self, quote: usize) -> Part {
        let start = self.at;
        let parts = self.nested(|this| {
            this.step(quote);
            this.parts(Region::Double)
        });
        let kind = match parts {
            Some(parts) => PartKind::Double(parts),
            None => {
                self.step(quote);
                while !self.is_at_end() && self.byte() != b'"' {
                    self.step(if self.byte() == b'\\' { 2 } else { 1 });
                }
                PartKind::Opaque
            }
        };
        self.close(start, quote, b'"');
        self.part(start, kind)
    }

    /// Moves over what closes the construct that was opened by so many bytes at `start`.
    pub(super) fn close(&mut self, start: usize, opener: usize, closer: u8) {
        match !self.is_at_end() && self.byte() == closer {
            true => self.step(1),
            false => self.problem(ProblemKind::Unterminated, start, start + opener),
        }
    }

    /// The same; what closes it is an operator.
    pub(super) fn close_marked(&mut self, start: usize, opener: usize, closer: &str) {
        if self.starts_with(closer) {
            self.mark(TokenKind::Operator, closer.len());
        } else {
            self.problem(ProblemKind::Unterminated, start, start + opener);
        }
    }

    /// `(…)` behind `name=`
    pub(super) fn array(&mut self) -> Part {
        let start = self.at;
        let words = self.nested(|this| {
            this.mark(TokenKind::Operator, 1);
            let mut words = Vec::new();
            loop {
                this.newlines();
                match this.word() {
                    Some(word) => words.push(word),
                    None => return words,
                }
            }
        });
        let Some(words) = words else {
            return self.skipped(start);
        };
        self.close_marked(start, 1, ")");
        self.part(start, PartKind::Array(words))
    }

    /// Everything up to what ends the region.
    pub(super) fn parts(&mut self, region: Region) -> Vec<Part> {
        let mut parts = PartsBuilder::default();
        let mut literal = self.at;
        let mut open = 0;
        let quoting = match region {
            Region::Operand => Quoting::Unquoted,
            _ => Quoting::Quoted,
        };
        while !self.is_at_end() {
            let byte = self.bytes[self.at];
            let before = self.at;
            let part = match byte {
                b'\\' => {
                    self.step(1);
                    self.step_char();
                    continue;
                }
                b'$' | b'`' => self.expansion(quoting),
                b'"' if region == Region::Double => break,
                b'"' if region != Region::Heredoc => Some(self.double(1)),
                b'\'' if matches!(region, Region::Operand | Region::Parens) => Some(self.single()),
                b'}' if matches!(region, Region::Operand | Region::QuotedOperand) => break,
                b'(' if region == Region::Parens => {
                    open += 1;
                    None
                }
                b'[' if region == Region::Brackets => {
                    open += 1;
                    None
                }
                b')' if region == Region::Parens && open == 0 => break,
                b']' if region == Region::Brackets && open == 0 => break,
                b')' if region == Region::Parens => {
                    open -= 1;
                    None
                }
                b']' if region == Region::Brackets => {
                    open -= 1;
                    None
                }
                _ => None,
            };
            match part {
                Some(part) => {
                    self.literal(literal, before, &mut parts);
                    parts.push(part);
                    literal = self.at;
                }
                None => self.at = before + 1,
            }
        }
        self.literal(literal, self.at, &mut parts);
        match parts.finish() {
            Parts::One(part) => vec![part],
            Parts::Many(parts) => parts,
        }
    }
}

/// Parts, without a vector as long as there is only one.
#[derive(Default)]
struct PartsBuilder {
    parts: Option<Parts>,
}

impl PartsBuilder {
    fn push(&mut self, part: Part) {
        self.parts = Some(match self.parts.take() {
            None => Parts::One(part),
            Some(Parts::One(first)) => Parts::Many(vec![first, part]),
            Some(Parts::Many(mut parts)) => {
                parts.push(part);
                Parts::Many(parts)
            }
        });
    }

    fn finish(self) -> Parts {
        self.parts.unwrap_or(Parts::Many(Vec::new()))
    }
}

/// Whether a word may end with this byte, or something begin.
fn is_special(byte: u8) -> bool {
    const SPECIAL: [bool; 256] = {
        let mut table = [false; 256];
        let bytes = b" \t\r\n;&|<>()'\"$`\\";
        let mut index = 0;
        while index < bytes.len() {
            table[bytes[index] as usize] = true;
            index += 1;
        }
        table
    };
    SPECIAL[byte as usize]
}

/// Whether the byte may stand in the name of a variable.
pub(super) fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether this is the name of a variable.
pub(super) fn is_name(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|first| !first.is_ascii_digit()) && bytes.iter().all(|byte| is_name_byte(*byte))
}
