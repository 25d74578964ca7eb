//! `dockwright check --fix` and `--diff`: repairs what can be repaired.

use std::io;

use rayon::prelude::*;

use super::{
    Count, Status,
    console::Console,
    files::Trouble,
    output::Report,
    progress::Progress,
    report::{fail_level, report},
    selection::Job,
    write::Change,
};
use crate::{
    lint::{Fixed, Safety, fix_all},
    rules::RULES,
};

/// Repairs the files, and says what is left in them. A file that cannot be written is as it was.
pub(super) fn fix(jobs: Vec<Job>, console: &mut Console) -> io::Result<(Vec<Report>, Status)> {
    let mut reports = Vec::with_capacity(jobs.len());
    let mut status = Status::Clean;
    let progress = Progress::new(jobs.len(), console);
    for (job, fixed, change) in repaired(jobs, progress) {
        match change.and_then(|it| it.save(&job.source)) {
            Ok(printed) => {
                console.out.write_all(&printed)?;
                reports.push(left(&job, fixed));
            }
            Err(trouble) => {
                console.complain(trouble);
                if job.source.stdin {
                    console.out.write_all(&job.source.bytes())?;
                }
                reports.push(report(&job));
                status = Status::Failed;
            }
        }
    }
    Ok((reports, status))
}

/// Shows what would be repaired.
pub(super) fn diff(jobs: Vec<Job>, console: &mut Console) -> io::Result<Status> {
    let (mut files, mut fixes) = (0, 0);
    let mut status = Status::Clean;
    let progress = Progress::new(jobs.len(), console);
    for (job, fixed, change) in repaired(jobs, progress) {
        match change {
            Ok(change) if change.is_empty() => {}
            Ok(change) => {
                change.show(&job.source, console)?;
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
fn repaired(jobs: Vec<Job>, progress: Progress) -> Vec<(Job, Fixed, Result<Change, Trouble>)> {
    let repair = |job: Job| {
        let Job { source, wanted } = &job;
        let safety = if wanted.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
        let fixed = fix_all(source.text(), &source.world(), &wanted.settings, RULES, safety);
        let change = Change::new(source, &fixed.rounds, fixed.analysis.source());
        progress.step();
        (job, fixed, change)
    };
    jobs.into_par_iter().map(repair).collect()
}

fn left(Job { source, wanted }: &Job, fixed: Fixed) -> Report {
    Report {
        path: source.path.clone(),
        text: fixed.analysis.source().clone(),
        found: fixed.left,
        fixed: fixed.applied,
        fail_level: fail_level(wanted),
    }
}
