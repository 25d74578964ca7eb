//! `text signatures`: the forms of what is being written at the cursor.

use dockwright::ide::{self, Signatures};

use super::Case;

/// A form a line; `>` stands before the one that is being written, and carets below its part that is, with what there is to say of it.
pub(crate) fn answer(case: &Case<'_>) -> Vec<String> {
    let Some(found) = ide::signatures(case.cx, case.at.start()) else { return Vec::new() };
    let mut lines = Vec::new();
    for (at, it) in found.forms.iter().enumerate() {
        let sign = if at == found.active { ">" } else { " " };
        lines.push(format!("{sign} {}", it.label));
        if let Some(part) = it.active.and_then(|it_is| it.parameters.get(it_is)) {
            let help = part.help.split("\n\n").next().unwrap_or_default();
            let carets = format!("{}{}", " ".repeat(2 + part.place.start), "^".repeat(part.place.len()));
            lines.push(format!("{carets} {help}").trim_end().to_owned());
        }
    }
    lines
}

/// Every part lies in its form, and what is active is there.
pub(crate) fn check(found: Option<Signatures>) {
    for it in found.iter().flat_map(|it| &it.forms) {
        assert!(it.parameters.iter().all(|part| it.label.get(part.place.clone()).is_some()), "{it:?}");
        assert!(it.active.is_none_or(|active| active < it.parameters.len()), "{it:?}");
    }
    assert!(found.is_none_or(|it| it.active < it.forms.len()));
}
