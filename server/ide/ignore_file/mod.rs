//! What an editor asks of a `.dockerignore`: a second kind of document, with answers of its own.
//!
//! [`Listing`] is what the folder holds, as far as it can be looked through in a moment; all answers are made from it and the patterns.

mod completion;
mod findings;
mod hover;
mod listing;

pub use completion::{Suggestion, completions};
pub use findings::{Finding, findings};
pub use hover::hover;

use listing::Listing;

use crate::{
    model::{IgnoreFile, Pattern, World},
    text::{TextRange, TextSize, range},
};

/// An ignore file, and what lies around it.
pub struct Cx<'a> {
    /// What is written.
    pub text: &'a str,
    /// What it means.
    pub file: IgnoreFile,
    /// The folder that it is in, which is taken for the build context.
    pub world: &'a dyn World,
}

impl<'a> Cx<'a> {
    /// Reads a file.
    pub fn new(text: &'a str, world: &'a dyn World) -> Cx<'a> {
        Cx { text, file: IgnoreFile::new(text), world }
    }

    /// The number of the pattern that a place is in.
    fn pattern_at(&self, at: TextSize) -> Option<usize> {
        self.file.patterns().iter().position(|it| it.range.contains_inclusive(at))
    }

    /// A pattern as it is written.
    fn written(&self, pattern: &Pattern) -> &'a str {
        &self.text[pattern.range]
    }

    /// The number of the line that a pattern stands on, from 1.
    fn line_of(&self, pattern: &Pattern) -> usize {
        let before = &self.text.as_bytes()[..pattern.range.start().into()];
        memchr::memchr_iter(b'\n', before).count() + 1
    }

    /// A pattern without the `!` before it.
    fn place_of_path(&self, pattern: &Pattern) -> TextRange {
        let written = self.written(pattern);
        let path = written.trim_start_matches('!').trim_start();
        let end = usize::from(pattern.range.end());
        range(end - path.len(), end)
    }
}

/// `1 file or folder`, `3 files and folders`
fn count(number: usize) -> String {
    match number {
        1 => "1 file or folder".to_owned(),
        _ => format!("{number} files and folders"),
    }
}
