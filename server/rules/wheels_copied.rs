//! # Wheels that are copied to be installed
//!
//! Wheels that one stage builds and another installs are needed for one RUN only. COPY makes a layer of them, in which they stay: the image has each package
//! twice, and a later `rm` does not make it smaller. A mount shows them to the RUN, and leaves nothing.
//!
//! ```dockerfile
//! FROM python:3.13 AS build
//! COPY requirements.txt .
//! RUN pip wheel --wheel-dir /wheels -r requirements.txt
//! FROM python:3.13-slim
//! COPY --from=build /wheels /wheels
//! #                         ^^^^^^^ stays in the image, although only one RUN needs it
//! RUN pip install --no-cache-dir /wheels/*
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.13 AS build
//! COPY requirements.txt .
//! RUN pip wheel --wheel-dir /wheels -r requirements.txt
//! FROM python:3.13-slim
//! RUN --mount=type=bind,from=build,source=/wheels,target=/wheels pip install --no-cache-dir /wheels/*
//! ```
//!
//! ```dockerfile
//! FROM python:3.13 AS build
//! RUN pip wheel -w /wheels flask==3.1.0
//! FROM python:3.13-slim
//! COPY --from=build /wheels /tmp/wheels
//! #                         ^^^^^^^^^^^ stays in the image, although only one RUN needs it
//! RUN pip install --no-index --find-links=/tmp/wheels flask && rm -rf /tmp/wheels
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.13 AS build
//! RUN pip wheel -w /wheels flask==3.1.0
//! FROM python:3.13-slim
//! RUN --mount=type=bind,from=build,source=/wheels,target=/tmp/wheels pip install --no-index --find-links=/tmp/wheels flask
//! ```
//!
//! Nothing is reported for a folder that is needed later, and in stages that do not ship.
//!
//! ```dockerfile
//! FROM python:3.13 AS build
//! RUN pip wheel --wheel-dir /wheels flask==3.1.0
//! FROM python:3.13-slim AS test
//! COPY --from=build /wheels /wheels
//! RUN pip install /wheels/*
//! FROM python:3.13-slim
//! COPY --from=build /wheels /wheels
//! RUN pip install /wheels/*
//! CMD ["pip", "download", "--find-links=/wheels", "flask"]
//! ```
//!
//! ## Fix
//!
//! A mount in the place of the COPY. That is safe: the same packages are installed, without the wheels beside them. There is no fix where more than one
//! RUN names the folder.
//!
//! Source: Moshe Zadka, "Contain Yourself"; <https://docs.docker.com/reference/dockerfile/#run---mounttypebind>.
//! Practices: wheels-copied-then-installed.

use crate::{
    knowledge::packages::Kind,
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::{Analysis, Form, Stage, installs::Install, python::paths},
    syntax::{Body, Instruction},
    text::{Edits, TextEdit, TextRange},
};

/// Reports where they are copied to.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Size,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let installs: Vec<&Install> = analysis
        .installs()
        .iter()
        .filter(|it| {
            it.manager.kind == Kind::Python
                && it.subcommand.ends_with("install")
                && it.subcommand != "poetry install"
        })
        .collect();
    let Some(last) = installs.last() else { return };
    for (index, it) in analysis.file().instructions.iter().enumerate().take(last.instruction) {
        let (Body::Copy(files), Some(stage)) = (&it.body, analysis.stages().of_instruction(index)) else {
            continue;
        };
        if !cx.leaves_something(index) || !it.flags.iter().any(|it| it.name() == "from") {
            continue;
        }
        let ([source], Some(destination)) = (files.sources.as_slice(), files.destination) else { continue };
        let workdir = analysis.workdir(index).known().cloned();
        let to = analysis.value(destination, index).and_then(|it| paths::absolute(&it, workdir.as_deref()));
        let Some(to) = to.filter(|it| it.matches('/').count() > 1 || it.contains("wheel")) else { continue };
        let from = installs.partition_point(|it| it.instruction < index);
        let names = |it: &Install| it.packages.iter().any(|it| is_in(&it.text, &to)) || is_found(it, &to);
        let here =
            installs[from..].iter().take(64).take_while(|it| stage.instructions.contains(&it.instruction));
        let Some(install) = here.into_iter().find(|it| names(it)) else { continue };
        if is_used(analysis, stage, index, install.instruction, &to) {
            continue;
        }
        let message = "stays in the image, although only one RUN needs it";
        let found = report.add(destination.range, message);
        found.related(install.head, "this one");
        let source = analysis.value(*source, index);
        found.fix = source.and_then(|source| mount(analysis, it, install, &source, &to));
    }
}

