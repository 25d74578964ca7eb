//! What BuildKit rejects.

use crate::text::{Edits, TextRange};

/// A fault that stops the build before anything runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The words that are wrong.
    pub range: TextRange,
    /// BuildKit's key words, so that a search finds them, then what to do.
    pub message: String,
    /// The obvious repair, if there is one: its title and the edits.
    pub fix: Option<(String, Edits)>,
    /// Other places that explain it.
    pub related: Vec<(TextRange, String)>,
    /// Whether the build goes on if it is started with a `--build-arg` that the file asks for.
    pub needs_build_arg: bool,
    /// What it is about.
    pub topic: Topic,
}

/// What an error is about: those that have a rule of their own are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Anything else that cannot be read.
    #[default]
    Other,
    /// Anything else that can be read, but not be built: stages, images and variables that do not go together.
    Build,
    /// An instruction before the first FROM.
    Order,
    /// A FROM that only a variable gives a base image.
    BaseName,
    /// ONBUILD with an instruction that cannot stand behind it.
    Trigger,
    /// A stage that copies from itself.
    OwnStage,
    /// A port that is too large.
    Port,
    /// A source stage that is not there, or not yet.
    SourceStage,
}

impl SyntaxError {
    /// An error without a repair.
    pub fn new(range: TextRange, message: impl Into<String>) -> SyntaxError {
        SyntaxError {
            range,
            message: message.into(),
            fix: None,
            related: Vec::new(),
            needs_build_arg: false,
            topic: Topic::Other,
        }
    }

    /// The same, about something that has a rule of its own.
    pub fn about(self, topic: Topic) -> SyntaxError {
        SyntaxError { topic, ..self }
    }

    /// The same, with a repair.
    pub fn with_fix(self, title: impl Into<String>, edits: impl Into<Edits>) -> SyntaxError {
        SyntaxError { fix: Some((title.into(), edits.into())), ..self }
    }

    /// The same, with a repair, if there is one.
    pub fn with_repair(self, repair: Option<(String, Edits)>) -> SyntaxError {
        match repair {
            Some((title, edits)) => self.with_fix(title, edits),
            None => self,
        }
    }

    /// The same, with another place that explains it.
    pub fn see(mut self, range: TextRange, message: impl Into<String>) -> SyntaxError {
        self.related.push((range, message.into()));
        self
    }
}
