//! # Values that change with every build, set too early
//!
//! A commit, a date or the number of a build is another one each time. Whatever RUN stands below its ARG or ENV sees the value in its
//! environment, used or not, so that the builder runs it again: here, all packages are downloaded again because of a date.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! ARG BUILD_DATE
//! #   ^^^^^^^^^^ changes with every build, so that `apk add` below it runs again
//! ARG VCS_REF
//! #   ^^^^^^^ changes with every build, so that `apk add` below it runs again
//! LABEL org.opencontainers.image.created=$BUILD_DATE \
//!       org.opencontainers.image.revision=$VCS_REF
//! RUN apk add --no-cache nginx
//! COPY site /usr/share/nginx/html
//! CMD ["nginx", "-g", "daemon off;"]
//! ```
//!
//! ```dockerfile safe fix
//! FROM alpine:3.22
//! RUN apk add --no-cache nginx
//! ARG VCS_REF
//! ARG BUILD_DATE
//! LABEL org.opencontainers.image.created=$BUILD_DATE \
//!       org.opencontainers.image.revision=$VCS_REF
//! COPY site /usr/share/nginx/html
//! CMD ["nginx", "-g", "daemon off;"]
//! ```
//!
//! ## Why
//!
//! It is what makes every build in CI as slow as the first one, and each image a set of new layers that has to be pushed and pulled.
//!
//! ## Fix
//!
//! The ARG, with the ENV and LABEL that use it, goes below the installation. That is safe: nothing that it passes uses the value.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! ARG GIT_COMMIT=unknown
//! #   ^^^^^^^^^^ changes with every build, so that `pip install` below it runs again
//! ENV APP_COMMIT=${GIT_COMMIT}
//! WORKDIR /app
//! COPY requirements.txt .
//! RUN pip install --no-cache-dir -r requirements.txt
//! RUN echo "$APP_COMMIT" > /commit
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.12-slim
//! WORKDIR /app
//! COPY requirements.txt .
//! RUN pip install --no-cache-dir -r requirements.txt
//! ARG GIT_COMMIT=unknown
//! ENV APP_COMMIT=${GIT_COMMIT}
//! RUN echo "$APP_COMMIT" > /commit
//! ```
//!
//! ## Limits
//!
//! Nothing is said where the installation, or something before it, uses the value, or might read it from its environment; of a value
//! that stays the same until somebody edits the file; nor of an ARG right above an upgrade, which is there to make it run again.
//!
//! ```dockerfile
//! FROM golang:1.25
//! ARG COMMIT
//! RUN make build
//! RUN apt-get update && apt-get install -y curl
//! ARG VERSION=1.25.3
//! RUN apt-get update && apt-get install -y nano
//!
//! FROM debian:12
//! ARG BUILD_DATE
//! RUN apt-get update && apt-get upgrade -y && apt-get install -y curl
//! ```
//!
//! A LABEL alone does no harm: BuildKit does not build anything again because of it.
//!
//! ## See also
//!
//! Source: [Docker, Impact on build caching](https://docs.docker.com/reference/dockerfile/#impact-on-build-caching); pythonspeed.com,
//! "Faster or slower: the basics of Docker build caching"; Moshe Zadka, "Contain Yourself".
//!
//! Practices: volatile-metadata-early.

use crate::{
    knowledge::packages::{self, Kind},
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{
        Analysis, Stage,
        installs::{Action, Install},
    },
    syntax::{Body, Keyword, Pair},
    text::{Edits, TextEdit, TextRange},
};

/// Reports the ARG.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Speed,
    severity: Severity::Warning,
    default: true,
    check: Check::Stages(check),
};

/// Names of what is another with every build.
#[rustfmt::skip]
const NAMES: [&str; 37] = [
    "BUILD_DATE", "BUILDDATE", "BUILD_TIME", "BUILDTIME", "BUILD_TIMESTAMP", "BUILD_NUMBER", "BUILD_NUM", "BUILD_ID", "BUILD_SHA",
    "BUILD_REF", "BUILD_REVISION", "BUILD_COMMIT", "VCS_REF", "VCS_REVISION", "VCS_SHA", "GIT_SHA", "GIT_SHA1", "GIT_COMMIT",
    "GIT_COMMIT_SHA", "GIT_COMMIT_HASH", "GIT_HASH", "GIT_REV", "GIT_REVISION", "GIT_REF", "GIT_BRANCH", "GIT_DESCRIBE", "COMMIT",
    "COMMIT_SHA", "COMMIT_HASH", "COMMIT_ID", "COMMIT_REF", "SOURCE_COMMIT", "REVISION", "SHA", "TIMESTAMP", "CREATED", "CREATED_AT",
];

