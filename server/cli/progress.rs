//! How far the work has got, for a person who has waited a second for it.

use std::{
    sync::Once,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::console::Console;

/// What takes less is not worth a word.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar on the terminal that is gone when the work is done.
pub(super) struct Progress {
    /// None if nobody would see it.
    bar: Option<ProgressBar>,
    began: Instant,
    shown: Once,
}

impl Progress {
    /// That of work on so many files.
    pub(super) fn new(files: usize, console: &Console) -> Progress {
        let seen = console.err_look.terminal && !console.quiet;
        let bar =
            seen.then(|| ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::hidden()));
        Progress { bar, began: Instant::now(), shown: Once::new() }
    }

    /// One file is done.
    pub(super) fn step(&self) {
        let Some(bar) = &self.bar else { return };
        if self.began.elapsed() >= PATIENCE {
            self.shown.call_once(|| show(bar));
        }
        bar.inc(1);
    }
}

fn show(bar: &ProgressBar) {
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos} of {len} files") {
        bar.set_style(style);
    }
    bar.set_draw_target(ProgressDrawTarget::stderr());
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
