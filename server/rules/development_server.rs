//! # Development servers in an image that ships
//!
//! Frameworks bring a server along for the desk of the developer. It serves one request after the other, watches files in order to start anew,
//! and shows the code and its variables to whoever causes an error; with some a visitor can run code of his own. Their manuals all say: not for
//! production.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD ["flask", "run", "--host=0.0.0.0"]
//! #    ^^^^^^^^^^^^^^ is a server for development; gunicorn or another WSGI server is for production
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD ["gunicorn", "--bind=0.0.0.0:8000", "app:app"]
//! ```
//!
//! A server that is fit for production may be told to watch files, too.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--reload"]
//! #                                               ^^^^^^^^^^ watches files and starts anew, which is for development
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! CMD ["uvicorn", "app:app", "--host", "0.0.0.0"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! CMD fastapi dev main.py
//! #   ^^^^^^^^^^^ is a server for development; `fastapi run` is for production
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.12-slim
//! CMD fastapi run main.py
//! ```
//!
//! A stage that is there to work in may have one: its name says so, or another stage ships.
//!
//! ```dockerfile
//! FROM node:22 AS dev
//! CMD ["nodemon", "server.js"]
//! FROM node:22-slim AS prod
//! CMD ["node", "server.js"]
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim AS development
//! CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]
//! ```
//!
//! ## Fix
//!
//! To leave `--reload` away, and `fastapi run`. Unsafe: the image may be for development after all.
//!
//! Source: <https://flask.palletsprojects.com/en/stable/deploying/>; <https://docs.djangoproject.com/en/stable/ref/django-admin/#runserver>
//!
//! Practices: dev-server-in-prod.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::Stage,
    syntax::shell::{Effective, Word},
    text::{TextEdit, TextRange},
};

/// Reports the words that make it a development server.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let Some(target) = cx.analysis.stages().target().filter(|it| !is_for_work(it)) else { return };
    for process in cx.analysis.processes(target.id) {
        for it in process.script.commands().filter(|it| !it.context.in_substitution) {
            look(cx, it.command.effective(), report);
        }
    }
}

/// Whether the name of a stage says that people work or test in it.
fn is_for_work(stage: &Stage) -> bool {
    let names = ["dev", "debug", "test", "local", "demo", "example", "storybook", "watch"];
    stage.name.as_ref().is_some_and(|name| names.iter().any(|it| name.text.contains(it)))
}

/// Words by which a development server is known, and what it is instead of.
#[rustfmt::skip]
const SERVERS: &[(&[&str], &str)] = &[
    (&["flask", "run"], "gunicorn or another WSGI server is for production"),
    (&["quart", "run"], "hypercorn is for production"),
    (&["manage.py", "runserver"], "gunicorn or another WSGI server is for production"),
    (&["manage.py", "runserver_plus"], "gunicorn or another WSGI server is for production"),
    (&["nodemon"], "`node` is for production"),
    (&["ts-node-dev"], "`node` with compiled code is for production"),
    (&["ng", "serve"], "build the files, and let a web server serve them"),
    (&["webpack-dev-server"], "build the files, and let a web server serve them"),
    (&["webpack", "serve"], "build the files, and let a web server serve them"),
    (&["vue-cli-service", "serve"], "build the files, and let a web server serve them"),
    (&["react-scripts", "start"], "build the files, and let a web server serve them"),
    (&["next", "dev"], "`next start` is for production"),
    (&["nuxt", "dev"], "`nuxt start` is for production"),
    (&["gatsby", "develop"], "build the files, and let a web server serve them"),
    (&["php", "artisan", "serve"], "PHP-FPM or Apache is for production"),
    (&["npm", "run", "dev"], "another script is for production"),
    (&["npm", "run", "start:dev"], "another script is for production"),
    (&["npm", "run", "develop"], "another script is for production"),
    (&["yarn", "dev"], "another script is for production"),
    (&["yarn", "run", "dev"], "another script is for production"),
    (&["yarn", "start:dev"], "another script is for production"),
    (&["pnpm", "dev"], "another script is for production"),
    (&["pnpm", "run", "dev"], "another script is for production"),
];

