//! How fast the language server answers over its pipes, and what it needs in memory.

use std::{
    io::BufReader,
    process::ChildStdout,
    time::{Duration, Instant},
};

use criterion::{BenchmarkId, Criterion};
use serde_json::json;

#[path = "../lsp/client.rs"]
#[allow(dead_code)]
pub(crate) mod client;

use client::{Client, FILE, read};

/// From an edit of one character to the diagnostics of the new version.
pub(crate) fn keystroke(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("keystroke");
    for lines in [30, 300, 3000] {
        let (mut client, mut output) = started();
        client.open(FILE, &dockerfile(lines));
        hear(&mut output, 1);
        let mut version = 1;
        let line = lines / 2;
        group.bench_function(BenchmarkId::from_parameter(lines), |bencher| {
            bencher.iter(|| {
                // Types an `x` and takes it away again.
                let (end, text) = if version % 2 == 1 { (0, "x") } else { (1, "") };
                let range = json!({
                    "start": { "line": line, "character": 0 },
                    "end": { "line": line, "character": end },
                });
                version += 1;
                client.edit(FILE, version, json!([{ "range": range, "text": text }]));
                hear(&mut output, version);
            });
        });
    }
}

/// From the start of the process to the answer to `initialize`.
pub(crate) fn start(criterion: &mut Criterion) {
    criterion.bench_function("start", |bencher| {
        bencher.iter_custom(|times| {
            let time = || {
                let start = Instant::now();
                let _session = started();
                start.elapsed()
            };
            (0..times).map(|_| time()).sum::<Duration>()
        });
    });
}

/// What the process has in memory with many documents open. This is a figure, not a time.
#[allow(clippy::print_stdout)]
pub(crate) fn memory(_: &mut Criterion) {
    for documents in [0, 1, 1000] {
        let (mut client, mut output) = started();
        for document in 0..documents {
            client.open(&format!("file:///nowhere/{document}/Dockerfile"), &dockerfile(30));
            hear(&mut output, 1);
        }
        if let Some(bytes) = resident(&client) {
            println!("memory/{documents:<23} {:.1} MiB", bytes as f64 / f64::from(1 << 20));
        }
    }
}

/// A session in which `initialize` has been answered.
fn started() -> (Client, BufReader<ChildStdout>) {
    let (mut client, output) = Client::deaf();
    let mut output = BufReader::new(output);
    client.ask("initialize", json!({ "processId": std::process::id(), "rootUri": null, "capabilities": {} }));
    read(&mut output).expect("an answer");
    client.notify("initialized", json!({}));
    (client, output)
}

fn hear(output: &mut BufReader<ChildStdout>, version: i32) {
    while read(output).expect("diagnostics")["params"]["version"] != version {}
}

/// A file as people write them, with about so many lines.
pub(crate) fn dockerfile(lines: usize) -> String {
    let stage = "\
FROM node:22-bookworm AS stage-0

# Dependencies first: they change less often than the sources.
WORKDIR /app
ARG VERSION=1.0
ENV NODE_ENV=production \\
    PATH=/app/bin:$PATH
RUN apt-get update \\
 && apt-get install -y --no-install-recommends curl ca-certificates \\
 && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY --chown=node:node . .
EXPOSE 8080
";
    let stages = (0..).map(|number| stage.replace("stage-0", &format!("stage-{number}")));
    let mut text = String::new();
    for line in stages.flat_map(|it| it.lines().map(str::to_owned).collect::<Vec<_>>()).take(lines - 1) {
        text.push_str(&line);
        text.push('\n');
    }
    text + "CMD [\"node\", \"server.js\"]\n"
}

/// The resident memory of the server, where that can be seen.
pub(crate) fn resident(client: &Client) -> Option<usize> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", client.process.id())).ok()?;
    let kilobytes = status.lines().find_map(|it| it.strip_prefix("VmRSS:"))?;
    Some(kilobytes.trim().strip_suffix(" kB")?.parse::<usize>().ok()? << 10)
}
