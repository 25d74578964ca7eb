//! # Caches of package managers that stay in the image
//!
//! pip keeps every wheel that it downloads, in case it is asked for it again. In an image nobody asks again: the cache only
//! makes the image larger, often by as much as the packages themselves.
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
//! A cache mount is even better: the cache stays outside of the image, and the next build finds it there.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.0.3
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
//! ## Fix
//!
//! Safe: the same packages are installed, only without the cache. The flag is put behind the sub-command, wherever that stands;
//! where a RUN is not understood, there is no fix.
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

use std::collections::HashSet;

use crate::{
    knowledge::packages::PackageManager,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{
        Form,
        installs::{Action, Install},
    },
    syntax::{
        Instruction, Value,
        shell::{self, Script, Visited},
    },
    text::{TextEdit, TextRange, TextSize},
};

/// Managers whose cache is left behind, by the name of their aspect.
const ASPECTS: [(&str, &str); 1] = [("pip", "pip")];

/// Reports each call of a package manager that leaves its cache.
pub static RULE: Decl = Decl {
    codes: &[("DL3042", Some("pip"))],
    aspects: &["pip"],
    group: Group::Size,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let configured = configured(cx);
    let mut habits: Option<((usize, usize), Habits)> = None;
    for install in cx.analysis.installs() {
        let Some((_, aspect)) = ASPECTS.iter().find(|it| it.0 == install.manager.commands[0]) else {
            continue;
        };
        if install.action != Action::Install || !cx.leaves_something(install.instruction) {
            continue;
        }
        let run = cx.analysis.script_of(install);
        let place = (install.instruction, install.script);
        let habits = match &mut habits {
            Some((of, habits)) if *of == place => habits,
            habits => &mut habits.insert((place, Habits::new(&run.script, install.manager))).1,
        };
        if asks_for_none(install)
            || has_cache_mount(&cx.analysis.file().instructions[install.instruction])
            || habits.spare(install)
            || is_switched_off(cx, install)
            || configured.iter().any(|it| cx.analysis.stages().is_before(*it, install.instruction))
        {
            continue;
        }
        let written = cx.analysis.file().joined_text(install.head).replace(['"', ','], " ");
        let command: Vec<&str> = written.split_whitespace().collect();
        let message = format!("`{}` leaves its cache in the image", command.join(" "));
        let found = report.add(install.head, message).aspect(aspect);
        if run.script.is_understood()
            && let Some(flag) = install.manager.no_cache.first()
        {
            let text = if install.form == Form::Exec { format!(", \"{flag}\"") } else { format!(" {flag}") };
            found.fix(Safety::Safe, format!("Add `{flag}`"), TextEdit::insert(install.flag_place(), text));
        }
    }
}

/// The flags say that nothing is kept, or that nothing is installed.
fn asks_for_none(install: &Install) -> bool {
    install.has_flag(install.manager.no_cache)
        || install.has_flag(&["--cache-dir", "--help", "-h", "--version", "-V"])
}

/// Whether a mount stands where a cache could be. Which user has which home is not asked: whoever mounts a cache means it.
fn has_cache_mount(instruction: &Instruction) -> bool {
    let mounts = instruction.flags.iter().filter(|it| it.name() == "mount").filter_map(|it| it.value());
    mounts.into_iter().any(|mount| {
        let kept_outside = mount.contains("type=cache") || mount.contains("type=tmpfs");
        let mut fields = mount.split(',').filter(|it| !it.starts_with("type="));
        kept_outside && fields.any(|it| it.contains("cache") || it.contains("pip"))
    })
}

/// Whether an ENV or ARG of the file, or of the base image, switches the cache off.
fn is_switched_off(cx: Cx<'_>, install: &Install) -> bool {
    let analysis = cx.analysis;
    let stages = analysis.stages();
    let Some(stage) = stages.of_instruction(install.instruction) else {
        return false;
    };
    install.manager.cache_off.iter().any(|switch| {
        let latest = analysis.scopes().visible(stages, switch.variable, stage.id, install.instruction);
        match latest.map(|it| &it.value).find(|it| **it != Value::Unset) {
            Some(Value::Set(value)) => switch.is_off(value),
            Some(_) => true,
            None => analysis.base_image(stage.id).is_some_and(|it| it.env.contains(&switch.variable)),
        }
    })
}

/// The instructions that run `pip config set global.no-cache-dir true`.
fn configured(cx: Cx<'_>) -> Vec<usize> {
    let configures = |it: &Visited<'_>| {
        let mut words = it.command.words.iter().map(|it| it.text());
        words.any(|it| it == "config") && words.any(|it| it.ends_with("no-cache-dir"))
    };
    let all = 0..cx.analysis.file().instructions.len();
    all.filter(|it| {
        cx.analysis.scripts(*it).iter().any(|run| run.script.commands().any(|it| configures(&it)))
    })
    .collect()
}

/// What a script does about the cache of one manager.
struct Habits {
    /// From here on, an exported variable switches it off.
    exported: Option<TextSize>,
    /// These commands have the variable for themselves.
    assigned: HashSet<TextRange>,
    /// Up to here, what is left is deleted afterwards.
    deleted: Option<TextSize>,
}

impl Habits {
    fn new(script: &Script, manager: &PackageManager) -> Habits {
        let mut this = Habits { exported: None, assigned: HashSet::new(), deleted: None };
        let variables: Vec<&str> = manager.cache_off.iter().map(|it| it.variable).collect();
        let sets = |word: &str| {
            word.split_once('=').is_some_and(|(name, it)| variables.contains(&name) && !it.is_empty())
        };
        for Visited { command, .. } in script.commands() {
            let words = command.words.iter().any(|it| sets(&it.lossy()));
            if command.is("export") && words {
                this.exported.get_or_insert(command.range.start());
            }
            let own = command
                .assignments
                .iter()
                .any(|it| variables.contains(&script.text(it.name)) && !it.value.lossy().is_empty());
            if own || words {
                this.assigned.insert(command.range);
            }
            let normal = normal(command);
            if manager.cleaned_by.iter().copied().chain(manager.clean).any(|clean| deletes(&normal, clean)) {
                this.deleted = Some(command.range.start());
            }
        }
        this
    }

    /// Whether nothing is left of the cache of this call.
    fn spare(&self, install: &Install) -> bool {
        let at = install.range.start();
        self.exported.is_some_and(|it| it < at)
            || self.assigned.contains(&install.range)
            || self.deleted.is_some_and(|it| at < it)
    }
}

/// The words of a command, with `-fr` and the like as `-rf`.
fn normal(command: &shell::Command) -> String {
    let words = command.words.iter().map(|word| match word.lossy() {
        flag if matches!(&*flag, "-fr" | "-r" | "-R" | "-Rf" | "-fR" | "--recursive") => "-rf".to_owned(),
        word => word.into_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Whether `command` does what `clean` does, among other things.
fn deletes(command: &str, clean: &str) -> bool {
    let Some(path) = clean.strip_prefix("rm -rf ") else {
        return command.starts_with(clean);
    };
    let mut paths = command.strip_prefix("rm -rf ").unwrap_or_default().split(' ');
    paths.any(|it| it == path || it.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')))
}
