//! The commands inside RUN, CMD, ENTRYPOINT, HEALTHCHECK and heredocs.
//!
//! A parser for the language of bash and of the POSIX shells. It cannot fail: what it does not understand is one opaque
//! command up to the next `;`, `&&`, `||`, `|` or line end, and what is not finished ends with the text. Its work grows
//! linearly with the text, and nesting is limited, so that no text can exhaust the stack.

mod arguments;
mod command;
mod compound;
mod cursor;
mod expansion;
mod kind;
mod list;
mod redirect;
mod reserved;
mod shape;
mod source;
#[cfg(test)]
mod tests;
mod tokens;
mod tree;
mod value;
mod visit;
mod word;
mod wrapper;

use std::sync::Arc;

pub use arguments::{Arguments, Flag};
pub use kind::{Posix, Shell};
pub use shape::{BreakStyle, Ending};
pub use source::Source;
pub use tokens::{Token, TokenKind};
pub use tree::*;
pub use visit::{Context, Element, Link, Role, Visited};
pub use wrapper::Effective;

use super::Joined;
use crate::text::{TextRange, TextSize};
use cursor::Parser;

/// Reads the text of an instruction, or of a heredoc, as a POSIX shell or bash does.
pub fn parse(joined: &Joined<'_>) -> Script {
    parse_source(Arc::new(Source::of(joined)))
}

/// A script that is not for a shell that we can read: one opaque command.
pub fn opaque(joined: &Joined<'_>) -> Script {
    let source = Arc::new(Source::of(joined));
    let range = source.range(0..source.text().len());
    let mut list = List::default();
    if !range.is_empty() {
        list = one_command(range, Node::Opaque(Opaque { range, words: Vec::new() }));
    }
    script(list, source, cursor::Found::default())
}

/// The command of the exec form, from the strings of its JSON array. Each comes with its place, quotes included.
pub fn exec(words: impl IntoIterator<Item = (TextRange, String)>) -> Script {
    let words: Vec<(TextRange, String)> = words.into_iter().collect();
    let places = words.iter().map(|(range, text)| (&**text, range.start() + TextSize::new(1)));
    let source = Arc::new(Source::assembled(TextSize::new(0), places));
    let words: Vec<Word> = words
        .iter()
        .map(|(range, _)| {
            let parts = Parts::One(Part { range: *range, kind: PartKind::Verbatim });
            Word::new(&source, *range, source.span(*range), parts)
        })
        .collect();
    let mut list = List::default();
    if let (Some(first), Some(last)) = (words.first(), words.last()) {
        let range = first.range.cover(last.range);
        let command = Command::new(range, Vec::new(), words, Vec::new());
        list = one_command(range, Node::Simple(Arc::new(command)));
    }
    script(list, source, cursor::Found::default())
}

fn parse_source(source: Arc<Source>) -> Script {
    let mut parser = Parser::new(&source);
    let list = parser.list();
    let found = parser.found;
    script(list, source, found)
}

fn script(list: List, source: Arc<Source>, found: cursor::Found) -> Script {
    let cursor::Found { mut heredocs, mut comments, mut problems, marks } = found;
    heredocs.sort_by_key(|it| it.body.start());
    comments.sort_by_key(|it| it.start());
    problems.sort_by_key(|it| it.range.start());
    let commands = visit::commands(&list, &heredocs);
    Script { list, heredocs, comments, problems, source, commands, marks }
}

fn one_command(range: TextRange, node: Node) -> List {
    let pipeline = Pipeline { range, negated: false, timed: false, nodes: vec![node], pipes: Vec::new() };
    List { items: vec![Item { pipeline, separator: None }] }
}

impl Script {
    /// The text at a place in it, without the continuations of an instruction.
    pub fn text(&self, range: TextRange) -> &str {
        self.source.slice(range)
    }

    /// The whole text, with a way back to the file.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Whether everything in it was understood. If not, the tree is a guess.
    pub fn is_understood(&self) -> bool {
        self.problems.is_empty()
    }
}
