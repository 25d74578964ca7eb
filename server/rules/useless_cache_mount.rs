//! # Cache mounts that cache nothing
//!
//! `--mount=type=cache` keeps a folder for the next build, outside of the image. It helps only if the tool writes into this folder, may
//! write into it, and does not empty it at the end. Otherwise each build downloads everything again, and what looks like a fast build is
//! a slow one.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN useradd --create-home app
//! USER app
//! RUN --mount=type=cache,target=/root/.cache/pip,uid=1000 pip install flask==3.0.3
//! #                             ^^^^^^^^^^^^^^^^ the cache of pip is in `/home/app/.cache/pip` here
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! RUN useradd --create-home app
//! USER app
//! RUN --mount=type=cache,target=/home/app/.cache/pip,uid=1000 pip install flask==3.0.3
//! ```
//!
//! Five aspects can be chosen alone. That was `target`. The folder of a mount belongs to root, unless the mount says otherwise; `owner`
//! is about users who may not write into it. pip says so in one line and goes on without a cache, others stop.
//!
//! ```dockerfile
//! FROM node:22-slim
//! USER node
//! RUN --mount=type=cache,target=/home/node/.npm npm ci
//! #                      ^^^^^^^^^^^^^^^^^^^^^^ belongs to root, and `node` may not write into it
//! ```
//!
//! ```dockerfile safe fix
//! FROM node:22-slim
//! USER node
//! RUN --mount=type=cache,target=/home/node/.npm,uid=1000,gid=1000 npm ci
//! ```
//!
//! A flag or a variable that switches the cache off (`switched-off`) leaves the mount empty:
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir flask==3.0.3
//! #                                                          ^^^^^^^^^^^^^^ leaves the cache mount empty
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.12-slim
//! RUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.0.3
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! ENV PIP_NO_CACHE_DIR=1
//! #   ^^^^^^^^^^^^^^^^^^ leaves the cache mount of `pip install` empty
//! RUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.0.3
//! ```
//!
//! What is deleted at the end (`emptied`) is not there for the next build. The images of Debian and Ubuntu delete the archives of packages
//! by themselves, until `/etc/apt/apt.conf.d/docker-clean` is removed:
//!
//! ```dockerfile
//! FROM debian:12
//! RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
//! #                             ^^^^^^^^^^^^^^ is emptied by the image itself, through `/etc/apt/apt.conf.d/docker-clean`
//!     --mount=type=cache,target=/var/lib/apt,sharing=locked \
//!     apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
//! #                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^ empties the cache mount
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
//!     --mount=type=cache,target=/var/lib/apt,sharing=locked \
//!     rm -f /etc/apt/apt.conf.d/docker-clean; apt-get update && apt-get install -y curl
//! ```
//!
//! `yum` is another name of `dnf` from RHEL 8 on, with another folder. A mount of the old one gets nothing, and nothing empties it.
//!
//! ```dockerfile
//! FROM registry.access.redhat.com/ubi9/ubi:9.6
//! RUN --mount=type=cache,target=/var/cache/yum yum install -y less && yum clean all
//! #                             ^^^^^^^^^^^^^^ the cache of yum is in `/var/cache/dnf` here
//! ```
//!
//! ```dockerfile
//! FROM centos:7
//! RUN --mount=type=cache,target=/var/cache/yum yum install -y less && yum clean all
//! #                                                                   ^^^^^^^^^^^^^ empties the cache mount
//! ```
//!
//! And apt needs its folders for itself (`sharing`): if two builds use them at the same time, one of them fails.
//!
//! ```dockerfile
//! FROM ubuntu:24.04
//! RUN rm -f /etc/apt/apt.conf.d/docker-clean
//! RUN --mount=type=cache,target=/var/cache/apt \
//! #                             ^^^^^^^^^^^^^^ lets two builds use the folder of apt at once
//!     apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! ```dockerfile safe fix
//! FROM ubuntu:24.04
//! RUN rm -f /etc/apt/apt.conf.d/docker-clean
//! RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
//!     apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! ## Fix
//!
//! `sharing=locked`, the number of a user that is known, and taking a flag away are safe: the image stays the same. A target is unsafe,
//! and so is what changes the settings of apt.
//!
//! ## Limits
//!
//! Nothing is said of users whose home is not known, nor of a folder that a variable or a setting of the base image may have chosen:
//!
//! ```dockerfile
//! FROM registry.example.com/python
//! USER app
//! RUN --mount=type=cache,target=/root/.cache/pip,uid=1000 pip install flask==3.0.3
//!
//! FROM python:3.12-slim
//! ENV PIP_CACHE_DIR=/cache
//! RUN --mount=type=cache,target=/cache pip install flask==3.0.3
//! RUN --mount=type=cache,target=/root/.cache pip install flask==3.0.3 --cache-dir=/root/.cache/pip
//! ```
//!
//! A folder may also be mounted to keep something else, and of two folders of apt only one.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN rm -f /etc/apt/apt.conf.d/docker-clean
//! RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
//!     apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
//! FROM alpine:3.22
//! RUN --mount=type=cache,target=/var/cache/apk,sharing=locked apk add curl
//! ```
//!
//! ## See also
//!
//! Source: [Docker, `RUN --mount=type=cache`](https://docs.docker.com/reference/dockerfile/#run---mounttypecache): owner 0:0 and mode 0755 if
//! nothing else is said, and its example "cache apt packages"; Moshe Zadka, "Contain Yourself".
//!
//! Practices: apt-cache-mount-correct, cache-mount-owner, cache-mount-wrong-target, pip-no-cache-vs-cache-mount.

