//! Reads redirections.

use super::{
    cursor::{Expansion, Parser, Pending, Tabs},
    tokens::TokenKind,
    tree::{ProblemKind, Redirect, RedirectKind},
    word::is_name_byte,
};

/// The operators of redirections, the longer before those that it begins with.
const OPERATORS: &[(&str, RedirectKind)] = &[
    ("<<<", RedirectKind::Herestring),
    ("<<-", RedirectKind::Heredoc),
    ("<<", RedirectKind::Heredoc),
    ("<&", RedirectKind::DuplicateInput),
    ("<>", RedirectKind::ReadWrite),
    ("<", RedirectKind::Read),
    (">>", RedirectKind::Append),
    (">&", RedirectKind::DuplicateOutput),
    (">|", RedirectKind::Write),
    (">", RedirectKind::Write),
    ("&>>", RedirectKind::AppendBoth),
    ("&>", RedirectKind::WriteBoth),
];

impl Parser<'_> {
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

    /// The redirection that stands here.
    pub(super) fn redirect(&mut self) -> Option<Redirect> {
        let start = self.at;
        let operator = start + self.fd_len();
        let rest = &self.bytes[operator.min(self.end)..self.end];
        match rest {
            [b'<' | b'>', b'(', ..] => return None,
            [b'<' | b'>', ..] => {}
            [b'&', b'>', ..] if operator == start => {}
            _ => return None,
        }
        let (text, kind) = *OPERATORS.iter().find(|(text, _)| rest.starts_with(text.as_bytes()))?;
        self.at = operator;
        let fd = (operator > start).then(|| self.range(start, operator));
        self.mark(TokenKind::Operator, text.len());
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
