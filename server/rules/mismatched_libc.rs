//! # Compiled files that are copied to a stage with another C library
//!
//! What is compiled is bound to the C library of the image that it was compiled in. Alpine has musl, Debian and most others have glibc: an extension
//! module of one does not load in the other, `ImportError` or `not found`. Packages with compiled parts are the rule, not the exception: numpy,
//! psycopg, cryptography, bcrypt, sharp.
//!
//! ```dockerfile
//! FROM python:3.12-slim AS build
//! RUN python -m venv /opt/venv && /opt/venv/bin/pip install psycopg2==2.9.10
//! FROM python:3.12-alpine
//! COPY --from=build /opt/venv /opt/venv
//! #                 ^^^^^^^^^ what is compiled in it is linked to glibc, but this stage has musl
//! ```
//!
//! ```dockerfile
//! FROM node:22 AS build
//! WORKDIR /app
//! RUN npm ci
//! FROM node:22-alpine
//! COPY --from=build /app/node_modules /app/node_modules
//! #                 ^^^^^^^^^^^^^^^^^ what is compiled in it is linked to glibc, but this stage has musl
//! ```
//!
//! A program that cargo builds is no exception, unless it is built for musl.
//!
//! ```dockerfile
//! FROM rust:1.90 AS build
//! WORKDIR /src
//! COPY . .
//! RUN cargo build --release
//! FROM alpine:3.22
//! COPY --from=build /src/target/release/app /bin/app
//! #                 ^^^^^^^^^^^^^^^^^^^^^^^ what is compiled in it is linked to glibc, but this stage has musl
//! CMD ["app"]
//! ```
//!
//! Of the same library, the version in the stage that runs must not be older than in the one that compiles: `version GLIBC_2.38 not found`. That
//! matters where something is really compiled, which is seen by the headers or compilers that the stage installs.
//!
//! ```dockerfile
//! FROM python:3.12-slim-trixie AS build
//! RUN apt-get update && apt-get install -y gcc libpq-dev
//! RUN python -m venv /opt/venv && /opt/venv/bin/pip install psycopg2==2.9.10
//! FROM python:3.12-slim-bookworm
//! COPY --from=build /opt/venv /opt/venv
//! #                 ^^^^^^^^^ what is compiled in it needs glibc 2.41, but this stage has 2.36
//! ```
//!
//! Use the same suite in both. An older one to compile in is fine, and so is any if only wheels are installed, which are made for old libraries.
//!
//! ```dockerfile
//! FROM python:3.12-slim-bookworm AS old
//! RUN apt-get update && apt-get install -y gcc && python -m venv /opt/venv
//! FROM python:3.12-slim-trixie AS new
//! COPY --from=old /opt/venv /opt/venv
//! RUN python -m venv /opt/other
//! FROM python:3.12-slim-bookworm
//! COPY --from=new /opt/other /opt/other
//! ```
//!
//! Nothing is reported where the libraries are not known, and for files that are not compiled.
//!
//! ```dockerfile
//! FROM node:22 AS build
//! WORKDIR /app
//! RUN npm ci && npm run build
//! FROM nginx:1.29-alpine
//! COPY --from=build /app/dist /usr/share/nginx/html
//! FROM example.org/node
//! COPY --from=build /app/node_modules /app/node_modules
//! ```
//!
//! ```dockerfile
//! FROM rust:1.90 AS build
//! RUN cargo build --release --target=x86_64-unknown-linux-musl
//! FROM rust:1.90 AS static
//! ENV RUSTFLAGS="-C target-feature=+crt-static"
//! RUN cargo build --release
//! FROM alpine:3.22
//! RUN apk add --no-cache gcompat
//! COPY --from=build /target/x86_64-unknown-linux-musl/release/app /bin/app
//! COPY --from=static /target/release/app /bin/other
//! ```
//!
//! Source: PEP 656, <https://github.com/pypa/auditwheel>, Moshe Zadka, "Contain Yourself".
//! Practices: libc-mismatch-across-stages, glibc-newer-in-builder.

use std::cell::LazyCell;

use crate::{
    knowledge::{
        images::Libc,
        packages::Kind,
        releases,
        toolchain::{self, Tool},
    },
    lint::{Check, Cx, Decl, Diagnostic, Group, Report, Severity},
    model::{Analysis, StageId},
    syntax::{Body, Word},
    text::TextRange,
};

/// Reports what is copied.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["kind", "version"],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

