//! Reads lists, pipelines, simple commands and redirections.

use std::sync::Arc;

use super::{
    cursor::{Closers, Expansion, Parser, Pending, Tabs},
    tokens::TokenKind,
    tree::{
        Assignment, Command, Function, Item, List, Node, Opaque, Parts, Pipe, Pipeline, ProblemKind,
        Redirect, RedirectKind, Separator, SeparatorKind, Word,
    },
    word::is_name_byte,
};
use crate::text::TextRange;

/// The words that are no names of commands where a command may begin.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reserved {
    If,
    Then,
    Elif,
    Else,
    Fi,
    For,
    Select,
    While,
    Until,
    Do,
    Done,
    Case,
    Esac,
    Function,
    Time,
    Not,
    OpenBrace,
    CloseBrace,
    OpenTest,
}

const RESERVED: &[(&str, Reserved, Closers)] = &[
    ("if", Reserved::If, Closers::NONE),
    ("then", Reserved::Then, Closers::THEN),
    ("elif", Reserved::Elif, Closers::ELSE),
    ("else", Reserved::Else, Closers::ELSE),
    ("fi", Reserved::Fi, Closers::FI),
    ("for", Reserved::For, Closers::NONE),
    ("select", Reserved::Select, Closers::NONE),
    ("while", Reserved::While, Closers::NONE),
    ("until", Reserved::Until, Closers::NONE),
    ("do", Reserved::Do, Closers::DO),
    ("done", Reserved::Done, Closers::DONE),
    ("case", Reserved::Case, Closers::NONE),
    ("esac", Reserved::Esac, Closers::ESAC),
    ("function", Reserved::Function, Closers::NONE),
    ("time", Reserved::Time, Closers::NONE),
    ("!", Reserved::Not, Closers::NONE),
    ("{", Reserved::OpenBrace, Closers::NONE),
    ("}", Reserved::CloseBrace, Closers::BRACE),
    ("[[", Reserved::OpenTest, Closers::NONE),
];

/// How far the end of an index is looked for, so that the work stays linear.
const MAX_INDEX: usize = 256;

/// The longest of the reserved words has so many bytes.
const RESERVED_LEN: usize = 8;

