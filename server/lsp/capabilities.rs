//! What the client can, and what we offer it.

use serde::Deserialize;
use serde_json::Value;
use tower_lsp::ls_types::{
    CodeActionKind, CodeActionOptions, CodeLensOptions, DiagnosticOptions, DiagnosticServerCapabilities,
    DiagnosticTag, DocumentFormattingOptions, DocumentOnTypeFormattingOptions,
    DocumentRangeFormattingOptions, ExecuteCommandOptions, HoverProviderCapability, OneOf,
    PositionEncodingKind, ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkDoneProgressOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};

use crate::text::PositionEncoding;

/// The action that repairs what can be repaired safely.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.dockwright");

/// The command that opens what an image still needs: of a document by its address, and of a stage by its number from 0.
pub(super) const SHOW_PLAN: &str = "dockwright.showPlan";

/// What the client can. What it does not say, it cannot.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "the names are the protocol's")]
pub(super) struct Editor {
    pub(super) encoding: PositionEncoding,
    pub(super) pull_diagnostics: bool,
    pub(super) refresh_diagnostics: bool,
    pub(super) related_information: bool,
    pub(super) code_description: bool,
    pub(super) tags: Vec<DiagnosticTag>,
    pub(super) code_action_literals: bool,
    pub(super) preferred_actions: bool,
    pub(super) disabled_actions: bool,
    pub(super) versioned_edits: bool,
    pub(super) markdown_in_hover: bool,
    pub(super) configuration: bool,
    pub(super) register_configuration: bool,
    pub(super) register_watchers: bool,
    pub(super) workspace_folders: bool,
    pub(super) progress: bool,
    pub(super) show_document: bool,
    pub(super) code_lens: bool,
}

impl Editor {
    /// Reads the `capabilities` of `initialize`. They may have any shape.
    pub(super) fn new(capabilities: &Value) -> Editor {
        let at = |path: &str| capabilities.pointer(path);
        let list = |path: &str| at(path).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let is = |path: &str| at(path).and_then(Value::as_bool).unwrap_or_default();
        let has = |path: &str| at(path).is_some_and(|it| !it.is_null());
        Editor {
            encoding: encoding(list("/general/positionEncodings")),
            pull_diagnostics: has("/textDocument/diagnostic"),
            refresh_diagnostics: is("/workspace/diagnostics/refreshSupport"),
            related_information: is("/textDocument/publishDiagnostics/relatedInformation"),
            code_description: is("/textDocument/publishDiagnostics/codeDescriptionSupport"),
            tags: list("/textDocument/publishDiagnostics/tagSupport/valueSet")
                .iter()
                .filter_map(tag)
                .collect(),
            code_action_literals: has("/textDocument/codeAction/codeActionLiteralSupport"),
            preferred_actions: is("/textDocument/codeAction/isPreferredSupport"),
            disabled_actions: is("/textDocument/codeAction/disabledSupport"),
            versioned_edits: is("/workspace/workspaceEdit/documentChanges"),
            markdown_in_hover: list("/textDocument/hover/contentFormat").iter().any(|it| it == "markdown"),
            configuration: is("/workspace/configuration"),
            register_configuration: is("/workspace/didChangeConfiguration/dynamicRegistration"),
            register_watchers: is("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            workspace_folders: is("/workspace/workspaceFolders"),
            progress: is("/window/workDoneProgress"),
            show_document: is("/window/showDocument/support"),
            code_lens: has("/textDocument/codeLens"),
        }
    }
}

fn tag(tag: &Value) -> Option<DiagnosticTag> {
    DiagnosticTag::deserialize(tag).ok()
}

/// The cheapest for us of those that are offered.
fn encoding(offered: &[Value]) -> PositionEncoding {
    let is_offered = |name: &str| offered.iter().any(|it| it == name);
    if is_offered("utf-8") {
        PositionEncoding::Utf8
    } else if is_offered("utf-32") {
        PositionEncoding::Utf32
    } else {
        PositionEncoding::Utf16
    }
}

/// What we offer to such a client.
pub(super) fn offered(editor: &Editor) -> ServerCapabilities {
    let progress = WorkDoneProgressOptions { work_done_progress: editor.progress.then_some(true) };
    ServerCapabilities {
        position_encoding: Some(match editor.encoding {
            PositionEncoding::Utf8 => PositionEncodingKind::UTF8,
            PositionEncoding::Utf16 => PositionEncodingKind::UTF16,
            PositionEncoding::Utf32 => PositionEncodingKind::UTF32,
        }),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        code_action_provider: editor.code_action_literals.then(|| {
            let kinds = vec![CodeActionKind::QUICKFIX, CodeActionKind::REFACTOR, FIX_ALL];
            let options = CodeActionOptions {
                code_action_kinds: Some(kinds),
                work_done_progress_options: progress,
                ..CodeActionOptions::default()
            };
            options.into()
        }),
        diagnostic_provider: editor.pull_diagnostics.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some("dockwright".to_owned()),
                work_done_progress_options: progress,
                ..DiagnosticOptions::default()
            })
        }),
        code_lens_provider: editor.code_lens.then_some(CodeLensOptions { resolve_provider: None }),
        document_formatting_provider: Some(OneOf::Right(DocumentFormattingOptions {
            work_done_progress_options: progress,
        })),
        document_range_formatting_provider: Some(OneOf::Right(DocumentRangeFormattingOptions {
            work_done_progress_options: progress,
        })),
        document_on_type_formatting_provider: Some(DocumentOnTypeFormattingOptions {
            first_trigger_character: "\n".to_owned(),
            more_trigger_character: Some(vec!["\\".to_owned(), "`".to_owned()]),
        }),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec![SHOW_PLAN.to_owned()],
            ..ExecuteCommandOptions::default()
        }),
        workspace: editor.workspace_folders.then(|| WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            ..WorkspaceServerCapabilities::default()
        }),
        ..ServerCapabilities::default()
    }
}
