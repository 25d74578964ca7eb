//! # A user that is made and that nothing runs as
//!
//! The image makes a user for its program, and then starts it as root.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN groupadd --gid 10001 app && useradd --no-log-init --uid 10001 --gid app app
//! #                                                                           ^^^ nothing runs as `app`: no USER names it
//! COPY server /usr/local/bin/
//! CMD ["server"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN groupadd --gid 10001 app && useradd --no-log-init --uid 10001 --gid app app
//! COPY server /usr/local/bin/
//! USER app
//! CMD ["server"]
//! ```
//!
//! ## Why
//!
//! Somebody meant to give the program fewer rights, and forgot the last line. In a review it looks safe, and it is not: whoever takes over
//! the program has all rights of root in the container.
//!
//! There are other ways to become the user: a program that does it at the start, `su`, or a server that is told by its configuration.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN useradd --no-log-init app && apt-get update && apt-get install -y --no-install-recommends gosu
//! COPY entrypoint.sh /
//! ENTRYPOINT ["/entrypoint.sh"]
//! FROM debian:12
//! RUN useradd --no-log-init app
//! CMD ["su", "app", "-c", "server"]
//! FROM debian:12
//! RUN useradd --no-log-init worker
//! CMD ["supervisord", "-c", "/etc/supervisord.conf"]
//! ```
//!
//! A user with a password is one who logs in.
//!
//! ```dockerfile
//! FROM quay.io/jupyterhub/jupyterhub:5
//! RUN useradd --no-log-init --create-home guest
//! RUN echo "guest:$PASSWORD" | chpasswd
//! CMD ["jupyterhub"]
//! ```
//!
//! It is about the image that ships, and about one that starts something.
//!
//! ```dockerfile
//! FROM debian:12 AS build
//! RUN useradd --no-log-init builder && su builder -c make
//! FROM debian:12
//! RUN useradd --no-log-init app
//! COPY --from=build /server /
//! ```
//!
//! ## Fix
//!
//! Puts the USER before what is started, as the refactoring `add-user` does. Unsafe: only you know which files the program has to write.
//!
//! Source: Itamar Turner-Trauring, EuroPython 2020; <https://pythonspeed.com/articles/root-capabilities-docker-security/>
//!
//! Practices: user-created-but-never-used.

use crate::{
    assists::add_user,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{Account, Analysis, Stage, is_root},
    syntax::{Body, Command, Instruction},
};

/// Reports the name of the user.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let Some(target) = analysis.stages().target() else { return };
    let Some(account) = analysis.accounts(target.id).rfind(|it| it.is_user) else { return };
    let is_plain =
        account.name.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'.'));
    if !is_plain
        || is_root(&account.name)
        || !ends_as_root(analysis, target)
        || is_for_people(analysis, target, account)
    {
        return;
    }
    if starts_script(cx, target)
        || analysis.meant_as_root(target.id, cx.world).is_some()
        || is_used(analysis, target, account)
    {
        return;
    }
    let message = format!("nothing runs as `{}`: no USER names it", account.name);
    let found = report.add(account.place, message);
    if matches!(analysis.start(target.id), (None, None)) {
        found.severity(Severity::Info); // Images that are built on this one may use it.
    }
    if let Ok((title, edits)) = add_user::change(cx)
        && edits.iter().any(|it| it.insert.contains(&account.name))
    {
        found.fix(Safety::Unsafe, title, edits);
    }
}

/// Whether the program is started as root, as far as the file says; a base image that nobody knows is taken for one of root's.
fn ends_as_root(analysis: &Analysis, target: &Stage) -> bool {
    let starts = !matches!(analysis.start(target.id), (None, None));
    let says_root = match analysis.user_setter_at_end(target.id) {
        Some(_) => analysis.runs_as_root(target.id).is_some(),
        None => analysis.user_at_end(target.id).known().is_none_or(|it| is_root(it)),
    };
    starts && says_root
}

/// Whether people log in as the user: in an editor's container, or by a server for that.
fn is_for_people(analysis: &Analysis, target: &Stage, account: &Account) -> bool {
    const PEOPLE: [&str; 7] = ["vscode", "codespace", "gitpod", "dev", "developer", "coder", "ubuntu"];
    let base = analysis.file().text(analysis.stages().get(target.root).base_range);
    PEOPLE.contains(&&*account.name)
        || base.contains("devcontainer")
        || has_password(analysis, target, account)
}

/// Whether a RUN that names the user sets a password.
fn has_password(analysis: &Analysis, target: &Stage, account: &Account) -> bool {
    analysis.chain_instructions(target.id).any(|(index, it)| {
        let mut commands = analysis.scripts(index).iter().flat_map(|it| it.script.commands());
        matches!(it.body, Body::Run(_))
            && commands.any(|it| it.command.effective().is("chpasswd"))
            && analysis.file().text(it.range).contains(&format!("{}:", account.name))
    })
}

/// Whether a script is started that nobody can read here.
fn starts_script(cx: Cx<'_>, target: &Stage) -> bool {
    let (entrypoint, cmd) = cx.analysis.start(target.id);
    let text = |it: &Instruction| cx.analysis.file().joined_text(it.arguments).into_owned();
    let words: String = entrypoint.into_iter().chain(cmd).map(text).collect();
    let is_script = [
        ".sh",
        ".bash",
        "entrypoint",
        "run.py",
        "start",
        "init",
        "supervisor",
        "s6-",
        "/run",
        "boot",
        "dind",
        "$",
    ];
    is_script.iter().any(|it| words.contains(it))
}

/// Whether something becomes the user, or the user is one of a server, which its configuration names.
fn is_used(analysis: &Analysis, target: &Stage, account: &Account) -> bool {
    const OWN: [&str; 22] = [
        "useradd", "adduser", "usermod", "groupadd", "addgroup", "groupmod", "chown", "chgrp", "chmod",
        "mkdir", "chpasswd", "passwd", "echo", "install", "cp", "ln", "touch", "rm", "cd", "id", "gpasswd",
        "chsh",
    ];
    let name = &*account.name;
    let mentions = |text: &str| {
        let is_inside = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.');
        text.split(|it: char| !is_inside(it)).any(|it| it == name)
    };
    analysis.chain_instructions(target.id).any(|(index, it)| match &it.body {
        Body::Run(_) => analysis.scripts(index).iter().flat_map(|it| it.script.commands()).any(|it| {
            let command = it.command.effective();
            let known = command.name().is_some_and(|it| OWN.contains(&&*it)) && !command.is_wrapped();
            let becomes = command.wrappers().iter().any(|it| mentions(&it.lossy()));
            !known && (becomes || it.command.words.iter().any(|it| mentions(&it.lossy())))
        }),
        Body::Cmd(command) | Body::Entrypoint(command) => {
            mentions(&analysis.file().joined_text(Command::range(command)))
        }
        Body::Env(pairs) => pairs
            .iter()
            .filter_map(|it| it.value)
            .any(|it| analysis.file().text(it).trim_matches('"') == name),
        _ => false,
    })
}
