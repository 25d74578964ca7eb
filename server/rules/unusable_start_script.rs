//! # A start script that cannot be executed
//!
//! A script that a container starts must be executable in the build context, its lines must end as Linux ends them, and the program that its first
//! line names must be in the image. Otherwise the image is built, and its container ends at once with "permission denied", "no such file or
//! directory" or "exec format error", none of which names the reason.
//!
//! ```files
//! start.sh
//! windows.sh *
//! bash.sh *
//! none.sh *
//! ```
//!
//! ```file start.sh
//! #!/bin/sh
//! exec gunicorn app:app
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY start.sh /usr/local/bin/
//! ENTRYPOINT ["start.sh"]
//! #           ^^^^^^^^^^ `start.sh` is not executable
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.12-slim
//! COPY --chmod=0755 start.sh /usr/local/bin/
//! ENTRYPOINT ["start.sh"]
//! ```
//!
//! It is not reported if the mode is set in the image, or if a shell is told to read the script; nor on Windows, where files have no such mode.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY start.sh /usr/local/bin/
//! RUN chmod +x /usr/local/bin/start.sh
//! ENTRYPOINT ["start.sh"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY start.sh /
//! ENTRYPOINT ["sh", "/start.sh"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY --chmod=755 start.sh /
//! ENTRYPOINT ["/start.sh"]
//! ```
//!
//! Windows ends lines with CR and LF. The kernel then looks for a program called `sh\r`. Let git keep the line ends, with a line
//! `*.sh text eol=lf` in `.gitattributes`.
//!
//! ```file windows.sh crlf
//! #!/bin/sh
//! exec gunicorn app:app
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY windows.sh /usr/local/bin/
//! ENTRYPOINT ["windows.sh"]
//! #           ^^^^^^^^^^^^ the lines of `windows.sh` end with CR LF, which Linux does not understand
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY windows.sh /usr/local/bin/
//! RUN sed -i 's/\r$//' /usr/local/bin/windows.sh
//! ENTRYPOINT ["windows.sh"]
//! ```
//!
//! Without a first line that begins with `#!` the kernel does not know what to do with a script.
//!
//! ```file bash.sh
//! #!/bin/bash
//! exec "$@"
//! ```
//!
//! ```file none.sh
//! exec "$@"
//! ```
//!
//! ```dockerfile
//! FROM alpine:3.22
//! COPY bash.sh /
//! ENTRYPOINT ["/bash.sh"]
//! #           ^^^^^^^^^^ `bash.sh` is for `bash`, which the image has not
//! ```
//!
//! ```dockerfile
//! FROM alpine:3.22
//! COPY none.sh /
//! ENTRYPOINT ["/none.sh"]
//! #           ^^^^^^^^^^ `none.sh` does not begin with `#!` and a shell
//! ```
//!
//! A shell starts such a script as one of its own.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! RUN apk add --no-cache bash
//! COPY bash.sh none.sh /
//! ENTRYPOINT /none.sh /bash.sh
//! ```
//!
//! ## Fix
//!
//! `--chmod=0755` at the COPY. Safe, where only the script is copied: it is the mode that it needs.
//!
//! Source: <https://docs.docker.com/reference/dockerfile/#copy---chown---chmod>; execve(2)
//!
//! Practices: entrypoint-script-not-executable.

use std::collections::HashSet;

use crate::{
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::{Form, StageId, StartScript},
    syntax::{Body, Keyword},
    text::TextEdit,
};

/// Lines that end with CR LF.
const CRLF: &str = "crlf";
/// The mode does not allow it.
const MODE: &str = "mode";
/// The first line names no program, or one that the image has not.
const SHEBANG: &str = "shebang";

/// Reports the name of the script where it is started.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[CRLF, MODE, SHEBANG],
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let stages = cx.analysis.stages();
    let mut seen = HashSet::new();
    for stage in stages.stages.iter().filter(|it| !stages.is_base(it.id)) {
        for it in cx.analysis.start_scripts(stage.id, cx.world) {
            if seen.insert(it.place.start()) {
                look(cx, stage.id, &it, report);
            }
        }
    }
}

