//! What an editor asks of a `.dockerignore`: a second kind of document, with answers of its own.
//!
//! A listing is what the folder holds, as far as it can be looked through in a moment; all answers are made from it and the patterns.

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

/// What, besides a slash, makes an editor ask for completions when it is typed.
pub const TRIGGER: char = '!';

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A folder with files, and with a folder of which nothing is known.
    struct Small;

    impl World for Small {
        fn entries(&self, folder: &str) -> Option<Vec<String>> {
            folder.is_empty().then(|| ["a.log", "b/", "ü"].map(str::to_owned).into())
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_place_of_any_file_has_answers_inside_it(
            pieces in prop::collection::vec(prop_oneof![
                prop::sample::select(vec!["a.log", "b", "/", "**", "*", "!", "#", " ", "\t", "\n", "\r\n", "[", "]", "^", "-", "\\", "..", "ü", "\u{feff}"])
                    .prop_map(str::to_owned),
                any::<String>(),
            ], 0..20)
        ) {
            let text = pieces.concat();
            let cx = Cx::new(&text, &Small);
            let inside = |it: TextRange| text.get(std::ops::Range::<usize>::from(it)).is_some();
            for it in findings(&cx) {
                prop_assert!(inside(it.range) && it.related.is_none_or(|it| inside(it.0)), "{it:?}");
                prop_assert!(it.fix.as_ref().is_none_or(|it| inside(it.1.delete)), "{it:?}");
            }
            for at in 0..=text.len() {
                let at = crate::text::size(at);
                prop_assert!(hover(&cx, at).is_none_or(|it| inside(it.range)));
                prop_assert!(completions(&cx, at).iter().all(|it| inside(it.edit.delete)));
            }
        }
    }
}
