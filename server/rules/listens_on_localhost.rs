//! # Servers that only the container itself can reach
//!
//! A container has a network of its own, and its own `127.0.0.1`. A server that listens there answers to nobody outside: the port
//! is published, the log looks fine, and every request ends with "connection refused". Inside a container a server has to listen
//! on `0.0.0.0`, which means all addresses; what is reachable from where is decided by what is published.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD ["gunicorn", "--bind", "127.0.0.1:8000", "app:app"]
//! #                          ^^^^^^^^^^^^^^^^ only the container itself reaches `127.0.0.1`
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]
//! ```
//!
//! Many servers listen on `127.0.0.1` unless they are told otherwise.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD ["uvicorn", "app:app", "--port", "8000"]
//! #    ^^^^^^^^^ listens on `127.0.0.1`, which only the container itself reaches
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! CMD ["uvicorn", "--host=0.0.0.0", "app:app", "--port", "8000"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD python manage.py runserver
//! #          ^^^^^^^^^^^^^^^^^^^ listens on `127.0.0.1`, which only the container itself reaches
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! CMD python manage.py runserver 0.0.0.0:8000
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD python manage.py migrate && flask --app app run
//! #                               ^^^^^^^^^^^^^^^^^^^ listens on `127.0.0.1`, which only the container itself reaches
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! CMD python manage.py migrate && flask --app app run --host=0.0.0.0
//! ```
//!
//! A variable may say the same, and so may a file of settings.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! ENV FLASK_RUN_HOST=0.0.0.0
//! CMD ["flask", "run"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD ["hypercorn", "--config", "hypercorn.toml", "app:app"]
//! ```
//!
//! Nothing is reported if another server is in the image that passes requests on, for servers that listen everywhere anyway, for sockets
//! that are files, and for values that only the container knows.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y nginx gunicorn
//! CMD nginx && gunicorn --bind 127.0.0.1:8000 app:app
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD fastapi run && uvicorn app:app --host $HOST && uvicorn app:app --uds /run/app.sock && gunicorn app:app
//! ```
//!
//! ## Fix
//!
//! Unsafe: whoever shares the network of another container on purpose does not want it.
//!
//! Source: <https://pythonspeed.com/articles/docker-connection-refused/>; the manuals of the servers.
//!
//! Practices: bind-localhost.

mod servers;

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{Base, Form, Process, StageId, repository},
    syntax::{Keyword, shell::Visited},
    text::TextEdit,
};
use servers::{Address, Server, server};

/// Reports the address, or the name of a server that has none.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    for (stage, process) in cx.analysis.all_processes() {
        for Visited { command, context } in process.script.commands() {
            if context.in_substitution {
                continue;
            }
            let Some(server) = server(command.effective()).filter(|_| !has_proxy(cx, stage)) else {
                continue;
            };
            look(cx, stage, process, server, report);
        }
    }
}

fn look(cx: Cx<'_>, stage: StageId, process: &Process, server: Server<'_>, report: &mut Report) {
    match server.address {
        Address::At(word, from) => {
            let text = word.lossy();
            let Some(rest) = text.get(from..) else { return };
            let Some(host) = LOCAL.iter().find(|it| is_host(rest, it)) else { return };
            let message = format!("only the container itself reaches `{host}`");
            let found = report.add(word.range, message);
            if !word.has_expansion() && !word.is_quoted() || process.form == Form::Exec {
                let new = format!("{}0.0.0.0{}", &text[..from], &rest[host.len()..]);
                let edit = TextEdit::replace(word.range, written(process, &new));
                found.fix(Safety::Unsafe, "Listen on all addresses", edit);
            }
        }
        Address::Port(word) => {
            let message = "listens on `127.0.0.1`, which only the container itself reaches";
            let edit = TextEdit::replace(word.range, written(process, &format!("0.0.0.0:{}", word.lossy())));
            report.add(word.range, message).fix(Safety::Unsafe, "Listen on all addresses", edit);
        }
        Address::Default(how) => {
            let stages = cx.analysis.stages();
            let is_set =
                |name: &&str| cx.analysis.scopes().visible(stages, name, stage, usize::MAX).next().is_some();
            let is_exposed = || cx.analysis.last_of(Keyword::Expose, stage).is_some();
            if how.if_exposed && !is_exposed()
                || how.variables.iter().any(is_set)
                || has_settings(cx, stage, how.settings)
            {
                return;
            }
            let message = "listens on `127.0.0.1`, which only the container itself reaches";
            let found = report.add(server.place, message);
            let separate = if process.form == Form::Exec { ", " } else { " " };
            let words: Vec<String> = how.say.split(' ').map(|it| written(process, it)).collect();
            let text = format!("{separate}{}", words.join(separate));
            found.fix(Safety::Unsafe, format!("Add `{}`", how.say), TextEdit::insert(server.end, text));
        }
    }
}

/// What names the container alone.
const LOCAL: [&str; 4] = ["127.0.0.1", "localhost", "[::1]", "::1"];

/// Whether an address is this host, with or without a port.
fn is_host(address: &str, host: &str) -> bool {
    address.strip_prefix(host).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}

/// A word as it stands in a list, or in a command.
fn written(process: &Process, word: &str) -> String {
    if process.form == Form::Exec { format!("\"{word}\"") } else { word.to_owned() }
}

/// Whether a file of settings is there, or may be.
fn has_settings(cx: Cx<'_>, stage: StageId, files: &[&str]) -> bool {
    let is_written = |name: &str| {
        cx.analysis.chain_instructions(stage).any(|it| {
            matches!(it.1.keyword, Keyword::Run | Keyword::Copy | Keyword::Add)
                && cx.analysis.file().text(it.1.range).contains(name)
        })
    };
    files.iter().any(|it| it.contains('.') && cx.world.exists(it) != Some(false) || is_written(it))
}

/// Servers that pass requests on to one that listens on `127.0.0.1` beside them.
const PROXIES: [&str; 9] =
    ["apache", "caddy", "envoy", "haproxy", "httpd", "nginx", "openresty", "supervisor", "traefik"];

fn has_proxy(cx: Cx<'_>, stage: StageId) -> bool {
    let names = |text: &str| PROXIES.iter().any(|it| text.contains(it));
    let based = match cx.analysis.stages().root(stage) {
        Base::Image(image) => names(&repository(image)),
        _ => false,
    };
    based
        || cx
            .analysis
            .chain_instructions(stage)
            .any(|(_, it)| it.keyword != Keyword::Label && names(cx.analysis.file().text(it.range)))
}