fn look(cx: Cx<'_>, command: Effective<'_>, report: &mut Report) {
    let Some(name) = command.name_word() else { return };
    let words: Vec<&Word> = std::iter::once(name).chain(command.arguments().words()).collect();
    let text = |it: &Word| it.lossy().rsplit('/').next().unwrap_or_default().to_owned();
    let texts: Vec<String> = words.iter().map(|it| text(it)).collect();
    // Behind `python`, `python -m`, `uv run`, `npx`.
    let starts = 0..texts.len().min(4);
    for (known, instead) in SERVERS {
        let at = starts.clone().find(|at| matches_at(&texts[*at..], known));
        let Some(at) = at.filter(|at| texts[..*at].iter().all(|it| is_prefix(it))) else { continue };
        let Some(last) = words[at..].iter().find(|it| text(it) == *known[known.len() - 1]) else { continue };
        let place = words[at].range.cover(last.range);
        report.add(place, format!("is a server for development; {instead}"));
        return;
    }
    let skipped = if texts.len() > 2 && texts[1] == "run" && is_prefix(&texts[0]) { 2 } else { 0 };
    let words = &words[skipped..];
    match texts[skipped].as_str() {
        "uvicorn" | "gunicorn" | "hypercorn" | "granian" => reload(words, report),
        "php" => builtin(words, report),
        "fastapi" => fastapi(cx, words, report),
        _ => {}
    }
}

/// Whether these words stand there in this order, with nothing but flags between them.
fn matches_at(texts: &[String], known: &[&str]) -> bool {
    let Some((first, rest)) = known.split_first() else { return false };
    if texts.first().map(String::as_str) != Some(first) {
        return false;
    }
    let operands: Vec<&str> =
        texts[1..].iter().map(String::as_str).filter(|it| !it.starts_with('-')).collect();
    match rest {
        [] => true,
        // `flask --app app run`: a flag may have a value.
        [only] => operands.iter().take(2).any(|it| it == only),
        rest => operands.len() >= rest.len() && operands.iter().zip(rest).all(|(a, b)| a == b),
    }
}

/// Whether a word only leads to the program.
fn is_prefix(word: &str) -> bool {
    matches!(
        word,
        "-m" | "-u" | "uv" | "run" | "poetry" | "pipenv" | "pdm" | "npx" | "yarn" | "exec" | "bundle" | "npm"
    ) || word.starts_with("python")
}

fn reload(words: &[&Word], report: &mut Report) {
    let Some(at) = words.iter().position(|it| matches!(&*it.lossy(), "--reload")) else { return };
    let flag = words[at];
    let found = report.add(flag.range, "watches files and starts anew, which is for development");
    if let Some(before) = at.checked_sub(1).map(|it| words[it]) {
        let edit = TextEdit::delete(TextRange::new(before.range.end(), flag.range.end()));
        found.fix(Safety::Unsafe, "Leave `--reload` away", edit);
    }
}

/// PHP's own server.
fn builtin(words: &[&Word], report: &mut Report) {
    if let Some(flag) = words.iter().find(|it| it.lossy() == "-S") {
        let message = "is a server for development; PHP-FPM or Apache is for production";
        report.add(words[0].range.cover(flag.range), message);
    }
}

fn fastapi(cx: Cx<'_>, words: &[&Word], report: &mut Report) {
    let Some(word) = words.get(1).filter(|it| it.lossy() == "dev") else { return };
    let text = cx.analysis.file().text(word.range);
    let edit = TextEdit::replace(word.range, text.replace("dev", "run"));
    report
        .add(words[0].range.cover(word.range), "is a server for development; `fastapi run` is for production")
        .fix(Safety::Unsafe, "Use `fastapi run`", edit);
}
