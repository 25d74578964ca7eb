//! Tells the client what is wrong with the documents that have changed, if it does not ask itself.

use std::{panic, panic::AssertUnwindSafe, sync::Arc};

use tokio::runtime::Handle;
use tower_lsp::{Client, ls_types::Uri};

use super::{
    progress::{self, Token},
    store::Store,
    to_proto,
};
use crate::ide;

/// Publishes until the session is over. It is the only one that does, so that no two publications race; and while the
/// client does not read, it waits, and goes on with what is the newest version then.
pub(super) fn run(store: &Arc<Store>, client: &Client, runtime: &Handle) {
    let _inside = runtime.enter();
    while let Some(changed) = store.wait_for_change() {
        for uri in changed {
            // A panic costs the diagnostics of one version.
            let _ = panic::catch_unwind(AssertUnwindSafe(|| publish(store, client, runtime, uri)));
        }
    }
}

fn publish(store: &Arc<Store>, client: &Client, runtime: &Handle, uri: Uri) {
    let Some(document) = store.snapshot(&uri) else {
        runtime.block_on(client.publish_diagnostics(uri, Vec::new(), None)); // It was closed.
        return;
    };
    let _working =
        document.editor.progress.then(|| progress::working(client, Token::Own, "Checking the Dockerfile"));
    let found = to_proto::diagnostics(&document, &ide::diagnostics(document.cx()));
    if store.is_current(&document) {
        runtime.block_on(client.publish_diagnostics(uri, found, Some(document.version)));
    }
}
