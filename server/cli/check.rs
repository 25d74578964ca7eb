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
use crate::lint::Safety;

/// Checks the files that are meant.
pub(super) fn check(arguments: &CheckArguments, console: &mut Console) -> io::Result<Status> {
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
        (sources.into_par_iter().map(|it| report(&it, &settings)).collect(), Status::Clean)
    };
    let fixed: usize = reports.iter().map(|it| it.fixed).sum();
    if arguments.fix && arguments.format != CheckFormat::Human {
        console.remark(format_args!("{} fixed", Count(fixed, "finding")));
    }
    // The standard output of a filter is the repaired file.
    if filter {
        output::write(arguments.format, &reports, console.err_look, &mut console.err)?;
    } else {
        output::write(arguments.format, &reports, console.look, &mut console.out)?;
    }
    Ok(read.max(written).max(status(&reports, arguments.fail_level)))
}
