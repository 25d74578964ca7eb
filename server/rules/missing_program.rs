//! # Programs that the image has not
//!
//! What starts in a container, or asks whether it is well, must be in its image. Small images leave out what everybody is used to: slim ones
//! have neither `curl` nor `wget`, Alpine has no `bash`, and distroless images and `scratch` have not even a shell. The build notices none of
//! it. The container ends with "executable file not found", or is "unhealthy" for ever.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY . /app
//! HEALTHCHECK CMD curl --fail http://localhost:8000/health || exit 1
//! #               ^^^^ the image has no `curl`
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! COPY . /app
//! HEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://localhost:8000/health', timeout=3)"]
//! ```
//!
//! ```dockerfile
//! FROM alpine:3.22
//! COPY start.sh /
//! CMD ["bash", "/start.sh"]
//! #    ^^^^^^ the image has no `bash`
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM alpine:3.22
//! COPY start.sh /
//! CMD ["sh", "/start.sh"]
//! ```
//!
//! The shell form needs a shell.
//!
//! ```dockerfile
//! FROM golang:1.25 AS build
//! RUN CGO_ENABLED=0 go build -o /server .
//!
//! FROM gcr.io/distroless/static-debian12
//! COPY --from=build /server /server
//! RUN mkdir /data
//! #   ^^^^^^^^^^^ needs a shell, and the image has none
//! ENTRYPOINT /server --port 8000
//! #          ^^^^^^^^^^^^^^^^^^^ needs a shell, and the image has none
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM golang:1.25 AS build
//! RUN CGO_ENABLED=0 go build -o /server .
//!
//! FROM gcr.io/distroless/static-debian12
//! COPY --from=build /server /server
//! RUN mkdir /data
//! ENTRYPOINT ["/server", "--port", "8000"]
//! ```
//!
//! Debian's Python is called `python3`.
//!
//! ```dockerfile
//! FROM debian:12-slim
//! RUN apt-get update && apt-get install -y --no-install-recommends python3
//! CMD ["python", "-m", "http.server"]
//! #    ^^^^^^^^ the image has no `python`
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12-slim
//! RUN apt-get update && apt-get install -y --no-install-recommends python3
//! CMD ["python3", "-m", "http.server"]
//! ```
//!
//! Nothing is reported if the file installs or copies the program, or runs a script that may do so, nor for images that are not known.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN apt-get update && apt-get install -y --no-install-recommends curl
//! HEALTHCHECK CMD curl --fail http://localhost:8000/health
//! ```
//!
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add --no-cache bash
//! HEALTHCHECK CMD wget -qO- http://localhost/
//! CMD ["bash"]
//! ```
//!
//! ```dockerfile
//! FROM gcr.io/distroless/base-debian12:debug
//! COPY --from=busybox:1.37 /bin/sh /bin/sh
//! ENTRYPOINT exec /server
//! ```
//!
//! ```dockerfile
//! FROM scratch
//! ADD rootfs.tar.gz /
//! CMD bash
//! ```
//!
//! ```dockerfile
//! FROM example.com/base:1
//! HEALTHCHECK CMD curl http://localhost/
//! CMD ["bash"]
//! ```
//!
//! ## Fix
//!
//! Unsafe. A health check with one address is asked with what the image has: Python, Node.js or busybox's wget. On Alpine `bash` becomes `sh`, and a
//! command in shell form a JSON array, if it needs no shell.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! HEALTHCHECK --interval=10s CMD ["curl", "-f", "http://localhost/"]
//! #                               ^^^^^^ the image has no `curl`
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM alpine:3.22
//! HEALTHCHECK --interval=10s CMD ["wget", "-q", "-O", "/dev/null", "http://localhost/"]
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim
//! HEALTHCHECK CMD curl -fsS http://localhost:3000/ || exit 1
//! #               ^^^^ the image has no `curl`
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM node:22-slim
//! HEALTHCHECK CMD ["node", "-e", "fetch('http://localhost:3000/').then(it => process.exit(it.ok ? 0 : 1), () => process.exit(1))"]
//! ```
//!
//! Source: the Dockerfiles of the images; <https://github.com/GoogleContainerTools/distroless>
//!
//! Practices: healthcheck-tool-missing, cmd-binary-absent, distroless-shell-form.

use std::collections::HashSet;

use crate::{
    knowledge::images::{Family, Image, Python},
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::{Process, Stage, StageId},
    rules::shell_form_entrypoint,
    syntax::{Body, Command, Healthcheck, Instruction, Keyword, shell::Effective},
    text::TextEdit,
};

/// What tells whether the container is well.
const HEALTHCHECK: &str = "healthcheck";
/// The shell that reads a command.
const SHELL: &str = "shell";
/// What a container starts with.
const START: &str = "start";

