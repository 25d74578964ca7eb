//! # wget that fills the log
//!
//! wget draws its progress. In the log of a build that is a line of dots for every 50 kilobytes, thousands of them for a
//! large file.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN wget https://example.com/app.tar.gz
//! #   ^^^^ writes its whole progress to the log
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! RUN wget --progress=dot:giga https://example.com/app.tar.gz
//! ```
//!
//! Any flag that makes it quieter will do, also one from a variable, and so does another place for the messages.
//!
//! ```dockerfile
//! FROM debian:12
//! ARG OPTIONS="-nv -t 3"
//! RUN wget $OPTIONS https://example.com/a && wget -nv https://example.com/b && wget -qO- https://example.com/c
//! RUN opts=--no-verbose && wget $opts https://example.com/d
//! RUN wget https://example.com/e 2> /dev/null
//! ```
//!
//! ## Fix
//!
//! Safe: the same file is fetched. GNU wget then writes a line for every 32 megabytes. The wget of busybox, which Alpine
//! has, does not know that flag and would fail; it gets `-q`, with which it still says what went wrong. Of an image that is
//! not known, neither is its wget: no fix.
//!
//! ```dockerfile
//! FROM alpine:3.22 AS busybox
//! RUN wget https://example.com/a
//! #   ^^^^ writes its whole progress to the log
//!
//! FROM alpine:3.22 AS gnu
//! RUN apk add --no-cache wget && wget https://example.com/a
//! #                              ^^^^ writes its whole progress to the log
//!
//! FROM example.com/base:1
//! RUN wget https://example.com/a
//! #   ^^^^ writes its whole progress to the log
//! ```
//!
//! ```dockerfile safe fix
//! FROM alpine:3.22 AS busybox
//! RUN wget -q https://example.com/a
//!
//! FROM alpine:3.22 AS gnu
//! RUN apk add --no-cache wget && wget --progress=dot:giga https://example.com/a
//!
//! FROM example.com/base:1
//! RUN wget https://example.com/a
//! ```
//!
//! Practices: wget-progress.

use std::collections::HashMap;

use crate::{
    knowledge::images::Family,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{Form, StageId, installs::Action},
    syntax::shell::{Effective, PartKind, RedirectKind, Script, Word},
    text::{TextEdit, TextSize},
};

/// Reports each wget that shows its progress.
pub static RULE: Decl = Decl {
    codes: &[("DL3047", None)],
    aspects: &[],
    group: Group::Style,
    severity: Severity::Hint,
    default: true,
    check: Check::Mentioning(&["wget"], &Check::File(check)),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let mut installed: Option<HashMap<StageId, TextSize>> = None;
    for (index, _, run) in cx.analysis.runs() {
        for command in run.script.commands().map(|it| it.command.effective()).filter(|it| it.is("wget")) {
            let Some(name) = command.name_word() else { continue };
            if is_quiet(command)
                || takes_unknown_flags(cx, command, index)
                || is_redirected(command, &run.script)
            {
                continue;
            }
            let found = report.add(name.range, "writes its whole progress to the log");
            let installed = installed.get_or_insert_with(|| installed_in(cx));
            if run.script.is_understood()
                && let Some(flag) = quiet_flag(cx, index, command, installed)
            {
                let text = if run.form == Form::Exec { format!(", \"{flag}\"") } else { format!(" {flag}") };
                found.fix(Safety::Safe, format!("Add `{flag}`"), TextEdit::insert(name.range.end(), text));
            }
        }
    }
}

const QUIET: [&str; 9] =
    ["-q", "--quiet", "-nv", "--no-verbose", "--progress", "-o", "--output-file", "-a", "--append-output"];

/// Flags of GNU wget whose value is the next word (1.25).
#[rustfmt::skip]
const VALUED: [&str; 26] = [
    "-O", "--output-document", "-P", "--directory-prefix", "-t", "--tries", "-T", "--timeout", "-U", "--user-agent",
    "-e", "--execute", "-i", "--input-file", "-w", "--wait", "-A", "-R", "-D", "-I", "-X", "-l", "--header", "--user",
    "--password", "--ca-certificate",
];

