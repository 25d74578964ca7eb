//! What a file mostly does, and so should do everywhere.

use std::collections::HashMap;

use super::{
    breaks::{self, Operator},
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
    /// Where lines are broken at `&&` and `||`, if it is nearly always there.
    pub chains: Option<BreakStyle>,
    /// Where they are broken at `|`.
    pub pipes: Option<BreakStyle>,
}

impl Habits {
    pub(super) fn new(analysis: &Analysis, settings: &FormatSettings, drafts: &[Draft]) -> Habits {
        let mut counts: HashMap<(Operator, BreakStyle), usize> = HashMap::new();
        for (index, draft) in drafts.iter().enumerate() {
            for found in breaks::breaks(analysis, index, draft) {
                *counts.entry((found.operator.kind(), found.style)).or_default() += 1;
            }
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
            unit: settings.indent.or_else(|| usual(analysis, drafts)).unwrap_or(settings.otherwise),
            chains: mostly(Operator::And),
            pipes: mostly(Operator::Pipe),
        }
    }
}

/// So many times as often as the other way is mostly.
const CLEARLY: usize = 2;

/// The step to the right of more than half of the instructions with several lines, if it is one that people choose.
fn usual(analysis: &Analysis, drafts: &[Draft]) -> Option<Unit> {
    let file = analysis.file();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut all = 0;
    for (it, draft) in file.instructions.iter().zip(drafts) {
        if it.keyword == Keyword::Unknown || draft.fixed.is_none() {
            continue;
        }
        if let Some(step) = indent::step(&file.source, it, &draft.block) {
            all += 1;
            *counts.entry(step).or_default() += 1;
        }
    }
    let (step, count) = counts.into_iter().max_by_key(|it| it.1)?;
    let unit = match step {
        "\t" => Unit::Tab,
        "  " => Unit::Spaces(2),
        "    " => Unit::Spaces(4),
        _ => return None,
    };
    (count * 2 > all).then_some(unit)
}