fn look(cx: Cx<'_>, stage: StageId, script: &StartScript, report: &mut Report) {
    let path = &script.origin.path;
    let line = script.text.lines().next().unwrap_or_default();
    let raw = script.text.split('\n').next().unwrap_or_default();
    if raw.ends_with('\r') && !is_changed(cx, stage, script, &["dos2unix", "sed", "tr "]) {
        report
            .add(
                script.place,
                format!("the lines of `{path}` end with CR LF, which Linux does not understand"),
            )
            .aspect(CRLF);
        return;
    }
    if script.is_read {
        return;
    }
    if cx.world.is_executable(path) == Some(false) && !is_changed(cx, stage, script, &["chmod", "install"]) {
        let copy = &cx.analysis.file().instructions[script.origin.instruction];
        if copy.flags.iter().all(|it| it.name() != "chmod") {
            let found = report.add(script.place, format!("`{path}` is not executable")).aspect(MODE);
            found.related(copy.keyword_range, "copied here, with its mode");
            found.fix = chmod(cx, script);
            return;
        }
    }
    shebang(cx, stage, script, line, report);
}

fn shebang(cx: Cx<'_>, stage: StageId, script: &StartScript, line: &str, report: &mut Report) {
    let path = &script.origin.path;
    let is_exec = cx.analysis.scripts(script.instruction).first().is_some_and(|it| it.form == Form::Exec);
    let Some(command) = line.strip_prefix("#!") else {
        // A program is no script; a shell reads what the kernel does not know.
        let is_script = path.ends_with(".sh") && is_exec && !script.text.is_empty();
        if is_script && !line.starts_with('\u{feff}') {
            report
                .add(script.place, format!("`{path}` does not begin with `#!` and a shell"))
                .aspect(SHEBANG);
        }
        return;
    };
    let mut words = command.split_whitespace();
    let first = words.next().unwrap_or_default();
    let program = match first.rsplit('/').next().unwrap_or_default() {
        "env" => words.find(|it| !it.starts_with('-') && !it.contains('=')).unwrap_or_default(),
        name => name,
    };
    let is_shell = matches!(program, "sh" | "ash" | "dash");
    let lacks = match is_shell {
        true => cx.analysis.lacks_shell(stage, None),
        false => cx.analysis.lacks(stage, program),
    };
    if lacks && !program.is_empty() {
        let message = format!("`{path}` is for `{program}`, which the image has not");
        report.add(script.place, message).aspect(SHEBANG);
    }
}

/// Whether a RUN uses one of these words, and names the script, its folder, or a pattern.
fn is_changed(cx: Cx<'_>, stage: StageId, script: &StartScript, words: &[&str]) -> bool {
    let target = &script.origin.target;
    let (folder, name) = target.rsplit_once('/').unwrap_or(("", target));
    cx.analysis.chain_instructions(stage).any(|(_, it)| {
        let text = cx.analysis.file().text(it.range);
        let is_about = || {
            text.contains(name)
                || text.contains('*')
                || text.contains("-R")
                || !folder.is_empty() && text.contains(folder)
        };
        it.keyword == Keyword::Run && words.iter().any(|it| text.contains(it)) && is_about()
    })
}

/// `--chmod=0755`, where the script is all that is copied.
fn chmod(cx: Cx<'_>, script: &StartScript) -> Option<Fix> {
    let it = &cx.analysis.file().instructions[script.origin.instruction];
    let Body::Copy(transfer) = &it.body else { return None };
    let [source] = transfer.sources.as_slice() else { return None };
    let is_file = cx
        .analysis
        .value(*source, script.origin.instruction)?
        .trim_start_matches("./")
        .trim_start_matches('/')
        == script.origin.path;
    let place = it.flags.last().map_or(it.keyword_range.end(), |it| it.range.end());
    is_file.then(|| Fix {
        title: "Add `--chmod=0755`".to_owned(),
        safety: Safety::Safe,
        edits: TextEdit::insert(place, " --chmod=0755").into(),
    })
}
