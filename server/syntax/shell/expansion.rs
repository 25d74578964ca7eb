//! Reads what begins with a dollar sign or a backtick: variables, arithmetic, and lists in brackets.

use std::sync::Arc;

use super::{
    cursor::{Closers, Found, Parser},
    source::Source,
    tokens::TokenKind,
    tree::{List, Part, PartKind},
    word::{Quoting, Region, is_name_byte},
};

impl Parser<'_> {
    /// What begins with the dollar sign or backtick here; `None` if it is an ordinary dollar sign.
    pub(super) fn expansion(&mut self, quoting: Quoting) -> Option<Part> {
        let start = self.at;
        if self.byte() == b'`' {
            return Some(self.backticks(quoting));
        }
        let part = match self.ahead(1) {
            b'(' if self.ahead(2) == b'(' && self.opens_arithmetic_expansion() => {
                self.arithmetic("$((", Region::Parens, "))")
            }
            b'(' => self.substitution(),
            b'{' => self.braces(quoting),
            b'[' => self.arithmetic("$[", Region::Brackets, "]"),
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

    /// `$((…))` or `$[…]`
    fn arithmetic(&mut self, opener: &str, region: Region, closer: &str) -> Part {
        let start = self.at;
        let parts = self.nested(|this| {
            this.mark(TokenKind::Operator, opener.len());
            this.parts(region)
        });
        let Some(parts) = parts else {
            return self.skipped(start);
        };
        self.close_marked(start, opener.len(), closer);
        self.part(start, PartKind::Arithmetic(parts))
    }

    fn opens_arithmetic_expansion(&mut self) -> bool {
        self.at += 1;
        let result = self.opens_arithmetic();
        self.at -= 1;
        result
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

    /// `$(…)`
    fn substitution(&mut self) -> Part {
        let start = self.at;
        match self.nested(|this| this.enclosed(2)) {
            Some(list) => self.part(start, PartKind::Substitution(Box::new(list))),
            None => self.skipped(start),
        }
    }

    /// `<(…)` or `>(…)`
    pub(super) fn process(&mut self) -> Part {
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
        self.close_marked(start, opener, ")");
        list
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
        self.close_marked(start, 1, "`");
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

    /// What is too deep to be read: from `start` to the bracket that closes the next one.
    pub(super) fn skipped(&mut self, start: usize) -> Part {
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
}

/// Whether the byte is the whole name of a special variable.
fn is_sign(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'@' | b'*' | b'#' | b'?' | b'$' | b'!' | b'-')
}

fn is_escaped_in_backticks(byte: u8, quoting: Quoting) -> bool {
    matches!(byte, b'`' | b'$' | b'\\') || byte == b'"' && quoting == Quoting::Quoted
}
