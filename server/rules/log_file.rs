//! # Logs that stay in the container
//!
//! What a program prints is what `docker logs` shows, and what is collected in a cluster. What it writes into a file of the container is seen by
//! nobody, takes space until the disk is full, and is gone with the container.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD ["gunicorn", "--access-logfile", "/var/log/access.log", "--error-logfile=/var/log/error.log", "app:app"]
//! #                                    ^^^^^^^^^^^^^^^^^^^^^ this log stays in the container
//! #                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this log stays in the container
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! CMD ["gunicorn", "--access-logfile", "-", "--error-logfile=-", "app:app"]
//! ```
//!
//! `-` and the files of the process itself are fine.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD gunicorn --access-logfile - --error-logfile /dev/stderr app:app
//! ```
//!
//! It is off by default: the folder may be a volume that something else reads.
//!
//! Source: <https://pythonspeed.com/articles/gunicorn-in-docker/>
//!
//! Practices: log-to-stdout.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{Form, Process},
    syntax::shell::Word,
    text::TextEdit,
};

/// Reports the file.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Hint,
    default: false,
    check: Check::File(check),
};

/// Programs, and their flags that name a file for logs.
#[rustfmt::skip]
const FLAGS: &[(&str, &[&str])] = &[
    ("celery", &["--logfile", "-f"]),
    ("gunicorn", &["--access-logfile", "--error-logfile", "--log-file"]),
    ("hypercorn", &["--access-logfile", "--error-logfile"]),
    ("uwsgi", &["--logto", "--daemonize"]),
];

fn check(cx: Cx<'_>, report: &mut Report) {
    for (_, process) in cx.analysis.all_processes() {
        for it in process.script.commands() {
            let command = it.command.effective();
            let name = command.name().unwrap_or_default();
            let Some(row) = FLAGS.iter().find(|row| name.rsplit('/').next() == Some(row.0)) else { continue };
            let words = command.arguments().words();
            for (at, word) in words.iter().enumerate() {
                let text = word.lossy();
                for flag in row.1 {
                    match text.strip_prefix(flag) {
                        Some("") => {
                            words.get(at + 1).into_iter().for_each(|it| file(process, it, "", row.0, report))
                        }
                        Some(rest) if rest.starts_with('=') => {
                            file(process, word, &format!("{flag}="), row.0, report)
                        }
                        _ => {}
                    }
                }
            }
        }
    }
}

/// Reports a word that names a file behind `head`.
fn file(process: &Process, word: &Word, head: &str, program: &str, report: &mut Report) {
    let text = word.lossy();
    let path = text.strip_prefix(head).unwrap_or(&text);
    if !path.contains('/') || path.starts_with("/dev/") || path.starts_with("/proc/") || word.has_expansion()
    {
        return;
    }
    let found = report.add(word.range, "this log stays in the container");
    if matches!(program, "gunicorn" | "hypercorn") {
        let new = format!("{head}-");
        let new = if process.form == Form::Exec { format!("\"{new}\"") } else { new };
        found.fix(Safety::Unsafe, "Write the log to the output", TextEdit::replace(word.range, new));
    }
}
