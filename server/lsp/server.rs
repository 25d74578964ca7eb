//! What we do with each message: one line per method, and two ways to go about it.

use std::{sync::Arc, thread};

use serde_json::Value;
use tokio::{runtime::Handle, task::JoinSet};
use tower_lsp::{
    Client, LanguageServer,
    jsonrpc::{Error, Result},
    ls_types::{
        CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams,
        DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
        DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
        DidSaveTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReportResult,
        DocumentFormattingParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams,
        ExecuteCommandParams, Hover, HoverParams, InitializeParams, InitializeResult, InitializedParams,
        LSPAny, Range, ServerInfo, ShowDocumentParams, TextEdit, Uri, WorkDoneProgressParams,
        request::ShowDocument,
    },
};

use super::{
    capabilities::{self, Editor},
    diagnose, format,
    output::Output,
    parent,
    progress::{self, Token},
    publish,
    reports::Reports,
    settings::Source,
    store::{Snapshot, Store},
    to_proto,
    transport::PANICKED,
    world,
};
use crate::{
    config,
    ide::{self, ActionKind},
};

/// The server, as tower-lsp calls it.
pub(super) struct Server {
    client: Client,
    output: Arc<Output>,
    store: Arc<Store>,
    settings: Arc<Source>,
    reports: Arc<Reports>,
}

// What a method does before its first await, it does in the order of the messages; so it changes the state, or takes its
// snapshot, before that. None awaits the client: what asks the client has a task of its own.
impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        Ok(self.meet(&params.initialization_options.unwrap_or_default())) // All of them are in there: see `lenient`.
    }

    async fn initialized(&self, _: InitializedParams) {
        if let Some(complaints) = self.store.complaints.listen() {
            let settings = self.settings.clone();
            tokio::spawn(settings.follow(self.client.clone(), self.store.clone(), complaints));
        }
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.store.open(document.uri.clone(), document.version, &document.text);
        self.look_at_settings(document.uri);
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.look_at_settings(params.text_document.uri);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.store.edit(params.text_document.uri, params.text_document.version, params.content_changes);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.store.close(params.text_document.uri);
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.settings.hear(&params.settings, &self.store);
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        let is_ours = |it: &Uri| world::path(it).is_some_and(|path| config::is_file(&path));
        if params.changes.iter().any(|it| is_ours(&it.uri)) {
            self.settings.read_again(&self.store);
        }
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.settings.move_folders(params.event);
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let place = params.text_document_position_params;
        let hover = move |it: &Snapshot| {
            let hover = ide::hover(it.cx(), it.offset(place.position))?;
            Some(to_proto::hover(it, hover))
        };
        Ok(self.ask(&place.text_document.uri, params.work_done_progress_params, hover).await?.flatten())
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let only = params.context.only.unwrap_or_default();
        let actions = move |it: &Snapshot| actions(it, params.range, &only);
        self.ask(&params.text_document.uri, params.work_done_progress_params, actions).await
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let seen = params.previous_result_id;
        let report = move |it: &Snapshot| {
            let found = to_proto::diagnostics(it, &diagnose::diagnostics(it));
            to_proto::report(found, seen.as_deref())
        };
        let report = self.ask(&params.text_document.uri, params.work_done_progress_params, report).await?;
        Ok(report.unwrap_or_else(|| to_proto::report(Vec::new(), None)).into())
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let lenses =
            |it: &Snapshot| ide::lenses(it.cx()).into_iter().map(|lens| to_proto::lens(it, lens)).collect();
        self.ask(&params.text_document.uri, params.work_done_progress_params, lenses).await
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let edits = move |it: &Snapshot| format::document(it, &params.options);
        self.ask(&params.text_document.uri, params.work_done_progress_params, edits).await
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let edits = move |it: &Snapshot| format::selection(it, params.range, &params.options);
        self.ask(&params.text_document.uri, params.work_done_progress_params, edits).await
    }

    async fn on_type_formatting(
        &self,
        params: DocumentOnTypeFormattingParams,
    ) -> Result<Option<Vec<TextEdit>>> {
        let place = params.text_document_position;
        let edits = move |it: &Snapshot| format::typed(it, place.position, &params.ch, &params.options);
        Ok(self.ask(&place.text_document.uri, WorkDoneProgressParams::default(), edits).await?.flatten())
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        let wrong =
            || Error::invalid_params("the address of a document and the number of a stage are wanted");
        if params.command != capabilities::SHOW_PLAN {
            return Err(Error::invalid_params("there is no such command"));
        }
        let [uri, stage] = params.arguments.as_slice() else { return Err(wrong()) };
        let uri: Uri = uri.as_str().and_then(|it| it.parse().ok()).ok_or_else(wrong)?;
        let stage = stage.as_u64().and_then(|it| u32::try_from(it).ok()).ok_or_else(wrong)?;
        let reports = self.reports.clone();
        let write = move |it: &Snapshot| (it.editor.show_document, reports.write(it, stage));
        match self.ask(&uri, params.work_done_progress_params, write).await? {
            Some((shows, Some(Ok(document)))) => Ok(Some(self.show(document, shows))),
            Some((_, Some(Err(error)))) => {
                let message = format!("The plan cannot be written: {error}");
                Err(Error { message: message.into(), ..Error::internal_error() })
            }
            _ => Err(Error::invalid_params("there is no such stage")),
        }
    }

    async fn shutdown(&self) -> Result<()> {
        self.store.end();
        Ok(())
    }
}

