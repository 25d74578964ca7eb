//! `dockerfile links`: the file, with carets under everything that can be opened.

use dockwright::ide::{self, LinkTarget};

use super::Case;
use crate::harness::marks::{self, Mark};

/// The links, and where they lead.
pub(crate) fn answer(case: &Case<'_>) -> Vec<String> {
    let target = |it: &LinkTarget| match it {
        LinkTarget::Web(page) => page.clone(),
        LinkTarget::File(path) => format!("file {path}"),
    };
    let links = ide::links(case.cx);
    let marks: Vec<Mark> = links.iter().map(|it| Mark::new(it.range, &target(&it.target))).collect();
    if marks.is_empty() { Vec::new() } else { marks::write(case.cx.analysis.source(), &marks) }
}
