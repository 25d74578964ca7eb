//! # A download for one kind of processor
//!
//! The address names the architecture, and the image is built for whatever machine builds it.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN curl -fsSLo /usr/local/bin/tool https://example.com/v1.2/tool-linux-amd64
//! #                                                                       ^^^^^ is for one kind of processor; the image may be for another
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! ARG TARGETARCH
//! RUN curl -fsSLo /usr/local/bin/tool https://example.com/v1.2/tool-linux-${TARGETARCH}
//! ```
//!
//! ## Why
//!
//! On a Mac, or on a server with ARM, the build goes well, and the program says `exec format error` when it is started; or it runs in an
//! emulator, ten times slower. Docker says in `TARGETARCH` what the image is for: `amd64`, `arm64` and so on.
//!
//! Nothing is reported where the stage is for one platform, or asks which one it is, and where a sum says that it is this file and no
//! other.
//!
//! ```dockerfile
//! FROM --platform=linux/amd64 debian:12
//! RUN curl -fsSLo /usr/local/bin/tool https://example.com/v1.2/tool-linux-amd64
//! FROM debian:12
//! RUN case "$(uname -m)" in x86_64) curl -fsSLO https://example.com/tool-x86_64 ;; *) exit 1 ;; esac
//! ```
//!
//! ## Fix
//!
//! There is one where the word is `amd64`. Unsafe: there must be such a file for each architecture.
//!
//! Source: Docker's Dockerfile reference, "Automatic platform ARGs in the global scope"
//!
//! Practices: arch-hardcoded-download.

use std::cell::LazyCell;

use crate::{
    knowledge::images::Family,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{RunScript, Stage, fetches},
    syntax::{Body, shell::Word},
    text::{Edits, TextEdit, TextRange, size},
};

/// Reports the word.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Info,
    default: false,
    check: Check::Mentioning(&WORDS, &Check::File(check)),
};

/// The words for it, longer ones first.
const WORDS: [&str; 5] = ["x86_64", "x86-64", "amd64", "linux64", "x64"];

/// What asks which architecture it is.
const ASKS: [&str; 9] = [
    "TARGETARCH",
    "TARGETPLATFORM",
    "uname -m",
    "uname -p",
    "--print-architecture",
    "--print-arch",
    "aarch64",
    "arm64",
    "$(arch)",
];

fn check(cx: Cx<'_>, report: &mut Report) {
    let stages = cx.analysis.stages();
    let asks = LazyCell::new(|| stages.inherit(|it| is_for_one(cx, it) || knows(cx, it)));
    for (index, trigger, run) in cx.analysis.runs() {
        let text = run.script.source().text();
        // What has a sum is one file on purpose.
        if trigger || !WORDS.iter().any(|it| text.contains(it)) || fetches::verifies(&run.script) {
            continue;
        }
        let Some(stage) = stages.of_instruction(index) else { continue };
        if asks[stage.id.index()] {
            continue;
        }
        for visited in run.script.commands() {
            let Some(fetch) = fetches::fetch(visited.command.effective()) else { continue };
            for url in &fetch.urls {
                add(cx, index, stage, run, url, report);
            }
        }
    }
}

fn add(cx: Cx<'_>, index: usize, stage: &Stage, run: &RunScript, url: &Word, report: &mut Report) {
    let file = cx.analysis.file();
    let text = file.text(url.range);
    let Some((at, word)) = WORDS.iter().find_map(|it| Some((find(text, it)?, *it))) else { return };
    let place = TextRange::at(url.range.start() + size(at), size(word.len()));
    let found = report.add(place, "is for one kind of processor; the image may be for another");
    let literal = text.starts_with('\'') || !run.script.is_understood() || run.shell.is_none();
    if word != "amd64" || text.matches("amd64").count() != 1 || literal {
        return;
    }
    let declared =
        stage.instructions.clone().take_while(|it| *it < index).any(|it| match &file.instructions[it].body {
            Body::Arg(pairs) => pairs.iter().any(|it| file.text(it.name) == "TARGETARCH"),
            _ => false,
        });
    let mut edits = vec![TextEdit::replace(place, "${TARGETARCH}")];
    if !declared {
        let this = &file.instructions[index];
        edits.push(TextEdit::insert(
            file.lead(this),
            format!("ARG TARGETARCH{}", file.line_end(this.lines.start())),
        ));
    }
    if let Ok(edits) = Edits::new(edits) {
        found.fix(Safety::Unsafe, "Use `TARGETARCH`", edits);
    }
}

/// Where a word stands by itself in an address.
fn find(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|it| it.0).find(|at| {
        let is_inside = |it: char| it.is_ascii_alphanumeric();
        !text[..*at].ends_with(is_inside) && !text[*at + word.len()..].starts_with(is_inside)
    })
}

/// Whether the stage is for one platform by its own words.
fn is_for_one(cx: Cx<'_>, stage: &Stage) -> bool {
    let file = cx.analysis.file();
    let family = cx.analysis.base_image(stage.id).and_then(|it| it.family);
    let from = &file.instructions[stage.instructions.start];
    let image = file.text(stage.base_range);
    family == Some(Family::Windows)
        || from.flags.iter().any(|it| it.name() == "platform")
        || WORDS.iter().any(|it| image.contains(it))
        || image.contains("nvidia")
        || image.contains("cuda")
}

/// Whether something in the stage asks which architecture it is.
fn knows(cx: Cx<'_>, stage: &Stage) -> bool {
    let file = cx.analysis.file();
    stage.instructions.clone().any(|index| {
        let text = file.text(file.instructions[index].range);
        ASKS.iter().any(|it| text.contains(it))
    })
}
