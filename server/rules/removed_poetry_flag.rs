//! # Flags that Poetry has no more
//!
//! Poetry 2 has no `--no-dev`, and ends with `The option "--no-dev" does not exist`. If the file does not say which Poetry it installs, that happens
//! with the next build, without any change.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN pip install poetry
//! RUN poetry install --no-dev
//! #                  ^^^^^^^^ Poetry 2 does not know this flag any more
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.13-slim
//! RUN pip install poetry
//! RUN poetry install --only main
//! ```
//!
//! `poetry export` is a plugin now, which has to be installed.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN pip install poetry==2.1.4
//! RUN poetry export -o requirements.txt
//! #   ^^^^^^^^^^^^^ Poetry 2 has this command only with `poetry-plugin-export`
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.13-slim
//! RUN pip install poetry==2.1.4 poetry-plugin-export
//! RUN poetry export -o requirements.txt
//! ```
//!
//! Nothing is reported for an older Poetry, and for a version that only the build knows.
//!
//! ```dockerfile
//! FROM python:3.9-slim AS old
//! RUN pip install poetry==1.1.15 && poetry install --no-dev
//! FROM python:3.12-slim AS variable
//! ARG POETRY_VERSION
//! RUN pip install poetry==$POETRY_VERSION && poetry install --no-dev
//! FROM python:3.12-slim
//! RUN curl -sSL https://install.python-poetry.org | POETRY_VERSION=1.8.5 python - && poetry install --no-dev
//! ```
//!
//! ## Fix
//!
//! `--only main`, which means the same, and is known since Poetry 1.2. That is safe. To install the plugin is unsafe.
//!
//! Source: <https://python-poetry.org/blog/announcing-poetry-2.0.0/>.
//! Practices: poetry-deprecated-flags.

use std::collections::HashMap;

use crate::{
    knowledge::packages::Kind,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Tag},
    model::{Analysis, Form, RunScript, StageId, installs::Install},
    syntax::shell::Effective,
    text::TextEdit,
};

/// Reports the flag, or the command.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Mentioning(&["poetry"], &Check::File(check)),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let source = analysis.source();
    let is_used = source.contains("--no-dev") || source.contains("export");
    // A variable may ask for any version.
    if !is_used || !source.contains("poetry") || source.to_ascii_lowercase().contains("poetry_version") {
        return;
    }
    let poetries: Vec<&Install> = analysis.installs().iter().filter(|it| installs_poetry(it)).collect();
    let is_plugged = source.contains("poetry-plugin-export");
    let mut known: HashMap<StageId, Option<&Install>> = HashMap::new();
    for (index, trigger, run) in analysis.runs() {
        let Some(stage) = analysis.stages().of_instruction(index).map(|it| it.id) else { continue };
        for visited in run.script.commands() {
            let command = visited.command.effective();
            if trigger || !command.is("poetry") {
                continue;
            }
            if let Some(pip) = *known.entry(stage).or_insert_with(|| newest(analysis, &poetries, stage)) {
                look(run, &command, pip, is_plugged, report);
            }
        }
    }
}

fn look(run: &RunScript, command: &Effective<'_>, pip: &Install, is_plugged: bool, report: &mut Report) {
    let arguments = command.arguments();
    let Some(subcommand) = arguments.operands(&["-C", "--directory", "-P", "--project"]).next() else {
        return;
    };
    let can = run.form != Form::Exec && run.script.is_understood();
    match &*subcommand.lossy() {
        "install" | "sync" => {
            let Some(word) = arguments.words().iter().find(|it| it.text() == "--no-dev") else { return };
            let found = report.add(word.range, "Poetry 2 does not know this flag any more");
            found.tag(Tag::Deprecated);
            if can {
                found.fix(Safety::Safe, "Use `--only main`", TextEdit::replace(word.range, "--only main"));
            }
        }
        "export" if !is_plugged => {
            let Some(start) = command.name_word() else { return };
            let place = start.range.cover(subcommand.range);
            let found = report.add(place, "Poetry 2 has this command only with `poetry-plugin-export`");
            let package = pip.packages.iter().find(|it| is_poetry(&it.text));
            if let Some(package) = package.filter(|_| can && pip.form != Form::Exec) {
                let edit = TextEdit::insert(package.range.end(), " poetry-plugin-export");
                found.fix(Safety::Unsafe, "Install the plugin", edit);
            }
        }
        _ => {}
    }
}

/// The installation of Poetry in a stage, if it is of the newest version, or of 2.
fn newest<'a>(analysis: &Analysis, poetries: &[&'a Install], stage: StageId) -> Option<&'a Install> {
    let mut all = poetries.iter().copied().filter(|it| analysis.is_in_chain(it.instruction, stage));
    let install = all.next()?;
    let package = install.packages.iter().find(|it| is_poetry(&it.text))?;
    let is_new = match package.text.trim_start_matches("poetry").trim_start_matches(['=', '~', '^']) {
        "" => true,
        version => version.starts_with("2."),
    };
    (is_new && package.literal && all.next().is_none()).then_some(install)
}

fn installs_poetry(install: &Install) -> bool {
    install.manager.kind == Kind::Python
        && install.subcommand.ends_with("install")
        && install.packages.iter().any(|it| is_poetry(&it.text))
}

fn is_poetry(package: &str) -> bool {
    package
        .strip_prefix("poetry")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['=', '~', '<', '>', '^']))
}
