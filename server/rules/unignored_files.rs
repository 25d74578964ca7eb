//! # Files of your machine that get into the build
//!
//! `COPY . .` takes everything in the folder that `.dockerignore` does not keep out: also what only your machine needs, and what was
//! built for it. This page shows what happens if such files lie around:
//!
//! ```files
//! .git/HEAD
//! .mypy_cache/
//! .venv/pyvenv.cfg
//! app/__pycache__/main.cpython-312.pyc
//! app/main.py
//! pyproject.toml
//! ```
//!
//! ```file uv.lock
//! version = 1
//! ```
//!
//! ```dockerfile
//! FROM ghcr.io/astral-sh/uv:0.9-python3.12-trixie-slim
//! WORKDIR /app
//! COPY pyproject.toml uv.lock ./
//! RUN uv sync --locked --no-install-project
//! COPY . .
//! #    ^ brings `.git`, the whole history, which changes with every commit
//! #    ^ brings `.mypy_cache`, which changes all the time and is of no use in the image
//! #    ^ brings `__pycache__`, which Python writes again and again
//! #    ^ replaces what was installed above by `.venv` of this machine
//! ```
//!
//! ## Why
//!
//! A virtual environment of a Mac does not run in the image, and `node_modules` may hold libraries for another processor: the program
//! stops at its start, with "bad interpreter" or "invalid ELF header". `.git` is the whole history, and whoever gets the image can read
//! in it what was deleted years ago. And all of these change without a change of the program, so that everything below the COPY is built
//! again.
//!
//! Name them in a file `.dockerignore` beside the Dockerfile, each on a line: `.git`, `**/.venv`, `**/node_modules`, `**/__pycache__`,
//! `**/.mypy_cache`. Or begin with `*`, and let in what is needed with `!src`.
//!
//! Files with secrets, such as `.env`, are what `secret-file-copied` is about. Where that one speaks, this one does not add that the
//! `.dockerignore` is missing. A virtual environment is its own, even if it is called `.env`.
//!
//! ```files
//! .env
//! main.py
//! requirements.txt
//! ```
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! COPY requirements.txt /app/
//! COPY . /app
//! ```
//!
//! ```files
//! .env/pyvenv.cfg
//! main.py
//! requirements.txt
//! ```
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! COPY requirements.txt /app/
//! COPY . /app
//! #    ^ brings `.env`, which was installed for this machine
//! ```
//!
//! The aspects are `bytecode`, `caches`, `environment`, `git`, and `missing`, if there is no `.dockerignore` although nothing bad lies
//! around yet. What is kept out is fine:
//!
//! ## See also
//!
//! ```files
//! .git/HEAD
//! node_modules/
//! package.json
//! test/
//! ```
//!
//! ```dockerignore
//! .git
//! node_modules
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim
//! COPY package.json .
//! COPY . .
//! #    ^ brings `test`, which the image does not need
//! ```
//!
//! That is the aspect `tests`, of which only those are told who ask for this rule. A stage that only builds may have them.
//!
//! ```files
//! package.json
//! test/
//! ```
//!
//! ```dockerignore
//! .git
//! node_modules
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim AS build
//! COPY . .
//! RUN npm ci && npm run build
//! FROM nginx:1.29
//! COPY --from=build /dist /usr/share/nginx/html
//! ```
//!
//! ## Limits
//!
//! The build context is taken to be the folder of the Dockerfile. If COPY names files and none of them is there, it is another folder,
//! and nothing is said; nor of `.git` if the version of the project is taken from it.
//!
//! ```files
//! .git/HEAD
//! main.go
//! ```
//!
//! ```dockerfile
//! FROM golang:1.25
//! COPY setup.sh /
//! COPY . .
//! ```
//!
//! ```dockerfile
//! FROM golang:1.25
//! COPY . .
//! RUN go build -ldflags "-X main.version=$(git describe)" -o /server .
//! ```
//!
//! Source: [Docker, Exclude with .dockerignore](https://docs.docker.com/build/building/best-practices/#exclude-with-dockerignore);
//! pythonspeed.com, "Faster or slower: the basics of Docker build caching"; [uv, Using uv in
//! Docker](https://docs.astral.sh/uv/guides/integration/docker/#installing-a-project).
//!
//! Practices: dockerignore-incomplete, dockerignore-missing, git-dir-copied, host-venv-copied, pycache-copied, tests-docs-in-image.

