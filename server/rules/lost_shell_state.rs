//! # RUN that only changes its own shell
//!
//! Each RUN is a shell of its own, which ends with it. What changes only the shell is forgotten: an environment that is activated, a variable that is
//! exported. The next `pip install` goes to the Python of the image as if nothing had been said.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN python -m venv /opt/venv
//! RUN . /opt/venv/bin/activate
//! #   ^^^^^^^^^^^^^^^^^^^^^^^^ does nothing: the shell that it changes ends with this RUN
//! RUN pip install flask==3.1.0
//! ```
//!
//! Say it with ENV, which holds for all that follows, and for the container.
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! RUN python -m venv /opt/venv
//! ENV PATH="/opt/venv/bin:$PATH"
//! RUN pip install flask==3.1.0
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! RUN export APP_HOME=/srv/app
//! #   ^^^^^^^^^^^^^^^^^^^^^^^^ does nothing: the shell that it changes ends with this RUN
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! ENV APP_HOME=/srv/app
//! ```
//!
//! Only the last command of a RUN is reported, as others are for those that follow.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN python -m venv /opt/venv && . /opt/venv/bin/activate && pip install flask==3.1.0
//! RUN export DEBIAN_FRONTEND=noninteractive && apt-get update && apt-get install -y curl
//! RUN python -m venv /opt/other && . /opt/other/bin/activate
//! #                                ^^^^^^^^^^^^^^^^^^^^^^^^^ does nothing: the shell that it changes ends with this RUN
//! ```
//!
//! `conda activate` fails even there: it is a function that `conda init` puts into `~/.bashrc`, which no RUN reads.
//!
//! ```dockerfile
//! FROM continuumio/miniconda3:25.3.1-1
//! RUN conda create -n app python=3.12
//! RUN conda activate app && pip install flask==3.1.0
//! #   ^^^^^^^^^^^^^^ fails: the shell of RUN does not know this function of conda
//! ```
//!
//! It is known to a login shell, to one that reads the file first, and to those of micromamba.
//!
//! ```dockerfile
//! FROM continuumio/miniconda3:25.3.1-1 AS sourced
//! RUN . /opt/conda/etc/profile.d/conda.sh && conda activate app && pip install flask==3.1.0
//! FROM continuumio/miniconda3:25.3.1-1 AS login
//! SHELL ["/bin/bash", "--login", "-c"]
//! RUN conda activate app && pip install flask==3.1.0
//! FROM continuumio/miniconda3:25.3.1-1
//! RUN bash -lc "conda activate app && pip install flask==3.1.0"
//! ```
//!
//! `conda run` is for that, but it shows what the program says only when it ends.
//!
//! ```dockerfile
//! FROM continuumio/miniconda3:25.3.1-1
//! CMD ["conda", "run", "-n", "app", "python", "app.py"]
//! #    ^^^^^^^^^^^^^^ keeps back what the program says until it ends
//! ```
//!
//! ```dockerfile safe fix
//! FROM continuumio/miniconda3:25.3.1-1
//! CMD ["conda", "run", "--no-capture-output", "-n", "app", "python", "app.py"]
//! ```
//!
//! ## Fix
//!
//! A RUN with nothing else becomes ENV. That is unsafe, because then it does something.
//!
//! Source: <https://pythonspeed.com/articles/activate-virtualenv-dockerfile/>, <https://pythonspeed.com/articles/activate-conda-dockerfile/>.
//! Practices: activate-has-no-effect, conda-activate.

use crate::{
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity, Site, Tag},
    model::{Form, RunScript, python::paths},
    syntax::{
        Body, Keyword,
        shell::{Command, Effective, Node, Posix, Script, Shell},
    },
    text::{TextEdit, TextRange},
};

/// Reports the command.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["conda", "forgotten", "output"],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Instructions(&[Keyword::Run, Keyword::Cmd, Keyword::Entrypoint], check),
};

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let runs = match site.trigger {
        true => cx.analysis.trigger_scripts(site.index),
        false => cx.analysis.scripts(site.index),
    };
    let is_run = site.instruction.keyword == Keyword::Run;
    for run in runs.iter().filter(|it| it.shell.as_ref().is_none_or(Shell::is_posix)) {
        conda(cx, site, run, report);
        if let Some(command) = last(&run.script).filter(|_| is_run && run.script.is_understood()) {
            forgotten(cx, site, run, command, report);
        }
    }
}

/// The command that a script ends with, if it is a simple one at its top level.
fn last(script: &Script) -> Option<&Command> {
    match script.list.items.last()?.pipeline.nodes.as_slice() {
        [Node::Simple(command)] => Some(command),
        _ => None,
    }
}

// ── What is forgotten ───────────────────────────────────────────────────────────────────────────────────────────────

