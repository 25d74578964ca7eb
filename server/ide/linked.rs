//! What changes with a name while it is typed.

use super::names::{Kind, Names, Role};
use crate::{
    model::Analysis,
    text::{TextRange, TextSize},
};

/// Places that say the same, and go on doing so while one of them is edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// At least two, in the order of the file, all with the same text.
    pub ranges: Vec<TextRange>,
    /// What may be written there: a regular expression of JavaScript.
    pub pattern: &'static str,
}

/// What BuildKit takes for the name of a stage, and capitals, which it makes small.
const STAGE: &str = "[A-Za-z][A-Za-z0-9_.-]*";

/// Whatever has no other meaning in a marker.
const HEREDOC: &str = "[^\\s<'\"\\\\]+";

/// The name of a stage behind AS with all its uses, or both ends of a heredoc, if the cursor is there.
///
/// At a use of a stage nothing is linked: who edits `--from=build` wants another stage, not another name for this one. Names
/// that are spelt in another way, or go on in the next line, are not linked either; to change these, too, is what rename is for.
pub fn linked(analysis: &Analysis, at: TextSize) -> Option<Linked> {
    let names = Names::new(analysis);
    let place = names.at(at)?;
    let pattern = match names.thing(place).kind {
        Kind::Stage(_) if place.role == Role::Definition => STAGE,
        Kind::Heredoc => HEREDOC,
        _ => return None,
    };
    let text = analysis.file().text(place.range);
    let alike = names.same(place).filter(|it| it.role != Role::Number).map(|it| it.range);
    let ranges: Vec<TextRange> = alike.filter(|it| analysis.file().text(*it) == text).collect();
    (ranges.len() > 1 && !text.contains('\n')).then_some(Linked { ranges, pattern })
}
