//! # `uv pip install` where there is no environment
//!
//! Other than pip, `uv pip` does not install beside the interpreter on its own. It wants a virtual environment: an active one, or a folder `.venv`. Without
//! one it ends with `No virtual environment found`, and the build with it.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! COPY --from=ghcr.io/astral-sh/uv:0.9.5 /uv /bin/
//! RUN uv pip install flask==3.1.0
//! #   ^^^^^^^^^^^^^^ fails: there is no environment, and `--system` is not given
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.13-slim
//! COPY --from=ghcr.io/astral-sh/uv:0.9.5 /uv /bin/
//! RUN uv pip install --system flask==3.1.0
//! ```
//!
//! Make one, name one, or say that the interpreter of the image is meant.
//!
//! ```dockerfile
//! FROM python:3.13-slim AS made
//! WORKDIR /app
//! RUN uv venv && uv pip install flask==3.1.0
//! FROM python:3.13-slim AS active
//! ENV VIRTUAL_ENV=/opt/venv
//! RUN uv venv $VIRTUAL_ENV
//! RUN uv pip install flask==3.1.0
//! FROM python:3.13-slim AS system
//! ENV UV_SYSTEM_PYTHON=1
//! RUN uv pip install flask==3.1.0
//! FROM python:3.13-slim AS folder
//! RUN uv pip install --target /packages flask==3.1.0
//! ```
//!
//! Nothing is reported on images that may have an environment.
//!
//! ```dockerfile
//! FROM example.org/python
//! RUN uv pip install flask==3.1.0
//! ```
//!
//! ## Fix
//!
//! `--system` on the images named python, whose interpreter belongs to nobody else. That is unsafe: perhaps an environment was forgotten.
//!
//! Source: <https://docs.astral.sh/uv/guides/integration/docker/#using-the-pip-interface>.
//! Practices: uv-pip-needs-env.

use crate::{
    knowledge::images::Python,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{Form, python::Target},
    text::TextEdit,
};

/// Reports the command.
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
    for (call, _) in analysis.python().targets.iter().filter(|it| it.1 == Target::None) {
        let install = &analysis.installs()[*call];
        let Some(stage) = analysis.stages().of_instruction(install.instruction) else { continue };
        let Some(image) = analysis.base_image(stage.id) else { continue };
        // A folder that is copied, or a file with settings, may be there.
        let text = analysis.file().text(analysis.file().instructions[install.instruction].range);
        let may_have =
            ["venv", "activate", "VIRTUAL_ENV", "uv.toml", "UV_"].iter().any(|it| text.contains(it));
        let is_conda = image.env.contains(&"CONDA_DIR") || image.env.contains(&"MAMBA_ROOT_PREFIX");
        if may_have || is_conda || install.indirect {
            continue;
        }
        let found = report.add(install.head, "fails: there is no environment, and `--system` is not given");
        let is_free = matches!(image.python, Python::At { path, .. } if path.starts_with("/usr/local/"));
        let run = analysis.script_of(install);
        if is_free && run.form != Form::Exec && run.script.is_understood() {
            let edit = TextEdit::insert(install.flag_place(), " --system");
            found.fix(Safety::Unsafe, "Add `--system`", edit);
        }
    }
}
