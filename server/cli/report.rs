//! What is wrong with a file, and what that means for the exit status.

use super::{Status, output::Report, selection::Job};
use crate::{
    config::Effective,
    lint::{self, Cx, Severity},
    model::Analysis,
    rules::RULES,
};

/// What is wrong with a file.
pub(super) fn report(job: &Job) -> Report {
    let analysis = Analysis::new(job.source.text());
    let cx = Cx { analysis: &analysis, world: &job.source.world(), settings: &job.wanted.settings };
    let found = lint::run(cx, RULES);
    Report { found, ..unreported(job, &analysis) }
}

/// A file, before anything is said of it.
pub(super) fn unreported(job: &Job, analysis: &Analysis) -> Report {
    Report {
        path: job.source.path.clone(),
        text: analysis.source().clone(),
        found: Vec::new(),
        fixed: Vec::new(),
        fail_level: fail_level(&job.wanted),
    }
}

/// From which severity on findings make the exit status 1, if any do.
pub(super) fn fail_level(wanted: &Effective) -> Option<Severity> {
    (!wanted.exit_zero).then_some(wanted.fail_level)
}

/// Whether a finding is as bad as the user said.
pub(super) fn status(reports: &[Report]) -> Status {
    let fails =
        |it: &Report| it.fail_level.is_some_and(|level| it.found.iter().any(|it| it.severity >= level));
    if reports.iter().any(fails) { Status::Findings } else { Status::Clean }
}
