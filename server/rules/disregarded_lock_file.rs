//! # Lock files that an installation does not keep to
//!
//! A lock file says exactly which version of each package a project was tested with, down to those that the packages need themselves. It
//! helps only if it is in the build when the packages are installed, and if the tool is told not to change it. Otherwise each build takes
//! the newest versions of the day: a rebuild next month installs others, and nobody has changed anything.
//!
//! ```files
//! package.json
//! package-lock.json
//! server.js
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim
//! WORKDIR /app
//! COPY package.json ./
//! RUN npm install --omit=dev
//! #   ^^^^^^^^^^^ does not see `package-lock.json`, which is copied later or never
//! COPY . .
//! ```
//!
//! ```dockerfile safe fix
//! FROM node:22-slim
//! WORKDIR /app
//! COPY package.json package-lock.json ./
//! RUN npm ci --omit=dev
//! COPY . .
//! ```
//!
//! That is the aspect `not-copied`. Here is `not-enforced`, where the tool may change the lock file, or read another one:
//!
//! ```dockerfile
//! FROM ghcr.io/astral-sh/uv:0.9-python3.13-trixie-slim
//! WORKDIR /app
//! COPY pyproject.toml uv.lock ./
//! RUN uv sync --no-dev
//! #   ^^^^^^^ may choose other versions than `uv.lock`
//! ```
//!
//! ```dockerfile safe fix
//! FROM ghcr.io/astral-sh/uv:0.9-python3.13-trixie-slim
//! WORKDIR /app
//! COPY pyproject.toml uv.lock ./
//! RUN uv sync --locked --no-dev
//! ```
//!
//! ```dockerfile
//! FROM rust:1.90
//! WORKDIR /src
//! COPY Cargo.toml Cargo.lock ./
//! RUN cargo build --release
//! #   ^^^^^^^^^^^ may choose other versions than `Cargo.lock`
//! RUN cargo install ripgrep@14.1.1
//! #   ^^^^^^^^^^^^^ may choose other versions than the `Cargo.lock` of the program
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM rust:1.90
//! WORKDIR /src
//! COPY Cargo.toml Cargo.lock ./
//! RUN cargo build --locked --release
//! RUN cargo install --locked ripgrep@14.1.1
//! ```
//!
//! And `unused`: a lock file that the tool does not read at all.
//!
//! ## Why
//!
//! ```files
//! pyproject.toml
//! poetry.lock
//! package.json
//! yarn.lock
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! WORKDIR /app
//! COPY . .
//! RUN pip install --no-cache-dir .
//! #   ^^^^^^^^^^^ does not read `poetry.lock`, which says what was tested
//! RUN npm install
//! #   ^^^^^^^^^^^ does not read `yarn.lock`, which says what was tested
//! ```
//!
//! `poetry install`, `uv sync`, `yarn install` and so on read it; for pip, `uv export` and `poetry export` write it as a file of requirements.
//!
//! ## Fix
//!
//! Adding the lock file to the COPY, the flag, and `npm ci` for `npm install` are safe where the lock file is known to be there: if it does not fit
//! any more, the build stops and says so. `--locked` for a program that is not yours is unsafe, as its own lock file may be old.
//!
//! ## Limits
//!
//! Nothing is said without a lock file in sight, if a variable says the same as the flag, or if a tool keeps to the lock file by itself.
//!
//! ```dockerfile
//! FROM node:22-slim
//! COPY package*.json ./
//! RUN npm install
//! RUN npm install -g serve@14.2.4
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim
//! ENV CI=true UV_FROZEN=1
//! COPY package.json pnpm-lock.yaml uv.lock pyproject.toml composer.json composer.lock ./
//! RUN pnpm install && uv sync && composer install
//! RUN CARGO_HOME=/c cargo install --locked just@1.43.0
//! ```
//!
//! ## See also
//!
//! Source: [uv, Using uv in Docker](https://docs.astral.sh/uv/guides/integration/docker/#intermediate-layers); [npm
//! ci](https://docs.npmjs.com/cli/commands/npm-ci); [cargo install](https://doc.rust-lang.org/cargo/commands/cargo-install.html); Moshe Zadka,
//! "Contain Yourself".
//!
//! Practices: cargo-locked, lockfile-not-copied, lockfile-not-enforced, lockfile-present-not-used, npm-ci.

