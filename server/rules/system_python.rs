//! # Applications on the Python of the distribution
//!
//! The Python of a distribution is there for the distribution's own programs. Its version is that of the release, its packages lie in places of their
//! own, and the tools of the system share them. An application on it gets another Python with the next release, whether it is ready or not.
//!
//! ```dockerfile
//! FROM ubuntu:24.04
//! RUN apt-get update && apt-get install -y python3 python3-pip
//! #                                        ^^^^^^^ the application runs on the Python of the distribution
//! COPY . /app
//! RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install -r /app/requirements.txt
//! CMD ["/opt/venv/bin/python", "/app/main.py"]
//! ```
//!
//! Use an image of Python, or let uv bring one.
//!
//! ```dockerfile
//! FROM python:3.13-slim-trixie
//! COPY . /app
//! RUN pip install -r /app/requirements.txt
//! CMD ["python", "/app/main.py"]
//! ```
//!
//! Nothing is reported where Python is only a tool of the build, or what the program itself needs, and where all packages are those of the
//! distribution.
//!
//! ```dockerfile
//! FROM node:22-slim
//! RUN apt-get update && apt-get install -y python3 make g++
//! COPY . .
//! RUN npm ci
//! CMD ["node", "server.js"]
//! ```
//!
//! ## Why
//!
//! Newer releases of Debian and Ubuntu refuse to install packages into that Python, as it would break their own tools: pip ends with the error
//! `externally-managed-environment`.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y python3-pip
//! RUN pip install flask==3.1.0
//! #   ^^^^^^^^^^^ fails: the Python of this release refuses packages of pip
//! ```
//!
//! To force it is no way out.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y python3-pip
//! RUN pip install --break-system-packages flask==3.1.0
//! #               ^^^^^^^^^^^^^^^^^^^^^^^ mixes these packages with those of the distribution, which its own tools need
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN apt-get update && apt-get install -y python3-pip python3-venv
//! RUN python3 -m venv /opt/venv
//! ENV PATH="/opt/venv/bin:$PATH"
//! RUN pip install flask==3.1.0
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! ENV PIP_BREAK_SYSTEM_PACKAGES=1
//! #   ^^^^^^^^^^^^^^^^^^^^^^^^^ mixes packages of pip with those of the distribution, which its own tools need
//! RUN rm /usr/lib/python3.11/EXTERNALLY-MANAGED
//! #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mixes packages of pip with those of the distribution, which its own tools need
//! ```
//!
//! The images named python have nothing to protect. There the flag only does not matter.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN pip install --break-system-packages flask==3.1.0
//! #               ^^^^^^^^^^^^^^^^^^^^^^^ changes nothing: this Python is not that of a distribution
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.13-slim
//! RUN pip install flask==3.1.0
//! ```
//!
//! ## Fix
//!
//! An environment is made before the first `pip install`, and put on PATH. That is unsafe: what the distribution's own packages bring to Python is not
//! seen in it.
//!
//! Source: PEP 668, Moshe Zadka, "Contain Yourself".
//! Practices: system-python-for-app, pep668-break-system-packages.

use crate::{
    knowledge::{images::Family, packages::Kind, servers},
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::{
        Analysis, Form, Since, Stage,
        installs::{Action, Install, Package},
        python::{Target, Tool, refuses_pip},
    },
    syntax::{Body, Keyword},
    text::{Edits, TextEdit, TextRange, size},
};

/// Reports what brings that Python, what forces packages into it, and what it refuses.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["application", "forced", "refused"],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Mentioning(&["python", "pip", "externally-managed"], &Check::File(check)),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    forced(cx, report);
    refused(cx, report);
    application(cx, report);
}

const FLAG: &str = "--break-system-packages";
const VARIABLE: &str = "PIP_BREAK_SYSTEM_PACKAGES";

// ── Force ───────────────────────────────────────────────────────────────────────────────────────────────────────────

