//! # Failures that the build does not notice
//!
//! A RUN fails if its last command fails. What stands before a `;` or on a line of a heredoc may fail as well, and the build goes on: the layer is
//! kept, the tag is pushed, and what is missing shows when the image runs.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN apt-get update; apt-get install -y gcc; pip install -r requirements.txt; echo done
//! #   ^^^^^^^ the build goes on if `apt-get` fails
//! ```
//!
//! `&&` goes on only after a success.
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! RUN apt-get update && apt-get install -y gcc && pip install -r requirements.txt && echo done
//! ```
//!
//! In a heredoc every line end is a `;`. `set -e` makes the shell stop at the first failure.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN <<EOF
//! apt-get update
//! #^^^^^^ the build goes on if `apt-get` fails
//! apt-get install -y curl
//! rm -rf /var/lib/apt/lists/*
//! EOF
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN <<EOF
//! set -e
//! apt-get update
//! apt-get install -y curl
//! rm -rf /var/lib/apt/lists/*
//! EOF
//! ```
//!
//! Nothing is reported after `set -e`, wherever that is said, and where the failure is dealt with.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN set -eux; apt-get update; apt-get install -y curl
//! RUN <<EOF bash -e
//! apt-get update
//! apt-get install -y curl
//! EOF
//! RUN apt-get update || exit 1; apt-get install -y curl
//! SHELL ["/bin/bash", "-ec"]
//! RUN apt-get update; apt-get install -y curl
//! ```
//!
//! Nor behind commands that hardly fail or whose failure does not matter, and on lines that are joined with `&&`. What another program than a
//! shell reads has its own ways.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN echo hello; rm -f /tmp/a; cd /; pip install flask==3.0.3
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN <<EOF
//! apt-get update &&
//!     apt-get install -y curl
//! EOF
//! RUN python3 <<EOF
//! import compileall
//! compileall.compile_dir("/app")
//! EOF
//! ```
//!
//! `|| true` and `; exit 0` say that a failure does not matter. Behind an installation, a download, a compilation or a test that is an info,
//! for the image then lacks what was to be installed. Say what may fail, and handle that: `[ -f Makefile ] && make test`.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y nginx || true
//! #                                                 ^^^^ the build goes on if `apt-get install` fails
//! RUN make test || :
//! #                ^ the build goes on if `make` fails
//! RUN make check; exit 0
//! #               ^^^^ the build goes on if `make` fails
//! ```
//!
//! Commands that clean up, or that may find their work done, are left alone. So is `go get` as it was before modules: it fetches the source
//! that is wanted, and what fails is that it compiles it, too.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN rm /etc/nginx/conf.d/default.conf || true
//! RUN apt-get purge -y gcc || true
//! RUN adduser app || true
//! RUN [ "$(uname -m)" = x86_64 ] && make -C extra || true
//! RUN curl -f https://example.com/a || curl -f https://example.org/a
//! RUN go get example.com/tool || true && cd /go/src/example.com/tool && git checkout v1.2 && make
//! ```
//!
//! A script of the build context that the image runs has the same trap.
//!
//! ```file start.sh
//! #!/bin/sh
//! python manage.py migrate
//! python manage.py collectstatic --noinput
//! exec gunicorn app:app
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY start.sh /usr/local/bin/
//! ENTRYPOINT ["start.sh"]
//! #           ^^^^^^^^^^ `start.sh` goes on after a failure: it has no `set -e`
//! ```
//!
//! ```file build.sh
//! #!/bin/sh
//! set -eu
//! make
//! make install
//! ```
//!
//! ```dockerfile
//! FROM gcc:15
//! COPY build.sh /src/
//! WORKDIR /src
//! RUN ./build.sh
//! ```
//!
//! ## Fix
//!
//! Unsafe: a RUN that went well although something in it failed does not any more. None where other separators are mixed in.
//!
//! Source: <https://docs.docker.com/reference/dockerfile/#here-documents>; <https://pythonspeed.com/articles/shell-scripts/>
//!
//! Practices: heredoc-missing-errexit, semicolon-masks-failure, failure-swallowed, script-strict-mode.

mod swallowed;

use crate::{
    knowledge::commands::{self, Purpose},
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::{Form, RunScript},
    syntax::{
        self, Body, Command, Joined, Keyword,
        shell::{self, Item, List, Node, Script, SeparatorKind, Shell},
    },
    text::{Edits, TextEdit, TextRange, TextSize, range},
};

/// On a line of a heredoc.
const HEREDOC: &str = "heredoc";
/// In a script of the build context.
const SCRIPT: &str = "script";
/// Before a semicolon.
const SEMICOLON: &str = "semicolon";
/// Before `|| true`.
const SWALLOWED: &str = "swallowed";

