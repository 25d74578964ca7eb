//! # Features that the builder may not know
//!
//! `# syntax=docker/dockerfile:1` at the top makes every builder fetch the newest version 1 of the language, so that the file is read in the same
//! way everywhere. Without it the version counts that Docker was built with, and an older Docker stops at a flag that it does not know.
//!
//! ```dockerfile
//! FROM debian:12
//! ADD --unpack=true https://example.com/app.tar.gz /opt/
//! #   ^^^^^^^^^^^^^ `--unpack` is new in version 1.17, which older builders do not have
//! ```
//!
//! ```dockerfile unsafe fix
//! # syntax=docker/dockerfile:1
//! FROM debian:12
//! ADD --unpack=true https://example.com/app.tar.gz /opt/
//! ```
//!
//! A directive that asks for an older version is worse: then no builder knows the feature.
//!
//! ```dockerfile
//! # syntax=docker/dockerfile:1.4
//! FROM debian:12
//! COPY --exclude=*.md . /app
//! #    ^^^^^^^^^^^^^^ `--exclude` needs version 1.19, and the directive asks for an older one
//! ```
//!
//! ```dockerfile unsafe fix
//! # syntax=docker/dockerfile:1
//! FROM debian:12
//! COPY --exclude=*.md . /app
//! ```
//!
//! Heredocs, `--mount`, `--link` and `--chmod` are known since Docker 23, of February 2023, and are not reported, unless the directive asks for less.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY --link --chmod=755 app /app
//! RUN --mount=type=cache,target=/root/.cache <<EOF
//! /app/install
//! EOF
//! ```
//!
//! Nor behind a directive for the newest version, for the experimental one, or for another language.
//!
//! ```dockerfile
//! # syntax=docker/dockerfile:1
//! FROM debian:12
//! COPY --exclude=*.md . /app
//! ```
//!
//! ```dockerfile
//! # syntax=docker/dockerfile:1.7-labs
//! FROM debian:12
//! COPY --parents a/*/b /app
//! ```
//!
//! ## Fix
//!
//! Unsafe: a builder without a way to Docker Hub cannot fetch the language.
//!
//! Source: <https://docs.docker.com/build/buildkit/frontend/>, and the release notes of the Dockerfile frontend
//!
//! Practices: syntax-directive-for-feature.

use crate::{
    lint::{Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::MountKind,
    syntax::{DirectiveKind, Flag, Instruction, Keyword},
    text::{TextEdit, TextRange, TextSize},
};

/// Reports the first feature that is too new.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Reproducibility,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

/// A flag, the version that brought it, and the experimental one that had it before.
type Feature = (Keyword, &'static str, u32, Option<u32>);

// Source: the release notes of docker/dockerfile up to 1.20, read 2026-11-22.
#[rustfmt::skip]
const FEATURES: &[Feature] = &[
    (Keyword::Copy, "chmod", 2, None), (Keyword::Add, "chmod", 2, None),
    (Keyword::Copy, "link", 4, None), (Keyword::Add, "link", 4, None),
    (Keyword::Add, "keep-git-dir", 6, Some(5)), (Keyword::Add, "checksum", 6, Some(5)),
    (Keyword::Healthcheck, "start-interval", 6, None),
    (Keyword::Add, "unpack", 17, None),
    (Keyword::Copy, "exclude", 19, Some(7)), (Keyword::Add, "exclude", 19, Some(7)),
    (Keyword::Copy, "parents", 20, Some(7)),
];

/// What Docker 23 knows.
const KNOWN_TO_ALL: u32 = 5;
/// Heredocs.
const HEREDOC: u32 = 4;
/// `env=` in a secret mount.
const SECRET_ENV: u32 = 10;

fn check(cx: Cx<'_>, report: &mut Report) {
    let file = cx.analysis.file();
    let directive = file.directives.iter().find(|it| it.kind == DirectiveKind::Syntax);
    let known = match directive.map(|it| version(file.text(it.value))) {
        None => (KNOWN_TO_ALL, false),
        Some(Some(known)) => known,
        Some(None) => return,
    };
    for (index, it) in file.instructions.iter().enumerate() {
        let Some((place, what, since)) = newest(cx, index, it, known) else { continue };
        let found = match directive {
            None => report
                .add(place, format!("{what} is new in version 1.{since}, which older builders do not have")),
            Some(_) => report
                .add(
                    place,
                    format!("{what} needs version 1.{since}, and the directive asks for an older one"),
                )
                .severity(Severity::Error),
        };
        found.fix =
            Some(fix(directive.map(|it| it.value), bom(&file.source), file.line_end(TextSize::new(0))));
        return;
    }
}

/// The minor version that a directive asks for, and whether it is the experimental one; `None` if it is the newest, or another language.
fn version(directive: &str) -> Option<(u32, bool)> {
    let name = directive.strip_prefix("docker.io/").unwrap_or(directive);
    let tag = name.strip_prefix("docker/dockerfile:")?;
    let tag = tag.split('@').next()?;
    let (tag, labs) =
        tag.strip_suffix("-labs").or(tag.strip_suffix("-experimental")).map_or((tag, false), |it| (it, true));
    let mut numbers = tag.split('.');
    let major: u32 = numbers.next()?.parse().ok()?;
    let minor = numbers.next()?.parse().ok()?;
    (major == 1).then_some((minor, labs))
}

/// The first feature of an instruction that is too new.
fn newest(
    cx: Cx<'_>,
    index: usize,
    it: &Instruction,
    (known, labs): (u32, bool),
) -> Option<(TextRange, String, u32)> {
    let flag = |flag: &Flag| {
        let row = FEATURES.iter().find(|row| row.0 == it.keyword && row.1 == flag.name())?;
        let is_there = row.2 <= known || labs && row.3.is_some_and(|it| it <= known);
        (!is_there).then(|| (flag.range, format!("`--{}`", row.1), row.2))
    };
    let heredoc = || {
        let first = it.heredocs.first().filter(|_| known < HEREDOC)?;
        Some((first.marker, "a heredoc".to_owned(), HEREDOC))
    };
    let secret = || {
        let mounts = cx.analysis.mounts(index);
        let mount = mounts.iter().find(|it| it.kind == Some(MountKind::Secret) && it.has("env"))?;
        (known < SECRET_ENV).then(|| (mount.range, "`env` of a secret".to_owned(), SECRET_ENV))
    };
    it.flags.iter().find_map(flag).or_else(heredoc).or_else(secret)
}

fn bom(source: &str) -> TextSize {
    TextSize::new(if source.starts_with('\u{feff}') { 3 } else { 0 })
}

fn fix(directive: Option<TextRange>, top: TextSize, end: &str) -> Fix {
    let newest = "docker/dockerfile:1";
    let (title, edit) = match directive {
        Some(value) => (format!("Ask for `{newest}`"), TextEdit::replace(value, newest)),
        None => {
            (format!("Add `# syntax={newest}`"), TextEdit::insert(top, format!("# syntax={newest}{end}")))
        }
    };
    Fix { title, safety: Safety::Unsafe, edits: edit.into() }
}
