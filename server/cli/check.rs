//! `dockwright check`: reports what is wrong, or repairs it.

use std::{collections::BTreeMap, io};

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

/// Checks the files that are meant: once, or at every change.
pub(super) fn check(arguments: &CheckArguments, console: &mut Console) -> io::Result<Status> {
    console.quiet = arguments.output.quiet;
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
    if settled == Status::Failed && jobs.is_empty() {
        return Ok(settled);
    }
    if here.verbose || arguments.hadolint.verbose {
        jobs.iter().for_each(|it| say_settings(it, console));
    }
    let done = match arguments.fixes.diff {
        true => fix::diff(jobs, console)?,
        false => act(arguments, &outlets, jobs, console)?,
    };
    Ok(read.max(settled).max(done))
}

/// Repairs the files if it should, and prints what is wrong with them.
fn act(
    arguments: &CheckArguments,
    outlets: &[Outlet],
    jobs: Vec<Job>,
    console: &mut Console,
) -> io::Result<Status> {
    let fixing = arguments.fixes.fix;
    let filter = fixing && jobs.iter().any(|it| it.source.stdin);
    let (mut reports, saved) =
        if fixing { fix::fix(jobs, console)? } else { (found(jobs, console), Status::Clean) };
    if let Some(path) = &arguments.hadolint.file_path_in_report {
        reports.iter_mut().for_each(|it| it.path.clone_from(path));
    }
    if fixing && arguments.fixes.show_fixes {
        reports.iter().for_each(|it| say_fixed(it, console));
    }
    if fixing && outlets.iter().all(|it| it.format != CheckFormat::Human) {
        let fixed = reports.iter().map(|it| it.fixed.len()).sum();
        console.remark(format_args!("{} fixed", Count(fixed, "finding")));
    }
    let written = outlet::write(outlets, &reports, filter, console)?;
    Ok(saved.max(written).max(status(&reports)))
}

fn found(jobs: Vec<Job>, console: &Console) -> Vec<Report> {
    let progress = Progress::new(jobs.len(), console);
    jobs.into_par_iter().map(|it| report(&it)).inspect(|_| progress.step()).collect()
}

fn say_settings(job: &Job, console: &mut Console) {
    let from = match &job.wanted.file {
        Some(Origin::File(path)) => visible(&path.to_string_lossy()).into_owned(),
        _ => "no file".to_owned(),
    };
    console.remark(format_args!("{}: settings from {from}", job.source.name()));
}

/// Says what was repaired in a file, by name, and how often.
fn say_fixed(report: &Report, console: &mut Console) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    report.fixed.iter().for_each(|it| *counts.entry(it.name()).or_default() += 1);
    for (name, count) in counts {
        let path = report.path.to_string_lossy();
        console.remark(format_args!("{}: fixed {count} × {name}", visible(&path)));
    }
}
