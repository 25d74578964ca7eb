//! Where the new lines go, and how they are written.

use super::account::Account;
use crate::{
    model::{Analysis, Form, Stage, is_root},
    syntax::{Body, Dockerfile, Instruction, shell::BreakStyle},
    text::{Edits, TextEdit, TextRange, TextSize, size},
};

/// The edits that make this stage run as `account`; `None` if there is no place for them.
pub(super) fn edits(analysis: &Analysis, stage: &Stage, account: &Account) -> Option<Edits> {
    let file = analysis.file();
    let style = Style::of(analysis);
    let run = style.run(&account.commands);
    let user = format!("{} {}", style.keyword("USER"), account.user);
    let (builds, rest) = split(file, stage);
    if let Some(word) = last_root(analysis, rest.clone()) {
        let mut edits = vec![TextEdit::replace(word.1, account.user.clone())];
        if let Some(run) = run {
            edits.push(TextEdit::insert(start(file, &file.instructions[word.0]), run + style.eol));
        }
        return Edits::new(edits).ok();
    }
    let lines: Vec<String> = run.into_iter().chain([user]).collect();
    let block = lines.join(style.eol);
    let is_start = |it: &Instruction| {
        matches!(
            it.body,
            Body::Cmd(_)
                | Body::Entrypoint(_)
                | Body::Healthcheck(_)
                | Body::Expose(_)
                | Body::Stopsignal(_)
                | Body::Volume(_)
        )
    };
    let next = rest.clone().map(|at| &file.instructions[at]).find(|it| is_start(it));
    let edit = match next {
        Some(next) => {
            let at = start(file, next);
            let apart = if is_apart(file, at) { style.eol } else { "" };
            TextEdit::insert(at, format!("{block}{}{apart}", style.eol))
        }
        None => {
            let last = &file.instructions[rest.end.max(builds + 1) - 1];
            if file.is_unfinished(last) {
                return None;
            }
            let apart = if is_apart(file, start(file, last)) { style.eol } else { "" };
            TextEdit::insert(last.lines.end(), format!("{}{apart}{block}", style.eol))
        }
    };
    Some(edit.into())
}

/// The index of the last instruction of the stage that needs root, and the indices of those behind it.
fn split(file: &Dockerfile, stage: &Stage) -> (usize, std::ops::Range<usize>) {
    // Also a COPY does: it would be no mistake before it, but USER belongs to how the image is started.
    let builds = |it: &Instruction| {
        matches!(
            it.body,
            Body::From(_) | Body::Run(_) | Body::Copy(_) | Body::Add(_) | Body::Workdir(_) | Body::Shell(_)
        )
    };
    let all = stage.instructions.clone();
    let last = all.clone().rev().find(|at| builds(&file.instructions[*at])).unwrap_or(all.start);
    (last, last + 1..all.end)
}

/// The last `USER root` among these instructions, and the word that is root.
fn last_root(analysis: &Analysis, among: std::ops::Range<usize>) -> Option<(usize, TextRange)> {
    among.rev().find_map(|at| match analysis.file().instructions[at].body {
        Body::User(Some(word)) if analysis.value(word, at).is_some_and(|it| is_root(&it)) => {
            Some((at, word.range))
        }
        _ => None,
    })
}

/// The start of the line of an instruction, or of the comments right above it, which belong to it.
fn start(file: &Dockerfile, it: &Instruction) -> TextSize {
    let mut at = usize::from(it.lines.start());
    loop {
        let above = file.source[..at].trim_end_matches('\n');
        let line = above.rfind('\n').map_or(0, |it| it + 1);
        let comment = file.comments.partition_point(|it| usize::from(it.start()) < line);
        let is_comment = file.comments.get(comment).is_some_and(|it| {
            let comment = usize::from(it.start());
            comment < at && file.source[line..comment].trim().is_empty()
        });
        // One line end is between the comment and what it is about, no more.
        if !is_comment || file.source[..at].len() - above.len() != 1 || above.ends_with("\n\r") {
            return size(at);
        }
        at = line;
    }
}

/// Whether an empty line is right above this one.
fn is_apart(file: &Dockerfile, line: TextSize) -> bool {
    let above = &file.source[..usize::from(line)];
    let Some(above) = above.strip_suffix('\n') else { return false };
    above.rsplit('\n').next().is_some_and(|it| it.trim().is_empty())
}

/// How the file is written.
struct Style {
    /// How its lines end.
    eol: &'static str,
    /// Whether its keywords are in lower case.
    lower: bool,
    /// The character that continues lines.
    escape: char,
    /// Where the lines of a chain are broken.
    breaks: BreakStyle,
    /// What continued lines begin with.
    indent: String,
}

impl Style {
    fn of(analysis: &Analysis) -> Style {
        let file = analysis.file();
        let lower = |it: &&Instruction| file.text(it.keyword_range).starts_with(|it: char| it.is_lowercase());
        let runs =
            file.instructions.iter().enumerate().rev().filter(|(_, it)| matches!(it.body, Body::Run(_)));
        let chain = runs.into_iter().find_map(|(at, it)| {
            let run = analysis.scripts(at).first().filter(|it| it.form == Form::Shell)?;
            let breaks = run.script.last_break_style()?;
            let lines: Vec<&str> = file.source[it.lines].lines().collect();
            let continued = match breaks {
                BreakStyle::Before => lines.iter().find(|it| it.trim_start().starts_with("&&")),
                BreakStyle::After => {
                    lines.windows(2).find(|pair| ends_with_and(pair[0])).map(|pair| &pair[1])
                }
            }?;
            Some((breaks, continued[..continued.len() - continued.trim_start().len()].to_owned()))
        });
        let (breaks, indent) = chain.unwrap_or((BreakStyle::Before, "    ".to_owned()));
        Style {
            eol: if file.source.contains("\r\n") { "\r\n" } else { "\n" },
            lower: file.instructions.iter().filter(lower).count() * 2 > file.instructions.len(),
            escape: char::from(file.escape),
            breaks,
            indent,
        }
    }

    fn keyword(&self, keyword: &str) -> String {
        if self.lower { keyword.to_lowercase() } else { keyword.to_owned() }
    }

    /// A RUN of these commands; `None` if there are none.
    fn run(&self, commands: &[String]) -> Option<String> {
        let keyword = self.keyword("RUN");
        let line = format!("{keyword} {}", commands.join(" && "));
        let Style { eol, escape, indent, .. } = self;
        match commands {
            [] => None,
            _ if line.len() <= LONGEST_LINE => Some(line),
            _ => {
                let between = match self.breaks {
                    BreakStyle::Before => format!(" {escape}{eol}{indent}&& "),
                    BreakStyle::After => format!(" && {escape}{eol}{indent}"),
                };
                Some(format!("{keyword} {}", commands.join(&between)))
            }
        }
    }
}

/// Whether a line is `command && \\`.
fn ends_with_and(line: &str) -> bool {
    line.trim_end_matches(|it: char| it.is_whitespace() || matches!(it, '\\' | '`')).ends_with("&&")
}

/// A chain of commands that fits a line of this length is not broken, in bytes.
const LONGEST_LINE: usize = 100;