fn forced(cx: Cx<'_>, report: &mut Report) {
    let (analysis, source) = (cx.analysis, cx.analysis.source());
    if !source.contains(FLAG) && !source.contains(VARIABLE) && !source.contains("EXTERNALLY-MANAGED") {
        return;
    }
    let mut is_fixed = false;
    for (index, trigger, run) in analysis.runs() {
        let stage = analysis.stages().of_instruction(index).map(|it| it.id);
        let image = stage.and_then(|it| analysis.base_image(it));
        // Only the images named python have it there.
        let is_free = image.is_some_and(|it| match it.python {
            crate::knowledge::images::Python::At { path, .. } => path.starts_with("/usr/local/"),
            _ => false,
        });
        for visited in run.script.commands() {
            for word in &visited.command.words {
                let text = word.lossy();
                if text == FLAG {
                    let message = match is_free {
                        true => "changes nothing: this Python is not that of a distribution",
                        false => {
                            "mixes these packages with those of the distribution, which its own tools need"
                        }
                    };
                    let found = report.add(word.range, message).aspect("forced");
                    if is_free {
                        found.severity(Severity::Hint);
                    }
                    let can = !trigger && run.form != Form::Exec && run.script.is_understood();
                    if can && is_free {
                        found.fix(
                            Safety::Safe,
                            format!("Remove `{FLAG}`"),
                            TextEdit::delete(with_blank(analysis, word.range)),
                        );
                    } else if can && !is_fixed {
                        found.fix = environment(analysis, index);
                        is_fixed = true;
                    }
                } else if text.ends_with("/EXTERNALLY-MANAGED") && visited.command.effective().is("rm") {
                    let message =
                        "mixes packages of pip with those of the distribution, which its own tools need";
                    report.add(word.range, message).aspect("forced");
                }
            }
        }
    }
    for it in &analysis.file().instructions {
        let Body::Env(pairs) = &it.body else { continue };
        for pair in pairs.iter().filter(|it| analysis.file().text(it.name) == VARIABLE) {
            let message = "mixes packages of pip with those of the distribution, which its own tools need";
            report.add(pair.name, message).aspect("forced");
        }
    }
}

/// A word with the blank behind it.
fn with_blank(analysis: &Analysis, range: TextRange) -> TextRange {
    let rest = &analysis.source()[usize::from(range.end())..];
    match rest.starts_with(' ') {
        true => TextRange::new(range.start(), range.end() + size(1)),
        false => range,
    }
}

/// An environment before the first `pip install` of the stage, and no force any more.
fn environment(analysis: &Analysis, index: usize) -> Option<Fix> {
    let file = analysis.file();
    let stage = analysis.stages().of_instruction(index)?;
    let within = stage.instructions.clone();
    let installs = || analysis.installs().iter().filter(|it| within.contains(&it.instruction));
    let pips: Vec<&Install> = installs().filter(|it| it.manager.commands[0] == "pip").collect();
    let first = pips.first()?;
    let run = &file.instructions[first.instruction];
    let image = analysis.base_image(stage.id)?;
    // Made in a RUN of its own, so that Python must be there before.
    let system = installs().find(|it| {
        it.manager.kind == Kind::System
            && it.packages.iter().any(|it| it.text == "python3-pip" || it.text == "python3")
    })?;
    let is_debian = matches!(image.family, Some(Family::Debian | Family::Ubuntu));
    let plain = pips
        .iter()
        .all(|it| it.form != Form::Exec && !it.name.contains('/') && it.flags.iter().any(|it| it == FLAG));
    if !is_debian || !plain || system.instruction >= first.instruction || run.keyword != Keyword::Run {
        return None;
    }
    let mut edits = Vec::new();
    if !installs().any(|it| it.packages.iter().any(|it| it.text == "python3-venv")) {
        edits.push(TextEdit::insert(system.packages.last()?.range.end(), " python3-venv"));
    }
    let eol = file.line_end(run.range.start());
    let (word, env) = (file.keyword_like(run, Keyword::Run), file.keyword_like(run, Keyword::Env));
    let lines = format!("{word} python3 -m venv /opt/venv{eol}{env} PATH=\"/opt/venv/bin:$PATH\"");
    edits.push(file.line_above(run, &lines));
    for pip in &pips {
        for visited in analysis.script_of(pip).script.commands().filter(|it| it.command.range == pip.range) {
            let flag = visited.command.words.iter().find(|it| it.text() == FLAG)?;
            edits.push(TextEdit::delete(with_blank(analysis, flag.range)));
        }
    }
    Some(Fix {
        title: "Install into an environment".to_owned(),
        safety: Safety::Unsafe,
        edits: Edits::new(edits).ok()?,
    })
}

