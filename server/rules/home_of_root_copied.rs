//! # Packages in the home of root for another user
//!
//! `pip install --user` in a stage that runs as root installs to `/root/.local`. Other users cannot even look into `/root`, and Python looks for such
//! packages in the home of the user who runs it. As soon as the image gets a user of its own, it ends with `ModuleNotFoundError`.
//!
//! ```dockerfile
//! FROM python:3.12-slim AS build
//! RUN pip install --user flask==3.1.0
//! FROM python:3.12-slim
//! RUN useradd --create-home app
//! COPY --from=build /root/.local /root/.local
//! #                              ^^^^^^^^^^^^ the user `app` cannot read what is in `/root`
//! ENV PATH="/root/.local/bin:$PATH"
//! USER app
//! CMD ["flask", "run"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim AS build
//! RUN pip install --user flask==3.1.0
//! FROM python:3.12-slim
//! RUN useradd --create-home app
//! COPY --from=build /root/.local /home/app/.local
//! ENV PATH="/home/app/.local/bin:$PATH"
//! USER app
//! CMD ["flask", "run"]
//! ```
//!
//! Better is an environment that belongs to no user: `RUN python -m venv /opt/venv`, with `ENV PATH="/opt/venv/bin:$PATH"` in both stages.
//!
//! Nothing is reported where root runs the program.
//!
//! ```dockerfile
//! FROM python:3.12-slim AS build
//! RUN pip install --user flask==3.1.0
//! FROM python:3.12-slim
//! COPY --from=build /root/.local /root/.local
//! ENV PATH="/root/.local/bin:$PATH"
//! CMD ["flask", "run"]
//! ```
//!
//! In the home of the right user, its programs are found only if they are on PATH.
//!
//! ```dockerfile
//! FROM python:3.12-slim AS build
//! RUN pip install --user flask==3.1.0
//! FROM python:3.12-slim
//! RUN useradd --create-home app
//! COPY --from=build /root/.local /home/app/.local
//! #                              ^^^^^^^^^^^^^^^^ its programs are not found, for `/home/app/.local/bin` is not on PATH
//! USER app
//! CMD ["flask", "run"]
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.12-slim AS build
//! RUN pip install --user flask==3.1.0
//! FROM python:3.12-slim
//! RUN useradd --create-home app
//! COPY --from=build /root/.local /home/app/.local
//! ENV PATH="/home/app/.local/bin:$PATH"
//! USER app
//! CMD ["flask", "run"]
//! ```
//!
//! Source: <https://pythonspeed.com/articles/multi-stage-docker-python/>.
//! Practices: root-local-copied-for-nonroot.

use crate::{
    knowledge::servers,
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::{
        Analysis, Fact, StageId, is_root,
        python::{Carried, Extent, Tool, paths},
    },
    syntax::{Body, Keyword},
    text::{Edits, TextEdit, range},
};

/// Reports where the packages are copied to.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["path", "user"],
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let python = analysis.python();
    for it in &python.carried {
        let is_user = python.environments[it.environment].tool == Tool::User && it.extent != Extent::Packages;
        let end = analysis.container_of(it.stage);
        let Fact::Known { value: user, at: Some(at) } = analysis.user_at_end(end) else { continue };
        let user = user.split(':').next().unwrap_or_default().to_owned();
        if !is_user || python.is_passed_on(analysis, it) || is_root(&user) || user.is_empty() {
            continue;
        }
        if paths::below(&it.to, "/root").is_some() {
            let message = format!("the user `{user}` cannot read what is in `/root`");
            let found = report.add(it.destination, message).aspect("user");
            found.related(analysis.keyword_place(at), "this USER starts the program");
            found.fix = to_home(analysis, it, end, &user);
        } else if it.to == format!("/home/{user}/.local") {
            path(analysis, it, end, report);
        }
    }
}

/// Programs in a folder that is not on PATH.
fn path(analysis: &Analysis, it: &Carried, end: StageId, report: &mut Report) {
    let bin = format!("{}/bin", it.to);
    let programs = analysis.programs(end);
    let is_script = |name: &str| servers::python(name).is_some();
    let named = programs.iter().filter_map(|it| it.command.name());
    let starts_script = named.into_iter().any(|it| is_script(&it));
    let on_path = analysis.python().search_path_at_end(end).contains(&bin);
    if on_path || !starts_script || analysis.base_image(end).is_none() {
        return;
    }
    let message = format!("its programs are not found, for `{bin}` is not on PATH");
    let file = analysis.file();
    let copy = &file.instructions[it.copy];
    let line = format!("{} PATH=\"{bin}:$PATH\"", file.keyword_like(copy, Keyword::Env));
    let found = report.add(it.destination, message).aspect("path");
    if let Some(edit) = file.line_below(copy, &line) {
        found.fix(Safety::Safe, "Put it on PATH", edit);
    }
}

/// Copies it to the home of the user, if the file makes that user.
fn to_home(analysis: &Analysis, it: &Carried, end: StageId, user: &str) -> Option<Fix> {
    let file = analysis.file();
    let Body::Copy(files) = &file.instructions[it.copy].body else { return None };
    let is_made = analysis.user_made(user, end).is_some();
    if !is_made || files.sources.len() != 1 || it.to != "/root/.local" || it.extent != Extent::Alone {
        return None;
    }
    let home = format!("/home/{user}/.local");
    let mut edits = vec![TextEdit::replace(it.destination, home.clone())];
    for (index, other) in analysis.chain_instructions(end).filter(|other| other.0 > it.copy) {
        if !matches!(other.body, Body::Env(_) | Body::Cmd(_) | Body::Entrypoint(_)) {
            continue;
        }
        let start = usize::from(file.instructions[index].range.start());
        for (at, text) in file.text(other.range).match_indices("/root/.local") {
            edits.push(TextEdit::replace(range(start + at, start + at + text.len()), home.clone()));
        }
    }
    Some(Fix {
        title: format!("Copy it to `{home}`"),
        safety: Safety::Unsafe,
        edits: Edits::new(edits).ok()?,
    })
}
