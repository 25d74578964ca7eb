//! # Virtual environments without their interpreter
//!
//! A virtual environment has no interpreter of its own. Its `python` is a link to the one that it was made with, and its packages lie in a folder
//! that has that Python's version in its name. Copied into a stage with another Python, or with none, it does not start:
//! `no such file or directory`, or `ModuleNotFoundError` for each package.
//!
//! ```dockerfile
//! FROM python:3.12-slim-bookworm AS build
//! RUN python -m venv /opt/venv && /opt/venv/bin/pip install flask==3.1.0
//! FROM debian:12-slim
//! COPY --from=build /opt/venv /opt/venv
//! #                 ^^^^^^^^^ the environment links to the Python in `/usr/local`, which this stage has not
//! CMD ["/opt/venv/bin/flask", "run"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim-bookworm AS build
//! RUN python -m venv /opt/venv && /opt/venv/bin/pip install flask==3.1.0
//! FROM python:3.12-slim-bookworm
//! COPY --from=build /opt/venv /opt/venv
//! CMD ["/opt/venv/bin/flask", "run"]
//! ```
//!
//! uv fetches a Python where it finds none, and puts it below the home of the user. That folder has to come along.
//!
//! ```dockerfile
//! FROM debian:12-slim AS build
//! COPY --from=ghcr.io/astral-sh/uv:0.9.5 /uv /bin/
//! WORKDIR /app
//! COPY pyproject.toml uv.lock ./
//! RUN uv sync --locked --no-install-project
//! FROM debian:12-slim
//! COPY --from=build /app/.venv /app/.venv
//! #                 ^^^^^^^^^^ the environment links to the Python in `/root/.local/share/uv/python`, which this stage has not
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12-slim AS build
//! COPY --from=ghcr.io/astral-sh/uv:0.9.5 /uv /bin/
//! WORKDIR /app
//! COPY pyproject.toml uv.lock ./
//! RUN uv sync --locked --no-install-project
//! FROM debian:12-slim
//! COPY --from=build /root/.local/share/uv/python /root/.local/share/uv/python
//! COPY --from=build /app/.venv /app/.venv
//! ```
//!
//! If there is a Python at the same place, it must be of the same minor version.
//!
//! ```dockerfile
//! FROM python:3.12-slim AS build
//! RUN python -m venv /opt/venv
//! FROM python:3.13-slim
//! COPY --from=build /opt/venv /opt/venv
//! #                 ^^^^^^^^^ the environment was made with Python 3.12, but this stage has Python 3.13
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim AS build
//! RUN python -m venv /opt/venv
//! FROM python:3.12-slim
//! COPY --from=build /opt/venv /opt/venv
//! ```
//!
//! So it is for packages that are copied without an environment.
//!
//! ```dockerfile
//! FROM python:3.11-slim AS build
//! RUN pip install --user flask==3.1.0
//! FROM python:3.12-slim
//! COPY --from=build /root/.local /root/.local
//! #                 ^^^^^^^^^^^^ the packages were installed for Python 3.11, but this stage has Python 3.12
//! COPY --from=build /usr/local/lib/python3.11/site-packages /usr/local/lib/python3.11/site-packages
//! #                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the packages are for Python 3.11, but this stage has Python 3.12
//! ```
//!
//! Nothing is reported where a Python comes along, or may: with a package, a COPY, a script, an image that nobody knows.
//!
//! ```dockerfile
//! FROM python:3.12-slim AS build
//! RUN python -m venv /opt/venv
//!
//! FROM debian:12-slim AS copied
//! COPY --from=build /usr/local /usr/local
//! COPY --from=build /opt/venv /opt/venv
//!
//! FROM example.org/base AS unknown
//! COPY --from=build /opt/venv /opt/venv
//!
//! FROM python:3-slim AS any-version
//! COPY --from=build /opt/venv /opt/venv
//!
//! FROM debian:12-slim AS installed
//! RUN ./install-python.sh
//! COPY --from=build /opt/venv /opt/venv
//!
//! FROM debian:12-slim
//! COPY --from=copied / /
//! COPY --from=unknown /x /x
//! COPY --from=any-version /x /x
//! COPY --from=installed /x /x
//! ```
//!
//! ## Fix
//!
//! The base of the stage becomes the image of Python that the environment was made in, without build tools, or gets its version. A Python of uv is copied,
//! unless another user than root is to read it from the home of root. All this is unsafe, for it changes what ships.
//!
//! Source: <https://docs.astral.sh/uv/guides/integration/docker/>, <https://github.com/astral-sh/uv-docker-example/issues/38>, Moshe Zadka, "Contain
//! Yourself".
//! Practices: venv-interpreter-missing, python-minor-mismatch.

