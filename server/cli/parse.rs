//! `dockwright parse`: shows files as the builder reads them.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use rayon::prelude::*;
use serde::Serialize;

use super::{
    Status,
    arguments::{ParseArguments, ParseFormat},
    console::Console,
    files::{self, Source},
    output::{visible, write_value},
};
use crate::{
    lint::{self, Cx, Diagnostic, Selection, Settings},
    model::{Analysis, Nowhere},
    rules::RULES,
    syntax::{Body, Command, Dockerfile, Instruction, Pair, Word},
    text::{LineIndex, TextRange},
};

/// Shows the files that are meant. The status says whether BuildKit would take them all.
pub(super) fn parse(arguments: &ParseArguments, console: &mut Console) -> io::Result<Status> {
    let (sources, read) = files::read(&arguments.files, console);
    let files: Vec<File> = sources.into_par_iter().map(file).collect();
    for file in &files {
        match arguments.format {
            ParseFormat::Jsonl => {
                write_value(file, &mut console.out)?;
                console.out.write_all(b"\n")?;
            }
            ParseFormat::Tree => write_tree(file, &mut console.out)?,
        }
    }
    let parsed = if files.iter().all(|it| it.ok) { Status::Clean } else { Status::Findings };
    Ok(read.max(parsed))
}

/// A file, as other programs see it.
#[derive(Serialize)]
struct File {
    path: String,
    /// Whether BuildKit would take it.
    ok: bool,
    errors: Vec<Error>,
    instructions: Vec<Row>,
}

#[derive(Serialize)]
struct Error {
    line: u32,
    end_line: u32,
    message: String,
}

/// An instruction. Lines are those of BuildKit, from 1.
#[derive(Serialize)]
struct Row {
    /// As it is written.
    name: String,
    start_line: u32,
    end_line: u32,
    flags: Vec<String>,
    args: Vec<String>,
    /// Whether the arguments are for a shell or a JSON array, where there is a choice.
    form: Option<&'static str>,
    heredocs: Vec<String>,
}

fn file(source: Source) -> File {
    let analysis = Analysis::new(source.text());
    let lines = LineIndex::builder(analysis.source().clone());
    let numbers = |range: TextRange| (lines.line(range.start()) + 1, lines.line(range.end()) + 1);
    // BuildKit names the lines of the whole instruction.
    let instructions = &analysis.file().instructions;
    let around = |range: TextRange| {
        let after = instructions.partition_point(|it| it.lines.start() <= range.start());
        let it = after.checked_sub(1).map(|at| instructions[at].lines).filter(|it| it.contains_range(range));
        it.unwrap_or(range)
    };
    let errors = analysis.errors().iter().map(|it| {
        let (line, end_line) = numbers(around(it.range));
        Error { line, end_line, message: it.message.clone() }
    });
    let violations = violations(&analysis);
    let rows = instructions.iter().map(|it| row(analysis.file(), it, numbers(it.lines)));
    File {
        path: source.path.to_string_lossy().into_owned(),
        ok: analysis.errors().is_empty() && violations.is_none(),
        errors: errors.chain(violations).collect(),
        instructions: rows.collect(),
    }
}

/// What BuildKit says at the end if `# check=error=true` asks it to fail on findings of its own checks, and there are some.
///
/// Their names are those without a number. What a base image that we do not see would settle is not counted.
fn violations(analysis: &Analysis) -> Option<Error> {
    if !analysis.stops_on_findings() || !analysis.errors().is_empty() {
        return None;
    }
    let settings = Settings { select: Selection::All, ..Settings::default() };
    let found = lint::run(Cx { analysis, world: &Nowhere, settings: &settings }, RULES);
    let depends = |it: &&Diagnostic| it.quiet && it.codes().any(|it| ON_BASE_IMAGE.contains(&it));
    let mut names: Vec<&str> = Vec::new();
    for code in found
        .iter()
        .filter(|it| !depends(it))
        .flat_map(|it| it.codes())
        .filter(|it| !it.ends_with(|last: char| last.is_ascii_digit()))
    {
        if !names.contains(&code) {
            names.push(code);
        }
    }
    let message = format!("lint violation found for rules: {}", names.join(", "));
    (!names.is_empty()).then_some(Error { line: 1, end_line: 1, message })
}

/// Checks that need to know what the base image sets.
const ON_BASE_IMAGE: [&str; 2] = ["UndefinedVar", "WorkdirRelativePath"];

