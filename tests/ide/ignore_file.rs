//! What is asked of a `.dockerignore`: `ignore findings`, `ignore fixed`, `markdown ignore hover`, `text ignore completion`.

use dockwright::{
    ide::ignore_file::{self, Cx},
    lint::Tag,
    text::Edits,
};

use super::Case;
use crate::harness::marks::{self, Mark};

fn cx<'a>(case: &Case<'a>) -> Cx<'a> {
    Cx::new(case.cx.analysis.source(), case.cx.world)
}

/// The file with what is wrong below its lines.
pub(crate) fn findings(case: &Case<'_>) -> Vec<String> {
    let mut marks = Vec::new();
    for it in ignore_file::findings(&cx(case)) {
        let tag = if it.tag == Some(Tag::Unnecessary) { ", unnecessary" } else { "" };
        let message = format!("{}{tag}: {}", it.severity.as_str(), it.message);
        marks.push(Mark::new(it.range, &message));
        marks.extend(it.related.map(|(range, message)| Mark::new(range, &format!("see: {message}"))));
    }
    marks.sort();
    marks::write(case.cx.analysis.source(), &marks)
}

/// The file after each repair, one after the other until nothing is left to repair.
pub(crate) fn fixed(case: &Case<'_>) -> Vec<String> {
    let mut text = case.cx.analysis.source().to_string();
    for _ in 0..100 {
        let found = ignore_file::findings(&Cx::new(&text, case.cx.world));
        let count = found.len();
        let Some(fix) = found.into_iter().find_map(|it| it.fix) else { break };
        text = Edits::from(fix.1).apply(&text);
        let left = ignore_file::findings(&Cx::new(&text, case.cx.world)).len();
        assert!(left < count, "`{}` takes its finding away:\n{text}", fix.0);
    }
    text.lines().map(str::to_owned).collect()
}

/// What is shown at the cursor.
pub(crate) fn hover(case: &Case<'_>) -> Vec<String> {
    let hover = ignore_file::hover(&cx(case), case.at.start());
    hover.iter().flat_map(|it| it.markdown.lines()).map(str::to_owned).collect()
}

/// What the line would be with each suggestion.
pub(crate) fn completion(case: &Case<'_>) -> Vec<String> {
    let source = case.cx.analysis.source();
    let found = ignore_file::completions(&cx(case), case.at.start());
    let line = |it: ignore_file::Suggestion| {
        let start = source[..it.edit.delete.start().into()].rfind('\n').map_or(0, |it| it + 1);
        let rest = &source[it.edit.delete.end().into()..];
        let end = rest.lines().next().unwrap_or_default();
        let before = &source[start..it.edit.delete.start().into()];
        let detail = if it.detail.is_empty() { String::new() } else { format!("  — {}", it.detail) };
        format!("{before}{}{end}{detail}", it.edit.insert)
    };
    found.into_iter().map(line).collect()
}
