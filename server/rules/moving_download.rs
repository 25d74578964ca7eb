//! # A download that is another file tomorrow
//!
//! The address leads to whatever is the newest, or to a branch.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN curl -fsSLo /usr/local/bin/tool https://github.com/example/tool/releases/latest/download/tool-linux
//! #                                                                            ^^^^^^ leads to another file tomorrow
//! ADD https://raw.githubusercontent.com/example/app/main/run.py /app/
//! #                                                 ^^^^ leads to another file tomorrow
//! ```
//!
//! ## Why
//!
//! Two builds of one commit are two programs. A rebuild next month installs another version, at the worst possible time; and until then a
//! RUN is taken from the cache, so that an old version stays although a new one is out. Name the version, best as an ARG.
//!
//! ```dockerfile
//! FROM debian:12
//! ARG TOOL_VERSION=1.4.2
//! RUN curl -fsSLo /usr/local/bin/tool https://github.com/example/tool/releases/download/v${TOOL_VERSION}/tool-linux
//! ADD https://raw.githubusercontent.com/example/app/8f14e45fceea167a5a36dedd4bea2543f1d3e2b7/run.py /app/
//! ```
//!
//! An argument that leads there is no better.
//!
//! ```dockerfile
//! FROM debian:12
//! ARG TOOL_URL=https://tool.example.com/latest/tool.deb
//! RUN curl -fsSLo /tmp/tool.deb $TOOL_URL && dpkg -i /tmp/tool.deb
//! #                             ^^^^^^^^^ leads to another file tomorrow
//! ```
//!
//! Not everything that is called so moves: `main` is also a part of Debian's archive. What has a sum is the same, or the build stops.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN curl -fsSO https://deb.debian.org/debian/pool/main/c/curl/curl_8.14.1-2_amd64.deb
//! ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/latest/app /app
//! RUN curl -fsSLO https://dl.google.com/android/repository/commandlinetools-linux-13114758_latest.zip
//! ADD https://github.com/example/resources/raw/master/nasm-2.15.05.tar.bz2 /tmp/
//! ```
//!
//! ## Fix
//!
//! There is none: which version it should be, only you know.
//!
//! Source: Moshe Zadka, "Contain Yourself" ("same code gives same results")
//!
//! Practices: mutable-download-url.

use std::sync::LazyLock;

use crate::{
    knowledge::downloads,
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::fetches,
    syntax::Body,
    text::{Needles, TextRange},
};

/// Reports the part of the address.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Reproducibility,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

/// Most scripts have none of these.
static MOVING: LazyLock<Needles> =
    LazyLock::new(|| Needles::new(["latest", "/master", "/main", "/HEAD", "/dev", "/trunk", "/nightly"]));

fn check(cx: Cx<'_>, report: &mut Report) {
    for (index, _, run) in cx.analysis.runs() {
        let text = run.script.source().text();
        let may_move = MOVING.are_in(text) || text.contains('$') && fetches::may_fetch(&run.script);
        if !may_move || fetches::verifies(&run.script) {
            continue;
        }
        for visited in run.script.commands() {
            let Some(fetch) = fetches::fetch(visited.command.effective()) else { continue };
            for url in &fetch.urls {
                let text = cx.analysis.shell_value(url, index).unwrap_or_else(|| url.lossy().into_owned());
                if downloads::installer(&text).is_none() {
                    add(cx, url.range, &text, report);
                }
            }
        }
    }
    for (index, it) in cx.analysis.file().instructions.iter().enumerate() {
        let Body::Add(transfer) = &it.body else { continue };
        if it.flags.iter().any(|it| it.name() == "checksum") {
            continue;
        }
        for word in &transfer.sources {
            let value = cx.analysis.value(*word, index);
            let text = value.unwrap_or_else(|| cx.analysis.file().word(*word).into_owned());
            add(cx, word.range, &text, report);
        }
    }
}

fn add(cx: Cx<'_>, range: TextRange, text: &str, report: &mut Report) {
    let Some(url) = downloads::urls(text).next().filter(|it| !it.plain_path().ends_with(".git")) else {
        return;
    };
    let Some(word) = url.moves() else { return };
    let file = cx.analysis.file();
    let part = format!("/{word}");
    let place = file.place_of(range, &part);
    let place = match place == range {
        true => range,
        false => TextRange::new(place.start() + crate::text::size(1), place.end()),
    };
    report.add(place, "leads to another file tomorrow");
}
