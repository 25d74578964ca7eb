//! Labels of the schema that an image does not have.

use std::collections::HashSet;

use super::key;
use crate::{
    lint::{BuildStages, Cx, Report},
    model::{Base, Stage},
    syntax::{Body, Keyword},
};

/// Reports each at the base of the stage that should have it.
pub(super) fn check(cx: Cx<'_>, report: &mut Report) {
    let stages = &cx.analysis.stages().stages;
    let labels: Vec<HashSet<String>> = stages.iter().map(|it| keys(cx, it)).collect();
    let copied = copied(cx);
    let all = cx.settings.build_stages == BuildStages::Check;
    for (label, _) in &cx.settings.label_schema {
        let lacks = lacks(stages, &labels, label);
        for (at, stage) in stages.iter().enumerate().filter(|(at, _)| lacks[*at]) {
            let what = match at + 1 == stages.len() {
                true => "the image",
                false if all && !copied.contains(&at) => "this stage",
                false => continue,
            };
            report.add(stage.base_range, format!("{what} has no label `{label}`")).aspect("missing");
        }
    }
}

/// The keys of the labels that a stage sets.
fn keys(cx: Cx<'_>, stage: &Stage) -> HashSet<String> {
    let instructions = &cx.analysis.file().instructions;
    let labels = stage.instructions.clone().filter_map(|index| match &instructions[index].body {
        Body::Label(pairs) => Some(pairs.iter().map(move |pair| key(cx, pair, index))),
        _ => None,
    });
    labels.flatten().collect()
}

/// Of each stage, whether a label is missing: neither the stage has it nor one that it is built on, nor does it leave it to one
/// that is built on it.
fn lacks(stages: &[Stage], labels: &[HashSet<String>], label: &str) -> Vec<bool> {
    let base = |at: usize| match stages[at].base {
        Base::Stage(base) => Some(base.index()),
        _ => None,
    };
    let mut inherits: Vec<bool> = labels.iter().map(|it| it.contains(label)).collect();
    let mut leaves = inherits.clone();
    for at in 0..stages.len() {
        inherits[at] |= base(at).is_some_and(|base| inherits[base]);
    }
    for at in (0..stages.len()).rev() {
        if let Some(base) = base(at) {
            leaves[base] |= leaves[at];
        }
    }
    inherits.iter().zip(leaves).map(|(inherits, leaves)| !inherits && !leaves).collect()
}

/// The stages that files are copied from.
fn copied(cx: Cx<'_>) -> HashSet<usize> {
    let stages = cx.analysis.stages();
    let copies = cx.analysis.file().instructions.iter().filter(|it| it.keyword == Keyword::Copy);
    let flags = copies.flat_map(|it| &it.flags).filter(|it| it.name() == "from");
    let source = |from: &str| match stages.named(&from.to_lowercase()).last() {
        Some(stage) => Some(stage.index()),
        None => from.parse().ok(),
    };
    flags.filter_map(|it| source(it.value()?)).collect()
}