use std::collections::HashSet;

use crate::{
    knowledge::{
        locks::{self, Locking},
        packages::Kind,
    },
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::{
        Analysis, Context, Form, Source,
        context::join,
        ignore_file::clean,
        installs::{Action, Install},
    },
    syntax::{Body, Keyword},
    text::TextEdit,
};

/// Reports the call.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[NOT_COPIED, NOT_ENFORCED, UNUSED],
    group: Group::Reproducibility,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

const NOT_COPIED: &str = "not-copied";
const NOT_ENFORCED: &str = "not-enforced";
const UNUSED: &str = "unused";

/// Nobody looks further back than these.
const MOST_EARLIER: usize = 64;

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let concerns = |it: &Install| {
        it.action == Action::Install && !it.indirect && locks::locking(it.manager.commands[0]).is_some()
    };
    let pip = |it: &Install| it.manager.kind == Kind::Python && installs_project(it);
    if !analysis.installs().iter().any(|it| concerns(it) || pip(it)) {
        return;
    }
    let brought = analysis.all_brought().iter().map(|it| it.path.as_str()).collect();
    let all = All { cx, context: Context::new(cx.world), brought };
    for install in analysis.installs().iter().filter(|it| it.action == Action::Install && !it.indirect) {
        if installs_project(install) && install.manager.kind == Kind::Python {
            all.pip(install, report);
        } else if let Some(locking) = locks::locking(install.manager.commands[0]) {
            all.tool(install, locking, report);
        }
    }
}

/// What all calls are compared with.
struct All<'a> {
    cx: Cx<'a>,
    context: Context<'a>,
    /// The paths of the context that COPY and ADD name.
    brought: HashSet<&'a str>,
}