/// Reports the first command of a RUN, or the script, whose failure nobody notices.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[HEREDOC, SCRIPT, SEMICOLON, SWALLOWED],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    for (index, trigger, run) in cx.analysis.runs() {
        let posix = run.shell.as_ref().is_some_and(Shell::is_posix);
        if !posix || !run.script.is_understood() || run.script.source().text().contains("$?") {
            continue;
        }
        if is_strict(cx, index, trigger, run) {
            continue;
        }
        let in_heredoc = matches!(run.form, Form::Heredoc(_));
        let counts = if in_heredoc { can_fail } else { matters };
        let Some((place, name)) = unnoticed(&run.script, counts) else { continue };
        if let Some(word) = swallowed::at_end(&run.script).filter(|_| !in_heredoc) {
            swallowed::say(report, word, &name);
            continue;
        }
        let message = format!("the build goes on if `{name}` fails");
        let found = report.add(place, message).aspect(if in_heredoc { HEREDOC } else { SEMICOLON });
        found.fix = match run.form {
            Form::Heredoc(number) => set_errexit(cx, index, number),
            _ => joined_by_and(cx, &run.script),
        };
    }
    swallowed::check(cx, report);
    scripts(cx, report);
}

// ── What is unnoticed ───────────────────────────────────────────────────────────────────────────────────────────────

/// The first command of a list whose failure does not end it, by its name.
fn unnoticed(script: &Script, counts: fn(&str) -> bool) -> Option<(TextRange, String)> {
    let items = &script.list.items;
    let last = items.len().checked_sub(1)?;
    let mut chain: Vec<&Item> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        if sets_errexit(item) {
            return None;
        }
        chain.push(item);
        match item.separator.map(|it| it.kind) {
            Some(SeparatorKind::And | SeparatorKind::Or) => continue,
            Some(SeparatorKind::Semicolon | SeparatorKind::Newline) if at < last => {
                if let Some(found) = of_chain(&chain, counts) {
                    return Some(found);
                }
            }
            _ => {}
        }
        chain.clear();
    }
    None
}

/// The first command of `a && b` that counts. With `||` somebody has thought of it.
fn of_chain(chain: &[&Item], counts: fn(&str) -> bool) -> Option<(TextRange, String)> {
    let is_or = |it: &&Item| it.separator.is_some_and(|it| it.kind == SeparatorKind::Or);
    if chain.iter().any(is_or) || chain.iter().any(|it| it.pipeline.negated) {
        return None;
    }
    chain.iter().find_map(|item| {
        let node = item.pipeline.nodes.last()?;
        let Node::Simple(command) = node else { return None };
        let command = command.effective();
        let name = command.name()?;
        let name = name.rsplit('/').next()?.to_owned();
        let is_question = command.arguments().has(&["--version", "--help"]);
        (counts(&name) && !is_question).then(|| Some((command.name_word()?.range, name))).flatten()
    })
}

/// Whether its failure matters, as a glance at the name tells: it installs, fetches, unpacks or builds.
fn matters(name: &str) -> bool {
    const BUILDERS: [&str; 24] = [
        "bundle",
        "cargo",
        "cmake",
        "composer",
        "configure",
        "conda",
        "curl",
        "dotnet",
        "gem",
        "git",
        "go",
        "gradle",
        "gradlew",
        "make",
        "mamba",
        "mvn",
        "mvnw",
        "ninja",
        "npm",
        "pip",
        "pip3",
        "pnpm",
        "uv",
        "yarn",
    ];
    let purposes = [Purpose::Install, Purpose::Download, Purpose::Archive, Purpose::Build];
    BUILDERS.contains(&name) || commands::purpose(name).is_some_and(|it| purposes.contains(&it))
}

/// Whether it can fail at all, and to clean up is not all it does.
fn can_fail(name: &str) -> bool {
    const UNFAILING: [&str; 20] = [
        ":", "[", "[[", "cat", "cd", "date", "echo", "env", "exit", "export", "false", "kill", "local", "ls",
        "printf", "rm", "set", "sleep", "test", "true",
    ];
    !UNFAILING.contains(&name)
        && !matches!(
            name,
            "." | "source" | "trap" | "umask" | "unset" | "ulimit" | "which" | "command" | "shift" | "wait"
        )
}

/// Whether a pipeline is `set -e`.
fn sets_errexit(item: &Item) -> bool {
    let [Node::Simple(command)] = item.pipeline.nodes.as_slice() else { return false };
    let arguments = command.arguments();
    command.is("set") && (arguments.has(&["-e"]) || arguments.values(&["-o"]).any(|it| it == "errexit"))
}

// ── Where `set -e` is said elsewhere ────────────────────────────────────────────────────────────────────────────────

