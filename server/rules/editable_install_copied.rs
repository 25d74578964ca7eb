//! # Editable installations that are copied without their code
//!
//! An editable installation holds no code, only a link to the folder where the code lies. That is useful while you work on it. If only the
//! environment is copied to another stage, the link leads nowhere, and the program ends with `ModuleNotFoundError`.
//!
//! ```dockerfile
//! FROM python:3.12-slim AS build
//! WORKDIR /src
//! COPY . .
//! RUN python -m venv /opt/venv && /opt/venv/bin/pip install -e .
//! FROM python:3.12-slim
//! COPY --from=build /opt/venv /opt/venv
//! #                 ^^^^^^^^^ the environment has only a link to the code in `/src`, which this stage has not
//! CMD ["/opt/venv/bin/app"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim AS build
//! WORKDIR /src
//! COPY . .
//! RUN python -m venv /opt/venv && /opt/venv/bin/pip install .
//! FROM python:3.12-slim
//! COPY --from=build /opt/venv /opt/venv
//! CMD ["/opt/venv/bin/app"]
//! ```
//!
//! uv, Poetry and PDM install the project itself like that, unless they are told otherwise.
//!
//! ```dockerfile
//! FROM python:3.12-slim AS build
//! COPY --from=ghcr.io/astral-sh/uv:0.9.5 /uv /bin/
//! WORKDIR /app
//! COPY . .
//! RUN uv sync --locked
//! FROM python:3.12-slim
//! COPY --from=build /app/.venv /app/.venv
//! #                 ^^^^^^^^^^ the environment has only a link to the code in `/app`, which this stage has not
//! CMD ["/app/.venv/bin/app"]
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.12-slim AS build
//! COPY --from=ghcr.io/astral-sh/uv:0.9.5 /uv /bin/
//! WORKDIR /app
//! COPY . .
//! RUN uv sync --no-editable --locked
//! FROM python:3.12-slim
//! COPY --from=build /app/.venv /app/.venv
//! CMD ["/app/.venv/bin/app"]
//! ```
//!
//! Nothing is reported where the code comes to the same folder, and where the project is not installed at all. Where code comes from elsewhere,
//! the project may be one that is no package; only its pyproject.toml can tell.
//!
//! ```dockerfile
//! FROM python:3.12-slim AS build
//! WORKDIR /app
//! COPY . .
//! RUN uv sync --locked
//!
//! FROM python:3.12-slim AS with-code
//! WORKDIR /app
//! COPY . .
//! COPY --from=build /app/.venv /app/.venv
//!
//! FROM python:3.12-slim AS whole
//! COPY --from=build /app /app
//!
//! FROM python:3.12-slim
//! COPY src /srv
//! COPY --from=build /app/.venv /app/.venv
//! CMD ["python", "/srv/main.py"]
//! ```
//!
//! ```file pyproject.toml
//! [project]
//! name = "app"
//! [build-system]
//! requires = ["hatchling"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim AS build
//! WORKDIR /app
//! COPY . .
//! RUN uv sync --locked
//! FROM python:3.12-slim
//! COPY config /srv
//! COPY --from=build /app/.venv /app/.venv
//! #                 ^^^^^^^^^^ the environment has only a link to the code in `/app`, which this stage has not
//! CMD ["/app/.venv/bin/app"]
//! ```
//!
//! ## Fix
//!
//! `--no-editable` behind each `uv sync` of the stage, which is safe. Of pip, `-e` is taken away, which is unsafe: a package may rely on files that
//! belong to the project and are not installed.
//!
//! Source: <https://docs.astral.sh/uv/guides/integration/docker/#non-editable-installs>.
//! Practices: editable-install-copied.

use crate::{
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::{
        Analysis, StageId,
        python::{Carried, Editable, Environment, Extent, paths},
    },
    syntax::{Body, Instruction, Keyword},
    text::{Edits, TextEdit, TextRange},
};

