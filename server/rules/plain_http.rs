//! # A download that anybody on the way can change
//!
//! Without TLS nobody knows whether what arrives is what was sent.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN curl -fsSLo /tmp/app.tar.gz http://example.com/app-1.2.tar.gz
//! #                               ^^^^ anybody on the way can change what `http` brings
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN curl -fsSLo /tmp/app.tar.gz https://example.com/app-1.2.tar.gz
//! ```
//!
//! ## Why
//!
//! A wireless network, a proxy, a router that was broken into: each can put something else in the place of the file, and the build runs it
//! as root. Where a sum or a signature is compared that would be seen.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN curl -fsSLo /tmp/app.tar.gz http://example.com/app-1.2.tar.gz \
//!  && echo "24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d  /tmp/app.tar.gz" | sha256sum -c
//! ```
//!
//! The packages of apt are signed; whoever changes them is found out. Names that only a private network knows are not reported.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN echo "deb http://deb.debian.org/debian bookworm-backports main" > /etc/apt/sources.list.d/backports.list
//! RUN curl -fsS http://localhost:8080/health && pip install --index-url http://devpi:3141/root app
//! HEALTHCHECK CMD curl -f http://example.com/
//! ```
//!
//! It is the same for ADD, git, pip and npm.
//!
//! ```dockerfile
//! FROM node:22
//! ADD http://example.com/app.tar.gz /srv/
//! #   ^^^^ anybody on the way can change what `http` brings
//! RUN git clone http://github.com/example/app.git && npm config set registry http://registry.npmjs.org/
//! #             ^^^^ anybody on the way can change what `http` brings
//! #                                                                          ^^^^ anybody on the way can change what `http` brings
//! ```
//!
//! ## Fix
//!
//! Writes `https`. Unsafe: not every server has it.
//!
//! Source: <https://rules.sonarsource.com/docker/RSPEC-5332/>
//!
//! Practices: plain-http-download.

use crate::{
    knowledge::downloads,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::fetches,
    syntax::Body,
    text::{TextEdit, TextRange, TextSize},
};

/// Reports the word `http`.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    for (_, trigger, run) in cx.analysis.runs() {
        if !run.script.source().text().contains("http://") || fetches::verifies(&run.script) {
            continue;
        }
        for visited in run.script.commands() {
            let command = visited.command.effective();
            let name = command.name().unwrap_or_default();
            let name = name.rsplit('/').next().unwrap_or_default();
            if downloads::downloader(name).is_none() && !FETCHES.contains(&name) {
                continue;
            }
            let mut is_proxy = false;
            for word in command.arguments() {
                let behind = std::mem::replace(
                    &mut is_proxy,
                    matches!(word.text(), "-x" | "--proxy" | "-e" | "--referer" | "-H" | "--header"),
                );
                let text = word.lossy();
                if !behind && !text.contains("roxy") && !text.starts_with('{') {
                    add(cx, word.range, &text, trigger, report);
                }
            }
        }
    }
    for it in &cx.analysis.file().instructions {
        let Body::Add(transfer) = &it.body else { continue };
        let checked = it.flags.iter().any(|it| it.name() == "checksum");
        for word in transfer.sources.iter().filter(|_| !checked) {
            add(cx, word.range, &cx.analysis.file().word(*word), false, report);
        }
    }
}

/// Other commands that fetch what they then run.
const FETCHES: [&str; 14] = [
    "git",
    "pip",
    "pip3",
    "uv",
    "npm",
    "yarn",
    "pnpm",
    "rpm",
    "yum",
    "dnf",
    "microdnf",
    "gem",
    "svn",
    "apt-add-repository",
];

fn add(cx: Cx<'_>, range: TextRange, text: &str, trigger: bool, report: &mut Report) {
    let file = cx.analysis.file();
    let Some(url) =
        downloads::urls(text).find(|it| it.scheme.eq_ignore_ascii_case("http") || it.scheme == "git+http")
    else {
        return;
    };
    if url.is_private() || !url.host.contains('.') {
        return;
    }
    let place = file.place_of(range, "http://");
    if place == range {
        return;
    }
    let place = TextRange::at(place.start(), TextSize::of("http"));
    let found = report.add(place, "anybody on the way can change what `http` brings");
    if !trigger {
        found.fix(Safety::Unsafe, "Write `https`", TextEdit::insert(place.end(), "s"));
    }
}