use super::secret_file_copied;
use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::{Brought, Context, Fact, context::join, installs::Action},
    syntax::{Body, Keyword},
};

/// Reports the source that brings them.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[BYTECODE, CACHES, ENVIRONMENT, GIT, MISSING, TESTS],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

const BYTECODE: &str = "bytecode";
const CACHES: &str = "caches";
const ENVIRONMENT: &str = "environment";
const GIT: &str = "git";
const MISSING: &str = "missing";
const TESTS: &str = "tests";

/// Folders that tools write beside the source, for themselves alone.
#[rustfmt::skip]
const OF_TOOLS: [&str; 18] = [
    ".mypy_cache", ".pytest_cache", ".ruff_cache", ".tox", ".nox", ".hypothesis", ".ipynb_checkpoints", ".terraform", ".idea",
    ".vscode", ".gradle", ".next", ".nuxt", ".svelte-kit", ".parcel-cache", ".turbo", ".eggs", "htmlcov",
];

/// What is for those who develop the program.
const FOR_TESTS: [&str; 7] = ["test", "tests", "docs", "spec", ".github", "__tests__", "e2e"];

/// In more folders than these nobody looks.
const MOST_FOLDERS: usize = 32;

fn check(cx: Cx<'_>, report: &mut Report) {
    let mut folders =
        cx.analysis.all_brought().iter().filter(|it| !it.is_filtered && !it.is_pattern).peekable();
    if folders.peek().is_none() || cx.world.entries("").is_none() {
        return;
    }
    let context = Context::new(cx.world);
    let known = cx.analysis.knows_context(&context);
    if known == Some(false) {
        return;
    }
    let mut seen: Vec<&'static str> = Vec::new();
    for brought in folders.take(MOST_FOLDERS) {
        let index = brought.instruction;
        let Some(names) = context.entries(&brought.path) else { continue };
        let Some(stage) = cx.analysis.stages().of_instruction(index) else { continue };
        let ships = cx.leaves_something(index) || !cx.analysis.stages().is_needed(stage.id);
        let mut found = found(cx, &context, index, brought, &names);
        let whole = brought.path.is_empty() && context.ignored.is_none();
        let has_secret = || secret_file_copied::of_folder(cx, "").is_some();
        if found.iter().all(|it| it.aspect == TESTS) && whole && known == Some(true) && !has_secret() {
            let what = "everything in the folder gets in, as there is no `.dockerignore`".to_owned();
            found.push(Finding { aspect: MISSING, severity: Severity::Info, what });
        }
        for it in found {
            if seen.contains(&it.aspect) || it.aspect == TESTS && !ships {
                continue;
            }
            seen.push(it.aspect);
            let severity = if ships || it.severity == Severity::Error { it.severity } else { Severity::Info };
            let this = report.add(brought.word.range, it.what).aspect(it.aspect).severity(severity);
            if it.aspect == TESTS {
                this.quiet();
            }
        }
    }
}

/// What there is to say of a source.
struct Finding {
    aspect: &'static str,
    severity: Severity,
    what: String,
}

