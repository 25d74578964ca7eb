//! Findings for people: the lines of the file, with carets, as compilers show them.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Manner, Report, View, repair, visible};
use crate::{
    cli::Count,
    lint::{Diagnostic, Fix, Safety, Severity},
    text::{LineIndex, TextRange},
};

/// Places that are as near as this are shown in one picture.
const NEAR: u32 = 12;

/// Prints each finding with the lines it is about, file by file, and a summary.
pub(super) fn write(reports: &[Report], manner: Manner, to: &mut dyn Write) -> io::Result<()> {
    let look = manner.look;
    let renderer = if look.colors { Renderer::styled() } else { Renderer::plain() };
    for report in reports.iter().filter(|it| !it.found.is_empty()) {
        let lines = LineIndex::builder(report.text.clone());
        for it in &report.found {
            writeln!(to, "{}", renderer.render(&groups(report, &lines, it)))?;
            if let (View::Fixes, Some(fix)) = (manner.view, &it.fix) {
                repair::write(fix, &lines, &report.text, look, to)?;
            }
            writeln!(to)?;
        }
    }
    if !manner.quiet {
        explain(reports, to)?;
    }
    summary(reports, manner, to)
}

/// Says where to read more.
fn explain(reports: &[Report], to: &mut dyn Write) -> io::Result<()> {
    let rules: BTreeSet<&str> = reports.iter().flat_map(|it| &it.found).map(|it| it.rule.name).collect();
    let others = if rules.len() > 1 { ", or any other name in brackets" } else { "" };
    match rules.first() {
        Some(rule) => writeln!(to, "More: dockwright explain {rule}{others}"),
        None => Ok(()),
    }
}

/// A finding, and under it the places that explain it and are too far away for one picture.
fn groups<'a>(report: &'a Report, lines: &LineIndex, it: &'a Diagnostic) -> Vec<Group<'a>> {
    let (near, far): (Vec<_>, Vec<_>) =
        it.related.iter().partition(|related| distance(lines, it.range, related.0) <= NEAR);
    let shown = near.iter().map(|it| it.0).fold(it.range, TextRange::cover);
    let window = Window::new(report, lines, shown);
    let context =
        near.iter().map(|(range, label)| window.mark(AnnotationKind::Context, *range).label(visible(label)));
    let snippet = window
        .snippet(report)
        .annotation(window.mark(AnnotationKind::Primary, it.range))
        .annotations(context);
    let title = level(it.severity).primary_title(visible(&it.message)).id(visible(&id(it)).into_owned());
    let help = it.fix.as_ref().map(|fix| Level::HELP.message(help(fix)));
    let finding = Group::with_title(title).element(snippet).elements(help);
    std::iter::once(finding)
        .chain(far.iter().map(|(range, label)| elsewhere(report, lines, *range, label)))
        .collect()
}

fn elsewhere<'a>(report: &'a Report, lines: &LineIndex, range: TextRange, label: &'a str) -> Group<'a> {
    let window = Window::new(report, lines, range);
    let snippet = window.snippet(report).annotation(window.mark(AnnotationKind::Context, range));
    Level::NOTE.secondary_title(visible(label)).element(snippet)
}

/// How many lines lie between two places.
fn distance(lines: &LineIndex, a: TextRange, b: TextRange) -> u32 {
    let (first, second) = if a.start() <= b.start() { (a, b) } else { (b, a) };
    lines.line(second.start()).saturating_sub(lines.line(first.end()))
}

/// `package-cache-left/pip, DL3042`
fn id(it: &Diagnostic) -> String {
    it.codes().fold(it.name(), |id, code| id + ", " + code)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Hint => Level::NOTE.with_name("hint"),
    }
}

fn help(fix: &Fix) -> String {
    let how = match fix.safety {
        Safety::Safe => "--fix",
        Safety::Unsafe => "--fix --unsafe-fixes",
    };
    format!("{} (fixable with {how})", visible(&fix.title))
}

