//! The outline of a document, as a tree for clients that show one, else as a list.

use tower_lsp::ls_types::{
    DocumentSymbol, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind as Kind, SymbolTag,
};

use super::{store::Snapshot, to_proto};
use crate::{
    ide::{self, Symbol, SymbolKind},
    syntax::Keyword,
};

/// The outline.
pub(super) fn answer(it: &Snapshot) -> DocumentSymbolResponse {
    let symbols = ide::symbols(it.analysis());
    if it.editor.symbol_tree {
        return DocumentSymbolResponse::Nested(symbols.into_iter().map(|symbol| tree(it, symbol)).collect());
    }
    let mut list = Vec::new();
    symbols.into_iter().for_each(|symbol| flatten(it, symbol, None, &mut list));
    DocumentSymbolResponse::Flat(list)
}

/// What the protocol has for it: of its kinds only those that every client knows, since its first version.
pub(super) fn kind(kind: SymbolKind) -> Kind {
    match kind {
        SymbolKind::Stage => Kind::NAMESPACE,
        SymbolKind::Variable => Kind::VARIABLE,
        SymbolKind::Directive | SymbolKind::Label => Kind::PROPERTY,
        SymbolKind::Instruction(keyword) => match keyword {
            Keyword::Arg | Keyword::Env => Kind::VARIABLE,
            Keyword::Copy | Keyword::Add | Keyword::Volume => Kind::FILE,
            Keyword::Run => Kind::FUNCTION,
            Keyword::Cmd | Keyword::Entrypoint | Keyword::Healthcheck | Keyword::Onbuild => Kind::METHOD,
            Keyword::Expose => Kind::INTERFACE,
            _ => Kind::PROPERTY,
        },
    }
}

fn tags(it: &Snapshot, symbol: &Symbol) -> Option<Vec<SymbolTag>> {
    (symbol.deprecated && it.editor.symbol_tags).then(|| vec![SymbolTag::DEPRECATED])
}

#[allow(deprecated, reason = "the struct wants its old field, too")]
fn tree(it: &Snapshot, symbol: Symbol) -> DocumentSymbol {
    DocumentSymbol {
        tags: tags(it, &symbol),
        name: symbol.name,
        detail: symbol.detail,
        kind: kind(symbol.kind),
        deprecated: None,
        range: to_proto::range(it, symbol.range),
        selection_range: to_proto::range(it, symbol.selection),
        children: (!symbol.children.is_empty())
            .then(|| symbol.children.into_iter().map(|child| tree(it, child)).collect()),
    }
}

#[allow(deprecated, reason = "the struct wants its old field, too")]
fn flatten(it: &Snapshot, symbol: Symbol, container: Option<&str>, list: &mut Vec<SymbolInformation>) {
    list.push(SymbolInformation {
        tags: tags(it, &symbol),
        name: symbol.name.clone(),
        kind: kind(symbol.kind),
        deprecated: None,
        location: Location::new(it.uri.clone(), to_proto::range(it, symbol.range)),
        container_name: container.map(str::to_owned),
    });
    for child in symbol.children {
        flatten(it, child, Some(&symbol.name), list);
    }
}
