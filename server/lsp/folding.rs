//! Folds for an editor, as it wants them.

use serde_json::Value;
use tower_lsp::ls_types::{FoldingRange, FoldingRangeKind};

use super::{store::Snapshot, to_proto};
use crate::ide::{self, Fold, FoldKind};

/// How an editor folds.
#[derive(Clone, Debug, Default)]
pub(super) struct Folding {
    /// It folds whole lines, whatever we say of characters.
    whole_lines: bool,
    /// How many folds it wants at most.
    limit: Option<usize>,
    /// The kinds that it knows; `None` if it does not say, as before LSP 3.17, when these three were all that there were.
    kinds: Option<Vec<String>>,
    /// It gets no stages.
    without_stages: bool,
}

impl Folding {
    /// Reads `textDocument.foldingRange` of the client's capabilities.
    ///
    /// Everybody gets stages: VS Code, Neovim, Zed and Emacs fold whole lines, or know kinds, or say nothing. Only a client that says
    /// that it folds *parts* of lines, and that knows no kinds, does not. It was written for servers that fold what is one
    /// thing, an instruction or a comment, and it could not tell a stage from these; the existing server's own tests are such a client.
    pub(super) fn new(capability: Option<&Value>) -> Folding {
        let capability = capability.unwrap_or(&Value::Null);
        let kinds = capability.pointer("/foldingRangeKind/valueSet").and_then(Value::as_array);
        let kinds: Option<Vec<String>> =
            kinds.map(|it| it.iter().filter_map(Value::as_str).map(str::to_owned).collect());
        let whole_lines = capability["lineFoldingOnly"].as_bool();
        Folding {
            whole_lines: whole_lines == Some(true),
            limit: capability["rangeLimit"].as_u64().and_then(|it| usize::try_from(it).ok()),
            without_stages: whole_lines == Some(false) && kinds.is_none(),
            kinds,
        }
    }

    fn knows(&self, kind: &str) -> bool {
        self.kinds.as_ref().is_none_or(|kinds| kinds.iter().any(|it| it == kind))
    }

    /// What is wanted of `folds`. If these are too many, those of the kinds that come first, and of each the first.
    fn wanted(&self, mut folds: Vec<Fold>) -> Vec<Fold> {
        folds.retain(|it| !(self.without_stages && it.kind == FoldKind::Stage));
        if let Some(limit) = self.limit.filter(|limit| *limit < folds.len()) {
            folds.sort_by_key(|it| it.kind);
            folds.truncate(limit);
            folds.sort_by_key(|it| it.range.start());
        }
        folds
    }
}

/// What can be folded in a document.
pub(super) fn answer(it: &Snapshot) -> Vec<FoldingRange> {
    let folding = &it.editor.folding;
    let folds = folding.wanted(ide::folds(it.analysis()));
    folds.into_iter().map(|fold| convert(it, folding, fold)).collect()
}

fn convert(it: &Snapshot, folding: &Folding, fold: Fold) -> FoldingRange {
    let range = to_proto::range(it, fold.range);
    let kind = match fold.kind {
        FoldKind::Comment => Some(FoldingRangeKind::Comment).filter(|_| folding.knows("comment")),
        FoldKind::Region => Some(FoldingRangeKind::Region).filter(|_| folding.knows("region")),
        FoldKind::Stage | FoldKind::Instruction | FoldKind::Heredoc => None,
    };
    FoldingRange {
        start_line: range.start.line,
        start_character: (!folding.whole_lines).then_some(range.start.character),
        end_line: range.end.line,
        end_character: (!folding.whole_lines).then_some(range.end.character),
        kind,
        collapsed_text: None,
    }
}
