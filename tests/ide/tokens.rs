//! `text tokens`: what the parts of each line are; where the cursor is a selection, of the lines in it.

use dockwright::{
    ide::{self, Token},
    text::TextRange,
};

use super::Case;

/// A line for each that has tokens.
pub(crate) fn answer(case: &Case<'_>) -> Vec<String> {
    let (analysis, lines) = (case.cx.analysis, case.cx.analysis.lines());
    let tokens = ide::tokens(analysis);
    let shown: Vec<Token> = tokens.into_iter().filter(|it| overlap(it.range, case.at)).collect();
    let same_line = |a: &Token, b: &Token| lines.line(a.range.start()) == lines.line(b.range.start());
    let token = |it: &Token| {
        let kind = std::iter::once(it.kind.name()).chain(it.modifiers.names()).collect::<Vec<_>>().join(".");
        format!("{kind} {}", &analysis.source()[it.range])
    };
    let line = |tokens: &[Token]| tokens.iter().map(token).collect::<Vec<_>>().join(" | ");
    shown.chunk_by(same_line).map(line).collect()
}

fn overlap(a: TextRange, b: TextRange) -> bool {
    a.start() < b.end() && b.start() < a.end()
}
