//! # Start scripts that do not hand over to the program
//!
//! The process that a container starts gets the signal when the container is stopped. If that is a shell that waits for the program it has started,
//! the signal ends there: the program hears nothing, and is killed after ten seconds, with its requests and transactions. `exec` puts the program in
//! the place of the shell.
//!
//! ```file start.sh
//! #!/bin/sh
//! set -e
//! python manage.py collectstatic --noinput
//! gunicorn --bind 0.0.0.0:8000 app:app
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY start.sh /usr/local/bin/
//! ENTRYPOINT ["start.sh"]
//! #           ^^^^^^^^^^ `start.sh` starts `gunicorn` without `exec` (line 4), so no signal gets there
//! ```
//!
//! A script that starts what CMD says ends with `exec "$@"`.
//!
//! ```file docker-entrypoint.sh
//! #!/bin/sh
//! set -e
//! "$@"
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY docker-entrypoint.sh /
//! ENTRYPOINT ["/docker-entrypoint.sh"]
//! #           ^^^^^^^^^^^^^^^^^^^^^^^ `docker-entrypoint.sh` starts `$@` without `exec` (line 3), so no signal gets there
//! CMD ["gunicorn", "app:app"]
//! ```
//!
//! It is the same if the program is started by another one.
//!
//! ```file serve.sh
//! #!/bin/sh
//! set -e
//! poetry run gunicorn --bind 0.0.0.0:8000 app:app
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY serve.sh /app/
//! ENTRYPOINT ["sh", "/app/serve.sh"]
//! #                 ^^^^^^^^^^^^^^^ `serve.sh` starts `gunicorn` without `exec` (line 3), so no signal gets there
//! ```
//!
//! Scripts that wait for a program in the background must pass signals on with `trap`.
//!
//! ```file wait.sh
//! #!/bin/bash
//! redis-server &
//! gunicorn app:app &
//! wait -n
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! COPY wait.sh /
//! CMD ["/wait.sh"]
//! #    ^^^^^^^^^^ `wait.sh` starts `redis-server` without `exec` (line 2), so no signal gets there
//! ```
//!
//! A script with `exec`, with a `trap`, or behind an init that sends signals to all processes; a script that does its work itself and ends; one that is
//! no shell script.
//!
//! ```file exec.sh
//! #!/bin/sh
//! set -e
//! if [ "$1" = serve ]; then
//!     exec gunicorn app:app
//! fi
//! exec "$@"
//! ```
//!
//! ```file job.sh
//! #!/bin/sh
//! pg_dump app | gzip > /backup/app.gz
//! find /backup -mtime +7 -delete
//! ```
//!
//! ```file group.sh
//! #!/bin/sh
//! gunicorn app:app
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! COPY exec.sh job.sh group.sh /
//! ENTRYPOINT ["/exec.sh"]
//! CMD ["/job.sh"]
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! COPY job.sh group.sh /
//! ENTRYPOINT ["tini", "-g", "--", "/group.sh"]
//! ```
//!
//! There is no fix: the script is another file.
//!
//! Source: <https://docs.docker.com/reference/dockerfile/#exec-form-entrypoint-example>; the entry points of Docker's official images.
//!
//! Practices: entrypoint-script-exec.

use std::collections::HashSet;

use crate::{
    knowledge::servers,
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::StartScript,
    syntax::{
        Joined,
        shell::{self, List, Node, SeparatorKind, Shell},
    },
    text::range,
};

/// Reports the name of the script where it is started.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let stages = cx.analysis.stages();
    let mut seen = HashSet::new();
    for stage in stages.stages.iter().filter(|it| !stages.is_base(it.id)) {
        for it in cx.analysis.start_scripts(stage.id, cx.world) {
            if !passes_signals(cx, &it)
                && seen.insert(it.place.start())
                && let Some((line, what)) = stays(&it.text)
            {
                let message = format!(
                    "`{}` starts `{what}` without `exec` (line {line}), so no signal gets there",
                    it.origin.path
                );
                report.add(it.place, message);
            }
        }
    }
}

/// Whether something before the script sends signals to all processes.
fn passes_signals(cx: Cx<'_>, script: &StartScript) -> bool {
    let it = &cx.analysis.file().instructions[script.instruction];
    let text = cx.analysis.file().text(it.range);
    ["-g", "dumb-init", "s6-", "/init", "catatonit"].iter().any(|it| text.contains(it))
}

/// The line and the name of the program that a script starts last and stays with.
fn stays(text: &str) -> Option<(usize, String)> {
    let is_shell = Shell::of_shebang(text).is_some_and(|it| it.is_posix());
    let source: std::sync::Arc<str> = text.into();
    let script = shell::parse(&Joined::new(&source, range(0, text.len()), &[]));
    let mut all = script.commands();
    let deals = all.any(|it| it.command.is("exec") && it.command.words.len() > 1 || it.command.is("trap"));
    if !is_shell || !script.is_understood() || deals {
        return None;
    }
    let (at, name) = last_program(&script.list)?;
    let line = text.get(..at)?.matches('\n').count() + 1;
    Some((line, name))
}

/// The program at the end of a list: `"$@"`, a server, or servers in the background that are waited for.
fn last_program(list: &List) -> Option<(usize, String)> {
    let last = list.items.last()?;
    let Some(Node::Simple(command)) = last.pipeline.nodes.last() else { return None };
    let word = command.effective().name_word()?;
    let at = usize::from(word.range.start());
    if matches!(word.text(), "\"$@\"" | "$@" | "\"${@}\"" | "$*") {
        return Some((at, "$@".to_owned()));
    }
    let name = command.effective().name()?;
    if name == "wait" {
        let is_background =
            |it: &&shell::Item| it.separator.is_some_and(|it| it.kind == SeparatorKind::Background);
        let behind = list.items.iter().filter(is_background);
        return behind.filter_map(|it| server(it.pipeline.nodes.first()?)).next();
    }
    server(last.pipeline.nodes.first()?)
}

/// Whether a server is only asked for something, or goes into the background by itself.
fn asks(words: &[&str]) -> bool {
    words.iter().any(|it| {
        matches!(*it, "-v" | "-V" | "--version" | "-t" | "-T" | "-s" | "-e" | "--daemon" | "-D" | "reload")
    })
}

fn server(node: &Node) -> Option<(usize, String)> {
    let Node::Simple(command) = node else { return None };
    let effective = command.effective();
    let words: Vec<String> = command.words.iter().map(|it| it.lossy().into_owned()).collect();
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    if let Some(runner) = servers::runner(&words).filter(|it| it.names_program) {
        words.drain(..runner.program(&words)?);
    } else {
        words.drain(..words.len() - effective.arguments().words().len() - 1);
    }
    let name = words.first()?.rsplit('/').next()?;
    let said = if servers::is_server(name) && !asks(&words) { Some(name) } else { servers::command(&words) };
    Some((usize::from(effective.name_word()?.range.start()), said?.to_owned()))
}
