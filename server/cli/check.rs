//! `dockwright check`: reports what is wrong, or repairs it.

use std::{io, path::Path};

use rayon::prelude::*;

use super::{
    Count, Status,
    arguments::{CheckArguments, CheckFormat},
    console::{Console, Look},
    files::{self, Trouble, reason},
    fix,
    output::{self, Manner, Report, View},
    progress::Progress,
    report::{report, status},
    selection, watch,
    write::put,
};
use crate::lint::Safety;

/// Checks the files that are meant: once, or at every change.
pub(super) fn check(arguments: &CheckArguments, console: &mut Console) -> io::Result<Status> {
    console.quiet = arguments.output.quiet;
    if let Some(wrong) = contradiction(arguments) {
        console.complain(wrong);
        return Ok(Status::Failed);
    }
    if arguments.output.watch { watch::watch(arguments, console) } else { once(arguments, console) }
}

/// Checks the files that are meant.
pub(super) fn once(arguments: &CheckArguments, console: &mut Console) -> io::Result<Status> {
    let settings = match selection::settings(&arguments.rules) {
        Ok(settings) => settings,
        Err(wrong) => {
            console.complain(wrong);
            return Ok(Status::Failed);
        }
    };
    let (sources, read) = files::read(&arguments.files, console);
    let safety = if arguments.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    if arguments.diff {
        return Ok(read.max(fix::diff(sources, &settings, safety, console)?));
    }
    let filter = arguments.fix && sources.iter().any(|it| it.stdin);
    let (reports, written) = if arguments.fix {
        fix::fix(sources, &settings, safety, console)?
    } else {
        let progress = Progress::new(sources.len(), console);
        let done = |_: &Report| progress.step();
        (sources.into_par_iter().map(|it| report(&it, &settings)).inspect(done).collect(), Status::Clean)
    };
    let fixed: usize = reports.iter().map(|it| it.fixed).sum();
    if arguments.fix && arguments.format != CheckFormat::Human {
        console.remark(format_args!("{} fixed", Count(fixed, "finding")));
    }
    let printed = print(arguments, &reports, filter, console)?;
    Ok(read.max(written).max(printed).max(status(&reports, arguments.fail_level)))
}

/// Prints what was found where it is wanted. The standard output of a filter is the repaired file.
fn print(
    arguments: &CheckArguments,
    reports: &[Report],
    filter: bool,
    console: &mut Console,
) -> io::Result<Status> {
    let manner =
        |look| Manner { format: arguments.format, view: view(arguments), look, quiet: console.quiet };
    match arguments.output.output_file.as_deref() {
        Some(path) if path != Path::new("-") => {
            let mut bytes = Vec::new();
            output::write(manner(Look::PLAIN), reports, &mut bytes)?;
            if let Err(error) = put(path, &bytes) {
                console
                    .complain(Trouble::new(path, format_args!("it cannot be written: {}", reason(&error))));
                return Ok(Status::Failed);
            }
        }
        _ if filter => output::write(manner(console.err_look), reports, &mut console.err)?,
        _ => output::write(manner(console.look), reports, &mut console.out)?,
    }
    Ok(Status::Clean)
}

fn view(arguments: &CheckArguments) -> View {
    match (arguments.output.statistics, arguments.output.show_fixes) {
        (true, _) => View::Statistics,
        (_, true) => View::Fixes,
        _ => View::Findings,
    }
}

/// What is asked for and cannot be done.
fn contradiction(arguments: &CheckArguments) -> Option<&'static str> {
    match (view(arguments), arguments.format) {
        (View::Findings, _) | (_, CheckFormat::Human) => None,
        (View::Statistics, CheckFormat::Json | CheckFormat::Jsonl) => None,
        (View::Statistics, _) => {
            Some("--statistics: there are none in this format; use human, json or jsonl")
        }
        (View::Fixes, _) => {
            Some("--show-fixes: only the format human shows them; json and sarif have the edits")
        }
    }
}
