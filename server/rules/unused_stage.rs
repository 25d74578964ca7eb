//! # Stages that nothing needs
//!
//! A build makes the last stage and what it needs. A stage that no other one copies from or is built on is never built, unless somebody
//! asks for it with `--target`. A stage without a name cannot even be asked for, but by its number: it is left over.
//!
//! ```dockerfile
//! FROM node:22
//! #    ^^^^^^^ nothing needs this stage, and it has no name to build it by
//! RUN npm ci && npm run build
//!
//! FROM nginx:1.28
//! COPY dist /usr/share/nginx/html
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM nginx:1.28
//! COPY dist /usr/share/nginx/html
//! ```
//!
//! A stage with a name may be a target. Of that only those are told who ask for this rule by its name, and only if no Compose file, Bake
//! file or Makefile of the build context names it.
//!
//! ```dockerfile
//! FROM node:22 AS test
//! #    ^^^^^^^ nothing needs this stage
//! RUN npm test
//!
//! FROM node:22-slim
//! COPY . .
//! ```
//!
//! ## Limits
//!
//! ```file compose.yaml
//! services: { tests: { build: { target: test } } }
//! ```
//!
//! ```dockerfile
//! FROM node:22 AS test
//! RUN npm test
//!
//! FROM node:22-slim
//! COPY . .
//! ```
//!
//! ## Fix
//!
//! The stage is deleted, with its comments. Unsafe: it may be there for somebody after all. There is none if stages are called by
//! their number.
//!
//! Source: Docker's documentation, "Multi-stage builds"; Moshe Zadka, "Contain Yourself".
//!
//! Practices: unused-stage.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Tag},
    model::Stage,
    text::{TextEdit, TextRange},
};

/// Looks at what no other stage needs.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["named", "nameless"],
    group: Group::Style,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let calls = |it: &str| it.starts_with(|digit: char| digit.is_ascii_digit());
    let by_number = || cx.analysis.file().behind("from=").any(calls);
    let stages = &cx.analysis.stages().stages;
    let unused: Vec<&Stage> = stages.iter().filter(|it| is_unused(cx, it)).collect();
    let can_go = !unused.is_empty() && !by_number();
    for stage in unused {
        say(stage, without(cx, stage).filter(|_| can_go), report);
    }
}

/// Whether no other stage needs it, and nobody is known to ask for it.
fn is_unused(cx: Cx<'_>, stage: &Stage) -> bool {
    let stages = cx.analysis.stages();
    let is_reached = stages.is_needed(stage.id) || stages.is_base(stage.id);
    !is_reached && !stage.name.as_ref().is_some_and(|it| cx.is_asked_for(&it.text))
}

fn say(stage: &Stage, edit: Option<TextEdit>, report: &mut Report) {
    let found = match &stage.name {
        Some(_) => report.add(stage.base_range, "nothing needs this stage").aspect("named").quiet(),
        None => report
            .add(stage.base_range, "nothing needs this stage, and it has no name to build it by")
            .aspect("nameless"),
    };
    found.tag(Tag::Unnecessary);
    if let Some(edit) = edit {
        found.fix(Safety::Unsafe, "Delete the stage", edit);
    }
}

/// The whole stage, up to the next FROM and the comments above it.
fn without(cx: Cx<'_>, stage: &Stage) -> Option<TextEdit> {
    let file = cx.analysis.file();
    let next = file.instructions.get(stage.instructions.end)?;
    let range = TextRange::new(file.instructions[stage.instructions.start].lines.start(), file.lead(next));
    Some(TextEdit::delete(range))
}
