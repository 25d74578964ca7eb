//! # Packages of the system that get no updates
//!
//! An image is as safe as the packages in it on the day of its build. The images of registries lag behind the archives of their
//! distributions by days or weeks; `apt-get upgrade`, and its kin, closes that gap, if it really runs, and in what ships.
//!
//! What ships is the last stage and what it is built on. Upgrades in another one change nothing in production.
//!
//! ```dockerfile
//! FROM debian:12 AS build
//! RUN apt-get update && apt-get upgrade -y && apt-get install -y gcc
//! #                     ^^^^^^^^^^^^^^^ upgrades a stage that does not ship; the image itself keeps what its base brought
//! RUN gcc -o /app app.c
//! FROM debian:12-slim
//! COPY --from=build /app /app
//! CMD ["/app"]
//! ```
//!
//! ```dockerfile
//! FROM debian:12-slim AS base
//! COPY sources.list /etc/apt/
//! RUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*
//! FROM base AS build
//! RUN apt-get update && apt-get install -y gcc
//! RUN gcc -o /app app.c
//! FROM base
//! COPY --from=build /app /app
//! CMD ["/app"]
//! ```
//!
//! Docker runs a RUN again only if its text changes, or something before it. An upgrade right behind a FROM is therefore done once, and then
//! taken from the cache, though the archive has new packages every day.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*
//! #                     ^^^^^^^^^^^^^^^ runs once, then comes from the build cache: later updates are missing until something above it changes
//! COPY app /app
//! ```
//!
//! An argument that changes every week makes it run again: `--build-arg SECURITY_UPDATES_EPOCH=$(date +%G%V)`. It need not be used, as
//! the arguments in sight of a RUN count for the cache. A build by `--pull --no-cache` once a week does as well; then allow this aspect.
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! ARG SECURITY_UPDATES_EPOCH=0
//! RUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*
//! COPY app /app
//! ```
//!
//! Nothing is reported behind an ARG or a COPY, which change with the build, nor where the base has a digest: somebody renews that.
//!
//! ```dockerfile
//! FROM debian:12@sha256:b16cef8cbcb20935c0f052e37fc3d38dc92bfec0bcfb894c328547f81e932d67
//! RUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! Nor on a base that gets no updates any more, where `unsupported-base` says the worse, on one that nobody knows, or of a call that only
//! lists what it would do.
//!
//! ```dockerfile
//! FROM ubuntu:18.04
//! RUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! ```dockerfile
//! FROM registry.example.com/base:1.20.7
//! RUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get --simulate upgrade && rm -rf /var/lib/apt/lists/*
//! ARG SECURITY_UPDATES_EPOCH=0
//! RUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! ## Options
//!
//! Whether an image should upgrade its base is a matter of policy: some rebuild daily on a fresh base instead. Who asks for
//! `outdated-packages/never` is told of each image that ships without an upgrade.
//!
//! ```settings
//! select = ["outdated-packages/never"]
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! #    ^^^^^^^^^ nothing upgrades what this base brings
//! RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN apt-get update && apt-get upgrade -y && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
//! ```
//!
//! Source: pythonspeed.com, "The worst so-called best practice for Docker" and "Docker build caching can lead to insecure images"; Itamar
//! Turner-Trauring, EuroPython 2020; Moshe Zadka, "Contain Yourself"; BuildKit's Dockerfile reference, "Impact on build caching".
//!
//! Practices: security-updates-policy, upgrade-layer-cached-forever, upgrade-only-in-builder.

use crate::{
    knowledge::{eol, packages::Kind},
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::{
        Analysis, Base, Form, Stage,
        installs::{Action, Install},
    },
    syntax::{Body, Instruction},
    text::TextEdit,
};

/// Looks at the upgrades of a file.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["builder", "cached", "never"],
    group: Group::Security,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let Some(target) = analysis.stages().target() else { return };
    // What is not known to have packages need not upgrade them.
    let has_packages = analysis.base_image(target.id).is_some_and(|it| !it.managers.is_empty());
    let upgrades: Vec<&Install> = analysis.installs().iter().filter(|it| upgrades_all(it)).collect();
    let ships = |it: &&Install| analysis.is_in_chain(it.instruction, target.id);
    let (shipped, others): (Vec<&Install>, Vec<&Install>) = upgrades.into_iter().partition(ships);
    if let Some(first) = shipped.first() {
        cached(cx, target, first, report);
    } else if has_packages {
        let needed = |it: &&&Install| {
            analysis
                .stages()
                .of_instruction(it.instruction)
                .is_some_and(|it| analysis.stages().is_needed(it.id))
        };
        match others.iter().find(needed) {
            Some(it) => {
                let message =
                    "upgrades a stage that does not ship; the image itself keeps what its base brought";
                let found = report.add(it.head, message).aspect("builder").severity(Severity::Warning);
                found.related(target.base_range, "this is what ships");
            }
            None => never(analysis, target, report),
        }
    }
}

