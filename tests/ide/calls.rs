//! `text incoming` and `text outgoing`: which stages need the one at the cursor, and which it needs.

use dockwright::ide::{self, Call};

use super::Case;

/// Who is built on it or copies from it.
pub(crate) fn incoming(case: &Case<'_>) -> Vec<String> {
    let Some(item) = ide::stage_item(case.cx, case.at.start()) else { return Vec::new() };
    ide::incoming_calls(case.cx, item.stage).iter().map(|it| line(case, it)).collect()
}

/// What it is built on or copies from.
pub(crate) fn outgoing(case: &Case<'_>) -> Vec<String> {
    let Some(item) = ide::stage_item(case.cx, case.at.start()) else { return Vec::new() };
    ide::outgoing_calls(case.cx, item.stage).iter().map(|it| line(case, it)).collect()
}

/// `name (base): what is written where`
fn line(case: &Case<'_>, call: &Call) -> String {
    let lines = case.cx.analysis.source();
    let place = |range: &dockwright::text::TextRange| {
        let line = lines[..usize::from(range.start())].matches('\n').count() + 1;
        format!("`{}` in line {line}", &lines[*range])
    };
    let places: Vec<String> = call.ranges.iter().map(place).collect();
    format!("{} (FROM {}): {}", call.with.name, call.with.base, places.join(", "))
}
