//! What stands above a line in an editor, and can be opened.

use crate::{
    lint::Cx,
    model::StageId,
    ready::{self, Plan},
    text::TextRange,
};

/// A line of text above another line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// What it stands above.
    pub range: TextRange,
    /// What it says.
    pub title: String,
    /// The stage whose plan it opens.
    pub stage: StageId,
}

/// How far each image that the file builds is from production, above its stage.
pub fn lenses(cx: Cx<'_>) -> Vec<Lens> {
    ready::plans(cx).iter().map(|plan| lens(cx, plan)).collect()
}

fn lens(cx: Cx<'_>, plan: &Plan) -> Lens {
    let first = cx.analysis.stages().get(plan.stage).instructions.start;
    let range = cx.analysis.file().instructions[first].range;
    let next = plan.next().map(|it| format!(" · next: {}", it.0.task())).unwrap_or_default();
    let title = format!("Production: {} of {}{next}", plan.passed(), plan.applicable());
    Lens { range, title, stage: plan.stage }
}