use crate::{
    knowledge::images,
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::{
        Analysis, Base, Fact, StageId, is_root,
        python::{Carried, Environment, Extent, Tool, paths},
        repository,
    },
    syntax::{Body, Keyword},
    text::TextEdit,
};

/// Reports what is copied.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["path", "version"],
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
        let end = analysis.container_of(it.stage);
        if python.is_passed_on(analysis, it) || !analysis.stages().is_needed(it.stage) {
            continue;
        }
        if environment.tool.is_virtual() && it.extent != Extent::Packages {
            path(analysis, it, environment, end, report)
                .or_else(|| version(analysis, it, environment, end, report));
        } else if !matches!(environment.tool, Tool::Wheels | Tool::Conda) && it.extent == Extent::Alone {
            version(analysis, it, environment, end, report);
        }
    }
    folders(analysis, report);
}

/// An environment in a stage without what it links to.
fn path(
    analysis: &Analysis,
    it: &Carried,
    environment: &Environment,
    end: StageId,
    report: &mut Report,
) -> Option<()> {
    let prefix = environment.interpreter.prefix.as_deref()?;
    // Where nothing is started, the files may go anywhere.
    let is_store =
        *analysis.stages().root(end) == Base::Scratch && matches!(analysis.start(end), (None, None));
    if analysis.python().interpreters(end)?.has(prefix)? || is_store || it.to != environment.path {
        return None;
    }
    let message = format!("the environment links to the Python in `{prefix}`, which this stage has not");
    let found = report.add(it.source, message).aspect("path");
    found.related(environment.range, "here it was made");
    found.fix =
        copy_python(analysis, it, environment, end, prefix).or_else(|| same_base(analysis, environment, end));
    Some(())
}

fn version(
    analysis: &Analysis,
    it: &Carried,
    environment: &Environment,
    end: StageId,
    report: &mut Report,
) -> Option<()> {
    let made = environment.interpreter.version?;
    let here = &analysis.python().interpreters(end)?.default;
    let there = here.version.filter(|it| *it != made)?;
    let same_place = here.prefix == environment.interpreter.prefix;
    if environment.tool.is_virtual() && !same_place {
        return None;
    }
    let what = match environment.tool.is_virtual() {
        true => "environment was made with",
        false => "packages were installed for",
    };
    let message = format!("the {what} {}, but this stage has {}", named(made), named(there));
    let found = report.add(it.source, message).aspect("version");
    found.related(environment.range, "here it was made");
    found.fix = same_version(analysis, end, made, there);
    Some(())
}

/// A folder `python3.11/site-packages` in a stage with another Python.
fn folders(analysis: &Analysis, report: &mut Report) {
    let file = analysis.file();
    for (index, it) in file.instructions.iter().enumerate() {
        let (Body::Copy(files), Some(stage)) = (&it.body, analysis.stages().of_instruction(index)) else {
            continue;
        };
        let Some(word) = files.destination.filter(|_| it.flags.iter().any(|flag| flag.name() == "from"))
        else {
            continue;
        };
        let Some(text) = analysis.value(word, index).filter(|it| it.contains("-packages")) else { continue };
        let written = text.split('/').find_map(|part| part.strip_prefix("python")).and_then(images::numbers);
        let end = analysis.container_of(stage.id);
        let here = analysis.python().interpreters(end).map(|it| &it.default);
        let Some((made, there, here)) = written.and_then(|(major, minor)| {
            let here = here?;
            Some(((major, minor?), here.version?, here))
        }) else {
            continue;
        };
        let is_its = here.prefix.as_deref().is_some_and(|it| paths::below(&text, it).is_some());
        if is_its && made != there {
            let message =
                format!("the packages are for {}, but this stage has {}", named(made), named(there));
            report.add(word.range, message).aspect("version");
        }
    }
}

