//! How fast the server is beside the one that most editors use, on the same files, in one run.

use std::{
    io::BufReader,
    process::{ChildStdout, Command},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::server::{
    client::{Client, FILE, read},
    dockerfile, resident,
};

/// What is measured of a server with one document.
const MEASURES: [&str; 7] =
    ["start", "open → diagnostics", "keystroke → diagnostics", "completion", "hover", "tokens", "memory"];

/// Prints a table, if `DOCKER_LANGSERVER` in the environment says where the other server is.
#[allow(clippy::print_stdout)]
pub(crate) fn table() {
    let Some(peer) = std::env::var_os("DOCKER_LANGSERVER") else {
        println!("DOCKER_LANGSERVER=path/to/docker-langserver measures it beside this");
        return;
    };
    println!("| lines | what | dockwright | docker-langserver | times |");
    println!("|---|---|---|---|---|");
    for lines in [30, 300, 3000] {
        let ours = measure(&|| command(env!("CARGO_BIN_EXE_dockwright"), &["lsp", "--stdio"]), lines);
        let theirs = measure(&|| command(&peer.to_string_lossy(), &["--stdio"]), lines);
        for (what, (ours, theirs)) in MEASURES.iter().zip(ours.into_iter().zip(theirs)) {
            let unit = if *what == "memory" { "MiB" } else { "ms" };
            println!("| {lines} | {what} | {ours:.2} {unit} | {theirs:.2} {unit} | {:.0} |", theirs / ours);
        }
    }
}

fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments);
    command
}

/// The figures of a server, in the order of [`MEASURES`]: milliseconds, and MiB.
fn measure(command: &dyn Fn() -> Command, lines: usize) -> [f64; MEASURES.len()] {
    let text = dockerfile(lines);
    let start = median(9, |_| drop(Session::new(command())));
    let open = median(9, |at| {
        let mut session = Session::new(command());
        let begin = Instant::now();
        session.open(&text, at);
        begin.elapsed()
    });
    let mut session = Session::new(command());
    session.open(&text, 0);
    let keystroke = median(41, |at| session.type_or_delete(lines / 2, at));
    let line = text.lines().position(|it| it.starts_with("ENV")).unwrap_or_default();
    let at = |character: usize| {
        json!({
            "textDocument": { "uri": FILE },
            "position": { "line": line, "character": character },
        })
    };
    let completion = median(41, |_| session.ask("textDocument/completion", at(2)));
    let hover = median(41, |_| session.ask("textDocument/hover", at(1)));
    let document = json!({ "textDocument": { "uri": FILE } });
    let tokens = median(41, |_| session.ask("textDocument/semanticTokens/full", document.clone()));
    let memory = resident(&session.client).map_or(f64::NAN, |it| it as f64 / f64::from(1 << 20));
    [start, open, keystroke, completion, hover, tokens, memory]
}

/// The median of the times that the work takes, in milliseconds: those that it measures itself, or those of all of it.
fn median<T: Measured>(times: usize, mut work: impl FnMut(usize) -> T) -> f64 {
    let mut all: Vec<Duration> = (0..times)
        .map(|at| {
            let begin = Instant::now();
            let measured = work(at);
            measured.time().unwrap_or_else(|| begin.elapsed())
        })
        .collect();
    all.sort_unstable();
    all[all.len() / 2].as_secs_f64() * 1e3
}

/// What a piece of work says of its own time.
trait Measured {
    fn time(self) -> Option<Duration>;
}

impl Measured for () {
    fn time(self) -> Option<Duration> {
        None
    }
}

impl Measured for Duration {
    fn time(self) -> Option<Duration> {
        Some(self)
    }
}

/// A server that has been greeted.
struct Session {
    client: Client,
    output: BufReader<ChildStdout>,
}

impl Session {
    fn new(command: Command) -> Session {
        let (client, output) = Client::deaf_to(command);
        let mut session = Session { client, output: BufReader::new(output) };
        let capabilities = json!({
            "textDocument": {
                "completion": { "completionItem": { "snippetSupport": true } },
                "hover": { "contentFormat": ["markdown"] },
            },
        });
        let params =
            json!({ "processId": std::process::id(), "rootUri": null, "capabilities": capabilities });
        session.ask("initialize", params);
        session.client.notify("initialized", json!({}));
        session
    }

    fn open(&mut self, text: &str, _: usize) {
        self.client.open(FILE, text);
        self.hear_diagnostics();
    }

    /// Types an `x` at the beginning of a line, or takes it away again.
    fn type_or_delete(&mut self, line: usize, at: usize) {
        let (end, text) = if at.is_multiple_of(2) { (0, "x") } else { (1, "") };
        let range = json!({
            "start": { "line": line, "character": 0 },
            "end": { "line": line, "character": end },
        });
        let version = i32::try_from(at).unwrap() + 2;
        self.client.edit(FILE, version, json!([{ "range": range, "text": text }]));
        self.hear_diagnostics();
    }

    fn ask(&mut self, method: &str, params: Value) {
        let id = self.client.ask(method, params);
        loop {
            let message = self.hear();
            if message.get("method").is_none() && message["id"] == id {
                assert!(message.get("error").is_none(), "{method}: {message}");
                return;
            }
        }
    }

    fn hear_diagnostics(&mut self) {
        while self.hear()["method"] != "textDocument/publishDiagnostics" {}
    }

    fn hear(&mut self) -> Value {
        read(&mut self.output).expect("the server does not end")
    }
}
