//! What could be written, and the form of what is being written, as the protocol wants them.

use serde_json::Value;
use tower_lsp::ls_types::{
    Command, CompletionContext, CompletionItem, CompletionItemKind, CompletionItemLabelDetails,
    CompletionItemTag, CompletionList, CompletionOptions, CompletionOptionsCompletionItem, CompletionParams,
    CompletionTextEdit, Documentation, InsertReplaceEdit, InsertTextFormat, MarkupContent, MarkupKind,
    Position, TextEdit,
};

use super::{capabilities::Editor, store::Snapshot, to_proto, world};
use crate::{
    ide::{self, Cause, Completion, CompletionKind, Elsewhere},
    text::{TextRange, TextSize},
};

/// The command of VS Code that asks again what could be written.
pub(super) const ASK_AGAIN: &str = "editor.action.triggerSuggest";

/// What we offer.
pub(super) fn options(editor: &Editor) -> CompletionOptions {
    let triggers = ide::TRIGGERS.iter().chain(&[ide::ignore_file::TRIGGER]);
    CompletionOptions {
        trigger_characters: Some(triggers.map(char::to_string).collect()),
        resolve_provider: editor.completion.resolves_documentation.then_some(true),
        completion_item: editor
            .completion
            .label_details
            .then_some(CompletionOptionsCompletionItem { label_details_support: Some(true) }),
        ..CompletionOptions::default()
    }
}

/// Why the client asks.
pub(super) fn cause(params: &CompletionParams) -> Cause {
    let typed = |it: &CompletionContext| it.trigger_character.as_ref()?.chars().next();
    params.context.as_ref().and_then(typed).map_or(Cause::Asked, Cause::Typed)
}

/// What could be written at a place.
pub(super) fn list(
    it: &Snapshot,
    at: Position,
    cause: Cause,
    elsewhere: Elsewhere<'_>,
) -> Option<CompletionList> {
    let at = it.offset(at);
    let found = ide::completions(it.cx(), at, cause, elsewhere)?;
    let items = found.items.into_iter().enumerate();
    let items = items.map(|(number, completion)| item(it, at, number, completion)).collect();
    Some(CompletionList { is_incomplete: found.is_cut, items })
}

fn item(it: &Snapshot, at: TextSize, number: usize, completion: Completion) -> CompletionItem {
    let can = &it.editor.completion;
    let asks_again = completion.goes_on && can.asks_again;
    // What can be completed right behind it needs no place to fill in.
    let snippet = completion.snippet.clone().filter(|_| can.snippets && !asks_again);
    let format = snippet.is_some().then_some(InsertTextFormat::SNIPPET);
    let text = snippet.unwrap_or_else(|| completion.edit.insert.clone());
    let is_brief = can.label_details && completion.detail.chars().count() <= LONGEST_BESIDE;
    let detail = Some(completion.detail.clone()).filter(|it| !it.is_empty());
    let label_details = detail
        .clone()
        .filter(|_| is_brief)
        .map(|it| CompletionItemLabelDetails { detail: None, description: Some(it) });
    let about = completion.about.as_ref();
    let said = about.filter(|it| !can.resolves_documentation && it.is_short());
    CompletionItem {
        kind: Some(kind(completion.kind, &can.kinds)),
        text_edit: Some(edit(it, at, completion.edit.delete, text)),
        insert_text_format: format,
        sort_text: Some(format!("{number:03}")),
        tags: (completion.deprecated && can.tags).then(|| vec![CompletionItemTag::DEPRECATED]),
        deprecated: (completion.deprecated && !can.tags && can.deprecated).then_some(true),
        detail: if label_details.is_some() { None } else { detail },
        label_details,
        documentation: said.and_then(|about| documentation(&about.to_string(), &it.editor)),
        data: about.filter(|_| can.resolves_documentation).map(|it| it.to_string().into()),
        command: asks_again.then(|| Command::new("What follows".to_owned(), ASK_AGAIN.to_owned(), None)),
        label: completion.label,
        ..CompletionItem::default()
    }
}

/// What fits beside a label, in characters.
const LONGEST_BESIDE: usize = 48;

/// The word up to the cursor, or all of it, as the user likes; all of it, if the client has no such wish.
fn edit(it: &Snapshot, at: TextSize, word: TextRange, new_text: String) -> CompletionTextEdit {
    let insert = TextRange::new(word.start(), at);
    match it.editor.completion.insert_replace && insert != word {
        true => CompletionTextEdit::InsertAndReplace(InsertReplaceEdit {
            new_text,
            insert: to_proto::range(it, insert),
            replace: to_proto::range(it, word),
        }),
        false => CompletionTextEdit::Edit(TextEdit::new(to_proto::range(it, word), new_text)),
    }
}

/// The item with what there is to read about it.
pub(super) fn resolve(editor: &Editor, mut item: CompletionItem) -> CompletionItem {
    let about = item.data.as_ref().and_then(Value::as_str);
    item.documentation = about.and_then(|it| documentation(it, editor));
    item
}

fn documentation(about: &str, editor: &Editor) -> Option<Documentation> {
    let markdown = ide::documentation(about, &world::anywhere())?;
    let (kind, value) = match editor.completion.markdown {
        true => (MarkupKind::Markdown, markdown),
        false => (MarkupKind::PlainText, ide::plain(&markdown)),
    };
    Some(Documentation::MarkupContent(MarkupContent { kind, value }))
}

/// The kind, or one like it among the first ones, which every client knows.
fn kind(kind: CompletionKind, known: &[CompletionItemKind]) -> CompletionItemKind {
    let (best, old) = match kind {
        CompletionKind::Keyword => (CompletionItemKind::KEYWORD, CompletionItemKind::KEYWORD),
        CompletionKind::Flag => (CompletionItemKind::PROPERTY, CompletionItemKind::PROPERTY),
        CompletionKind::Key => (CompletionItemKind::FIELD, CompletionItemKind::FIELD),
        CompletionKind::Value => (CompletionItemKind::VALUE, CompletionItemKind::VALUE),
        CompletionKind::Image => (CompletionItemKind::MODULE, CompletionItemKind::MODULE),
        CompletionKind::Tag => (CompletionItemKind::ENUM_MEMBER, CompletionItemKind::VALUE),
        CompletionKind::Stage => (CompletionItemKind::CLASS, CompletionItemKind::CLASS),
        CompletionKind::Variable => (CompletionItemKind::VARIABLE, CompletionItemKind::VARIABLE),
        CompletionKind::Operator => (CompletionItemKind::OPERATOR, CompletionItemKind::KEYWORD),
        CompletionKind::File => (CompletionItemKind::FILE, CompletionItemKind::FILE),
        CompletionKind::Folder => (CompletionItemKind::FOLDER, CompletionItemKind::FILE),
        CompletionKind::User => (CompletionItemKind::CONSTANT, CompletionItemKind::VALUE),
        CompletionKind::Command => (CompletionItemKind::FUNCTION, CompletionItemKind::FUNCTION),
        CompletionKind::Rule => (CompletionItemKind::REFERENCE, CompletionItemKind::REFERENCE),
    };
    if known.contains(&best) { best } else { old }
}
