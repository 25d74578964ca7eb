//! The one pass over a file.

use super::{Check, Cx, Diagnostic, Report, Rule};

/// What `rules` find, in the order of the file, without what settings or ignore comments silence.
pub fn run(cx: Cx<'_>, rules: &'static [Rule]) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = rules
        .iter()
        .flat_map(|rule| check(cx, rule))
        .filter(|it| cx.settings.wants(it.rule, it.aspect))
        .collect();
    found.sort_by_key(|it| (it.range.start(), it.range.end(), it.rule.name));
    found
}

fn check(cx: Cx<'_>, rule: &'static Rule) -> Vec<Diagnostic> {
    let mut report = Report::new(rule);
    match rule.decl.check {
        Check::File(check) => check(cx, &mut report),
        Check::Instructions(keywords, check) => {
            for it in cx.analysis.file().instructions.iter().filter(|it| keywords.contains(&it.keyword)) {
                check(cx, it, &mut report);
            }
        }
    }
    report.into_found()
}