use crate::{
    knowledge::{
        caches,
        images::{Family, Image},
        packages::Kind,
    },
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{
        Analysis, Fact, Form, Mount, MountKind, RunScript, Since, context::join, installs::Install, is_root,
    },
    syntax::{
        Body, Keyword, Value,
        shell::{Item, Node},
    },
    text::{Edits, TextEdit, TextRange},
};

/// Reports what keeps a mount from being of use.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[EMPTIED, OWNER, SHARING, SWITCHED_OFF, TARGET],
    group: Group::Speed,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

const EMPTIED: &str = "emptied";
const OWNER: &str = "owner";
const SHARING: &str = "sharing";
const SWITCHED_OFF: &str = "switched-off";
const TARGET: &str = "target";

/// Of more RUN with cache mounts than these nobody reads the findings.
const MOST_RUNS: usize = 100;

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let mut keeps_archives: Option<Since> = None;
    let mut keeps_packages: Option<Since> = None;
    let mut variables: Vec<TextRange> = Vec::new();
    let mut looked_at = 0;
    for (index, it) in analysis.file().instructions.iter().enumerate() {
        if looked_at > MOST_RUNS
            || it.keyword != Keyword::Run
            || !it.flags.iter().any(|it| it.name() == "mount")
        {
            continue;
        }
        let caches: Vec<Mount> =
            analysis.mounts(index).into_iter().filter(|it| it.kind == Some(MountKind::Cache)).collect();
        if caches.is_empty() {
            continue;
        }
        looked_at += 1;
        let first = analysis.installs().partition_point(|it| it.instruction < index);
        let installs: Vec<&Install> =
            analysis.installs()[first..].iter().take_while(|it| it.instruction == index).collect();
        for mount in &caches {
            target(analysis, mount, &installs, &caches, report);
            target_of_yum(analysis, mount, &installs, &caches, report);
            owner(analysis, index, mount, &installs, report);
            sharing(mount, &installs, report);
        }
        for install in &installs {
            switched_off(analysis, &caches, install, &mut variables, report);
        }
        let keeps = keeps_archives
            .get_or_insert_with(|| Since::new(analysis.stages(), analysis.that_write(&["docker-clean"])))
            .holds(analysis.stages(), index)
            || keeps_packages
                .get_or_insert_with(|| {
                    Since::new(analysis.stages(), analysis.that_write(&["Keep-Downloaded-Packages"]))
                })
                .holds(analysis.stages(), index);
        emptied(analysis, index, &caches, &installs, keeps, report);
    }
}

/// The path of a mount without a slash at its end, if it is known.
fn path(mount: &Mount) -> Option<&str> {
    let path = mount.value("target")?;
    Some(path.strip_suffix('/').filter(|it| !it.is_empty()).unwrap_or(path))
}

