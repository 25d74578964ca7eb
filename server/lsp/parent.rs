//! Ends the server when the editor is gone without having said so.

use std::{process, time::Duration};

/// How often we look.
const PERIOD: Duration = Duration::from_secs(2);

/// Ends this process soon after the process `id` has ended. Nothing happens if that one cannot be seen from here, as from
/// inside a container.
pub(super) fn watch(id: u32) {
    if is_alive(id) != Some(true) {
        return;
    }
    tokio::spawn(async move {
        while is_alive(id) != Some(false) {
            tokio::time::sleep(PERIOD).await;
        }
        tracing::info!("the editor, process {id}, is gone");
        process::exit(1);
    });
}

/// Whether the process runs, if that can be known.
#[cfg(target_os = "linux")]
fn is_alive(id: u32) -> Option<bool> {
    use std::fs;

    // man 5 proc: `pid (name) state …`; a name may have parentheses. Z is a process that has ended and X one that is gone.
    let Ok(stat) = fs::read_to_string(format!("/proc/{id}/stat")) else {
        return fs::exists("/proc/self/stat").ok()?.then_some(false);
    };
    let state = stat.rsplit_once(") ")?.1.chars().next()?;
    Some(!matches!(state, 'Z' | 'X'))
}

/// Whether the process runs, if that can be known: a child whose parent has ended is given to another.
#[cfg(all(unix, not(target_os = "linux")))]
fn is_alive(id: u32) -> Option<bool> {
    Some(std::os::unix::process::parent_id() == id)
}

/// Whether the process runs, if that can be known. When it has ended, our input has too.
#[cfg(not(unix))]
fn is_alive(_: u32) -> Option<bool> {
    None
}
