//! # Tools for people in the image of a program
//!
//! Editors, pagers and network sniffers serve people who look into a container. The program does not need them; an intruder is glad to find
//! them, and each has updates of its own. Look into a container with `docker debug`, `kubectl debug` or a stage for it.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN apt-get update && apt-get install -y --no-install-recommends libpq5 vim tcpdump && rm -rf /var/lib/apt/lists/*
//! #                                                                       ^^^ `vim` and `tcpdump` are for people, and nothing here uses them
//! COPY . /app
//! CMD ["python", "/app/main.py"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.13-slim
//! RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
//! COPY . /app
//! CMD ["python", "/app/main.py"]
//! ```
//!
//! ## Fix
//!
//! The packages are no longer installed. Unsafe: a script that is copied in may call them after all.
//!
//! ## Limits
//!
//! What programs and scripts often call is left alone: `curl`, `git`, `less`, `procps`, `netcat`. So is a tool that the file itself uses or names as
//! the editor, and any image that is made to work or build in, or
//! whose program is for a terminal itself.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! RUN apt-get update && apt-get install -y --no-install-recommends curl git less nano vim && rm -rf /var/lib/apt/lists/*
//! #                                                                              ^^^^ `nano` is for people, and nothing here uses it
//! ENV EDITOR=/usr/bin/vim
//! CMD ["sh", "-c", "nano /notes.txt"]
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y vim tmux
//! CMD ["bash"]
//! ```
//!
//! Source: CIS Docker Benchmark, 4.3 "Ensure that unnecessary packages are not installed in the container"; Docker's documentation,
//! "Building best practices: Don't install unnecessary packages".
//!
//! Practices: debug-tools-in-final.

use super::toolchain_in_final_stage::is_application;
use crate::{
    knowledge::packages::Kind,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{
        Analysis, Form,
        installs::{Action, Install, Package},
    },
    syntax::Body,
    text::{Edits, TextEdit, TextRange},
};

/// Looks at what ships.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Info,
    default: false,
    check: Check::File(check),
};

/// Packages that serve people, each with a command of it that somebody could call.
#[rustfmt::skip]
const TOOLS: &[(&str, &str)] = &[
    ("emacs", "emacs"), ("emacs-nox", "emacs"), ("htop", "htop"), ("iftop", "iftop"), ("iotop", "iotop"),
    ("joe", "joe"), ("ltrace", "ltrace"), ("man-db", "man"), ("manpages", "man"), ("mc", "mc"),
    ("nano", "nano"), ("ncdu", "ncdu"), ("neovim", "nvim"), ("nmap", "nmap"), ("strace", "strace"),
    ("tcpdump", "tcpdump"), ("telnet", "telnet"), ("vim", "vim"), ("vim-minimal", "vi"), ("vim-nox", "vim"),
    ("vim-tiny", "vi"),
];

/// Programs that are made for a terminal, and start editors and pagers themselves.
const FOR_TERMINALS: [&str; 9] =
    ["aerc", "crontab", "irssi", "mutt", "neomutt", "pwsh", "tig", "weechat", "qemu-arm"];

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let tool = |it: &&Package| TOOLS.iter().any(|tool| tool.0 == it.text);
    let installs = analysis.installs().iter();
    let found: Vec<(&Install, Vec<&Package>)> = installs
        .filter(|it| it.action == Action::Install && it.manager.kind == Kind::System)
        .map(|it| (it, it.packages.iter().filter(tool).collect::<Vec<_>>()))
        .filter(|it| !it.1.is_empty())
        .collect();
    let target = analysis.stages().target().filter(|_| !found.is_empty());
    let Some(target) = target.filter(|it| is_application(analysis, it)) else { return };
    let used = used(analysis);
    if FOR_TERMINALS.iter().any(|it| used(it)) {
        return;
    }
    for (install, packages) in found {
        let command = |package: &str| TOOLS.iter().find(|it| it.0 == package).map_or("", |it| it.1);
        let unused: Vec<&Package> =
            packages.into_iter().filter(|it| !used(command(&it.text)) && !used(&it.text)).collect();
        if analysis.is_in_chain(install.instruction, target.id) && !is_removed(analysis, install) {
            say(analysis, install, &unused, report);
        }
    }
}

/// Whether the file calls a command, or says something of it in ENV.
fn used(analysis: &Analysis) -> impl Fn(&str) -> bool {
    let file = analysis.file();
    let mut words: Vec<String> = Vec::new();
    for (index, it) in file.instructions.iter().enumerate() {
        for script in analysis.scripts(index) {
            let text = script.script.source().text();
            if !matches!(it.body, Body::Run(_)) {
                words.extend(text.split(|it: char| !(it.is_alphanumeric() || it == '-')).map(str::to_owned));
            }
            let commands = script.script.commands().filter_map(|it| it.command.effective().name());
            let commands = commands.map(|it| it.rsplit('/').next().unwrap_or_default().to_owned());
            words.extend(commands);
        }
        if let Body::Env(pairs) = &it.body {
            let values = pairs.iter().filter_map(|it| it.value);
            let names =
                values.map(|it| file.text(it).trim_matches('"').rsplit('/').next().unwrap_or_default());
            words.extend(names.map(str::to_owned));
        }
    }
    move |name| words.iter().any(|it| it == name)
}

/// Whether the same RUN removes packages again.
fn is_removed(analysis: &Analysis, install: &Install) -> bool {
    let same = |it: &Install| it.instruction == install.instruction && it.action == Action::Remove;
    analysis.installs().iter().any(same)
}

fn say(analysis: &Analysis, install: &Install, unused: &[&Package], report: &mut Report) {
    let quoted: Vec<String> = unused.iter().map(|it| format!("`{}`", it.text)).collect();
    let message = match quoted.as_slice() {
        [] => return,
        [only] => format!("{only} is for people, and nothing here uses it"),
        [others @ .., last] => {
            format!("{} and {last} are for people, and nothing here uses them", others.join(", "))
        }
    };
    let found = report.add(unused[0].range, message);
    for other in &unused[1..] {
        found.related(other.range, format!("`{}` is another", other.text));
    }
    if let Some(edits) = without(analysis, install, unused) {
        found.fix(Safety::Unsafe, "Do not install them", edits);
    }
}

/// The installation without these packages, if others are left.
fn without(analysis: &Analysis, install: &Install, unused: &[&Package]) -> Option<Edits> {
    let file = analysis.file();
    let script = &analysis.script_of(install).script;
    if install.form == Form::Exec || !script.is_understood() || unused.len() >= install.packages.len() {
        return None;
    }
    let command = script.commands().find(|it| it.command.range == install.range)?.command;
    let edit = |package: &&Package| {
        let at = command.words.iter().position(|it| it.range == package.range)?;
        let before = &command.words[at.checked_sub(1)?];
        let gone = TextRange::new(before.range.end(), package.range.end());
        let has_comment = file.comments.iter().any(|it| gone.contains_range(*it));
        (!has_comment).then(|| TextEdit::delete(gone))
    };
    Edits::new(unused.iter().map(edit).collect::<Option<Vec<_>>>()?).ok()
}
