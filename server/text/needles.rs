//! Several short texts, all looked for at once.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

/// Short texts to look for. Texts are read once, however many there are.
#[derive(Debug, Default)]
pub struct Needles(Option<AhoCorasick>);

impl Needles {
    /// These texts.
    pub fn new<'t>(needles: impl IntoIterator<Item = &'t str>) -> Needles {
        Needles(built(&leftmost(), needles))
    }

    /// These texts, whatever the case of their ASCII letters.
    pub fn in_any_case<'t>(needles: impl IntoIterator<Item = &'t str>) -> Needles {
        Needles(built(leftmost().ascii_case_insensitive(true), needles))
    }

    /// Whether any of them is in `text`.
    pub fn are_in(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|it| it.is_match(text))
    }

    /// Where they stand in `text`, in bytes, each with its number. Of those that overlap, the one that begins first; of those
    /// that begin at one place, the first of the list.
    pub fn find_in(&self, text: &str) -> impl Iterator<Item = (usize, Range<usize>)> {
        self.0.iter().flat_map(move |it| it.find_iter(text).map(|it| (it.pattern().as_usize(), it.range())))
    }
}

/// Short texts of which it matters which are there, not where, whatever the case of their ASCII letters.
#[derive(Debug, Default)]
pub struct Mentions(Option<AhoCorasick>);

impl Mentions {
    /// These texts.
    pub fn of<'t>(needles: impl IntoIterator<Item = &'t str>) -> Mentions {
        Mentions(built(AhoCorasick::builder().ascii_case_insensitive(true), needles))
    }

    /// The numbers of those that are in `text`, also of those that overlap, some of them several times.
    pub fn numbers_in(&self, text: &str) -> impl Iterator<Item = usize> {
        self.0.iter().flat_map(move |it| it.find_overlapping_iter(text).map(|it| it.pattern().as_usize()))
    }
}

/// The kind of search that looks at many bytes at once, where the needles allow it.
fn leftmost() -> AhoCorasickBuilder {
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).clone()
}

fn built<'t>(
    builder: &AhoCorasickBuilder,
    needles: impl IntoIterator<Item = &'t str>,
) -> Option<AhoCorasick> {
    // It fails for gigabytes of needles only; then nothing is found.
    builder.build(needles).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_found_with_their_places() {
        let needles = Needles::new(["ab", "c", "é"]);
        assert_eq!(needles.find_in("xabcé").collect::<Vec<_>>(), [(0, 1..3), (1, 3..4), (2, 4..6)]);
        assert_eq!(
            Needles::new(["b", "ab", "abc"]).find_in("abcb").collect::<Vec<_>>(),
            [(1, 0..2), (0, 3..4)]
        );
        assert_eq!(Mentions::of(["aB", "b"]).numbers_in("abb").collect::<Vec<_>>(), [0, 1, 1]);
        assert!(needles.are_in("xc") && !needles.are_in("ax b C"));
    }
}
