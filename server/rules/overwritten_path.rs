//! # A PATH without the folders of the system
//!
//! `ENV PATH=/app/bin` does not add a folder, it replaces all that were there. From then on there is no `sh`, no `ls` and no `python`: the next RUN
//! fails, or the container does.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! ENV PATH=/app/.venv/bin
//! #        ^^^^^^^^^^^^^^ replaces the PATH, so that no program of the system is found any more
//! RUN python -m compileall /app
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! ENV PATH=/app/.venv/bin:$PATH
//! RUN python -m compileall /app
//! ```
//!
//! It is fine to write down all folders, and to leave the list to a variable.
//!
//! ```dockerfile
//! FROM debian:12
//! ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
//! ENV PATH=/app/bin:${PATH}
//! ENV PATH=$FOLDERS
//! ```
//!
//! `scratch` and images without a shell have nothing in these folders.
//!
//! ```dockerfile
//! FROM scratch
//! COPY server /app/server
//! ENV PATH=/app
//! CMD ["server"]
//! ```
//!
//! ## Fix
//!
//! Unsafe: the folders of the base image are searched again, behind the new ones.
//!
//! Source: <https://docs.docker.com/reference/dockerfile/#env>
//!
//! Practices: path-override-loses-system-path.

use crate::{
    knowledge::images::{Family, Sh},
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site},
    model::Base,
    syntax::{Body, Keyword, Pair},
    text::{TextEdit, TextRange},
};

/// Reports the value.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    check: Check::Instructions(&[Keyword::Env], check),
};

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let Body::Env(pairs) = &site.instruction.body else { return };
    for pair in pairs {
        let Some(value) = pair.value.filter(|_| cx.analysis.file().joined_text(pair.name) == "PATH") else {
            continue;
        };
        if loses_folders(&cx.analysis.file().joined_text(value)) && has_folders(cx, site) {
            let message = "replaces the PATH, so that no program of the system is found any more";
            report.add(value, message).fix(Safety::Unsafe, "Add `:$PATH`", behind(cx, pair, value));
        }
    }
}

/// Whether none of the folders is one that holds the programs of the system.
fn loses_folders(value: &str) -> bool {
    let value = value.trim_matches(['"', '\'']);
    let mut folders = value.split(':').map(|it| it.trim_end_matches('/'));
    let is_system = |it: &str| matches!(it, "/bin" | "/usr/bin" | "/usr/local/bin" | "/busybox");
    !value.is_empty()
        && !value.contains(['$', '%', '\\'])
        && value.starts_with('/')
        && !folders.any(is_system)
}

/// Whether the base has programs there.
fn has_folders(cx: Cx<'_>, site: &Site<'_>) -> bool {
    let stages = cx.analysis.stages();
    let Some(stage) = stages.of_instruction(site.index) else { return false };
    let is_bare = cx.analysis.base_image(stage.id).is_some_and(|it| {
        it.sh.is_none_or(|it| matches!(it, Sh::Absent | Sh::Cmd)) || it.family == Some(Family::Windows)
    });
    *stages.root(stage.id) != Base::Scratch && !is_bare
}

/// `:$PATH` at the end of the value, within its quotes if these let a variable in.
fn behind(cx: Cx<'_>, pair: &Pair, value: TextRange) -> TextEdit {
    let text = cx.analysis.file().text(value);
    match text.strip_suffix('"').filter(|_| text.len() > 1 && !pair.legacy) {
        Some(inside) => TextEdit::replace(value, format!("{inside}:$PATH\"")),
        None => TextEdit::insert(value.end(), ":$PATH"),
    }
}
