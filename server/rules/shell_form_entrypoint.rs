//! # CMD and ENTRYPOINT that start a shell first
//!
//! Without brackets the words are for `/bin/sh -c`: the shell is the main process of the container, and the program its child. When
//! the container is stopped, the shell gets the signal, and does not pass it on: the program is killed after ten seconds, in the
//! middle of what it does.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD gunicorn --bind 0.0.0.0:8000 app:app
//! #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ runs in a shell, which does not pass signals on
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.12-slim
//! CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]
//! ```
//!
//! If you need the shell, for a variable or a pipe, name it, and let it hand over to the program with `exec`.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! ENTRYPOINT ["/bin/sh", "-c", "exec gunicorn --bind 0.0.0.0:$PORT app:app"]
//! ```
//!
//! Where the shell does so already, that is only a hint.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD exec gunicorn --bind 0.0.0.0:$PORT app:app
//! #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ starts a shell only to replace it with `exec`
//! ```
//!
//! bash does so by itself if there is only one command, and is `/bin/sh` in the images of Red Hat, Fedora and their kin.
//!
//! ```dockerfile
//! FROM fedora:43
//! CMD gunicorn --bind 0.0.0.0:$PORT app:app
//! #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ starts a shell only to replace it with `exec`
//! ```
//!
//! ```dockerfile
//! FROM fedora:43
//! CMD migrate && gunicorn app:app
//! #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ runs in a shell, which does not pass signals on
//! ```
//!
//! Behind ONBUILD it is reported if a stage of the same file is built on this one.
//!
//! ```dockerfile
//! FROM python:3.12-slim AS base
//! ONBUILD CMD gunicorn app:app
//! #           ^^^^^^^^^^^^^^^^ runs in a shell, which does not pass signals on
//! FROM base
//! ```
//!
//! Nothing is reported behind a SHELL, which says that a shell is wanted.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! SHELL ["/bin/bash", "-c"]
//! CMD gunicorn app:app
//! ```
//!
//! hadolint also reports HEALTHCHECK. It gets no signals, so the shell does no harm. Who wants the array all the same asks for
//! `shell-form-entrypoint/healthcheck`, or for `hadolint`, which is all that hadolint says.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! HEALTHCHECK CMD curl --fail http://localhost:8000/
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ runs in a shell
//! ```
//!
//! ## Fix
//!
//! There is one if the words need no shell: one command, without variables, patterns, pipes and redirections, and no command that only
//! a shell has. It is safe for a CMD without an ENTRYPOINT and for an ENTRYPOINT without a CMD. Together they are unsafe: the exec form
//! of ENTRYPOINT gets the words of CMD, which the shell form ignores.
//!
//! ```dockerfile
//! FROM debian:12
//! ENTRYPOINT /usr/bin/app --name 'my app'
//! #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ runs in a shell, which does not pass signals on
//! CMD ["--verbose"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! ENTRYPOINT ["/usr/bin/app", "--name", "my app"]
//! CMD ["--verbose"]
//! ```
//!
//! Where the words need a shell, it is named, and hands over to the program.
//!
//! ```dockerfile
//! FROM debian:12
//! CMD app --port $PORT
//! #   ^^^^^^^^^^^^^^^^ runs in a shell, which does not pass signals on
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! CMD ["/bin/sh", "-c", "exec app --port $PORT"]
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! CMD app --port $PORT | tee /var/log/app
//! #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ runs in a shell, which does not pass signals on
//! ```
//!
//! Source: <https://docs.docker.com/reference/build-checks/json-args-recommended/>
//!
//! Practices: shell-form-cmd.

use crate::{
    knowledge::images::Family,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    syntax::{
        Body, Command, Healthcheck, Instruction, Keyword,
        shell::{Node, Script, Shell},
    },
    text::TextEdit,
};

/// What a container starts with.
const START: &str = "start";
/// What tells whether it is well.
const HEALTHCHECK: &str = "healthcheck";

