//! What the server has to say to people: lines on stderr.

use std::{
    io::{self, Write},
    panic,
    sync::mpsc::{SyncSender, sync_channel},
    thread,
};

use tracing_subscriber::EnvFilter;

/// How many lines may wait to be written.
const MOST_LINES: usize = 1000;

/// Starts the log. `DOCKWRIGHT_LOG` says how much it tells: `error`, `warn`, `info`, `debug`, or `trace`; if it is not set,
/// our own errors and warnings.
///
/// Not every editor reads what we say: lines that find no room are dropped, so that nobody waits for them.
pub(super) fn start() {
    let (sender, lines) = sync_channel::<Vec<u8>>(MOST_LINES);
    thread::spawn(move || lines.iter().try_for_each(|line| io::stderr().write_all(&line)));
    let wanted = std::env::var("DOCKWRIGHT_LOG").unwrap_or_else(|_| "dockwright=warn".to_owned());
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(wanted))
        .with_ansi(false)
        .with_writer(move || Line(sender.clone()))
        .finish();
    // There is a log already if the server runs inside another program; then that one is used.
    let _ = tracing::subscriber::set_global_default(subscriber);
    panic::set_hook(Box::new(|panic| tracing::error!("{panic}")));
}

/// Writes whole lines, if there is room.
struct Line(SyncSender<Vec<u8>>);

impl Write for Line {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let _ = self.0.try_send(line.to_vec());
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
