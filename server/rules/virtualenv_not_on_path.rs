//! # Virtual environments that are not on PATH
//!
//! `python` and `pip` are what PATH finds first. If the environment is not there, that is the Python of the image, which knows none of the packages in
//! the environment: `ModuleNotFoundError`, or a server that is `not found`. ENV is not copied from one stage to another, so that each stage that uses the
//! environment has to say it.
//!
//! ```dockerfile
//! FROM python:3.12-slim AS build
//! RUN python -m venv /opt/venv
//! ENV PATH="/opt/venv/bin:$PATH"
//! RUN pip install gunicorn==23.0.0
//! FROM python:3.12-slim
//! COPY --from=build /opt/venv /opt/venv
//! CMD ["gunicorn", "app:app"]
//! #    ^^^^^^^^^^ the environment in `/opt/venv` is not on PATH, so that this does not find it
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.12-slim AS build
//! RUN python -m venv /opt/venv
//! ENV PATH="/opt/venv/bin:$PATH"
//! RUN pip install gunicorn==23.0.0
//! FROM python:3.12-slim
//! COPY --from=build /opt/venv /opt/venv
//! ENV PATH="/opt/venv/bin:$PATH"
//! CMD ["gunicorn", "app:app"]
//! ```
//!
//! What is made and never filled is a sign of it, too.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN python -m venv /opt/venv
//! RUN pip install flask==3.1.0
//! #   ^^^^^^^^^^^ the environment in `/opt/venv` is not on PATH, so that this installs beside it
//! CMD ["flask", "run"]
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.12-slim
//! RUN python -m venv /opt/venv
//! ENV PATH="/opt/venv/bin:$PATH"
//! RUN pip install flask==3.1.0
//! CMD ["flask", "run"]
//! ```
//!
//! Nothing is reported where its programs are called by their path, where a script may activate it, and where packages are installed beside it on
//! purpose.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! WORKDIR /app
//! RUN pip install uv==0.9.5 && uv sync --locked
//! CMD ["uv", "run", "app"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN python -m venv /opt/venv && /opt/venv/bin/pip install flask==3.1.0
//! CMD ["/opt/venv/bin/flask", "run"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN python -m venv /opt/venv && /opt/venv/bin/pip install flask==3.1.0
//! CMD . /opt/venv/bin/activate && exec flask run
//! ```
//!
//! ## Fix
//!
//! ENV below the line that makes the environment, or brings it. That is safe: nothing else in the image changes.
//!
//! Source: <https://pythonspeed.com/articles/activate-virtualenv-dockerfile/>, <https://docs.astral.sh/uv/guides/integration/docker/>.
//! Practices: venv-not-on-path.

use crate::{
    knowledge::servers,
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::{
        Analysis, StageId,
        python::{Present, Target, Tool},
    },
    syntax::Keyword,
};

/// Reports what is started, or what installs.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    if analysis.python().environments.is_empty() {
        return;
    }
    for stage in &analysis.stages().stages {
        if install(analysis, stage.id, report).is_none()
            && analysis.stages().target().is_some_and(|it| it.id == stage.id)
        {
            start(analysis, stage.id, report);
        }
    }
}

/// A program that a container starts by its name.
fn start(analysis: &Analysis, stage: StageId, report: &mut Report) -> Option<()> {
    let python = analysis.python();
    let all = python.at_end(stage);
    let is_virtual = |it: &&Present| python.environments[it.environment].tool.is_virtual();
    let others =
        all.iter().any(|it| !is_virtual(&it) && python.environments[it.environment].tool != Tool::Wheels);
    let mut environments = all.iter().filter(is_virtual);
    let (Some(environment), None) = (environments.next(), environments.next()) else { return None };
    let path = python.search_path_at_end(stage);
    // An image that nobody knows may have it on its PATH.
    if others
        || path.iter().any(|it| *it == format!("{}/bin", environment.path))
        || path.iter().any(|it| it.contains("venv"))
    {
        return None;
    }
    analysis.base_image(stage)?;
    let programs = analysis.programs(stage);
    let is_in_environment =
        |name: &str| matches!(name, "python" | "python3") || servers::python(name).is_some();
    let program = programs.iter().find(|it| it.name().is_some_and(|name| is_in_environment(&name)))?;
    let activates = |name: &str| matches!(name, "." | "source" | "eval" | "export");
    if programs
        .iter()
        .any(|it| it.name().is_none_or(|name| activates(&name)) || !it.command.command.assignments.is_empty())
    {
        return None;
    }
    let word = program.command.name_word()?;
    // A path is no name.
    if program.command.name()?.contains('/') {
        return None;
    }
    let message =
        format!("the environment in `{}` is not on PATH, so that this does not find it", environment.path);
    let found = report.add(word.range, message);
    found.related(analysis.keyword_place(environment.since), "it is made here");
    found.fix = fix(analysis, environment);
    Some(())
}

/// An installation that misses the environment which is there, and which nothing else fills.
fn install(analysis: &Analysis, stage: StageId, report: &mut Report) -> Option<()> {
    let python = analysis.python();
    let stages = analysis.stages();
    let made = |it: &&Present| {
        let environment = &python.environments[it.environment];
        environment.tool == Tool::Venv && environment.stage == stage && it.since == environment.instruction
    };
    let present = python.at_end(stage).iter().find(made)?;
    let source = analysis.source();
    // Whoever names the environment elsewhere knows what it is for.
    let bin = format!("{}/bin", present.path);
    let within = stages.get(stage).instructions.clone();
    let is_used = within.clone().any(|index| {
        let text = &source[analysis.file().instructions[index].range];
        text.contains(&bin)
            || text.contains("activate")
            || text.contains("VIRTUAL_ENV")
            || text.contains("PATH")
    });
    if is_used || python.environments[present.environment].range.is_empty() {
        return None;
    }
    let mut stray = python.targets.iter().filter_map(|(call, target)| {
        let install = &analysis.installs()[*call];
        let Target::Environment(at) = target else { return None };
        let is_pip = install.manager.commands[0] == "pip" && install.subcommand == "install";
        let is_stray = python.environments[*at].tool == Tool::System && within.contains(&install.instruction);
        (is_pip && is_stray && install.instruction > present.since && !install.name.contains('/'))
            .then_some(install)
    });
    let install = stray.next()?;
    let message =
        format!("the environment in `{}` is not on PATH, so that this installs beside it", present.path);
    let found = report.add(install.head, message);
    found.related(analysis.keyword_place(present.since), "it is made here");
    found.fix = fix(analysis, present);
    Some(())
}

fn fix(analysis: &Analysis, environment: &Present) -> Option<Fix> {
    let file = analysis.file();
    let it = &file.instructions[environment.since];
    let line = format!("{} PATH=\"{}/bin:$PATH\"", file.keyword_like(it, Keyword::Env), environment.path);
    Some(Fix {
        title: "Put the environment on PATH".to_owned(),
        safety: Safety::Safe,
        edits: file.line_below(it, &line)?.into(),
    })
}
