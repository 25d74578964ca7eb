//! # Virtual environments without the package for them
//!
//! Debian and Ubuntu keep what makes a virtual environment in a package of its own.
//!
//! ```dockerfile
//! FROM debian:13-slim
//! RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
//! #                                                                ^^^^^^^ `python3 -m venv` needs `python3-venv`, too
//! RUN python3 -m venv /opt/venv
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:13-slim
//! RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-venv && rm -rf /var/lib/apt/lists/*
//! RUN python3 -m venv /opt/venv
//! ```
//!
//! ## Why
//!
//! `python3` alone has no `ensurepip`, so that the build ends with "The virtual environment was not created successfully". The same is
//! true of the versions from the archive `deadsnakes`:
//!
//! ```dockerfile
//! FROM ubuntu:24.04
//! RUN apt-get update && apt-get install -y --no-install-recommends software-properties-common && add-apt-repository -y ppa:deadsnakes/ppa \
//!  && apt-get install -y --no-install-recommends python3.13
//! #                                              ^^^^^^^^^^ `python3.13 -m venv` needs `python3.13-venv`, too
//! RUN python3.13 -m venv /opt/venv
//! ```
//!
//! ## Limits
//!
//! Only the images `debian` and `ubuntu` are meant; others may have it. Without pip the package is not needed.
//!
//! ```dockerfile
//! FROM debian:13-slim
//! RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
//! RUN python3 -m venv --without-pip /opt/venv
//! ```
//!
//! ```dockerfile
//! FROM debian:13-slim
//! RUN apt-get update && apt-get install -y --no-install-recommends python3-full && rm -rf /var/lib/apt/lists/*
//! RUN python3 -m venv /opt/venv
//! ```
//!
//! ## Fix
//!
//! The package beside the other one. Unsafe: the image gets another package.
//!
//! Source: <https://packages.debian.org/trixie/python3-venv>; Moshe Zadka, "Contain Yourself".
//!
//! Practices: deadsnakes-venv-parts.

use crate::{
    lint::{Call, Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{
        Base,
        installs::{Action, Package},
        repository,
    },
    text::TextEdit,
};

/// Looks at each `python3 -m venv`.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    check: Check::Mentioning(&["venv"], &Check::Commands(&[], check)),
};

fn check(cx: Cx<'_>, call: &Call<'_>, report: &mut Report) {
    let Some(name) = call.command.name() else { return };
    let name = name.strip_prefix("/usr/bin/").unwrap_or(&name);
    let Some(minor) = name.strip_prefix("python3") else { return };
    let is_python = minor.is_empty()
        || minor.strip_prefix('.').is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()));
    let arguments = call.command.arguments();
    let makes = arguments.value(&["-m"]).is_some_and(|it| it == "venv") && !arguments.has(&["--without-pip"]);
    if !is_python || !makes || call.site.trigger {
        return;
    }
    let stages = cx.analysis.stages();
    let Some(stage) = stages.of_instruction(call.site.index) else { return };
    let is_bare = matches!(stages.root(stage.id), Base::Image(it) if matches!(repository(it).as_str(), "ubuntu" | "debian"));
    if !is_bare {
        return;
    }
    let mut python: Option<&Package> = None;
    let installs = cx.analysis.installs().iter().filter(|it| it.action == Action::Install);
    for install in installs.filter(|it| stages.is_before(it.instruction, call.site.index)) {
        if !matches!(install.manager.commands[0], "apt-get" | "apt") {
            continue;
        }
        for package in &install.packages {
            let text = package.text.split(['=', '/']).next().unwrap_or_default();
            let enough = [
                format!("{name}-venv"),
                format!("{name}-full"),
                "python3-venv".to_owned(),
                "python3-full".to_owned(),
            ];
            let is_own = minor.is_empty() || !text.starts_with("python3-");
            if !package.literal || text.contains("ensurepip") || enough.iter().any(|it| it == text) && is_own
            {
                return;
            }
            if text == name {
                python = Some(package);
            }
        }
    }
    if let Some(python) = python {
        let found = report.add(python.range, format!("`{name} -m venv` needs `{name}-venv`, too"));
        let edit = TextEdit::insert(python.range.end(), format!(" {name}-venv"));
        if python.text == name {
            found.fix(Safety::Unsafe, format!("Install `{name}-venv`"), edit);
        }
    }
}
