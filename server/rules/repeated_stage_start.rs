//! # Stages that begin in the same way
//!
//! Two stages on the same base that begin with the same steps say the same thing twice: who changes one must think of the other. A stage of its own for these
//! steps says it once, is built once, and gives a place to what both need: updates, users, settings.
//!
//! ```dockerfile
//! FROM python:3.13-slim AS build
//! ENV PYTHONUNBUFFERED=1
//! RUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*
//! RUN pip wheel --no-cache-dir --wheel-dir /wheels flask==3.1.0
//!
//! FROM python:3.13-slim
//! #    ^^^^^^^^^^^^^^^^ begins with the same 2 instructions as an earlier stage
//! ENV PYTHONUNBUFFERED=1
//! RUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*
//! RUN --mount=from=build,source=/wheels,target=/wheels pip install --no-cache-dir /wheels/*.whl
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM python:3.13-slim AS base
//! ENV PYTHONUNBUFFERED=1
//! RUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*
//!
//! FROM base AS build
//! RUN pip wheel --no-cache-dir --wheel-dir /wheels flask==3.1.0
//!
//! FROM base
//! RUN --mount=from=build,source=/wheels,target=/wheels pip install --no-cache-dir /wheels/*.whl
//! ```
//!
//! ## Fix
//!
//! The common steps become a stage that both are built on. Unsafe: the comments among the steps of the second one go with them. There is none if
//! stages are called by their numbers, or if a stage is called `base` already.
//!
//! ## Limits
//!
//! At least one RUN must be the same. Stages for other platforms are other stages.
//!
//! ```dockerfile
//! FROM --platform=$BUILDPLATFORM debian:12 AS build
//! RUN apt-get update && apt-get install -y make
//! FROM debian:12 AS docs
//! RUN apt-get update && apt-get install -y make
//! FROM debian:12
//! ENV LANG=C.UTF-8
//! COPY --from=build /app /app
//! COPY --from=docs /docs /docs
//! ```
//!
//! Source: Moshe Zadka, "Contain Yourself" (stages as modules); Docker's documentation, "Building best practices: Create reusable stages".
//!
//! Practices: stages-as-modules.

use std::{cell::LazyCell, collections::HashMap};

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{Analysis, Base, Stage},
    syntax::{Body, Instruction},
    text::{Edits, TextEdit, TextRange},
};

/// Looks at the first instructions of the stages.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Style,
    severity: Severity::Hint,
    default: true,
    check: Check::File(check),
};

const NAME: &str = "base";

fn check(cx: Cx<'_>, report: &mut Report) {
    let (analysis, stages) = (cx.analysis, cx.analysis.stages());
    let can_be_named = LazyCell::new(|| is_free(analysis));
    let mut first: HashMap<&str, &Stage> = HashMap::new();
    for stage in stages.stages.iter().filter(|it| matches!(it.base, Base::Image(_)) && is_plain(analysis, it))
    {
        let base = &analysis.source()[stage.base_range];
        let earlier = *first.entry(base).or_insert(stage);
        let same = if earlier.id == stage.id { 0 } else { same_start(analysis, earlier, stage) };
        if same == 0 {
            continue;
        }
        let message = match same {
            1 => "begins with the same instruction as an earlier stage".to_owned(),
            _ => format!("begins with the same {same} instructions as an earlier stage"),
        };
        let found = report.add(stage.base_range, message);
        found.related(earlier.base_range, "this is the other");
        let edits = (*can_be_named).then(|| extracted(analysis, earlier, stage, same));
        if let Some(edits) = edits.flatten() {
            found.fix(Safety::Unsafe, "Put them into a stage of their own", edits);
        }
    }
}

/// Whether a stage may be called `base`, and one be put before the others.
fn is_free(analysis: &Analysis) -> bool {
    let number = |it: &str| it.starts_with(|it: char| it.is_ascii_digit());
    let mut sources = analysis.file().behind("from=");
    analysis.stages().named(NAME).is_empty() && !sources.any(|it| number(it) || it.starts_with(NAME))
}

fn is_plain(analysis: &Analysis, stage: &Stage) -> bool {
    analysis.file().instructions[stage.instructions.start].flags.is_empty()
}

/// How many instructions two stages have in common at their beginning; none if there is no RUN among them.
fn same_start(analysis: &Analysis, one: &Stage, other: &Stage) -> usize {
    let file = analysis.file();
    let body = |stage: &Stage| &file.instructions[stage.instructions.clone()][1..];
    let words = |it: &Instruction| file.text(it.range).split_ascii_whitespace().filter(|it| *it != "\\");
    let pairs = body(one).iter().zip(body(other));
    // Mostly they are the same to the letter.
    let is_same = |a: &Instruction, b: &Instruction| {
        a.keyword == b.keyword && (file.text(a.range) == file.text(b.range) || words(a).eq(words(b)))
    };
    let same = pairs.take_while(|(a, b)| is_same(a, b)).map(|it| it.0);
    let same: Vec<&Instruction> = same.collect();
    let last = same.iter().rposition(|it| matches!(it.body, Body::Run(_)));
    last.map_or(0, |it| it + 1)
}

/// The common instructions as a stage before the first of the two.
fn extracted(analysis: &Analysis, one: &Stage, other: &Stage, same: usize) -> Option<Edits> {
    let file = analysis.file();
    let start = |stage: &Stage| stage.instructions.start;
    let last = &file.instructions[start(one) + same];
    let copies = file.instructions[start(one)..=start(one) + same].iter();
    let refers = copies.flat_map(|it| &it.flags).any(|it| it.text.contains("from="));
    if refers || file.is_unfinished(last) {
        return None;
    }
    let eol = file.line_end(last.lines.end());
    let (named, rest) = match &one.name {
        Some(name) => {
            let name_text = file.text(name.range);
            (TextEdit::replace(name.range, NAME), format!("{eol}{eol}FROM {NAME} AS {name_text}"))
        }
        None => {
            let text = format!(" AS {NAME}");
            (TextEdit::insert(one.base_range.end(), text), format!("{eol}{eol}FROM {NAME}"))
        }
    };
    let from = &file.instructions[start(other)];
    let gone = TextRange::new(
        file.whole_lines(from.lines).end(),
        file.whole_lines(file.instructions[start(other) + same].lines).end(),
    );
    Edits::new([
        named,
        TextEdit::insert(last.lines.end(), rest),
        TextEdit::replace(other.base_range, NAME),
        TextEdit::delete(gone),
    ])
    .ok()
}
