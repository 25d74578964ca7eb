//! `text selections`: what is selected as the selection grows, each on a line. `⏎` is a line end, and long ones are shown in part.

use dockwright::ide;

use super::Case;

/// A line for each.
pub(crate) fn answer(case: &Case<'_>) -> Vec<String> {
    let ranges = ide::selections(case.cx.analysis, case.at.start());
    let grows = |pair: &[_]| -> bool {
        let [inner, outer]: [dockwright::text::TextRange; 2] = [pair[0], pair[1]];
        outer.contains_range(inner) && inner != outer
    };
    assert!(ranges.windows(2).all(grows), "each lies in the next: {ranges:?}");
    ranges.iter().map(|it| shown(&case.cx.analysis.source()[*it])).collect()
}

fn shown(text: &str) -> String {
    let text: Vec<char> = text.replace("\r\n", "⏎").replace(['\n', '\r'], "⏎").chars().collect();
    let part = |part: &[char]| part.iter().collect::<String>();
    match text.len() {
        0..80 => part(&text),
        len => format!("{} … {}", part(&text[..40]), part(&text[len - 30..])),
    }
}
