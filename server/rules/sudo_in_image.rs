//! # A way back to root in the image
//!
//! `sudo`, a rule that lets everybody use it, or a group that may.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y --no-install-recommends sudo
//! #                                                                ^^^^ whoever takes over the program may use it to become root
//! RUN useradd --no-log-init app && echo "app ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/app
//! #                                                    ^^^^^^^^ makes root of whoever takes over the program
//! USER app
//! CMD ["server"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN apt-get update && apt-get install -y --no-install-recommends sudo
//! RUN useradd --no-log-init app
//! USER app
//! CMD ["server"]
//! ```
//!
//! ## Why
//!
//! The point of USER is that somebody who breaks into the program is not root. With `sudo` and no password he is, one word later, and USER
//! is decoration. What the build has to do as root comes before USER; a container has no administrator who logs in.
//!
//! Three aspects: `nopasswd` for a rule without a password, `group` for the groups `sudo`, `wheel` and `root`, and `package` for `sudo`
//! itself where the image does not run as root, an info.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN useradd --no-log-init app && usermod -aG sudo app
//! #                                            ^^^^ makes root of whoever takes over the program
//! USER app
//! CMD ["server"]
//! ```
//!
//! What a script that starts as root needs `sudo` for is to become somebody else.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y --no-install-recommends sudo && useradd --no-log-init app
//! COPY entrypoint.sh /
//! ENTRYPOINT ["/entrypoint.sh"]
//! ```
//!
//! It is about the image that ships. Containers to develop in are for people, who may.
//!
//! ```dockerfile
//! FROM debian:12 AS build
//! RUN apt-get update && apt-get install -y --no-install-recommends sudo && echo "%sudo ALL=(ALL) NOPASSWD: ALL" >> /etc/sudoers
//! FROM mcr.microsoft.com/devcontainers/base:bookworm
//! RUN echo "vscode ALL=(ALL) NOPASSWD: ALL" > /etc/sudoers.d/vscode
//! ```
//!
//! ## Fix
//!
//! Deletes the command that lets everybody use it, if it stands between `&&`. Unsafe: something may use `sudo`.
//!
//! ## See also
//!
//! `sudo` reports the command in RUN.
//!
//! Source: Docker's documentation, "Building best practices", USER; Moshe Zadka, "Contain Yourself"
//!
//! Practices: sudoers-nopasswd, no-sudo.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, arguments::take_command},
    model::{Fact, Stage, installs::Action, is_root},
    syntax::{Body, shell::Word},
};

/// Reports the word that does it.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[GROUP, NOPASSWD, PACKAGE],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::Mentioning(&["nopasswd", "sudo", "wheel", "root"], &Check::Stages(check)),
};

const GROUP: &str = "group";
const NOPASSWD: &str = "nopasswd";
const PACKAGE: &str = "package";
const MESSAGE: &str = "makes root of whoever takes over the program";

fn check(cx: Cx<'_>, stage: &Stage, report: &mut Report) {
    let root = cx.analysis.file().text(cx.analysis.stages().get(stage.root).base_range);
    let is_for_people =
        ["devcontainer", "vscode", "gitpod", "codespace", "coder/"].iter().any(|it| root.contains(it));
    if !cx.leaves_something(stage.instructions.start) || is_for_people {
        return;
    }
    let file = cx.analysis.file();
    for index in stage.instructions.clone() {
        let it = &file.instructions[index];
        let text = file.text(it.range);
        if !matches!(it.body, Body::Run(_))
            || !["NOPASSWD", "sudo", "wheel", "root"].iter().any(|it| text.contains(it))
            || ["vscode", "gitpod", "codespace"].iter().any(|it| text.contains(it))
        {
            continue;
        }
        in_run(cx, index, report);
    }
    // Root has no need of it, and who starts the program is not known of every base.
    let target = cx.analysis.stages().target().map_or(stage.id, |it| it.id);
    let Fact::Known { value: user, .. } = cx.analysis.user_at_end(target) else { return };
    if is_root(&user) {
        return;
    }
    let installs = cx.analysis.installs_in(stage).iter();
    for package in installs.filter(|it| it.action == Action::Install).flat_map(|it| &it.packages) {
        if package.text == "sudo" {
            report
                .add(package.range, "whoever takes over the program may use it to become root")
                .aspect(PACKAGE)
                .severity(Severity::Info);
        }
    }
}

fn in_run(cx: Cx<'_>, index: usize, report: &mut Report) {
    let file = cx.analysis.file();
    for run in cx.analysis.scripts(index) {
        for visited in run.script.commands() {
            let command = visited.command;
            let effective = command.effective();
            let is_rule = |it: &&Word| it.text().contains("NOPASSWD") && !is_limited(it.text());
            let place = effective.arguments().words().iter().find(is_rule);
            if let Some(word) = place.filter(|_| !effective.is("grep")) {
                let found = report.add(file.place_of(word.range, "NOPASSWD"), MESSAGE).aspect(NOPASSWD);
                let alone = visited.context.pipeline == 1 && visited.context.depth == 0;
                if let Some(edit) = take_command(file, &run.script, command).filter(|_| alone) {
                    found.fix(Safety::Unsafe, "Delete the command", edit);
                }
            }
            if let Some(word) = group(effective) {
                report.add(word.range, MESSAGE).aspect(GROUP);
            }
        }
    }
}

/// Whether a rule is for one program only: `NOPASSWD: /usr/sbin/tool`.
fn is_limited(text: &str) -> bool {
    let behind = text.split_once("NOPASSWD:").map_or("", |it| it.1).trim_start();
    behind.starts_with('/')
}

/// The group of root that a user is added to.
fn group(command: crate::syntax::shell::Effective<'_>) -> Option<&Word> {
    const GROUPS: [&str; 4] = ["sudo", "wheel", "root", "admin"];
    let words = command.arguments().words();
    let name = command.name()?;
    let at = match &*name {
        "usermod" | "useradd" => {
            words.iter().position(|it| {
                let text = it.text();
                matches!(text, "--groups" | "-G")
                    || text.starts_with('-') && !text.starts_with("--") && text.ends_with('G')
            })? + 1
        }
        "adduser" | "addgroup" => {
            let mut operands = command.arguments().operands(&[]);
            let (_, second) = (operands.next()?, operands.next()?);
            words.iter().position(|it| it.range == second.range)?
        }
        "gpasswd" => words.len().checked_sub(1)?,
        _ => return None,
    };
    let word = words.get(at)?;
    let groups = word.lossy();
    let is_root_only = |it: &str| GROUPS.contains(&it) && (it != "root" || name != "useradd");
    groups.split(',').any(is_root_only).then_some(word)
}
