//! The colours of a script: what its bytes are, for semantic highlighting.

use std::cmp::Reverse;

use super::{
    Script,
    tree::PartKind,
    visit::{Element, Role},
};
use crate::text::{TextRange, TextSize};

/// A part of a script that has one colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its place; on one line of the file, except for a string or a here-document with line ends in it.
    pub range: TextRange,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// The name of a command.
    Command,
    /// The name of a function, where it is defined.
    Function,
    /// An argument that begins with a dash.
    Flag,
    /// Any other word.
    Word,
    /// Text in quotes, or of a here-document.
    String,
    /// `$name`, `${…}`, and a name that is given a value.
    Variable,
    /// `$((…))` and `((…))`
    Arithmetic,
    /// A separator, a redirection, a bracket.
    Operator,
    /// `if`, `then`, `{`, …
    Keyword,
    /// `# …`
    Comment,
}

impl Script {
    /// The tokens, sorted and disjoint. Blanks are in none.
    pub fn tokens(&self) -> Vec<Token> {
        let mut layers = self.layers();
        layers.sort_by_key(|(range, _)| (range.start(), Reverse(range.end())));
        flat(&layers)
            .into_iter()
            .flat_map(|(range, kind)| self.source.fragments(range).map(move |range| Token { range, kind }))
            .collect()
    }

    /// Places and their kinds, one painted over the other; `None` where there is nothing to be seen.
    fn layers(&self) -> Vec<(TextRange, Option<TokenKind>)> {
        let mut layers: Vec<_> = self.marks.iter().map(|(range, kind)| (*range, Some(*kind))).collect();
        layers.extend(self.heredocs.iter().map(|it| (it.body, Some(TokenKind::String))));
        layers.extend(
            self.heredocs.iter().flat_map(|it| it.terminator).map(|it| (it, Some(TokenKind::Operator))),
        );
        self.walk(&mut |element, _| {
            let layer = match element {
                Element::Assignment(assignment) => (assignment.name, Some(TokenKind::Variable)),
                Element::Word(word, role) => {
                    let kind = match role {
                        Role::Name => TokenKind::Command,
                        Role::Argument if word.text().starts_with('-') => TokenKind::Flag,
                        _ => TokenKind::Word,
                    };
                    (word.range, Some(kind))
                }
                Element::Part(part) => match part.kind {
                    PartKind::Literal => return,
                    PartKind::Verbatim | PartKind::Opaque => return,
                    PartKind::Single | PartKind::Ansi | PartKind::Double(_) => {
                        (part.range, Some(TokenKind::String))
                    }
                    PartKind::Variable { .. } => (part.range, Some(TokenKind::Variable)),
                    PartKind::Arithmetic(_) => (part.range, Some(TokenKind::Arithmetic)),
                    PartKind::Substitution(_) | PartKind::Process(_) | PartKind::Array(_) => {
                        (part.range, None)
                    }
                },
                Element::Pipeline(_)
                | Element::Command(_)
                | Element::Opaque(_)
                | Element::Loop(_)
                | Element::Redirect(_) => return,
            };
            layers.push(layer);
        });
        layers
    }
}

/// What is seen of layers that lie one in the other; they are sorted by start, the longer first.
fn flat(layers: &[(TextRange, Option<TokenKind>)]) -> Vec<(TextRange, TokenKind)> {
    let mut result: Vec<(TextRange, TokenKind)> = Vec::with_capacity(layers.len());
    let mut open: Vec<(TextRange, Option<TokenKind>)> = Vec::new();
    let mut done = TextSize::new(0);
    let mut paint = |open: &[(TextRange, Option<TokenKind>)], to| {
        if let Some((_, Some(kind))) = open.last()
            && done < to
        {
            result.push((TextRange::new(done, to), *kind));
        }
        done = done.max(to);
    };
    for (range, kind) in layers {
        while let Some((last, _)) = open.last().filter(|(last, _)| last.end() <= range.start()) {
            paint(&open, last.end());
            open.pop();
        }
        paint(&open, range.start());
        // Nothing may stick out of what it lies in.
        let end = open.last().map_or(range.end(), |(last, _)| range.end().min(last.end()));
        open.push((TextRange::new(range.start(), end), *kind));
    }
    while let Some((last, _)) = open.last() {
        paint(&open, last.end());
        open.pop();
    }
    result
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};

    use super::super::tests::script;

    fn check(text: &str, expected: Expect) {
        let mut out = String::new();
        for token in script(text).tokens() {
            let _ = writeln!(out, "{:?} «{}»", token.kind, text[token.range].replace('\n', "⏎"));
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn tokens_are_disjoint() {
        check(
            "A=1 apt-get -y \"a $b $(c 'd')\" >e 2>&1 # f",
            expect![[r#"
            Variable «A»
            Word «1»
            Command «apt-get»
            Flag «-y»
            String «"a »
            Variable «$b»
            String « »
            Operator «$(»
            Command «c»
            String «'d'»
            Operator «)»
            String «"»
            Operator «>»
            Word «e»
            Operator «>&»
            Word «1»
            Comment «# f»
        "#]],
        );
        check(
            "for a in b; do ((a + $b)); done && f() { g; }",
            expect![[r#"
            Keyword «for»
            Variable «a»
            Keyword «in»
            Word «b»
            Operator «;»
            Keyword «do»
            Operator «((»
            Variable «$b»
            Operator «))»
            Operator «;»
            Keyword «done»
            Operator «&&»
            Function «f»
            Operator «(»
            Operator «)»
            Keyword «{»
            Command «g»
            Operator «;»
            Keyword «}»
        "#]],
        );
        check(
            "cat <<EOF\na $b\nEOF\n",
            expect![[r#"
            Command «cat»
            Operator «<<»
            Word «EOF»
            String «a »
            Variable «$b»
            String «⏎»
            Operator «EOF»
        "#]],
        );
    }
}
