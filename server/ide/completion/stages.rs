//! The stages of the file: behind FROM, and as what files are taken from.

use super::{Completion, CompletionKind, Elsewhere, context::Place, images};
use crate::{
    lint::Cx,
    model::{Base, Stage},
};

/// The names of the stages before this place, the latest first; in small letters, as FROM knows them by no others.
pub(super) fn names(cx: Cx<'_>, place: &Place<'_>) -> Vec<Completion> {
    let stages = earlier(cx, place);
    stages.into_iter().filter_map(|it| Some(stage(cx, place, &it.name.as_ref()?.text, it))).collect()
}

/// What `--from` can be: stages by their names, those without one by their numbers, and images.
pub(super) fn sources(cx: Cx<'_>, place: &Place<'_>, elsewhere: Elsewhere<'_>) -> Vec<Completion> {
    let stages = earlier(cx, place);
    let written =
        |it: &&Stage| cx.analysis.file().text(it.name.as_ref().map_or(it.base_range, |it| it.range));
    let named = stages.iter().filter(|it| it.name.is_some());
    let names = named.map(|it| stage(cx, place, written(it), it));
    let numbers = stages.iter().map(|it| {
        let item = Completion::new(place, it.id.0.to_string(), CompletionKind::Stage);
        let name = it.name.as_ref().map(|it| cx.analysis.file().text(it.range));
        item.detail(name.map_or_else(|| base(cx, it), |name| format!("stage {name}")))
    });
    let mut items: Vec<Completion> = names.chain(numbers).collect();
    if place.typed.contains(':') {
        items.clear(); // it is an image
    }
    items.extend(images::items(cx, place, elsewhere).unwrap_or_default());
    items
}

fn stage(cx: Cx<'_>, place: &Place<'_>, name: &str, it: &Stage) -> Completion {
    Completion::new(place, name, CompletionKind::Stage).detail(base(cx, it))
}

/// `FROM golang:1.26`
fn base(cx: Cx<'_>, stage: &Stage) -> String {
    match stage.base {
        Base::Scratch => "FROM scratch".to_owned(),
        _ => format!("FROM {}", cx.analysis.file().joined_text(stage.base_range)),
    }
}

/// The stages that are finished before this place, the latest first.
fn earlier<'a>(cx: Cx<'a>, place: &Place<'_>) -> Vec<&'a Stage> {
    let stages = &cx.analysis.stages().stages;
    let before = stages.iter().rev().filter(|it| it.instructions.end <= place.index);
    before.take(MOST).collect()
}

/// More stages are not worth to be listed.
const MOST: usize = 200;
