//! # Virtual environments that are copied to another path
//!
//! A virtual environment belongs to the path at which it was made. That path is written into its scripts: `gunicorn` begins with
//! `#!/build/venv/bin/python`. Copied to `/app/venv`, the script asks for an interpreter that is not there, and the container stops at once with
//! `exec /app/venv/bin/gunicorn: no such file or directory`.
//!
//! ```dockerfile
//! FROM python:3.12-slim AS build
//! RUN python -m venv /build/venv && /build/venv/bin/pip install gunicorn==23.0.0
//! FROM python:3.12-slim
//! COPY --from=build /build/venv /app/venv
//! #                             ^^^^^^^^^ the environment was made at `/build/venv`, and its scripts do not work anywhere else
//! ENV PATH="/app/venv/bin:$PATH"
//! CMD ["gunicorn", "app:app"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim AS build
//! RUN python -m venv /build/venv && /build/venv/bin/pip install gunicorn==23.0.0
//! FROM python:3.12-slim
//! COPY --from=build /build/venv /build/venv
//! ENV PATH="/build/venv/bin:$PATH"
//! CMD ["gunicorn", "app:app"]
//! ```
//!
//! It moves with the folder that it is in, too. uv, PDM and others make it in the project, as `.venv`.
//!
//! ```dockerfile
//! FROM python:3.12-slim AS build
//! WORKDIR /build
//! COPY . .
//! RUN uv sync --frozen
//! FROM python:3.12-slim
//! COPY --from=build /build /app
//! #                        ^^^^ the environment was made at `/build/.venv`, and its scripts do not work anywhere else
//! CMD ["/app/.venv/bin/uvicorn", "app:app"]
//! ```
//!
//! The interpreter in it finds its packages anywhere, so that only the scripts fail. If one only starts `python`, that is for your information.
//!
//! ```dockerfile
//! FROM python:3.12-slim AS build
//! RUN python -m venv /venv
//! FROM python:3.12-slim
//! COPY --from=build /venv /app/venv
//! #                       ^^^^^^^^^ the environment was made at `/venv`, and its scripts do not work anywhere else
//! CMD ["/app/venv/bin/python", "-m", "app"]
//! ```
//!
//! Nothing is reported for an environment that stays at its path, or that uv made with `--relocatable`.
//!
//! ```dockerfile
//! FROM python:3.12-slim AS build
//! WORKDIR /app
//! RUN python -m venv .venv
//! RUN uv venv --relocatable /build/other
//! FROM python:3.12-slim
//! WORKDIR /app
//! COPY --from=build /app/.venv .venv
//! COPY --from=build /build/other /other
//! CMD ["gunicorn", "app:app"]
//! ```
//!
//! ## Fix
//!
//! The environment is copied to where it was made, and the path follows in what stands below. That is unsafe: files that are not seen here, such as a
//! script that is started, may name the path as well.
//!
//! Source: <https://docs.python.org/3/library/venv.html>, Moshe Zadka, "Contain Yourself".
//! Practices: venv-path-changed.

use crate::{
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::{
        Analysis,
        python::{Carried, Environment, Extent},
    },
    syntax::Body,
    text::{Edits, TextEdit, range},
};

/// Reports where such an environment is copied to.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let python = cx.analysis.python();
    for it in &python.carried {
        let environment = &python.environments[it.environment];
        let moves = environment.tool.is_virtual() && !environment.relocatable && it.to != environment.path;
        if !moves || it.extent == Extent::Packages || python.is_passed_on(cx.analysis, it) {
            continue;
        }
        let message = format!(
            "the environment was made at `{}`, and its scripts do not work anywhere else",
            environment.path
        );
        let found = report.add(it.destination, message);
        if starts_python(cx.analysis, it) {
            found.severity(Severity::Info);
        }
        found.related(environment.range, "here it was made");
        found.fix = fix(cx.analysis, it, environment);
    }
}

/// Whether a container only starts the interpreter, which works at any path.
fn starts_python(analysis: &Analysis, carried: &Carried) -> bool {
    let programs = analysis.programs(analysis.container_of(carried.stage));
    !programs.is_empty() && programs.iter().all(|it| it.is_python())
}

/// Copies it to where it was made.
fn fix(analysis: &Analysis, carried: &Carried, environment: &Environment) -> Option<Fix> {
    let file = analysis.file();
    let Body::Copy(files) = &file.instructions[carried.copy].body else { return None };
    if carried.extent != Extent::Alone || files.sources.len() != 1 || carried.from != environment.path {
        return None;
    }
    let mut edits = Vec::new();
    let written = file.text(carried.destination);
    let quote = if written.starts_with('"') { "\"" } else { "" };
    let slash = if written.trim_end_matches('"').ends_with('/') { "/" } else { "" };
    edits.push(TextEdit::replace(carried.destination, format!("{quote}{}{slash}{quote}", environment.path)));
    let below =
        analysis.stages().stages.iter().filter(|it| analysis.stages().is_built_on(it.id, carried.stage));
    for index in below.flat_map(|it| it.instructions.clone()).filter(|it| *it > carried.copy) {
        let it = &file.instructions[index];
        let (text, start) = (file.text(it.range), usize::from(it.range.start()));
        for (at, _) in text.match_indices(&*carried.to) {
            let end = at + carried.to.len();
            let is_name = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.' | '/' | '}');
            let goes_on = text[end..].starts_with(|it: char| is_name(it) && it != '/');
            if !text[..at].ends_with(is_name) && !goes_on {
                edits.push(TextEdit::replace(range(start + at, start + end), environment.path.clone()));
            }
        }
    }
    Some(Fix {
        title: format!("Copy it to `{}`", environment.path),
        safety: Safety::Unsafe,
        edits: Edits::new(edits).ok()?,
    })
}
