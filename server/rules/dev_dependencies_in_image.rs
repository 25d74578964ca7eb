//! # Packages for developers in the image that ships
//!
//! Test runners, type checkers and debuggers are needed to write the program, not to run it. In the image they cost space, have to be
//! updated, and help whoever breaks in. Most tools install them unless they are told not to.
//!
//! ```dockerfile
//! FROM node:22-slim
//! WORKDIR /app
//! COPY package.json package-lock.json ./
//! RUN npm ci
//! #   ^^^^^^ also installs what only developers need
//! COPY . .
//! CMD ["node", "server.js"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM node:22-slim
//! WORKDIR /app
//! COPY package.json package-lock.json ./
//! RUN npm ci --omit=dev
//! COPY . .
//! CMD ["node", "server.js"]
//! ```
//!
//! ```dockerfile
//! FROM composer:2 AS build
//! COPY composer.json composer.lock ./
//! RUN composer install
//! FROM php:8.4-fpm
//! WORKDIR /app
//! COPY --from=composer:2 /usr/bin/composer /usr/bin/
//! COPY composer.json composer.lock ./
//! RUN composer install --no-interaction
//! #   ^^^^^^^^^^^^^^^^ also installs what only developers need
//! RUN pip install -r requirements-dev.txt
//! #                  ^^^^^^^^^^^^^^^^^^^^ is what developers need
//! RUN pip install .[test]
//! #               ^^^^^^^ is what developers need
//! CMD ["php-fpm"]
//! ```
//!
//! ## Why
//!
//! If they are needed to build, as for a web site, build in a stage of its own, and copy only the result; or remove them in the same RUN.
//!
//! ```dockerfile
//! FROM node:22-slim
//! WORKDIR /app
//! COPY . .
//! RUN npm ci && npm run build && npm prune --omit=dev
//! ```
//!
//! ## Fix
//!
//! The flag: `--omit=dev`, `--no-dev`, `--only=main`, `--production`. Unsafe, as the program may need more than its authors say.
//!
//! ```dockerfile
//! FROM ghcr.io/astral-sh/uv:0.9-python3.13-trixie-slim
//! COPY pyproject.toml uv.lock ./
//! RUN uv sync --locked
//! #   ^^^^^^^ also installs what only developers need
//! CMD ["python", "-m", "app"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM ghcr.io/astral-sh/uv:0.9-python3.13-trixie-slim
//! COPY pyproject.toml uv.lock ./
//! RUN uv sync --no-dev --locked
//! CMD ["python", "-m", "app"]
//! ```
//!
//! ## Limits
//!
//! Nothing is said in stages of which only results are copied, in those that are called `dev` or `test` or the like, in an image that starts
//! such a thing or nothing at all, where something is built afterwards, where a variable says the same as the flag, or where the file
//! beside the Dockerfile lists nothing for developers.
//!
//! ```file package.json
//! {"dependencies": {"express": "5.1.0"}}
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim AS base
//! WORKDIR /app
//! COPY package.json package-lock.json ./
//! RUN npm ci
//! CMD ["node", "server.js"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! ENV UV_NO_DEV=1
//! COPY pyproject.toml uv.lock ./
//! RUN uv sync --locked
//! RUN pip install -r requirements.txt
//! CMD ["python", "-m", "app"]
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim AS dev
//! RUN npm ci
//! CMD ["node", "server.js"]
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim
//! COPY . .
//! RUN npm ci
//! CMD ["npm", "run", "dev"]
//! ```
//!
//! ## See also
//!
//! Source: [uv, `UV_NO_DEV`](https://docs.astral.sh/uv/guides/integration/docker/); [npm ci, `--omit`](https://docs.npmjs.com/cli/commands/npm-ci);
//! [composer install](https://getcomposer.org/doc/03-cli.md#install-i).
//!
//! Practices: composer-no-dev, dev-dependencies-in-final.

