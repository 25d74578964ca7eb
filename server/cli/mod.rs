//! The program: what was typed, what it means, and what is printed.
//!
//! A command is a file here. It gets its arguments and a `Console`, and answers with a `Status`.

mod arguments;
mod assist;
mod check;
mod completions;
mod config;
mod console;
mod explain;
mod files;
mod fix;
mod format;
mod outlet;
mod output;
mod parse;
mod progress;
mod ready;
mod report;
mod rules;
mod selection;
mod watch;
mod write;

use std::{ffi::OsString, fmt, io, io::Write, path::Path, process::ExitCode};

use clap::Parser;

use arguments::{Arguments, Command};
use console::Console;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse_from(as_typed(std::env::args_os().collect())) {
        Ok(arguments) => arguments,
        Err(other) => {
            // Help, the version, or a wrong option. If even that cannot be printed, nobody is there to be told.
            let _ = other.print();
            return if other.use_stderr() { Status::Failed } else { Status::Clean }.into();
        }
    };
    let mut console = Console::new(arguments.color);
    let code = run(arguments.command, &mut console);
    code.and_then(|code| console.out.flush().map(|()| code)).unwrap_or_else(|error| {
        console.complain(format_args!("the output cannot be written: {error}"));
        Status::Failed.into()
    })
}

/// What was typed. Where an editor starts us in the place of docker-langserver, that is `lsp`: by the name of a link to us, or with its
/// only option.
fn as_typed(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let name = arguments.first().map(Path::new).and_then(Path::file_stem);
    let is_other = name.is_some_and(|it| it == "docker-langserver");
    if is_other || arguments.get(1).is_some_and(|it| it == "--stdio") {
        arguments.insert(1, "lsp".into());
    }
    arguments
}

fn run(command: Command, console: &mut Console) -> io::Result<ExitCode> {
    let status = match command {
        Command::Check(it) => check::check(&it, console)?,
        Command::Ready(it) => ready::ready(&it, console)?,
        Command::Format(it) => format::format(&it, console)?,
        Command::Fix(it) => assist::assist(&it, console)?,
        Command::Parse(it) => parse::parse(&it, console)?,
        Command::Explain(it) => explain::explain(&it, console)?,
        Command::Rules(it) => rules::rules(&it, console)?,
        Command::Config(it) => config::config(&it, console)?,
        Command::Completions(it) => completions::completions(&it, console)?,
        Command::Lsp(_) => return Ok(lsp(console)),
    };
    Ok(status.into())
}

#[cfg(feature = "lsp")]
fn lsp(_: &mut Console) -> ExitCode {
    crate::lsp::serve_stdio()
}

#[cfg(not(feature = "lsp"))]
fn lsp(console: &mut Console) -> ExitCode {
    console.complain("this build has no language server: build it with the feature `lsp`");
    Status::Failed.into()
}

/// What a command answers to the shell; the worst of several counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    /// Nothing to complain about.
    Clean,
    /// There are findings, or changes to make.
    Findings,
    /// Something that was asked for could not be done.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status as u8)
    }
}

/// "1 finding", "2 findings".
struct Count(usize, &'static str);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.0 == 1 { "" } else { "s" };
        write!(f, "{} {}{plural}", self.0, self.1)
    }
}