fn is_quiet(command: Effective<'_>) -> bool {
    command.arguments().has(&QUIET)
}

/// Whether a variable may hold flags: one stands there besides what is fetched.
fn takes_unknown_flags(cx: Cx<'_>, command: Effective<'_>, index: usize) -> bool {
    let operands = || command.arguments().operands(&VALUED);
    let mut unknown = 0;
    for word in operands().filter(|it| is_variable(it)) {
        match cx.analysis.shell_value(word, index) {
            Some(value) if value.split_whitespace().any(says_quiet) => return true,
            Some(_) => {}
            None => unknown += 1,
        }
    }
    unknown > 0 && operands().count() > 1
}

/// Whether a word of a variable is one of the flags.
fn says_quiet(word: &str) -> bool {
    let name = word.split('=').next().unwrap_or(word);
    let cluster =
        word.strip_prefix('-').is_some_and(|it| !it.starts_with('-') && it.contains(['q', 'o', 'a']));
    QUIET.contains(&name) || cluster
}

/// `$name` without quotes, which may stand for several words.
fn is_variable(word: &Word) -> bool {
    matches!(word.parts(), [part] if matches!(part.kind, PartKind::Variable { .. }))
}

/// Whether its messages, which go to the second stream, go elsewhere.
fn is_redirected(command: Effective<'_>, script: &Script) -> bool {
    let redirects = &command.command.redirects;
    let stream = |fd: Option<_>| fd.map_or("", |it| script.text(it)).to_owned();
    let moved = |it: RedirectKind| matches!(it, RedirectKind::Write | RedirectKind::Append);
    let output = redirects.iter().any(|it| moved(it.kind) && matches!(&*stream(it.fd), "" | "1"));
    redirects.iter().any(|it| match it.kind {
        RedirectKind::WriteBoth | RedirectKind::AppendBoth => true,
        RedirectKind::DuplicateOutput => output && stream(it.fd) == "2",
        kind => moved(kind) && stream(it.fd) == "2",
    })
}

/// Where `apk` installs the wget of GNU, in each stage for the first time.
fn installed_in(cx: Cx<'_>) -> HashMap<StageId, TextSize> {
    let mut places = HashMap::new();
    for install in cx.analysis.installs().iter().filter(|it| it.action == Action::Install) {
        let wget = install.packages.iter().any(|it| it.text.split(['=', '~', '@']).next() == Some("wget"));
        if let (true, Some(stage)) = (wget, cx.analysis.stages().of_instruction(install.instruction)) {
            places.entry(stage.id).or_insert(install.range.start());
        }
    }
    places
}

/// The flag that makes this wget quiet, if it is known which one it is.
fn quiet_flag(
    cx: Cx<'_>,
    index: usize,
    command: Effective<'_>,
    installed: &HashMap<StageId, TextSize>,
) -> Option<&'static str> {
    const GNU: &str = "--progress=dot:giga";
    const BUSYBOX: &str = "-q";
    if command.wrappers().iter().any(|it| it.text() == "busybox") {
        return Some(BUSYBOX);
    }
    let stages = cx.analysis.stages();
    let stage = stages.of_instruction(index)?.id;
    match cx.analysis.base_image(stage)?.family? {
        Family::Alpine | Family::Busybox | Family::Wolfi => {
            let here = command.command.range.start();
            let mut chain = stages.chain(stage);
            let gnu = chain.any(|it| installed.get(&it.id).is_some_and(|at| *at < here));
            Some(if gnu { GNU } else { BUSYBOX })
        }
        Family::Debian
        | Family::Ubuntu
        | Family::RedHat
        | Family::Suse
        | Family::Arch
        | Family::AzureLinux => Some(GNU),
        Family::Distroless | Family::Scratch | Family::Windows => None,
    }
}