/// Names of these beginnings are what CI systems call such values.
const PREFIXES: [&str; 6] =
    ["CI_COMMIT_", "CI_PIPELINE_", "CI_JOB_", "GITHUB_RUN_", "GITHUB_SHA", "DRONE_COMMIT"];

/// Names that are as often that of a version to install: without a default, and where only LABEL or ENV uses it.
const VERSIONS: [&str; 6] =
    ["VERSION", "APP_VERSION", "BUILD_VERSION", "RELEASE_VERSION", "IMAGE_VERSION", "RELEASE"];

/// Defaults that stand for a value which the build gives.
const PLACEHOLDERS: [&str; 16] = [
    "",
    "unknown",
    "dev",
    "develop",
    "development",
    "none",
    "local",
    "0",
    "latest",
    "master",
    "main",
    "HEAD",
    "undefined",
    "unspecified",
    "n/a",
    "now",
];

/// Commands that do not care for such values.
#[rustfmt::skip]
const INDIFFERENT: [&str; 26] = [
    "mkdir", "useradd", "groupadd", "adduser", "addgroup", "usermod", "rm", "chown", "chmod", "ln", "mv", "cp", "set", "cd", "true",
    ":", "tar", "curl", "wget", "gpg", "install", "sed", "update-ca-certificates", "ldconfig", "test", "[",
];

/// Nobody moves an ARG past more instructions than these.
const FARTHEST: usize = 100;

fn check(cx: Cx<'_>, stage: &Stage, report: &mut Report) {
    let analysis = cx.analysis;
    for index in stage.instructions.clone() {
        let Body::Arg(pairs) = &analysis.file().instructions[index].body else { continue };
        for pair in pairs {
            let name = analysis.file().joined_text(pair.name);
            if !is_volatile(analysis, pair, &name) {
                continue;
            }
            let Some(way) = Way::of(analysis, stage, index, &name) else { continue };
            if is_version(&name) && way.dependents.is_empty() {
                continue;
            }
            let command = way.install.command(analysis);
            let message = format!("changes with every build, so that `{command}` below it runs again");
            let found = report.add(pair.name, message);
            found.related(way.install.head, "this runs again");
            if let Some(edits) =
                (pairs.len() == 1 && way.is_free).then(|| way.edits(analysis, index)).flatten()
            {
                found.fix(Safety::Safe, "Move it below the installation", edits);
            }
        }
    }
}

fn is_volatile(analysis: &Analysis, pair: &Pair, name: &str) -> bool {
    let value = pair.value.map(|it| analysis.file().joined_text(it));
    let default = value.as_deref().unwrap_or_default().trim_matches(['"', '\'']);
    let upper = name.to_uppercase();
    let named = NAMES.contains(&&*upper) || PREFIXES.iter().any(|it| upper.starts_with(it));
    named && PLACEHOLDERS.contains(&default) || is_version(name) && pair.value.is_none()
}

fn is_version(name: &str) -> bool {
    VERSIONS.contains(&&*name.to_uppercase())
}

/// How far an ARG can go down.
struct Way<'a> {
    /// The last installation that it passes.
    install: &'a Install,
    /// Whether nothing on the way may read it from its environment.
    is_free: bool,
    /// The ENV and LABEL that use it and stand above that.
    dependents: Vec<usize>,
}

