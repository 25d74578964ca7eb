//! Requests for the tests, which a release does not know.

use std::{thread, time::Duration};

use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::{
    LspServiceBuilder,
    jsonrpc::Result,
    ls_types::{TextDocumentIdentifier, WorkDoneProgressParams},
};

use super::{server::Server, store::Snapshot};

/// Adds them.
pub(super) fn add(service: LspServiceBuilder<Server>) -> LspServiceBuilder<Server> {
    service
        .custom_method("dockwright/text", text)
        .custom_method("dockwright/work", work)
        .custom_method("dockwright/panic", panic)
        .custom_method("dockwright/panicAtOnce", panic_at_once)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Params {
    text_document: TextDocumentIdentifier,
    #[serde(default)]
    milliseconds: u64,
    #[serde(flatten)]
    progress: WorkDoneProgressParams,
}

/// The text of a document, and its version.
async fn text(server: &Server, params: Params) -> Result<Value> {
    let text = |it: &Snapshot| json!({ "version": it.version, "text": it.analysis().source().to_string() });
    Ok(server.ask(&params.text_document.uri, params.progress, text).await?.unwrap_or_default())
}

/// Takes its time.
async fn work(server: &Server, params: Params) -> Result<Value> {
    let work = move |_: &Snapshot| thread::sleep(Duration::from_millis(params.milliseconds));
    server.ask(&params.text_document.uri, params.progress, work).await.map(|_| Value::Null)
}

/// Panics while it works.
async fn panic(server: &Server, params: Params) -> Result<Value> {
    let fail = |_: &Snapshot| -> Value { panic!("as the test wanted") };
    Ok(server.ask(&params.text_document.uri, params.progress, fail).await?.unwrap_or_default())
}

/// Panics before its first await.
async fn panic_at_once(_: &Server, _: Params) -> Result<Value> {
    panic!("as the test wanted, at once")
}
