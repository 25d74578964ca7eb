//! `text landmarks` and `text images`: what of the file is found from elsewhere.

use dockwright::ide;

use super::Case;

/// Stages and variables.
pub(crate) fn landmarks(case: &Case<'_>) -> Vec<String> {
    let line = |it: ide::Landmark| {
        let stage = it.stage.map(|it| format!(" in {it}")).unwrap_or_default();
        format!("{:?} {}{stage}", it.kind, it.name)
    };
    ide::landmarks(case.cx.analysis).into_iter().map(line).collect()
}

/// Images.
pub(crate) fn images(case: &Case<'_>) -> Vec<String> {
    ide::images(case.cx.analysis)
}
