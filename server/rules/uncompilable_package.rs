//! # Packages of Python that need a compiler which is not there
//!
//! Some packages come as source only: `psycopg2`, `mysqlclient`, `uwsgi`. pip compiles them, and a slim image has no compiler and no headers. The build ends
//! with `error: command 'gcc' failed`, or `pg_config executable not found`.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN pip install --no-cache-dir psycopg2==2.9.10
//! #                              ^^^^^^^^^^^^^^^^ comes as source only, but this stage has no compiler
//! ```
//!
//! Compile it in a build stage, or take what comes with its library.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN pip install --no-cache-dir psycopg2-binary==2.9.10
//! ```
//!
//! ```dockerfile
//! FROM python:3.13-slim AS build
//! RUN apt-get update && apt-get install -y gcc libpq-dev
//! RUN python -m venv /opt/venv && /opt/venv/bin/pip install psycopg2==2.9.10
//! FROM python:3.13-slim
//! RUN apt-get update && apt-get install -y libpq5
//! COPY --from=build /opt/venv /opt/venv
//! ```
//!
//! The requirements of the build context are read, too.
//!
//! ```file requirements.txt
//! flask==3.1.0
//! mysqlclient==2.2.7  # the database
//! ```
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! COPY requirements.txt .
//! RUN pip install --no-cache-dir -r requirements.txt
//! #   ^^^^^^^^^^^ has to compile `mysqlclient`, which comes as source only, but this stage has no compiler
//! ```
//!
//! Nothing is reported for an image that may have a compiler.
//!
//! ```dockerfile
//! FROM python:3.13 AS full
//! RUN pip install psycopg2==2.9.10
//! FROM example.org/python
//! RUN pip install psycopg2==2.9.10
//! ```
//!
//! Source: the files of these projects on PyPI, 2026-11; Moshe Zadka, "Contain Yourself".
//! Practices: wheel-build-in-final.

use std::cell::LazyCell;

use crate::{
    knowledge::{
        images::Family,
        packages::Kind,
        toolchain::{self, Tool},
    },
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::{
        Analysis, Since,
        installs::{Action, Install},
    },
    text::TextRange,
};

/// Reports the package, or the installation.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

/// Packages without wheels for Linux.
// Source: the files of these projects on PyPI, general knowledge of 2026-11-21.
const SOURCE_ONLY: &[&str] = &[
    "dbus-python",
    "mysqlclient",
    "psycopg2",
    "pycairo",
    "pycups",
    "pygobject",
    "pygraphviz",
    "python-ldap",
    "systemd-python",
    "uwsgi",
];

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let compilers = LazyCell::new(|| compilers(analysis));
    for install in analysis.installs() {
        let is_pip = install.manager.kind == Kind::Python
            && matches!(install.subcommand, "install" | "wheel" | "pip install");
        if !is_pip
            || install.manager.commands[0] == "pipx"
            || install.has_flag(&["--only-binary", "--dry-run", "--no-index"])
        {
            continue;
        }
        let Some((place, name)) = source_only(cx, install) else { continue };
        let Some(stage) = analysis.stages().of_instruction(install.instruction) else { continue };
        let is_small = analysis.base_image(stage.id).is_some_and(|it| {
            matches!(it.family, Some(Family::Debian | Family::Alpine)) && it.toolchain == Some(false)
        });
        if !is_small || compilers.holds(analysis.stages(), install.instruction) {
            continue;
        }
        let message = match name {
            None => "comes as source only, but this stage has no compiler".to_owned(),
            Some(name) => {
                format!("has to compile `{name}`, which comes as source only, but this stage has no compiler")
            }
        };
        report.add(place, message).related(analysis.root_place(stage.id), "this image has none");
    }
}

/// Such a package on the command line; else one in the requirements, by its name.
fn source_only(cx: Cx<'_>, install: &Install) -> Option<(TextRange, Option<String>)> {
    let known = |text: &str| {
        let name = name_of(text).to_ascii_lowercase().replace('_', "-");
        SOURCE_ONLY.contains(&&*name).then_some(name)
    };
    if let Some(package) = install.packages.iter().find(|it| known(&it.text).is_some()) {
        return Some((package.range, None));
    }
    let files = install.values(&["-r", "--requirement"]);
    let name = files.iter().find_map(|file| {
        // The same name in the image and in the build context, most of the time.
        let text = cx.world.read(file.trim_start_matches("./"))?;
        text.lines().find_map(|line| known(line.trim()))
    })?;
    Some((install.head, Some(name)))
}

/// `psycopg2` of `psycopg2[x]==2.9; python_version > "3"`
fn name_of(requirement: &str) -> &str {
    let end = requirement.find(|it: char| !(it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.')));
    &requirement[..end.unwrap_or(requirement.len())]
}

/// The installations that bring a compiler, or may.
fn compilers(analysis: &Analysis) -> Since {
    let system = analysis.installs().iter().filter(|it| it.manager.kind == Kind::System);
    let brings = |install: &&Install| {
        let tool = |name: &str| {
            let distribution = toolchain::distribution(install.manager.commands[0])?;
            toolchain::tool(distribution, name.split(['=', ':']).next()?)
        };
        let is_one =
            |name: &str| matches!(tool(name), Some(Tool::Compiler | Tool::Headers)) || name.contains('$');
        // Packages that are not named may be anything.
        let is_open = install.packages.is_empty() && install.action == Action::Install;
        is_open || install.packages.iter().any(|it| is_one(&it.text))
    };
    Since::new(analysis.stages(), system.filter(brings).map(|it| it.instruction))
}
