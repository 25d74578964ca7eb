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
//! FROM python:3.12-slim
//! RUN pip install flask==3.0.3 && rm -rf /root/.cache
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

mod clean_up;
mod folders;
mod habits;
mod switches;

use std::collections::HashMap;

use crate::{
    knowledge::packages::{Kind, PackageManager},
    lint::{Check, Cx, Decl, Diagnostic, Group, Report, Safety, Severity},
    model::{
        Form, Since,
        installs::{Action, Install},
    },
    text::TextEdit,
};
use habits::Habits;

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

/// Managers that leave something behind.
struct Aspect {
    name: &'static str,
    /// By the first of their names.
    managers: &'static [&'static str],
    /// By what they do so.
    by: &'static [Action],
    /// Whether the command that cleans up may be added unseen.
    safety: Safety,
}

const INSTALL: &[Action] = &[Action::Install];
const CHANGE: &[Action] = &[Action::Install, Action::Upgrade];

const ASPECTS: [Aspect; 10] = [
    Aspect { name: "apk", managers: &["apk"], by: INSTALL, safety: Safety::Safe },
    Aspect {
        name: "apt",
        managers: &["apt-get", "apt", "aptitude"],
        by: &[Action::Refresh, Action::Install],
        safety: Safety::Safe,
    },
    Aspect { name: "conda", managers: &["conda", "mamba", "micromamba"], by: CHANGE, safety: Safety::Unsafe },
    Aspect { name: "dnf", managers: &["dnf", "microdnf", "tdnf"], by: CHANGE, safety: Safety::Safe },
    Aspect { name: "npm", managers: &["npm"], by: INSTALL, safety: Safety::Safe },
    Aspect { name: "pip", managers: &["pip"], by: INSTALL, safety: Safety::Safe },
    Aspect { name: "uv", managers: &["uv"], by: INSTALL, safety: Safety::Safe },
    Aspect { name: "yarn", managers: &["yarn"], by: INSTALL, safety: Safety::Unsafe },
    Aspect { name: "yum", managers: &["yum"], by: CHANGE, safety: Safety::Safe },
    Aspect { name: "zypper", managers: &["zypper"], by: CHANGE, safety: Safety::Safe },
];

/// What a call leaves behind.
#[derive(Clone, Copy)]
struct Left {
    manager: &'static PackageManager,
    /// What it is called.
    what: &'static str,
    /// Where it is: in one of these, which depends on the version.
    folders: &'static [&'static str],
    /// The command that removes it.
    clean: Option<&'static str>,
    /// Beginnings of other commands that also do.
    cleaned_by: &'static [&'static str],
}

fn check(cx: Cx<'_>, report: &mut Report) {
    let file = Surroundings::of(cx);
    let mut script: Option<((usize, usize, bool), HashMap<_, Habits>)> = None;
    for install in cx.analysis.every_install() {
        let Some((aspect, left)) = file.left(cx, install) else {
            continue;
        };
        let place = (install.instruction, install.script, install.trigger);
        let known = match &mut script {
            Some((of, known)) if *of == place => known,
            other => &mut other.insert((place, HashMap::new())).1,
        };
        let habits = known
            .entry((left.manager.commands[0], left.what))
            .or_insert_with(|| Habits::new(&cx.analysis.script_of(install).script, &left));
        let leaves = cx.leaves_something(install.instruction)
            && !switches::asks_for_none(install)
            && !folders::is_outside(cx.analysis.file(), install, &left)
            && !habits.spare(install)
            && !switches::is_off(cx, install)
            && !file.switched_off.holds(cx.analysis.stages(), install.instruction);
        // One command cleans up after all calls, so that only the first is to be named.
        let is_new = !left.manager.no_cache.is_empty() || !habits.reported;
        if leaves && is_new {
            habits.reported = true;
            let command = install.command(cx.analysis);
            let message = format!("`{command}` leaves its {} in the image", left.what);
            let found = report.add(install.head, message).aspect(aspect.name);
            file.repair(cx, install, (aspect, &left), habits, found);
        }
    }
}

