//! # COPY of files that are not there
//!
//! The build stops at the COPY: "not found". Here it is seen while you write.
//!
//! ```files
//! Cargo.toml
//! src/main.rs
//! config/app.toml
//! ```
//!
//! ```dockerfile
//! FROM rust:1.90
//! COPY Cargo.toml Cargo.lock ./
//! #               ^^^^^^^^^^ is not in the build context
//! COPY Src ./src
//! #    ^^^ is not in the build context; did you mean `src`?
//! COPY ./confg/app.toml /etc/
//! #    ^^^^^^^^^^^^^^^^ is not in the build context; did you mean `./config/app.toml`?
//! COPY ../shared /shared
//! #    ^^^^^^^^^ is outside of the build context
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM rust:1.90
//! COPY Cargo.toml Cargo.lock ./
//! COPY src ./src
//! COPY ./config/app.toml /etc/
//! COPY ../shared /shared
//! ```
//!
//! ## Why
//!
//! On a Mac and on Windows `Src` and `src` are the same folder, in the build they are not. What `..` leads to is not sent to the builder at
//! all: build from the folder above, with `docker build -f app/Dockerfile .`, or name it with `--build-context`.
//!
//! ## Limits
//!
//! The build context is taken to be the folder of the Dockerfile. If none of the files that COPY names is there, it is another folder, and
//! nothing is said; a file may also be made before the build.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY build/server /usr/local/bin/
//! COPY ../shared /shared
//! ```
//!
//! Patterns and optional files are left alone:
//!
//! ```dockerfile
//! FROM rust:1.90
//! COPY Cargo.toml Cargo.loc[k] *.md ./
//! COPY --from=debian:12 /etc/passwd /etc/
//! ADD https://example.com/a /
//! ```
//!
//! ## See also
//!
//! What `.dockerignore` keeps out is another rule's: `ignored-source`.
//!
//! Source: [Docker, Build context](https://docs.docker.com/build/concepts/context/).
//!
//! Practices: copy-source-missing.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{Brought, Context, context::join},
    syntax::suggest,
    text::TextEdit,
};

/// Reports the source.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let mut named =
        cx.analysis.all_brought().iter().filter(|it| !it.path.is_empty() && !it.is_pattern).peekable();
    if named.peek().is_none() || cx.world.exists("") != Some(true) {
        return;
    }
    let context = Context::new(cx.world);
    if cx.analysis.knows_context(&context) != Some(true) {
        return;
    }
    for brought in named {
        if cx.world.exists(&brought.path) != Some(false) {
            continue;
        }
        let written = cx.analysis.file().word(brought.word);
        if written.trim_start_matches("./").starts_with("../") {
            report.add(brought.word.range, "is outside of the build context");
            continue;
        }
        let nearest = nearest(cx, brought);
        let advice = nearest.as_deref().map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
        let found = report.add(brought.word.range, format!("is not in the build context{advice}"));
        let plain = cx.analysis.file().text(brought.word.range) == written;
        if let Some(nearest) = nearest.filter(|_| plain) {
            found.fix(
                Safety::Unsafe,
                format!("Write `{nearest}`"),
                TextEdit::replace(brought.word.range, nearest),
            );
        }
    }
}

/// The path that is there and is written almost like this one, where only one name differs.
fn nearest(cx: Cx<'_>, brought: &Brought) -> Option<String> {
    let written = cx.analysis.file().word(brought.word);
    let mut folder = String::new();
    let mut right = Vec::new();
    let mut corrected = false;
    for name in brought.path.split('/') {
        let path = join(&folder, name);
        let name = if cx.world.exists(&path)? {
            name.to_owned()
        } else if corrected {
            return None;
        } else {
            corrected = true;
            let entries = cx.world.entries(&folder)?;
            let names: Vec<&str> = entries.iter().map(|it| it.trim_end_matches('/')).collect();
            let same = names.iter().find(|it| it.eq_ignore_ascii_case(name)).copied();
            let alike = |it: &&str| ending(it) == ending(name);
            let similar =
                || suggest::nearest(name, names.iter().copied().filter(alike)).filter(|_| name.len() > 3);
            same.or_else(similar)?.to_owned()
        };
        folder = join(&folder, &name);
        right.push(name);
    }
    let path = right.join("/");
    let before = written.find(&brought.path)?;
    Some(written.replacen(&written[before..before + brought.path.len()], &path, 1))
}

/// `.toml` of `Cargo.toml`, which is no slip for `Cargo.lock`.
fn ending(name: &str) -> Option<&str> {
    name.rfind('.').map(|at| &name[at..])
}
