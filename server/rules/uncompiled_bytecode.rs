//! # Python code that each container compiles again
//!
//! Python compiles a module when it is first imported, and keeps the result in `__pycache__` beside it. In a container that is lost with the container:
//! unless the image has it, each start compiles everything again. pip compiles what it installs. uv does not, unless it is asked to.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! COPY --from=ghcr.io/astral-sh/uv:0.9.5 /uv /bin/
//! WORKDIR /app
//! COPY pyproject.toml uv.lock ./
//! RUN uv sync --locked
//! #   ^^^^^^^ does not compile what it installs, so that each container does when it starts
//! CMD ["/app/.venv/bin/app"]
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.13-slim
//! ENV UV_COMPILE_BYTECODE=1
//! COPY --from=ghcr.io/astral-sh/uv:0.9.5 /uv /bin/
//! WORKDIR /app
//! COPY pyproject.toml uv.lock ./
//! RUN uv sync --locked
//! CMD ["/app/.venv/bin/app"]
//! ```
//!
//! The image becomes larger by that, by about as much as the code itself.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN pip install --no-compile flask==3.1.0
//! #               ^^^^^^^^^^^^ keeps pip from compiling, so that each container does when it starts
//! CMD ["flask", "run"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.13-slim
//! RUN pip install flask==3.1.0
//! CMD ["flask", "run"]
//! ```
//!
//! `PYTHONDONTWRITEBYTECODE` is often taken for a way to a smaller image. It is none: pip and uv compile all the same. It only keeps Python from keeping
//! what it compiles when it runs.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! ENV PYTHONDONTWRITEBYTECODE=1
//! #   ^^^^^^^^^^^^^^^^^^^^^^^ makes no image smaller, but each start slower: nothing that is compiled is kept
//! COPY . .
//! CMD ["python", "-m", "app"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.13-slim
//! COPY . .
//! CMD ["python", "-m", "app"]
//! ```
//!
//! A user who may not write beside the code cannot keep anything either. Then it is best to compile the code in the build. Because the own code is small
//! most of the time, only those are told who ask for `uncompiled-bytecode/application`.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! WORKDIR /app
//! COPY . .
//! #    ^ is compiled anew by each container, because the user `app` cannot keep the result
//! USER app
//! CMD ["python", "-m", "app"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.13-slim
//! WORKDIR /app
//! COPY . .
//! RUN python -m compileall -q /app
//! USER app
//! CMD ["python", "-m", "app"]
//! ```
//!
//! Nothing is reported where something compiles later, in stages that do not ship, and for the environment of one RUN.
//!
//! ```dockerfile
//! FROM python:3.13-slim AS test
//! ENV PYTHONDONTWRITEBYTECODE=1
//! RUN uv pip install --system pytest
//! FROM python:3.13-slim
//! ENV UV_COMPILE_BYTECODE=1
//! RUN PYTHONDONTWRITEBYTECODE=1 pip install flask==3.1.0 && uv pip install --system gunicorn
//! COPY . .
//! RUN python -m compileall -q .
//! USER app
//! CMD ["python", "-m", "app"]
//! ```
//!
//! If the times of files are set when the image is written (`SOURCE_DATE_EPOCH`), what was compiled before seems too old. Its check can be by content,
//! or left out.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! ARG SOURCE_DATE_EPOCH
//! COPY . /app
//! RUN python -m compileall -q /app
//! #             ^^^^^^^^^^ what it writes is thought to be old when the times of files are set afterwards
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.13-slim
//! ARG SOURCE_DATE_EPOCH
//! COPY . /app
//! RUN python -m compileall --invalidation-mode unchecked-hash -q /app
//! ```
//!
//! ## Fix
//!
//! `UV_COMPILE_BYTECODE` is safe, and so is the other way to check. To take `--no-compile` or the variable away makes the image larger, or another
//! user write files, and is unsafe; so is to compile code that may not be for this Python.
//!
//! Source: Itamar Turner-Trauring, EuroPython 2020; <https://docs.astral.sh/uv/guides/integration/docker/#compiling-bytecode>; PEP 552.
//! Practices: uv-compile-bytecode, pip-no-compile, python-dontwritebytecode-in-prod, compile-bytecode-app, pyc-reproducible-invalidation.

