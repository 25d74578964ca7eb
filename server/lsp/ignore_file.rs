//! The answers about a `.dockerignore` as the protocol's values.

use tower_lsp::ls_types::{
    CodeActionKind, CodeActionOrCommand, CompletionItem, CompletionItemKind, CompletionResponse,
    CompletionTextEdit, Diagnostic, Hover, NumberOrString, Position, Range, TextEdit,
};

use super::{store::Snapshot, to_proto};
use crate::{
    ide::ignore_file::{self, Finding},
    text::TextRange,
};

/// All that is wrong.
pub(super) fn diagnostics(it: &Snapshot) -> Vec<Diagnostic> {
    ignore_file::findings(&it.ignore_cx()).iter().map(|found| diagnostic(it, found)).collect()
}

fn diagnostic(it: &Snapshot, found: &Finding) -> Diagnostic {
    let related = found.related.map(|(at, message)| to_proto::related(it, at, message));
    let tag = found.tag.map(to_proto::tag).filter(|tag| it.editor.tags.contains(tag));
    Diagnostic {
        range: to_proto::range(it, found.range),
        severity: Some(to_proto::severity(found.severity)),
        code: Some(NumberOrString::String(format!("dockerignore/{}", found.name))),
        source: Some("dockwright".to_owned()),
        message: found.message.clone(),
        related_information: related.filter(|_| it.editor.related_information).map(|it| vec![it]),
        tags: tag.map(|tag| vec![tag]),
        ..Diagnostic::default()
    }
}

/// The repairs at the selection.
pub(super) fn actions(it: &Snapshot, selection: Range, only: &[CodeActionKind]) -> Vec<CodeActionOrCommand> {
    if !it.editor.code_action_literals || !to_proto::is_wanted(&CodeActionKind::QUICKFIX, only) {
        return Vec::new();
    }
    let selection = it.range(selection);
    let touches = |range: TextRange| range.start() <= selection.end() && selection.start() <= range.end();
    let found = ignore_file::findings(&it.ignore_cx());
    let here = found.iter().filter(|found| touches(found.range));
    here.filter_map(|found| Some(to_proto::repair(it, found.fix.clone()?, diagnostic(it, found)))).collect()
}

/// What the pattern at the place matches.
pub(super) fn hover(it: &Snapshot, at: Position) -> Option<Hover> {
    let hover = ignore_file::hover(&it.ignore_cx(), it.offset(at))?;
    Some(to_proto::hover(it, hover))
}

/// What the pattern at the place could go on with.
pub(super) fn completion(it: &Snapshot, at: Position) -> CompletionResponse {
    let found = ignore_file::completions(&it.ignore_cx(), it.offset(at));
    let item = |(number, found): (usize, ignore_file::Suggestion)| CompletionItem {
        kind: Some(if found.goes_on { CompletionItemKind::FOLDER } else { CompletionItemKind::FILE }),
        detail: Some(found.detail.to_owned()).filter(|it| !it.is_empty()),
        sort_text: Some(format!("{number:04}")),
        filter_text: Some(found.edit.insert.clone()),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(
            to_proto::range(it, found.edit.delete),
            found.edit.insert,
        ))),
        label: found.label,
        ..CompletionItem::default()
    };
    CompletionResponse::Array(found.into_iter().enumerate().map(item).collect())
}
