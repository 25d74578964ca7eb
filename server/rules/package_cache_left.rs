//! # Caches of package managers that stay in the image
//!
//! A package manager keeps what it downloads, in case it is asked for it again: lists of packages, archives, wheels. In an image
//! nobody asks again: they only make the image larger, often by as much as the packages themselves.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y --no-install-recommends curl
//! #   ^^^^^^^^^^^^^^ `apt-get update` leaves its package lists in the image
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY requirements.txt .
//! RUN pip install -r requirements.txt
//! #   ^^^^^^^^^^^ `pip install` leaves its cache in the image
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.12-slim
//! COPY requirements.txt .
//! RUN pip install --no-cache-dir -r requirements.txt
//! ```
//!
//! It must be done in the same RUN: what a later one deletes is still in the layer of the first.
//!
//! ```dockerfile
//! FROM fedora:42
//! RUN dnf install -y nginx
//! #   ^^^^^^^^^^^ `dnf install` leaves its cache in the image
//! RUN dnf clean all
//! ```
//!
//! A cache mount is even better: the cache stays outside of the image, and the next build finds it there.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.0.3
//! RUN --mount=type=cache,target=/var/lib/apt,sharing=locked --mount=type=cache,target=/var/cache/apt,sharing=locked \
//!     apt-get update && apt-get install -y curl
//! ```
//!
//! Nothing is reported where the cache is switched off by `PIP_NO_CACHE_DIR` (any value does, even `0`; only an empty one does
//! not), or where the same RUN deletes it.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! ENV PIP_NO_CACHE_DIR=1
//! RUN pip install flask==3.0.3
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim
//! RUN npm ci && npm cache clean --force
//! ```
//!
//! Only who asks for this rule by its name or code is told where apk and pip could do without a cache that is deleted at once, and
//! where `rm` does what `zypper clean` is for.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN pip install flask==3.0.3 && rm -rf /root/.cache
//! #   ^^^^^^^^^^^ `pip install` writes its cache only to have it deleted
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.12-slim
//! RUN pip install --no-cache-dir flask==3.0.3 && rm -rf /root/.cache
//! ```
//!
//! Nor in a stage of which only single files are copied: there the cache is left behind.
//!
//! ```dockerfile
//! FROM python:3.12 AS build
//! RUN pip wheel --wheel-dir /wheels flask==3.0.3
//! FROM python:3.12-slim
//! COPY --from=build /wheels /wheels
//! ```
//!
//! The images of Debian and Ubuntu delete the archives of packages after each installation, but not the lists. If the file takes
//! that setting away, for a cache mount, the archives stay as well.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN rm -f /etc/apt/apt.conf.d/docker-clean
//! RUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y curl
//! #                                                            ^^^^^^^^^^^^^^^ `apt-get install` leaves its archives in the image
//! ```
//!
//! ## Fix
//!
//! A flag where there is one, behind the sub-command, wherever that stands. That is safe: the same packages are installed.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN ["python3", "-m", "pip", "install", "flask==3.0.3"]
//! #    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `python3 -m pip install` leaves its cache in the image
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! RUN ["python3", "-m", "pip", "install", "--no-cache-dir", "flask==3.0.3"]
//! ```
//!
//! Else the command that cleans up, at the end of the RUN and written as the RUN is. That is safe, too; whoever builds on the
//! image runs `apt-get update` in any case. It is unsafe for yarn, where it may be the cache that the program runs from, and for
//! conda, as environments may be linked to it.
//!
//! ```dockerfile
//! FROM rockylinux:9
//! RUN dnf install -y \
//! #   ^^^^^^^^^^^ `dnf install` leaves its cache in the image
//!         nginx \
//!  && mkdir -p /srv/www
//! ```
//!
//! ```dockerfile safe fix
//! FROM rockylinux:9
//! RUN dnf install -y \
//!         nginx \
//!  && mkdir -p /srv/www \
//!  && dnf clean all
//! ```
//!
//! There is no fix where the end of the RUN may not be reached, where a RUN is not understood, and where a later one needs the lists.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update
//! #   ^^^^^^^^^^^^^^ `apt-get update` leaves its package lists in the image
//! RUN apt-get install -y curl
//! ```
//!
//! Practices: apk-no-cache, rpm-clean-cache, npm-cache.

