//! `dockwright check --watch`: checks again whenever a file changes.
//!
//! It looks by itself whether something has changed: that works on every file system, and for a thousand Dockerfiles takes a
//! few milliseconds. The screen stays as it is while nothing does.

use std::{
    fs, io,
    io::Write,
    path::PathBuf,
    thread,
    time::{Duration, Instant, SystemTime},
};

use super::{Status, arguments::CheckArguments, check, console::Console, files, selection};
use crate::config::Stamped;

/// How often we look.
const PERIOD: Duration = Duration::from_millis(300);

/// Clears a terminal.
const CLEAR: &[u8] = b"\x1b[H\x1b[2J";

/// Checks until the user stops it.
pub(super) fn watch(arguments: &CheckArguments, console: &mut Console) -> io::Result<Status> {
    if arguments.files.paths.iter().any(|it| it.as_os_str() == "-") {
        console.complain("--watch: the standard input does not change; name a file or a folder");
        return Ok(Status::Failed);
    }
    let (mut state, mut effort) = look(arguments);
    loop {
        if console.look.terminal {
            console.out.write_all(CLEAR)?;
        }
        let Ok(configs) = selection::configs(arguments) else { return Ok(Status::Failed) }; // They were fine before.
        check::once(arguments, &configs, console)?;
        writeln!(console.out, "\nwatching for changes; Ctrl-C ends it")?;
        console.out.flush()?;
        loop {
            thread::sleep(PERIOD.max(effort * 10));
            let now = look(arguments);
            effort = now.1;
            if now.0 != state {
                state = now.0;
                break;
            }
        }
    }
}

/// What is there: each Dockerfile and its file of settings, with what changes when they do.
type State = Vec<(PathBuf, Option<(u64, SystemTime)>, Stamped)>;

/// What is there, and how long it took to see it.
fn look(arguments: &CheckArguments) -> (State, Duration) {
    let start = Instant::now();
    let Ok(configs) = selection::configs(arguments) else { return (Vec::new(), PERIOD) };
    let state = files::paths(&arguments.files).into_iter().map(|path| {
        let stamp = fs::metadata(&path).ok().and_then(|it| Some((it.len(), it.modified().ok()?)));
        let settings = configs.stamped_for(&path);
        (path, stamp, settings)
    });
    (state.collect(), start.elapsed())
}