fn forgotten(cx: Cx<'_>, site: &Site<'_>, run: &RunScript, command: &Command, report: &mut Report) {
    let Some(name) = command.name() else { return };
    let activates = command.words.get(1).is_some_and(|it| it.lossy().ends_with("/activate"));
    let is_state = match &*name {
        "." | "source" => activates,
        "export" => command.words.len() > 1 && !is_checked(command),
        "unset" | "umask" | "alias" | "unalias" | "shopt" => command.words.len() > 1,
        _ => false,
    };
    if !is_state || !command.redirects.is_empty() {
        return;
    }
    let message = "does nothing: the shell that it changes ends with this RUN";
    let found = report.add(command.range, message).aspect("forgotten").tag(Tag::Unnecessary);
    let is_alone =
        run.form == Form::Shell && run.script.list.items.len() == 1 && site.instruction.flags.is_empty();
    if is_alone && site.instruction.heredocs.is_empty() && run.script.comments.is_empty() {
        found.fix = variable(cx, site, command);
    }
}

/// Whether a value is the output of a command, whose failure ends the build.
fn is_checked(command: &Command) -> bool {
    command.words.iter().any(|it| it.text().contains("$(") || it.text().contains('`'))
}

/// ENV in the place of the RUN.
fn variable(cx: Cx<'_>, site: &Site<'_>, command: &Command) -> Option<Fix> {
    let file = cx.analysis.file();
    let text = match (&*command.name()?, command.words.as_slice()) {
        ("export", [_, pair]) => {
            let (name, value) = pair.text().split_once('=')?;
            let is_name = name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
            let is_plain =
                !value.is_empty() && !value.contains(['\n', '\'', '*', '~', '`']) && !value.contains("$(");
            (is_name && is_plain).then(|| format!("{name}={value}"))?
        }
        ("." | "source", [_, script]) => {
            let folder = cx.analysis.workdir(site.index).known().cloned();
            let script = cx.analysis.shell_value(script, site.index)?;
            let script = paths::absolute(&script, folder.as_deref())?;
            format!("PATH=\"{}:$PATH\"", script.strip_suffix("/activate").filter(|it| it.ends_with("/bin"))?)
        }
        _ => return None,
    };
    let it = site.instruction;
    let all = TextRange::new(it.keyword_range.start(), it.range.end());
    if file.is_unfinished(it) || file.text(all).contains('\n') {
        return None;
    }
    Some(Fix {
        title: "Use ENV".to_owned(),
        safety: Safety::Unsafe,
        edits: TextEdit::replace(all, format!("{} {text}", file.keyword_like(it, Keyword::Env))).into(),
    })
}

// ── conda ───────────────────────────────────────────────────────────────────────────────────────────────────────────

fn conda(cx: Cx<'_>, site: &Site<'_>, run: &RunScript, report: &mut Report) {
    for visited in run.script.commands() {
        let effective = visited.command.effective();
        let Some(name) = effective.name() else { continue };
        let Some(word) = effective.arguments().words().first().filter(|_| name.ends_with("conda")) else {
            continue;
        };
        let Some(start) = effective.name_word() else { continue };
        let place = TextRange::new(start.range.start(), word.range.end());
        match &*word.lossy() {
            "activate"
                if name == "conda"
                    && run.form != Form::Exec
                    && !knows_conda(cx, site, run, visited.command) =>
            {
                let message = "fails: the shell of RUN does not know this function of conda";
                report.add(place, message).aspect("conda");
                // What follows does not run.
                return;
            }
            "run" if site.instruction.keyword != Keyword::Run && !shows_output(&effective) => {
                let message = "keeps back what the program says until it ends";
                let found = report.add(place, message).aspect("output").severity(Severity::Info);
                if run.script.is_understood() {
                    let text = match run.form {
                        Form::Exec => ", \"--no-capture-output\"",
                        _ => " --no-capture-output",
                    };
                    let edit = TextEdit::insert(word.range.end(), text);
                    found.fix(Safety::Safe, "Add `--no-capture-output`", edit);
                }
            }
            _ => {}
        }
    }
}

fn shows_output(command: &Effective<'_>) -> bool {
    command.arguments().has(&["--no-capture-output", "--live-stream", "-s"])
}

/// Whether something has told the shell of this RUN what `conda activate` is.
fn knows_conda(cx: Cx<'_>, site: &Site<'_>, run: &RunScript, command: &Command) -> bool {
    let file = cx.analysis.file();
    let is_default = matches!(run.shell, Some(Shell::Posix(Posix::Sh | Posix::Bash | Posix::Dash)));
    // A login shell, an interactive one, or one that something else prepares.
    let is_prepared =
        cx.analysis.shell_setter(site.index).is_some_and(|at| match &file.instructions[at].body {
            Body::Shell(shell) => {
                let text = file.text(shell.range());
                ["-l", "-i", "login", "conda", "mamba"].iter().any(|it| text.contains(it))
                    || text.contains("bash") && file.source.contains("BASH_ENV")
            }
            _ => true,
        });
    let before = file.text(TextRange::new(site.instruction.range.start(), command.range.start()));
    let is_told =
        ["conda.sh", "bashrc", "hook", "profile", "bash_profile"].iter().any(|it| before.contains(it));
    is_prepared || is_told || !is_default
}