/// Reports the name of the program, or what a shell would have to read.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[HEALTHCHECK, SHELL, START],
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let stages = cx.analysis.stages();
    let mut shellless = HashSet::new();
    for stage in &stages.stages {
        no_shell(cx, stage, &mut shellless, report);
    }
    for (stage, process) in cx.analysis.all_processes() {
        if !shellless.contains(&process.instruction) {
            programs(cx, stage, process, START, report);
        }
    }
    let mut seen = HashSet::new();
    for stage in stages.stages.iter().rev().filter(|it| !stages.is_base(it.id)) {
        let Some(index) = cx.analysis.last_of(Keyword::Healthcheck, stage.id) else { continue };
        if !shellless.contains(&index) && seen.insert(index) {
            for process in cx.analysis.checks(index) {
                programs(cx, stage.id, &process, HEALTHCHECK, report);
            }
        }
    }
}

// ── The shell ───────────────────────────────────────────────────────────────────────────────────────────────────────

/// Reports the commands in shell form of a stage without a shell.
fn no_shell(cx: Cx<'_>, stage: &Stage, seen: &mut HashSet<usize>, report: &mut Report) {
    if !cx.analysis.has_no_shell_of_its_base(stage.id) {
        return;
    }
    let comes_at = cx.analysis.shell_comes_at(stage.id);
    for index in stage.instructions.clone() {
        let it = &cx.analysis.file().instructions[index];
        let Some(range) = shell_form(it) else { continue };
        // CMD and the like run when all is there.
        let lacks = comes_at.is_none_or(|at| it.keyword == Keyword::Run && index < at);
        if range.is_empty() || cx.analysis.has_chosen_shell(index) || !lacks {
            continue;
        }
        // What mounts bring is there, too.
        if !cx.analysis.mounts(index).is_empty() {
            continue;
        }
        seen.insert(index);
        let found = report.add(range, "needs a shell, and the image has none").aspect(SHELL);
        found.related(cx.analysis.root_place(stage.id), "this image");
        if let Some(array) = shell_form_entrypoint::array(cx, index).filter(|_| it.keyword != Keyword::Run) {
            found.fix(Safety::Unsafe, "Write it as a JSON array", TextEdit::replace(range, array));
        }
    }
}

fn shell_form(it: &Instruction) -> Option<crate::text::TextRange> {
    match &it.body {
        Body::Run(Command::Shell(range))
        | Body::Cmd(Command::Shell(range))
        | Body::Entrypoint(Command::Shell(range))
        | Body::Healthcheck(Healthcheck { command: Some(Command::Shell(range)), .. }) => Some(*range),
        _ => None,
    }
}

// ── Other programs ──────────────────────────────────────────────────────────────────────────────────────────────────

fn programs(cx: Cx<'_>, stage: StageId, process: &Process, aspect: &'static str, report: &mut Report) {
    for it in process.script.commands() {
        // What somebody has thought of: `command -v curl && curl …`, `curl … || wget …`.
        if it.context.in_condition || it.context.in_branch || it.context.in_function {
            continue;
        }
        let command = it.command.effective();
        let Some(word) = command.name_word() else { continue };
        let Some(path) = command.name() else { continue };
        let name = match path.strip_prefix("/bin/").or(path.strip_prefix("/usr/bin/")) {
            Some(name) => name,
            None => &path,
        };
        let is_asked_for = process.script.source().text().contains("command -v");
        if name.contains('/') || is_asked_for || !is_missing(cx, stage, name) {
            continue;
        }
        let message = format!("the image has no `{name}`");
        let found = report.add(word.range, message).aspect(aspect);
        found.related(cx.analysis.root_place(stage), "this image");
        found.fix = match aspect {
            HEALTHCHECK => other_check(cx, stage, process),
            _ => other_name(cx, stage, process, name, command),
        };
        return;
    }
}

fn is_missing(cx: Cx<'_>, stage: StageId, name: &str) -> bool {
    cx.analysis.lacks(stage, name) || name == "python" && has_only_python3(cx, stage)
}

/// Whether Debian's Python is there and nothing calls it `python`.
fn has_only_python3(cx: Cx<'_>, stage: StageId) -> bool {
    let image = cx.analysis.base_image(stage);
    let is_debian = image.is_some_and(|it| {
        matches!(it.family, Some(Family::Debian | Family::Ubuntu))
            && it.python == Python::Absent
            && it.suite.is_some_and(|it| {
                !matches!(
                    it.name,
                    "trusty" | "xenial" | "bionic" | "stretch" | "jessie" | "buster" | "wheezy"
                )
            })
    });
    let installs = cx.analysis.installs().iter().filter(|it| cx.analysis.is_in_chain(it.instruction, stage));
    let apt = |it: &&crate::model::installs::Install| it.manager.commands.contains(&"apt-get");
    let packages = || installs.clone().filter(apt).flat_map(|it| &it.packages);
    is_debian
        && packages().any(|it| it.text == "python3")
        && packages()
            .all(|it| it.literal && !it.text.contains("python-is-python") && !it.text.starts_with("python2"))
        && !writes_python(cx, stage)
}

