//! Which stage needs which: as a hierarchy of calls, in which a stage calls those that it is built on or copies from.

use super::names::{Kind, Names};
use crate::{
    lint::Cx,
    model::{Analysis, Base, StageId},
    text::{TextRange, TextSize},
};

/// A stage, as an item of the hierarchy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageItem {
    /// Which it is.
    pub stage: StageId,
    /// Its name; of one without a name its number, as `--from` takes it.
    pub name: String,
    /// What is behind FROM.
    pub base: String,
    /// From FROM to its last instruction.
    pub range: TextRange,
    /// Its name, or what it is built on.
    pub selection: TextRange,
}

/// A stage that needs another, or that is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The other stage.
    pub with: StageItem,
    /// Where the one that needs names the other.
    pub ranges: Vec<TextRange>,
}

/// The stage that is named at a place; on the line of a FROM the one that begins there.
pub fn stage_item(cx: Cx<'_>, at: TextSize) -> Option<StageItem> {
    let names = Names::new(cx.analysis);
    let named = names.at(at).and_then(|it| names.stage(it));
    named.or_else(|| begun(cx.analysis, at)).map(|it| item(cx.analysis, it))
}

/// Who is built on a stage or takes files from it, in the order of the file.
pub fn incoming_calls(cx: Cx<'_>, stage: StageId) -> Vec<Call> {
    let calls = needs(cx.analysis).into_iter().filter(|it| it.1 == stage);
    gathered(cx.analysis, calls.map(|(from, _, range)| (from, range)))
}

/// What a stage is built on or takes files from, in the order of the file.
pub fn outgoing_calls(cx: Cx<'_>, stage: StageId) -> Vec<Call> {
    let calls = needs(cx.analysis).into_iter().filter(|it| it.0 == stage);
    gathered(cx.analysis, calls.map(|(_, to, range)| (to, range)))
}

fn begun(analysis: &Analysis, at: TextSize) -> Option<StageId> {
    let stage = analysis.stages().get(analysis.stage_at(at)?);
    let from = &analysis.file().instructions[stage.instructions.start];
    from.range.contains_inclusive(at).then_some(stage.id)
}

/// Which stage needs which, and where it says so.
fn needs(analysis: &Analysis) -> Vec<(StageId, StageId, TextRange)> {
    let stages = analysis.stages();
    let built = stages.stages.iter().filter_map(|it| match it.base {
        Base::Stage(base) => Some((it.id, base, it.base_range)),
        _ => None,
    });
    let mut needs: Vec<_> = built.collect();
    let names = Names::new(analysis);
    for place in names.places().iter().filter(|it| matches!(names.thing(it).kind, Kind::Stage(_))) {
        if let (Some(from), Some(to)) = (analysis.stage_at(place.range.start()), names.stage(place))
            && begun(analysis, place.range.start()).is_none()
        {
            needs.push((from, to, place.range));
        }
    }
    needs.sort_by_key(|it| it.2.start());
    needs
}

fn gathered(analysis: &Analysis, calls: impl Iterator<Item = (StageId, TextRange)>) -> Vec<Call> {
    let mut calls: Vec<_> = calls.collect();
    calls.sort_by_key(|it| it.0);
    let by_stage = calls.chunk_by(|a, b| a.0 == b.0);
    let call = |calls: &[(StageId, TextRange)]| {
        Some(Call { with: item(analysis, calls.first()?.0), ranges: calls.iter().map(|it| it.1).collect() })
    };
    by_stage.filter_map(call).collect()
}

fn item(analysis: &Analysis, stage: StageId) -> StageItem {
    let (file, it) = (analysis.file(), analysis.stages().get(stage));
    let all = &file.instructions[it.instructions.clone()];
    let selection = it.name.as_ref().map_or(it.base_range, |it| it.range);
    let name =
        it.name.as_ref().map_or_else(|| stage.0.to_string(), |it| file.joined_text(it.range).into_owned());
    let whole = all.first().zip(all.last()).map_or(selection, |(first, last)| first.range.cover(last.range));
    StageItem { stage, name, base: file.joined_text(it.base_range).into_owned(), range: whole, selection }
}
