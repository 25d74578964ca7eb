//! `ARG SOURCE_DATE_EPOCH=…` before the first FROM: a number, `context`, or a stage that only downloads.

use super::Build;
use crate::{
    model::stages::{Base, Stage},
    syntax::{Body, Instruction, SyntaxError, Value},
};

const NAME: &str = "SOURCE_DATE_EPOCH";

/// Checks the value, if there is one.
pub(super) fn check(build: &mut Build<'_>) {
    let Some(definition) = build.scopes.globals.definitions(NAME).last() else {
        return;
    };
    let Value::Set(value) = &definition.value else {
        return;
    };
    if value.is_empty()
        || value == "context"
        || value.parse::<i64>().is_ok()
        || build.stages.stages.is_empty()
    {
        return;
    }
    let stage = build.stages.named(&value.to_lowercase()).last().map(|id| build.stages.get(*id));
    let Some(stage) = stage.filter(|it| it.base == Base::Scratch) else {
        let hint = "write the seconds since 1970, or context";
        let error = SyntaxError::new(definition.range, format!("invalid {NAME}: {value}: {hint}"));
        let stage = build.stages.named(&value.to_lowercase()).last().map(|id| build.stages.get(*id));
        return build.errors.push(match stage {
            Some(it) => error.see(it.base_range, "this stage is no `scratch`"),
            None => error,
        });
    };
    if let Some(message) = stage_fault(build, stage) {
        let error = SyntaxError::new(stage.base_range, message);
        build.errors.push(error.see(definition.range, "this asks for it"));
    }
}

fn stage_fault(build: &Build<'_>, stage: &Stage) -> Option<String> {
    let instructions = &build.file.instructions[stage.instructions.clone()][1..];
    let needs_layers = |it: &&Instruction| !matches!(it.body, Body::Add(_) | Body::Arg(_));
    if let Some(odd) = instructions.iter().find(needs_layers) {
        return Some(format!(
            "{NAME} stage does not meet source-only requirements: unsupported {} instruction: delete it",
            odd.keyword
        ));
    }
    let sources: Vec<_> = instructions
        .iter()
        .filter_map(|it| match &it.body {
            Body::Add(transfer) => Some(&transfer.sources),
            _ => None,
        })
        .flatten()
        .collect();
    let remote = |text: &str| text.contains("://") || text.starts_with("git@") || text.contains('$');
    match sources.as_slice() {
        [only] if remote(&build.file.word(**only)) => None,
        _ => Some(format!(
            "{NAME} stage source must be a single HTTP(S) or Git ADD: add a URL, and nothing else"
        )),
    }
}
