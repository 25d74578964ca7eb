//! Where findings go: in which formats, to the standard output or to files.

use std::{
    io,
    path::{Path, PathBuf},
};

use clap::ValueEnum;

use super::{
    Status,
    arguments::{CheckArguments, CheckFormat},
    console::{Console, Look},
    files::{Trouble, reason},
    output::{self, Manner, Report, View, visible},
    write::put,
};
use crate::config::Effective;

/// A way out.
#[derive(Debug)]
pub(super) struct Outlet {
    /// How findings look there.
    pub format: CheckFormat,
    /// What is there of them.
    view: View,
    /// The file; `None`: the standard output.
    file: Option<PathBuf>,
}

/// The ways out that the options name, else those that the settings name; the formats and the files go together in their
/// order.
pub(super) fn outlets(arguments: &CheckArguments, settings: &Effective) -> Result<Vec<Outlet>, String> {
    let formats = match &*arguments.output.format {
        [] => settings.formats.iter().map(|it| of_settings(it)).collect::<Result<Vec<_>, _>>()?,
        typed => typed.to_vec(),
    };
    let formats = if formats.is_empty() { vec![CheckFormat::Human] } else { formats };
    let files = &arguments.output.output_file;
    if files.len() > formats.len() {
        return Err("--output-file: there are more files than formats".to_owned());
    }
    let files = files.iter().map(|it| (it != Path::new("-")).then(|| it.clone()));
    let ways = formats.into_iter().zip(files.chain(std::iter::repeat(None)));
    let outlet = |(format, file)| Ok(Outlet { format, view: view(arguments, format)?, file });
    let outlets = ways.map(outlet).collect::<Result<Vec<_>, String>>()?;
    let shown = arguments.fixes.fix || outlets.iter().any(|it| it.view == View::Fixes);
    match arguments.fixes.show_fixes && !shown {
        true => {
            Err("--show-fixes: only the format human shows them; json and sarif have the edits".to_owned())
        }
        false => Ok(outlets),
    }
}

fn of_settings(name: &str) -> Result<CheckFormat, String> {
    CheckFormat::from_str(name, true).map_err(|_| {
        let name = visible(name);
        format!("the settings ask for the format {name}, which is not there; --format says which are")
    })
}

fn view(arguments: &CheckArguments, format: CheckFormat) -> Result<View, String> {
    use CheckFormat::{Human, Json, Jsonl};
    match format {
        Human | Json | Jsonl if arguments.output.statistics => Ok(View::Statistics),
        _ if arguments.output.statistics => {
            Err("--statistics: there are none in this format; use human, json or jsonl".to_owned())
        }
        Human if arguments.fixes.show_fixes => Ok(View::Fixes),
        _ => Ok(View::Findings),
    }
}

/// Prints what was found. What goes to the standard output of a filter goes to stderr: the standard output is the repaired
/// file.
pub(super) fn write(
    outlets: &[Outlet],
    reports: &[Report],
    filter: bool,
    console: &mut Console,
) -> io::Result<Status> {
    let mut status = Status::Clean;
    for Outlet { format, view, file } in outlets {
        let manner = |look| Manner { format: *format, view: *view, look, quiet: console.quiet };
        match file {
            Some(path) => {
                let mut bytes = Vec::new();
                output::write(manner(Look::PLAIN), reports, &mut bytes)?;
                if let Err(error) = put(path, &bytes) {
                    let why = format_args!("it cannot be written: {}", reason(&error));
                    console.complain(Trouble::new(path, why));
                    status = Status::Failed;
                }
            }
            None if filter => output::write(manner(console.err_look), reports, &mut console.err)?,
            None => output::write(manner(console.look), reports, &mut console.out)?,
        }
    }
    Ok(status)
}
