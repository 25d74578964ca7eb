//! # Images that files are taken from, without a tag
//!
//! `COPY --from`, `RUN --mount=from` and `# syntax=` pull images as FROM does. Without a tag, or with `latest`, they are another
//! version on another day.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY --from=ghcr.io/astral-sh/uv:latest /uv /usr/local/bin/uv
//! #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ files are taken from whatever `ghcr.io/astral-sh/uv:latest` is on the day of the build
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY --from=ghcr.io/astral-sh/uv:0.8.22 /uv /usr/local/bin/uv
//! ```
//!
//! ## Why
//!
//! The base is pinned with care, and then a program is copied from an image that is not. A new version of it may read its files
//! in another way, drop a flag or write another lock file: the build breaks, or makes something else, on a day
//! on which nobody changed anything.
//!
//! ```dockerfile
//! # syntax=docker/dockerfile
//! #        ^^^^^^^^^^^^^^^^^ the file is read by whatever `docker/dockerfile` is on the day of the build
//! FROM alpine:3.24
//! RUN --mount=type=bind,from=composer,source=/usr/bin/composer,target=/usr/bin/composer composer install
//! #                          ^^^^^^^^ files are taken from whatever `composer` is on the day of the build
//! ```
//!
//! ```dockerfile
//! # syntax=docker/dockerfile:1
//! FROM alpine:3.24
//! RUN --mount=type=bind,from=composer:2,source=/usr/bin/composer,target=/usr/bin/composer composer install
//! ```
//!
//! ## Limits
//!
//! Stages have no tags. A name without a registry may be a named context (`--build-context`), so of those only Docker's
//! official images are meant. Images of Chainguard have no other tags for free. A variable is up to who builds.
//!
//! ```dockerfile
//! ARG UV=latest
//! FROM golang:1.26 AS build
//! FROM alpine:3.24
//! COPY --from=build /app /app
//! COPY --from=shared /etc/app.conf /etc/
//! COPY --from=ghcr.io/astral-sh/uv:$UV /uv /bin/
//! COPY --from=cgr.dev/chainguard/static:latest /etc/passwd /etc/
//! ```
//!
//! There is no fix: which version you want is not to be seen.
//!
//! Source: <https://docs.astral.sh/uv/guides/integration/docker/>; Moshe Zadka, "Contain Yourself".
//!
//! Practices: copy-from-image-unpinned, uv-binary-pinned.

use crate::{
    knowledge::{eol, images},
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::{StageId, reference, repository},
    syntax::{DirectiveKind, Instruction, Keyword},
    text::TextRange,
};

/// Looks at each image besides those after FROM.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Reproducibility,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let file = cx.analysis.file();
    if let Some(it) = file.directives.iter().find(|it| it.kind == DirectiveKind::Syntax)
        && let Some(image) = unpinned(file.text(it.value), IsName::Always)
    {
        report.add(it.value, format!("the file is read by whatever `{image}` is on the day of the build"));
    }
    for stage in &cx.analysis.stages().stages {
        for index in stage.instructions.clone() {
            for (source, range) in sources(cx, &file.instructions[index], index) {
                if is_stage(cx, &source, stage.id) {
                    continue;
                }
                if let Some(image) = unpinned(&source, IsName::OfKnownOnes) {
                    let message =
                        format!("files are taken from whatever `{image}` is on the day of the build");
                    report.add(range, message);
                }
            }
        }
    }
}

/// What is written behind `from=`, without variables, and where.
fn sources(cx: Cx<'_>, it: &Instruction, index: usize) -> Vec<(String, TextRange)> {
    let mut found = Vec::new();
    if matches!(it.keyword, Keyword::Copy | Keyword::Add) {
        let flags = it.flags.iter().filter(|flag| flag.name() == "from");
        found.extend(flags.filter_map(|flag| Some((flag.value()?.to_owned(), flag.value?))));
    }
    if it.keyword == Keyword::Run {
        for mount in cx.analysis.mounts(index) {
            let source = mount.text("from").filter(|it| !it.contains('$'));
            found.extend(source.map(|it| (it.to_owned(), mount.place("from").unwrap_or(mount.range))));
        }
    }
    found.retain(|it| !it.0.contains('$'));
    found
}

fn is_stage(cx: Cx<'_>, source: &str, within: StageId) -> bool {
    let stages = cx.analysis.stages();
    source == "scratch"
        || source.parse::<u32>().is_ok()
        || stages.source(source, within).is_some()
        || !stages.named(&source.to_lowercase()).is_empty()
}

/// Whether a word must be the name of an image.
#[derive(PartialEq)]
enum IsName {
    Always,
    OfKnownOnes,
}

/// The image, if it has neither a digest nor a tag that says which version it is.
fn unpinned(text: &str, is_name: IsName) -> Option<&str> {
    let image = reference::parse(text).ok()?;
    let repository = repository(&image);
    let moves = image.tag.as_deref().is_none_or(|it| it == "latest");
    let is_known = || {
        let has_registry = image.registry.is_some() || repository.contains('/');
        has_registry || eol::official(&repository).is_some() || images::image(&repository, None).is_some()
    };
    let is_free = repository.starts_with("cgr.dev/") || repository.starts_with("chainguard/");
    let is_meant = image.hash.is_none() && moves && !is_free && (is_name == IsName::Always || is_known());
    is_meant.then_some(text)
}
