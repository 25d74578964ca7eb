//! Servers, and how they are told where to listen.

use crate::{
    syntax::shell::{Effective, Word},
    text::{TextRange, TextSize},
};

/// A server that is started.
pub(super) struct Server<'s> {
    /// Its name, with the word that makes it a server.
    pub(super) place: TextRange,
    /// Where a flag may be inserted.
    pub(super) end: TextSize,
    /// Where it listens.
    pub(super) address: Address<'s>,
}

/// Where a server listens.
pub(super) enum Address<'s> {
    /// What is behind this many bytes of a word.
    At(&'s Word, usize),
    /// This word says on which port, and nothing says where.
    Port(&'s Word),
    /// Where it does unless it is told otherwise.
    Default(&'static Default),
}

/// Where a server listens that is told nothing.
pub(super) struct Default {
    /// Variables that may tell it.
    pub(super) variables: &'static [&'static str],
    /// Files that may tell it: with their endings, or parts of the names of those that a file here may write.
    pub(super) settings: &'static [&'static str],
    /// Whether that is only said of a server whose port the file exposes: others are given one by their platform, and with it the
    /// address.
    pub(super) if_exposed: bool,
    /// How to tell it to listen everywhere.
    pub(super) say: &'static str,
}

/// How a program is started as a server.
struct Row {
    /// Its name.
    name: &'static str,
    /// The words that make it a server; empty if it is nothing else.
    words: &'static [&'static str],
    /// Flags that say where.
    flags: &'static [&'static str],
    /// Flags that say something else than an address, or which file says it.
    others: &'static [&'static str],
    /// Where it listens if nothing does.
    default: Option<Default>,
}

const fn row(
    name: &'static str,
    words: &'static [&'static str],
    flags: &'static [&'static str],
    others: &'static [&'static str],
    default: Option<Default>,
) -> Row {
    Row { name, words, flags, others, default }
}

const fn told(
    variables: &'static [&'static str],
    settings: &'static [&'static str],
    say: &'static str,
) -> Option<Default> {
    Some(Default { variables, settings, if_exposed: false, say })
}

/// gunicorn listens everywhere if there is a variable PORT.
const GUNICORN: Option<Default> = Some(Default {
    variables: &["GUNICORN_CMD_ARGS", "PORT"],
    settings: &["gunicorn.conf.py"],
    if_exposed: true,
    say: "--bind=0.0.0.0:8000",
});

// Source: the manuals of the servers, as generally known in 2026.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    row("daphne", &[], &["-b", "--bind"], &["-u", "-e", "--fd", "--endpoint", "--unix-socket"], told(&[], &[], "-b 0.0.0.0")),
    row("dagster-webserver", &[], &["-h", "--host"], &[], told(&["DAGSTER_WEBSERVER_HOST"], &[], "-h 0.0.0.0")),
    row("datasette", &[], &["-h", "--host"], &["--uds"], None),
    row("fastapi", &["dev"], &["--host"], &[], told(&[], &[], "--host 0.0.0.0")),
    row("fastapi", &["run"], &["--host"], &[], None),
    row("flask", &["run"], &["-h", "--host"], &[], told(&["FLASK_RUN_HOST", "SERVER_NAME"], &[], "--host=0.0.0.0")),
    row("gatsby", &["develop"], &["-H", "--host"], &[], told(&["HOST"], &[], "--host=0.0.0.0")),
    row("gatsby", &["serve"], &["-H", "--host"], &[], told(&["HOST"], &[], "--host=0.0.0.0")),
    row("granian", &[], &["--host"], &["--uds"], told(&["GRANIAN_HOST"], &[], "--host 0.0.0.0")),
    row("gunicorn", &[], &["-b", "--bind"], &["-c", "--config", "--paste"], GUNICORN),
    row("hugo", &["server"], &["--bind"], &[], told(&[], &[], "--bind=0.0.0.0")),
    row("hypercorn", &[], &["-b", "--bind", "--insecure-bind"], &["-c", "--config"], told(&[], &[], "--bind=0.0.0.0:8000")),
    row("jekyll", &["serve"], &["-H", "--host"], &["--config"], told(&["JEKYLL_ENV"], &["_config.yml"], "--host=0.0.0.0")),
    row("jupyter", &["lab"], &["--ip", "--ServerApp.ip", "--NotebookApp.ip"], &["--config"],
        told(&["JUPYTER_IP", "JUPYTER_CONFIG_DIR"], &["jupyter_notebook_config", "jupyter_server_config", "jupyter_lab_config"], "--ip=0.0.0.0")),
    row("jupyter", &["notebook"], &["--ip", "--ServerApp.ip", "--NotebookApp.ip"], &["--config"],
        told(&["JUPYTER_IP", "JUPYTER_CONFIG_DIR"], &["jupyter_notebook_config", "jupyter_server_config"], "--ip=0.0.0.0")),
    row("litestar", &["run"], &["-H", "--host"], &["-U", "--uds"], told(&["LITESTAR_HOST"], &[], "--host=0.0.0.0")),
    row("manage.py", &["runserver"], &[], &[], told(&[], &[], "0.0.0.0:8000")),
    row("mkdocs", &["serve"], &["-a", "--dev-addr"], &["-f", "--config-file"], told(&[], &["mkdocs.yml"], "--dev-addr=0.0.0.0:8000")),
    row("mlflow", &["server"], &["-h", "--host"], &[], told(&["MLFLOW_HOST"], &[], "--host=0.0.0.0")),
    row("mlflow", &["ui"], &["-h", "--host"], &[], told(&["MLFLOW_HOST"], &[], "--host=0.0.0.0")),
    row("ng", &["serve"], &["--host"], &["--configuration"], told(&[], &["angular.json"], "--host=0.0.0.0")),
    row("php", &["artisan", "serve"], &["--host"], &[], told(&["SERVER_HOST"], &[], "--host=0.0.0.0")),
    row("php", &[], &["-S"], &[], None),
    row("prefect", &["server", "start"], &["--host"], &[], told(&["PREFECT_SERVER_API_HOST"], &[], "--host=0.0.0.0")),
    row("quart", &["run"], &["-h", "--host"], &[], told(&[], &[], "--host=0.0.0.0")),
    row("rails", &["s"], &["-b", "--binding"], &[], None),
    row("rails", &["server"], &["-b", "--binding"], &[], None),
    row("tensorboard", &[], &["--host"], &["--bind_all"], told(&[], &[], "--bind_all")),
    row("uvicorn", &[], &["--host"], &["--uds", "--fd"], told(&["UVICORN_HOST"], &[], "--host=0.0.0.0")),
    row("vite", &["dev"], &["--host"], &["-c", "--config"], told(&[], &["vite.config.js", "vite.config.ts", "vite.config.mjs"], "--host=0.0.0.0")),
    row("vite", &["preview"], &["--host"], &["-c", "--config"], told(&[], &["vite.config.js", "vite.config.ts", "vite.config.mjs"], "--host=0.0.0.0")),
    row("waitress-serve", &[], &["--host", "--listen"], &[], None),
];

