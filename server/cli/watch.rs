//! `dockwright check --watch`: checks again whenever something changes.
//!
//! It looks at the files now and then, and compares sizes and times. That is as good as being told by the system, and works
//! where the system does not tell: in mounted folders, in containers and over the network, and for files that do not exist
//! yet. The more files there are, the rarer it looks, so that it costs a few hundredths of a core at most.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::mpsc::{self, RecvTimeoutError},
    time::{Duration, Instant, SystemTime},
};

use super::{Count, Status, arguments::CheckArguments, check, console::Console, files, selection};
use crate::config::{Configs, Stamped};

/// How long to wait before looking again, at least and at most.
const PAUSE: [Duration; 2] = [Duration::from_millis(200), Duration::from_secs(5)];

/// How many times as long as a look the pause behind it is.
const REST: u32 = 30;

/// Checks the files until somebody presses Ctrl-C, which is how it should end.
pub(super) fn watch(arguments: &CheckArguments, console: &mut Console) -> io::Result<Status> {
    if arguments.files.paths.iter().any(|it| it == Path::new("-")) {
        console.complain("--watch: the standard input cannot change; name files or folders");
        return Ok(Status::Failed);
    }
    let (pressed, stop) = mpsc::channel();
    let end = pressed.clone();
    // If there is a handler already, it will know how to end.
    let _ = ctrlc::set_handler(move || {
        let _ = end.send(());
    });
    let mut before = None;
    loop {
        let began = Instant::now();
        let Ok(configs) = selection::configs(arguments) else { return Ok(Status::Failed) }; // The options were fine before.
        let files = files::paths(&arguments.files);
        let now: Vec<State> = files.iter().map(|it| state(it, &configs)).collect();
        let pause = (began.elapsed() * REST).clamp(PAUSE[0], PAUSE[1]);
        if before.as_ref() != Some(&now) {
            if before.is_some() {
                console.clear()?;
            }
            check::once(arguments, &configs, console)?;
            console.out.flush()?;
            console.remark(format_args!("Watching {}; Ctrl-C ends", Count(files.len(), "file")));
            before = Some(now);
        }
        if stop.recv_timeout(pause) != Err(RecvTimeoutError::Timeout) {
            return Ok(Status::Clean);
        }
    }
}

/// A Dockerfile with its ignore files, and the settings that count for it.
type State = (PathBuf, [Version; 3], Stamped);

/// What tells one version of a file from another: when it was changed, and how long it is.
type Version = Option<(SystemTime, u64)>;

fn state(path: &Path, configs: &Configs) -> State {
    let (own, common) = (path.with_added_extension("dockerignore"), path.with_file_name(".dockerignore"));
    (path.to_owned(), [path, &own, &common].map(version), configs.stamped_for(path))
}

fn version(path: &Path) -> Version {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
