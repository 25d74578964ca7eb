//! # Metadata of a stage that does not ship
//!
//! CMD, ENTRYPOINT, EXPOSE, HEALTHCHECK and STOPSIGNAL say how a container of the image is run. Only those of the last stage, and of what it is built on, are
//! part of the image. `COPY --from` copies files, and nothing else: what a build stage says is lost.
//!
//! ```dockerfile
//! FROM golang:1.25 AS build
//! WORKDIR /src
//! RUN CGO_ENABLED=0 go build -o /app .
//! EXPOSE 8080
//! #^^^^^ is lost: only files are copied from this stage
//! ENTRYPOINT ["/app"]
//! #^^^^^^^^^ is lost: only files are copied from this stage
//!
//! FROM gcr.io/distroless/static-debian12
//! COPY --from=build /app /app
//! ENTRYPOINT ["/app"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM golang:1.25 AS build
//! WORKDIR /src
//! RUN CGO_ENABLED=0 go build -o /app .
//!
//! FROM gcr.io/distroless/static-debian12
//! COPY --from=build /app /app
//! ENTRYPOINT ["/app"]
//! ```
//!
//! ## Fix
//!
//! The instruction is deleted; if the last stage lacks it, it belongs there. Unsafe, as somebody may build the stage on its own with `--target`.
//!
//! ## Limits
//!
//! Nothing is reported of a stage that other stages are built on, that no build of the last stage needs, or whose name says that people
//! work or test in it: somebody builds it on its own. Nor of VOLUME and LABEL, which mean something for the build.
//!
//! ```dockerfile
//! FROM node:22 AS development
//! COPY . .
//! RUN npm ci && npm run build
//! CMD ["npm", "run", "watch"]
//!
//! FROM nginx:1.28
//! COPY --from=development /dist /usr/share/nginx/html
//! ```
//!
//! ```file compose.yaml
//! services: { watch: { build: { target: assets } } }
//! ```
//!
//! ```dockerfile
//! FROM node:22 AS assets
//! COPY . .
//! RUN npm ci && npm run build
//! CMD ["npm", "run", "watch"]
//!
//! FROM nginx:1.28
//! COPY --from=assets /dist /usr/share/nginx/html
//! ```
//!
//! Source: Moshe Zadka, "Contain Yourself"; Docker's documentation, "Multi-stage builds".
//!
//! Practices: metadata-in-build-stage.

use crate::{
    knowledge::commands,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Tag, script_edits},
    model::{Base, Stage, StageId},
    syntax::Keyword,
};

/// Looks at the stages of which only files ship.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Info,
    default: true,
    check: Check::Stages(check),
};

const KEYWORDS: [Keyword; 5] =
    [Keyword::Cmd, Keyword::Entrypoint, Keyword::Expose, Keyword::Healthcheck, Keyword::Stopsignal];

/// Parts of the names of stages that somebody builds on their own.
const TARGETS: [&str; 12] =
    ["app", "base", "debug", "dev", "final", "local", "prod", "release", "run", "serve", "stag", "test"];

fn check(cx: Cx<'_>, stage: &Stage, report: &mut Report) {
    let stages = cx.analysis.stages();
    let is_target = |name: &str| TARGETS.iter().any(|it| name.contains(it));
    if stages.ships(stage.id)
        || stages.is_base(stage.id)
        || !stages.is_needed(stage.id)
        || stage.name.as_ref().is_some_and(|it| is_target(&it.text) || cx.is_asked_for(&it.text))
        || !is_left_behind(cx, stage.id)
    {
        return;
    }
    for index in stage.instructions.clone() {
        let it = &cx.analysis.file().instructions[index];
        if KEYWORDS.contains(&it.keyword) && !starts_a_shell(cx, index) {
            let found = report.add(it.keyword_range, "is lost: only files are copied from this stage");
            found.tag(Tag::Unnecessary);
            if let Some(target) = stages.target() {
                found.related(target.base_range, "this stage ships");
            }
            if !cx.analysis.file().is_unfinished(it) {
                let edit = script_edits::without_instruction(cx.analysis, index);
                found.fix(Safety::Unsafe, "Delete it", edit);
            }
        }
    }
}

/// Whether it only lets somebody look into the stage.
fn starts_a_shell(cx: Cx<'_>, index: usize) -> bool {
    let it = &cx.analysis.file().instructions[index];
    let mut commands = cx.analysis.scripts(index).iter().flat_map(|it| it.script.commands());
    let first = commands.next().and_then(|it| it.command.name());
    let is_shell = first.is_some_and(|it| commands::shell(&it).is_some());
    matches!(it.keyword, Keyword::Cmd | Keyword::Entrypoint) && is_shell
}

/// Whether the last stage is an image of its own, and not one more build that is made to be copied from.
fn is_left_behind(cx: Cx<'_>, stage: StageId) -> bool {
    let target = cx.analysis.stages().target();
    target.is_some_and(|it| it.id != stage && it.base != Base::Unknown)
}
