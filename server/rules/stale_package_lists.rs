//! # apt without fresh package lists
//!
//! apt installs what its lists name, and `apt-get update` fetches them. Standing in a RUN of its own it is taken from the cache for months,
//! while a later `apt-get install` asks for versions that the archive has long deleted: the build fails with "404 Not Found", or
//! installs what has known holes.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update
//! RUN apt-get install -y curl
//! #   ^^^^^^^^^^^^^^^ uses the package lists of an earlier RUN, which the cache may have held for months
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! RUN apt-get update \
//!     && apt-get install -y curl
//! ```
//!
//! The same is true of upgrades: by old lists, there is nothing to upgrade.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y curl
//! RUN apt-get upgrade -y
//! #   ^^^^^^^^^^^^^^^ uses the package lists of an earlier RUN, which the cache may have held for months
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN apt-get update && apt-get install -y curl
//! RUN apt-get update && apt-get upgrade -y
//! ```
//!
//! The images of Debian, and those that are made of it, come without lists. Without `apt-get update`, nothing can be installed.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN apt-get install -y --no-install-recommends libpq5
//! #   ^^^^^^^^^^^^^^^ finds no package: the image has no package lists, and `apt-get update` has not run
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.13-slim
//! RUN apt-get update && apt-get install -y --no-install-recommends libpq5
//! ```
//!
//! ## Fix
//!
//! The RUN with the update becomes one with the next. That is safe: what is installed is what the archive has today, as in a build without
//! cache. Where there is no such RUN, `apt-get update` is put before the installation. That is unsafe, as its lists are in the layer then;
//! `package-cache-left` takes them out.
//!
//! ## Limits
//!
//! Nothing is reported where the lists lie in a mount, where a script may have fetched them, of packages that are files, and on a base
//! that nobody knows.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get install -y curl
//! RUN curl -fsSL https://deb.nodesource.com/setup_22.x | bash - && apt-get install -y nodejs
//! COPY tool.deb /tmp/
//! RUN apt-get install -y /tmp/tool.deb
//! ```
//!
//! ```dockerfile
//! FROM registry.example.com/base:1
//! RUN apt-get install -y curl
//! ```
//!
//! Source: Docker's documentation, "Building best practices", apt-get; Moshe Zadka, "Contain Yourself".
//!
//! Practices: upgrade-without-update, apt-update-install-same-run, apt-install-without-update.

use crate::{
    knowledge::{
        commands::{self, Purpose},
        images::{self, Family},
    },
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity, script_edits},
    model::{
        Analysis, Base, Form,
        effects::{Change, Effect, covers},
        installs::{Action, Install},
        repository,
    },
    syntax::{Body, shell::Link},
    text::TextEdit,
};

/// Looks at each RUN that installs or upgrades.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["missing", "old"],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

const LISTS: &str = "/var/lib/apt/lists/*";

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let of_apt = |it: &&Install| matches!(it.manager.commands[0], "apt-get" | "apt" | "aptitude");
    let installs: Vec<&Install> = analysis.installs().iter().filter(of_apt).collect();
    if installs.is_empty() {
        return;
    }
    // The instructions of each stage that fetch lists, or may do so, and whether they leave them there.
    let mut fetched: Vec<Option<Fetched>> = vec![None; analysis.stages().stages.len()];
    let mut runs = installs.chunk_by(|a, b| a.instruction == b.instruction).peekable();
    for stage in &analysis.stages().stages {
        let mut state = match stage.base {
            Base::Stage(base) => fetched[base.index()],
            _ => Some(begins(analysis, stage.id.index())),
        };
        for index in stage.instructions.clone() {
            let run = runs.next_if(|it| it[0].instruction == index).unwrap_or_default();
            if let Some((install, old)) = needs(analysis, run, state) {
                say(analysis, install, old, report);
            }
            state = after(analysis, index, run, state);
        }
        fetched[stage.id.index()] = state;
    }
}

/// What lists there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fetched {
    /// None.
    Nothing,
    /// The instruction with this index fetched them.
    By(usize),
    /// Nobody knows.
    Unknown,
}

/// What lists the base of a stage has: the official images have none.
fn begins(analysis: &Analysis, stage: usize) -> Fetched {
    let stage = &analysis.stages().stages[stage];
    let image = analysis.base_image(stage.id);
    let of_debian = image.is_some_and(|it| matches!(it.family, Some(Family::Debian | Family::Ubuntu)));
    match &stage.base {
        Base::Image(it) if of_debian && images::is_official(&repository(it)) => Fetched::Nothing,
        _ => Fetched::Unknown,
    }
}

/// What lists there are behind an instruction.
fn after(analysis: &Analysis, index: usize, run: &[&Install], before: Option<Fetched>) -> Option<Fetched> {
    if !matches!(analysis.file().instructions[index].body, Body::Run(_)) {
        return before;
    }
    let removes = |it: &Effect| it.change == Change::Removed && covers(&it.path, LISTS);
    let refreshes = run.iter().any(|it| it.action == Action::Refresh);
    let gone = analysis.effects_of(index).iter().any(removes);
    match () {
        () if gone => Some(Fetched::Nothing),
        () if refreshes && !has_mount(analysis, index) => Some(Fetched::By(index)),
        () if before == Some(Fetched::Nothing) && may_fetch(analysis, index, None) => Some(Fetched::Unknown),
        () => before,
    }
}