/// `/wheels/*` and `/wheels/a.whl` are in `/wheels`.
fn is_in(text: &str, folder: &str) -> bool {
    text.strip_prefix(folder).is_some_and(|it| it == "/*" || it.ends_with(".whl"))
}

fn is_found(install: &Install, folder: &str) -> bool {
    install
        .values(&["--find-links", "-f"])
        .iter()
        .any(|it| it.trim_start_matches("file://").trim_end_matches('/') == folder)
}

/// Whether something else names the folder than the COPY, the RUN, and what removes it.
fn is_used(analysis: &Analysis, stage: &Stage, copy: usize, run: usize, folder: &str) -> bool {
    let file = analysis.file();
    let others = (copy + 1..file.instructions.len()).filter(|it| *it != run);
    let below = others.filter(|it| {
        analysis.stages().of_instruction(*it).is_some_and(|it| analysis.stages().is_built_on(it.id, stage.id))
    });
    below.into_iter().any(|it| {
        let text = file.text(file.instructions[it].range);
        text.contains(folder) && !text.contains("rm -r")
    })
}

/// A mount in the place of the COPY.
fn mount(analysis: &Analysis, copy: &Instruction, install: &Install, source: &str, to: &str) -> Option<Fix> {
    let file = analysis.file();
    let run = &file.instructions[install.instruction];
    let [flag] = copy.flags.as_slice() else { return None };
    let from = flag.value()?;
    let script = analysis.script_of(install);
    let is_plain = |text: &str| text.bytes().all(|it| it.is_ascii_alphanumeric() || b"/_-.:@".contains(&it));
    let used_later = file.source[usize::from(run.range.end())..].contains(to);
    if install.form == Form::Exec || !script.script.is_understood() || used_later || file.is_unfinished(copy)
    {
        return None;
    }
    if !is_plain(source)
        || !is_plain(to)
        || !is_plain(from)
        || source.contains('*')
        || file.source.contains("podman")
    {
        return None;
    }
    let all = TextRange::new(file.lead(copy), copy.range.end());
    // Its comments may be about more than it.
    let all = if file.lead(copy) == copy.lines.start() {
        all
    } else {
        TextRange::new(copy.lines.start(), copy.range.end())
    };
    let source = paths::absolute(source, Some("/"))?;
    let place = run.flags.first().map_or(run.arguments.start(), |it| it.range.start());
    let mut edits = vec![
        TextEdit::delete(file.whole_lines(all)),
        TextEdit::insert(place, format!("--mount=type=bind,from={from},source={source},target={to} ")),
    ];
    // A mount cannot be removed.
    let text = file.text(run.range);
    let removal = [format!(" && rm -rf {to}"), format!(" && rm -r {to}"), format!(" && rm -rf {to}/")];
    let start = usize::from(run.range.start());
    let found = removal.iter().find(|it| text.ends_with(it.as_str()));
    if let Some(found) = found {
        let end = start + text.len();
        edits.push(TextEdit::delete(crate::text::range(end - found.len(), end)));
    } else if text.contains("rm ") {
        return None;
    }
    Some(Fix { title: "Mount them instead".to_owned(), safety: Safety::Safe, edits: Edits::new(edits).ok()? })
}
