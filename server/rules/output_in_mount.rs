//! # Results that stay in a mount
//!
//! What a RUN writes into a cache mount is not part of the image: when the RUN is over, the folder is empty again. A program that was
//! built there cannot be copied to the next stage.
//!
//! ```dockerfile
//! FROM rust:1.90-slim AS build
//! WORKDIR /src
//! COPY . .
//! RUN --mount=type=cache,target=/src/target cargo build --release --locked
//! FROM debian:12-slim
//! COPY --from=build /src/target/release/server /usr/local/bin/
//! #                 ^^^^^^^^^^^^^^^^^^^^^^^^^^ is gone when the RUN ends, as it is in a mount
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM rust:1.90-slim AS build
//! WORKDIR /src
//! COPY . .
//! RUN --mount=type=cache,target=/src/target cargo build --release --locked && cp /src/target/release/server /usr/local/bin/
//! FROM debian:12-slim
//! COPY --from=build /usr/local/bin/server /usr/local/bin/
//! ```
//!
//! So take it out in the same RUN:
//!
//! ```dockerfile
//! FROM rust:1.90-slim AS build
//! WORKDIR /src
//! COPY . .
//! RUN --mount=type=cache,target=/src/target \
//!     cargo build --release --locked && cp target/release/server /server
//! FROM debian:12-slim
//! COPY --from=build /server /usr/local/bin/
//! ```
//!
//! The same with a program that is started from there:
//!
//! ```dockerfile
//! FROM node:22-slim
//! WORKDIR /app
//! COPY . .
//! RUN --mount=type=cache,target=/app/node_modules npm ci
//! CMD ["/app/node_modules/.bin/serve"]
//! #    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ is gone when the RUN ends, as it is in a mount
//! ```
//!
//! ## Fix
//!
//! Unsafe, and only for a program that cargo builds: it is copied to `/usr/local/bin`, and taken from there.
//!
//! ## Limits
//!
//! Nothing is said if something else may write into the folder, or if the file is used where the same folder is mounted.
//!
//! ```dockerfile
//! FROM rust:1.90-slim AS build
//! WORKDIR /src
//! COPY . .
//! RUN --mount=type=cache,target=/src/target cargo build --release --locked
//! RUN --mount=type=cache,target=/src/target mkdir /out && cp target/release/server /out/
//! RUN cargo test
//! FROM debian:12-slim
//! COPY --from=build /src/target/release/server /usr/local/bin/
//! ```
//!
//! What only fetches packages does not write there.
//!
//! ```dockerfile
//! FROM rust:1.90-slim AS build
//! WORKDIR /src
//! COPY Cargo.toml Cargo.lock ./
//! RUN cargo fetch --locked
//! COPY src src
//! RUN --mount=type=cache,target=/src/target \
//!     cargo build --release --locked && cp target/release/tool /tool
//! FROM debian:12-slim
//! COPY --from=build /src/target/release/server /usr/local/bin/
//! #                 ^^^^^^^^^^^^^^^^^^^^^^^^^^ is gone when the RUN ends, as it is in a mount
//! ```
//!
//! ## See also
//!
//! Source: [Docker, `RUN --mount=type=cache`](https://docs.docker.com/reference/dockerfile/#run---mounttypecache).
//!
//! Practices: cache-mount-hides-output.

use crate::{
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::{Analysis, Fact, Form, MountKind, StageId, ignore_file::clean},
    syntax::{Body, Command, Instruction, Keyword, Transfer, Word, shell::Effective},
    text::{Edits, TextEdit},
};

/// Reports the path.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    check: Check::File(check),
};

/// A folder that one RUN mounts.
struct Mounted {
    instruction: usize,
    stage: StageId,
    folder: String,
}

/// Nobody looks further back than these.
const MOST_MOUNTS: usize = 64;

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let mounted = mounted(analysis);
    if mounted.is_empty() {
        return;
    }
    for (index, it) in analysis.file().instructions.iter().enumerate() {
        let Some(stage) = analysis.stages().of_instruction(index).map(|it| it.id) else { continue };
        let uses: Vec<(Word, String, StageId)> = match &it.body {
            Body::Copy(transfer) => copied(analysis, index, it, transfer, stage),
            Body::Cmd(Command::Exec { words, .. }) | Body::Entrypoint(Command::Exec { words, .. }) => {
                let first = words.first().map(|it| (*it, analysis.file().word(*it).into_owned(), stage));
                first.into_iter().collect()
            }
            _ => continue,
        };
        for (word, path, of) in uses {
            let hides = |it: &&Mounted| {
                path.strip_prefix(&it.folder).is_some_and(|rest| rest.starts_with('/') && rest.len() > 1)
                    && analysis.stages().is_built_on(of, it.stage)
            };
            let Some(hidden) =
                mounted.iter().rev().take(MOST_MOUNTS).find(hides).filter(|it| !is_written(analysis, it, of))
            else {
                continue;
            };
            let found = report.add(word.range, "is gone when the RUN ends, as it is in a mount");
            found.related(analysis.file().instructions[hidden.instruction].keyword_range, "this RUN");
            found.fix = repair(analysis, hidden, it, word, &path);
        }
    }
}