/// Whether a call upgrades all packages of the system.
fn upgrades_all(it: &Install) -> bool {
    let is_upgrade =
        it.action == Action::Upgrade && it.manager.kind == Kind::System && it.packages.is_empty();
    is_upgrade && !it.has_flag(&["--simulate", "--just-print", "--dry-run", "--no-act"]) && !is_apt_trial(it)
}

/// Whether `-s` says that apt only lists what it would do.
fn is_apt_trial(it: &Install) -> bool {
    it.manager.commands.contains(&"apt-get") && it.has_flag(&["-s"])
}

fn cached(cx: Cx<'_>, target: &Stage, upgrade: &Install, report: &mut Report) {
    let analysis = cx.analysis;
    let root = analysis.stages().get(target.root);
    let is_renewed = match &root.base {
        Base::Image(image) => image.hash.is_some() || analysis.source()[root.base_range].contains('$'),
        _ => true,
    };
    let before = analysis.chain_instructions(target.id).take_while(|it| it.0 < upgrade.instruction);
    if is_renewed || !has_updates(cx, root) || before.map(|it| it.1).any(changes_with_the_build) {
        return;
    }
    let message = "runs once, then comes from the build cache: later updates are missing until something above it changes";
    let found = report.add(upgrade.head, message).aspect("cached");
    let file = analysis.file();
    let at = file.instructions[upgrade.instruction].lines.start();
    let text = format!("ARG SECURITY_UPDATES_EPOCH=0{}", file.line_end(at));
    found.fix(Safety::Unsafe, "Add an argument that changes with time", TextEdit::insert(at, text));
}

/// Whether it is known of a base that its packages get updates.
fn has_updates(cx: Cx<'_>, root: &Stage) -> bool {
    let today = cx.world.today();
    let base = cx.analysis.tagged_base(root).filter(|_| cx.analysis.base_image(root.id).is_some());
    base.is_some_and(|base| {
        let releases = eol::releases(&base.repository, base.tag_or_latest());
        !releases.iter().any(|it| today.is_some_and(|today| it.ended(today).is_some()))
    })
}

/// Whether what is behind this instruction may run again without a change of the file.
fn changes_with_the_build(it: &Instruction) -> bool {
    matches!(it.body, Body::Arg(_) | Body::Copy(_) | Body::Add(_))
}

fn never(analysis: &Analysis, target: &Stage, report: &mut Report) {
    let root = analysis.stages().get(target.root);
    let found = report.add(root.base_range, "nothing upgrades what this base brings").aspect("never").quiet();
    found.fix = upgraded(analysis, target);
}

/// An upgrade beside the first installation of what ships.
fn upgraded(analysis: &Analysis, target: &Stage) -> Option<Fix> {
    let mut installs =
        analysis.installs().iter().filter(|it| analysis.is_in_chain(it.instruction, target.id));
    let (at, text) = installs.find_map(|it| {
        let is_plain = !it.indirect && it.context.depth == 0 && it.range.start() == it.head.start();
        let is_plain = is_plain && analysis.script_of(it).script.is_understood() && it.context.pipeline == 1;
        let (at, text) = match (it.manager.commands[0], it.action) {
            ("apt-get" | "apt", Action::Refresh) => (it.range.end(), " && apt-get upgrade -y"),
            ("apk", Action::Install) => (it.range.start(), "apk upgrade --no-cache && "),
            ("dnf", Action::Install) => (it.range.start(), "dnf upgrade -y --security && "),
            ("microdnf", Action::Install) => (it.range.start(), "microdnf upgrade -y && "),
            ("zypper", Action::Install) => (it.range.start(), "zypper --non-interactive patch && "),
            _ => return None,
        };
        (is_plain && it.form != Form::Exec).then_some((at, text))
    })?;
    let title = "Upgrade the packages of the base".to_owned();
    Some(Fix { title, safety: Safety::Unsafe, edits: TextEdit::insert(at, text).into() })
}