impl Parser<'_> {
    /// The list that begins here, up to what closes it or one around it.
    pub(super) fn list(&mut self) -> List {
        let mut items = Vec::new();
        loop {
            self.newlines();
            if self.is_list_over() {
                return List { items };
            }
            let pipeline = self.pipeline();
            self.blanks();
            let separator = self.separator();
            if separator.is_none() && !self.is_list_over() {
                self.problem(ProblemKind::Missing, self.at, self.at);
            }
            items.push(Item { pipeline, separator });
        }
    }

    /// Whether the list that is being read ends here.
    pub(super) fn is_list_over(&self) -> bool {
        self.is_at_end() || self.awaited.contains(self.closer())
    }

    /// What the next token would close.
    fn closer(&self) -> Closers {
        match self.byte() {
            b')' => Closers::PAREN,
            b';' if matches!(self.ahead(1), b';' | b'&') => Closers::BREAK,
            b'}' | b't' | b'e' | b'f' | b'd' => self.reserved_entry().map_or(Closers::NONE, |entry| entry.2),
            _ => Closers::NONE,
        }
    }

    /// The reserved word that stands here.
    pub(super) fn reserved(&self) -> Option<Reserved> {
        self.reserved_entry().map(|entry| entry.1)
    }

    fn reserved_entry(&self) -> Option<&'static (&'static str, Reserved, Closers)> {
        let first = self.byte();
        if !first.is_ascii_lowercase() && !matches!(first, b'!' | b'{' | b'}' | b'[') {
            return None;
        }
        let rest = &self.bytes[self.at..self.end.min(self.at + RESERVED_LEN + 1)];
        let len = rest.iter().position(|byte| is_delimiter(*byte)).unwrap_or(rest.len());
        let delimited = len < rest.len() || self.at + len == self.end;
        let continued = rest.get(len) != Some(&b'\\') || self.ahead(len + 1) == b'\n';
        let word = &rest[..len];
        RESERVED.iter().find(|entry| entry.0.as_bytes() == word).filter(|_| delimited && continued)
    }

    /// Moves over a reserved word, if it stands here.
    pub(super) fn eat(&mut self, word: Reserved) -> bool {
        let found = self.reserved_entry().filter(|entry| entry.1 == word);
        if let Some(entry) = found {
            self.mark(TokenKind::Keyword, entry.0.len());
        }
        found.is_some()
    }

    /// What separates two pipelines, if it stands here.
    fn separator(&mut self) -> Option<Separator> {
        let (kind, len) = match (self.byte(), self.ahead(1)) {
            (b'&', b'&') => (SeparatorKind::And, 2),
            (b'|', b'|') => (SeparatorKind::Or, 2),
            (b';', _) if self.is_list_over() => return None,
            (b';', _) => (SeparatorKind::Semicolon, 1),
            (b'&', _) => (SeparatorKind::Background, 1),
            (b'\n', _) => {
                let start = self.at;
                self.newline();
                return Some(Separator { kind: SeparatorKind::Newline, range: self.range(start, start + 1) });
            }
            _ => return None,
        };
        let range = self.mark(TokenKind::Operator, len);
        if matches!(kind, SeparatorKind::And | SeparatorKind::Or) {
            self.newlines();
            if self.is_list_over() {
                self.problem(ProblemKind::Missing, self.at, self.at);
            }
        }
        Some(Separator { kind, range })
    }

    fn pipeline(&mut self) -> Pipeline {
        let start = self.range(self.at, self.at).start();
        let (mut negated, mut timed) = (false, false);
        loop {
            if self.eat(Reserved::Not) {
                negated = !negated;
            } else if self.eat(Reserved::Time) {
                timed = true;
                self.blanks();
                if self.starts_with("-p") && is_delimiter(self.ahead(2)) {
                    self.mark(TokenKind::Flag, 2);
                }
            } else {
                break;
            }
            self.blanks();
        }
        let mut nodes = Vec::with_capacity(1);
        let mut pipes = Vec::new();
        let mut end;
        loop {
            let node = self.command();
            end = node.range().end();
            nodes.push(node);
            self.blanks();
            if self.byte() != b'|' || self.ahead(1) == b'|' {
                break;
            }
            let errors = self.ahead(1) == b'&';
            let range = self.mark(TokenKind::Operator, if errors { 2 } else { 1 });
            pipes.push(Pipe { range, errors });
            end = range.end();
            self.newlines();
            if self.is_list_over() {
                self.problem(ProblemKind::Missing, self.at, self.at);
                break;
            }
        }
        Pipeline { range: TextRange::new(start, end.max(start)), negated, timed, nodes, pipes }
    }

    /// The command that begins here, of whatever kind.
    pub(super) fn command(&mut self) -> Node {
        if self.byte() == b'(' {
            return self.compound();
        }
        match self.reserved_entry() {
            None => self.simple(),
            Some((_, Reserved::Time | Reserved::Not, _)) => self.simple(),
            Some((.., Closers::NONE)) => self.compound(),
            Some(_) if self.is_list_over() => self.missing(),
            Some(_) => self.opaque(self.at, Vec::new()),
        }
    }

    /// Where a command should be and is not.
    pub(super) fn missing(&mut self) -> Node {
        self.problem(ProblemKind::Missing, self.at, self.at);
        Node::Opaque(Opaque { range: self.range(self.at, self.at), words: Vec::new() })
    }

    fn simple(&mut self) -> Node {
        let start = self.at;
        let (mut assignments, mut words, mut redirects) = (Vec::new(), Vec::new(), Vec::new());
        let mut end = start;
        loop {
            self.blanks();
            if let Some(redirect) = self.redirect() {
                redirects.push(redirect);
            } else if words.is_empty()
                && let Some(assignment) = self.assignment()
            {
                assignments.push(assignment);
            } else if let Some(word) = self.word() {
                if words.is_empty() {
                    words.reserve(4);
                }
                words.push(word);
            } else {
                break;
            }
            end = self.at;
            if words.len() == 1 && assignments.is_empty() && redirects.is_empty() && self.opens_function() {
                return self.function(start, words[0].range);
            }
        }
        if !self.is_command_over() {
            let values = assignments.into_iter().map(|it| it.value);
            let targets = redirects.into_iter().filter_map(|it| it.target);
            let mut words: Vec<Word> = values.chain(words).chain(targets).collect();
            words.sort_by_key(|word| word.range.start());
            return self.opaque(start, words);
        }
        if end == start {
            return self.missing();
        }
        Node::Simple(Command { range: self.range(start, end), assignments, words, redirects })
    }

    /// Whether something stands here that may follow a command.
    fn is_command_over(&self) -> bool {
        self.is_at_end()
            || matches!(self.byte(), b';' | b'&' | b'|' | b'\n')
            || self.byte() == b')' && self.awaited.contains(Closers::PAREN)
    }

    /// What is not understood: from `start`, with some words that were read already, to the next separator.
    pub(super) fn opaque(&mut self, start: usize, mut words: Vec<Word>) -> Node {
        let mut end = self.at;
        while !self.is_command_over() {
            match self.word() {
                Some(word) => words.push(word),
                None => self.step_char(),
            }
            end = self.at;
            self.blanks();
        }
        self.problem(ProblemKind::Unexpected, start, end);
        Node::Opaque(Opaque { range: self.range(start, end), words })
    }

    /// Whether `()` stands here.
    fn opens_function(&self) -> bool {
        let mut distance = 0;
        let mut blanks = |this: &Self| {
            while matches!(this.ahead(distance), b' ' | b'\t') {
                distance += 1;
            }
            distance += 1;
            this.ahead(distance - 1)
        };
        blanks(self) == b'(' && blanks(self) == b')'
    }

    /// The definition of a function; the name has been read.
    pub(super) fn function(&mut self, start: usize, name: TextRange) -> Node {
        self.blanks();
        if self.byte() == b'(' {
            self.mark(TokenKind::Operator, 1);
            self.blanks();
            if self.byte() == b')' {
                self.mark(TokenKind::Operator, 1);
            }
        }
        self.found.marks.push((name, TokenKind::Function));
        self.newlines();
        let body = match self.is_list_over() {
            true => Some(self.missing()),
            false => self.nested(|this| this.command()),
        };
        match body {
            Some(body) => {
                let start = self.range(start, start).start();
                let range = TextRange::new(start, body.range().end().max(start));
                Node::Function(Box::new(Function { range, name, body }))
            }
            None => self.opaque(start, Vec::new()),
        }
    }

    /// `name=value`, if it stands here.
    fn assignment(&mut self) -> Option<Assignment> {
        let start = self.at;
        let mut at = start;
        while at < self.end && is_name_byte(self.bytes[at]) {
            at += 1;
        }
        if at == start || at == self.end || self.bytes[start].is_ascii_digit() {
            return None;
        }
        let name = (start, at);
        let mut index = None;
        if self.bytes[at] == b'[' {
            let rest = &self.bytes[at..self.end.min(at + MAX_INDEX)];
            let end = rest.iter().position(|byte| matches!(byte, b']' | b'\n' | b';' | b'&' | b'|'))?;
            index = Some((at + 1, at + end));
            at += end + 1;
        }
        let operator = self.bytes.get(at..self.end)?;
        let append = operator.starts_with(b"+=");
        if !append && !operator.starts_with(b"=") {
            return None;
        }
        self.at = at + if append { 2 } else { 1 };
        let value = match self.byte() {
            b'(' => {
                let part = self.array();
                Word { range: part.range, parts: Parts::One(part), source: Arc::clone(self.source) }
            }
            _ => match self.word() {
                Some(word) => word,
                None => self.empty_word(),
            },
        };
        Some(Assignment {
            range: self.range(start, self.at),
            name: self.range(name.0, name.1),
            index: index.map(|(start, end)| self.range(start, end)),
            append,
            value,
        })
    }

    /// The redirections that stand here.
    pub(super) fn redirects(&mut self) -> Vec<Redirect> {
        let mut redirects = Vec::new();
        let mut end = self.at;
        loop {
            self.blanks();
            match self.redirect() {
                Some(redirect) => redirects.push(redirect),
                None => break,
            }
            end = self.at;
        }
        self.at = end;
        redirects
    }

    fn redirect(&mut self) -> Option<Redirect> {
        let start = self.at;
        let operator = start + self.fd_len();
        let rest = &self.bytes[operator.min(self.end)..self.end];
        let (_, kind, len) = *REDIRECTS.iter().find(|entry| rest.starts_with(entry.0.as_bytes()))?;
        if matches!(rest, [b'<' | b'>', b'(', ..]) || operator > start && rest[0] == b'&' {
            return None;
        }
        self.at = operator;
        let fd = (operator > start).then(|| self.range(start, operator));
        self.mark(TokenKind::Operator, len);
        let mut end = self.at;
        self.blanks();
        let target = self.word();
        match &target {
            Some(_) => end = self.at,
            None => {
                self.problem(ProblemKind::Missing, end, end);
                self.at = end;
            }
        }
        if let Some(name) = target.as_ref().filter(|_| kind == RedirectKind::Heredoc) {
            let tabs = if rest.starts_with(b"<<-") { Tabs::Ignored } else { Tabs::Kept };
            let expansion = if name.is_quoted() { Expansion::NotDone } else { Expansion::Done };
            let delimiter = name.lossy().into_owned();
            self.pending.push(Pending { name: name.range, delimiter, tabs, expansion });
        }
        Some(Redirect { range: self.range(start, end), fd, kind, target })
    }

    /// How many bytes the number, or the name in braces, of a redirection takes here.
    fn fd_len(&self) -> usize {
        let mut len = 0;
        if self.byte() == b'{' {
            len += 1;
            while is_name_byte(self.ahead(len)) {
                len += 1;
            }
            let closed = len > 1 && self.ahead(len) == b'}' && matches!(self.ahead(len + 1), b'<' | b'>');
            return if closed { len + 1 } else { 0 };
        }
        while self.ahead(len).is_ascii_digit() {
            len += 1;
        }
        if matches!(self.ahead(len), b'<' | b'>') { len } else { 0 }
    }
}

/// The operators of redirections, each before those that it begins with.
const REDIRECTS: &[(&str, RedirectKind, usize)] = &[
    ("<<<", RedirectKind::Herestring, 3),
    ("<<-", RedirectKind::Heredoc, 3),
    ("<<", RedirectKind::Heredoc, 2),
    ("<&", RedirectKind::DuplicateInput, 2),
    ("<>", RedirectKind::ReadWrite, 2),
    ("<", RedirectKind::Read, 1),
    (">>", RedirectKind::Append, 2),
    (">&", RedirectKind::DuplicateOutput, 2),
    (">|", RedirectKind::Write, 2),
    (">", RedirectKind::Write, 1),
    ("&>>", RedirectKind::AppendBoth, 3),
    ("&>", RedirectKind::WriteBoth, 2),
];

/// Whether the byte ends a reserved word. A backslash does if it continues the line.
pub(super) fn is_delimiter(byte: u8) -> bool {
    matches!(byte, 0 | b' ' | b'\t' | b'\r' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')' | b'\\')
}
