//! # A package manager between the container and the program
//!
//! `npm start`, `uv run` and their like look up what to start, start it as a child, and stay. So there are processes that do nothing, signals
//! go to them first, the tool has to be in the image and may want to write or to download when the
//! container starts. Start the program itself.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/
//! WORKDIR /app
//! RUN uv sync --locked --no-dev
//! CMD ["uv", "run", "gunicorn", "app:app"]
//! #    ^^^^^^^^^^^ `uv run` stays between the container and the program
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/
//! WORKDIR /app
//! RUN uv sync --locked --no-dev
//! ENV PATH="/app/.venv/bin:$PATH"
//! CMD ["gunicorn", "app:app"]
//! ```
//!
//! npm gets the signals, and is between them and the program, which may be killed in the middle of its work.
//!
//! ```file package.json
//! {"scripts": {"start": "node server.js --port 3000"}}
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim
//! WORKDIR /app
//! COPY . .
//! RUN npm ci --omit=dev
//! CMD ["npm", "start"]
//! #    ^^^^^^^^^^^^^^ `npm` gets the signals that are for the program
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM node:22-slim
//! WORKDIR /app
//! COPY . .
//! RUN npm ci --omit=dev
//! CMD ["node", "server.js", "--port", "3000"]
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim
//! CMD ["node", "server.js"]
//! ```
//!
//! A stage for development, and an ENTRYPOINT of a tool that is what the image is for.
//!
//! ```dockerfile
//! FROM node:22 AS dev
//! CMD ["npm", "run", "dev"]
//! ```
//!
//! ```dockerfile
//! FROM node:22-slim
//! ENTRYPOINT ["npx"]
//! CMD ["--help"]
//! ```
//!
//! ## Fix
//!
//! Unsafe. Of `uv run` and the like the program is left, with the folder of the environment on `PATH`; of `npm start` what `package.json` says, if that
//! is one call of `node`. There is none where flags choose what to start, and where `PATH` is set already.
//!
//! Source: <https://docs.astral.sh/uv/guides/integration/docker/#using-the-environment>;
//! <https://github.com/nodejs/docker-node/blob/main/docs/BestPractices.md#cmd>
//!
//! Practices: package-runner-as-entrypoint, node-cmd-npm-start.

use crate::{
    knowledge::servers::{self, Runner},
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::{Form, Process, StageId},
    syntax::{
        Keyword,
        shell::{Node, Word},
    },
    text::{Edits, TextEdit, TextRange},
};

/// `npm` and its kin, by a name for what they start.
const SCRIPT: &str = "script";
/// `uv run` and its kin.
const RUN: &str = "run";

/// Reports the words that start another program.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[RUN, SCRIPT],
    group: Group::Correctness,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let Some(target) = cx.analysis.stages().target() else { return };
    let works = |text: &str| ["dev", "debug", "test", "build", "ci"].iter().any(|it| text.contains(it));
    if target.name.as_ref().is_some_and(|it| works(&it.text)) {
        return;
    }
    for process in cx.analysis.processes(target.id) {
        let Some(last) = process.script.list.items.last() else { continue };
        let Some(Node::Simple(command)) = last.pipeline.nodes.last() else { continue };
        let effective = command.effective();
        let Some(name) = effective.name_word() else { continue };
        let words: Vec<&Word> = std::iter::once(name).chain(effective.arguments().words()).collect();
        let texts: Vec<String> = words.iter().map(|it| it.lossy().into_owned()).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let Some(runner) = servers::runner(&texts) else { continue };
        let started = runner.program(&texts);
        if started.is_none() && runner.names_program
            || texts.len() <= runner.words.len() && !texts.contains(&"start")
        {
            continue;
        }
        if texts.get(runner.words.len()).is_some_and(|it| matches!(*it, "--help" | "-h" | "--version")) {
            continue;
        }
        // That is another matter.
        if texts.iter().any(|it| matches!(*it, "dev" | "develop" | "start:dev" | "watch"))
            && !runner.names_program
        {
            continue;
        }
        let place = words[0].range.cover(words[runner.words.len() - 1].range);
        match runner.names_program {
            true => {
                let message =
                    format!("`{}` stays between the container and the program", runner.words.join(" "));
                let found = report.add(place, message).aspect(RUN);
                found.fix = started.and_then(|at| without(cx, target.id, process, runner, &words, at));
            }
            false => {
                let message = match runner.words[0] {
                    "npm" => "`npm` gets the signals that are for the program".to_owned(),
                    other => format!("`{other}` stays between the container and the program"),
                };
                let found = report.add(place, message).aspect(SCRIPT).severity(severity(runner));
                found.fix = of_package(cx, process, &texts, &words);
            }
        }
    }
}