fn named((major, minor): (u16, u16)) -> String {
    format!("Python {major}.{minor}")
}

// ── Fixes ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Brings the Python of uv along.
fn copy_python(
    analysis: &Analysis,
    it: &Carried,
    environment: &Environment,
    end: StageId,
    prefix: &str,
) -> Option<Fix> {
    let file = analysis.file();
    let copy = &file.instructions[it.copy];
    let from = copy.flags.iter().find(|it| it.name() == "from")?;
    let is_direct = analysis.stages().source(from.value()?, it.stage) == Some(environment.stage);
    let is_readable = match analysis.user_at_end(end) {
        Fact::Known { value, .. } => is_root(&value) || !prefix.starts_with("/root"),
        Fact::Unset => true,
        Fact::Unknown => false,
    };
    if environment.tool != Tool::Uv
        || !prefix.contains("/uv") && !prefix.contains("python")
        || !is_direct
        || !is_readable
    {
        return None;
    }
    let line =
        format!("{} {} {prefix} {prefix}", file.keyword_like(copy, Keyword::Copy), file.text(from.range));
    Some(Fix {
        title: "Copy the Python of uv, too".to_owned(),
        safety: Safety::Unsafe,
        edits: file.line_above(copy, &line).into(),
    })
}

/// The image that the environment was made in, without build tools, as the base.
fn same_base(analysis: &Analysis, environment: &Environment, end: StageId) -> Option<Fix> {
    let stages = analysis.stages();
    let Base::Image(image) = stages.root(environment.stage) else { return None };
    let root = stages.get(stages.get(end).root);
    let name = repository(image);
    let tag = image.tag.as_deref()?;
    let written = analysis.source()[stages.get(stages.get(environment.stage).root).base_range].to_owned();
    if images::normalised(&name) != "python" || image.hash.is_some() || written.contains('$') {
        return None;
    }
    let slim = images::image(&name, Some(tag))?.slim_tag(Some(tag)).unwrap_or_else(|| tag.to_owned());
    let base = format!("{name}:{slim}");
    Some(Fix {
        title: format!("Use `{base}`"),
        safety: Safety::Unsafe,
        edits: TextEdit::replace(root.base_range, base).into(),
    })
}

/// The same version of Python in the tag of the base.
fn same_version(analysis: &Analysis, end: StageId, made: (u16, u16), here: (u16, u16)) -> Option<Fix> {
    let stages = analysis.stages();
    let root = stages.get(stages.get(end).root);
    let Base::Image(image) = &root.base else { return None };
    let text = analysis.source()[root.base_range].to_owned();
    let old = format!(":{}.{}", here.0, here.1);
    let (name, rest) = text.split_once(&old)?;
    // A patch version of another minor version need not exist.
    let rest = match rest.strip_prefix('.') {
        Some(patch) => patch.trim_start_matches(|it: char| it.is_ascii_digit()),
        None => rest,
    };
    let is_plain = images::normalised(&repository(image)) == "python" && image.hash.is_none();
    if !is_plain || text.contains('$') || !(rest.is_empty() || rest.starts_with('-')) {
        return None;
    }
    let base = format!("{name}:{}.{}{rest}", made.0, made.1);
    Some(Fix {
        title: format!("Use `{base}`"),
        safety: Safety::Unsafe,
        edits: TextEdit::replace(root.base_range, base).into(),
    })
}
