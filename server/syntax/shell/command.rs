//! Reads commands: simple ones, definitions of functions, and what is not understood.

use std::sync::Arc;

use super::{
    cursor::{Closers, Parser},
    reserved::Reserved,
    tokens::TokenKind,
    tree::{Assignment, Command, Function, Node, Opaque, Parts, ProblemKind, Word},
    word::is_name_byte,
};
use crate::text::TextRange;

/// How far the end of an index is looked for, so that the work stays linear.
const MAX_INDEX: usize = 256;

impl Parser<'_> {
    /// The command that begins here, of whatever kind.
    pub(super) fn command(&mut self) -> Node {
        if self.byte() == b'(' {
            return self.compound();
        }
        match self.reserved() {
            None | Some(Reserved::Time | Reserved::Not) => self.simple(),
            Some(_) if self.closed_by_word() == Closers::NONE => self.compound(),
            Some(_) if self.is_list_over() => self.missing(),
            Some(_) => self.opaque(self.at, Vec::new()),
        }
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
        Node::Simple(Arc::new(Command::new(self.range(start, end), assignments, words, redirects)))
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
                let start = self.at;
                let part = self.array();
                self.word_with(start, Parts::One(part))
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

    /// Where a command should be and is not.
    pub(super) fn missing(&mut self) -> Node {
        self.problem(ProblemKind::Missing, self.at, self.at);
        Node::Opaque(Opaque { range: self.range(self.at, self.at), words: Vec::new() })
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

    /// Whether something stands here that may follow a command.
    fn is_command_over(&self) -> bool {
        self.is_at_end()
            || matches!(self.byte(), b';' | b'&' | b'|' | b'\n')
            || self.byte() == b')' && self.awaited.contains(Closers::PAREN)
    }
}