/// Reports the environment that is copied.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let python = analysis.python();
    for it in &python.carried {
        let environment = &python.environments[it.environment];
        let Some(editable) = &environment.editable else { continue };
        let stage = analysis.container_of(it.stage);
        let reaches = it.extent == Extent::Alone && environment.tool.is_virtual();
        if !reaches || python.is_passed_on(analysis, it) || !analysis.stages().is_needed(it.stage) {
            continue;
        }
        let Some(code) = code(analysis, stage, it, &editable.project) else { continue };
        let is_package = !editable.implied || is_package(cx, environment) || code == Code::None;
        if code == Code::There || !is_package {
            continue;
        }
        let message = format!(
            "the environment has only a link to the code in `{}`, which this stage has not",
            editable.project
        );
        let found = report.add(it.source, message);
        found.related(editable.range, "here the link is made");
        found.fix = fix(analysis, environment, editable);
    }
}

/// Which code is in a stage, besides the environment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Code {
    /// None is copied.
    None,
    /// Some, but not to the folder that the link leads to.
    Elsewhere,
    /// Some, to that folder.
    There,
}

/// `None` if it is not known where files are copied to.
fn code(analysis: &Analysis, stage: StageId, carried: &Carried, project: &str) -> Option<Code> {
    let mut code = Code::None;
    for (index, it) in analysis.chain_instructions(stage) {
        let (Body::Copy(files) | Body::Add(files)) = &it.body else { continue };
        if index == carried.copy || is_tool(it) {
            continue;
        }
        let workdir = analysis.workdir(index);
        let to = analysis.value(files.destination?, index)?;
        let to = paths::absolute(&to, workdir.known().map(String::as_str))?;
        if paths::below(project, &to).is_some() || paths::below(&to, project).is_some() {
            return Some(Code::There);
        }
        code = Code::Elsewhere;
    }
    Some(code)
}

/// A COPY from an image brings tools, not the code of the project.
fn is_tool(it: &Instruction) -> bool {
    let from = it.flags.iter().find(|flag| flag.name() == "from").and_then(|it| it.value());
    it.keyword == Keyword::Copy && from.is_some_and(|it| it.contains('/'))
}

/// Whether the project of the build context is a package, so that it is installed as well.
fn is_package(cx: Cx<'_>, _: &Environment) -> bool {
    let manifest = cx.world.read("pyproject.toml");
    manifest.is_some_and(|it| {
        let says = |line: &str, text: &str| line.split_whitespace().collect::<String>().starts_with(text);
        let has = |text: &str| it.lines().any(|line| says(line, text));
        has("[build-system]") && !has("package=false") && !has("package-mode=false")
    })
}

fn fix(analysis: &Analysis, environment: &Environment, editable: &Editable) -> Option<Fix> {
    let file = analysis.file();
    if editable.implied {
        let syncs = analysis.installs().iter().filter(|it| {
            let stage = analysis.stages().of_instruction(it.instruction).map(|it| it.id);
            let is_sync = it.manager.commands[0] == "uv" && it.subcommand == "sync";
            is_sync && stage == Some(environment.stage) && !it.has_flag(&["--no-editable"])
        });
        let all: Vec<_> = syncs.collect();
        let is_plain = all.iter().all(|it| it.form != crate::model::Form::Exec);
        let edits = all.iter().map(|it| TextEdit::insert(it.flag_place(), " --no-editable"));
        let edits = Edits::new(edits).ok().filter(|it| !it.is_empty() && is_plain)?;
        let title = "Add `--no-editable` to `uv sync`".to_owned();
        return Some(Fix { title, safety: Safety::Safe, edits });
    }
    let flag = file.text(editable.range);
    let range = match flag {
        "-e" | "--editable" => {
            let rest = &file.source[usize::from(editable.range.end())..];
            let blanks = rest.len() - rest.trim_start_matches(' ').len();
            TextRange::new(editable.range.start(), editable.range.end() + crate::text::size(blanks))
        }
        _ => {
            let length = flag.strip_prefix("--editable=").map(|it| flag.len() - it.len())?;
            TextRange::at(editable.range.start(), crate::text::size(length))
        }
    };
    Some(Fix {
        title: "Install the code itself".to_owned(),
        safety: Safety::Unsafe,
        edits: TextEdit::delete(range).into(),
    })
}
