//! What could be written at the cursor.
//!
//! [`context`] says where the cursor is; then one file for each kind of thing says what there is of it.

mod about;
mod arguments;
mod commands;
mod comments;
pub(super) mod context;
mod flags;
mod images;
mod keywords;
mod mounts;
mod paths;
mod stages;
mod users;
mod variables;

pub use about::{About, documentation};

use context::{Expected, Place, comment};

use crate::{
    lint::Cx,
    syntax::Keyword,
    text::{TextEdit, TextRange, TextSize, size},
};

/// What could be written at a place, the most useful first.
#[derive(Clone, Debug)]
pub struct Completions {
    /// Each replaces the word under the cursor. That word stands on one line.
    pub items: Vec<Completion>,
    /// Whether there are more, which are found when more is written.
    pub is_cut: bool,
}

/// Something that could be written.
#[derive(Clone, Debug)]
pub struct Completion {
    /// What the list shows.
    pub label: String,
    /// What it shows beside that, in a few words; may be empty.
    pub detail: String,
    /// What kind of thing it is.
    pub kind: CompletionKind,
    /// What is written; it replaces the word under the cursor.
    pub edit: TextEdit,
    /// The same with places to fill in, `${1:name}`, if there are some.
    pub snippet: Option<String>,
    /// What there is to read about it.
    pub about: Option<About>,
    /// Whether it is out of use.
    pub deprecated: bool,
    /// Whether something can be completed right behind it.
    pub goes_on: bool,
}

/// Kinds of things that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum CompletionKind {
    Keyword,
    Flag,
    Key,
    Value,
    Image,
    Tag,
    Stage,
    Variable,
    Operator,
    File,
    Folder,
    User,
    Command,
    Rule,
}

/// Why somebody asks what could be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The user wants to know, or is writing a word.
    Asked,
    /// This character has just been written, so that nothing should come up that is not wanted.
    Typed(char),
}

/// The characters behind which something may follow that can be completed.
pub const TRIGGERS: [char; 11] = [' ', '=', '$', '{', '-', '/', ':', ',', '@', '[', '"'];

/// Tells which images the files of the workspace use, and how often, the most used first. It is asked only where images can stand.
pub type Elsewhere<'a> = &'a dyn Fn() -> Vec<(String, usize)>;

/// What could be written at `at`.
pub fn completions(cx: Cx<'_>, at: TextSize, cause: Cause, elsewhere: Elsewhere<'_>) -> Option<Completions> {
    let place = context::place(cx.analysis, at)?;
    if !place.is_wanted(cause) {
        return None;
    }
    let mut items = comments::items(cx, &place)
        .or_else(|| keywords::items(cx, &place))
        .or_else(|| variables::items(cx, &place))
        .or_else(|| flags::items(cx, &place, elsewhere))
        .or_else(|| mounts::items(cx, &place, elsewhere))
        .or_else(|| arguments::items(cx, &place, elsewhere))
        .or_else(|| commands::items(cx, &place))?;
    items.sort_by_key(|it| it.deprecated); // and otherwise as they are
    let is_cut = items.len() > MOST;
    items.truncate(MOST);
    (!items.is_empty()).then_some(Completions { items, is_cut })
}

/// Nobody reads a longer list; who writes on gets another.
const MOST: usize = 500;

impl Place<'_> {
    /// Whether what may be written here should come up for this reason.
    fn is_wanted(&self, cause: Cause) -> bool {
        let Cause::Typed(character) = cause else { return true };
        let keyword = self.line.as_ref().map(|it| it.keyword);
        match (character, &self.expected) {
            (' ', Expected::Keyword { trigger }) => *trigger,
            (' ', Expected::Argument { .. }) => true,
            (' ', Expected::Command) => {
                keyword == Some(Keyword::Run) && self.line.as_ref().is_some_and(|it| it.arguments.is_empty())
            }
            (' ', Expected::CommandArgument { before, .. }) => before.iter().all(|it| it.starts_with('-')),
            ('-', Expected::Flag | Expected::Modifier | Expected::Argument { .. }) => true,
            ('-', Expected::CommandArgument { .. }) => self.typed.starts_with('-'),
            ('=', Expected::FlagValue(_) | Expected::MountValue(..)) => true,
            ('=' | ':' | '[', Expected::Comment(it)) => !matches!(it, comment::Expected::Start { .. }),
            (',', Expected::Comment(comment::Expected::Rule { .. }) | Expected::MountKey(_)) => true,
            ('$' | '{', Expected::Variable { .. }) => true,
            ('/' | ':', Expected::Argument { .. } | Expected::FlagValue(_) | Expected::MountValue(..)) => {
                true
            }
            ('/', Expected::Comment(comment::Expected::Value(_))) => true,
            (':', Expected::Modifier) => true,
            ('[', Expected::Argument { .. }) => keyword == Some(Keyword::Shell),
            ('"', Expected::Argument { json, .. }) => *json,
            _ => false,
        }
    }
}

impl Completion {
    /// Writes its label over the word under the cursor.
    fn new(place: &Place<'_>, label: impl Into<String>, kind: CompletionKind) -> Completion {
        let label = label.into();
        Completion {
            edit: TextEdit::replace(place.word, label.clone()),
            label,
            detail: String::new(),
            kind,
            snippet: None,
            about: None,
            deprecated: false,
            goes_on: false,
        }
    }

    fn detail(self, detail: impl Into<String>) -> Completion {
        Completion { detail: detail.into(), ..self }
    }

    fn about(self, about: About) -> Completion {
        Completion { about: Some(about), ..self }
    }

    /// Writes something else than its label.
    fn writes(mut self, text: impl Into<String>) -> Completion {
        self.edit.insert = text.into();
        self
    }

    fn snippet(self, snippet: Option<String>) -> Completion {
        Completion { snippet, ..self }
    }

    /// Something can be completed right behind it.
    fn goes_on(self) -> Completion {
        Completion { goes_on: true, ..self }
    }

    fn deprecated(self, deprecated: bool) -> Completion {
        Completion { deprecated, ..self }
    }

    /// Leaves the first bytes of the word, in the file, as they are.
    fn behind(mut self, kept: usize) -> Completion {
        let start = self.edit.delete.start() + size(kept);
        self.edit.delete = TextRange::new(start.min(self.edit.delete.end()), self.edit.delete.end());
        self
    }
}
