//! Where findings go: in which formats, to the standard output or to files.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::ValueEnum;

use super::{
    Status,
    arguments::{CheckArguments, CheckFormat},
    console::{Console, Look},
    files::{Trouble, reason},
    output::{self, Report, visible},
};
use crate::config::Effective;

/// A way out.
#[derive(Debug)]
pub(super) struct Outlet {
    /// How findings look there.
    pub format: CheckFormat,
    /// The file; `None`: the standard output.
    pub file: Option<PathBuf>,
}

/// The ways out that the options name, else those that the settings name; the formats and the files go together in their
/// order.
pub(super) fn outlets(arguments: &CheckArguments, settings: &Effective) -> Result<Vec<Outlet>, String> {
    let formats = match &*arguments.output.format {
        [] => settings.formats.iter().map(|it| of_settings(it)).collect::<Result<Vec<_>, _>>()?,
        typed => typed.to_vec(),
    };
    let formats = if formats.is_empty() { vec![CheckFormat::Human] } else { formats };
    if arguments.output.output_file.len() > formats.len() {
        return Err("--output-file: there are more files than formats".to_owned());
    }
    let files =
        arguments.output.output_file.iter().map(|it| Some(it.clone()).filter(|it| it != Path::new("-")));
    let files = files.chain(std::iter::repeat(None));
    Ok(formats.into_iter().zip(files).map(|(format, file)| Outlet { format, file }).collect())
}

fn of_settings(name: &str) -> Result<CheckFormat, String> {
    CheckFormat::from_str(name, true).map_err(|_| {
        let name = visible(name);
        format!("the settings ask for the format {name}, which is not there; --format says which are")
    })
}

/// Prints what was found, or how often. What goes to the standard output of a filter goes to stderr: the standard output
/// is the repaired file.
pub(super) fn write(
    outlets: &[Outlet],
    statistics: bool,
    reports: &[Report],
    filter: bool,
    console: &mut Console,
) -> io::Result<Status> {
    let print = |format, look, to: &mut dyn io::Write| match statistics {
        true => output::statistics(format, reports, to),
        false => output::write(format, reports, look, to),
    };
    let mut status = Status::Clean;
    for Outlet { format, file } in outlets {
        match file {
            Some(path) => {
                let mut bytes = Vec::new();
                print(*format, Look { terminal: false, colors: false }, &mut bytes)?;
                if let Err(error) = fs::write(path, bytes) {
                    console.complain(Trouble::new(
                        path,
                        format_args!("it cannot be written: {}", reason(&error)),
                    ));
                    status = Status::Failed;
                }
            }
            None if filter => print(*format, console.err_look, &mut console.err)?,
            None => print(*format, console.look, &mut console.out)?,
        }
    }
    Ok(status)
}