/// Reports each CMD and ENTRYPOINT in shell form.
pub static RULE: Decl = Decl {
    codes: &[("DL3025", Some(HEALTHCHECK)), ("DL3025", Some(START)), ("JSONArgsRecommended", Some(START))],
    aspects: &[HEALTHCHECK, START],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let stages = cx.analysis.stages();
    for (index, it) in cx.analysis.file().instructions.iter().enumerate() {
        let runs = || stages.of_instruction(index).is_some_and(|it| stages.is_base(it.id));
        let (it, trigger) = match &it.body {
            Body::Onbuild(Some(inner)) if runs() => (&**inner, true),
            _ => (it, false),
        };
        if let Body::Healthcheck(Healthcheck { command: Some(Command::Shell(range)), .. }) = &it.body {
            report.add(*range, "runs in a shell").aspect(HEALTHCHECK).severity(Severity::Info).quiet();
        }
        let (Body::Cmd(Command::Shell(range)) | Body::Entrypoint(Command::Shell(range))) = &it.body else {
            continue;
        };
        if cx.analysis.has_chosen_shell(index) {
            continue;
        }
        let place = if range.is_empty() { it.keyword_range } else { *range };
        let found = match !trigger && hands_over(cx, index) {
            true => {
                report.add(place, "starts a shell only to replace it with `exec`").severity(Severity::Hint)
            }
            false => report.add(place, "runs in a shell, which does not pass signals on"),
        };
        found.aspect(START);
        // What is meant as an array is said by `misused-exec-form`.
        if ["['", "[\""].iter().any(|it| cx.analysis.file().text(*range).starts_with(it)) {
            found.quiet();
        }
        if let Some(text) = array(cx, index).filter(|_| !trigger) {
            let edit = TextEdit::replace(*range, text);
            found.fix(safety(cx, index, it), "Write it as a JSON array", edit);
        } else if let Some(text) = handed_over(cx, index).filter(|_| !trigger) {
            found.fix(Safety::Unsafe, "Let the shell hand over with `exec`", TextEdit::replace(*range, text));
        }
    }
}

/// Whether the last command is `exec`, so that the shell is gone when the program runs.
fn hands_over(cx: Cx<'_>, index: usize) -> bool {
    let last = cx.analysis.scripts(index).first().and_then(|run| run.script.list.items.last());
    match last.map(|item| item.pipeline.nodes.as_slice()) {
        Some([Node::Simple(command)]) => {
            let is_alone = || command.words.first().is_some_and(|it| !BUILTINS.contains(&it.text()));
            command.is("exec") && command.words.len() > 1
                || is_only(cx, index) && is_alone() && is_run_by_bash(cx, index)
        }
        _ => false,
    }
}

/// Whether the script is one command.
fn is_only(cx: Cx<'_>, index: usize) -> bool {
    let [run] = cx.analysis.scripts(index) else { return false };
    run.script.list.items.len() == 1 && run.script.is_understood()
}

/// Whether `/bin/sh` is bash, which becomes the only command that it is given. Tried with bash 5.2; dash 0.5.12 stays.
fn is_run_by_bash(cx: Cx<'_>, index: usize) -> bool {
    use Family::{Arch, AzureLinux, RedHat, Suse};
    let stage = cx.analysis.stages().of_instruction(index);
    let family = stage.and_then(|it| cx.analysis.base_image(it.id)).and_then(|it| it.family);
    cx.analysis.shell(index) == Shell::DEFAULT
        && family.is_some_and(|it| matches!(it, Arch | AzureLinux | RedHat | Suse))
}

/// The command of an instruction in shell form as a JSON array, if it means the same without a shell.
pub(super) fn array(cx: Cx<'_>, index: usize) -> Option<String> {
    let words = exec_form(cx, index)?;
    Some(serde_json::to_string(&words).ok()?.replace("\",\"", "\", \""))
}

