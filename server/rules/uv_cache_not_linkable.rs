//! # uv with a cache that it cannot link to
//!
//! uv does not copy packages from its cache, but links to them. A cache mount is another file system, to which there are no links: uv says so with a
//! warning in each build, and copies. `UV_LINK_MODE=copy` says that this is meant.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN --mount=type=cache,target=/root/.cache/uv uv pip install --system flask==3.1.0
//! #                             ^^^^^^^^^^^^^^^ uv warns in each build that it cannot link to this cache: `UV_LINK_MODE` is not set
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.13-slim
//! ENV UV_LINK_MODE=copy
//! RUN --mount=type=cache,target=/root/.cache/uv uv pip install --system flask==3.1.0
//! ```
//!
//! It is said once in a stage.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! ENV UV_COMPILE_BYTECODE=1
//! RUN --mount=type=cache,target=/root/.cache/uv uv sync --locked --no-install-project
//! #                             ^^^^^^^^^^^^^^^ uv warns in each build that it cannot link to this cache: `UV_LINK_MODE` is not set
//! COPY . .
//! RUN --mount=type=cache,target=/root/.cache/uv uv sync --locked
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.13-slim
//! ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy
//! RUN --mount=type=cache,target=/root/.cache/uv uv sync --locked --no-install-project
//! COPY . .
//! RUN --mount=type=cache,target=/root/.cache/uv uv sync --locked
//! ```
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN --mount=type=cache,target=/root/.cache/uv uv pip install --system --link-mode=copy flask==3.1.0
//! RUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.1.0
//! RUN uv pip install --system --no-cache gunicorn==23.0.0
//! ```
//!
//! ## Fix
//!
//! The variable in the stage. That is safe: uv does what it did, and is silent.
//!
//! Source: <https://docs.astral.sh/uv/guides/integration/docker/#caching>.
//! Practices: uv-link-mode.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, variables},
    model::MountKind,
};

/// Reports the target of the mount.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Speed,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let mut said = None;
    let mut last = None;
    // `uv python install` links to nothing.
    for install in analysis
        .installs()
        .iter()
        .filter(|it| it.manager.commands[0] == "uv" && it.subcommand != "python install")
    {
        let index = install.instruction;
        // Each RUN is looked at once.
        if last.replace(index) == Some(index) {
            continue;
        }
        let Some(stage) = analysis.stages().of_instruction(index) else { continue };
        let sets =
            analysis.scopes().visible(analysis.stages(), "UV_LINK_MODE", stage.id, index).next().is_some();
        let text = analysis.file().text(analysis.file().instructions[index].range);
        if sets || text.contains("UV_LINK_MODE") || text.contains("--link-mode") {
            continue;
        }
        let mounts = analysis.mounts(index);
        let place = mounts.iter().filter(|it| it.kind == Some(MountKind::Cache)).find_map(|it| {
            let target = it.value("target")?.trim_end_matches('/');
            (target.ends_with("/.cache/uv") || target.ends_with("/.cache") || target.ends_with("/uv"))
                .then(|| it.place("target"))?
        });
        let Some(place) = place.filter(|_| said != Some(stage.id)) else { continue };
        said = Some(stage.id);
        let message = "uv warns in each build that it cannot link to this cache: `UV_LINK_MODE` is not set";
        let found = report.add(place, message);
        if let Some(edit) = variables::set(analysis, stage, "UV_", ("UV_LINK_MODE", "copy"), index) {
            found.fix(Safety::Safe, "Set `UV_LINK_MODE=copy`", edit);
        }
    }
}