/// The mount is where the tool would have its cache for another user.
fn target(analysis: &Analysis, mount: &Mount, installs: &[&Install], all: &[Mount], report: &mut Report) {
    let Some((path, place)) = path(mount).zip(mount.place("target")) else { return };
    for install in installs {
        if install.has_flag(install.manager.cache_at) {
            continue;
        }
        for cache in caches::of(install.manager.commands[0]) {
            let tail = cache.folder.trim_start_matches("~/");
            // `/root/.cache/pip` is meant for the cache of pip; `/cache` may be for anything.
            let meant = tail.starts_with('.') && path.ends_with(&format!("/{tail}"));
            let real = analysis.cache_folder(cache, install.instruction);
            let Some(real) = real.filter(|it| meant && it != path && !inside(it, path)) else { continue };
            let is_other = |it: &&str| analysis.resolved(it, install.instruction).is_none_or(|it| it == path);
            let is_covered = |it: &Mount| self::path(it).is_none_or(|it| inside(&real, it));
            let said = own_setting(analysis, install);
            if cache.others.iter().any(is_other) || all.iter().any(is_covered) || said {
                continue;
            }
            let tool = install.manager.commands[0];
            let found = report.add(place, format!("the cache of {tool} is in `{real}` here")).aspect(TARGET);
            found.fix(Safety::Unsafe, format!("Mount `{real}`"), TextEdit::replace(place, real));
            return;
        }
    }
}

/// The mount is where yum had its cache before it was dnf.
fn target_of_yum(
    analysis: &Analysis,
    mount: &Mount,
    installs: &[&Install],
    all: &[Mount],
    report: &mut Report,
) {
    let Some((_, place)) = path(mount).zip(mount.place("target")).filter(|it| it.0 == "/var/cache/yum")
    else {
        return;
    };
    let Some(install) = installs.iter().find(|it| it.manager.commands[0] == "yum") else { return };
    let Some(real) = cache_of_yum(analysis, install.instruction).filter(|it| *it != "/var/cache/yum") else {
        return;
    };
    if all.iter().any(|it| path(it).is_none_or(|it| inside(real, it))) {
        return;
    }
    let found = report.add(place, format!("the cache of yum is in `{real}` here")).aspect(TARGET);
    // What cleans up would empty the right folder.
    let commands = || analysis.script_of(install).script.commands();
    if !commands().any(|it| it.command.words.iter().any(|it| it.lossy() == "clean")) {
        found.fix(Safety::Unsafe, format!("Mount `{real}`"), TextEdit::replace(place, real));
    }
}

/// Where yum has its cache, if the base image is known. dnf 5 of Fedora has yet another folder.
fn cache_of_yum(analysis: &Analysis, index: usize) -> Option<&'static str> {
    let stage = analysis.stages().of_instruction(index)?;
    let image = analysis.base_image(stage.id)?;
    let is_fedora = || {
        let root = analysis.stages().get(stage.root);
        analysis.tagged_base(root).is_none_or(|it| it.repository.contains("fedora"))
    };
    match image.managers {
        ["yum"] => Some("/var/cache/yum"),
        managers if managers.contains(&"dnf") && !is_fedora() => Some("/var/cache/dnf"),
        _ => None,
    }
}

/// Whether the script says itself where the cache or the home is.
fn own_setting(analysis: &Analysis, install: &Install) -> bool {
    let script = &analysis.script_of(install).script;
    let is_setting = |text: &str| {
        ["CACHE", "cache=", "HOME=", "GOPATH=", "GOMODCACHE="].iter().any(|it| text.contains(it))
    };
    script.commands().any(|it| {
        let assigned =
            it.command.assignments.iter().any(|it| is_setting(&format!("{}=", script.text(it.name))));
        let words = it.command.words.iter().take(4).any(|it| is_setting(&it.lossy()));
        assigned
            || words && (it.command.is("export") || it.command.is("env"))
            || it.command.is("su")
            || it.command.is("sudo")
    })
}

