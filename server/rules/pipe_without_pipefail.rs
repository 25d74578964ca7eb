//! # A pipe that hides a failure
//!
//! A pipe fails if its last command does. If one before it fails, the build goes on, with half a file or none.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN curl -fsSL https://example.com/install.sh | sh
//! #                                             ^ the build goes on if `curl` fails
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! SHELL ["/bin/bash", "-o", "pipefail", "-c"]
//! RUN curl -fsSL https://example.com/install.sh | sh
//! ```
//!
//! SHELL holds for the stages that are built on this one, too. In shells that have it, `set -o pipefail` in the RUN does
//! the same.
//!
//! ```dockerfile
//! FROM alpine:3.22 AS base
//! SHELL ["/bin/ash", "-o", "pipefail", "-c"]
//! FROM base
//! RUN wget -qO- https://example.com/app.tar.gz | tar -xz -C /opt
//! FROM alpine:3.22
//! RUN set -o pipefail && wget -qO- https://example.com/app.tar.gz | tar -xz -C /opt
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! RUN <<EOF
//! #!/usr/bin/env bash
//! set -euo pipefail
//! curl -fsSL https://example.com/app.tar.gz | tar -xz -C /opt
//! EOF
//! ```
//!
//! dash, which `/bin/sh` is on Debian and Ubuntu, has no `pipefail`. It refuses the option, and the RUN fails.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN set -eo pipefail; curl -fsSL https://example.com/app.tar.gz | tar -xz -C /opt
//! #           ^^^^^^^^ dash, which is the shell here, has no `pipefail`: this RUN fails
//! ```
//!
//! Where what stands before the pipe hardly fails, only those hear of it who ask for this rule.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN echo "0ab1 app.tar.gz" | sha256sum --check
//! #                          ^ a failure of `echo` would be hidden
//! ```
//!
//! Nor is much hidden where the last command fails if it reads nothing or half of it: `tar`, `gpg`, `apt-key`, `grep`, and those
//! that check sums.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN curl -fsSL https://example.com/app.tar.gz | tar -xz -C /opt
//! #                                             ^ what reads from `curl` has to notice that it failed
//! RUN grep app.tar.gz SHA256SUMS | sha256sum --check
//! #                              ^ what reads from `grep` has to notice that it failed
//! RUN curl -fsSL https://example.com/key.asc | gpg --dearmor | tee /usr/share/keyrings/key.gpg
//! #                                          ^ the build goes on if `curl` fails
//! ```
//!
//! It is less of a risk, and an info, where commands only read what is in the image, and in `NAME=$(…)`. In any other `$(…)` a failure
//! is lost with `pipefail`, too, and in a condition it is what is asked for.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN grep -v '^#' /etc/hosts | sort > /hosts
//! #                           ^ the build goes on if `grep` fails
//! RUN NAME=$(ls /opt | head -n 1) && echo "$(cat /etc/hostname | tr a b)" > "/opt/$NAME"
//! #                  ^ the build goes on if `ls` fails
//! #                                                            ^ a failure of `cat` would be hidden
//! RUN if ldd /bin/sh | grep -q musl; then touch /musl; fi
//! #                  ^ a failure of `ldd` would be hidden
//! RUN { echo y; echo n; } | ./install.sh
//! #                       ^ a failure of what is before the pipe would be hidden
//! ```
//!
//! Nothing is reported for shells in which a pipe is something else.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN ["grep", "a | b", "file"]
//! ```
//!
//! ```dockerfile
//! FROM mcr.microsoft.com/powershell:ubuntu-24.04
//! # hadolint shell=pwsh
//! RUN Get-ChildItem | Select-Object Name
//! ```
//!
//! ## Fix
//!
//! Unsafe: SHELL stays for the rest of the image. A RUN that went well although a pipe in it failed does not any more,
//! `curl … | head -n 1` among them, because `head` leaves before `curl` is done; and where dash was before, bash reads the
//! commands. There is one where it is known that the image has bash or busybox, or where SHELL says so.
//!
//! ```dockerfile
//! FROM example.com/base:1
//! SHELL ["/bin/bash", "-lc"]
//! RUN curl -fsSL https://example.com/a | sh
//! #                                    ^ the build goes on if `curl` fails
//! RUN <<EOF
//! curl -fsSL https://example.com/b | sh
//! #                                ^ the build goes on if `curl` fails
//! EOF
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM example.com/base:1
//! SHELL ["/bin/bash", "-o", "pipefail", "-lc"]
//! RUN curl -fsSL https://example.com/a | sh
//! RUN <<EOF
//! curl -fsSL https://example.com/b | sh
//! EOF
//! ```
//!
//! Source: <https://docs.docker.com/build/building/best-practices/#using-pipes>
//!
//! Practices: pipefail.