use crate::{
    knowledge::{
        locks::{self, Locking},
        packages::Kind,
    },
    lint::{BuildStages, Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{
        Base, Context, Form, Stage,
        ignore_file::clean,
        installs::{Action, Install},
    },
    text::TextEdit,
};

/// Reports the call, or the word that names them.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Size,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

const ALSO: &str = "also installs what only developers need";
const FOR_DEVELOPERS: &str = "is what developers need";

/// Nobody looks further down than this for what is done with them.
const FARTHEST: usize = 100;

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    if analysis.installs().is_empty() || is_to_develop(cx) {
        return;
    }
    let for_developers = analysis.stages().inherit(is_for_developers);
    for install in analysis.installs() {
        let Some(stage) = analysis.stages().of_instruction(install.instruction) else { continue };
        if install.action != Action::Install
            || install.indirect
            || !cx.leaves_something(install.instruction)
            || for_developers[stage.id.index()]
        {
            continue;
        }
        if matches!(install.manager.commands[0], "pip" | "uv")
            && install.manager.kind == Kind::Python
            && install.subcommand.ends_with("install")
        {
            by_name(cx, install, report);
            continue;
        }
        let Some(locking) = locks::locking(install.manager.commands[0]) else { continue };
        let Some(flag) = locking.no_dev.first() else { continue };
        let installs = locking.install.contains(&install.subcommand)
            || matches!(install.subcommand, "ci" | "clean-install");
        let chosen = install.has_flag(locking.no_dev)
            || install.has_flag(&[
                "-g",
                "--global",
                "--package-lock-only",
                "--frozen-lockfile-only",
                "--dev",
                "--with",
                "--group",
                "--all-groups",
                "--no-install-recommends",
            ]);
        let may = install.flags.iter().any(|it| it.contains('$'));
        if !installs
            || chosen
            || may
            || !install.packages.is_empty()
            || is_said(cx, install, locking)
            || is_undone(cx, stage, install)
        {
            continue;
        }
        if matches!(locking.commands[0], "bundle" | "pipenv" | "cargo" | "go") {
            continue;
        }
        let known = has_any(cx, install, locking);
        if known == Some(false) {
            continue;
        }
        let found = report.add(install.head, ALSO);
        if known == Some(true) {
            found.severity(Severity::Warning);
        }
        let text = if install.form == Form::Exec { format!(", \"{flag}\"") } else { format!(" {flag}") };
        if analysis.script_of(install).script.is_understood() {
            found.fix(Safety::Unsafe, format!("Add `{flag}`"), TextEdit::insert(install.flag_place(), text));
        }
    }
}

/// Whether a stage is there for those who develop, by its name.
fn is_for_developers(stage: &Stage) -> bool {
    let words = [
        "dev",
        "develop",
        "development",
        "test",
        "tests",
        "testing",
        "ci",
        "lint",
        "debug",
        "devcontainer",
        "docs",
        "e2e",
    ];
    stage.name.as_ref().is_some_and(|name| name.text.split(['-', '_', '.']).any(|it| words.contains(&it)))
}

/// Whether the image is made to develop in: by its base, by what it starts, or because it starts nothing of its own.
fn is_to_develop(cx: Cx<'_>) -> bool {
    let Some(target) = cx.analysis.stages().target() else { return true };
    let file = cx.analysis.file();
    let (entrypoint, cmd) = cx.analysis.start(target.id);
    let start = [entrypoint, cmd]
        .into_iter()
        .flatten()
        .map(|it| file.text(it.range))
        .collect::<String>()
        .to_lowercase();
    let words = [
        "dev",
        "watch",
        "test",
        "debug",
        "inspect",
        "nodemon",
        "serve",
        "reload",
        "cypress",
        "playwright",
        "storybook",
        "bash",
    ];
    let base = match cx.analysis.stages().root(target.id) {
        Base::Image(image) => image.image.clone(),
        _ => String::new(),
    };
    start.is_empty() && cx.settings.build_stages != BuildStages::Check
        || start.split(|it: char| !it.is_alphanumeric()).any(|it| words.contains(&it))
        || base.contains("devcontainer")
        || file.source.contains("nodemon")
}

