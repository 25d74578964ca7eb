//! What may be written in comments: directives, and what they and comments of checkers ask for.

use super::{Place, line_before};
use crate::{
    lint::ignore::Dialect,
    model::Analysis,
    syntax::DirectiveKind,
    text::{TextSize, size},
};

/// What may be written in a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ide) enum Expected {
    /// Its first words; those of a directive, if `head` says so.
    Start { head: bool },
    /// The value of a directive.
    Value(DirectiveKind),
    /// An option of BuildKit's checks.
    CheckOption,
    /// `true` or `false`.
    Boolean,
    /// The name of a rule, behind those that are `before` it.
    Rule { dialect: Dialect, before: Vec<String> },
}

/// What a comment may begin with, besides directives, each with what it asks for.
pub(in crate::ide) const STARTS: [(&str, &str); 6] = [
    ("dockwright: ignore[", "Silences rules for what stands below."),
    ("dockwright: ignore-stage[", "Silences rules for the rest of the stage."),
    ("dockwright: ignore-file[", "Silences rules for the whole file."),
    ("hadolint ignore=", "Silences rules for the next instruction, for hadolint too."),
    ("hadolint global ignore=", "Silences rules for the whole file, for hadolint too."),
    ("hadolint shell=", "Says which shell runs the commands below."),
];

/// Where the cursor is in a comment; `None` if it is in none, or in the middle of prose. `index` is that of the next instruction.
pub(super) fn place(analysis: &Analysis, index: usize, at: TextSize) -> Option<Place<'_>> {
    let line = line_before(analysis, at);
    let text = line.trim_start_matches('\u{feff}').trim_start().strip_prefix('#')?.trim_start();
    let head = is_head(analysis, index, at - size(line.len()));
    let (typed, expected) = expected(text, head)?;
    let typed = typed.trim_start_matches([' ', '\t']).to_owned();
    Some(Place::new(analysis, index, at, typed, super::Expected::Comment(expected)))
}

/// Whether a directive may stand on the line that begins at `line`: before it, there is nothing else.
fn is_head(analysis: &Analysis, index: usize, line: TextSize) -> bool {
    let file = analysis.file();
    let above = file.directives.iter().filter(|it| it.range.end() <= line).count();
    index == 0 && analysis.source()[..usize::from(line)].lines().count() == above
}

/// What is being written behind the `#`, and what it is to become.
fn expected(text: &str, head: bool) -> Option<(&str, Expected)> {
    let lower = text.to_ascii_lowercase();
    ignored(text).or_else(|| directive(text, head)).or_else(|| {
        let begins = |start: &str| start.starts_with(&lower);
        let own = STARTS.iter().any(|it| begins(it.0)) || begins("check=skip=");
        let directives = head && ["syntax=", "escape=", "check="].into_iter().any(begins);
        (own || directives).then_some((text, Expected::Start { head }))
    })
}

/// The names in a comment of ours, or of hadolint.
fn ignored(text: &str) -> Option<(&str, Expected)> {
    let (dialect, list) = match text.strip_prefix("dockwright") {
        Some(rest) => (Dialect::Dockwright, rest.trim_start().strip_prefix(':')?.split_once('[')?.1),
        None => {
            let (kind, list) = text.strip_prefix("hadolint")?.split_once('=')?;
            kind.trim_end().ends_with("ignore").then_some((Dialect::Hadolint, list))?
        }
    };
    let (before, typed) = listed(list)?;
    Some((typed, Expected::Rule { dialect, before }))
}

fn directive(text: &str, head: bool) -> Option<(&str, Expected)> {
    let (name, value) = text.split_once('=')?;
    match name.trim().to_ascii_lowercase().as_str() {
        "syntax" if head => Some((value, Expected::Value(DirectiveKind::Syntax))),
        "escape" if head => Some((value, Expected::Value(DirectiveKind::Escape))),
        "check" => {
            let option = value.rsplit(';').next()?;
            let Some((key, list)) = option.split_once('=') else {
                return Some((option, Expected::CheckOption));
            };
            match key.trim() {
                "error" => Some((list, Expected::Boolean)),
                "skip" | "experimental" => {
                    let (before, typed) = listed(list)?;
                    Some((typed, Expected::Rule { dialect: Dialect::BuildKit, before }))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// The finished names of a list, and what there is of the next one; `None` behind the list.
fn listed(list: &str) -> Option<(Vec<String>, &str)> {
    let (before, typed) = list.rsplit_once(',').map_or(("", list), |(before, typed)| (before, typed));
    let typed = typed.trim_start();
    let is_over = typed.contains([' ', '\t', ']', '#']);
    let before = before.split(',').map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect();
    (!is_over).then_some((before, typed))
}