/// What the check of one call must know of the rest of the file.
struct Surroundings {
    /// From here on apt keeps the archives of packages.
    keeps_archives: Since,
    /// From here on pip is told to keep nothing.
    switched_off: Since,
    /// The last instruction that installs packages from lists which an earlier one fetched.
    needs_lists: Option<usize>,
}

impl Surroundings {
    fn of(cx: Cx<'_>) -> Surroundings {
        let stages = cx.analysis.stages();
        Surroundings {
            keeps_archives: Since::new(stages, cx.analysis.that_write(&["apt.conf.d/docker-clean", "rm "])),
            switched_off: Since::new(stages, switches::configured(cx.analysis)),
            needs_lists: needs_lists(cx),
        }
    }

    /// What this call leaves behind if nobody does anything about it.
    fn left(&self, cx: Cx<'_>, install: &Install) -> Option<(&'static Aspect, Left)> {
        let manager = install.manager;
        let aspect = ASPECTS.iter().find(|it| it.managers.contains(&manager.commands[0]))?;
        if !aspect.by.contains(&install.action) {
            return None;
        }
        let whole = Left {
            manager,
            what: "cache",
            folders: manager.caches,
            clean: manager.clean,
            cleaned_by: manager.cleaned_by,
        };
        Some((
            aspect,
            match (aspect.name, install.action) {
                ("apt", Action::Refresh) => {
                    Left { what: "package lists", folders: &["/var/lib/apt/lists"], ..whole }
                }
                ("apt", _) if self.keeps_archives.held(cx.analysis.stages(), install.instruction) => Left {
                    what: "archives",
                    folders: &["/var/cache/apt"],
                    clean: Some("apt-get clean"),
                    cleaned_by: &["apt clean", "aptitude clean"],
                    ..whole
                },
                ("apt", _) => return None,
                _ => whole,
            },
        ))
    }

    /// The flag with which nothing is left, or the command that takes it away.
    fn repair(
        &self,
        cx: Cx<'_>,
        install: &Install,
        (aspect, left): (&Aspect, &Left),
        habits: &Habits,
        found: &mut Diagnostic,
    ) {
        let understood = cx.analysis.script_of(install).script.is_understood();
        if !understood || install.has_flag(left.manager.cache_at) {
            return;
        }
        if let Some(flag) = left.manager.no_cache.first() {
            let text = if install.form == Form::Exec { format!(", \"{flag}\"") } else { format!(" {flag}") };
            found.fix(Safety::Safe, format!("Add `{flag}`"), TextEdit::insert(install.flag_place(), text));
            return;
        }
        let needed = install.action == Action::Refresh && self.needs_lists > Some(install.instruction);
        // What was installed for the moment only, or found only in a subshell, is gone at the end.
        let gone = left.manager.kind != Kind::System && (habits.removes || install.context.depth > 0);
        if let Some(clean) = left.clean.filter(|_| !needed && !gone)
            && let Some(edit) = clean_up::append(cx.analysis, install, clean)
        {
            found.fix(aspect.safety, format!("Add `{clean}`"), edit);
        }
    }
}

/// The last instruction that uses lists of apt which it did not fetch.
fn needs_lists(cx: Cx<'_>) -> Option<usize> {
    let mut fetched = None;
    let mut last = None;
    for install in
        cx.analysis.every_install().filter(|it| ASPECTS[1].managers.contains(&it.manager.commands[0]))
    {
        let place = (install.instruction, install.script, install.trigger);
        match install.action {
            Action::Refresh => fetched = Some(place),
            Action::Install | Action::Upgrade if fetched != Some(place) => {
                last = last.max(Some(install.instruction))
            }
            _ => {}
        }
    }
    last
}