// ── Refusal ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// `pip install` into the Python of a release that refuses it.
fn refused(cx: Cx<'_>, report: &mut Report) {
    let (analysis, python) = (cx.analysis, cx.analysis.python());
    if python.targets.is_empty() {
        return;
    }
    let forces = forces(analysis);
    let is_forced = |it: &Install| forces.holds(analysis.stages(), it.instruction);
    for (call, target) in &python.targets {
        let install = &analysis.installs()[*call];
        let Target::Environment(at) = target else { continue };
        let Some(stage) = analysis.stages().of_instruction(install.instruction) else { continue };
        let is_system =
            python.environments[*at].tool == Tool::System && python.environments[*at].path == "/usr";
        let refuses = analysis.base_image(stage.id).is_some_and(|it| refuses_pip(&it));
        let is_pip = install.manager.commands[0] == "pip" && install.action == Action::Install;
        if !is_system || !refuses || !is_pip || install.indirect || is_allowed(install) || is_forced(install)
        {
            continue;
        }
        let message = "fails: the Python of this release refuses packages of pip";
        report.add(install.head, message).aspect("refused").severity(Severity::Error);
    }
}

/// The instructions that may make pip do it all the same, for what follows.
fn forces(analysis: &Analysis) -> Since {
    let file = analysis.file();
    let forces = |text: &str| FORCES.iter().any(|it| text.contains(it));
    let all = file.instructions.iter().enumerate();
    let found = all.filter(|(_, it)| !matches!(it.body, Body::From(_)) && forces(file.text(it.range)));
    Since::new(analysis.stages(), found.map(|it| it.0))
}

#[rustfmt::skip]
const FORCES: &[&str] = &[
    "EXTERNALLY-MANAGED", VARIABLE, "pip.conf", "pip config", "PIP_CONFIG_FILE", "virtualenv", "venv", "conda", "pyenv", "get-pip",
];

/// Whether a call of pip does not install beside the interpreter, or is told that it may.
fn is_allowed(install: &Install) -> bool {
    install.has_flag(&[FLAG, "--target", "-t", "--prefix", "--root", "--dry-run"])
}

// ── Applications ────────────────────────────────────────────────────────────────────────────────────────────────────

/// The Python of the distribution in an image that runs a program on it, with packages of pip.
fn application(cx: Cx<'_>, report: &mut Report) {
    let (analysis, python) = (cx.analysis, cx.analysis.python());
    let Some(target) = analysis.stages().target() else { return };
    let image = analysis.base_image(target.id);
    let is_system = image.is_some_and(|it| {
        matches!(it.family, Some(Family::Debian | Family::Ubuntu | Family::Alpine | Family::RedHat))
    });
    let here = python.interpreters(target.id).is_some_and(|it| it.default.prefix.as_deref() == Some("/usr"));
    let fills = python.targets.iter().any(|(call, to)| {
        let install = &analysis.installs()[*call];
        let on_it = match to {
            Target::Environment(at) => python.environments[*at].interpreter.prefix.as_deref() == Some("/usr"),
            _ => false,
        };
        on_it && analysis.is_in_chain(install.instruction, target.id)
    });
    let programs = analysis.programs(target.id);
    let is_python = |name: &str| name.starts_with("python") || servers::is_python_server(name);
    let runs = programs.iter().filter_map(|it| it.name()).any(|it| is_python(&it));
    if !is_system || !here || !fills || !runs || analysis.source().contains("deadsnakes") {
        return;
    }
    let Some(package) = packages(analysis, target).next() else { return };
    report.add(package.range, "the application runs on the Python of the distribution").aspect("application");
}

/// The packages that bring the Python of the distribution.
fn packages<'a>(analysis: &'a Analysis, target: &Stage) -> impl Iterator<Item = &'a Package> {
    let stage = target.id;
    let installs = analysis.installs().iter().filter(move |it| {
        let is_kept = it.manager.kind == Kind::System && it.action == Action::Install;
        is_kept && analysis.is_in_chain(it.instruction, stage)
    });
    installs.flat_map(|it| &it.packages).filter(|it| {
        let name = it.text.split(['=', ':']).next().unwrap_or_default();
        matches!(name, "python3" | "python3-pip" | "python3-venv" | "python3-dev" | "py3-pip")
    })
}
