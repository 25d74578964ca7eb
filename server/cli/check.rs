//! `dockwright check`: reports what is wrong, or repairs it.

use std::io;

use rayon::prelude::*;

use super::{
    Count, Status,
    arguments::{CheckArguments, CheckFormat},
    console::Console,
    files, fix,
    outlet::{self, Outlet},
    output::{Report, visible},
    progress::Progress,
    report::{report, status},
    selection::{self, Job},
    watch,
};
use crate::config::{Configs, Origin};

/// Checks the files that are meant, once or until the user stops it.
pub(super) fn check(arguments: &CheckArguments, console: &mut Console) -> io::Result<Status> {
    match selection::configs(arguments) {
        Err(wrong) => {
            console.complain(wrong);
            Ok(Status::Failed)
        }
        Ok(_) if arguments.output.watch => watch::watch(arguments, console),
        Ok(configs) => once(arguments, &configs, console),
    }
}

/// Checks the files that are meant.
pub(super) fn once(
    arguments: &CheckArguments,
    configs: &Configs,
    console: &mut Console,
) -> io::Result<Status> {
    let here = selection::here(configs);
    let outlets = match outlet::outlets(arguments, &here) {
        Ok(outlets) => outlets,
        Err(wrong) => {
            console.complain(wrong);
            return Ok(Status::Failed);
        }
    };
    if here.no_color || arguments.hadolint.no_color {
        console.without_colors();
    }
    let (sources, read) = files::read(&arguments.files, console);
    let (jobs, settled) = selection::jobs(sources, configs, console);
    let read = read.max(settled);
    if settled == Status::Failed && jobs.is_empty() {
        return Ok(read);
    }
    if here.verbose || arguments.hadolint.verbose {
        jobs.iter().for_each(|it| say_settings(it, console));
    }
    if arguments.fixes.diff {
        return Ok(read.max(fix::diff(jobs, console)?));
    }
    let filter = arguments.fixes.fix && jobs.iter().any(|it| it.source.stdin);
    let progress = Progress::new(jobs.len(), console);
    let (mut reports, written) = if arguments.fixes.fix {
        fix::fix(jobs, &progress, console)?
    } else {
        (jobs.into_par_iter().map(|it| progress.after(report(&it))).collect(), Status::Clean)
    };
    drop(progress);
    if let Some(path) = &arguments.hadolint.file_path_in_report {
        reports.iter_mut().for_each(|it| it.path.clone_from(path));
    }
    if arguments.fixes.fix {
        say_fixed(arguments, &outlets, &reports, console);
    }
    let written =
        written.max(outlet::write(&outlets, arguments.output.statistics, &reports, filter, console)?);
    Ok(read.max(written).max(status(&reports)))
}

fn say_settings(job: &Job, console: &mut Console) {
    let from = match &job.wanted.file {
        Some(Origin::File(path)) => visible(&path.to_string_lossy()).into_owned(),
        _ => "no file".to_owned(),
    };
    console.remark(format_args!("{}: settings from {from}", job.source.name()));
}

/// Says what was repaired, where the findings do not.
fn say_fixed(arguments: &CheckArguments, outlets: &[Outlet], reports: &[Report], console: &mut Console) {
    if arguments.fixes.show_fixes {
        for report in reports {
            for (name, count) in report.fixed_by_name() {
                let path = report.path.to_string_lossy();
                console.remark(format_args!("{}: fixed {count} × {name}", visible(&path)));
            }
        }
    }
    let human = |it: &Outlet| it.format == CheckFormat::Human && it.file.is_none();
    if arguments.output.statistics || !outlets.iter().any(human) {
        let fixed: usize = reports.iter().map(|it| it.fixed.len()).sum();
        console.remark(format_args!("{} fixed", Count(fixed, "finding")));
    }
}
