//! # Containers that download their program when they start
//!
//! What CMD and ENTRYPOINT fetch is not part of the image. Each start then needs the network, takes as long as the download, gets whatever is
//! the newest at that moment, and fails when the registry does: at night, when the container is moved to another machine. It also needs
//! the right to write into the image, which a program should not have.
//!
//! ```dockerfile
//! FROM node:22-slim
//! WORKDIR /app
//! COPY . .
//! CMD npm install && npm start
//! #   ^^^^^^^^^^^ downloads at each start
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY app.py requirements.txt /
//! ENTRYPOINT ["sh", "-c", "pip install -r /requirements.txt && exec python /app.py"]
//! #                        ^^^^^^^^^^^ downloads at each start
//! ```
//!
//! ```dockerfile
//! FROM ghcr.io/astral-sh/uv:0.9-python3.13-trixie-slim
//! CMD ["uvx", "harlequin"]
//! #    ^^^^^ downloads at each start
//! ```
//!
//! Install in a RUN, and start what was installed:
//!
//! ```dockerfile
//! FROM node:22-slim
//! WORKDIR /app
//! COPY package.json package-lock.json ./
//! RUN npm ci --omit=dev
//! COPY . .
//! CMD ["node", "server.js"]
//! ```
//!
//! ## Limits
//!
//! Only what the container of the last stage starts with counts. A stage for developers may do so, and `npx` runs what is installed already
//! if it is asked to install nothing.
//!
//! ```dockerfile
//! FROM node:22-slim AS dev
//! CMD npm install && npm run watch
//! FROM node:22-slim
//! CMD ["npx", "--no-install", "serve"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim AS dev
//! CMD ["sh", "-c", "pip install -e . && flask run"]
//! ```
//!
//! ## See also
//!
//! Source: Moshe Zadka, "Contain Yourself"; Itamar Turner-Trauring, EuroPython 2020.
//!
//! Practices: image-command-downloads-at-start.

use crate::{
    knowledge::packages::{self, Kind},
    lint::{Check, Cx, Decl, Group, Report, Severity},
    syntax::shell::{Command, Script, Word},
    text::TextRange,
};

/// Reports the command.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Reproducibility,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let Some(target) = cx.analysis.stages().target() else { return };
    let names = cx.analysis.stages().chain(target.id).filter_map(|it| it.name.as_ref());
    let words = ["dev", "develop", "development", "test", "testing", "debug", "devcontainer"];
    if names.into_iter().any(|it| it.text.split(['-', '_']).any(|it| words.contains(&it))) {
        return;
    }
    let (entrypoint, cmd) = cx.analysis.start(target.id);
    for it in [entrypoint, cmd].into_iter().flatten() {
        let Some(index) = cx.analysis.file().instructions.iter().position(|other| other.range == it.range)
        else {
            continue;
        };
        // Behind an ENTRYPOINT, CMD are its arguments.
        if entrypoint.is_some_and(|entrypoint| entrypoint.range != it.range) {
            continue;
        }
        for run in cx.analysis.scripts(index) {
            for place in downloads(&run.script) {
                report.add(place, "downloads at each start");
            }
        }
    }
}

/// The commands of a script that download, those of a shell inside of it too.
fn downloads(script: &Script) -> Vec<TextRange> {
    let mut found = Vec::new();
    for it in script.commands() {
        found.extend(download(it.command));
        let command = it.command.effective();
        let is_shell = command
            .name()
            .is_some_and(|it| matches!(it.rsplit('/').next(), Some("sh" | "bash" | "ash" | "dash")));
        let flag = command.arguments().words().first().map(Word::lossy);
        if is_shell && flag.is_some_and(|it| it.starts_with('-') && it.ends_with('c')) {
            let inner = command.arguments().words().get(1).and_then(Word::nested_script);
            found.extend(
                inner
                    .iter()
                    .flat_map(|it| it.commands().filter_map(|it| download(it.command)).collect::<Vec<_>>()),
            );
        }
    }
    found
}

/// Where a command says that it downloads, if it does.
fn download(command: &Command) -> Option<TextRange> {
    let effective = command.effective();
    let name = effective.name()?;
    let name = name.rsplit('/').next()?.to_owned();
    let words = effective.arguments().words();
    let literal: Vec<String> = words.iter().map(|it| it.lossy().into_owned()).collect();
    let has = |flags: &[&str]| literal.iter().any(|it| flags.contains(&it.as_str()));
    let head = effective.name_word()?.range;
    let module = (name.starts_with("python") && literal.first().is_some_and(|it| it == "-m"))
        .then(|| literal.get(1).cloned())
        .flatten();
    let skip = if module.is_some() { 2 } else { 0 };
    let name = module.unwrap_or(name);
    let rest = &literal[skip.min(literal.len())..];
    let (at, first) =
        rest.iter().enumerate().find(|it| !it.1.starts_with('-')).map_or((0, ""), |it| (it.0, it.1.as_str()));
    let second = rest.get(at + 1).map_or("", String::as_str);
    let quiet = ["--no-install", "--no", "--offline", "--frozen", "--no-sync", "--help", "--version"];
    let runner = match name.as_str() {
        "npx" | "bunx" | "uvx" => !has(&quiet) && !rest.is_empty(),
        "pipx" => first == "run",
        "pnpm" | "yarn" if first == "dlx" => true,
        "uv" if first == "tool" => second == "run",
        _ => false,
    };
    if runner {
        return Some(head);
    }
    let manager = packages::manager(&name)?;
    let builds = matches!(manager.kind, Kind::Build | Kind::Rust)
        || name == "go" && first != "get"
        || name == "yarn" && first.is_empty();
    let two = format!("{first} {second}");
    let installs = manager.install.iter().any(|it| *it == first || *it == two) && !first.is_empty();
    let end = words
        .iter()
        .filter(|it| {
            installs
                && (it.lossy() == first || manager.install.contains(&two.as_str()) && it.lossy() == second)
        })
        .map(|it| it.range.end())
        .next_back()?;
    let fine = builds
        || first == "sync" && has(&["--no-sync", "--offline"])
        || has(&["--help", "--version", "--offline", "--no-index"]);
    (!fine).then(|| TextRange::new(head.start(), end.max(head.end())))
}
