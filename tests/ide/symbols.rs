//! `text symbols`: the outline, with details behind a dash, and what an instruction's name does not say in brackets.

use dockwright::{
    ide::{self, Symbol, SymbolKind},
    text::TextRange,
};

use super::Case;

/// A line for each.
pub(crate) fn answer(case: &Case<'_>) -> Vec<String> {
    let all = TextRange::up_to((case.cx.analysis.source().len() as u32).into());
    let mut lines = Vec::new();
    show(&ide::symbols(case.cx.analysis), all, 0, &mut lines);
    lines
}

fn show(symbols: &[Symbol], around: TextRange, depth: usize, lines: &mut Vec<String>) {
    let apart = |pair: &[Symbol]| pair[0].range.end() <= pair[1].range.start();
    assert!(symbols.windows(2).all(apart), "they follow each other");
    for it in symbols {
        assert!(around.contains_range(it.range) && it.range.contains_range(it.selection), "{it:?}");
        assert!(!it.name.trim().is_empty() && !it.name.contains('\n'), "{it:?} has a name");
        let kind = match it.kind {
            SymbolKind::Instruction(_) => "",
            SymbolKind::Stage => "[stage] ",
            SymbolKind::Variable => "[variable] ",
            SymbolKind::Label => "[label] ",
            SymbolKind::Directive => "[directive] ",
        };
        let detail = it.detail.as_ref().map(|it| format!(" - {it}")).unwrap_or_default();
        let deprecated = if it.deprecated { " [deprecated]" } else { "" };
        lines.push(format!("{}{kind}{}{detail}{deprecated}", "  ".repeat(depth), it.name));
        show(&it.children, it.range, depth + 1, lines);
    }
}
