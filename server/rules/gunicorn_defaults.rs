//! # gunicorn with settings that are not for a container
//!
//! The workers of gunicorn show by a file in `/tmp` that they are alive. In a container that is the layer on top of the image, on a disk: when it is
//! busy, a worker hangs for up to half a minute, and gunicorn ends it with `WORKER TIMEOUT` in the middle of a request. `/dev/shm` is memory, and always
//! there.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! CMD ["gunicorn", "--workers=2", "app:app"]
//! #    ^^^^^^^^^^ keeps the heartbeat of its workers on disk, which may stop them: `--worker-tmp-dir` is not set
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.13-slim
//! CMD ["gunicorn", "--worker-tmp-dir", "/dev/shm", "--workers=2", "app:app"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! CMD exec gunicorn --workers=2 app:app
//! #        ^^^^^^^^ keeps the heartbeat of its workers on disk, which may stop them: `--worker-tmp-dir` is not set
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.13-slim
//! CMD exec gunicorn --worker-tmp-dir /dev/shm --workers=2 app:app
//! ```
//!
//! Without being told, gunicorn has one worker, which does one thing at a time: a slow request stops all others, the health check among them. That is a
//! hint, as there may be reasons for it, such as many containers behind a balancer.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! CMD ["gunicorn", "--worker-tmp-dir=/dev/shm", "app:app"]
//! #    ^^^^^^^^^^ has one worker that does one thing at a time, unless it is told otherwise
//! ```
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! CMD gunicorn --worker-tmp-dir /dev/shm --workers $(nproc) app:app
//! #                                                ^^^^^^^^ counts the processors of the machine, not those that the container may use
//! ```
//!
//! Nothing is reported where a file or a variable has the settings.
//!
//! ```file gunicorn.conf.py
//! worker_tmp_dir = "/dev/shm"
//! workers = 4
//! ```
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! COPY . .
//! CMD ["gunicorn", "app:app"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! ENV GUNICORN_CMD_ARGS="--worker-tmp-dir /dev/shm --workers 2"
//! CMD ["gunicorn", "app:app"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! CMD ["gunicorn", "-c", "/etc/gunicorn.py", "app:app"]
//! ```
//!
//! ## Fix
//!
//! The flag. That is safe: each container has a `/dev/shm`, and the file is empty.
//!
//! Source: <https://pythonspeed.com/articles/gunicorn-in-docker/>, <https://docs.gunicorn.org/en/stable/faq.html>.
//! Practices: gunicorn-worker-tmp-dir, gunicorn-workers.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{Analysis, Form, StageId, globals::DefinitionKind, python::Program},
    text::TextEdit,
};

/// Looks at what the image that ships starts.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["heartbeat", "workers"],
    group: Group::Correctness,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let Some(target) = analysis.stages().target() else { return };
    let programs = analysis.programs(target.id);
    let Some(program) = programs.iter().find(|it| it.name().is_some_and(|name| name == "gunicorn")) else {
        return;
    };
    let Some(word) = program.command.name_word() else { return };
    let arguments = program.command.arguments();
    if arguments.has(&["-c", "--config", "--help", "--version"])
        || has_variable(analysis, target.id, "GUNICORN_CMD_ARGS")
    {
        return;
    }
    // What a container has in the folder that it starts in is not known, but what is in the build context.
    let file = cx.world.read("gunicorn.conf.py").unwrap_or_default();
    let is_unknown =
        program.command.command.words.iter().any(|it| it.text().contains("$@") || it.text().contains("$*"));
    let is_unclear = is_unknown || !program.command.command.assignments.is_empty();
    if !arguments.has(&["--worker-tmp-dir"]) && !file.contains("worker_tmp_dir") && !is_unclear {
        let message =
            "keeps the heartbeat of its workers on disk, which may stop them: `--worker-tmp-dir` is not set";
        let found = report.add(word.range, message).aspect("heartbeat");
        if program.run.script.is_understood() && !word.has_expansion() {
            let edit = TextEdit::insert(word.range.end(), flag(program));
            found.fix(Safety::Safe, "Keep it in memory", edit);
        }
    }
    workers(analysis, target.id, program, &file, report);
}

fn flag(program: &Program<'_>) -> &'static str {
    match program.run.form {
        Form::Exec => ", \"--worker-tmp-dir\", \"/dev/shm\"",
        _ => " --worker-tmp-dir /dev/shm",
    }
}

fn workers(
    analysis: &Analysis,
    stage: StageId,
    program: &Program<'_>,
    file: &str,
    report: &mut Report,
) -> Option<()> {
    let arguments = program.command.arguments();
    if let Some(word) = arguments.words().iter().find(|it| it.text().contains("nproc")) {
        let message = "counts the processors of the machine, not those that the container may use";
        report.add(word.range, message).aspect("workers").severity(Severity::Hint);
        return None;
    }
    let names = ["-w", "--workers", "--threads", "-k", "--worker-class"];
    let is_told = arguments.has(&names)
        || file.contains("workers")
        || file.contains("threads")
        || file.contains("worker_class");
    let text = program.command.command.words.iter().any(|it| it.has_expansion());
    if is_told || text || has_variable(analysis, stage, "WEB_CONCURRENCY") {
        return None;
    }
    let message = "has one worker that does one thing at a time, unless it is told otherwise";
    report.add(program.command.name_word()?.range, message).aspect("workers").severity(Severity::Hint);
    Some(())
}

fn has_variable(analysis: &Analysis, stage: StageId, name: &str) -> bool {
    let end = analysis.stages().get(stage).instructions.end;
    let mut all = analysis.scopes().visible(analysis.stages(), name, stage, end);
    all.any(|it| it.kind == DefinitionKind::Env)
}
