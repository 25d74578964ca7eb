//! # A download that a shell runs at once
//!
//! What a server sends is run without anybody having seen it.
//!
//! ```dockerfile
//! FROM debian:12
//! SHELL ["/bin/bash", "-o", "pipefail", "-c"]
//! RUN curl -fsSL https://example.com/setup.sh | bash
//! #                                             ^^^^ `bash` runs whatever `curl` is sent
//! ```
//!
//! ## Why
//!
//! The script may be another one tomorrow, and it runs as root. Nobody can tell what was run when the image was made, and a rebuild next
//! month installs other versions. If the download breaks off, half a script is run. And without `pipefail` a download that fails is a
//! success: the shell runs nothing and says so to nobody.
//!
//! Fetch a version, compare its sum, then run it; or take the program from a package or from its image.
//!
//! ```dockerfile
//! FROM debian:12
//! ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/setup-1.2.sh /tmp/setup.sh
//! RUN bash /tmp/setup.sh
//! ```
//!
//! There are more ways to write it.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN sh -c "$(curl -fsSL https://example.com/setup.sh)"
//! #   ^^ `sh` runs whatever `curl` is sent
//! RUN ["bash", "-c", "wget -qO- https://example.com/setup.sh | python3 - --yes"]
//! #                                                            ^^^^^^^ `python3` runs whatever `wget` is sent
//! ```
//!
//! Installers of tools that everybody knows are an aspect of their own, `installer`: an info, which says how to do without.
//!
//! ```dockerfile
//! FROM rockylinux:9
//! RUN curl -LsSf https://astral.sh/uv/install.sh | sh
//! #                                                ^^ installs whatever version of uv is the newest; instead, copy it from `ghcr.io/astral-sh/uv` with a version
//! RUN curl -sSL https://install.python-poetry.org | POETRY_VERSION=2.1.4 python3 -
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM rockylinux:9
//! COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /uvx /bin/
//! RUN curl -sSL https://install.python-poetry.org | POETRY_VERSION=2.1.4 python3 -
//! ```
//!
//! Nothing is reported where what is read is data, where it comes from this machine, and where a sum or a signature is compared.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN curl -fsSL https://example.com/app.tar.gz | tar -xz -C /opt
//! RUN curl -fsSL https://example.com/app.json | python3 -c 'import json, sys; json.load(sys.stdin)'
//! RUN curl -fsSL https://example.com/app.json | python3 -m json.tool
//! ```
//!
//! ## Fix
//!
//! Only for uv: its image has it under each version. Unsafe, because you should choose the version, and because it then is in `/bin`.
//!
//! Source: OWASP Docker Security Cheat Sheet; <https://docs.astral.sh/uv/guides/integration/docker/>
//!
//! Practices: curl-pipe-shell, installer-script-unpinned.

use crate::{
    knowledge::downloads,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{
        Form, RunScript,
        fetches::{self, Fetch},
    },
    syntax::{
        Body,
        shell::{Command, Effective, Element, List, Node, Part, PartKind, Posix, Script, Shell, Word},
    },
    text::{TextEdit, TextRange},
};

/// Reports what runs it.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[INSTALLER, SCRIPT],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::Mentioning(&["curl", "wget", "aria2c"], &Check::File(check)),
};

const INSTALLER: &str = "installer";
const SCRIPT: &str = "script";

/// The image to copy uv from: the newest minor version of November 2026 as far as it is known.
const UV: &str = "COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /uvx /bin/";

fn check(cx: Cx<'_>, report: &mut Report) {
    for (index, trigger, run) in cx.analysis.runs() {
        let text = run.script.source().text();
        // A shell gets it through a pipe or in a substitution.
        if !text.contains(['|', '(', '`'])
            || !(text.contains("curl") || text.contains("wget") || text.contains("aria2c"))
        {
            continue;
        }
        let mut found = Vec::new();
        in_script(&run.script, &mut found);
        for it in found {
            if fetches::verifies(&run.script) {
                break;
            }
            add(cx, index, run, &it, trigger, report);
        }
    }
}

/// A download, and what runs it.
struct Run {
    /// Where the name of the shell stands, and what it is.
    shell: (TextRange, String),
    fetcher: &'static str,
    url: String,
    /// What is in the pipeline, or in the command.
    text: String,
    range: TextRange,
}

