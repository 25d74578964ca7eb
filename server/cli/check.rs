//! `dockwright check`: reports what is wrong, or repairs it.

use std::io;

use rayon::prelude::*;

use super::{
    Count, Status,
    arguments::{CheckArguments, CheckFormat},
    console::Console,
    files, fix, output,
    report::{report, status},
    selection,
};

/// Checks the files that are meant.
pub(super) fn check(arguments: &CheckArguments, console: &mut Console) -> io::Result<Status> {
    let configs = match selection::configs(arguments) {
        Ok(configs) => configs,
        Err(wrong) => {
            console.complain(wrong);
            return Ok(Status::Failed);
        }
    };
    let (sources, read) = files::read(&arguments.files, console);
    let (jobs, settled) = selection::jobs(sources, &configs, console);
    let read = read.max(settled);
    if settled == Status::Failed && jobs.is_empty() {
        return Ok(read);
    }
    if arguments.diff {
        return Ok(read.max(fix::diff(jobs, console)?));
    }
    let filter = arguments.fix && jobs.iter().any(|it| it.source.stdin);
    let (reports, written) = if arguments.fix {
        fix::fix(jobs, console)?
    } else {
        (jobs.into_par_iter().map(|it| report(&it)).collect(), Status::Clean)
    };
    let format = arguments.format.first().copied().unwrap_or(CheckFormat::Human);
    let fixed: usize = reports.iter().map(|it| it.fixed).sum();
    if arguments.fix && format != CheckFormat::Human {
        console.remark(format_args!("{} fixed", Count(fixed, "finding")));
    }
    // The standard output of a filter is the repaired file.
    if filter {
        output::write(format, &reports, console.err_look, &mut console.err)?;
    } else {
        output::write(format, &reports, console.look, &mut console.out)?;
    }
    Ok(read.max(written).max(status(&reports)))
}