/// npm is known to keep signals; the others start one process more.
fn severity(runner: &Runner) -> Severity {
    if runner.words[0] == "npm" { Severity::Warning } else { Severity::Info }
}

// ── Repairs ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The command without the runner, and the environment on PATH.
fn without(
    cx: Cx<'_>,
    stage: StageId,
    process: &Process,
    runner: &Runner,
    words: &[&Word],
    at: usize,
) -> Option<Fix> {
    let file = cx.analysis.file();
    let own = cx.analysis.start_at(stage).1 == Some(process.instruction)
        || cx.analysis.start_at(stage).0 == Some(process.instruction);
    // Only uv's environment is always at the same place.
    let is_uv = runner.words[0] == "uv" && at == runner.words.len();
    let name = words[at].literal()?;
    if !is_uv || !own || name.ends_with(".py") || name.contains(['/', ':']) {
        return None;
    }
    let delete = TextEdit::delete(TextRange::new(words[0].range.start(), words[at].range.start()));
    let stages = cx.analysis.stages();
    let on_path = cx.analysis.scopes().visible(stages, "PATH", stage, usize::MAX).next().is_some();
    let moved =
        cx.analysis.scopes().visible(stages, "UV_PROJECT_ENVIRONMENT", stage, usize::MAX).next().is_some();
    let mut edits = vec![delete];
    if moved && !on_path {
        return None;
    }
    if !on_path {
        let workdir = cx.analysis.workdir(process.instruction);
        let folder = workdir.known()?.trim_end_matches('/').to_owned();
        let it = &file.instructions[process.instruction];
        let keyword = file.keyword_like(it, Keyword::Env);
        let line = format!("{keyword} PATH=\"{folder}/.venv/bin:$PATH\"{}", file.line_end(it.range.start()));
        edits.push(TextEdit::insert(file.lead(it), line));
    }
    Some(Fix {
        title: format!("Start `{name}` itself"),
        safety: Safety::Unsafe,
        edits: Edits::new(edits).ok()?,
    })
}

/// What `package.json` says, if that is one call of `node`.
fn of_package(cx: Cx<'_>, process: &Process, texts: &[&str], words: &[&Word]) -> Option<Fix> {
    let script = match texts {
        [_, "start"] => "start",
        [_, "run" | "run-script", name] => name,
        _ => return None,
    };
    let package: serde_json::Value = serde_json::from_str(&cx.world.read("package.json")?).ok()?;
    let scripts = package.get("scripts")?;
    let around = |prefix: &str| scripts.get(format!("{prefix}{script}")).is_some();
    let text = scripts.get(script)?.as_str()?;
    let plain = |it: char| it.is_ascii_alphanumeric() || " ./_-=:@".contains(it);
    let is_plain = text.starts_with("node ") && text.chars().all(plain) && !around("pre") && !around("post");
    let strings: Vec<String> = text.split_whitespace().map(|it| format!("\"{it}\"")).collect();
    let new = if process.form == Form::Exec { strings.join(", ") } else { text.to_owned() };
    let place = words.first()?.range.cover(words.last()?.range);
    is_plain.then(|| Fix {
        title: "Start `node` itself".to_owned(),
        safety: Safety::Unsafe,
        edits: TextEdit::replace(place, new).into(),
    })
}
