//! # Switches of pip that do the opposite of what they say
//!
//! `PIP_NO_CACHE_DIR=0` reads as if pip kept its cache. It does not: any value that pip understands switches the cache off, and only
//! an empty one does not. Who wants the cache, for a cache mount, finds it empty; who does not, leaves a riddle.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! ENV PIP_NO_CACHE_DIR=off
//! #                    ^^^ `PIP_NO_CACHE_DIR=off` switches the cache off
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.12-slim
//! ENV PIP_NO_CACHE_DIR=1
//! ```
//!
//! It is the same where a command sets it.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN PIP_NO_CACHE_DIR=0 pip install flask==3.0.3
//! #                    ^ `PIP_NO_CACHE_DIR=0` switches the cache off
//! RUN export PIP_NO_CACHE_DIR=false && pip install flask==3.0.3
//! #                           ^^^^^ `PIP_NO_CACHE_DIR=false` switches the cache off
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.12-slim
//! RUN PIP_NO_CACHE_DIR=1 pip install flask==3.0.3
//! RUN export PIP_NO_CACHE_DIR=1 && pip install flask==3.0.3
//! ```
//!
//! To keep the cache, leave the variable out, or make it empty.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! ENV PIP_NO_CACHE_DIR=
//! RUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.0.3
//! ```
//!
//! ## Fix
//!
//! Safe: `1` does the same, and says so.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site},
    model::RunScript,
    syntax::{Body, Dockerfile, Keyword},
    text::{TextEdit, TextRange, TextSize, size},
};

const VARIABLE: &str = "PIP_NO_CACHE_DIR";

/// Reports each value that reads as a no.
pub static RULE: Decl = Decl {
    codes: &[("DL3042", None)],
    aspects: &[],
    group: Group::Style,
    severity: Severity::Info,
    default: true,
    check: Check::Mentioning(
        &[VARIABLE],
        &Check::Instructions(&[Keyword::Arg, Keyword::Env, Keyword::Run], check),
    ),
};

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let file = cx.analysis.file();
    match &site.instruction.body {
        Body::Arg(pairs) | Body::Env(pairs) => {
            for pair in pairs.iter().filter(|it| file.joined_text(it.name) == VARIABLE) {
                if let Some(range) = pair.value {
                    judge(file, file.text(range), range.start(), report);
                }
            }
        }
        _ => {
            let scripts = match site.trigger {
                false => cx.analysis.scripts(site.index),
                true => cx.analysis.trigger_scripts(site.index),
            };
            for (text, start) in scripts.iter().flat_map(values) {
                judge(file, text, start, report);
            }
        }
    }
}

/// What the commands of a script set the variable to.
fn values(run: &RunScript) -> impl Iterator<Item = (&str, TextSize)> {
    run.script.commands().flat_map(|it| {
        let assigned = it.command.assignments.iter().filter(|it| run.script.text(it.name) == VARIABLE);
        let assigned = assigned.map(|it| (it.value.text(), it.value.range.start()));
        let words = it.command.words.iter().filter_map(|word| {
            let (name, value) = word.text().split_once('=')?;
            let is_it = name.trim_start_matches(['"', '\'']) == VARIABLE;
            is_it.then(|| (value, word.range.start() + size(name.len() + 1)))
        });
        assigned.chain(words)
    })
}

/// Reports a value that begins here, if it reads as a no and is written in one piece.
fn judge(file: &Dockerfile, written: &str, start: TextSize, report: &mut Report) {
    let value = written.trim_matches(['"', '\'']);
    let quote = written.find(value).unwrap_or_default();
    let is_no = matches!(value.to_ascii_lowercase().as_str(), "0" | "false" | "f" | "off" | "no" | "n");
    let range = TextRange::at(start + size(quote), TextSize::of(value));
    if is_no && file.source.get(range.start().into()..range.end().into()) == Some(value) {
        let message = format!("`{VARIABLE}={value}` switches the cache off");
        report.add(range, message).fix(Safety::Safe, "Write `1`", TextEdit::replace(range, "1"));
    }
}
