//! # Packaging tools among the packages of the application
//!
//! Poetry, Pipenv and their kin are programs with packages of their own, dozens of them. Installed beside the application, they decide with it which
//! versions fit, and they ship with it: each of their packages is one to be scanned and updated, and one that an intruder can install with.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN pip install --no-cache-dir poetry==2.1.4
//! #                              ^^^^^^^^^^^^^ ships with the application, and so do all packages that it needs
//! COPY . .
//! RUN poetry config virtualenvs.create false && poetry install --only main
//! CMD ["python", "-m", "app"]
//! ```
//!
//! Install in a build stage, and copy the environment only.
//!
//! ```dockerfile
//! FROM python:3.13-slim AS build
//! RUN pip install --no-cache-dir poetry==2.1.4
//! WORKDIR /app
//! ENV POETRY_VIRTUALENVS_IN_PROJECT=1
//! COPY . .
//! RUN poetry install --only main
//! FROM python:3.13-slim
//! COPY --from=build /app /app
//! CMD ["/app/.venv/bin/python", "-m", "app"]
//! ```
//!
//! Nothing is reported where the tool is what the container starts, where it has an environment of its own, and where it is removed in the same RUN.
//!
//! ```dockerfile
//! FROM python:3.13-slim AS started
//! RUN pip install poetry==2.1.4
//! CMD ["poetry", "run", "app"]
//! FROM python:3.13-slim AS removed
//! RUN pip install poetry==2.1.4 && poetry install && pip uninstall -y poetry
//! CMD ["python", "-m", "app"]
//! FROM python:3.13-slim
//! COPY --from=started /x /x
//! COPY --from=removed /x /x
//! RUN python -m venv /opt/poetry && /opt/poetry/bin/pip install poetry==2.1.4
//! CMD ["python", "-m", "app"]
//! ```
//!
//! Source: Moshe Zadka, "Contain Yourself"; <https://python-poetry.org/docs/#installation>.
//! Practices: tool-in-app-env, no-pip-in-runtime.

use crate::{
    knowledge::packages::Kind,
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::python::{Target, Tool},
};

/// Reports the package.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

const TOOLS: &[&str] = &["hatch", "pdm", "pip-tools", "pipenv", "poetry", "uv"];

fn check(cx: Cx<'_>, report: &mut Report) {
    let (analysis, python) = (cx.analysis, cx.analysis.python());
    let Some(target) = analysis.stages().target() else { return };
    let programs = analysis.programs(target.id);
    // Without a program the image is for people, or for other images.
    if programs.is_empty()
        || programs.iter().any(|it| it.name().is_none_or(|name| is_tool(&name) || name.ends_with("sh")))
    {
        return;
    }
    for (call, to) in &python.targets {
        let install = &analysis.installs()[*call];
        let Target::Environment(at) = to else { continue };
        let ships = python.at_end(target.id).iter().any(|it| it.environment == *at);
        let is_shared = match python.environments[*at].tool {
            Tool::System => analysis.is_in_chain(install.instruction, target.id),
            tool => tool.is_virtual() && !TOOLS.iter().any(|it| python.environments[*at].path.contains(it)),
        };
        let text = analysis.file().text(analysis.file().instructions[install.instruction].range);
        if install.manager.kind != Kind::Python || !ships || !is_shared || text.contains("uninstall") {
            continue;
        }
        if let Some(package) = install.packages.iter().find(|it| is_tool(name_of(&it.text))) {
            report.add(package.range, "ships with the application, and so do all packages that it needs");
        }
    }
}

fn is_tool(name: &str) -> bool {
    TOOLS.contains(&name)
}

/// `poetry` of `poetry==2.1.4`
fn name_of(requirement: &str) -> &str {
    let end = requirement.find(|it: char| !(it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.')));
    &requirement[..end.unwrap_or(requirement.len())]
}
