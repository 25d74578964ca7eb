//! Findings for people: the lines of the file, with carets, as compilers show them.

use std::io::{self, Write};

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Report, id, visible};
use crate::{
    cli::{Count, console::Look},
    lint::{Diagnostic, Fix, Safety, Severity},
    text::{LineIndex, TextRange},
};

/// Places that are as near as this are shown in one picture.
const NEAR: u32 = 12;

/// Prints each finding with the lines it is about, and a summary.
pub(super) fn write(reports: &[Report], look: Look, to: &mut dyn Write) -> io::Result<()> {
    let renderer = if look.colors { Renderer::styled() } else { Renderer::plain() };
    for report in reports.iter().filter(|it| !it.found.is_empty()) {
        let lines = LineIndex::builder(report.text.clone());
        for it in &report.found {
            writeln!(to, "{}\n", renderer.render(&groups(report, &lines, it)))?;
        }
    }
    writeln!(to, "{}", summary(reports))
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
    let title = level(it.severity)
        .primary_title(visible(&it.message))
        .id(visible(&id(it)).into_owned())
        .id_url(it.rule.url()); // A link, where there are colours.
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

/// "3 findings in 2 files; 1 fixable with --fix"
fn summary(reports: &[Report]) -> String {
    let found = || reports.iter().flat_map(|it| &it.found);
    let fixable =
        |safety| found().filter(|it| it.fix.as_ref().is_some_and(|fix| fix.safety == safety)).count();
    let (all, fixed) = (found().count(), reports.iter().map(|it| it.fixed.len()).sum());
    let bad = reports.iter().filter(|it| !it.found.is_empty()).count();
    let mut parts = match (all, fixed) {
        (0, 0) => vec![format!("no findings in {}", Count(reports.len(), "file"))],
        (0, _) => vec![format!("{} fixed", Count(fixed, "finding")), "none left".to_owned()],
        (_, 0) => vec![format!("{} in {}", Count(all, "finding"), Count(bad, "file"))],
        _ => vec![
            format!("{} fixed", Count(fixed, "finding")),
            format!("{all} left in {}", Count(bad, "file")),
        ],
    };
    for (safety, how) in [(Safety::Safe, "--fix"), (Safety::Unsafe, "--fix --unsafe-fixes")] {
        if fixable(safety) > 0 {
            parts.push(format!("{} fixable with {how}", fixable(safety)));
        }
    }
    parts.join("; ")
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