/// Says how many findings there are, unless that is too much. That there are none is said to people only.
pub(super) fn summary(reports: &[Report], manner: Manner, to: &mut dyn Write) -> io::Result<()> {
    let nothing = reports.iter().all(|it| it.found.is_empty() && it.fixed.is_empty());
    match manner.quiet || nothing && !manner.look.terminal {
        true => Ok(()),
        false => writeln!(to, "{}", sum(reports)),
    }
}

/// "1 error and 2 warnings in 2 files; 1 fixable with --fix"
fn sum(reports: &[Report]) -> String {
    let found: Vec<&Diagnostic> = reports.iter().flat_map(|it| &it.found).collect();
    let fixed = reports.iter().map(|it| it.fixed.len()).sum();
    let files = Count(reports.iter().filter(|it| !it.found.is_empty()).count(), "file");
    let mut parts = match (found.is_empty(), fixed) {
        (true, 0) => vec![format!("no findings in {}", Count(reports.len(), "file"))],
        (true, _) => vec![format!("{} fixed", Count(fixed, "finding")), "none left".to_owned()],
        (false, 0) => vec![format!("{} in {files}", severities(&found))],
        (false, _) => vec![
            format!("{} fixed", Count(fixed, "finding")),
            format!("{} left in {files}", severities(&found)),
        ],
    };
    let fixable =
        |safety| found.iter().filter(|it| it.fix.as_ref().is_some_and(|fix| fix.safety == safety)).count();
    match (fixable(Safety::Safe), fixable(Safety::Unsafe)) {
        (0, 0) => {}
        (safe, 0) => parts.push(format!("{safe} fixable with --fix")),
        (0, more) => parts.push(format!("{more} fixable with --fix --unsafe-fixes")),
        (safe, more) => parts.push(format!("{safe} fixable with --fix, {more} more with --unsafe-fixes")),
    }
    parts.join("; ")
}

/// "1 error, 2 warnings and 1 hint"
fn severities(found: &[&Diagnostic]) -> String {
    let all = [Severity::Error, Severity::Warning, Severity::Info, Severity::Hint];
    let count = |severity: Severity| found.iter().filter(|it| it.severity == severity).count();
    let mut parts: Vec<String> = all
        .map(|it| (count(it), it.as_str()))
        .into_iter()
        .filter(|it| it.0 > 0)
        .map(|(count, what)| Count(count, what).to_string())
        .collect();
    let last = parts.pop().unwrap_or_default();
    if parts.is_empty() { last } else { format!("{} and {last}", parts.join(", ")) }
}

/// The lines of a file that are needed, and no more: a file of any length is shown at once.
struct Window<'a> {
    source: &'a str,
    range: TextRange,
    first: u32,
}

impl<'a> Window<'a> {
    /// The whole lines that `shown` touches.
    fn new(report: &'a Report, lines: &LineIndex, shown: TextRange) -> Window<'a> {
        let first = lines.line(shown.start());
        let last = lines.range(lines.line(shown.end()));
        let range = TextRange::new(lines.range(first).start(), last.end());
        Window { source: &report.text[range], range, first }
    }

    fn snippet(&self, report: &'a Report) -> Snippet<'a, Annotation<'a>> {
        let path = report.path.to_string_lossy();
        Snippet::source(shown(self.source))
            .line_start(self.first as usize + 1)
            .path(visible(&path).into_owned())
    }

    /// Marks a range of the file, without the line end behind it.
    fn mark(&self, kind: AnnotationKind, range: TextRange) -> Annotation<'a> {
        let [start, end] = [range.start(), range.end()].map(|at| usize::from(at - self.range.start()));
        let end = self.source[..end].trim_end_matches(['\r', '\n']).len().max(start);
        let [start, end] = [start, end].map(|at| shown(&self.source[..at]).len());
        kind.span(start..end)
    }
}

/// The lines as they are shown. A carriage return at the end of one is no control character but half of a line end.
fn shown(source: &str) -> String {
    let lines = source.split('\n').map(|it| visible(it.strip_suffix('\r').unwrap_or(it)));
    lines.collect::<Vec<_>>().join("\n")
}
