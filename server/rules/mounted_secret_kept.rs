//! # A mounted secret that is kept in the image
//!
//! A secret that is mounted is gone when the RUN is done. What a command writes down of it is not.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN --mount=type=secret,id=token,env=TOKEN pip config set global.index-url "https://ci:$TOKEN@pypi.acme.dev/simple"
//! #                                                                                      ^^^^^^ `pip` keeps the mounted secret in `~/.config/pip/pip.conf`
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.13-slim
//! RUN --mount=type=secret,id=token,env=TOKEN pip config set global.index-url "https://ci:$TOKEN@pypi.acme.dev/simple" && rm -f ~/.config/pip/pip.conf
//! ```
//!
//! ## Why
//!
//! Mounting was right, and was for nothing: the secret is in a file of the layer, and whoever can pull the image can read it. A later
//! RUN that deletes the file does not help, as the layer stays below it.
//!
//! ```dockerfile
//! FROM node:22-slim
//! RUN --mount=type=secret,id=npm echo "//npm.acme.dev/:_authToken=$(cat /run/secrets/npm)" > ~/.npmrc && npm ci
//! #                                                                                          ^^^^^^^^ the mounted secret stays in this file
//! FROM debian:12
//! RUN --mount=type=secret,id=pat,env=PAT git clone https://$PAT@git.acme.dev/app.git /app
//! #                                                        ^^^^ `git` keeps the mounted secret in `.git/config`
//! ```
//!
//! Most programs take the secret from a variable, or from a file that is mounted where they look for it. Then nothing is written at all.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN --mount=type=secret,id=index,env=PIP_INDEX_URL,required=true pip install --no-cache-dir app
//! FROM node:22-slim
//! RUN --mount=type=secret,id=npmrc,target=/root/.npmrc,required=true npm ci
//! FROM debian:12
//! RUN --mount=type=ssh git clone ssh://git@git.acme.dev/app.git /app
//! ```
//!
//! Nothing is reported where the same RUN takes it back, or where the file is itself in a mount.
//!
//! ```dockerfile
//! FROM node:22-slim
//! RUN --mount=type=secret,id=npm,env=NPM npm config set //npm.acme.dev/:_authToken $NPM && npm ci && npm config delete //npm.acme.dev/:_authToken
//! RUN --mount=type=secret,id=npm cp /run/secrets/npm ~/.npmrc && npm ci && rm ~/.npmrc
//! RUN --mount=type=secret,id=npm --mount=type=tmpfs,target=/tmp cp /run/secrets/npm /tmp/npmrc && npm ci --userconfig /tmp/npmrc
//! ```
//!
//! In a stage of which only files are copied it is less bad, but caches of the build have it.
//!
//! ## Fix
//!
//! Deletes the file at the end of the RUN. Unsafe: it may hold other things, too.
//!
//! Source: Docker's documentation, "Build secrets"
//!
//! Practices: secret-persisted-from-mount, git-clone-credentials.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{
        Form, Mount, MountKind, RunScript,
        taint::{self, Origin, Taint},
    },
    syntax::{
        Body,
        shell::{Command, Element, Node, Redirect, RedirectKind, Word},
    },
    text::{TextEdit, TextRange},
};

/// Reports what is kept.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    for (index, it) in cx.analysis.file().instructions.iter().enumerate() {
        if !matches!(it.body, Body::Run(_)) || it.flags.is_empty() {
            continue;
        }
        for run in cx.analysis.scripts(index) {
            let taint = Taint::new(cx.analysis, index, Some(run));
            if taint.secrets().next().is_none() {
                continue;
            }
            for kept in settings(cx, run, &taint).into_iter().chain(files(run, &taint)) {
                add(cx, index, run, &kept, report);
            }
        }
    }
}

/// Something that stays.
struct Kept {
    place: TextRange,
    message: String,
    /// The file that it stays in.
    file: String,
}

fn add(cx: Cx<'_>, index: usize, run: &RunScript, kept: &Kept, report: &mut Report) {
    if is_taken_back(run, kept) {
        return;
    }
    let found = report.add(kept.place, kept.message.clone());
    let is_secret = |it: &&Mount| matches!(it.kind, Some(MountKind::Secret | MountKind::Ssh));
    if let Some(mount) = cx.analysis.mounts(index).iter().find(is_secret) {
        found.related(mount.range, "it is mounted here");
    }
    if cx.analysis.stages().of_instruction(index).is_some_and(|it| !cx.analysis.stages().ships(it.id)) {
        found.severity(Severity::Info);
    }
    let is_path = kept.file.starts_with(['/', '~']) && !kept.file.contains(['$', ' ', '*', '`']);
    if is_path
        && run.form == Form::Shell
        && run.script.is_understood()
        && run.script.list.chain().is_some()
        && let Some(end) = run.script.open_end()
    {
        let edit = TextEdit::insert(end, format!(" && rm -f {}", kept.file));
        found.fix(Safety::Unsafe, "Delete it in the same RUN", edit);
    }
}

