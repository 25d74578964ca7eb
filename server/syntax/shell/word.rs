//! Reads words: quotes, expansions, and the text between them.

use std::sync::Arc;

use super::{
    cursor::{Closers, Found, Parser},
    source::Source,
    tokens::TokenKind,
    tree::{List, Part, PartKind, Parts, ProblemKind, Word},
};

/// What ends a sequence of parts that is not a word of its own, and what is special in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Region {
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
enum Quoting {
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
        Some(Word {
            range: self.range(start, self.at),
            parts: parts.finish(),
            source: Arc::clone(self.source),
        })
    }

    /// A word without anything in it, here.
    pub(super) fn empty_word(&mut self) -> Word {
        let range = self.range(self.at, self.at);
        Word { range, parts: Parts::Many(Vec::new()), source: Arc::clone(self.source) }
    }

    /// The parts of the lines of a here-document.
    pub(super) fn heredoc_parts(&mut self) -> Vec<Part> {
        self.parts(Region::Heredoc)
    }

    /// What is between `((` and `))`, which have been and will be read by others.
    pub(super) fn arithmetic_parts(&mut self) -> Vec<Part> {
        self.parts(Region::Parens)
    }

    /// Whether the two brackets here open an arithmetic expression, and not a subshell in a subshell: then the first of
    /// them is closed right behind the second. An unfinished one is taken for arithmetic.
    pub(super) fn opens_arithmetic(&self) -> bool {
        let mut open = 0;
        let mut at = self.at + 2;
        while at < self.end {
            match self.bytes[at] {
                b'\\' => at += 1,
                quote @ (b'\'' | b'"' | b'`') => {
                    let rest = &self.bytes[at + 1..self.end];
                    match memchr::memchr(quote, rest) {
                        Some(distance) => at += distance + 1,
                        None => return true,
                    }
                }
                b'(' => open += 1,
                b')' if open == 0 => return at + 1 < self.end && self.bytes[at + 1] == b')',
                b')' => open -= 1,
                _ => {}
            }
            at += 1;
        }
        true
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

    fn part(&mut self, start: usize, kind: PartKind) -> Part {
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
    fn ansi(&mut self) -> Part {
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
    fn double(&mut self, quote: usize) -> Part {
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
    fn close(&mut self, start: usize, opener: usize, closer: u8) {
        match !self.is_at_end() && self.byte() == closer {
            true => self.step(1),
            false => self.problem(ProblemKind::Unterminated, start, start + opener),
        }
    }

    /// What begins with the dollar sign or backtick here; `None` if it is an ordinary dollar sign.
    fn expansion(&mut self, quoting: Quoting) -> Option<Part> {
        let start = self.at;
        if self.byte() == b'`' {
            return Some(self.backticks(quoting));
        }
        let part = match self.ahead(1) {
            b'(' if self.ahead(2) == b'(' && self.opens_arithmetic_expansion() => {
                self.arithmetic(3, Region::Parens)
            }
            b'(' => self.substitution(),
            b'{' => self.braces(quoting),
            b'[' => self.arithmetic(2, Region::Brackets),
            b'\'' if quoting == Quoting::Unquoted => self.ansi(),
            b'"' if quoting == Quoting::Unquoted => self.double(2),
            byte if is_name_byte(byte) && !byte.is_ascii_digit() => {
                self.step(2);
                while is_name_byte(self.byte()) {
                    self.at += 1;
                }
                let name = self.range(start + 1, self.at);
                self.part(start, PartKind::Variable { name, operand: Vec::new() })
            }
            byte if is_sign(byte) => {
                self.step(2);
                let name = self.range(start + 1, self.at);
                self.part(start, PartKind::Variable { name, operand: Vec::new() })
            }
            _ => return None,
        };
        Some(part)
    }

    fn opens_arithmetic_expansion(&mut self) -> bool {
        self.at += 1;
        let result = self.opens_arithmetic();
        self.at -= 1;
        result
    }

    /// `$((…))` or `$[…]`
    fn arithmetic(&mut self, opener: usize, region: Region) -> Part {
        let start = self.at;
        let parts = self.nested(|this| {
            this.step(opener);
            this.parts(region)
        });
        let Some(parts) = parts else {
            return self.skipped(start);
        };
        match region {
            Region::Brackets => self.close(start, opener, b']'),
            _ if self.starts_with("))") => self.step(2),
            _ => {
                self.problem(ProblemKind::Unterminated, start, start + opener);
                self.close_if(b')');
            }
        }
        self.part(start, PartKind::Arithmetic(parts))
    }

    fn close_if(&mut self, closer: u8) {
        if !self.is_at_end() && self.byte() == closer {
            self.step(1);
        }
    }

    /// `$(…)`
    fn substitution(&mut self) -> Part {
        let start = self.at;
        match self.nested(|this| this.enclosed(2)) {
            Some(list) => self.part(start, PartKind::Substitution(Box::new(list))),
            None => self.skipped(start),
        }
    }

    /// `<(…)` or `>(…)`
    fn process(&mut self) -> Part {
        let start = self.at;
        match self.nested(|this| this.enclosed(2)) {
            Some(list) => self.part(start, PartKind::Process(Box::new(list))),
            None => self.skipped(start),
        }
    }

    /// A list in round brackets, the first of which ends after so many bytes.
    pub(super) fn enclosed(&mut self, opener: usize) -> List {
        let start = self.at;
        self.mark(TokenKind::Operator, opener);
        let outer = std::mem::replace(&mut self.awaited, Closers::PAREN);
        let list = self.list();
        self.awaited = outer;
        match !self.is_at_end() && self.byte() == b')' {
            true => drop(self.mark(TokenKind::Operator, 1)),
            false => self.problem(ProblemKind::Unterminated, start, start + opener),
        }
        list
    }

    /// What is too deep to be read: from `start` to the bracket that closes the next one.
    fn skipped(&mut self, start: usize) -> Part {
        let mut open = 0;
        while !self.is_at_end() {
            match self.byte() {
                b'\\' => self.step(1),
                b'(' | b'{' | b'[' => open += 1,
                b')' | b'}' | b']' => open -= 1,
                _ => {}
            }
            let closed = open == 0 && matches!(self.byte(), b')' | b'}' | b']');
            self.step_char();
            if closed {
                break;
            }
        }
        self.part(start, PartKind::Opaque)
    }

    /// `` `…` ``. Its text is what is left when backslashes before `` ` ``, `$` and `\` are taken away.
    fn backticks(&mut self, quoting: Quoting) -> Part {
        let start = self.at;
        let mut end = start + 1;
        let mut escaped = false;
        while end < self.end && self.bytes[end] != b'`' {
            if self.bytes[end] == b'\\' && end + 1 < self.end {
                escaped |= is_escaped_in_backticks(self.bytes[end + 1], quoting);
                end += 1;
            }
            end += 1;
        }
        let end = end.min(self.end);
        let list = self.nested(|this| {
            this.mark(TokenKind::Operator, 1);
            match escaped {
                true => this.unescaped(end, quoting),
                false => this.within(end, |this| this.list()),
            }
        });
        let kind = list.map_or(PartKind::Opaque, |list| PartKind::Substitution(Box::new(list)));
        self.at = end;
        match end < self.end {
            true => drop(self.mark(TokenKind::Operator, 1)),
            false => self.problem(ProblemKind::Unterminated, start, start + 1),
        }
        self.part(start, kind)
    }

    /// The list up to `end`, with one level of backslashes taken away.
    fn unescaped(&mut self, end: usize, quoting: Quoting) -> List {
        let mut pieces = Vec::new();
        let mut literal = self.at;
        let mut at = self.at;
        while at < end {
            if self.bytes[at] != b'\\' || at + 1 == end {
                at += 1;
                continue;
            }
            if is_escaped_in_backticks(self.bytes[at + 1], quoting) {
                pieces.push((literal, at));
                literal = at + 1;
            }
            at += 2;
        }
        pieces.push((literal, end));
        let places = pieces.into_iter().flat_map(|(start, end)| self.source.pieces_in(start..end));
        let start = self.source.offset(self.at);
        let source = Arc::new(Source::assembled(start, places));
        let mut inner = Parser::new(&source);
        inner.depth = self.depth;
        let list = inner.list();
        let Found { heredocs, comments, problems, marks } = inner.found;
        self.found.heredocs.extend(heredocs);
        self.found.comments.extend(comments);
        self.found.problems.extend(problems);
        self.found.marks.extend(marks);
        list
    }

    /// `${…}`
    fn braces(&mut self, quoting: Quoting) -> Part {
        let start = self.at;
        let kind = self.nested(|this| {
            this.step(2);
            let next = this.ahead(1);
            if matches!(this.byte(), b'#' | b'!') && (is_name_byte(next) || matches!(next, b'@' | b'*')) {
                this.step(1);
            }
            let name = this.at;
            if is_name_byte(this.byte()) {
                while is_name_byte(this.byte()) {
                    this.at += 1;
                }
            } else if is_sign(this.byte()) {
                this.step(1);
            }
            let name = this.range(name, this.at);
            let quotes_count = matches!(this.byte(), b'#' | b'%' | b'/' | b'^' | b',');
            let region = match quoting {
                Quoting::Quoted if !quotes_count => Region::QuotedOperand,
                _ => Region::Operand,
            };
            PartKind::Variable { name, operand: this.parts(region) }
        });
        let Some(kind) = kind else {
            return self.skipped(start);
        };
        self.close(start, 2, b'}');
        self.part(start, kind)
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
        match !self.is_at_end() && self.byte() == b')' {
            true => drop(self.mark(TokenKind::Operator, 1)),
            false => self.problem(ProblemKind::Unterminated, start, start + 1),
        }
        self.part(start, PartKind::Array(words))
    }

    /// Everything up to what ends the region.
    fn parts(&mut self, region: Region) -> Vec<Part> {
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

fn is_escaped_in_backticks(byte: u8, quoting: Quoting) -> bool {
    matches!(byte, b'`' | b'$' | b'\\') || byte == b'"' && quoting == Quoting::Quoted
}

/// Whether the byte may stand in the name of a variable.
pub(super) fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether this is the name of a variable.
pub(super) fn is_name(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|first| !first.is_ascii_digit()) && bytes.iter().all(|byte| is_name_byte(*byte))
}

/// Whether the byte is the whole name of a special variable.
fn is_sign(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'@' | b'*' | b'#' | b'?' | b'$' | b'!' | b'-')
}