fn add(cx: Cx<'_>, index: usize, run: &RunScript, it: &Run, trigger: bool, report: &mut Report) {
    if downloads::urls(&it.url).next().is_some_and(|it| it.is_private() && !it.host.contains('$')) {
        return;
    }
    let Some(installer) = downloads::installer(&it.url) else {
        report
            .add(it.shell.0, format!("`{}` runs whatever `{}` is sent", it.shell.1, it.fetcher))
            .aspect(SCRIPT);
        return;
    };
    // The version may be chosen in other ways.
    let says_version = it.text.contains("VERSION")
        || it.text.contains("--version")
        || it.text.contains("--default-toolchain");
    let in_address = it.url.bytes().any(|it| it.is_ascii_digit()) && installer.what == "uv";
    if says_version || in_address {
        return;
    }
    let message = format!(
        "installs whatever version of {} is the newest; instead, {}",
        installer.what, installer.instead
    );
    let found = report.add(it.shell.0, message).aspect(INSTALLER).severity(Severity::Info);
    let this = &cx.analysis.file().instructions[index];
    let alone =
        run.form == Form::Shell && run.script.list.items.len() == 1 && this.flags.is_empty() && !trigger;
    if installer.what == "uv"
        && alone
        && matches!(this.body, Body::Run(_))
        && it.range == run.script.list.items[0].pipeline.range
    {
        found.fix(Safety::Unsafe, "Copy uv from its image", TextEdit::replace(this.range, UV));
    }
}

fn in_script(script: &Script, found: &mut Vec<Run>) {
    script.walk(&mut |element, _| match element {
        Element::Pipeline(pipeline) => {
            let commands: Vec<_> = pipeline.nodes.iter().filter_map(simple).collect();
            let Some(fetch) = commands.iter().find_map(|it| fetches::fetch(it.effective())) else { return };
            let behind = |it: &&&Command| it.range.start() > fetch.command.command.range.start();
            let reader = commands.iter().filter(behind).find(|it| runs_input(it.effective()));
            if let Some(shell) = reader.and_then(|it| it.effective().name_word()) {
                found.push(run(script, &fetch, shell, pipeline.range));
            }
        }
        Element::Command(command) => {
            let effective = command.effective();
            let name = effective.name().unwrap_or_default();
            let is_shell = Posix::of_program(&name).is_some();
            let words = effective.arguments().words();
            if is_shell && let Some(nested) = nested(words) {
                in_script(&nested, found);
            }
            let evaluates = is_shell || matches!(&*name, "eval" | "source" | ".");
            let Some(shell) = effective.name_word().filter(|_| evaluates) else { return };
            let of_substitution = words.iter().find_map(|it| fetched(it.parts(), is_shell || name != "eval"));
            if let Some(fetch) = of_substitution {
                found.push(run(script, &fetch, shell, command.range));
            }
        }
        _ => {}
    });
}

fn run(script: &Script, fetch: &Fetch<'_>, shell: &Word, range: TextRange) -> Run {
    let url = fetch.urls.first().map_or(String::new(), |it| it.lossy().into_owned());
    let name = shell.lossy().into_owned();
    let text = script.text(range).to_owned();
    Run { shell: (shell.range, name), fetcher: fetch.program.name, url, text, range }
}

fn simple(node: &Node) -> Option<&Command> {
    match node {
        Node::Simple(command) => Some(command),
        _ => None,
    }
}

/// The script behind `-c`.
fn nested(words: &[Word]) -> Option<Script> {
    let at = words.iter().position(|it| {
        let text = it.lossy();
        text.starts_with('-') && !text.starts_with("--") && text.ends_with('c')
    })?;
    words.get(at + 1)?.nested_script()
}

/// Whether a command runs what it reads.
fn runs_input(command: Effective<'_>) -> bool {
    let Some(name) = command.name() else { return false };
    let words = command.arguments().words();
    let is_input = |it: &Word| matches!(it.text(), "-" | "/dev/stdin" | "-s" | "--");
    match Shell::of_program(&name) {
        Shell::Posix(_) => {
            let flags = command.arguments();
            !flags.has(&["-c"])
                && (flags.has(&["-s"]) || words.iter().all(|it| it.text().starts_with('-') || is_input(it)))
        }
        Shell::Other(name) => {
            let program = name.trim_end_matches(|it: char| it.is_ascii_digit() || it == '.');
            const INTERPRETERS: [&str; 5] = ["node", "perl", "php", "python", "ruby"];
            INTERPRETERS.contains(&program)
                && words.first().is_none_or(|it| is_input(it) || it.text().starts_with("- "))
        }
        _ => false,
    }
}

/// What a substitution fetches: `$(curl …)`, and if files are read `<(curl …)`.
fn fetched(parts: &[Part], reads: bool) -> Option<Fetch<'_>> {
    parts.iter().find_map(|part| match &part.kind {
        PartKind::Substitution(list) => only(list),
        PartKind::Process(list) if reads => only(list),
        PartKind::Double(parts) => fetched(parts, reads),
        _ => None,
    })
}

/// The download that is all of a substitution.
fn only(list: &List) -> Option<Fetch<'_>> {
    let [item] = list.items.as_slice() else { return None };
    let first = item.pipeline.nodes.first().and_then(simple)?;
    fetches::fetch(first.effective())
}