impl All<'_> {
    /// `pip install .` beside a lock file.
    fn pip(&self, install: &Install, report: &mut Report) {
        let analysis = self.cx.analysis;
        let all = analysis.installs();
        let end = all.partition_point(|it| it.instruction < install.instruction);
        let earlier = all[end.saturating_sub(MOST_EARLIER)..].iter();
        let earlier = earlier.take_while(|it| it.range.start() < install.range.start());
        let is_second = earlier.into_iter().any(|it| {
            let requires = it.has_flag(&["-r", "--requirement", "--requirements"])
                || matches!(it.subcommand, "sync" | "pip sync");
            requires && analysis.stages().is_before(it.instruction, install.instruction)
        });
        if is_second || install.has_flag(&["--no-deps", "-r", "--requirement"]) {
            return;
        }
        let Some(folder) = self.folder(install, &["pyproject.toml"]).map(|it| it.0) else { return };
        let python = ["uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock"];
        if let Some(lock) = python.iter().find(|it| self.context.has(&join(&folder, it)) == Some(true)) {
            let message = format!("does not read `{lock}`, which says what was tested");
            report.add(install.head, message).aspect(UNUSED);
        }
    }

    /// A call of a tool that knows its lock file.
    fn tool(&self, install: &Install, locking: &'static Locking, report: &mut Report) {
        let tool = install.manager.commands[0];
        if tool == "cargo" && install.subcommand == "install" && !install.has_flag(&["--path"]) {
            return self.program(install, report);
        }
        let is_strict = matches!(install.subcommand, "ci" | "clean-install");
        let installs = locking.install.contains(&install.subcommand) || is_strict;
        let other = install.flags.iter().any(|it| it.contains(['$', '`']))
            || install.has_flag(&[
                "-g",
                "--global",
                "--git",
                "--manifest-path",
                "--prefix",
                "--cwd",
                "--directory",
                "--project",
                "--help",
            ]);
        let by_name = !install.packages.is_empty() && tool != "go";
        if !installs
            || other
            || by_name
            || tool == "yarn" && install.subcommand.is_empty() && install.has_flag(&["--version", "-v"])
        {
            return;
        }
        let Some((folder, origin)) = self.folder(install, locking.manifests) else { return };
        let there = |name: &str| {
            let path = join(&folder, name);
            self.brought.contains(path.as_str()) || self.context.has(&path) == Some(true)
        };
        let Some(lock) = locking.locks.iter().find(|it| there(it)) else {
            return self.of_another(install, locking, &there, report);
        };
        let is_frozen = install.has_flag(locking.frozen) || is_strict;
        let has_way = !locking.frozen.is_empty() || locking.instead.is_some();
        let keeps = is_frozen || !has_way || self.is_said(install, locking.frozen_by);
        if !self.cx.analysis.brings(install.instruction, &join(&folder, lock)) {
            if tool == "go" && install.subcommand == "build" || made_before(self.cx.analysis, install, lock) {
                return;
            }
            let message = format!("does not see `{lock}`, which is copied later or never");
            let found = report.add(install.head, message).aspect(NOT_COPIED);
            if is_frozen {
                found.severity(Severity::Error);
            }
            found.fix = self.copy_too(&origin, &folder, lock);
            if !keeps {
                found.fix = found.fix.take().zip(self.enforce(install, locking)).and_then(both);
            }
            return;
        }
        if keeps {
            return;
        }
        let message = format!("may choose other versions than `{lock}`");
        let found = report.add(install.head, message).aspect(NOT_ENFORCED);
        found.fix = self.enforce(install, locking);
    }

    /// `cargo install name`: the lock file of the program.
    fn program(&self, install: &Install, report: &mut Report) {
        if install.has_flag(&["--locked", "--frozen"]) || install.packages.is_empty() {
            return;
        }
        let message = "may choose other versions than the `Cargo.lock` of the program";
        let found = report.add(install.head, message).aspect(NOT_ENFORCED).severity(Severity::Info);
        found.fix = insert(install, "--locked", Safety::Unsafe);
    }

    /// There is a lock file of another tool for the same project.
    fn of_another(
        &self,
        install: &Install,
        locking: &Locking,
        there: &dyn Fn(&str) -> bool,
        report: &mut Report,
    ) {
        let same =
            locks::all().iter().filter(|it| it.manifests == locking.manifests && !std::ptr::eq(*it, locking));
        let mut others = same.flat_map(|it| it.locks).filter(|it| there(it));
        if let Some(lock) = others.next().filter(|_| locking.manifests == ["package.json"]) {
            let message = format!("does not read `{lock}`, which says what was tested");
            report.add(install.head, message).aspect(UNUSED);
        }
    }

    /// The folder of the context that the call works in, and what brings its manifest.
    fn folder(&self, install: &Install, manifests: &[&str]) -> Option<(String, Source)> {
        let analysis = self.cx.analysis;
        let cwd = analysis.folder_of(install)??;
        let origin = manifests.iter().find_map(|it| {
            let place = clean(&format!("{cwd}/{it}"));
            analysis.source_of(&self.context, install.instruction, &place)
        })?;
        let folder = origin.path.rsplit_once('/').map_or("", |it| it.0).to_owned();
        Some((folder, origin))
    }

    /// Whether a variable says the same as the flag.
    fn is_said(&self, install: &Install, variables: &[&str]) -> bool {
        let analysis = self.cx.analysis;
        let script = &analysis.script_of(install).script;
        let mut assigned =
            script.commands().flat_map(|it| &it.command.assignments).map(|it| script.text(it.name));
        let exported = || {
            script.commands().any(|it| {
                it.command.is("export")
                    && variables
                        .iter()
                        .any(|name| it.command.words.iter().any(|word| word.lossy().starts_with(name)))
            })
        };
        assigned.any(|it| variables.contains(&it))
            || exported()
            || variables.iter().any(|it| match analysis.environment(install.instruction, it) {
                Some(Some(value)) => !matches!(&*value.to_lowercase(), "0" | "false"),
                Some(None) => false,
                // Of a base image that is not known it may be.
                None => analysis
                    .scopes()
                    .visible(
                        analysis.stages(),
                        it,
                        analysis
                            .stages()
                            .of_instruction(install.instruction)
                            .map_or(crate::model::StageId(0), |it| it.id),
                        install.instruction,
                    )
                    .next()
                    .is_some(),
            })
    }

    /// Brings the lock file with the manifest.
    fn copy_too(&self, origin: &Source, folder: &str, lock: &str) -> Option<Fix> {
        let file = self.cx.analysis.file();
        let title = format!("Copy `{lock}`, too");
        let path = join(folder, lock);
        if let Some(mount) = &origin.mount {
            let manifest = origin.path.rsplit('/').next()?;
            let target = mount.text("target")?.strip_suffix(manifest)?;
            let text = format!(" --mount=type=bind,source={path},target={target}{lock}");
            let edits = TextEdit::insert(mount.range.end(), text).into();
            return Some(Fix { title: format!("Mount `{lock}`, too"), safety: Safety::Safe, edits });
        }
        let copy = &file.instructions[origin.brought.instruction];
        let Body::Copy(transfer) = &copy.body else { return None };
        let written = file.text(origin.brought.word.range);
        let is_named = origin.path == origin.brought.path || origin.brought.is_pattern;
        if transfer.json || !is_named || !origin.brought.to_folder || written.contains(['"', '\'', '$']) {
            return None;
        }
        let before = written.len() - written.trim_start_matches("./").len();
        let text = format!(" {}{path}", &written[..before]);
        let edits = TextEdit::insert(origin.brought.word.range.end(), text).into();
        Some(Fix { title, safety: Safety::Safe, edits })
    }

    /// The flag, or the command that has no need of one.
    fn enforce(&self, install: &Install, locking: &Locking) -> Option<Fix> {
        let script = self.cx.analysis.script_of(install);
        if !script.script.is_understood() {
            return None;
        }
        if let Some(instead) = locking.instead {
            let plain = |it: &String| {
                let known = [
                    "--production",
                    "--omit",
                    "--only",
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                    "--legacy-peer-deps",
                    "--loglevel",
                    "--prefer-offline",
                    "--silent",
                    "--quiet",
                    "--no-optional",
                    "--force",
                    "--progress",
                    "--include",
                    "dev",
                    "prod",
                    "production",
                    "error",
                    "warn",
                ];
                known.contains(&it.split('=').next().unwrap_or_default())
            };
            let word = script.script.commands().find(|it| it.command.range == install.range)?;
            let word = word.command.words.iter().find(|it| it.lossy() == install.subcommand)?;
            let edit = TextEdit::replace(word.range, instead);
            let fine = script.form != Form::Exec && install.flags.iter().all(plain);
            let title = format!("Write `{} {instead}`", install.manager.commands[0]);
            return fine.then(|| Fix { title, safety: Safety::Safe, edits: edit.into() });
        }
        let workspace = install.has_flag(&["--no-install-workspace"]) && locking.commands[0] == "uv";
        let is_berry = locking.commands[0] == "yarn" && self.context.has(".yarnrc.yml") == Some(true);
        let flag = match locking.frozen.first()? {
            _ if workspace => "--frozen",
            _ if is_berry => "--immutable",
            flag => flag,
        };
        insert(install, flag, Safety::Safe)
    }
}

