//! # Several processes without an init
//!
//! The first process of a container has the work of `init`: to pass signals on, and to collect the children that have ended. A shell that starts
//! programs in the background does neither. They are killed when the container stops, stay as zombies when they end, and nobody notices if one of
//! them fails. Start one program in a container, or let an init such as `tini` or a supervisor start them.
//!
//! ```dockerfile
//! FROM debian:12
//! CMD redis-server & gunicorn app:app
//! #   ^^^^^^^^^^^^ no init looks after `redis-server`
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! CMD ["sh", "-c", "cron & exec gunicorn app:app"]
//! #                 ^^^^ no init looks after `cron`
//! ```
//!
//! ```file start.sh
//! #!/bin/sh
//! nginx &
//! exec gunicorn app:app
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! COPY start.sh /
//! ENTRYPOINT ["/start.sh"]
//! #           ^^^^^^^^^^^ no init looks after `nginx`, which `start.sh` starts in the background
//! ```
//!
//! With an init it is fine.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY start.sh /
//! ENTRYPOINT ["tini", "--", "/start.sh"]
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! CMD ["supervisord", "--nodaemon"]
//! ```
//!
//! So is a process in the background that something is done with before it ends, and one that is waited for.
//!
//! ```dockerfile
//! FROM postgres:17
//! CMD server & pid=$!; trap "kill $pid" TERM; wait $pid
//! ```
//!
//! It is a hint: `docker run --init` and Kubernetes with a shared process namespace bring an init along.
//!
//! Source: <https://docs.docker.com/engine/containers/multi-service_container/>
//!
//! Practices: pid1-init.

use std::sync::Arc;

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    syntax::{
        Joined,
        shell::{self, Node, Script, SeparatorKind},
    },
    text::{TextRange, range},
};

/// Reports the program in the background, or the script that it is in.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Hint,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let Some(target) = cx.analysis.stages().target() else { return };
    let (entrypoint, cmd) = cx.analysis.start_at(target.id);
    let text = |index: Option<usize>| {
        index.map_or("", |it| cx.analysis.file().text(cx.analysis.file().instructions[it].range))
    };
    if INITS.iter().any(|it| text(entrypoint).contains(it) || text(cmd).contains(it)) {
        return;
    }
    for process in cx.analysis.processes(target.id) {
        if let Some((place, name)) = in_background(&process.script) {
            report.add(place, format!("no init looks after `{name}`"));
        }
    }
    for it in cx.analysis.start_scripts(target.id, cx.world) {
        let source: Arc<str> = it.text.as_str().into();
        let script = shell::parse(&Joined::new(&source, range(0, source.len()), &[]));
        let has_init = INITS.iter().any(|init| it.text.contains(init));
        if let Some((_, name)) = in_background(&script).filter(|_| !has_init && script.is_understood()) {
            let message =
                format!("no init looks after `{name}`, which `{}` starts in the background", it.origin.path);
            report.add(it.place, message);
        }
    }
}

/// What looks after processes.
const INITS: [&str; 11] = [
    "catatonit",
    "circus",
    "dumb-init",
    "/init",
    "monit",
    "my_init",
    "runsv",
    "s6-",
    "supervisor",
    "systemd",
    "tini",
];

/// A program that goes on in the background while another one is started.
fn in_background(script: &Script) -> Option<(TextRange, String)> {
    let (last, others) = script.list.items.split_last()?;
    let text = script.source().text();
    let looks_after = text.contains("trap ") || text.contains("wait -n") || text.contains("$!");
    let starts = |node: &Node| match node {
        Node::Simple(command) => {
            let effective = command.effective();
            let name = effective.name()?.into_owned();
            Some((effective.name_word()?.range, name))
        }
        _ => None,
    };
    let goes_on = starts(last.pipeline.nodes.first()?)
        .is_some_and(|it| !matches!(it.1.as_str(), "exit" | "wait" | "echo"));
    let first =
        others.iter().find(|it| it.separator.is_some_and(|it| it.kind == SeparatorKind::Background))?;
    let found = starts(first.pipeline.nodes.first()?)?;
    let is_short = matches!(found.1.as_str(), "sleep" | "wait" | "tail" | "cat" | "echo" | "(");
    (!looks_after && goes_on && !is_short).then_some(found)
}