impl Server {
    pub(super) fn new(client: Client, store: Arc<Store>, output: Arc<Output>) -> Server {
        Server { client, output, store, settings: Arc::default(), reports: Arc::default() }
    }

    /// Asks the client to open a document, if it can, and answers with the address for those that cannot.
    fn show(&self, document: Uri, can: bool) -> LSPAny {
        let address = document.as_str().into();
        let client = self.client.clone();
        if can {
            let params =
                ShowDocumentParams { uri: document, external: None, take_focus: Some(true), selection: None };
            // What asks the client does not hold up an answer.
            tokio::spawn(async move { client.send_request::<ShowDocument>(params).await });
        }
        address
    }

    /// Reads the files of settings again if that of this document is not as it was: not every editor tells us.
    fn look_at_settings(&self, uri: Uri) {
        let (settings, store) = (self.settings.clone(), self.store.clone());
        tokio::task::spawn_blocking(move || {
            if world::path(&uri).is_some_and(|path| store.configs().is_stale_for(&path)) {
                settings.read_again(&store);
            }
        });
    }

    /// Answers a question about a document as it is now; `None` if it is not open.
    ///
    /// The answer is worked out on another thread, so that the next message can be read. A panic costs this answer only.
    /// When the client cancels its request, this is dropped, and what has not begun is not done.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        uri: &Uri,
        progress: WorkDoneProgressParams,
        answer: impl FnOnce(&Snapshot) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(document) = self.store.snapshot(uri) else {
            return Ok(None);
        };
        let working =
            |token| progress::working(&self.client, Token::Given(token), "Looking at the Dockerfile");
        let _working = progress.work_done_token.map(working);
        let mut work = JoinSet::new();
        work.spawn_blocking(move || answer(&document));
        match work.join_next().await {
            Some(Ok(answer)) => Ok(Some(answer)),
            _ => Err(Error { message: PANICKED.into(), ..Error::internal_error() }),
        }
    }

    /// The first message: from here on we know what the client can.
    fn meet(&self, params: &Value) -> InitializeResult {
        if let Some(id) = params["processId"].as_u64().and_then(|id| u32::try_from(id).ok()) {
            parent::watch(id);
        }
        let editor = Editor::new(&params["capabilities"]);
        let capabilities = capabilities::offered(&editor);
        self.store.meet(editor);
        self.settings.meet(&params["workspaceFolders"]);
        self.settings.hear(&params["initializationOptions"], &self.store);
        let (store, output) = (self.store.clone(), self.output.clone());
        let (client, runtime) = (self.client.clone(), Handle::current());
        thread::spawn(move || publish::run(&store, &output, &client, &runtime));
        let (name, version) = (env!("CARGO_PKG_NAME").to_owned(), env!("CARGO_PKG_VERSION").to_owned());
        let server_info = Some(ServerInfo { name, version: Some(version) });
        InitializeResult { capabilities, server_info, ..InitializeResult::default() }
    }
}

/// The actions at the selection that are of a kind that the client wants to see; all, if it names none.
fn actions(it: &Snapshot, selection: Range, only: &[CodeActionKind]) -> Vec<CodeActionOrCommand> {
    let is_wanted = |kind: ActionKind| {
        let kind = to_proto::action_kind(kind);
        let is_in = |menu: &CodeActionKind| {
            let rest = kind.as_str().strip_prefix(menu.as_str());
            menu == &CodeActionKind::EMPTY || rest.is_some_and(|it| it.is_empty() || it.starts_with('.'))
        };
        only.is_empty() || only.iter().any(is_in)
    };
    if !it.editor.code_action_literals {
        return Vec::new();
    }
    let wanted: Vec<ActionKind> = ActionKind::ALL.into_iter().filter(|kind| is_wanted(*kind)).collect();
    let actions = ide::actions(it.cx(), it.range(selection), &wanted).into_iter();
    actions.filter_map(|action| to_proto::action(it, action)).collect()
}
