//! What we do with each message: one line per method, and two ways to go about it.

use std::{sync::Arc, thread};

use serde_json::Value;
use tokio::{runtime::Handle, task::JoinSet};
use tower_lsp::{
    Client, LanguageServer,
    jsonrpc::{Error, Result},
    ls_types::{request::ShowDocument, *},
};

use super::{
    calls,
    capabilities::{self, Editor},
    completion, diagnose, folding, format, hints, ignore_file,
    kind::Kind,
    linked, links, names,
    output::Output,
    parent,
    progress::{self, Token},
    publish,
    reports::Reports,
    selection,
    settings::Source,
    signatures,
    store::{Snapshot, Store},
    symbols, to_proto, tokens,
    transport::PANICKED,
    workspace::Workspace,
    world,
};
use crate::{
    config,
    ide::{self, ActionKind, Declarations},
};

/// The server, as tower-lsp calls it.
pub(super) struct Server {
    client: Client,
    output: Arc<Output>,
    store: Arc<Store>,
    settings: Arc<Source>,
    reports: Arc<Reports>,
    tokens: Arc<tokens::Answers>,
    workspace: Arc<Workspace>,
}

// What a method does before its first await, it does in the order of the messages; so it changes the state, or takes its
// snapshot, before that. None awaits the client: what asks the client has a task of its own.
impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        Ok(self.meet(&params.initialization_options.unwrap_or_default())) // All of them are in there: see `lenient`.
    }

    async fn initialized(&self, _: InitializedParams) {
        self.workspace.search(&self.store);
        if let Some(complaints) = self.store.complaints.listen() {
            let settings = self.settings.clone();
            tokio::spawn(settings.follow(self.client.clone(), self.store.clone(), complaints));
        }
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let kind = Kind::of(&document.uri, &document.language_id);
        self.store.open(document.uri.clone(), kind, document.version, &document.text);
        self.look_at_settings(document.uri);
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.look_at_settings(params.text_document.uri);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.store.edit(params.text_document.uri, params.text_document.version, params.content_changes);
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.tokens.forget(&params.text_document.uri);
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
        self.workspace.forget();
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.workspace.move_folders(&params.event, &self.store);
        self.settings.move_folders(params.event);
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let place = params.text_document_position_params;
        let hover = move |it: &Snapshot| match it.kind {
            Kind::IgnoreFile => ignore_file::hover(it, place.position),
            _ => Some(to_proto::hover(it, ide::hover(it.cx(), it.offset(place.position))?)),
        };
        Ok(self.ask_any(&place.text_document.uri, params.work_done_progress_params, hover).await?.flatten())
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let cause = completion::cause(&params);
        let place = params.text_document_position;
        let (workspace, store) = (self.workspace.clone(), self.store.clone());
        let list = move |it: &Snapshot| match it.kind {
            Kind::IgnoreFile => Some(ignore_file::completion(it, place.position)),
            _ => {
                let list = completion::list(it, place.position, cause, &|| workspace.images(&store));
                list.map(CompletionResponse::List)
            }
        };
        Ok(self.ask_any(&place.text_document.uri, params.work_done_progress_params, list).await?.flatten())
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        Ok(completion::resolve(&self.store.editor(), item))
    }

    async fn signature_help(&self, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        let place = params.text_document_position_params;
        let help = move |it: &Snapshot| signatures::help(it, place.position);
        Ok(self.ask(&place.text_document.uri, params.work_done_progress_params, help).await?.flatten())
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let place = params.text_document_position_params;
        let definition = move |it: &Snapshot| {
            let target = ide::definition(it.cx(), it.offset(place.position))?;
            Some(names::target(it, target, it.editor.definition_links))
        };
        Ok(self.ask(&place.text_document.uri, params.work_done_progress_params, definition).await?.flatten())
    }

    async fn goto_declaration(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let place = params.text_document_position_params;
        let declaration = move |it: &Snapshot| {
            let target = ide::declaration(it.cx(), it.offset(place.position))?;
            Some(names::target(it, target, it.editor.declaration_links))
        };
        Ok(self.ask(&place.text_document.uri, params.work_done_progress_params, declaration).await?.flatten())
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let place = params.text_document_position;
        let declarations = match params.context.include_declaration {
            true => Declarations::Included,
            false => Declarations::Left,
        };
        let references = move |it: &Snapshot| {
            names::locations(it, &ide::references(it.cx(), it.offset(place.position), declarations))
        };
        self.ask(&place.text_document.uri, params.work_done_progress_params, references).await
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        let place = params.text_document_position_params;
        let highlights =
            move |it: &Snapshot| names::highlights(it, &ide::highlights(it.cx(), it.offset(place.position)));
        self.ask(&place.text_document.uri, params.work_done_progress_params, highlights).await
    }

    async fn prepare_rename(
        &self,
        place: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        let uri = place.text_document.uri;
        let range =
            move |it: &Snapshot| names::renamed(it, ide::prepare_rename(it.cx(), it.offset(place.position)));
        self.ask(&uri, WorkDoneProgressParams::default(), range).await?.unwrap_or(Ok(None))
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let place = params.text_document_position;
        let edit = move |it: &Snapshot| {
            names::edit(it, ide::rename(it.cx(), it.offset(place.position), &params.new_name))
        };
        self.ask(&place.text_document.uri, params.work_done_progress_params, edit).await?.unwrap_or(Ok(None))
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.ask(&params.text_document.uri, params.work_done_progress_params, links::links).await
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        let place = params.text_document_position_params;
        let items = move |it: &Snapshot| calls::prepare(it, place.position);
        Ok(self.ask(&place.text_document.uri, params.work_done_progress_params, items).await?.flatten())
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        let uri = params.item.uri.clone();
        let calls = move |it: &Snapshot| calls::incoming(it, &params.item);
        Ok(self.ask(&uri, params.work_done_progress_params, calls).await?.flatten())
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        let uri = params.item.uri.clone();
        let calls = move |it: &Snapshot| calls::outgoing(it, &params.item);
        Ok(self.ask(&uri, params.work_done_progress_params, calls).await?.flatten())
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        let (workspace, store) = (self.workspace.clone(), self.store.clone());
        let symbols = move || workspace.symbols(&params.query, &store);
        let symbols = self.work(params.work_done_progress_params, symbols).await?;
        Ok(Some(WorkspaceSymbolResponse::Flat(symbols)))
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let only = params.context.only.unwrap_or_default();
        let actions = move |it: &Snapshot| match it.kind {
            Kind::IgnoreFile => ignore_file::actions(it, params.range, &only),
            _ => actions(it, params.range, &only),
        };
        self.ask_any(&params.text_document.uri, params.work_done_progress_params, actions).await
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let seen = params.previous_result_id;
        let report = move |it: &Snapshot| to_proto::report(diagnose::report(it), seen.as_deref());
        let report =
            self.ask_any(&params.text_document.uri, params.work_done_progress_params, report).await?;
        Ok(report.unwrap_or_else(|| to_proto::report(Vec::new(), None)).into())
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        self.ask(&params.text_document.uri, params.work_done_progress_params, hints::lenses).await
    }

    async fn code_lens_resolve(&self, mut lens: CodeLens) -> Result<CodeLens> {
        if let Some((uri, stage)) = hints::unresolved(&lens) {
            let command = move |it: &Snapshot| hints::resolve(it, stage);
            lens.command = self.ask(&uri, WorkDoneProgressParams::default(), command).await?.flatten();
        }
        Ok(lens)
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let within = params.range;
        let hints = move |it: &Snapshot| hints::hints(it, within);
        self.ask(&params.text_document.uri, params.work_done_progress_params, hints).await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        self.ask(&params.text_document.uri, params.work_done_progress_params, symbols::answer).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.ask(&params.text_document.uri, params.work_done_progress_params, folding::answer).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let ranges = move |it: &Snapshot| selection::answer(it, &params.positions);
        self.ask(&params.text_document.uri, params.work_done_progress_params, ranges).await
    }

    async fn linked_editing_range(
        &self,
        params: LinkedEditingRangeParams,
    ) -> Result<Option<LinkedEditingRanges>> {
        let place = params.text_document_position_params;
        let ranges = move |it: &Snapshot| linked::answer(it, place.position);
        Ok(self.ask(&place.text_document.uri, params.work_done_progress_params, ranges).await?.flatten())
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        let answers = self.tokens.clone();
        let tokens = move |it: &Snapshot| answers.full(it).into();
        self.ask(&params.text_document.uri, params.work_done_progress_params, tokens).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let answers = self.tokens.clone();
        let tokens = move |it: &Snapshot| answers.delta(it, &params.previous_result_id);
        self.ask(&params.text_document.uri, params.work_done_progress_params, tokens).await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let tokens = move |it: &Snapshot| tokens::range(it, params.range).into();
        self.ask(&params.text_document.uri, params.work_done_progress_params, tokens).await
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
        Server {
            client,
            output,
            store,
            settings: Arc::default(),
            reports: Arc::default(),
            tokens: Arc::default(),
            workspace: Arc::default(),
        }
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

    /// Answers a question about a Dockerfile as it is now; `None` if it is not open, or none.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        uri: &Uri,
        progress: WorkDoneProgressParams,
        answer: impl FnOnce(&Snapshot) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        self.answer(uri, progress, |it| it == Kind::Dockerfile, answer).await
    }

    /// The same, also of an ignore file.
    async fn ask_any<T: Send + 'static>(
        &self,
        uri: &Uri,
        progress: WorkDoneProgressParams,
        answer: impl FnOnce(&Snapshot) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        self.answer(uri, progress, |it| it != Kind::Other, answer).await
    }

    /// Answers a question about a document as it is now; `None` if it is not open, or not of such a kind.
    ///
    /// The answer is worked out on another thread, so that the next message can be read. A panic costs this answer only.
    /// When the client cancels its request, this is dropped, and what has not begun is not done.
    async fn answer<T: Send + 'static>(
        &self,
        uri: &Uri,
        progress: WorkDoneProgressParams,
        is_for: impl FnOnce(Kind) -> bool,
        answer: impl FnOnce(&Snapshot) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(document) = self.store.snapshot(uri).filter(|it| is_for(it.kind)) else {
            return Ok(None);
        };
        self.work(progress, move || answer(&document)).await.map(Some)
    }

    /// Works something out on another thread.
    async fn work<T: Send + 'static>(
        &self,
        progress: WorkDoneProgressParams,
        answer: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let working =
            |token| progress::working(&self.client, Token::Given(token), "Looking at the Dockerfile");
        let _working = progress.work_done_token.map(working);
        let mut work = JoinSet::new();
        work.spawn_blocking(answer);
        match work.join_next().await {
            Some(Ok(answer)) => Ok(answer),
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
        self.workspace.meet(params);
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
    let is_wanted = |kind: ActionKind| to_proto::is_wanted(&to_proto::action_kind(kind), only);
    if !it.editor.code_action_literals {
        return Vec::new();
    }
    let wanted: Vec<ActionKind> = ActionKind::ALL.into_iter().filter(|kind| is_wanted(*kind)).collect();
    let actions = ide::actions(it.cx(), it.range(selection), &wanted).into_iter();
    actions.filter_map(|action| to_proto::action(it, action)).collect()
}