/// What programs are told and write down.
fn settings(cx: Cx<'_>, run: &RunScript, taint: &Taint<'_>) -> Vec<Kept> {
    let mut found: Vec<Kept> = Vec::new();
    for it in taint::credentials(run) {
        let (Some(file), Some(Origin::Mount(_))) = (it.kept, taint.origin(&it.text)) else { continue };
        if it.way == taint::Way::File || found.iter().any(|other| it.word.contains_range(other.place)) {
            continue;
        }
        let name = it.command.effective().name().unwrap_or_default();
        let message = format!("`{name}` keeps the mounted secret in `{file}`");
        let text = it.text.trim_matches('"');
        found.push(Kept { place: cx.analysis.file().place_of(it.word, text), message, file });
    }
    found
}

/// The files that are written with it.
fn files(run: &RunScript, taint: &Taint<'_>) -> Vec<Kept> {
    let mut found: Vec<Kept> = Vec::new();
    let mut add = |target: &Word| {
        let file = target.lossy().into_owned();
        let is_outside =
            ["/dev/", "/proc/", "/run/secrets/", "/dev/shm/"].iter().any(|it| file.starts_with(it));
        if !is_outside && !taint.is_mounted(&file) && !found.iter().any(|it| it.place == target.range) {
            let message = "the mounted secret stays in this file".to_owned();
            found.push(Kept { place: target.range, message, file });
        }
    };
    let is_secret = |word: &Word| matches!(taint.origin(&word.lossy()), Some(Origin::Mount(_)));
    let shows = |command: &Command| {
        let name = command.effective().name();
        name.is_some_and(|it| SHOWS.contains(&&*it))
            && command.effective().arguments().words().iter().any(is_secret)
    };
    run.script.walk(&mut |element, _| match element {
        Element::Pipeline(pipeline) => {
            if let (Some(Node::Simple(first)), Some(Node::Simple(last))) =
                (pipeline.nodes.first(), pipeline.nodes.last())
                && shows(first)
                && last.effective().name().is_some_and(|it| SHOWS.contains(&&*it))
            {
                last.redirects.iter().filter_map(written).for_each(&mut add);
            }
        }
        Element::Command(command) => {
            if shows(command) {
                command.redirects.iter().filter_map(written).for_each(&mut add);
            }
            let effective = command.effective();
            let words = effective.arguments().words();
            if let [.., source, target] = words
                && (effective.is("cp") || effective.is("install") || effective.is("mv"))
                && is_secret(source)
            {
                add(target);
            }
        }
        _ => {}
    });
    found
}

/// Commands that print what they are given.
const SHOWS: [&str; 10] = ["base64", "cat", "echo", "envsubst", "head", "jq", "printf", "sed", "tee", "tr"];

/// The file that a redirection writes.
fn written(it: &Redirect) -> Option<&Word> {
    let writes = matches!(it.kind, RedirectKind::Write | RedirectKind::Append | RedirectKind::WriteBoth);
    it.target.as_ref().filter(|_| writes)
}

/// Whether a later command of the script deletes the file, or what is in it.
fn is_taken_back(run: &RunScript, kept: &Kept) -> bool {
    let name = kept.file.rsplit('/').next().unwrap_or_default();
    let folder = kept.file.rsplit('/').nth(1).filter(|it| !matches!(*it, "" | "~" | "root"));
    run.script.commands().filter(|it| it.command.range.start() > kept.place.start()).any(|it| {
        let command = it.command.effective();
        let words = command.arguments().words();
        let says = |text: &str| words.iter().any(|it| it.lossy().contains(text));
        match command.name().as_deref() {
            Some("rm" | "shred" | "unlink" | "mv") => says(name) || folder.is_some_and(says) || says("$"),
            Some("find") => says("-delete") || says("rm"),
            Some("git") => ["--unset", "--remove-section", "set-url", "remove"].into_iter().any(says),
            Some("npm" | "yarn" | "pnpm" | "poetry" | "pip" | "pip3" | "bundle") => {
                ["delete", "--unset", "unset", "rm"]
                    .into_iter()
                    .any(|text| words.iter().any(|it| it.text() == text))
            }
            Some("docker" | "podman") => says("logout"),
            _ => false,
        }
    })
}
