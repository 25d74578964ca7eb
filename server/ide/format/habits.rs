//! What a file mostly does, and so should do everywhere.

use std::collections::HashMap;

use super::{
    breaks::Operator,
    indent,
    layout::Draft,
    settings::{FormatSettings, Unit},
};
use crate::{
    model::Analysis,
    syntax::{Keyword, shell::BreakStyle},
};

/// The habits of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Habits {
    /// By what lines that go on are moved to the right.
    pub unit: Unit,
    /// Where lines are broken at `&&`, if it is mostly there.
    pub and: Option<BreakStyle>,
    /// The same for `||`, which may be another habit,
    pub or: Option<BreakStyle>,
    /// and for `|`.
    pub pipe: Option<BreakStyle>,
}

impl Habits {
    pub(super) fn new(analysis: &Analysis, settings: &FormatSettings, drafts: &[Draft]) -> Habits {
        let mut counts: HashMap<(Operator, BreakStyle), usize> = HashMap::new();
        for found in drafts.iter().flat_map(|it| &it.breaks) {
            *counts.entry((found.operator.kind(), found.style)).or_default() += 1;
        }
        let mostly = |operator| {
            let count = |style| counts.get(&(operator, style)).copied().unwrap_or_default();
            match (count(BreakStyle::Before), count(BreakStyle::After)) {
                (before, after) if before >= CLEARLY * after.max(1) => Some(BreakStyle::Before),
                (before, after) if after >= CLEARLY * before.max(1) => Some(BreakStyle::After),
                _ => None,
            }
        };
        Habits {
            unit: settings.unit(|| usual(analysis, drafts)),
            and: mostly(Operator::And),
            or: mostly(Operator::Or),
            pipe: mostly(Operator::Pipe),
        }
    }
}

/// So many times as often as the other way is mostly.
const CLEARLY: usize = 2;

/// The step to the right of more than half of the instructions with several lines, if it is one that people choose.
fn usual(analysis: &Analysis, drafts: &[Draft]) -> Option<Unit> {
    let file = analysis.file();
    let mut counts: HashMap<Unit, usize> = HashMap::new();
    let mut all = 0;
    for (it, draft) in file.instructions.iter().zip(drafts) {
        if it.keyword == Keyword::Unknown || !indent::can_move(draft, file) {
            continue;
        }
        if let Some(step) = indent::step(&file.source, it, &draft.block) {
            all += 1;
            *counts.entry(step).or_default() += 1;
        }
    }
    let is_chosen = |it: &Unit| matches!(it, Unit::Tab | Unit::Spaces(2 | 4));
    let (step, count) = counts.into_iter().max_by_key(|it| it.1)?;
    (count * 2 > all && is_chosen(&step)).then_some(step)
}
