//! `dockerfile findings [RULE]`: what is found at the selection, how it is shown, and the places that explain it.

use dockwright::{
    ide,
    lint::{Diagnostic, Tag},
};

use super::Case;
use crate::harness::marks::{self, Mark};

/// The file with each finding below its line, and each place that explains it.
pub(crate) fn answer(case: &Case<'_>) -> Vec<String> {
    let found = ide::diagnostics(case.cx).into_iter().filter(|it| {
        let is_wanted = case.argument.split_whitespace().any(|name| it.rule.answers_to(it.aspect, name));
        it.range.intersect(case.at).is_some() && (is_wanted || case.argument.is_empty())
    });
    let mut marks: Vec<Mark> = found.flat_map(|it| marks_of(&it)).collect();
    marks.sort();
    marks.dedup();
    marks::write(case.cx.analysis.source(), &marks)
}

fn marks_of(it: &Diagnostic) -> Vec<Mark> {
    let tag = match it.tag {
        Some(Tag::Unnecessary) => ", unnecessary",
        Some(Tag::Deprecated) => ", deprecated",
        None => "",
    };
    let message = format!("{}{tag}: {}", it.severity.as_str(), it.message);
    let related = it.related.iter().map(|(range, message)| Mark::new(*range, &format!("see: {message}")));
    std::iter::once(Mark::new(it.range, &message)).chain(related).collect()
}