/// Whether the shell is started with `-e`: by SHELL, by the command before the heredoc, or by its first line.
fn is_strict(cx: Cx<'_>, index: usize, trigger: bool, run: &RunScript) -> bool {
    let file = cx.analysis.file();
    let of_shell = || {
        let setter = cx.analysis.shell_setter(index).map(|it| &file.instructions[it].body);
        match setter {
            Some(Body::Shell(Command::Exec { words, .. })) => {
                has_e(words.iter().map(|it: &syntax::Word| file.word(*it).into_owned()))
            }
            _ => false,
        }
    };
    let Form::Heredoc(number) = run.form else { return of_shell() };
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let body = file.instructions[index].heredocs.get(number).map_or("", |it| file.text(it.body));
    let scripts = if trigger { cx.analysis.trigger_scripts(index) } else { cx.analysis.scripts(index) };
    match (body.strip_prefix("#!"), scripts) {
        (Some(line), _) => has_e(words(line.lines().next().unwrap_or_default()).into_iter()),
        (None, [reader, _]) => has_e(words(reader.script.source().text()).into_iter()),
        (None, _) => of_shell(),
    }
}

/// Whether one of these words is a flag with an `e` in it: `-e`, `-eux`, `-ec`; or `errexit`.
fn has_e(mut words: impl Iterator<Item = String>) -> bool {
    words.any(|it| it == "errexit" || it.starts_with('-') && !it.starts_with("--") && it.contains('e'))
}

// ── Repairs ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// `set -e` as the first line of a heredoc.
fn set_errexit(cx: Cx<'_>, index: usize, number: usize) -> Option<Fix> {
    let file = cx.analysis.file();
    let it = &file.instructions[index];
    let heredoc = it.heredocs.get(number)?;
    let text = file.text(heredoc.body);
    let head = if text.starts_with("#!") { text.find('\n')? + 1 } else { 0 };
    let first = &text[head..];
    let indent = &first[..first.len() - first.trim_start_matches([' ', '\t']).len()];
    let place = heredoc.body.start() + TextSize::of(&text[..head]);
    let line = format!("{indent}set -e{}", file.line_end(heredoc.body.start()));
    let edits = TextEdit::insert(place, line).into();
    Some(Fix { title: "Stop at the first failure".to_owned(), safety: Safety::Unsafe, edits })
}

/// `&&` in the place of each `;` between commands, if nothing else separates them.
fn joined_by_and(cx: Cx<'_>, script: &Script) -> Option<Fix> {
    let (last, others) = script.list.items.split_last()?;
    if last.separator.is_some_and(|it| it.kind != SeparatorKind::Semicolon) || !script.comments.is_empty() {
        return None;
    }
    let source = &cx.analysis.file().source;
    let mut edits = Vec::new();
    for item in others {
        let separator = item.separator?;
        match separator.kind {
            SeparatorKind::And => {}
            SeparatorKind::Semicolon => {
                let (start, end) = (usize::from(separator.range.start()), usize::from(separator.range.end()));
                let before = if source[..start].ends_with([' ', '\t', '\n']) { "" } else { " " };
                let after = if source[end..].starts_with([' ', '\t', '\r', '\n']) { "" } else { " " };
                edits.push(TextEdit::replace(separator.range, format!("{before}&&{after}")));
            }
            _ => return None,
        }
    }
    let edits = Edits::new(edits).ok()?;
    Some(Fix { title: "Go on only after a success".to_owned(), safety: Safety::Unsafe, edits })
}

// ── Scripts of the build context ────────────────────────────────────────────────────────────────────────────────────

fn scripts(cx: Cx<'_>, report: &mut Report) {
    let stages = cx.analysis.stages();
    let mut seen = std::collections::HashSet::new();
    for stage in &stages.stages {
        let mut found = match stages.is_base(stage.id) {
            true => Vec::new(),
            false => cx.analysis.start_scripts(stage.id, cx.world),
        };
        for index in stage.instructions.clone() {
            if cx.analysis.file().instructions[index].keyword == Keyword::Run {
                found.extend(cx.analysis.run_scripts(index, stage.id, cx.world));
            }
        }
        for it in found {
            if is_lax(&it.text) && seen.insert(it.origin.path.clone()) {
                let message = format!("`{}` goes on after a failure: it has no `set -e`", it.origin.path);
                report.add(it.place, message).aspect(SCRIPT).severity(Severity::Info);
            }
        }
    }
}

/// Whether a shell script goes on after failures, and never looks at one.
fn is_lax(text: &str) -> bool {
    let is_shell = Shell::of_shebang(text).is_some_and(|it| it.is_posix());
    let line = text.lines().next().unwrap_or_default();
    if !is_shell || has_e(line.split_whitespace().skip(1).map(str::to_owned)) {
        return false;
    }
    let source: std::sync::Arc<str> = text.into();
    let script = shell::parse(&Joined::new(&source, range(0, text.len()), &[]));
    let sets = |list: &List| list.items.iter().any(sets_errexit);
    let deals = ["||", "$?", "errexit", "set -e"].iter().any(|it| text.contains(it));
    script.is_understood() && !deals && !sets(&script.list) && unnoticed(&script, can_fail).is_some()
}