use std::collections::HashSet;

use crate::{
    knowledge::servers,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, variables},
    model::{
        Analysis, Fact, Form, Stage, StageId,
        installs::Install,
        is_root,
        python::{Target, paths},
    },
    syntax::{Body, Keyword},
    text::{TextEdit, TextRange, range, size},
};

/// Looks at what ships.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["application", "pip", "timestamps", "uv", "variable"],
    group: Group::Speed,
    severity: Severity::Info,
    default: true,
    check: Check::Mentioning(
        &["python", "pypy", "pip", "uv", "poetry", "conda", "pdm", "mamba"],
        &Check::File(check),
    ),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let Some(target) = analysis.stages().target() else { return };
    if !analysis.source().contains("compileall") {
        uv(analysis, target.id, report);
        pip(analysis, target.id, report);
        variable(analysis, target, report);
        application(analysis, target, report);
    } else if analysis.source().contains("SOURCE_DATE_EPOCH") {
        timestamps(analysis, report);
    }
}

// ── What is installed ───────────────────────────────────────────────────────────────────────────────────────────────

/// The installations into an environment that ships.
fn shipped(analysis: &Analysis, target: StageId) -> impl Iterator<Item = &Install> {
    let python = analysis.python();
    let ships: HashSet<usize> = python.at_end(target).iter().map(|it| it.environment).collect();
    python.targets.iter().filter_map(move |(call, to)| {
        let Target::Environment(at) = to else { return None };
        ships.contains(at).then(|| &analysis.installs()[*call])
    })
}

fn is_set(analysis: &Analysis, name: &str, index: usize) -> bool {
    let Some(stage) = analysis.stages().of_instruction(index) else { return true };
    analysis.scopes().visible(analysis.stages(), name, stage.id, index).next().is_some()
}

/// What uv installs: the first call in each stage, as one variable is enough.
fn uv(analysis: &Analysis, target: StageId, report: &mut Report) -> Option<()> {
    let mut said: Vec<StageId> = Vec::new();
    let file = analysis.file();
    for install in shipped(analysis, target).filter(|it| it.manager.commands[0] == "uv") {
        let stage = analysis.stages().of_instruction(install.instruction)?;
        let is_said = said.iter().rev().any(|it| analysis.stages().is_built_on(stage.id, *it));
        let is_told = install.has_flag(&["--compile-bytecode", "--compile", "--no-compile-bytecode"])
            || is_set(analysis, "UV_COMPILE_BYTECODE", install.instruction);
        let run = file.instructions[install.instruction].range;
        if is_said || is_told || file.text(run).contains("UV_COMPILE_BYTECODE") {
            continue;
        }
        said.push(stage.id);
        let message = "does not compile what it installs, so that each container does when it starts";
        let found = report.add(install.head, message).aspect("uv");
        let pair = ("UV_COMPILE_BYTECODE", "1");
        if let Some(edit) = variables::set(analysis, stage, "UV_", pair, install.instruction) {
            found.fix(Safety::Safe, "Set `UV_COMPILE_BYTECODE`", edit);
        }
    }
    Some(())
}

/// What pip is kept from.
fn pip(analysis: &Analysis, target: StageId, report: &mut Report) {
    for install in shipped(analysis, target).filter(|it| it.has_flag(&["--no-compile"])) {
        let run = analysis.script_of(install);
        let start = usize::from(install.head.end());
        let Some(at) = analysis.source()[start..].find("--no-compile") else { continue };
        let range = range(start + at, start + at + "--no-compile".len());
        let message = "keeps pip from compiling, so that each container does when it starts";
        let found = report.add(range, message).aspect("pip");
        let rest = &analysis.source()[usize::from(range.end())..];
        if run.form != Form::Exec && run.script.is_understood() && rest.starts_with(' ') {
            let range = TextRange::new(range.start(), range.end() + size(1));
            found.fix(Safety::Unsafe, "Remove `--no-compile`", TextEdit::delete(range));
        }
    }
}

// ── What is written when it runs ────────────────────────────────────────────────────────────────────────────────────