mod folders;
mod habits;
mod left;
mod repair;
mod switches;

use std::collections::HashMap;

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::installs::{Install, Place},
};
use habits::{Fate, Habits};
use left::{Deleted, Surroundings};

/// Reports each call of a package manager that leaves its cache.
pub static RULE: Decl = Decl {
    codes: &[
        ("DL3009", Some("apt")),
        ("DL3019", Some("apk")),
        ("DL3032", Some("yum")),
        ("DL3036", Some("zypper")),
        ("DL3040", Some("dnf")),
        ("DL3042", Some("pip")),
        ("DL3060", Some("yarn")),
    ],
    aspects: &["apk", "apt", "conda", "dnf", "npm", "pip", "uv", "yarn", "yum", "zypper"],
    group: Group::Size,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

/// What a script does about the caches of managers, by their names and what they leave.
type Known = HashMap<(&'static str, &'static str), Habits>;

fn check(cx: Cx<'_>, report: &mut Report) {
    if cx.analysis.every_install().next().is_none() {
        return;
    }
    let file = Surroundings::of(cx.analysis);
    let mut script: Option<(Place, Known)> = None;
    for install in cx.analysis.every_install().filter(|it| leaves_something(cx, it)) {
        let Some((aspect, left)) = file.left(cx.analysis, install) else {
            continue;
        };
        let known = match &mut script {
            Some((place, known)) if *place == install.place() => known,
            other => &mut other.insert((install.place(), Known::new())).1,
        };
        let habits = known
            .entry((left.manager.commands[0], left.what))
            .or_insert_with(|| Habits::new(&cx.analysis.script_of(install).script, &left));
        let writes = !switches::asks_for_none(install)
            && !folders::is_outside(cx.analysis.file(), install, &left)
            && !switches::is_off(cx, install);
        let Some(fate) = habits.fate(install).filter(|_| writes) else {
            continue;
        };
        let Some(what) = said(fate, aspect.deleted, left.what) else {
            continue;
        };
        // One command cleans up after all calls, so that only the first is to be named.
        let is_new = habits.reported.insert(fate);
        if !is_new && left.manager.no_cache.is_empty() {
            continue;
        }
        let message = format!("`{}` {what}", install.command(cx.analysis));
        let found = report.add(install.head, message).aspect(aspect.name);
        if fate != Fate::Stays {
            found.severity(Severity::Info).quiet();
        }
        let is_needed = file.needs_lists > Some(install.instruction) && left.is_lists();
        if cx.analysis.script_of(install).script.is_understood() && !is_needed {
            let command = || repair::command(cx.analysis, install, &left, habits, aspect.safety);
            let stays = fate == Fate::Stays;
            found.fix = repair::flag(install, &left).or_else(|| stays.then(command).flatten());
        }
    }
}

/// Whether anybody ever has what the call leaves: not in a stage that no build needs. What ONBUILD does is for other builds.
fn leaves_something(cx: Cx<'_>, install: &Install) -> bool {
    let stage = cx.analysis.stages().of_instruction(install.instruction);
    let is_built = install.trigger || stage.is_none_or(|it| cx.analysis.stages().is_needed(it.id));
    is_built && cx.leaves_something(install.instruction)
}

/// What there is to say of a call, by what becomes of its cache.
fn said(fate: Fate, deleted: Deleted, what: &str) -> Option<String> {
    match (fate, deleted) {
        (Fate::Stays, _) => Some(format!("leaves its {what} in the image")),
        (_, Deleted::Avoidable) => Some(format!("writes its {what} only to have it deleted")),
        (Fate::Deleted, Deleted::Manual) => Some(format!("has its {what} deleted by `rm`")),
        _ => None,
    }
}
