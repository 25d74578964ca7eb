//! Shows that something takes its time.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use tokio::{sync::oneshot, time::timeout};
use tower_lsp::{Client, ls_types::ProgressToken};

/// What is faster than this needs no progress bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often we have begun to show work that nobody asked for. The client wants another token each time.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// By what the client knows the work.
pub(super) enum Token {
    /// By what came with its request.
    Given(ProgressToken),
    /// By nothing yet: nobody asked for the work.
    Own,
}

/// Work that is going on, until this is dropped.
#[derive(Debug)]
#[must_use]
pub(super) struct Working(#[allow(dead_code, reason = "its end is the message")] oneshot::Sender<()>);

/// Tells the client of work that has just begun, if it takes longer than a second.
pub(super) fn working(client: &Client, token: Token, title: &'static str) -> Working {
    let (working, mut done) = oneshot::channel::<()>();
    let client = client.clone();
    tokio::spawn(async move {
        if timeout(PATIENCE, &mut done).await.is_ok() {
            return;
        }
        let token = match token {
            Token::Given(token) => token,
            Token::Own => {
                let count = COUNT.fetch_add(1, Ordering::Relaxed);
                let token = ProgressToken::String(format!("dockwright {count}"));
                if client.create_work_done_progress(token.clone()).await.is_err() {
                    return;
                }
                token
            }
        };
        let progress = client.progress(token, title).begin().await;
        let _ = done.await; // An error: it never sends, it only ends.
        progress.finish().await;
    });
    Working(working)
}