/// Whether a container runs code of Python that it imports.
fn runs_python(analysis: &Analysis, target: StageId) -> bool {
    let programs = analysis.programs(target);
    programs.iter().any(|it| {
        let has_operand = it.command.arguments().operands(&["-X", "-W"]).next().is_some();
        it.is_python() && has_operand || it.name().is_some_and(|name| servers::is_python_server(&name))
    })
}

/// The user that a container runs as, if that is not root.
fn other_user(analysis: &Analysis, target: StageId) -> Option<String> {
    match analysis.user_at_end(target) {
        Fact::Known { value, .. } => (!is_root(&value)).then_some(value),
        _ => None,
    }
}

/// PYTHONDONTWRITEBYTECODE in what ships.
fn variable(analysis: &Analysis, target: &Stage, report: &mut Report) -> Option<()> {
    if !runs_python(analysis, target.id) || other_user(analysis, target.id).is_some() {
        return None;
    }
    let file = analysis.file();
    for (_, it) in analysis.chain_instructions(target.id) {
        let Body::Env(pairs) = &it.body else { continue };
        for pair in pairs.iter().filter(|it| file.text(it.name) == "PYTHONDONTWRITEBYTECODE") {
            let value = pair.value.map_or("", |it| file.text(it)).trim_matches(['"', '\'']);
            // What seems off has a rule of its own.
            if !matches!(value, "1" | "true" | "True" | "x" | "yes" | "on" | "y") {
                continue;
            }
            let message = "makes no image smaller, but each start slower: nothing that is compiled is kept";
            let found = report.add(pair.name, message).aspect("variable");
            if let Some(edit) = variables::remove(file, it, pair.name) {
                found.fix(Safety::Unsafe, "Remove the variable", edit);
            }
        }
    }
    Some(())
}

/// Code of the build context for a user who cannot write beside it.
fn application(analysis: &Analysis, target: &Stage, report: &mut Report) -> Option<()> {
    let file = analysis.file();
    let user = other_user(analysis, target.id)?;
    let here = analysis.python().interpreters(target.id)?.default.prefix.is_some();
    if !runs_python(analysis, target.id)
        || !here
        || file.source.contains("chown")
        || file.source.contains("VOLUME")
    {
        return None;
    }
    let within = target.instructions.clone();
    let (index, word, to) = within.rev().find_map(|index| {
        let it = &file.instructions[index];
        let Body::Copy(files) = &it.body else { return None };
        let [word] = files.sources.as_slice() else { return None };
        let workdir = analysis.workdir(index);
        let to = paths::absolute(
            &analysis.value(files.destination?, index)?,
            workdir.known().map(String::as_str),
        )?;
        let is_all = matches!(&*file.word(*word), "." | "./") && it.flags.is_empty();
        (is_all && to != "/").then_some((index, *word, to))
    })?;
    let message =
        format!("is compiled anew by each container, because the user `{user}` cannot keep the result");
    let found = report.add(word.range, message).aspect("application").quiet();
    let by_root = matches!(analysis.user(index), Fact::Known { value, .. } if is_root(&value));
    let it = &file.instructions[index];
    let line = format!("{} python -m compileall -q {to}", file.keyword_like(it, Keyword::Run));
    if by_root && to.bytes().all(|it| it.is_ascii_alphanumeric() || b"/_-.".contains(&it)) {
        found.fix(Safety::Unsafe, "Compile it in the build", file.line_below(it, &line)?);
    }
    Some(())
}

// ── Times of files ──────────────────────────────────────────────────────────────────────────────────────────────────

/// `compileall` that goes by the times of files.
fn timestamps(analysis: &Analysis, report: &mut Report) {
    for (_, trigger, run) in analysis.runs() {
        for visited in run.script.commands() {
            let words = &visited.command.words;
            let Some(word) = words.iter().take(4).find(|it| it.text() == "compileall") else { continue };
            if trigger || words.iter().any(|it| it.text().starts_with("--invalidation-mode")) {
                continue;
            }
            let message = "what it writes is thought to be old when the times of files are set afterwards";
            let found = report.add(word.range, message).aspect("timestamps").severity(Severity::Hint);
            if run.form != Form::Exec && run.script.is_understood() {
                let edit = TextEdit::insert(word.range.end(), " --invalidation-mode unchecked-hash");
                found.fix(Safety::Safe, "Do not check the times", edit);
            }
        }
    }
}
