//! Reads lists and pipelines.

use super::{
    cursor::{Closers, Parser},
    reserved::{Reserved, is_delimiter},
    tokens::TokenKind,
    tree::{Item, List, Pipe, Pipeline, ProblemKind, Separator, SeparatorKind},
};
use crate::text::TextRange;

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

    /// Whether the list that is being read ends here.
    pub(super) fn is_list_over(&self) -> bool {
        self.is_at_end() || self.awaited.contains(self.closer())
    }

    /// What the next token would close.
    fn closer(&self) -> Closers {
        match self.byte() {
            b')' => Closers::PAREN,
            b';' if matches!(self.ahead(1), b';' | b'&') => Closers::BREAK,
            b'}' | b't' | b'e' | b'f' | b'd' => self.closed_by_word(),
            _ => Closers::NONE,
        }
    }
}