/// A shell, named, that hands over to the only command, if that needs the shell for its words.
fn handed_over(cx: Cx<'_>, index: usize) -> Option<String> {
    let [run] = cx.analysis.scripts(index) else { return None };
    let [item] = run.script.list.items.as_slice() else { return None };
    let [Node::Simple(command)] = item.pipeline.nodes.as_slice() else { return None };
    let text = run.script.source().text().trim();
    let is_plain = run.script.is_understood()
        && run.script.comments.is_empty()
        && run.script.heredocs.is_empty()
        && item.separator.is_none()
        && command.assignments.is_empty()
        && command.words.first().is_some_and(|it| !it.has_expansion() && !BUILTINS.contains(&it.text()))
        && !text.contains('\n')
        && cx.analysis.shell(index) == Shell::DEFAULT;
    let exec = if command.is("exec") { "" } else { "exec " };
    let command = serde_json::to_string(&format!("{exec}{text}")).ok()?;
    is_plain.then(|| format!("[\"/bin/sh\", \"-c\", {command}]"))
}

/// Commands that a shell cannot hand over to.
const BUILTINS: [&str; 12] =
    [".", ":", "[", "cd", "eval", "exit", "export", "set", "source", "test", "trap", "ulimit"];

/// The words of the only command, if they mean the same without a shell.
fn exec_form(cx: Cx<'_>, index: usize) -> Option<Vec<String>> {
    let [run] = cx.analysis.scripts(index) else {
        return None;
    };
    let shell = cx.analysis.shell(index);
    (shell == Shell::DEFAULT).then(|| words(&run.script)).flatten()
}

fn words(script: &Script) -> Option<Vec<String>> {
    let [item] = script.list.items.as_slice() else {
        return None;
    };
    let [Node::Simple(command)] = item.pipeline.nodes.as_slice() else {
        return None;
    };
    let plain = script.is_understood()
        && script.comments.is_empty()
        && item.separator.is_none()
        && !item.pipeline.negated
        && !item.pipeline.timed
        && command.assignments.is_empty()
        && command.redirects.is_empty();
    // `exec` is what the exec form does by itself.
    let skip = usize::from(command.is("exec") && command.words.len() > 1);
    let words: Option<Vec<String>> = command.words[skip..]
        .iter()
        .map(|it| {
            it.literal().filter(|_| !it.is_pattern() && !it.text().starts_with('~')).map(|it| it.into_owned())
        })
        .collect();
    words.filter(|words| plain && !words.is_empty() && !is_builtin(&words[0]) && !words[0].starts_with('-'))
}

/// Commands that only a shell has (POSIX, "Special Built-In Utilities", and those of `sh` that are no programs).
fn is_builtin(name: &str) -> bool {
    const BUILTINS: [&str; 28] = [
        ".", ":", "alias", "bg", "break", "cd", "command", "continue", "eval", "exec", "exit", "export",
        "fg", "getopts", "hash", "jobs", "read", "readonly", "return", "set", "shift", "source", "times",
        "trap", "type", "ulimit", "umask", "unset",
    ];
    BUILTINS.contains(&name) || name == "wait" || name == "unalias"
}

/// ENTRYPOINT and CMD in one stage mean something else together once one of them changes its form.
fn safety(cx: Cx<'_>, index: usize, it: &Instruction) -> Safety {
    let stages = cx.analysis.stages();
    let other = if it.keyword == Keyword::Cmd { Keyword::Entrypoint } else { Keyword::Cmd };
    let instructions = &cx.analysis.file().instructions;
    let Some(stage) = stages.of_instruction(index) else {
        return Safety::Unsafe;
    };
    let mut chain = stages.chain(stage.id).flat_map(|it| it.instructions.clone());
    let alone = !chain.any(|at| instructions[at].keyword == other);
    // A stage that is built on this one may add the other.
    let last = stages.target().is_some_and(|it| it.id == stage.id);
    if alone && last { Safety::Safe } else { Safety::Unsafe }
}
