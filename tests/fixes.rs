//! Fixes and ignore comments on real files: each safe fix does what it says and nothing else, each comment silences.

use std::collections::HashMap;

use dockwright::{
    lint::{self, Cx, Diagnostic, Safety, Selection, Settings, ignore},
    model::{Analysis, Nowhere, World},
    rules::RULES,
};

use crate::{corpus, harness};

/// How many files of the corpus are looked at; with `ALL=1` in the environment, all.
const SAMPLE: usize = 300;

#[test]
fn every_safe_fix_does_what_it_says_and_nothing_else() {
    let mut problems = Vec::new();
    for_each_finding(&mut |name, cx, found| {
        if let Some(fix) = found.fix.as_ref().filter(|it| it.safety == Safety::Safe) {
            let rules = std::slice::from_ref(found.rule);
            let after = Analysis::new(fix.edits.apply(cx.analysis.source()));
            let harm = harness::harm(cx, rules, found, fix);
            let harm = harm
                .or_else(|| (!keeps_comments(cx.analysis, &after)).then(|| "a comment is gone".to_owned()));
            problems.extend(harm.map(|it| describe(name, cx, found, &it)));
        }
    });
    report(problems);
}

#[test]
fn all_safe_fixes_together_leave_nothing_to_fix() {
    let mut problems = Vec::new();
    for (name, source) in corpus::sample(SAMPLE) {
        let settings = settings();
        let fix = |source: &str| lint::fix_all(source.into(), &Nowhere, &settings, RULES, Safety::Safe);
        let once = fix(source);
        let left = once.left.iter().find(|it| it.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe));
        if let Some(left) = left {
            let cx = Cx { analysis: &once.analysis, world: &Nowhere, settings: &settings };
            problems.push(describe(name, cx, left, "a safe fix is left over"));
        } else if fix(once.analysis.source()).analysis.source() != once.analysis.source() {
            problems.push(format!("{name}: fixing again changes something"));
        }
        if once.analysis.errors().len() > Analysis::new(&**source).errors().len() {
            problems.push(format!("{name}: the fixes break the file"));
        }
    }
    report(problems);
}

#[test]
fn an_ignore_comment_silences_its_finding_and_breaks_nothing() {
    let mut problems = Vec::new();
    for_each_finding(&mut |name, cx, found| {
        let here = ignore::ignore_here(cx.analysis, found);
        for edits in here.into_iter().chain([ignore::ignore_file(cx.analysis, found)]) {
            let after = Analysis::new(edits.apply(cx.analysis.source()));
            let rules = std::slice::from_ref(found.rule);
            let before = lint::look(cx, rules);
            let looked = lint::look(Cx { analysis: &after, ..cx }, rules);
            let total = before.found.len() + before.silenced.len();
            let problem = match () {
                () if looked.found.len() >= before.found.len() => "the comment silences nothing",
                () if looked.found.len() + looked.silenced.len() != total => {
                    "the comment changes what is found"
                }
                () if after.errors().len() != cx.analysis.errors().len() => "the comment breaks the file",
                () if after.file().directives.len() != cx.analysis.file().directives.len() => {
                    "a directive is gone"
                }
                () => continue,
            };
            problems.push(describe(name, cx, found, problem));
        }
    });
    report(problems);
}

/// Shows `visit` every finding of the corpus, but of one rule not more than a few in a file.
fn for_each_finding(visit: &mut dyn FnMut(&str, Cx<'_>, &Diagnostic)) {
    let (settings, world): (Settings, &dyn World) = (settings(), &Nowhere);
    for (name, source) in corpus::sample(SAMPLE) {
        let analysis = Analysis::new(&**source);
        let cx = Cx { analysis: &analysis, world, settings: &settings };
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for found in lint::run(cx, RULES) {
            let seen = seen.entry(found.rule.name).or_default();
            *seen += 1;
            if *seen <= 5 && found.rule.name != "syntax-error" {
                visit(name, cx, &found);
            }
        }
    }
}

fn settings() -> Settings {
    Settings { select: Selection::All, ..Settings::default() }
}

/// Whether every comment that was there still is, in its order.
fn keeps_comments(before: &Analysis, after: &Analysis) -> bool {
    fn comments(analysis: &Analysis) -> impl Iterator<Item = &str> {
        analysis.file().comments.iter().map(|it| analysis.file().text(*it))
    }
    let mut after = comments(after);
    comments(before).all(|comment| after.any(|it| it == comment))
}

fn describe(name: &str, cx: Cx<'_>, found: &Diagnostic, problem: &str) -> String {
    let line = cx.analysis.lines().line(found.range.start()) + 1;
    let fix = found.fix.as_ref().map(|it| format!(" ({})", it.title)).unwrap_or_default();
    format!("{name}:{line}: {}: {}{fix}: {problem}", found.name(), found.message)
}

/// Ends the test if there are problems; of many, the first are enough.
fn report(problems: Vec<String>) {
    let shown = problems.iter().take(30).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(problems.is_empty(), "{} problems:\n{shown}", problems.len());
}