impl<'a> Way<'a> {
    fn of(analysis: &'a Analysis, stage: &Stage, arg: usize, name: &str) -> Option<Way<'a>> {
        let file = analysis.file();
        let installs = analysis.installs();
        let mut names = vec![name.to_owned()];
        let mut dependents = Vec::new();
        let mut way: Option<Way<'_>> = None;
        for index in (arg + 1..stage.instructions.end).take(FARTHEST) {
            let it = &file.instructions[index];
            let uses = names.iter().any(|name| mentions(file.text(it.range), name));
            match (&it.body, uses) {
                (Body::Label(_), true) => dependents.push(index),
                (Body::Env(pairs), true) => {
                    dependents.push(index);
                    names.extend(pairs.iter().map(|it| file.joined_text(it.name).into_owned()));
                }
                (Body::Arg(_) | Body::Onbuild(_), true) => break,
                (_, true) => break,
                (Body::Run(_), false) => {
                    let first = installs.partition_point(|it| it.instruction < index);
                    let here: Vec<&Install> =
                        installs[first..].iter().take_while(|it| it.instruction == index).collect();
                    let asks = here.iter().any(|it| it.action == Action::Upgrade);
                    if asks && way.is_none() {
                        break;
                    }
                    let is_free = is_indifferent(analysis, index, &here);
                    if let Some(install) =
                        here.iter().find(|it| is_download(it)).filter(|_| is_free || way.is_none())
                    {
                        way = Some(Way { install, is_free, dependents: dependents.clone() });
                    }
                    if !is_free {
                        break;
                    }
                }
                (_, false) if it.keyword == Keyword::Unknown => break,
                _ => {}
            }
        }
        way
    }

    /// Takes the ARG and what depends on it below the installation.
    fn edits(&self, analysis: &Analysis, arg: usize) -> Option<Edits> {
        let file = analysis.file();
        let target = &file.instructions[self.install.instruction];
        if file.is_unfinished(target) {
            return None;
        }
        let mut moved = String::new();
        let mut edits = Vec::new();
        let end = file.line_end(target.lines.start());
        for index in std::iter::once(&arg).chain(&self.dependents) {
            let it = &file.instructions[*index];
            let lines = TextRange::new(file.lead(it), file.whole_lines(it.lines).end());
            moved.push_str(end);
            moved.push_str(file.text(lines).trim_end_matches(['\r', '\n']));
            edits.push(TextEdit::delete(lines));
        }
        edits.push(TextEdit::insert(target.lines.end(), moved));
        Edits::new(edits).ok()
    }
}

/// Whether a call installs what has a name, or what a list says, and not the project itself.
fn is_download(install: &Install) -> bool {
    let builds = matches!(install.manager.kind, Kind::Build | Kind::Go | Kind::Rust);
    install.action == Action::Install && !(builds && install.packages.is_empty())
}

/// Whether a RUN does the same, whatever is in its environment: package managers of files and names, and simple commands.
fn is_indifferent(analysis: &Analysis, index: usize, installs: &[&Install]) -> bool {
    let builds = |it: &&&Install| {
        matches!(it.subcommand, "build" | "install")
            && matches!(it.manager.commands[0], "go" | "cargo" | "mvn" | "gradle" | "dotnet")
    };
    let project = |it: &&&Install| {
        it.packages.iter().any(|it| it.text.starts_with('.')) || it.has_flag(&["-e", "--editable"])
    };
    if installs.iter().any(|it| builds(&it) || project(&it)) {
        return false;
    }
    analysis.scripts(index).iter().all(|run| {
        run.script.is_understood()
            && run.script.commands().all(|it| {
                let command = it.command.effective();
                let installs = installs.iter().any(|install| install.range == it.command.range);
                let name = command.name();
                let is_manager = name.as_deref().is_some_and(|it| {
                    packages::manager(it.rsplit('/').next().unwrap_or_default())
                        .is_some_and(|it| it.kind == Kind::System)
                });
                let cleans = name.as_deref().is_some_and(|it| matches!(it, "npm" | "yarn" | "pip" | "conda"))
                    && command
                        .arguments()
                        .words()
                        .first()
                        .is_some_and(|it| matches!(&*it.lossy(), "cache" | "clean"));
                installs || is_manager || cleans || name.is_some_and(|it| INDIFFERENT.contains(&&*it))
            })
    })
}

/// Whether a variable is named in a text as one, or by its bare name as a script would read it.
fn mentions(text: &str, name: &str) -> bool {
    let part = |it: char| it.is_alphanumeric() || it == '_';
    text.match_indices(name)
        .any(|(at, _)| !text[..at].ends_with(part) && !text[at + name.len()..].starts_with(part))
}