use std::collections::HashMap;

use crate::{
    knowledge::{
        commands::{self, Purpose},
        images::{Family, Sh},
    },
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{Base, Form, RunScript, StageId},
    syntax::{
        self, Body, Command, Keyword,
        shell::{
            CompoundKind, Effective, Element, Node, Pipe, Pipeline, Posix, SeparatorKind, Shell, Visited,
            Word,
        },
    },
    text::{TextEdit, TextRange, TextSize},
};

/// Reports each pipe of which only the last command counts.
pub static RULE: Decl = Decl {
    codes: &[("DL4006", None)],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let mut shells = Shells::default();
    let mut linked = None;
    for (index, _, run) in cx.analysis.runs() {
        linked = if links_sh(run) { Some(index) } else { linked };
        let pipes = leaky(run);
        let Some(shell) = run.shell.as_ref().filter(|it| it.is_posix() && !pipes.is_empty()) else {
            continue;
        };
        let set = set_in(run);
        if let Some(set) = set
            && is_dash(cx, shell, index)
            && !linked.is_some_and(|it| cx.analysis.stages().is_before(it, index))
        {
            report.add(set.range, "dash, which is the shell here, has no `pipefail`: this RUN fails");
            continue;
        }
        if started_with(cx, index, run) && knows_pipefail(cx, shell, index) {
            continue;
        }
        for Leak { pipe, left, risk } in pipes {
            if set.is_some_and(|it| it.range.start() < pipe.range.start()) {
                continue;
            }
            let left = left.map_or("what is before the pipe".to_owned(), |it| format!("`{it}`"));
            if risk == Risk::None {
                let message = format!("a failure of {left} would be hidden");
                report.add(pipe.range, message).severity(Severity::Hint).quiet();
                continue;
            }
            let found = match risk {
                Risk::Noticed => report
                    .add(pipe.range, format!("what reads from {left} has to notice that it failed"))
                    .severity(Severity::Hint)
                    .quiet(),
                _ => report.add(pipe.range, format!("the build goes on if {left} fails")),
            };
            if risk == Risk::Low {
                found.severity(Severity::Info);
            }
            if let Some(edit) = shells.fix(cx, index, run) {
                found.fix(Safety::Unsafe, "Set `pipefail`", edit);
            }
        }
    }
}

/// Whether `/bin/sh` becomes another shell.
fn links_sh(run: &RunScript) -> bool {
    run.script.source().text().contains("/bin/sh")
        && run
            .script
            .commands()
            .map(|it| it.command.effective())
            .any(|it| it.is("ln") && it.arguments().words().last().is_some_and(|it| it.text() == "/bin/sh"))
}

/// A pipe behind which a failure is hidden.
struct Leak {
    pipe: Pipe,
    /// The name of the command before it, if it has one.
    left: Option<String>,
    risk: Risk,
}

/// How likely it is that something is hidden.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Risk {
    /// The command does not fail, or it is asked whether it does.
    None,
    /// The last command of the pipe fails on what a command leaves that fails.
    Noticed,
    /// It reads what is there, and fails if that is not.
    Low,
    /// It depends on a network, or does a work that may go wrong.
    High,
}

/// The pipes behind which a failure is hidden, one of each pipeline.
fn leaky(run: &RunScript) -> Vec<Leak> {
    let mut found = Vec::new();
    if !run.script.source().text().contains('|') {
        return found;
    }
    let mut assigned = None;
    run.script.walk(&mut |element, context| {
        if let Element::Command(command) = element
            && command.words.is_empty()
        {
            assigned = Some(command.range);
        }
        if let Element::Pipeline(pipeline) = element
            && let Some(mut leak) = hidden(pipeline)
        {
            // In `if a | grep -q b`, only b is asked for; what fails in `$(…)` is lost with `pipefail`, too, but for assignments.
            let is_assigned = || assigned.is_some_and(|it: TextRange| it.contains_range(leak.pipe.range));
            let most = match context.in_substitution {
                _ if context.in_condition || context.negated => Risk::None,
                true if is_assigned() => Risk::Low,
                true => Risk::None,
                false => Risk::High,
            };
            leak.risk = leak.risk.min(most);
            found.push(leak);
        }
    });
    found
}