/// `-r requirements-dev.txt` and `.[dev]`.
fn by_name(cx: Cx<'_>, install: &Install, report: &mut Report) {
    let is_dev = |it: &str| {
        matches!(it, "dev" | "develop" | "development" | "test" | "tests" | "testing" | "lint" | "typing")
    };
    for package in &install.packages {
        let extras = package.text.split_once('[').and_then(|it| it.1.split_once(']')).map_or("", |it| it.0);
        if package.text.starts_with('.') && extras.split(',').any(|it| is_dev(it.trim())) {
            report.add(package.range, FOR_DEVELOPERS);
        }
    }
    let script = &cx.analysis.script_of(install).script;
    let Some(command) = script.commands().find(|it| it.command.range == install.range) else { return };
    for file in install.values(&["-r", "--requirement", "--requirements"]) {
        let name = file.trim_end_matches(".txt").trim_end_matches(".in");
        if name.split(['-', '_', '.', '/']).any(is_dev)
            && let Some(word) = command.command.words.iter().find(|it| it.lossy() == file)
        {
            report.add(word.range, FOR_DEVELOPERS);
        }
    }
}

/// Whether a variable says that they are left out.
fn is_said(cx: Cx<'_>, install: &Install, locking: &Locking) -> bool {
    let analysis = cx.analysis;
    let script = &analysis.script_of(install).script;
    let named = |text: &str| locking.no_dev_by.iter().any(|it| text.contains(it));
    let in_script = script.commands().any(|it| {
        it.command.assignments.iter().any(|it| named(script.text(it.name)))
            || it.command.words.iter().any(|it| named(&it.lossy()))
    });
    let Some(stage) = analysis.stages().of_instruction(install.instruction) else { return true };
    let visible = |it: &str| {
        analysis.scopes().visible(analysis.stages(), it, stage.id, install.instruction).next().is_some()
    };
    in_script || locking.no_dev_by.iter().any(|it| visible(it))
}

/// Whether something is built with them, or they are removed again.
fn is_undone(cx: Cx<'_>, stage: &Stage, install: &Install) -> bool {
    let analysis = cx.analysis;
    let builds = |name: &str, words: &[String]| match name {
        "npm" | "yarn" | "pnpm" | "bun" => words.iter().any(|it| {
            matches!(it.as_str(), "run" | "build" | "prune" | "test" | "exec" | "generate" | "compile")
        }),
        "npx" | "tsc" | "webpack" | "ng" | "gulp" | "grunt" | "vite" | "make" | "rm" | "node-prune" => true,
        "php" | "pytest" | "uv" | "poetry" => {
            words.iter().any(|it| matches!(it.as_str(), "run" | "test" | "artisan" | "pytest"))
                || name == "pytest"
        }
        _ => false,
    };
    let later = (install.instruction..stage.instructions.end)
        .take(FARTHEST)
        .flat_map(|index| analysis.scripts(index));
    later
        .flat_map(|run| run.script.commands())
        .filter(|it| it.command.range.start() > install.range.start())
        .any(|it| {
            let command = it.command.effective();
            let words: Vec<String> =
                command.arguments().words().iter().map(|it| it.lossy().into_owned()).collect();
            let is_tool = |it: &str| {
                it.contains("node_modules/.bin/") || builds(it.rsplit('/').next().unwrap_or_default(), &words)
            };
            command.name().is_none_or(|it| is_tool(&it))
        })
}

/// Whether the manifest in the build context lists something for developers; `None` if it cannot be read.
fn has_any(cx: Cx<'_>, install: &Install, locking: &Locking) -> Option<bool> {
    // Where nothing is known of the build context there is nothing to read.
    cx.world.exists(".")?;
    let context = Context::new(cx.world);
    let cwd = cx.analysis.folder_of(install)??;
    let manifest = locking.manifests.first()?;
    let origin =
        cx.analysis.source_of(&context, install.instruction, &clean(&format!("{cwd}/{manifest}")))?;
    let text = cx.world.read(&origin.path)?;
    let marks: &[&str] = match *manifest {
        "package.json" => &["\"devDependencies\""],
        "composer.json" => &["\"require-dev\""],
        _ => &["dev-dependencies", "dependency-groups", ".group."],
    };
    Some(marks.iter().any(|it| text.contains(it)))
}
