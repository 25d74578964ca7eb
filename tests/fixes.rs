//! Fixes and ignore comments on whole files: each safe fix does what it says and nothing else, each comment silences.

use std::collections::{HashMap, HashSet};

use dockwright::{
    lint::{self, Check, Cx, Diagnostic, Rule, Safety, Selection, Settings, Severity, ignore},
    model::{Analysis, Nowhere, World},
    rules::RULES,
};

use crate::{corpus, files, harness};

/// How many files of the corpus are looked at; with `ALL=1` in the environment, all.
const SAMPLE: usize = 300;

#[test]
fn every_safe_fix_does_what_it_says_and_nothing_else() {
    let mut problems = Vec::new();
    for_each_finding(&mut |name, cx, found| {
        if let Some(fix) = found.fix.as_ref().filter(|it| it.safety == Safety::Safe) {
            let after = Analysis::new(fix.edits.apply(cx.analysis.source()));
            let harm = harness::harm(cx, RULES, found, fix).or_else(|| collateral(cx, found.rule, &after));
            problems.extend(harm.map(|it| describe(name, cx, found, &it)));
        }
    });
    report(problems);
}

#[test]
fn the_safe_fixes_of_a_rule_leave_none_of_its_findings_that_they_could_repair() {
    let mut problems = Vec::new();
    let settings = settings();
    for (name, source) in sources() {
        let analysis = Analysis::new(&*source);
        let cx = Cx { analysis: &analysis, world: &Nowhere, settings: &settings };
        let found = lint::run(cx, RULES);
        let mut seen = HashSet::new();
        for it in found.iter().filter(|it| is_safe(it) && seen.insert(it.rule.name)) {
            let rules = harness::rules(it.rule);
            let select = Selection::Only(vec![it.rule.name.to_owned()]);
            let only = if rules.len() == 1 { &settings } else { &Settings { select, ..settings.clone() } };
            let fix = |source: &str| lint::fix_all(source.into(), &Nowhere, only, rules, Safety::Safe);
            let once = fix(&source);
            let problem = match () {
                () if once.left.iter().any(is_safe) => Some("a safe fix is left over".to_owned()),
                () if fix(once.analysis.source()).analysis.source() != once.analysis.source() => {
                    Some("fixing again changes something".to_owned())
                }
                () => collateral(cx, it.rule, &once.analysis),
            };
            problems.extend(problem.map(|problem| describe(&name, cx, it, &problem)));
        }
    }
    report(problems);
}

/// What fixes of `rule` changed that is not theirs to change: what BuildKit accepts, what other rules find, comments, line ends.
fn collateral(cx: Cx<'_>, rule: &Rule, after: &Analysis) -> Option<String> {
    let before = cx.analysis;
    let about_comments = matches!(rule.decl.check, Check::Ignores(_));
    if before.errors().is_empty() != after.errors().is_empty() {
        return Some("BuildKit accepts the one and not the other".to_owned());
    }
    if !about_comments && !keeps_comments(before, after) {
        return Some("a comment is gone".to_owned());
    }
    let [lf, crlf, last] = line_ends(after.source());
    let [had_lf, had_crlf, had_last] = line_ends(before.source());
    if lf && !had_lf || crlf && !had_crlf || last != had_last {
        return Some("the lines do not end as before".to_owned());
    }
    let mut known: HashMap<&str, usize> = HashMap::new();
    lint::run(cx, RULES).iter().for_each(|it| *known.entry(it.rule.name).or_default() += 1);
    let found = lint::run(Cx { analysis: after, ..cx }, RULES);
    let serious = found.iter().filter(|it| it.severity >= Severity::Warning && it.rule.name != rule.name);
    for it in serious {
        match known.get_mut(it.rule.name).filter(|left| **left > 0) {
            Some(left) => *left -= 1,
            None => return Some(format!("now {}: {}", it.name(), it.message)),
        }
    }
    None
}

/// Whether some lines end with `\n` alone, whether some do with `\r\n`, and whether the last one ends at all.
fn line_ends(source: &str) -> [bool; 3] {
    let returns = source.matches("\r\n").count();
    [source.matches('\n').count() > returns, returns > 0, source.ends_with('\n')]
}

fn is_safe(found: &Diagnostic) -> bool {
    found.fix.as_ref().is_some_and(|it| it.safety == Safety::Safe)
}

#[test]
fn all_safe_fixes_together_leave_nothing_to_fix() {
    let mut problems = Vec::new();
    for (name, source) in &sources() {
        let settings = settings();
        let fix = |source: &str| lint::fix_all(source.into(), &Nowhere, &settings, RULES, Safety::Safe);
        let once = fix(source);
        let left = once.left.iter().find(|it| is_safe(it));
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
        if matches!(found.rule.decl.check, Check::Ignores(_)) {
            return; // Another comment is another finding.
        }
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

/// The files of our own pages, each in a few variants, and a sample of the corpus.
fn sources() -> Vec<(String, String)> {
    let pages =
        ["server/rules", "tests/cases"].map(|folder| ["rs", "md"].map(|end| files::below(folder, end)));
    let texts = pages.iter().flatten().flatten().flat_map(|path| harness::texts(path));
    let ours = texts.flat_map(|(name, text)| variants(&text).map(|it| (name.clone(), it)));
    ours.chain(corpus::sample(SAMPLE).cloned()).collect()
}

/// A file, and what an editor may have made of it: other line ends, none at the end, a byte order mark, comments wherever one may
/// stand.
fn variants(text: &str) -> [String; 4] {
    let unix = text.replace("\r\n", "\n");
    let escape = if unix.contains("escape=`") { "`\n" } else { "\\\n" };
    [
        unix.replace('\n', "\r\n"),
        format!("\u{feff}{}", unix.trim_start_matches('\u{feff}').trim_end()),
        unix.replace(escape, &format!("{escape}  # so\n")),
        unix,
    ]
}

/// Shows `visit` every finding of these files, but of one rule not more than a few in a file.
fn for_each_finding(visit: &mut dyn FnMut(&str, Cx<'_>, &Diagnostic)) {
    let (settings, world): (Settings, &dyn World) = (settings(), &Nowhere);
    for (name, source) in sources() {
        let analysis = Analysis::new(&*source);
        let cx = Cx { analysis: &analysis, world, settings: &settings };
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for found in lint::run(cx, RULES) {
            let seen = seen.entry(found.rule.name).or_default();
            *seen += 1;
            if *seen <= 5 && found.rule.name != "syntax-error" {
                visit(&name, cx, &found);
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