/// The cache mounts and temporary folders of RUN.
fn mounted(analysis: &Analysis) -> Vec<Mounted> {
    let mut all = Vec::new();
    for stage in &analysis.stages().stages {
        for index in stage.instructions.clone() {
            let it = &analysis.file().instructions[index];
            if it.keyword != Keyword::Run || !it.flags.iter().any(|it| it.name() == "mount") {
                continue;
            }
            for mount in analysis.mounts(index) {
                let Some(target) = mount.value("target") else { continue };
                let folder = match (target.starts_with('/'), analysis.workdir(index)) {
                    (true, _) => clean(target),
                    (false, Fact::Known { value, .. }) => clean(&format!("{value}/{target}")),
                    _ => continue,
                };
                if matches!(mount.kind, Some(MountKind::Cache | MountKind::Tmpfs))
                    && folder != "/"
                    && folder != "/tmp"
                {
                    all.push(Mounted { instruction: index, stage: stage.id, folder });
                }
            }
        }
    }
    all
}

/// What a COPY takes from a stage of the file.
fn copied(
    analysis: &Analysis,
    index: usize,
    it: &Instruction,
    transfer: &Transfer,
    within: StageId,
) -> Vec<(Word, String, StageId)> {
    let from = it.flags.iter().find(|it| it.name() == "from").and_then(|it| it.value());
    let Some(of) = from.and_then(|it| analysis.stages().source(it, within)) else { return Vec::new() };
    let path = |word: &Word| {
        let path = analysis.value(*word, index)?;
        Some((*word, clean(&format!("/{path}")), of))
    };
    transfer.sources.iter().filter_map(path).collect()
}

/// Whether something without the mount may write into the folder: another RUN that names it or builds, or a COPY.
fn is_written(analysis: &Analysis, mounted: &Mounted, of: StageId) -> bool {
    let file = analysis.file();
    let name = mounted.folder.rsplit('/').next().unwrap_or_default();
    analysis.chain_instructions(of).any(|(index, it)| match &it.body {
        Body::Run(_) => {
            let here = analysis.mounts(index).iter().any(|it| {
                it.value("target").is_none_or(|it| {
                    mounted.folder.ends_with(it.trim_start_matches("./").trim_end_matches('/'))
                })
            });
            let commands = || analysis.scripts(index).iter().flat_map(|run| run.script.commands());
            let builds = || commands().any(|it| builds(it.command.effective()));
            !here && (file.text(it.range).contains(name) || builds())
        }
        Body::Copy(transfer) | Body::Add(transfer) => {
            let to = transfer.destination.and_then(|it| analysis.value(it, index));
            to.is_none_or(|it| {
                it.contains(name)
                    || mounted.folder.starts_with(it.trim_end_matches('/'))
                        && it.len() > 1
                        && index > mounted.instruction
            })
        }
        _ => false,
    })
}

/// Whether a command may write what it builds somewhere; `cargo fetch` does not.
fn builds(command: Effective<'_>) -> bool {
    let Some(name) = command.name() else { return true };
    let fetches = || {
        let first = command.arguments().words().first().map(|it| it.lossy().into_owned());
        first.is_some_and(|it| matches!(it.as_str(), "fetch" | "vendor" | "update" | "generate-lockfile"))
    };
    name.contains('/') || BUILDERS.contains(&&*name) && !(name == "cargo" && fetches())
}

/// Commands that write what they build somewhere.
const BUILDERS: [&str; 16] = [
    "cargo", "npm", "npx", "yarn", "pnpm", "bun", "go", "make", "cmake", "ninja", "mvn", "gradle", "dotnet",
    "bazel", "uv", "poetry",
];

/// Copies the program out of the mount in the same RUN.
fn repair(analysis: &Analysis, hidden: &Mounted, copy: &Instruction, word: Word, path: &str) -> Option<Fix> {
    let [run] = analysis.scripts(hidden.instruction) else { return None };
    let is_cargo = run.script.commands().any(|it| it.command.effective().is("cargo"));
    let name = path.rsplit('/').next()?;
    let plain = !path.contains(['*', '?', '[', '$', ' ']) && !name.contains('.');
    let built = path.contains("/release/") || path.contains("/debug/");
    if copy.keyword != Keyword::Copy || !is_cargo || !plain || !built || word.json || run.form != Form::Shell
    {
        return None;
    }
    let end = run.script.open_end()?;
    let edits = [
        TextEdit::insert(end, format!(" && cp {path} /usr/local/bin/")),
        TextEdit::replace(word.range, format!("/usr/local/bin/{name}")),
    ];
    let title = "Copy it out of the mount in the same RUN".to_owned();
    Some(Fix { title, safety: Safety::Unsafe, edits: Edits::new(edits).ok()? })
}