/// A COPY of something that has compiled files in it.
struct Compiled {
    from: StageId,
    to: StageId,
    place: TextRange,
}

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    let compiles = LazyCell::new(|| compiling_stages(analysis));
    let mut all: Vec<Compiled> = environments(analysis).chain(files(analysis)).collect();
    all.sort_by_key(|it| it.place.start());
    all.dedup_by_key(|it| it.place);
    for it in all {
        let (Some(from), Some(to)) = (analysis.base_image(it.from), analysis.base_image(it.to)) else {
            continue;
        };
        match (from.libc, to.libc) {
            (Some(made), Some(here)) if made != here => {
                let (made, here) = (named(made), named(here));
                let message =
                    format!("what is compiled in it is linked to {made}, but this stage has {here}");
                places(analysis, &it, report.add(it.place, message).aspect("kind"));
            }
            (Some(Libc::Glibc), Some(Libc::Glibc)) if compiles[it.from.index()] => {
                let glibc = |suite: Option<_>| {
                    suite.and_then(|it: crate::knowledge::images::Suite| releases::glibc(it.name))
                };
                let (Some(made), Some(here)) = (glibc(from.suite), glibc(to.suite)) else { continue };
                if made > here {
                    let message = format!(
                        "what is compiled in it needs glibc {}.{}, but this stage has {}.{}",
                        made.0, made.1, here.0, here.1
                    );
                    places(analysis, &it, report.add(it.place, message).aspect("version"));
                }
            }
            _ => {}
        }
    }
}

fn places(analysis: &Analysis, it: &Compiled, found: &mut Diagnostic) {
    found.related(analysis.root_place(it.from), "it is made for this image");
    found.related(analysis.root_place(it.to), "and runs in this one");
}

fn named(libc: Libc) -> &'static str {
    match libc {
        Libc::Glibc => "glibc",
        Libc::Musl => "musl",
    }
}

/// Environments of Python, and folders of its packages.
fn environments(analysis: &Analysis) -> impl Iterator<Item = Compiled> {
    let python = analysis.python();
    python.carried.iter().filter(|it| !python.is_passed_on(analysis, it)).map(|it| Compiled {
        from: python.environments[it.environment].stage,
        to: it.stage,
        place: it.source,
    })
}

/// Folders `node_modules`, and what cargo builds.
fn files(analysis: &Analysis) -> impl Iterator<Item = Compiled> {
    let file = analysis.file();
    // Whoever thinks of musl knows what he does.
    let is_for_musl =
        ["musl", "crt-static", "gcompat", "libc6-compat"].iter().any(|it| file.source.contains(it));
    let is_compiled = move |word: &Word| {
        let path = file.word(*word);
        path.trim_end_matches('/').ends_with("/node_modules")
            || path.contains("/target/release") && !is_for_musl
    };
    file.instructions.iter().enumerate().flat_map(move |(index, it)| {
        let from = it.flags.iter().find(|it| it.name() == "from").and_then(|it| it.value());
        let stage = analysis.stages().of_instruction(index);
        let found = stage.zip(from).and_then(|(to, from)| {
            let from = analysis.stages().source(from, to.id)?;
            match &it.body {
                Body::Copy(files) => Some((from, to.id, files.sources.as_slice())),
                _ => None,
            }
        });
        let all = found.into_iter().flat_map(|(from, to, words)| words.iter().map(move |it| (from, to, it)));
        all.filter(move |it| is_compiled(it.2)).map(|(from, to, word)| Compiled {
            from,
            to,
            place: word.range,
        })
    })
}

/// Of each stage whether it, or what it is built on, installs what is needed to compile.
fn compiling_stages(analysis: &Analysis) -> Vec<bool> {
    let stages = analysis.stages();
    let mut compiles = vec![false; stages.stages.len()];
    for install in analysis.installs().iter().filter(|it| it.manager.kind == Kind::System) {
        let (Some(stage), Some(distribution)) = (
            stages.of_instruction(install.instruction),
            toolchain::distribution(install.manager.commands[0]),
        ) else {
            continue;
        };
        let tools = install.packages.iter().filter_map(|it| toolchain::tool(distribution, &it.text));
        if tools.into_iter().any(|it| matches!(it, Tool::Compiler | Tool::Headers)) {
            compiles[stage.id.index()] = true;
        }
    }
    for stage in &stages.stages {
        if let crate::model::Base::Stage(base) = stage.base {
            compiles[stage.id.index()] |= compiles[base.index()];
        }
    }
    compiles
}
