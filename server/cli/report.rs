//! What is wrong with a file, and what that means for the exit status.

use super::{Status, arguments::Level, files::Source, output::Report};
use crate::{
    lint::{self, Cx, Settings},
    model::Analysis,
    rules::RULES,
};

/// What is wrong with a file.
pub(super) fn report(source: &Source, settings: &Settings) -> Report {
    let analysis = Analysis::new(source.text());
    let found = lint::run(Cx { analysis: &analysis, world: &source.world(), settings }, RULES);
    Report { path: source.path.clone(), text: analysis.source().clone(), found, fixed: 0 }
}

/// Whether a finding is as bad as the user said.
pub(super) fn status(reports: &[Report], level: Level) -> Status {
    let mut found = reports.iter().flat_map(|it| &it.found);
    if found.any(|it| it.severity >= level.severity()) { Status::Findings } else { Status::Clean }
}
