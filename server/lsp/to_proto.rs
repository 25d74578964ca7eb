//! Our values as the protocol's, with no more in them than the client can take.

use std::hash::{DefaultHasher, Hash, Hasher};

use tower_lsp::ls_types::{
    self as lsp, CodeActionDisabled, CodeActionKind, CodeActionOrCommand, CodeDescription,
    DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, DocumentChanges,
    DocumentDiagnosticReport, FullDocumentDiagnosticReport, HoverContents, Location, MarkupContent,
    MarkupKind, NumberOrString, OneOf, OptionalVersionedTextDocumentIdentifier, Position,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, TextDocumentEdit,
    UnchangedDocumentDiagnosticReport, WorkspaceEdit,
};

use super::{capabilities::FIX_ALL, store::Snapshot};
use crate::{
    ide::{self, Action, ActionKind, Hover},
    lint::{Diagnostic, Rule, Severity, Tag},
    text::{Edits, TextEdit, TextRange},
};

/// Where the bytes are.
pub(super) fn range(it: &Snapshot, range: TextRange) -> lsp::Range {
    let lines = it.analysis().lines();
    let [start, end] = [range.start(), range.end()].map(|at| lines.line_col(at, it.editor.encoding));
    lsp::Range::new(Position::new(start.line, start.col), Position::new(end.line, end.col))
}

/// Findings.
pub(super) fn diagnostics(it: &Snapshot, found: &[Diagnostic]) -> Vec<lsp::Diagnostic> {
    found.iter().map(|found| diagnostic(it, found)).collect()
}

fn diagnostic(it: &Snapshot, found: &Diagnostic) -> lsp::Diagnostic {
    let related = found.related.iter().map(|(at, message)| related(it, *at, message));
    let tag = found.tag.map(tag).filter(|tag| it.editor.tags.contains(tag));
    lsp::Diagnostic {
        range: range(it, found.range),
        severity: Some(severity(found.severity)),
        code: Some(NumberOrString::String(found.name())),
        code_description: if it.editor.code_description { page(found.rule) } else { None },
        source: Some("dockwright".to_owned()),
        message: found.message.clone(),
        related_information: (it.editor.related_information && !found.related.is_empty())
            .then(|| related.collect()),
        tags: tag.map(|tag| vec![tag]),
        data: None,
    }
}

/// Another place that explains a finding.
pub(super) fn related(it: &Snapshot, at: TextRange, message: &str) -> DiagnosticRelatedInformation {
    let location = Location::new(it.uri.clone(), range(it, at));
    DiagnosticRelatedInformation { location, message: message.to_owned() }
}

/// How bad something is.
pub(super) fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Hint => DiagnosticSeverity::HINT,
        Severity::Info => DiagnosticSeverity::INFORMATION,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Error => DiagnosticSeverity::ERROR,
    }
}

/// How to show something.
pub(super) fn tag(tag: Tag) -> DiagnosticTag {
    match tag {
        Tag::Unnecessary => DiagnosticTag::UNNECESSARY,
        Tag::Deprecated => DiagnosticTag::DEPRECATED,
    }
}

/// The rule's page in the docs of this version.
fn page(rule: &Rule) -> Option<CodeDescription> {
    rule.url().parse().ok().map(|href| CodeDescription { href })
}

/// The answer to a client that asks what is wrong, and that has seen the report `seen` before.
///
/// The name of a report is made of what is in it: whatever has changed, a report is new if it says something new.
pub(super) fn report(items: Vec<lsp::Diagnostic>, seen: Option<&str>) -> DocumentDiagnosticReport {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(&items).unwrap_or_default().hash(&mut hasher);
    let result_id = format!("{:016x}", hasher.finish());
    if seen == Some(&*result_id) {
        RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        }
        .into()
    } else {
        RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport {
                result_id: Some(result_id),
                items,
            },
        }
        .into()
    }
}

/// An action; `None` if the client could do nothing with it.
pub(super) fn action(it: &Snapshot, action: Action) -> Option<CodeActionOrCommand> {
    let editor = &*it.editor;
    if action.disabled.is_some() && !editor.disabled_actions {
        return None;
    }
    // Fixing all takes rounds: what later ones repair has no place in this version.
    let solves = (action.kind == ActionKind::QuickFix).then(|| diagnostics(it, &action.solves));
    let edit = action.disabled.is_none().then(|| workspace_edit(it, &action.edits));
    let action = lsp::CodeAction {
        title: action.title,
        kind: Some(action_kind(action.kind)),
        diagnostics: solves,
        edit,
        is_preferred: (action.preferred && editor.preferred_actions).then_some(true),
        disabled: action.disabled.map(|reason| CodeActionDisabled { reason }),
        ..lsp::CodeAction::default()
    };
    Some(action.into())
}

/// A repair of a finding.
pub(super) fn repair(
    it: &Snapshot,
    (title, edit): (String, TextEdit),
    solves: lsp::Diagnostic,
) -> CodeActionOrCommand {
    let action = lsp::CodeAction {
        title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![solves]),
        edit: Some(workspace_edit(it, &edit.into())),
        ..lsp::CodeAction::default()
    };
    action.into()
}

/// Whether a kind of actions is among those that the client wants to see; all are, if it names none.
pub(super) fn is_wanted(kind: &CodeActionKind, only: &[CodeActionKind]) -> bool {
    let is_in = |menu: &CodeActionKind| {
        let rest = kind.as_str().strip_prefix(menu.as_str());
        menu == &CodeActionKind::EMPTY || rest.is_some_and(|it| it.is_empty() || it.starts_with('.'))
    };
    only.is_empty() || only.iter().any(is_in)
}

/// The name of a menu.
pub(super) fn action_kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        ActionKind::QuickFix => CodeActionKind::QUICKFIX,
        ActionKind::FixAll => FIX_ALL,
        ActionKind::Refactor => CodeActionKind::REFACTOR,
    }
}

/// Edits of a document; of this version of it, if the client knows versions.
pub(super) fn workspace_edit(it: &Snapshot, edits: &Edits) -> WorkspaceEdit {
    let edits = edits.iter().map(|edit| lsp::TextEdit::new(range(it, edit.delete), edit.insert.clone()));
    if it.editor.versioned_edits {
        let text_document =
            OptionalVersionedTextDocumentIdentifier { uri: it.uri.clone(), version: Some(it.version) };
        let edits = edits.map(OneOf::Left).collect();
        WorkspaceEdit {
            document_changes: Some(DocumentChanges::Edits(vec![TextDocumentEdit { text_document, edits }])),
            ..WorkspaceEdit::default()
        }
    } else {
        let changes = [(it.uri.clone(), edits.collect())].into();
        WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
    }
}

/// What is shown at the pointer.
pub(super) fn hover(it: &Snapshot, hover: Hover) -> lsp::Hover {
    let (kind, value) = if it.editor.markdown_in_hover {
        (MarkupKind::Markdown, hover.markdown)
    } else {
        (MarkupKind::PlainText, ide::plain(&hover.markdown))
    };
    lsp::Hover {
        contents: HoverContents::Markup(MarkupContent { kind, value }),
        range: Some(range(it, hover.range)),
    }
}