fn found(
    cx: Cx<'_>,
    context: &Context<'_>,
    index: usize,
    brought: &Brought,
    names: &[String],
) -> Vec<Finding> {
    let mut all = Vec::new();
    let mut add = |aspect, severity, what: String| all.push(Finding { aspect, severity, what });
    let folders = || names.iter().filter_map(|it| it.strip_suffix('/'));
    if names.iter().any(|it| it == ".git/") && !reads_history(cx, context) {
        let what = "brings `.git`, the whole history, which changes with every commit";
        add(GIT, Severity::Warning, what.to_owned());
    }
    if let Some(name) = folders().find(|it| OF_TOOLS.contains(it) || it.ends_with(".egg-info")) {
        let what = format!("brings `{name}`, which changes all the time and is of no use in the image");
        add(CACHES, Severity::Info, what);
    }
    let is_bytecode = |it: &String| it == "__pycache__/" || it.ends_with(".pyc");
    let below =
        |it: &str| context.entries(&join(&brought.path, it)).is_some_and(|it| it.iter().any(is_bytecode));
    let looked_at =
        |it: &&str| !it.starts_with('.') && *it != "node_modules" && !is_environment(context, brought, it);
    if names.iter().any(is_bytecode) || folders().filter(looked_at).take(MOST_FOLDERS).any(below) {
        let what = "brings `__pycache__`, which Python writes again and again";
        add(BYTECODE, Severity::Info, what.to_owned());
    }
    if let Some(name) = folders().find(|it| *it == "node_modules" || is_environment(context, brought, it)) {
        match replaces(cx, index, brought, name) {
            true => {
                let what = format!("replaces what was installed above by `{name}` of this machine");
                add(ENVIRONMENT, Severity::Error, what);
            }
            false => {
                let what = format!("brings `{name}`, which was installed for this machine");
                add(ENVIRONMENT, Severity::Warning, what);
            }
        }
    }
    if let Some(name) = folders().find(|it| FOR_TESTS.contains(it)) {
        add(TESTS, Severity::Hint, format!("brings `{name}`, which the image does not need"));
    }
    all
}

/// Whether a folder is a virtual environment of Python.
fn is_environment(context: &Context<'_>, brought: &Brought, name: &str) -> bool {
    let inside = join(&join(&brought.path, name), "pyvenv.cfg");
    context.has(&inside) == Some(true)
}

/// Whether the build takes something from the history: the file says `git`, or the project takes its version from there.
fn reads_history(cx: Cx<'_>, context: &Context<'_>) -> bool {
    let runs_git = cx
        .analysis
        .runs()
        .any(|(_, _, run)| run.script.commands().any(|it| it.command.effective().is("git")));
    let tools = [
        "setuptools_scm",
        "setuptools-scm",
        "versioneer",
        "hatch-vcs",
        "versioningit",
        "poetry-dynamic-versioning",
        "pbr",
    ];
    let of_project = || {
        let texts =
            ["pyproject.toml", "setup.py", "setup.cfg"].into_iter().filter_map(|it| context.world.read(it));
        texts.into_iter().any(|text| tools.iter().any(|it| text.contains(it)))
    };
    runs_git || of_project()
}

/// Whether an environment of this name was made at the destination before.
fn replaces(cx: Cx<'_>, index: usize, brought: &Brought, name: &str) -> bool {
    let analysis = cx.analysis;
    let Some(to) = brought.to.as_deref() else { return false };
    let place = join(to, name);
    let mut installs = analysis.installs().iter().filter(|it| it.action == Action::Install);
    let here = |at: usize| match analysis.workdir(at) {
        Fact::Known { value, .. } => crate::model::ignore_file::clean(&value) == to,
        _ => false,
    };
    let by_tool = installs.any(|it| {
        let makes = match it.manager.commands[0] {
            "npm" | "yarn" | "pnpm" | "bun" => name == "node_modules" && it.packages.is_empty(),
            "uv" => name == ".venv" && it.subcommand == "sync",
            _ => false,
        };
        makes && analysis.stages().is_before(it.instruction, index) && here(it.instruction)
    });
    let made = || {
        let file = analysis.file();
        let runs = file.instructions[..index].iter().enumerate().filter(|(_, it)| it.keyword == Keyword::Run);
        let names_it =
            |text: &str| ["venv", "virtualenv"].iter().any(|it| text.contains(it)) && text.contains(&place);
        runs.into_iter()
            .any(|(at, it)| analysis.stages().is_before(at, index) && names_it(file.text(it.range)))
    };
    let copied = || {
        let copies = analysis.file().instructions[..index].iter().enumerate();
        copies.into_iter().any(|(at, it)| {
            let Body::Copy(transfer) = &it.body else { return false };
            let to = transfer.destination.and_then(|to| analysis.value(to, at));
            it.flags.iter().any(|it| it.name() == "from")
                && analysis.stages().is_before(at, index)
                && to.is_some_and(|it| it.trim_end_matches('/') == place)
        })
    };
    by_tool || made() || copied()
}
