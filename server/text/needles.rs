//! Several short texts, all looked for at once.

use std::ops::Range;

use aho_corasick::AhoCorasick;

/// Short texts to look for. Texts are read once, however many there are.
#[derive(Debug, Default)]
pub struct Needles(Option<AhoCorasick>);

impl Needles {
    /// These texts.
    pub fn new<'t>(needles: impl IntoIterator<Item = &'t str>) -> Needles {
        // It fails for gigabytes of needles only; then nothing is found.
        Needles(AhoCorasick::new(needles).ok())
    }

    /// These texts, whatever the case of their ASCII letters.
    pub fn in_any_case<'t>(needles: impl IntoIterator<Item = &'t str>) -> Needles {
        Needles(AhoCorasick::builder().ascii_case_insensitive(true).build(needles).ok())
    }

    /// Whether any of them is in `text`.
    pub fn are_in(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|it| it.is_match(text))
    }

    /// The numbers of those that are in `text`, also of those that overlap, some of them several times.
    pub fn numbers_in(&self, text: &str) -> impl Iterator<Item = usize> {
        self.0.iter().flat_map(move |it| it.find_overlapping_iter(text).map(|it| it.pattern().as_usize()))
    }

    /// Where they stand in `text`, in bytes, each with its number. Of those that overlap, the one that ends first.
    pub fn find_in(&self, text: &str) -> impl Iterator<Item = (usize, Range<usize>)> {
        self.0.iter().flat_map(move |it| it.find_iter(text).map(|it| (it.pattern().as_usize(), it.range())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_found_with_their_places() {
        let needles = Needles::new(["ab", "c", "é"]);
        assert_eq!(needles.find_in("xabcé").collect::<Vec<_>>(), [(0, 1..3), (1, 3..4), (2, 4..6)]);
        assert_eq!(Needles::new(["ab", "b"]).numbers_in("abb").collect::<Vec<_>>(), [0, 1, 1]);
        assert!(needles.are_in("xc") && !needles.are_in("ax b C"));
    }
}
