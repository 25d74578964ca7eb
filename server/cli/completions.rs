//! `dockwright completions`: what a shell needs to complete the command line.

use std::io::{self, Write};

use clap::CommandFactory;

use super::{
    Status,
    arguments::{Arguments, CompletionsArguments},
    console::Console,
};

/// Prints the script for a shell.
pub(super) fn completions(arguments: &CompletionsArguments, console: &mut Console) -> io::Result<Status> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "dockwright", &mut script);
    console.out.write_all(&script)?;
    Ok(Status::Clean)
}
