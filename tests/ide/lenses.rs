//! `dockerfile lenses KIND …`: the file, with what stands above its stages, here below them; without a kind, all kinds.

use dockwright::ide::{self, Lens, LensKind, Opens};

use super::Case;
use crate::harness::marks::{self, Mark};

/// The lenses of these kinds, and what they open.
pub(crate) fn answer(case: &Case<'_>) -> Vec<String> {
    let named = |it: &LensKind| case.argument.split(' ').any(|name| name == it.as_str());
    let kinds: Vec<LensKind> =
        LensKind::ALL.into_iter().filter(|it| case.argument.is_empty() || named(it)).collect();
    let lenses = ide::lenses(case.cx, &kinds);
    let marks: Vec<Mark> = lenses.iter().map(|it| Mark::new(it.range, &title(case, it))).collect();
    if marks.is_empty() { Vec::new() } else { marks::write(case.cx.analysis.source(), &marks) }
}

fn title(case: &Case<'_>, lens: &Lens) -> String {
    let title = lens.title.clone().unwrap_or_else(|| "(said when it is shown)".to_owned());
    match &lens.opens {
        Opens::Nothing => title,
        Opens::Plan(stage) => format!("{title} → the plan of stage {}", stage.0),
        Opens::References(places) => {
            let line = |at: &dockwright::text::TextRange| {
                let before = &case.cx.analysis.source()[..usize::from(at.start())];
                (before.matches('\n').count() + 1).to_string()
            };
            let lines: Vec<String> = places.iter().map(line).collect();
            format!("{title} → line {}", lines.join(", "))
        }
    }
}