fn has_mount(analysis: &Analysis, index: usize) -> bool {
    let is_near = |it: &str| covers(it, LISTS) || it.starts_with("/var/lib/apt");
    analysis.mounts(index).iter().any(|it| it.value("target").is_none_or(is_near))
}

/// The first call of a RUN that uses lists which it did not fetch, and the RUN that did, if one did.
fn needs<'a>(
    analysis: &Analysis,
    run: &[&'a Install],
    state: Option<Fetched>,
) -> Option<(&'a Install, Option<usize>)> {
    let uses = |it: &&&Install| match it.action {
        Action::Install => it.packages.iter().any(|it| is_name(&it.text)),
        Action::Upgrade => true,
        _ => false,
    };
    let first = run.iter().find(uses)?;
    let fresh = run.iter().any(|it| it.action == Action::Refresh);
    let by_itself = first.has_flag(&["--no-download", "--print-uris", "--update", "-U"]);
    if fresh || by_itself || has_mount(analysis, first.instruction) {
        return None;
    }
    if run.iter().any(|it| it.packages.iter().any(|it| !is_name(&it.text))) {
        return None;
    }
    match state? {
        _ if may_fetch(analysis, first.instruction, Some(first)) => None,
        Fetched::By(at) => Some((first, Some(at))),
        Fetched::Nothing => Some((first, None)),
        Fetched::Unknown => None,
    }
}

/// Whether a word names a package, and not a file, or what only the build knows.
fn is_name(package: &str) -> bool {
    !package.contains(['/', '*', '$']) && !package.ends_with(".deb")
}

/// Whether a command that is not known may fetch lists: any of the instruction, or of those before a call.
fn may_fetch(analysis: &Analysis, index: usize, before: Option<&Install>) -> bool {
    let scripts = analysis.scripts(index);
    let understood = scripts.iter().all(|it| it.script.is_understood());
    let mut commands = scripts.iter().flat_map(|it| it.script.commands());
    !understood
        || commands.any(|it| {
            let is_before = before.is_none_or(|call| it.command.range.start() < call.range.start());
            is_before && !it.command.words.is_empty() && !is_known(it.command.effective().name().as_deref())
        })
}

/// Whether it is known of a command that it fetches no lists, or is seen as a package manager.
fn is_known(name: Option<&str>) -> bool {
    use Purpose::{BecomeUser, Build, Wrapper};
    let Some(name) = name else { return false };
    let purpose = commands::purpose(name);
    purpose.is_some_and(|it| !matches!(it, BecomeUser | Build | Wrapper))
        && !matches!(name, "add-apt-repository" | "eval" | "." | "source" | "exec" | "xargs")
        && commands::shell(name).is_none()
}

fn say(analysis: &Analysis, install: &Install, old: Option<usize>, report: &mut Report) {
    let message = match (old, install.action) {
        (Some(_), _) => "uses the package lists of an earlier RUN, which the cache may have held for months",
        (None, Action::Upgrade) => {
            "upgrades nothing: the image has no package lists, and `apt-get update` has not run"
        }
        _ => "finds no package: the image has no package lists, and `apt-get update` has not run",
    };
    let found = report.add(install.head, message).aspect(if old.is_some() { "old" } else { "missing" });
    if let Some(at) = old {
        found.related(analysis.file().instructions[at].keyword_range, "fetched here");
    }
    found.fix = fix(analysis, install, old);
}

/// The RUN that does nothing but fetch lists joined with this one, or an update before the call.
fn fix(analysis: &Analysis, install: &Install, old: Option<usize>) -> Option<Fix> {
    let only_fetches = |at: &usize| {
        let mut commands = analysis.scripts(*at).iter().flat_map(|it| it.script.commands());
        *at + 1 == install.instruction && commands.next().is_some() && commands.next().is_none()
    };
    let joined = old.filter(only_fetches);
    let joined = joined.and_then(|at| script_edits::join_runs(analysis, at, install.instruction));
    let (title, safety, edit) = match joined {
        Some(edit) => ("Join it with the RUN that fetches them", Safety::Safe, edit),
        None => ("Add `apt-get update`", Safety::Unsafe, update(analysis, install)?),
    };
    Some(Fix { title: title.to_owned(), safety, edits: edit.into() })
}

/// `apt-get update` before a call.
fn update(analysis: &Analysis, install: &Install) -> Option<TextEdit> {
    let run = analysis.script_of(install);
    let context = install.context;
    let chained = matches!(context.link, Link::First | Link::And | Link::Then);
    let plain = run.form != Form::Exec && run.script.is_understood() && chained && context.position == 0;
    let alone = install.range.start() == install.head.start() && !context.negated && !install.indirect;
    (plain && alone && !context.in_condition)
        .then(|| TextEdit::insert(install.range.start(), "apt-get update && "))
}
