//! # Services that are started while the image is built
//!
//! An image holds files, not processes. What a RUN starts ends with that RUN, so nothing of it is left when a container starts; and `systemctl`
//! fails in a build, as there is no systemd.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y nginx && systemctl start nginx
//! #                                                 ^^^^^^^^^ there is no systemd in a build
//! RUN /etc/init.d/postgresql start
//! #   ^^^^^^^^^^^^^^^^^^^^^^ what `postgresql` starts ends with this RUN
//! RUN redis-server &
//! #   ^^^^^^^^^^^^ what `redis-server` does in the background ends with this RUN
//! ```
//!
//! What shall run in the container is its CMD.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y nginx
//! CMD ["nginx", "-g", "daemon off;"]
//! ```
//!
//! To start a service in order to do something with it in the same RUN is fine; so is to say that systemd shall start it later.
//!
//! ```dockerfile
//! FROM postgres:17
//! RUN pg_ctl start -D /data && psql -c "CREATE DATABASE app" && pg_ctl stop -D /data
//! RUN /etc/init.d/postgresql start && createdb app
//! RUN redis-server & sleep 1; redis-cli set a 1
//! RUN systemctl enable nginx
//! ```
//!
//! ## See also
//!
//! `pointless-command`, which knows `service`.
//!
//! Source: <https://docs.docker.com/reference/dockerfile/#run>
//!
//! Practices: run-starts-daemon.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::RunScript,
    syntax::shell::{Command, Node, SeparatorKind, Shell},
};

/// Reports the command.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    for (_, _, run) in cx.analysis.runs() {
        if run.shell.as_ref().is_none_or(Shell::is_posix) && run.script.is_understood() {
            look(run, report);
        }
    }
}

fn look(run: &RunScript, report: &mut Report) {
    let Some(last) = run.script.list.items.last() else { return };
    let Some(Node::Simple(command)) = last.pipeline.nodes.last() else { return };
    let effective = command.effective();
    let Some(word) = effective.name_word() else { return };
    if last.separator.is_some_and(|it| it.kind == SeparatorKind::Background) && last.pipeline.nodes.len() == 1
    {
        report.add(word.range, format!("what `{}` does in the background ends with this RUN", word.text()));
    } else if let Some(message) = started(command) {
        report.add(word.range, message);
    }
}

/// Why it is in vain to start a service with this command.
fn started(command: &Command) -> Option<String> {
    let effective = command.effective();
    let path = effective.name()?;
    let mut words = effective.arguments().words().iter().map(|it| it.lossy());
    let mut told = |verbs: &[&str]| words.any(|it| verbs.contains(&&*it));
    let name = path.rsplit('/').next()?;
    match name {
        "systemctl" if told(&["start", "restart", "reload"]) => {
            Some("there is no systemd in a build".to_owned())
        }
        "rc-service" | "pg_ctl" | "pg_ctlcluster" | "invoke-rc.d" | "initctl"
            if told(&["start", "restart"]) =>
        {
            Some(format!("what `{name}` starts ends with this RUN"))
        }
        _ if path.starts_with("/etc/init.d/") && told(&["start", "restart"]) => {
            Some(format!("what `{name}` starts ends with this RUN"))
        }
        _ => None,
    }
}