/// `pip install .`
fn installs_project(install: &Install) -> bool {
    let is_pip = matches!(install.manager.commands[0], "pip" | "uv")
        && matches!(install.subcommand, "install" | "pip install");
    let [only] = install.packages.as_slice() else { return false };
    let path = only.text.split('[').next().unwrap_or_default();
    is_pip && matches!(path, "." | "./") && !install.has_flag(&["-e", "--editable"])
}

/// Whether an earlier RUN of the stage writes the lock file, or names it.
fn made_before(analysis: &Analysis, install: &Install, lock: &str) -> bool {
    let Some(stage) = analysis.stages().of_instruction(install.instruction) else { return false };
    let file = analysis.file();
    let before = analysis.chain_instructions(stage.id).take_while(|it| it.0 < install.instruction);
    let copies = |it: &crate::syntax::Instruction| {
        it.keyword == Keyword::Copy && it.flags.iter().any(|it| it.name() == "from")
    };
    before
        .into_iter()
        .any(|(_, it)| (it.keyword == Keyword::Run || copies(it)) && file.text(it.range).contains(lock))
}

/// One fix of two.
fn both((first, second): (Fix, Fix)) -> Option<Fix> {
    let mut edits = first.edits;
    edits.merge(&second.edits).ok()?;
    let safety = first.safety.min(second.safety);
    Some(Fix { title: format!("{}, and keep to it", first.title), safety, edits })
}

fn insert(install: &Install, flag: &str, safety: Safety) -> Option<Fix> {
    let text = if install.form == Form::Exec { format!(", \"{flag}\"") } else { format!(" {flag}") };
    let edits = TextEdit::insert(install.flag_place(), text).into();
    Some(Fix { title: format!("Add `{flag}`"), safety, edits })
}
