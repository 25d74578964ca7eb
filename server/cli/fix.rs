//! `dockwright check --fix` and `--diff`: repairs what can be repaired.

use std::io;

use rayon::prelude::*;

use super::{
    Count, Status,
    console::Console,
    files::{Source, Trouble},
    output::Report,
    progress::Progress,
    report::report,
    write::Change,
};
use crate::{
    lint::{Fixed, Safety, Settings, fix_all},
    rules::RULES,
};

/// Repairs the files, and says what is left in them. A file that cannot be written is as it was.
pub(super) fn fix(
    sources: Vec<Source>,
    settings: &Settings,
    safety: Safety,
    console: &mut Console,
) -> io::Result<(Vec<Report>, Status)> {
    let mut reports = Vec::with_capacity(sources.len());
    let mut status = Status::Clean;
    let progress = Progress::new(sources.len(), console);
    for (source, fixed, change) in repaired(sources, settings, safety, progress) {
        match change.and_then(|it| it.save(&source)) {
            Ok(printed) => {
                console.out.write_all(&printed)?;
                reports.push(left(&source, fixed));
            }
            Err(trouble) => {
                console.complain(trouble);
                if source.stdin {
                    console.out.write_all(&source.bytes())?;
                }
                reports.push(report(&source, settings));
                status = Status::Failed;
            }
        }
    }
    Ok((reports, status))
}

/// Shows what would be repaired.
pub(super) fn diff(
    sources: Vec<Source>,
    settings: &Settings,
    safety: Safety,
    console: &mut Console,
) -> io::Result<Status> {
    let (mut files, mut fixes) = (0, 0);
    let mut status = Status::Clean;
    let progress = Progress::new(sources.len(), console);
    for (source, fixed, change) in repaired(sources, settings, safety, progress) {
        match change {
            Ok(change) if change.is_empty() => {}
            Ok(change) => {
                change.show(&source, console)?;
                (files, fixes) = (files + 1, fixes + fixed.applied.len());
                status = status.max(Status::Findings);
            }
            Err(trouble) => {
                console.complain(trouble);
                status = Status::Failed;
            }
        }
    }
    if files > 0 {
        console.remark(format_args!(
            "{} would be fixed in {}",
            Count(fixes, "finding"),
            Count(files, "file")
        ));
    }
    Ok(status)
}

/// What each file would become.
fn repaired(
    sources: Vec<Source>,
    settings: &Settings,
    safety: Safety,
    progress: Progress,
) -> Vec<(Source, Fixed, Result<Change, Trouble>)> {
    let repair = |source: Source| {
        let fixed = fix_all(source.text(), &source.world(), settings, RULES, safety);
        let change = Change::new(&source, &fixed.rounds, fixed.analysis.source());
        progress.step();
        (source, fixed, change)
    };
    sources.into_par_iter().map(repair).collect()
}

fn left(source: &Source, fixed: Fixed) -> Report {
    Report {
        path: source.path.clone(),
        text: fixed.analysis.source().clone(),
        found: fixed.left,
        fixed: fixed.applied.len(),
    }
}
