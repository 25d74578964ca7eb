//! Tells the client what is wrong with the documents that have changed, if it does not ask itself.

use std::{panic, panic::AssertUnwindSafe};

use tokio::runtime::Handle;
use tower_lsp::{
    Client,
    ls_types::{Diagnostic, PublishDiagnosticsParams, Uri, notification::PublishDiagnostics},
};

use super::{
    diagnose,
    output::Output,
    progress::{self, Token},
    store::{Snapshot, Store},
};

/// Publishes until the session is over. It is the only one that does, so that no two publications race; and while the
/// client does not read, it waits, and goes on with what is the newest version then.
pub(super) fn run(store: &Store, output: &Output, client: &Client, runtime: &Handle) {
    let _inside = runtime.enter();
    // What is known of a version is thrown away when the next has been published, and nobody waits for that.
    let mut last = None;
    while let Some(changed) = store.wait_for_change() {
        for uri in changed {
            // A panic costs the diagnostics of one version.
            let publish = AssertUnwindSafe(|| publish(store, output, client, uri));
            last = panic::catch_unwind(publish).unwrap_or(last);
        }
    }
}

fn publish(store: &Store, output: &Output, client: &Client, uri: Uri) -> Option<Snapshot> {
    let say = |uri: Uri, diagnostics: Vec<Diagnostic>, version: Option<i32>| {
        output.notify::<PublishDiagnostics>(&PublishDiagnosticsParams { uri, diagnostics, version });
    };
    let Some(document) = store.snapshot(&uri) else {
        say(uri, Vec::new(), None); // It was closed.
        return None;
    };
    let _working =
        document.editor.progress.then(|| progress::working(client, Token::Own, "Checking the Dockerfile"));
    let found = diagnose::report(&document);
    if store.is_current(&document) {
        say(uri, found, Some(document.version));
    }
    Some(document)
}
