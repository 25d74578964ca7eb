//! # Stages by their number
//!
//! `--from=0` means the first stage of the file, whatever it is. Whoever puts a stage before it, or moves one, lets each number mean another
//! stage, and the build may well succeed with the wrong files.
//!
//! ```dockerfile
//! FROM golang:1.25
//! RUN CGO_ENABLED=0 go build -o /app .
//! FROM gcr.io/distroless/static-debian12
//! COPY --from=0 /app /app
//! #           ^ is another stage as soon as one is put before it
//! ```
//!
//! ```dockerfile safe fix
//! FROM golang:1.25 AS build
//! RUN CGO_ENABLED=0 go build -o /app .
//! FROM gcr.io/distroless/static-debian12
//! COPY --from=build /app /app
//! ```
//!
//! A stage that has a name already is called by it.
//!
//! ```dockerfile
//! FROM node:22 AS assets
//! RUN npm ci && npm run build
//! FROM nginx:1.28
//! RUN --mount=from=0,source=/dist,target=/mnt cp -r /mnt/. /usr/share/nginx/html
//! #                ^ is another stage as soon as one is put before it
//! ```
//!
//! ```dockerfile safe fix
//! FROM node:22 AS assets
//! RUN npm ci && npm run build
//! FROM nginx:1.28
//! RUN --mount=from=assets,source=/dist,target=/mnt cp -r /mnt/. /usr/share/nginx/html
//! ```
//!
//! A number that no earlier stage has is a matter for `unknown-copy-source-stage`.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY --from=3 /app /app
//! ```
//!
//! Source: Docker's documentation, "Multi-stage builds: Name your build stages".
//!
//! Practices: stage-index-reference.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{Analysis, Stage, StageId},
    syntax::{Body, Keyword},
    text::{Edits, TextEdit, TextRange},
};

/// Reports each number.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Style,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    for (index, it) in analysis.file().instructions.iter().enumerate() {
        let Some(within) = analysis.stages().of_instruction(index).map(|it| it.id) else { continue };
        match &it.body {
            Body::Copy(_) => {
                for flag in it.flags.iter().filter(|it| it.name() == "from") {
                    if let Some(place) = flag.value {
                        say(analysis, flag.value().unwrap_or_default(), place, within, report);
                    }
                }
            }
            Body::Run(_) if it.flags.iter().any(|it| it.name() == "mount") => {
                for mount in analysis.mounts(index) {
                    if let Some((text, place)) = mount.text("from").zip(mount.place("from")) {
                        say(analysis, text, place, within, report);
                    }
                }
            }
            _ => {}
        }
    }
}

fn say(analysis: &Analysis, text: &str, place: TextRange, within: StageId, report: &mut Report) {
    let is_number = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let Some(stage) = analysis.stages().source(text, within).filter(|_| is_number) else { return };
    let stage = analysis.stages().get(stage);
    let found = report.add(place, "is another stage as soon as one is put before it");
    found.related(stage.base_range, "this is the stage");
    if analysis.file().text(place) == text
        && let Some((name, named)) = name(analysis, stage)
    {
        let edits = Edits::new([TextEdit::replace(place, &*name)].into_iter().chain(named));
        if let Ok(edits) = edits {
            found.fix(Safety::Safe, format!("Call it `{name}`"), edits);
        }
    }
}

/// The name of a stage; one that is free, and the edit that gives it to it, if it has none.
fn name(analysis: &Analysis, stage: &Stage) -> Option<(String, Option<TextEdit>)> {
    let (file, stages) = (analysis.file(), analysis.stages());
    if let Some(name) = &stage.name {
        let is_its_own = stages.named(&name.text).last() == Some(&stage.id);
        return is_its_own.then(|| (file.text(name.range).to_owned(), None));
    }
    let number = stage.id.index() + 1;
    let candidates =
        [if number == 1 { "build".to_owned() } else { format!("build{number}") }, format!("stage{number}")];
    let name = candidates.into_iter().find(|it| stages.named(it).is_empty())?;
    let from = &file.instructions[stage.instructions.start];
    let Body::From(body) = &from.body else { return None };
    let image = body.image.filter(|_| body.as_word.is_none())?;
    let text = format!(" {} {name}", as_like(analysis, stage));
    let is_last = from.range.end() == image.range.end();
    is_last.then(|| (name, Some(TextEdit::insert(image.range.end(), text))))
}

/// AS in the case of FROM.
fn as_like(analysis: &Analysis, stage: &Stage) -> &'static str {
    let file = analysis.file();
    let from = &file.instructions[stage.instructions.start];
    let is_small = file.keyword_like(from, Keyword::From) == "from";
    if is_small { "as" } else { "AS" }
}