fn row(file: &Dockerfile, it: &Instruction, (start_line, end_line): (u32, u32)) -> Row {
    Row {
        name: file.joined_text(it.keyword_range).into_owned(),
        start_line,
        end_line,
        flags: it.flags.iter().map(|flag| flag.text.clone()).collect(),
        args: arguments(file, it).into_iter().map(Cow::into_owned).collect(),
        form: form(file, it),
        heredocs: it.heredocs.iter().map(|it| it.name.clone()).collect(),
    }
}

fn arguments<'a>(file: &'a Dockerfile, it: &'a Instruction) -> Vec<Cow<'a, str>> {
    let words = |words: &[&Option<Word>]| words.iter().copied().flatten().map(|it| file.word(*it)).collect();
    let pairs = |pairs: &[Pair]| pairs.iter().map(|it| file.joined_text(it.range())).collect();
    match &it.body {
        Body::From(it) => words(&[&it.image, &it.as_word, &it.name]),
        Body::Run(it) | Body::Cmd(it) | Body::Entrypoint(it) | Body::Shell(it) => command(file, it),
        Body::Copy(it) | Body::Add(it) => {
            it.sources.iter().chain(&it.destination).map(|it| file.word(*it)).collect()
        }
        Body::Arg(it) | Body::Env(it) | Body::Label(it) => pairs(it),
        Body::Expose(it) | Body::Volume(it) => it.iter().map(|it| file.word(*it)).collect(),
        Body::User(it) | Body::Workdir(it) | Body::Stopsignal(it) | Body::Maintainer(it) => words(&[it]),
        Body::Healthcheck(it) => {
            let kind = it.kind.iter().map(|it| file.word(*it));
            kind.chain(it.command.iter().flat_map(|it| command(file, it))).collect()
        }
        Body::Onbuild(None) => Vec::new(),
        Body::Onbuild(Some(it)) => {
            let name = file.joined_text(it.keyword_range);
            let flags = it.flags.iter().map(|it| Cow::Borrowed(it.text.as_str()));
            std::iter::once(name).chain(flags).chain(arguments(file, it)).collect()
        }
        Body::Unknown => rest(file, it.arguments),
    }
}

fn command<'a>(file: &'a Dockerfile, command: &Command) -> Vec<Cow<'a, str>> {
    match command {
        Command::Shell(range) => rest(file, *range),
        Command::Exec { words, .. } => words.iter().map(|it| file.word(*it)).collect(),
    }
}

/// The text at `range` in one piece, if there is any.
fn rest(file: &Dockerfile, range: TextRange) -> Vec<Cow<'_, str>> {
    Some(file.joined_text(range)).into_iter().filter(|it| !it.is_empty()).collect()
}

fn form(file: &Dockerfile, it: &Instruction) -> Option<&'static str> {
    let command = |it: Option<&Command>| match it {
        Some(Command::Exec { .. }) => Some("json"),
        _ => Some("shell"),
    };
    match &it.body {
        Body::Run(it) | Body::Cmd(it) | Body::Entrypoint(it) | Body::Shell(it) => command(Some(it)),
        Body::Healthcheck(it) => command(it.command.as_ref()),
        Body::Copy(it) | Body::Add(it) => it.json.then_some("json"),
        Body::Volume(words) => {
            let array = file.text(it.arguments).starts_with('[') && words.iter().all(|it| it.json);
            array.then_some("json")
        }
        _ => None,
    }
}

fn write_tree(file: &File, to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "{}", visible(&file.path))?;
    for it in &file.instructions {
        let lines = match it.start_line == it.end_line {
            true => it.start_line.to_string(),
            false => format!("{}-{}", it.start_line, it.end_line),
        };
        let form = it.form.map(|it| format!(" ({it})")).unwrap_or_default();
        writeln!(to, "  {lines:<7} {}{form}", visible(&it.name))?;
        let heredocs = it.heredocs.iter().map(|it| ("heredoc", it));
        let parts = it.flags.iter().map(|it| ("flag", it)).chain(it.args.iter().map(|it| ("argument", it)));
        for (kind, text) in parts.chain(heredocs) {
            writeln!(to, "          {kind:<8}  {}", visible(text))?;
        }
    }
    for it in &file.errors {
        writeln!(to, "  {:<7} error: {}", it.line, visible(&it.message))?;
    }
    Ok(())
}
