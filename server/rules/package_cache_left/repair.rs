//! Adds the flag with which nothing is left, or at the end of the RUN the command that cleans up, in the style of the RUN.

use super::{habits::Habits, left::Left};
use crate::{
    knowledge::packages::Kind,
    lint::{Fix, Safety},
    model::{Analysis, Form, RunScript, installs::Install},
    syntax::{
        Dockerfile,
        shell::{BreakStyle, Script, SeparatorKind},
    },
    text::{TextEdit, TextRange, TextSize},
};

/// The flag, if the manager has one.
pub(super) fn flag(install: &Install, left: &Left) -> Option<Fix> {
    let flag = left.manager.no_cache.first()?;
    let elsewhere = install.has_flag(left.manager.cache_at);
    let text = if install.form == Form::Exec { format!(", \"{flag}\"") } else { format!(" {flag}") };
    let edits = TextEdit::insert(install.flag_place(), text).into();
    (!elsewhere).then(|| Fix { title: format!("Add `{flag}`"), safety: Safety::Safe, edits })
}

/// The command that cleans up, if there is a place for it.
pub(super) fn command(
    analysis: &Analysis,
    install: &Install,
    left: &Left,
    habits: &Habits,
    safety: Safety,
) -> Option<Fix> {
    let has_flag = !left.manager.no_cache.is_empty() || install.has_flag(left.manager.cache_at);
    // What was installed for the moment only, or is found only in a subshell, is gone at the end.
    let is_gone = left.manager.kind != Kind::System && (habits.removes || install.context.depth > 0);
    let clean = by_the_same_name(analysis, install, left.clean.filter(|_| !has_flag && !is_gone)?);
    let sudo = sudo(&analysis.script_of(install).script, install)?;
    let edits = append(analysis, install, &format!("{sudo}{clean}"))?.into();
    // One more `sudo` is one more that should not be there.
    let safety = if sudo.is_empty() { safety } else { Safety::Unsafe };
    Some(Fix { title: format!("Add `{clean}`"), safety, edits })
}

/// `/opt/conda/bin/conda clean` where that is how the manager is called.
fn by_the_same_name(analysis: &Analysis, install: &Install, clean: &str) -> String {
    let call = install.command(analysis);
    let called = call.split(' ').next().unwrap_or_default();
    match clean.split_once(' ') {
        Some((name, rest)) if install.manager.commands.contains(&name) => format!("{called} {rest}"),
        _ => clean.to_owned(),
    }
}

/// Puts `clean` behind everything else, so that it runs if all of that succeeds; `None` if there is no place for it.
fn append(analysis: &Analysis, install: &Install, clean: &str) -> Option<TextEdit> {
    let file = analysis.file();
    let run = analysis.script_of(install);
    let end = run.script.open_end()?;
    match run.form {
        Form::Exec => None,
        Form::Heredoc(at) if run.script.sets_errexit() => {
            let heredoc = file.instructions[install.instruction].heredocs.get(at)?;
            heredoc.terminator?;
            let line = format!("{}{clean}{}", indent(file, end), eol(file, end));
            Some(TextEdit::insert(heredoc.body.end(), line))
        }
        Form::Heredoc(_) => Some(TextEdit::insert(end, format!(" && {clean}"))),
        Form::Shell => Some(TextEdit::insert(end, format!("{}{clean}", link(file, run, end)))),
    }
}

/// `sudo ` where the call needs it; `None` if something else stands before it.
fn sudo(script: &Script, install: &Install) -> Option<&'static str> {
    let before = script.text(TextRange::new(install.range.start(), install.head.start()));
    match before.split_whitespace().filter(|it| !it.contains('=')).collect::<Vec<_>>().as_slice() {
        [] => Some(""),
        ["sudo", flags @ ..] if flags.iter().all(|it| matches!(*it, "-E" | "-H" | "-n")) => Some("sudo "),
        _ => None,
    }
}

/// What stands between the last command and one that is added: an operator, and a line break if the others have one.
fn link(file: &Dockerfile, run: &RunScript, end: TextSize) -> String {
    let script = &run.script;
    let operator = operator(script);
    let (escape, eol) = (char::from(file.escape), eol(file, end));
    let separators = script.list.items.iter().rev().filter_map(|it| it.separator.as_ref());
    let broken = separators.filter_map(|it| Some((it, script.break_style(it)?))).next();
    match broken {
        Some((separator, BreakStyle::Before)) if operator == "&&" => {
            let indent = indent(file, separator.range.start());
            format!(" {escape}{eol}{indent}&& ")
        }
        Some(_) => {
            let start = script.list.items.last().map_or(end, |it| it.pipeline.range.start());
            let indent = indent(file, start);
            let operator = if operator == "&&" { " &&" } else { ";" };
            format!("{operator} {escape}{eol}{indent}")
        }
        None if operator == ";" => "; ".to_owned(),
        None => match continued(file, script, end) {
            Some(indent) => format!(" {escape}{eol}{indent}&& "),
            None => " && ".to_owned(),
        },
    }
}

/// `;` where the script is written so and stops at the first error; else `&&`, which keeps what the RUN returns.
fn operator(script: &Script) -> &'static str {
    let separators = script.list.items.iter().rev().filter_map(|it| it.separator.as_ref());
    match separators.map(|it| it.kind).next() {
        Some(SeparatorKind::Semicolon) if script.sets_errexit() => ";",
        _ => "&&",
    }
}

/// What the last line begins with, if the script goes over several.
fn continued<'f>(file: &'f Dockerfile, script: &Script, end: TextSize) -> Option<&'f str> {
    let start = script.list.items.first()?.pipeline.range.start();
    let is_one_line = !file.source[usize::from(start)..usize::from(end)].contains('\n');
    (!is_one_line).then(|| indent(file, end))
}

/// The blanks that the line of this place begins with.
fn indent(file: &Dockerfile, at: TextSize) -> &str {
    let start = file.source[..usize::from(at)].rfind('\n').map_or(0, |it| it + 1);
    let line = &file.source[start..];
    let text = line.trim_start_matches([' ', '\t']);
    &line[..line.len() - text.len()]
}

/// How the line of this place ends, or if it is the last, the one before it.
fn eol(file: &Dockerfile, at: TextSize) -> &'static str {
    let (before, after) = file.source.split_at(usize::from(at));
    let line = after.split_once('\n').or_else(|| before.rsplit_once('\n')).map_or("", |it| it.0);
    if line.ends_with('\r') { "\r\n" } else { "\n" }
}
