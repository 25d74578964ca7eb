//! What the client can, and what we offer it.

use serde::Deserialize;
use serde_json::Value;
use tower_lsp::ls_types::*;

use super::{completion, folding::Folding, signatures, tokens};
use crate::text::PositionEncoding;

/// The action that repairs what can be repaired safely.
pub(super) const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.dockwright");

/// The command that opens what an image still needs: of a document by its address, and of a stage by its number from 0.
pub(super) const SHOW_PLAN: &str = "dockwright.showPlan";

/// The command of the client that shows places: a document, a position in it, and the locations. A client whose extension has it says so
/// in `experimental.commands.commands`, as it does for other servers.
pub(super) const SHOW_REFERENCES: &str = "dockwright.showReferences";

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
    pub(super) folding: Folding,
    pub(super) semantic_tokens: bool,
    pub(super) symbol_tree: bool,
    pub(super) symbol_tags: bool,
    pub(super) refresh_code_lenses: bool,
    pub(super) inlay_hint: bool,
    pub(super) refresh_inlay_hints: bool,
    /// Not the protocol's: whether the client's extension has the command [`SHOW_REFERENCES`].
    pub(super) show_references: bool,
    pub(super) definition_links: bool,
    pub(super) declaration_links: bool,
    pub(super) prepare_rename: bool,
    pub(super) completion: Completing,
    pub(super) signatures: Signing,
}

/// What the client can do with completions.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "the names are the protocol's")]
pub(super) struct Completing {
    pub(super) snippets: bool,
    pub(super) insert_replace: bool,
    pub(super) label_details: bool,
    pub(super) resolves_documentation: bool,
    pub(super) markdown: bool,
    pub(super) tags: bool,
    pub(super) deprecated: bool,
    pub(super) kinds: Vec<CompletionItemKind>,
    /// Whether it can run the command that asks again.
    pub(super) asks_again: bool,
}

/// What the client can do with signatures.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "the names are the protocol's")]
pub(super) struct Signing {
    pub(super) markdown: bool,
    pub(super) label_offsets: bool,
    pub(super) active_of_signature: bool,
}

impl Editor {
    /// Reads the `capabilities` of `initialize`. They may have any shape.
    pub(super) fn new(capabilities: &Value) -> Editor {
        let at = |path: &str| capabilities.pointer(path);
        let list = |path: &str| at(path).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let is = |path: &str| at(path).and_then(Value::as_bool).unwrap_or_default();
        let has = |path: &str| at(path).is_some_and(|it| !it.is_null());
        let names = |path: &str, word: &str| list(path).iter().any(|it| it == word);
        // As other servers ask for it: the client lists the commands of its own that it runs for us.
        let runs = |command: &str| names("/experimental/commands/commands", command);
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
            markdown_in_hover: names("/textDocument/hover/contentFormat", "markdown"),
            configuration: is("/workspace/configuration"),
            register_configuration: is("/workspace/didChangeConfiguration/dynamicRegistration"),
            register_watchers: is("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            workspace_folders: is("/workspace/workspaceFolders"),
            progress: is("/window/workDoneProgress"),
            show_document: is("/window/showDocument/support"),
            code_lens: has("/textDocument/codeLens"),
            folding: Folding::new(at("/textDocument/foldingRange")),
            semantic_tokens: has("/textDocument/semanticTokens"),
            symbol_tree: is("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            symbol_tags: has("/textDocument/documentSymbol/tagSupport"),
            refresh_code_lenses: is("/workspace/codeLens/refreshSupport"),
            inlay_hint: has("/textDocument/inlayHint"),
            refresh_inlay_hints: is("/workspace/inlayHint/refreshSupport"),
            show_references: runs(SHOW_REFERENCES),
            definition_links: is("/textDocument/definition/linkSupport"),
            declaration_links: is("/textDocument/declaration/linkSupport"),
            prepare_rename: is("/textDocument/rename/prepareSupport"),
            completion: Completing {
                snippets: is("/textDocument/completion/completionItem/snippetSupport"),
                insert_replace: is("/textDocument/completion/completionItem/insertReplaceSupport"),
                label_details: is("/textDocument/completion/completionItem/labelDetailsSupport"),
                resolves_documentation: names(
                    "/textDocument/completion/completionItem/resolveSupport/properties",
                    "documentation",
                ),
                markdown: names("/textDocument/completion/completionItem/documentationFormat", "markdown"),
                tags: list("/textDocument/completion/completionItem/tagSupport/valueSet")
                    .iter()
                    .any(|it| it == 1),
                deprecated: is("/textDocument/completion/completionItem/deprecatedSupport"),
                kinds: list("/textDocument/completion/completionItemKind/valueSet")
                    .iter()
                    .filter_map(|it| CompletionItemKind::deserialize(it).ok())
                    .collect(),
                asks_again: runs(completion::ASK_AGAIN),
            },
            signatures: Signing {
                markdown: names(
                    "/textDocument/signatureHelp/signatureInformation/documentationFormat",
                    "markdown",
                ),
                label_offsets: is(
                    "/textDocument/signatureHelp/signatureInformation/parameterInformation/labelOffsetSupport",
                ),
                active_of_signature: is(
                    "/textDocument/signatureHelp/signatureInformation/activeParameterSupport",
                ),
            },
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
        call_hierarchy_provider: Some(CallHierarchyServerCapability::Simple(true)),
        declaration_provider: Some(DeclarationCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: None,
            work_done_progress_options: progress,
        }),
        references_provider: Some(OneOf::Left(true)),
        rename_provider: Some(match editor.prepare_rename {
            true => OneOf::Right(RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: progress,
            }),
            false => OneOf::Left(true),
        }),
        completion_provider: Some(completion::options(editor)),
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
        code_lens_provider: editor.code_lens.then_some(CodeLensOptions { resolve_provider: Some(true) }),
        document_symbol_provider: Some(OneOf::Left(true)),
        folding_range_provider: Some(true.into()),
        linked_editing_range_provider: Some(LinkedEditingRangeServerCapabilities::Simple(true)),
        selection_range_provider: Some(true.into()),
        semantic_tokens_provider: editor.semantic_tokens.then(|| tokens::offered(progress).into()),
        inlay_hint_provider: editor.inlay_hint.then_some(OneOf::Left(true)),
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
        workspace_symbol_provider: Some(OneOf::Left(true)),
        signature_help_provider: Some(signatures::options()),
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
