//! What BuildKit rejects.

use crate::text::{TextEdit, TextRange};

/// A fault that stops the build before anything runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The words that are wrong.
    pub range: TextRange,
    /// BuildKit's key words, so that a search finds them, then what to do.
    pub message: String,
    /// The obvious repair, if there is one: its title and the edit.
    pub fix: Option<(String, TextEdit)>,
    /// Whether the build goes on if it is started with a `--build-arg` that the file asks for.
    pub needs_build_arg: bool,
    /// Whether a rule of its own says so too, at the exact word.
    pub has_own_rule: bool,
}

impl SyntaxError {
    /// An error without a repair.
    pub fn new(range: TextRange, message: impl Into<String>) -> SyntaxError {
        SyntaxError { range, message: message.into(), fix: None, needs_build_arg: false, has_own_rule: false }
    }

    /// The same, where a rule of its own says so too.
    pub fn with_own_rule(self) -> SyntaxError {
        SyntaxError { has_own_rule: true, ..self }
    }

    /// The same, with a repair.
    pub fn with_fix(self, title: impl Into<String>, edit: TextEdit) -> SyntaxError {
        SyntaxError { fix: Some((title.into(), edit)), ..self }
    }
}