/// The server that a command starts: itself, the module of `python -m`, the script of `python`, or what `uv run` and the like run.
pub(super) fn server(command: Effective<'_>) -> Option<Server<'_>> {
    let words = behind_runner(command)?;
    let (name_word, rest) = words.split_first()?;
    let text = name_word.literal()?;
    let name = text.rsplit('/').next()?;
    let (first, rest) = match rest {
        [script, rest @ ..] if name.starts_with("python") => match rest {
            [module, rest @ ..] if script.text().trim_matches('"') == "-m" => (module, rest),
            _ => (script, rest),
        },
        _ => (name_word, rest),
    };
    let program = first.literal()?;
    let program = program.rsplit('/').next()?;
    ROWS.iter().filter(|it| it.name == program).find_map(|row| of_row(row, first, rest))
}

/// The words behind `uv run`, `poetry run`, `npx` and the like.
fn behind_runner<'s>(command: Effective<'s>) -> Option<&'s [Word]> {
    let all = &command.command.words;
    let start = all.iter().position(|it| Some(it.range) == command.name_word().map(|it| it.range))?;
    let words = &all[start..];
    let value = |at: usize| words.get(at).and_then(Word::literal);
    match (value(0)?.as_ref(), value(1).as_deref()) {
        ("uv" | "poetry" | "pipenv" | "pdm" | "hatch" | "rye", Some("run")) => {
            let skipped = words[2..].iter().position(|it| !it.lossy().starts_with('-'))?;
            Some(&words[2 + skipped..])
        }
        ("bundle" | "npm" | "pnpm" | "yarn", Some("exec")) => words.get(2..),
        (
            "npx" | "yarn" | "bunx" | "pnpx" | "ddtrace-run" | "opentelemetry-instrument" | "newrelic-admin",
            Some(_),
        ) => words.get(1..),
        _ => Some(words),
    }
}

fn of_row<'s>(row: &'static Row, first: &'s Word, rest: &'s [Word]) -> Option<Server<'s>> {
    let mut last = first;
    let mut operands = rest.iter().filter(|it| !it.lossy().starts_with('-'));
    for expected in row.words {
        // A flag before the word may have a value.
        last = operands.find(|it| it.literal().is_some_and(|it| it == *expected))?;
    }
    let is_said = |names: &[&str]| rest.iter().any(|it| flag_of(it, names).is_some());
    let asks = is_said(&["--help", "--version"]);
    if asks || is_said(row.others) {
        return None;
    }
    let place = first.range.cover(last.range);
    if row.name == "manage.py" {
        return runserver(row, rest, last, place);
    }
    for (at, word) in rest.iter().enumerate() {
        if let Some(from) = flag_of(word, row.flags) {
            let address = match from {
                Some(from) => Address::At(word, from),
                None => Address::At(rest.get(at + 1)?, 0),
            };
            return Some(Server { place, end: last.range.end(), address });
        }
    }
    // What a variable stands for is not to be seen.
    if rest.iter().any(|it| it.lossy().starts_with(['$', '@'])) {
        return None;
    }
    Some(Server { place, end: last.range.end(), address: Address::Default(row.default.as_ref()?) })
}

/// Django's server is told by a word, with or without a host.
fn runserver<'s>(
    row: &'static Row,
    rest: &'s [Word],
    last: &'s Word,
    place: TextRange,
) -> Option<Server<'s>> {
    let behind = rest.iter().filter(|it| it.range.start() > last.range.start());
    let mut behind = behind.filter(|it| !it.lossy().starts_with('-'));
    let address = match behind.next() {
        None => Address::Default(row.default.as_ref()?),
        Some(word) if word.has_expansion() => return None,
        Some(word) if word.lossy().bytes().all(|it| it.is_ascii_digit()) => Address::Port(word),
        Some(word) => Address::At(word, 0),
    };
    Some(Server { place, end: last.range.end(), address })
}

/// Whether a word is one of these flags, and where in it the value begins; `None` in it if that is the next word.
fn flag_of(word: &Word, names: &[&str]) -> Option<Option<usize>> {
    let text = word.lossy();
    names.iter().find_map(|name| {
        let rest = text.strip_prefix(name)?;
        match rest.as_bytes().first() {
            None => Some(None),
            Some(b'=') => Some(Some(name.len() + 1)),
            Some(_) if name.len() == 2 && !rest.starts_with('-') => Some(Some(2)),
            Some(_) => None,
        }
    })
}