/// Who runs the command may not write into the mount.
fn owner(analysis: &Analysis, index: usize, mount: &Mount, installs: &[&Install], report: &mut Report) {
    let Fact::Known { value: user, .. } = analysis.user(index) else { return };
    let open =
        mount.text("mode").is_some_and(|it| it.trim_start_matches('0').ends_with(['7', '6', '3', '2']));
    if is_root(&user) || mount.has("uid") || open || mount.has("gid") || mount.has("from") {
        return;
    }
    let Some(path) = path(mount) else { return };
    // Only what writes a cache there as this user; `sudo` does not.
    let writes = |it: &&&Install| {
        let folder = |cache| analysis.cache_folder(cache, index).is_some_and(|it| inside(&it, path));
        !it.indirect && caches::of(it.manager.commands[0]).any(folder)
    };
    let in_home = analysis.home(index).is_some_and(|it| it != "/" && inside(path, &it));
    let indirect = installs.iter().any(|it| it.indirect);
    if !in_home && !installs.iter().any(|it| writes(&it)) || indirect {
        return;
    }
    let place = mount.place("target").map(|it| key(analysis, it));
    let name = user.split(':').next().unwrap_or_default();
    let found = report
        .add(place.unwrap_or(mount.range), format!("belongs to root, and `{name}` may not write into it"))
        .aspect(OWNER);
    if let Some((uid, gid)) = numbers(analysis, index, &user)
        && let Some(place) = mount.place("target")
    {
        let text = format!(",uid={uid},gid={gid}");
        found.fix(Safety::Safe, format!("Add `{}`", &text[1..]), TextEdit::insert(place.end(), text));
    }
}

/// `target=/x` whose value stands here.
fn key(analysis: &Analysis, value: TextRange) -> TextRange {
    let source = analysis.source();
    let before = &source[..usize::from(value.start())];
    let start = before.rfind([',', ' ']).map_or(0, |it| it + 1);
    crate::text::range(start, value.end().into())
}

/// The numbers of a user and its group.
fn numbers(analysis: &Analysis, index: usize, user: &str) -> Option<(u32, u32)> {
    let (name, group) = user.split_once(':').map_or((user, None), |it| (it.0, Some(it.1)));
    if let Ok(uid) = name.parse() {
        let gid = group.map_or(Some(uid), |it| it.parse().ok())?;
        return Some((uid, gid));
    }
    let stage = analysis.stages().of_instruction(index)?.id;
    if let Some(made) = analysis.user_made(name, stage) {
        let uid = made.id.as_ref()?.parse().ok()?;
        let own = analysis.accounts(stage).find(|it| !it.is_user && it.name == name);
        return Some((uid, own.map_or(Some(uid), |it| it.id.as_ref()?.parse().ok())?));
    }
    let users = analysis.base_image(stage)?.users;
    let uid = users.iter().find(|it| it.name == name)?.uid?;
    Some((uid, uid))
}

/// apt without a lock of its own.
fn sharing(mount: &Mount, installs: &[&Install], report: &mut Report) {
    let is_apt = |it: &&Install| matches!(it.manager.commands[0], "apt-get" | "apt" | "aptitude");
    let Some((path, place)) = path(mount).zip(mount.place("target")) else { return };
    let shared = !mount.has("sharing") || mount.value("sharing") == Some("shared");
    if !matches!(path, "/var/cache/apt" | "/var/lib/apt" | "/var/lib/apt/lists" | "/var/cache/apt/archives")
        || !shared
        || !installs.iter().any(is_apt)
    {
        return;
    }
    let found = report.add(place, "lets two builds use the folder of apt at once").aspect(SHARING);
    found.severity(Severity::Info);
    let edit = match mount.place("sharing") {
        Some(value) => TextEdit::replace(value, "locked"),
        None if mount.has("sharing") => return,
        None => TextEdit::insert(place.end(), ",sharing=locked"),
    };
    found.fix(Safety::Safe, "Add `sharing=locked`", edit);
}

