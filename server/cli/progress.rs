//! A progress bar, on a terminal, for work that takes more than a second.

use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

use super::console::Console;

/// What is faster than this needs no progress bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Work on many files. The bar goes away when this is dropped.
pub(super) struct Progress {
    bar: ProgressBar,
    start: Instant,
    terminal: bool,
    shown: OnceLock<()>,
}

impl Progress {
    /// Work on this many files begins.
    pub(super) fn new(files: usize, console: &Console) -> Progress {
        let bar = ProgressBar::hidden();
        bar.set_length(files as u64);
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} files") {
            bar.set_style(style);
        }
        Progress { bar, start: Instant::now(), terminal: console.err_look.terminal, shown: OnceLock::new() }
    }

    /// Another file is done; returns what was made of it.
    pub(super) fn after<T>(&self, done: T) -> T {
        self.bar.inc(1);
        if self.terminal && self.start.elapsed() > PATIENCE {
            self.shown.get_or_init(|| self.bar.set_draw_target(indicatif::ProgressDrawTarget::stderr()));
        }
        done
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
