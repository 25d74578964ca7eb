//! `dockwright fix --assist NAME`: a refactoring from the terminal.

use std::{io, num::NonZeroU32};

use super::{
    Count, Status,
    arguments::FixArguments,
    console::Console,
    files::{self, Source, Trouble},
    output::visible,
    write::Change,
};
use crate::{
    assists::{self, ASSISTS, Assist, Outcome},
    config::names::nearest,
    lint::{Cx, Settings},
    model::Analysis,
    text::{LineIndex, TextRange, TextSize},
};

/// Refactors the files that are meant.
pub(super) fn assist(arguments: &FixArguments, console: &mut Console) -> io::Result<Status> {
    let Some(assist) = assists::find(&arguments.assist) else {
        console.complain(unknown(&arguments.assist));
        return Ok(Status::Failed);
    };
    let (sources, mut status) = files::read(&arguments.files, console);
    for source in &sources {
        let done = match plan(assist, source, arguments.line) {
            Ok(Plan::Change(title, change)) if arguments.diff => {
                change.show(source, console)?;
                console.remark(format_args!("{}: {}", source.name(), visible(&title)));
                Status::Findings
            }
            Ok(Plan::Change(title, change)) => save(source, title, change, console)?,
            Ok(Plan::Nothing(why)) => {
                console.complain(Trouble::new(&source.path, why));
                if source.stdin && !arguments.diff {
                    console.out.write_all(&source.bytes())?;
                }
                Status::Findings
            }
            Err(trouble) => {
                console.complain(trouble);
                Status::Failed
            }
        };
        status = status.max(done);
    }
    Ok(status)
}

/// What a refactoring comes to.
enum Plan {
    /// What it does, and the change.
    Change(String, Change),
    /// Why there is nothing to do.
    Nothing(String),
}

fn plan(assist: &Assist, source: &Source, line: Option<NonZeroU32>) -> Result<Plan, Trouble> {
    let analysis = Analysis::new(source.text());
    let at = selection(&analysis, line).map_err(|wrong| Trouble::new(&source.path, wrong))?;
    let cx = Cx { analysis: &analysis, world: &source.world(), settings: &Settings::default() };
    Ok(match (assist.run)(cx, at) {
        Some(Outcome::Change { title, edits }) => {
            let text = edits.apply(analysis.source());
            Plan::Change(title, Change::new(source, &[edits], &text)?)
        }
        Some(Outcome::Refused { reason, .. }) => Plan::Nothing(reason),
        None => Plan::Nothing(format!("{} does not apply here", assist.name)),
    })
}

/// The whole file, or a line without its end.
fn selection(analysis: &Analysis, line: Option<NonZeroU32>) -> Result<TextRange, String> {
    let lines = LineIndex::builder(analysis.source().clone());
    match line.map(|it| it.get() - 1) {
        None => Ok(TextRange::up_to(TextSize::of(&**analysis.source()))),
        Some(line) if line < lines.len() => {
            Ok(TextRange::at(lines.range(line).start(), TextSize::of(lines.content(line))))
        }
        Some(_) => Err(format!("there is no such line; it has {}", Count(lines.len() as usize, "line"))),
    }
}

fn save(source: &Source, title: String, change: Change, console: &mut Console) -> io::Result<Status> {
    match change.save(source) {
        Ok(printed) => {
            console.out.write_all(&printed)?;
            console.remark(format_args!("{}: {}", source.name(), visible(&title)));
            Ok(Status::Clean)
        }
        Err(trouble) => {
            console.complain(trouble);
            Ok(Status::Failed)
        }
    }
}

fn unknown(name: &str) -> String {
    let all = || ASSISTS.iter().map(|it| it.name);
    let near = nearest(name, all().map(str::to_owned)).map(|it| format!("; did you mean {it}?"));
    let list = all().fold(String::new(), |list, it| list + "\n  " + it);
    format!("there is no refactoring {}{}\nThere are:{list}", visible(name), near.unwrap_or_default())
}