/// A flag or a variable says that there is no cache.
fn switched_off(
    analysis: &Analysis,
    caches: &[Mount],
    install: &Install,
    variables: &mut Vec<TextRange>,
    report: &mut Report,
) {
    let manager = install.manager;
    let folders =
        || caches::of(manager.commands[0]).filter_map(|it| analysis.cache_folder(it, install.instruction));
    let mut mounted = folders().filter(|it| caches.iter().filter_map(path).any(|mount| inside(it, mount)));
    if manager.kind == Kind::System || mounted.next().is_none() {
        return;
    }
    if let Some((flag, range)) = flag(analysis, install) {
        let found = report.add(range, "leaves the cache mount empty").aspect(SWITCHED_OFF);
        if let Some(edit) = without(analysis, install, range) {
            found.fix(Safety::Safe, format!("Remove `{flag}`"), edit);
        }
        return;
    }
    let Some(stage) = analysis.stages().of_instruction(install.instruction) else { return };
    for switch in manager.cache_off {
        let said =
            analysis.scopes().visible(analysis.stages(), switch.variable, stage.id, install.instruction);
        let Some(said) = said.into_iter().find(|it| it.value != Value::Unset) else { continue };
        let Value::Set(value) = &said.value else { continue };
        if !switch.is_off(value)
            || analysis.source()[install.range].contains(switch.variable)
            || overrides(analysis, install, switch.variable)
        {
            continue;
        }
        let Body::Env(pairs) = &analysis.file().instructions[said.instruction].body else { continue };
        let Some(pair) = pairs.iter().find(|it| it.name == said.range) else { continue };
        if variables.contains(&pair.range()) {
            continue;
        }
        variables.push(pair.range());
        let message = format!("leaves the cache mount of `{}` empty", install.command(analysis));
        report.add(pair.range(), message).aspect(SWITCHED_OFF);
    }
}

/// Whether the script sets the variable itself.
fn overrides(analysis: &Analysis, install: &Install, variable: &str) -> bool {
    analysis
        .script_of(install)
        .script
        .commands()
        .any(|it| it.command.words.iter().any(|it| it.lossy().contains(variable)))
}

/// The flag that switches the cache off, and where it stands.
fn flag<'i>(analysis: &Analysis, install: &'i Install) -> Option<(&'i str, TextRange)> {
    let text = install
        .flags
        .iter()
        .find(|it| install.manager.no_cache.contains(&it.as_str()) && it.starts_with("--"))?;
    let script = &analysis.script_of(install).script;
    let command = script.commands().find(|it| it.command.range == install.range)?.command;
    let word = command.words.iter().find(|it| it.lossy() == *text)?;
    Some((text, word.range))
}

/// Takes a word away, with the blanks before it.
fn without(analysis: &Analysis, install: &Install, word: TextRange) -> Option<TextEdit> {
    let run = analysis.script_of(install);
    if run.form == Form::Exec || !run.script.is_understood() {
        return None;
    }
    let before = &analysis.source()[..usize::from(word.start())];
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    let start = usize::from(word.start()) - blanks;
    let is_alone_on_line = before[..start].ends_with('\n');
    let after = &analysis.source()[usize::from(word.end())..];
    let behind = after.len() - after.trim_start_matches([' ', '\t']).len();
    // What stands alone on its line leaves its indentation to the backslash behind it.
    Some(TextEdit::delete(match is_alone_on_line {
        true => crate::text::range(word.start().into(), usize::from(word.end()) + behind),
        false => crate::text::range(start, word.end().into()),
    }))
}

/// What is in the mount is deleted.
fn emptied(
    analysis: &Analysis,
    index: usize,
    caches: &[Mount],
    installs: &[&Install],
    keeps_archives: bool,
    report: &mut Report,
) {
    let is_apt = |it: &&Install| matches!(it.manager.commands[0], "apt-get" | "apt" | "aptitude");
    let archives =
        |it: &&Mount| path(it).is_some_and(|it| matches!(it, "/var/cache/apt" | "/var/cache/apt/archives"));
    if let Some(mount) = caches.iter().find(archives)
        && !keeps_archives
        && installs.iter().any(is_apt)
        && has_docker_clean(analysis, index)
    {
        let place = mount.place("target").unwrap_or(mount.range);
        let message = "is emptied by the image itself, through `/etc/apt/apt.conf.d/docker-clean`";
        let found = report.add(place, message).aspect(EMPTIED);
        let runs: &[RunScript] = analysis.scripts(index);
        if let [run] = runs
            && run.form == Form::Shell
            && run.script.is_understood()
            && let Some(first) = run.script.list.items.first()
        {
            let edit =
                TextEdit::insert(first.pipeline.range.start(), "rm -f /etc/apt/apt.conf.d/docker-clean; ");
            found.fix(Safety::Unsafe, "Let apt keep its archives", edit);
        }
    }
    for run in analysis.scripts(index) {
        let items = &run.script.list.items;
        for (at, item) in items.iter().enumerate() {
            let [Node::Simple(command)] = item.pipeline.nodes.as_slice() else { continue };
            let clean = empties(analysis, index, command, caches);
            let after_install = installs.iter().any(|it| it.range.start() < command.range.start());
            if !clean || !after_install {
                continue;
            }
            let found = report.add(command.range, "empties the cache mount").aspect(EMPTIED);
            if let Some(edits) = cut(run, items, at) {
                found.fix(Safety::Unsafe, "Leave the cache as it is", edits);
            }
        }
    }
}

