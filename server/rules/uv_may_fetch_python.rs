//! # uv that may fetch another Python than that of the image
//!
//! If the project asks for another version than the image has, uv fetches a Python of its own and says so in one line of the log. The environment then
//! links to a folder below `/root`, which the stage that it is copied to has not: the image is built, and does not start.
//! With `UV_PYTHON_DOWNLOADS=0` the build fails instead, and says why.
//!
//! ```dockerfile
//! FROM python:3.13-slim AS build
//! COPY --from=ghcr.io/astral-sh/uv:0.9.5 /uv /bin/
//! WORKDIR /app
//! COPY . .
//! RUN uv sync --locked --no-editable
//! #   ^^^^^^^ may fetch a Python that the stage to which the environment is copied has not
//! FROM python:3.13-slim
//! COPY --from=build /app/.venv /app/.venv
//! CMD ["/app/.venv/bin/app"]
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.13-slim AS build
//! ENV UV_PYTHON_DOWNLOADS=0
//! COPY --from=ghcr.io/astral-sh/uv:0.9.5 /uv /bin/
//! WORKDIR /app
//! COPY . .
//! RUN uv sync --locked --no-editable
//! FROM python:3.13-slim
//! COPY --from=build /app/.venv /app/.venv
//! CMD ["/app/.venv/bin/app"]
//! ```
//!
//! Nothing is reported where the environment stays in its stage, where uv is told which Python to use, and where its own is wanted.
//!
//! ```dockerfile
//! FROM python:3.13-slim AS told
//! WORKDIR /app
//! RUN uv sync --locked --no-editable --python /usr/local/bin/python3
//! FROM debian:12-slim AS own
//! WORKDIR /srv
//! ENV UV_PYTHON_INSTALL_DIR=/opt/python
//! RUN uv sync --locked --no-editable
//! FROM debian:12-slim AS wanted
//! COPY --from=own /opt/python /opt/python
//! COPY --from=own /srv/.venv /srv/.venv
//! FROM python:3.13-slim
//! COPY --from=wanted /x /x
//! COPY --from=told /app/.venv /app/.venv
//! WORKDIR /other
//! RUN uv sync --locked
//! ```
//!
//! Nor where the folder in which uv keeps such a Python is copied, too.
//!
//! ```dockerfile
//! FROM ghcr.io/astral-sh/uv:0.9-python3.13-bookworm-slim AS build
//! WORKDIR /app
//! COPY . .
//! RUN uv sync --locked --no-dev --no-editable
//! FROM python:3.13-slim-bookworm
//! COPY --from=build /root/.local /root/.local
//! COPY --from=build /app/.venv /app/.venv
//! CMD ["/app/.venv/bin/app"]
//! ```
//!
//! ## Fix
//!
//! The variable in the stage that makes the environment. That is safe: where the image has the right Python, nothing changes.
//!
//! Source: <https://docs.astral.sh/uv/guides/integration/docker/>.
//! Practices: uv-python-downloads.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, variables},
    model::{Analysis, StageId, python::Tool},
    syntax::Body,
};

/// Reports the command that makes such an environment.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let (analysis, python) = (cx.analysis, cx.analysis.python());
    let mut said = Vec::new();
    for carried in &python.carried {
        let environment = &python.environments[carried.environment];
        let of_image = environment.interpreter.prefix.as_deref() == Some("/usr/local");
        if environment.tool != Tool::Uv || !of_image || said.contains(&carried.environment) || said.len() > 64
        {
            continue;
        }
        said.push(carried.environment);
        let Some(stage) = analysis.stages().of_instruction(environment.instruction) else { continue };
        let index = environment.instruction;
        let sets =
            |name: &str| analysis.scopes().visible(analysis.stages(), name, stage.id, index).next().is_some();
        let text = analysis.file().text(analysis.file().instructions[index].range);
        let is_told = SWITCHES.iter().any(|it| sets(it) || text.contains(it))
            || FLAGS.iter().any(|it| text.contains(it));
        if is_told || brings_python(analysis, carried.stage) {
            continue;
        }
        let message = "may fetch a Python that the stage to which the environment is copied has not";
        let found = report.add(environment.range, message);
        found.related(carried.source, "here it is copied");
        if let Some(edit) = variables::set(analysis, stage, "UV_", ("UV_PYTHON_DOWNLOADS", "0"), index) {
            found.fix(Safety::Safe, "Set `UV_PYTHON_DOWNLOADS=0`", edit);
        }
    }
}

/// Whether a stage takes what uv has fetched from another stage.
fn brings_python(analysis: &Analysis, stage: StageId) -> bool {
    analysis.chain_instructions(stage).any(|(index, it)| {
        let (Body::Copy(files), true) = (&it.body, it.flags.iter().any(|it| it.name() == "from")) else {
            return false;
        };
        let mut sources = files.sources.iter().filter_map(|it| analysis.value(*it, index));
        sources.any(|it| it.starts_with("/root") && HOME_OF_PYTHON.starts_with(it.trim_end_matches('/')))
    })
}

/// Where uv keeps what it fetches for root.
const HOME_OF_PYTHON: &str = "/root/.local/share/uv/python";

/// What says which Python is meant, or that none is to be fetched.
const SWITCHES: &[&str] = &[
    "UV_PYTHON_DOWNLOADS",
    "UV_SYSTEM_PYTHON",
    "UV_PYTHON_PREFERENCE",
    "UV_PYTHON",
    "UV_NO_MANAGED_PYTHON",
    "UV_OFFLINE",
];

const FLAGS: &[&str] =
    &["--no-python-downloads", "--python", " -p ", "--no-managed-python", "--python-preference", "--offline"];