/// Whether something in the file may make a program `python`: a link, an environment, a copy.
fn writes_python(cx: Cx<'_>, stage: StageId) -> bool {
    let file = cx.analysis.file();
    cx.analysis.chain_instructions(stage).any(|(_, it)| match it.keyword {
        Keyword::Run => {
            let text = file.text(it.range);
            ["venv", "bin/python", "ln -s", "alternatives", "conda", "pyenv", "uv ", ".sh"]
                .iter()
                .any(|it| text.contains(it))
        }
        Keyword::Copy | Keyword::Add => {
            it.flags.iter().any(|it| it.name() == "from") || file.text(it.range).contains("bin")
        }
        Keyword::Env => file.text(it.range).contains("PATH"),
        _ => false,
    })
}

// ── Repairs ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The same program under another name.
fn other_name(
    cx: Cx<'_>,
    stage: StageId,
    process: &Process,
    name: &str,
    command: Effective<'_>,
) -> Option<Fix> {
    let word = command.name_word()?;
    let new = match name {
        "bash" if !cx.analysis.lacks_shell(stage, None) => "sh",
        "python" if has_only_python3(cx, stage) => "python3",
        _ => return None,
    };
    let text = cx.analysis.file().text(word.range);
    let edit = TextEdit::replace(word.range, text.replace(name, new));
    let is_plain = process.form == crate::model::Form::Exec || !word.is_quoted();
    is_plain.then(|| Fix { title: format!("Use `{new}`"), safety: Safety::Unsafe, edits: edit.into() })
}

/// A health check with what the image has.
fn other_check(cx: Cx<'_>, stage: StageId, process: &Process) -> Option<Fix> {
    let instruction = &cx.analysis.file().instructions[process.instruction];
    let Body::Healthcheck(Healthcheck { command: Some(command), .. }) = &instruction.body else {
        return None;
    };
    let url = asked_address(process)?;
    let image = cx.analysis.base_image(stage)?;
    let (title, words) = question(cx, stage, &image, &url)?;
    let text = serde_json::to_string(&words).ok()?.replace("\",\"", "\", \"");
    Some(Fix {
        title: title.to_owned(),
        safety: Safety::Unsafe,
        edits: TextEdit::replace(command.range(), text).into(),
    })
}

/// How an image asks an address, and fails if it does not answer well.
fn question(cx: Cx<'_>, stage: StageId, image: &Image, url: &str) -> Option<(&'static str, Vec<String>)> {
    let words = |words: &[&str]| words.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    if let Python::At { path, .. } = image.python
        && path == "/usr/local/bin/python3"
    {
        let code = format!("import urllib.request; urllib.request.urlopen('{url}', timeout=3)");
        return Some(("Ask with Python", words(&["python", "-c", &code])));
    }
    if matches!(image.family, Some(Family::Alpine | Family::Wolfi)) && !cx.analysis.lacks(stage, "wget") {
        return Some(("Ask with busybox's `wget`", words(&["wget", "-q", "-O", "/dev/null", url])));
    }
    let is_node = image.env.contains(&"NODE_VERSION");
    let code = format!("fetch('{url}').then(it => process.exit(it.ok ? 0 : 1), () => process.exit(1))");
    is_node.then(|| ("Ask with Node.js", words(&["node", "-e", &code])))
}

/// The one address that a check asks with `curl` or `wget`, and nothing else than whether it answers.
fn asked_address(process: &Process) -> Option<String> {
    const PLAIN: [&str; 16] = [
        "-f",
        "--fail",
        "-s",
        "--silent",
        "-S",
        "--show-error",
        "-L",
        "--location",
        "-q",
        "--quiet",
        "--spider",
        "-fsS",
        "-fs",
        "-sf",
        "-fsSL",
        "--no-verbose",
    ];
    let mut commands = process.script.commands();
    let first = commands.next()?.command.effective();
    let is_known = matches!(first.name()?.as_ref(), "curl" | "wget");
    let others = commands.all(|it| it.command.effective().is("exit") || it.command.effective().is("false"));
    let words = first.arguments().words();
    let mut urls = words.iter().filter(|it| !it.lossy().starts_with('-'));
    let url = urls.next()?.literal()?.into_owned();
    let flags = words.iter().map(|it| it.lossy()).filter(|it| it.starts_with('-'));
    let is_plain =
        is_known && others && urls.next().is_none() && flags.into_iter().all(|it| PLAIN.contains(&&*it));
    let quiet = first.command.redirects.is_empty()
        && process.script.list.items.iter().all(|it| it.pipeline.nodes.len() == 1);
    let url = if url.contains("://") { url } else { format!("http://{url}") };
    let is_http = url.starts_with("http://") && !url.contains(['\'', '"', '\\', '$']);
    (is_plain && quiet && is_http).then_some(url)
}