/// Whether all that a command does is to delete what is in the mounts.
fn empties(
    analysis: &Analysis,
    index: usize,
    command: &crate::syntax::shell::Command,
    caches: &[Mount],
) -> bool {
    let effective = command.effective();
    let Some(name) = effective.name() else { return false };
    let mounted = |folder: &str| caches.iter().filter_map(path).any(|it| inside(folder, it));
    if name == "rm" {
        let mut paths = effective.arguments().operands(&[]).map(|it| it.lossy()).peekable();
        let home = |it: &str| match it.strip_prefix("~/").or(it.strip_prefix("$HOME/")) {
            Some(rest) => analysis.home(index).map_or(it.to_owned(), |home| join(&home, rest)),
            None => it.to_owned(),
        };
        return paths.peek().is_some()
            && paths.all(|it| mounted(home(&it).trim_end_matches("/*").trim_end_matches('/')));
    }
    let words: Vec<_> = command.words.iter().map(|it| it.lossy()).filter(|it| !it.starts_with('-')).collect();
    let words: Vec<&str> = words.iter().map(|it| &**it).collect();
    match words.as_slice() {
        ["apt-get" | "apt", "clean" | "autoclean"] => {
            mounted("/var/cache/apt") || mounted("/var/cache/apt/archives")
        }
        ["dnf" | "dnf5", "clean", "all"] => mounted("/var/cache/dnf") || mounted("/var/cache/libdnf5"),
        ["yum", "clean", "all"] => cache_of_yum(analysis, index).is_some_and(mounted),
        ["microdnf", "clean", "all"] => mounted("/var/cache/yum") || mounted("/var/cache/dnf"),
        [tool @ ("npm" | "yarn" | "pip" | "pip3" | "uv"), "cache", "clean" | "purge"] => {
            let tool = if *tool == "pip3" { "pip" } else { tool };
            caches::of(tool).filter_map(|it| analysis.cache_folder(it, index)).any(|it| mounted(&it))
        }
        _ => false,
    }
}

/// Takes a step away, with the operator before it.
fn cut(run: &RunScript, items: &[Item], at: usize) -> Option<Edits> {
    let chain = run.form == Form::Shell && run.script.is_understood() && run.script.comments.is_empty();
    let before = items.get(at.checked_sub(1)?)?;
    let separated = before.separator.is_some_and(|it| {
        matches!(
            it.kind,
            crate::syntax::shell::SeparatorKind::And | crate::syntax::shell::SeparatorKind::Semicolon
        )
    });
    let range = TextRange::new(before.pipeline.range.end(), items[at].pipeline.range.end());
    (chain && separated).then(|| TextEdit::delete(range).into())
}

/// Whether the base image deletes what apt has downloaded (docker-library's Debian and Ubuntu, and what is made of them).
fn has_docker_clean(analysis: &Analysis, index: usize) -> bool {
    let image = analysis.stages().of_instruction(index).and_then(|it| analysis.base_image(it.id));
    let is_debian = |it: &Image| matches!(it.family, Some(Family::Debian | Family::Ubuntu));
    image.is_some_and(|it| is_debian(&it) && it.suite.is_some())
}

/// Whether a path is a folder, or below it.
fn inside(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder.trim_end_matches('/')).is_some_and(|it| it.is_empty() || it.starts_with('/'))
}
