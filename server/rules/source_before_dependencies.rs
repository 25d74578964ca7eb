//! # Source code copied before its dependencies are installed
//!
//! The builder keeps the result of each instruction and takes it again as long as nothing above it has changed. Source code changes all
//! the time. What stands below the COPY that brings it is done again with every change: here, a new letter in one file downloads and
//! installs everything anew, for minutes.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! WORKDIR /app
//! COPY . .
//! RUN pip install --no-cache-dir -r requirements.txt
//! #   ^^^^^^^^^^^ runs again with every change of the source, which is copied above it
//! CMD ["python", "-m", "app"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! WORKDIR /app
//! COPY requirements.txt ./
//! RUN pip install --no-cache-dir -r requirements.txt
//! COPY . .
//! CMD ["python", "-m", "app"]
//! ```
//!
//! Copy what the installation needs, install, and copy the rest then. The same with packages of the system, which do not depend on
//! your code at all:
//!
//! ```dockerfile
//! FROM debian:12-slim
//! COPY . /app
//! RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
//! #   ^^^^^^^^^^^^^^ runs again with every change of the source, which is copied above it
//! CMD ["/app/server"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12-slim
//! RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
//! COPY . /app
//! CMD ["/app/server"]
//! ```
//!
//! ## Why
//!
//! A build that takes seconds is run often, one that takes minutes is not. It is also what is pushed and pulled: a layer that is made
//! again is another layer, even if it has the same packages.
//!
//! Three aspects can be chosen alone: `dependencies`, `packages` for those of the system, and `project`, where one command installs the
//! dependencies together with the project itself. That takes two steps:
//!
//! ```dockerfile
//! FROM ghcr.io/astral-sh/uv:0.9-python3.13-trixie-slim
//! WORKDIR /app
//! COPY . .
//! RUN uv sync --locked --no-dev
//! #   ^^^^^^^ installs the dependencies again with every change of the source, which is copied above it
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM ghcr.io/astral-sh/uv:0.9-python3.13-trixie-slim
//! WORKDIR /app
//! RUN --mount=type=bind,source=pyproject.toml,target=pyproject.toml --mount=type=bind,source=uv.lock,target=uv.lock \
//!     uv sync --locked --no-dev --no-install-project
//! COPY . .
//! RUN uv sync --locked --no-dev
//! ```
//!
//! ## Fix
//!
//! Unsafe: only you know whether the installation needs more files than these. Scripts that a package runs when it is installed may.
//! Keep `node_modules` and virtual environments out of the build by `.dockerignore`, as the second COPY would bring those of your
//! machine. A RUN that also builds is split:
//!
//! ```dockerfile
//! FROM node:22-slim
//! # The web site
//! COPY . /site
//! WORKDIR /site
//! RUN npm ci && npm run build
//! #   ^^^^^^ runs again with every change of the source, which is copied above it
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM node:22-slim
//! COPY package*.json /site/
//! WORKDIR /site
//! RUN npm ci
//! # The web site
//! COPY . /site
//! RUN npm run build
//! ```
//!
//! There is none where something else between the two may need the source.
//!
//! ```dockerfile
//! FROM ruby:3.4
//! WORKDIR /app
//! COPY . .
//! RUN bin/prepare
//! RUN bundle install
//! #   ^^^^^^^^^^^^^^ runs again with every change of the source, which is copied above it
//! ```
//!
//! To copy the list beforehand does not help as long as the source still comes before the installation:
//!
//! ```dockerfile
//! FROM node:22-slim
//! WORKDIR /app
//! COPY package*.json ./
//! COPY . .
//! RUN npm ci && npm run build
//! #   ^^^^^^ runs again with every change of the source, which is copied above it
//! CMD ["node", "server.js"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM node:22-slim
//! WORKDIR /app
//! COPY package*.json ./
//! RUN npm ci
//! COPY . .
//! RUN npm run build
//! CMD ["node", "server.js"]
//! ```
//!
//! ## Limits
//!
//! Nothing is said where the files are copied beforehand and used by a RUN, or mounted:
//!
//! ```dockerfile
//! FROM node:22-slim
//! WORKDIR /app
//! COPY package.json package-lock.json ./
//! RUN npm ci
//! COPY . .
//! RUN npm run build && npm prune --omit=dev
//! ```
//!
//! Nor where a cache mount makes the repetition quick, where the project itself or a part of it is installed, or where a list of packages
//! is read from a file of the project:
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY . .
//! RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt
//! RUN pip install -e ./lib -r requirements.txt
//! RUN apt-get update && xargs apt-get install -y < packages.txt
//! RUN apt-get update && apt-get install -y ./debs/tool.deb
//! ```
//!
//! If the file is beside the Dockerfile, it is read: with a part of the project in it, nothing is said, and neither of a file that is not
//! there, because the build makes it.
//!
//! ```file requirements.txt
//! flask==3.0.3
//! ./lib
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY . .
//! RUN pip install -r requirements.txt
//! RUN make lock.txt && pip install -r lock.txt
//! ```
//!
//! ## See also
//!
//! Source: [Docker, Optimize cache usage in builds](https://docs.docker.com/build/cache/optimize/); pythonspeed.com, "Faster or slower: the
//! basics of Docker build caching"; [uv, Intermediate layers](https://docs.astral.sh/uv/guides/integration/docker/#intermediate-layers).
//!
//! Practices: copy-source-before-system-packages, deps-before-source, project-install-two-phase, upgrade-after-app-copy.

