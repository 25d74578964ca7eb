//! `dockerfile formatted` and its kin: the file afterwards.

use dockwright::{
    ide::{self, Casing, FormatSettings, IndentStyle, Unit},
    text::Edits,
};

use super::Case;

/// The whole file, laid out. The argument may name settings: `tab`, `2`, `upper`, `lower`, `off`; and what the editor has:
/// `editor-tab`, `editor-2`.
pub(crate) fn formatted(case: &Case<'_>) -> Vec<String> {
    lines(case, &ide::format(case.cx.analysis, &settings(case.argument)))
}

/// What the selection touches, laid out.
pub(crate) fn selection_formatted(case: &Case<'_>) -> Vec<String> {
    lines(case, &ide::format_selection(case.cx.analysis, case.at, &settings(case.argument)))
}

/// After a line end was typed before the cursor.
pub(crate) fn line_typed(case: &Case<'_>) -> Vec<String> {
    lines(case, &ide::typed(case.cx.analysis, case.at.start(), '\n', &settings(case.argument)))
}

/// After an escape character was typed before the cursor.
pub(crate) fn escape_typed(case: &Case<'_>) -> Vec<String> {
    let escape = char::from(case.cx.analysis.file().escape);
    lines(case, &ide::typed(case.cx.analysis, case.at.start(), escape, &settings(case.argument)))
}

/// The file afterwards; nothing, if it is as it was. A line end that is missing is shown.
fn lines(case: &Case<'_>, edits: &Edits) -> Vec<String> {
    if edits.is_empty() {
        return Vec::new();
    }
    let after = edits.apply(case.cx.analysis.source());
    let end = if after.ends_with('\n') { "" } else { "⟨no line end⟩" };
    (after + end).lines().map(str::to_owned).collect()
}

fn settings(words: &str) -> FormatSettings {
    let mut settings = FormatSettings::default();
    for word in words.split_whitespace() {
        match word {
            "tab" => settings.indent_style = IndentStyle::Tab,
            "upper" => settings.keyword_casing = Casing::Upper,
            "lower" => settings.keyword_casing = Casing::Lower,
            "off" => settings.enable = false,
            "editor-tab" => settings.otherwise = Unit::Tab,
            "editor-2" => settings.otherwise = Unit::Spaces(2),
            width => settings.indent_width = Some(width.parse().unwrap()),
        }
    }
    settings
}
