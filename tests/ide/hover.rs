//! `markdown hover`: what is shown at the cursor.

use dockwright::ide;

use super::Case;

/// The text, as it is written.
pub(crate) fn answer(case: &Case<'_>) -> Vec<String> {
    let hover = ide::hover(case.cx, case.at.start());
    hover.iter().flat_map(|it| it.markdown.lines()).map(str::to_owned).collect()
}