mod moves;
mod needs;

use std::collections::HashSet;

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::{Base, Brought, Context, installs::Install},
    syntax::{Body, Keyword},
};
use needs::Need;

/// Reports each call that installs below the source.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[DEPENDENCIES, PACKAGES, PROJECT],
    group: Group::Speed,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

const DEPENDENCIES: &str = "dependencies";
const PACKAGES: &str = "packages";
const PROJECT: &str = "project";

/// The COPY that brings the source.
struct Broad {
    index: usize,
    brought: Brought,
}

/// What is there before the source is.
#[derive(Clone, Default)]
struct Before<'a> {
    /// The names of the files that are copied one by one, and seen by a RUN.
    files: HashSet<String>,
    /// Those of the others, which no RUN has seen yet.
    unseen: Vec<&'a Brought>,
    /// The tools that have installed something.
    tools: HashSet<&'static str>,
}

/// So far below the source nobody looks for what depends on it.
const FARTHEST: usize = 100;

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    if analysis.installs().is_empty() {
        return;
    }
    let mut installs = analysis.installs().iter().peekable();
    let mut all: Vec<Before<'_>> = Vec::new();
    let context = std::cell::OnceCell::new();
    for stage in &analysis.stages().stages {
        let mut before = match stage.base {
            Base::Stage(base) => all[base.index()].clone(),
            _ => Before::default(),
        };
        let mut broad: Option<Broad> = None;
        for index in stage.instructions.clone() {
            while installs.next_if(|it| it.instruction < index).is_some() {}
            if matches!(analysis.file().instructions[index].body, Body::Copy(_) | Body::Add(_)) {
                for brought in analysis.brought(index) {
                    if is_broad(cx, brought) {
                        let is_part = |it: &Broad| !it.brought.path.is_empty() && brought.path.is_empty();
                        if broad.as_ref().is_none_or(is_part) {
                            broad = Some(Broad { index, brought: brought.clone() });
                        }
                    } else if broad.is_none() {
                        before.unseen.push(brought);
                    }
                }
            } else if broad.is_none() && analysis.file().instructions[index].keyword == Keyword::Run {
                let name = |it: &Brought| it.path.rsplit('/').next().unwrap_or_default().to_owned();
                before.files.extend(before.unseen.drain(..).map(name));
            }
            let mut first = true;
            while let Some(install) = installs.next_if(|it| it.instruction == index) {
                match &broad {
                    None => _ = before.tools.insert(install.manager.commands[0]),
                    Some(broad) if first => {
                        let context = context.get_or_init(|| Context::new(cx.world));
                        first = !look(cx, context, &before, broad, install, report);
                    }
                    Some(_) => {}
                }
            }
        }
        all.push(before);
    }
}

/// Whether it brings the whole context, or a folder of it.
fn is_broad(cx: Cx<'_>, brought: &Brought) -> bool {
    let is_folder = || cx.world.entries(&brought.path).is_some();
    !brought.is_filtered && (brought.path.is_empty() || !brought.is_pattern && is_folder())
}

/// Reports the call, if it need not stand below the source; says whether it does.
fn look(
    cx: Cx<'_>,
    context: &Context<'_>,
    before: &Before<'_>,
    broad: &Broad,
    install: &Install,
    report: &mut Report,
) -> bool {
    let is_far = install.instruction - broad.index > FARTHEST;
    if is_far || cx.analysis.mounts(install.instruction).iter().any(needs::is_cache) {
        return false;
    }
    if needs::is_of_system(cx.analysis, install.instruction) {
        let found = report.add(install.head, AGAIN).aspect(PACKAGES).severity(Severity::Info);
        found.related(broad.brought.word.range, "here");
        found.fix = moves::above(cx.analysis, broad, install);
        return true;
    }
    let Some(need) = Need::of(cx.analysis, install) else { return false };
    if need.is_done(before) || !need.is_in(broad) || needs::is_more(cx, context, broad, install, &need) {
        return false;
    }
    let related = (broad.brought.word.range, "here");
    if need.project {
        let found = report.add(install.head, AGAIN_PROJECT).aspect(PROJECT).severity(Severity::Info);
        found.related(related.0, related.1);
        found.fix = moves::in_two(cx.analysis, context, broad, install, &need);
    } else {
        let found = report.add(install.head, AGAIN).aspect(DEPENDENCIES);
        found.related(related.0, related.1);
        found.fix = moves::below(cx.analysis, context, before, broad, install, &need);
    }
    true
}

const AGAIN: &str = "runs again with every change of the source, which is copied above it";
const AGAIN_PROJECT: &str =
    "installs the dependencies again with every change of the source, which is copied above it";
