//! The way to the client: one message after the other, each in one piece.

#[cfg(unix)]
use std::os::fd::AsFd;
#[cfg(windows)]
use std::os::windows::io::AsHandle;
use std::{
    fs::File,
    io::{self, Write},
    sync::{Mutex, PoisonError},
};

use tower_lsp::ls_types::notification::Notification;

use super::frame;

/// Our stdout. It is not `Stdout`, which writes a message in two pieces, and whose lock nobody could take any more, not even
/// to end the process, when the client does not read.
#[derive(Debug)]
pub(super) struct Output(Mutex<File>);

impl Output {
    /// The stdout of the process.
    pub(super) fn new() -> io::Result<Output> {
        let stdout = io::stdout();
        #[cfg(unix)]
        let stdout = stdout.as_fd();
        #[cfg(windows)]
        let stdout = stdout.as_handle();
        Ok(Output(Mutex::new(stdout.try_clone_to_owned()?.into())))
    }

    /// Writes a message. Waits while another is being written, and while the client does not read.
    pub(super) fn write(&self, frame: &[u8]) -> io::Result<()> {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(frame)?;
        file.flush()
    }

    /// Tells the client something, in the same way. Whether it still listens is for others to notice.
    pub(super) fn notify<N: Notification>(&self, params: &N::Params) {
        #[derive(serde::Serialize)]
        struct Message<'a, P> {
            jsonrpc: &'static str,
            method: &'static str,
            params: &'a P,
        }
        let _ = self.write(&frame::write(&Message { jsonrpc: "2.0", method: N::METHOD, params }));
    }
}
