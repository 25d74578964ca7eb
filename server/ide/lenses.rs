//! What stands above a stage in an editor, and can be opened.

use super::{names::Names, uses::uses};
use crate::{
    lint::Cx,
    model::{Stage, StageId},
    ready,
    text::TextRange,
};

/// A line of text above another line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// What it stands above.
    pub range: TextRange,
    /// What it says; `None` if that takes as long as checking the file: [`plan_title`] says it when the lens is shown.
    pub title: Option<String>,
    /// What it opens.
    pub opens: Opens,
}

/// What a lens opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opens {
    /// Nothing: it only says something.
    Nothing,
    /// The plan of the image that this stage becomes.
    Plan(StageId),
    /// These places of the file.
    References(Vec<TextRange>),
}

/// What a lens is about. Each can be switched off alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LensKind {
    /// How far an image is from production.
    Production,
    /// Who uses a stage.
    References,
    /// Whether a stage ships.
    Ships,
}

impl LensKind {
    /// All that there are.
    pub const ALL: [LensKind; 3] = [LensKind::Production, LensKind::References, LensKind::Ships];

    /// The words for them in settings.
    pub const NAMES: [&str; 3] = ["production", "references", "ships"];

    /// The word for it in settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            LensKind::Production => "production",
            LensKind::References => "references",
            LensKind::Ships => "ships",
        }
    }
}

/// The lenses of these kinds, in the order of the file; above one stage, in the order of the kinds.
pub fn lenses(cx: Cx<'_>, kinds: &[LensKind]) -> Vec<Lens> {
    let mut all = Vec::new();
    if kinds.contains(&LensKind::Production) {
        all.extend(production(cx));
    }
    if kinds.contains(&LensKind::References) {
        let names = Names::new(cx.analysis);
        all.extend(cx.analysis.stages().stages.iter().filter_map(|it| references(cx, &names, it)));
    }
    if kinds.contains(&LensKind::Ships) {
        all.extend(ships(cx));
    }
    all.sort_by_key(|it| it.range.start()); // Stable.
    all
}

/// How far each image is from production. Of that which is built if nobody asks for another it is said at once.
fn production<'a>(cx: Cx<'a>) -> impl Iterator<Item = Lens> + 'a {
    let stages = cx.analysis.stages();
    let last = stages.target().map(|it| it.id);
    stages.targets().map(move |target| {
        let title = (Some(target) == last).then(|| plan_title(cx, target));
        Lens { range: range(cx, stages.get(target)), title, opens: Opens::Plan(target) }
    })
}

/// How far the image is from production that this stage becomes, and what comes next.
pub fn plan_title(cx: Cx<'_>, target: StageId) -> String {
    let plan = ready::plan(cx, target);
    let next = plan.next().map(|it| format!(" · next: {}", it.0.task())).unwrap_or_default();
    format!("Production: {} of {}{next}", plan.passed(), plan.applicable())
}

/// How many stages use this one; nothing, if none does.
fn references(cx: Cx<'_>, names: &Names<'_>, stage: &Stage) -> Option<Lens> {
    let places = uses(cx.analysis, names, stage.id);
    let mut users: Vec<StageId> = places.iter().filter_map(|it| cx.analysis.stage_at(it.start())).collect();
    users.dedup(); // The places are in the order of the file.
    let title = match users.len() {
        0 => return None,
        1 => "used by 1 stage".to_owned(),
        count => format!("used by {count} stages"),
    };
    Some(Lens { range: range(cx, stage), title: Some(title), opens: Opens::References(places) })
}

/// Of each stage whether it ships, if there are several.
fn ships<'a>(cx: Cx<'a>) -> impl Iterator<Item = Lens> + 'a {
    let stages = cx.analysis.stages();
    let several = stages.stages.len() > 1;
    stages.stages.iter().filter(move |_| several).map(move |stage| {
        let title = match () {
            () if stages.ships(stage.id) => "ships",
            () if stages.is_needed(stage.id) => "only builds",
            () => "not built unless it is the target",
        };
        Lens { range: range(cx, stage), title: Some(title.to_owned()), opens: Opens::Nothing }
    })
}

/// The first line of a stage.
fn range(cx: Cx<'_>, stage: &Stage) -> TextRange {
    cx.analysis.file().instructions[stage.instructions.start].range
}
