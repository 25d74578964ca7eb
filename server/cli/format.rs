//! `dockwright format`: lays files out, or says which would be laid out anew.

use std::io;

use rayon::prelude::*;

use super::{
    Count, Status,
    arguments::FormatArguments,
    console::Console,
    files::{self, Trouble},
    progress::Progress,
    selection::{self, Job, search},
    write::Change,
};
use crate::{config::Configs, ide, model::Analysis};

/// Formats the files that are meant.
pub(super) fn format(arguments: &FormatArguments, console: &mut Console) -> io::Result<Status> {
    console.quiet = arguments.quiet;
    let configs = Configs::new(search(&arguments.settings), Vec::new());
    let (sources, read) = files::read(&arguments.files, console);
    let (jobs, settled) = selection::jobs(sources, &configs, console);
    let only_shown = arguments.check || arguments.diff;
    let all = jobs.len();
    let progress = Progress::new(all, console);
    let mut status = read.max(settled);
    let mut changed = 0;
    for (job, change) in formatted(jobs, &progress) {
        let is_changed = change.as_ref().is_ok_and(|it| !it.is_empty());
        let done = change.and_then(|change| match only_shown {
            true => Ok(Done::Shown(change)),
            false => change.save(&job.source).map(Done::Saved),
        });
        match done {
            Ok(Done::Shown(change)) if is_changed => {
                match arguments.diff {
                    true => change.show(&job.source, console)?,
                    false => console.remark(format_args!("{}: would be formatted", job.source.name())),
                }
                status = status.max(Status::Findings);
            }
            Ok(Done::Shown(_)) => {}
            Ok(Done::Saved(printed)) => console.out.write_all(&printed)?,
            Err(trouble) => {
                console.complain(trouble);
                if job.source.stdin && !only_shown {
                    console.out.write_all(&job.source.bytes())?;
                }
                status = Status::Failed;
                continue;
            }
        }
        changed += usize::from(is_changed);
    }
    drop(progress);
    if all > 0 {
        console.remark(summary(changed, all, only_shown));
    }
    Ok(status)
}

/// What was done with a file.
enum Done {
    Shown(Change),
    /// What is to be printed of it.
    Saved(Vec<u8>),
}

fn summary(changed: usize, all: usize, only_shown: bool) -> String {
    let verb = if only_shown { "would be formatted" } else { "formatted" };
    match (changed, all - changed) {
        (0, same) => format!("{} already formatted", Count(same, "file")),
        (changed, 0) => format!("{} {verb}", Count(changed, "file")),
        (changed, same) => format!("{} {verb}, {same} already formatted", Count(changed, "file")),
    }
}

/// What each file would become.
fn formatted(jobs: Vec<Job>, progress: &Progress) -> Vec<(Job, Result<Change, Trouble>)> {
    let format = |job: Job| {
        let analysis = Analysis::new(job.source.text());
        let edits = ide::format(&analysis, &job.wanted.format);
        let text = edits.apply(analysis.source());
        let change = Change::new(&job.source, &[edits], &text);
        progress.step();
        (job, change)
    };
    jobs.into_par_iter().map(format).collect()
}