/// The pipe behind the command that is the most likely to fail, the first of them.
fn hidden(pipeline: &Pipeline) -> Option<Leak> {
    let name = |node: &Node| match node {
        Node::Simple(command) => command.effective().name().map(|it| it.into_owned()),
        _ => None,
    };
    let leak = |(node, pipe): (&Node, &Pipe)| {
        let left = name(node);
        let risk = left.as_deref().map_or_else(|| risk_of(node), risk);
        Leak { pipe: *pipe, left, risk }
    };
    let leaks = pipeline.nodes.iter().zip(&pipeline.pipes).map(leak);
    let mut worst = leaks.reduce(|first, it| if it.risk > first.risk { it } else { first })?;
    // What is packed anew on the way is whole again.
    let packs = pipeline.nodes.iter().rev().skip(1).any(|it| name(it).is_some_and(|it| it == "tar"));
    if let Some(Node::Simple(last)) = pipeline.nodes.last()
        && !packs
        && refuses_nothing(last.effective())
    {
        worst.risk = worst.risk.min(Risk::Noticed);
    }
    Some(worst)
}

/// Whether a command fails that reads nothing, or half of what it should. Tried in Debian 12: `false | tar -xz`, and so on.
fn refuses_nothing(command: Effective<'_>) -> bool {
    const CHECKS: [&str; 7] =
        ["md5sum", "sha1sum", "sha224sum", "sha256sum", "sha384sum", "sha512sum", "shasum"];
    const READERS: [&str; 9] = ["apt-key", "egrep", "fgrep", "gpg", "gpg2", "grep", "gunzip", "unxz", "zcat"];
    match &*command.name().unwrap_or_default() {
        "tar" => !makes_archive(command),
        name if CHECKS.contains(&name) => command.arguments().has(&["-c", "--check"]),
        name => READERS.contains(&name),
    }
}

/// `tar c`, `tar -zcf`, `tar --create`.
fn makes_archive(command: Effective<'_>) -> bool {
    let words = command.arguments().words();
    let letters = |it: &Word| it.text().starts_with('-') && !it.text().starts_with("--");
    let bundled = words.first().into_iter().chain(words.iter().filter(|it| letters(it)));
    bundled.into_iter().any(|it| it.text().contains('c')) || command.arguments().has(&["--create"])
}

/// The same of a group of commands, if it is nothing but commands in a row.
fn risk_of(node: &Node) -> Risk {
    let Node::Compound(compound) = node else { return Risk::High };
    let (CompoundKind::Group(list) | CompoundKind::Subshell(list)) = &compound.kind else {
        return Risk::High;
    };
    let of_one = |nodes: &[Node]| match nodes {
        [Node::Simple(command)] => command.effective().name().map_or(Risk::High, |it| risk(&it)),
        _ => Risk::High,
    };
    list.items.iter().map(|it| of_one(&it.pipeline.nodes)).max().unwrap_or(Risk::High)
}

fn risk(name: &str) -> Risk {
    let reads = || matches!(commands::purpose(name), Some(Purpose::Files | Purpose::Text));
    match name {
        _ if UNFAILING.contains(&name) => Risk::None,
        _ if reads() || READING.contains(&name) => Risk::Low,
        _ => Risk::High,
    }
}

/// Commands that do not fail; `yes` does with `pipefail`, when its reader leaves.
const UNFAILING: [&str; 5] = [":", "echo", "printf", "true", "yes"];

/// Commands that read what is on the machine, besides those that read files and texts.
#[rustfmt::skip]
const READING: [&str; 16] = [
    "apt-mark", "date", "dpkg-query", "env", "gawk", "getent", "id", "ldconfig", "ldd", "nproc", "printenv", "rpm",
    "scanelf", "seq", "tac", "uname",
];

/// The word `pipefail` of `set -o pipefail`.
fn set_in(run: &RunScript) -> Option<&Word> {
    let sets = |it: &Visited<'_>| {
        let guarded = it.context.next == Some(SeparatorKind::Or) || it.context.in_subshell;
        it.command.is("set") && !guarded
    };
    run.script.commands().filter(sets).find_map(|it| {
        let words = it.command.arguments().words();
        let at = words.iter().position(|it| it.text() == "pipefail")?;
        let flag = words.get(at.checked_sub(1)?)?.text();
        (flag.starts_with('-') && flag.ends_with('o')).then(|| &words[at])
    })
}

/// Whether `shell` has the option, as far as that is known; a stranger's `sh` may be any.
fn knows_pipefail(cx: Cx<'_>, shell: &Shell, index: usize) -> bool {
    let stage = cx.analysis.stages().of_instruction(index);
    let nothing = stage.is_some_and(|it| *cx.analysis.stages().root(it.id) == Base::Scratch);
    shell.is_posix() && !is_dash(cx, shell, index) && !(nothing && *shell == Shell::DEFAULT)
}

