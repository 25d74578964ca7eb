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
//! A script of the project that is started is read, too.
//!
//! ```file start.sh
//! #!/bin/sh
//! set -e
//! npm install --omit=dev
//! exec node server.js
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim
//! COPY start.sh /
//! ENTRYPOINT ["/start.sh"]
//! #           ^^^^^^^^^^^ downloads at each start, by `npm install`
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
//! Only what the container of the last stage starts with counts. A stage for developers may do so, and `npx` runs what is installed already,
//! if it is.
//!
//! ```dockerfile
//! FROM node:22-slim AS dev
//! CMD npm install && npm run watch
//! FROM node:22-slim
//! CMD ["npx", "serve"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim AS dev
//! CMD ["sh", "-c", "pip install -e . && flask run"]
//! ```
//!
//! `uvx` runs what `uv tool install` has installed, but not what pip has.
//!
//! ```dockerfile
//! FROM ghcr.io/astral-sh/uv:0.9-python3.13-trixie-slim
//! RUN uv tool install harlequin==2.0.0
//! CMD ["uvx", "harlequin"]
//! ```
//!
//! ```dockerfile
//! FROM ghcr.io/astral-sh/uv:0.9-python3.13-trixie-slim
//! RUN uv pip install --system harlequin==2.0.0
//! CMD ["uvx", "harlequin"]
//! #    ^^^^^ downloads at each start
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
    model::{Analysis, StageId},
    syntax::{
        Joined,
        shell::{self, Command},
    },
    text::{TextRange, range},
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
    let tools = tools(cx.analysis, target.id);
    let mut seen: Vec<TextRange> = Vec::new();
    for process in cx.analysis.processes(target.id) {
        let commands = process.script.commands().map(|it| it.command);
        for place in commands.filter(|it| !runs_installed(it, &tools)).filter_map(download) {
            if !seen.contains(&place) {
                seen.push(place);
                report.add(place, "downloads at each start");
            }
        }
    }
    for it in cx.analysis.start_scripts(target.id, cx.world) {
        let source: std::sync::Arc<str> = it.text.as_str().into();
        let script = shell::parse(&Joined::new(&source, range(0, source.len()), &[]));
        let first = script.commands().filter(|it| !it.context.in_branch && !it.context.in_function);
        let mut first = first.map(|it| it.command).filter(|it| !runs_installed(it, &tools));
        if let Some(place) = first.find_map(download) {
            report.add(it.place, format!("downloads at each start, by `{}`", script.text(place)));
        }
    }
}

/// What `uv tool install` has installed.
fn tools(analysis: &Analysis, stage: StageId) -> Vec<&str> {
    let all = analysis.installs().iter().filter(|it| {
        let within = analysis.stages().of_instruction(it.instruction);
        it.subcommand == "tool install"
            && within.is_some_and(|it| analysis.stages().is_built_on(stage, it.id))
    });
    let name = |text: &'_ str| text.find(['=', '<', '>', '~', '!', '[', '@']).unwrap_or(text.len());
    all.flat_map(|it| &it.packages).map(|it| &it.text[..name(&it.text)]).collect()
}

/// Whether it is `uvx` with one of these, and nothing more than that.
fn runs_installed(command: &Command, tools: &[&str]) -> bool {
    let effective = command.effective();
    let first = effective.arguments().words().first().and_then(|it| it.literal());
    effective.is("uvx") && first.is_some_and(|it| tools.contains(&&*it))
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
        "uvx" => !has(&quiet) && !rest.is_empty(),
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
