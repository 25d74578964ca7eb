//! `dockerfile hints KIND …`: the file, with what is shown between its words; without a kind, all kinds.

use dockwright::{
    ide::{self, HintKind},
    text::TextRange,
};

use super::Case;
use crate::harness::marks::{self, Mark};

/// The hints of these kinds in the selection.
pub(crate) fn answer(case: &Case<'_>) -> Vec<String> {
    let named = |it: &HintKind| case.argument.split(' ').any(|name| name == it.as_str());
    let kinds: Vec<HintKind> =
        HintKind::ALL.into_iter().filter(|it| case.argument.is_empty() || named(it)).collect();
    let hints = ide::hints(case.cx, case.at, &kinds);
    let marks: Vec<Mark> = hints.iter().map(|it| Mark::new(TextRange::empty(it.at), &it.label)).collect();
    if marks.is_empty() { Vec::new() } else { marks::write(case.cx.analysis.source(), &marks) }
}

#[test]
fn a_hint_says_why() {
    let text = "FROM debian:12 AS base\nUSER app\nFROM base\nWORKDIR src\nCOPY --from=0 /a ${A}\nCMD a\n";
    let analysis = dockwright::model::Analysis::new(text);
    let settings = dockwright::lint::Settings::default();
    let cx =
        dockwright::lint::Cx { analysis: &analysis, world: &dockwright::model::Nowhere, settings: &settings };
    let hints = ide::hints(cx, TextRange::up_to(dockwright::text::TextSize::of(text)), &HintKind::ALL);
    let why: Vec<&str> = hints.iter().map(|it| it.why.as_str()).collect();
    assert_eq!(
        why,
        [
            "Until the next USER, commands run as `app`: so says USER in the stage `base`, line 2.",
            "A relative WORKDIR begins at the folder before it.",
            "The stage with the number 0 begins with `debian:12`.",
        ]
    );
}

#[test]
fn the_words_of_settings_are_those_of_the_kinds() {
    assert_eq!(HintKind::ALL.map(HintKind::as_str), HintKind::NAMES);
    assert_eq!(ide::LensKind::ALL.map(ide::LensKind::as_str), ide::LensKind::NAMES);
}