fn is_dash(cx: Cx<'_>, shell: &Shell, index: usize) -> bool {
    let stage = cx.analysis.stages().of_instruction(index);
    let sh = || stage.and_then(|it| cx.analysis.base_image(it.id)).and_then(|it| it.sh);
    match shell {
        Shell::Posix(Posix::Dash) => true,
        Shell::Posix(Posix::Sh) => sh() == Some(Sh::Dash),
        _ => false,
    }
}

/// Whether the shell is started with the option.
fn started_with(cx: Cx<'_>, index: usize, run: &RunScript) -> bool {
    let file = cx.analysis.file();
    let sets = |words: &[String]| {
        words.windows(2).any(|it| it[0].starts_with('-') && it[0].ends_with('o') && it[1] == "pipefail")
    };
    let of_shell = || {
        let words = shell_words(cx, index)?;
        Some(sets(&words.iter().map(|it| file.word(*it).into_owned()).collect::<Vec<_>>()))
    };
    let Form::Heredoc(number) = run.form else { return of_shell().unwrap_or_default() };
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let body = file.instructions[index].heredocs.get(number).map_or("", |it| file.text(it.body));
    match (body.strip_prefix("#!"), cx.analysis.scripts(index)) {
        (Some(line), _) => sets(&words(line.lines().next().unwrap_or_default())),
        (None, [reader, _]) => sets(&words(reader.script.source().text())),
        (None, _) => of_shell().unwrap_or_default(),
    }
}

/// The words of the SHELL that holds there.
fn shell_words(cx: Cx<'_>, index: usize) -> Option<&[syntax::Word]> {
    let setter = cx.analysis.shell_setter(index)?;
    match &cx.analysis.file().instructions[setter].body {
        Body::Shell(Command::Exec { words, .. }) => Some(words),
        _ => None,
    }
}

/// Where stages get a SHELL, so that all pipes of a stage get the same one.
#[derive(Default)]
struct Shells {
    places: HashMap<StageId, TextSize>,
}

impl Shells {
    fn fix(&mut self, cx: Cx<'_>, index: usize, run: &RunScript) -> Option<TextEdit> {
        if !run.script.is_understood() {
            return None;
        }
        in_heredoc(cx, index, run).or_else(|| in_shell(cx, index)).or_else(|| self.new_shell(cx, index))
    }

    /// A SHELL before the first pipe of the stage, or of one that it is built on.
    fn new_shell(&mut self, cx: Cx<'_>, index: usize) -> Option<TextEdit> {
        let (file, stages) = (cx.analysis.file(), cx.analysis.stages());
        let stage = stages.of_instruction(index)?;
        let image = cx.analysis.base_image(stage.id)?;
        let path = match image {
            _ if cx.analysis.has_chosen_shell(index) || cx.analysis.shell(index) != Shell::DEFAULT => {
                return None;
            }
            _ if image.bash == Some(true) => "/bin/bash",
            _ if matches!(image.family, Some(Family::Alpine | Family::Busybox)) => "/bin/ash",
            _ => return None,
        };
        let it = &file.instructions[index];
        let first = stages.chain(stage.id).find_map(|it| self.places.get(&it.id).copied());
        let place = first.unwrap_or_else(|| file.lead(it));
        self.places.insert(stage.id, place);
        let keyword = file.keyword_like(it, Keyword::Shell);
        let line = format!(
            "{keyword} [\"{path}\", \"-o\", \"pipefail\", \"-c\"]{}",
            file.line_end(TextSize::new(0))
        );
        Some(TextEdit::insert(place, line))
    }
}

/// `set -o pipefail` as the first line of a heredoc that has a shell of its own.
fn in_heredoc(cx: Cx<'_>, index: usize, run: &RunScript) -> Option<TextEdit> {
    let Form::Heredoc(number) = run.form else { return None };
    let own = run.shell.as_ref().filter(|it| **it != cx.analysis.shell(index))?;
    let file = cx.analysis.file();
    let body = file.instructions[index].heredocs.get(number)?.body;
    let text = file.text(body);
    let shebang = if text.starts_with("#!") { text.find('\n')? + 1 } else { 0 };
    let place = body.start() + TextSize::of(&text[..shebang]);
    knows_pipefail(cx, own, index)
        .then(|| TextEdit::insert(place, format!("set -o pipefail{}", file.line_end(TextSize::new(0)))))
}

/// `pipefail` in the SHELL that holds there.
fn in_shell(cx: Cx<'_>, index: usize) -> Option<TextEdit> {
    let last = shell_words(cx, index)?.last()?;
    let flag = cx.analysis.file().word(*last);
    let is_command = flag.starts_with('-') && !flag.starts_with("--") && flag.ends_with('c');
    let knows = knows_pipefail(cx, &cx.analysis.shell(index), index);
    (is_command && knows).then(|| TextEdit::insert(last.range.start(), "\"-o\", \"pipefail\", "))
}
