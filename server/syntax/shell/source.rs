//! The text that a shell gets, with a way back to the file.

use std::ops::Range;

use crate::{
    syntax::Joined,
    text::{TextRange, TextSize, size},
};

/// A text in one piece, each byte of which stands somewhere in the file.
///
/// *Invariant:* there is at least one piece, the first begins at 0, and both columns grow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    text: Box<str>,
    /// Where a part of the text that is also one part of the file begins, here and there.
    pieces: Vec<(usize, TextSize)>,
}

impl Source {
    /// The text of an instruction.
    pub(super) fn of(joined: &Joined<'_>) -> Source {
        Source { text: joined.text().into(), pieces: pieces(joined) }
    }

    /// `pieces` of text, each with its place in the file. What is no text at all stands at `start`.
    pub(super) fn assembled<'a>(
        start: TextSize,
        pieces: impl IntoIterator<Item = (&'a str, TextSize)>,
    ) -> Source {
        let mut text = String::new();
        let mut places: Vec<(usize, TextSize)> = Vec::new();
        for (piece, place) in pieces {
            let follows = places.last().is_some_and(|last| last.1 + size(text.len() - last.0) == place);
            if !piece.is_empty() && !follows {
                places.push((text.len(), place));
            }
            text.push_str(piece);
        }
        if places.is_empty() {
            places.push((0, start));
        }
        Source { text: text.into(), pieces: places }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the byte `at` of the text stands in the file. At the end of the text: behind its last byte.
    pub fn offset(&self, at: usize) -> TextSize {
        if at > 0 && at >= self.text.len() {
            return self.offset(self.text.len() - 1) + TextSize::new(1);
        }
        self.offset_in(self.piece(at), at)
    }

    /// Where a part of the text stands in the file.
    pub fn range(&self, part: Range<usize>) -> TextRange {
        let start = self.offset(part.start);
        match part.is_empty() {
            true => TextRange::empty(start),
            false => TextRange::new(start, self.offset(part.end - 1) + TextSize::new(1)),
        }
    }

    /// Which part of the text stands at a place of the file.
    pub fn span(&self, range: TextRange) -> Range<usize> {
        self.index(range.start())..self.index(range.end())
    }

    /// The text at a place of the file.
    pub fn slice(&self, range: TextRange) -> &str {
        self.text.get(self.span(range)).unwrap_or_default()
    }

    /// The parts of a part of the text that stand in the file in one piece, each with its place.
    pub(super) fn pieces_in(&self, span: Range<usize>) -> impl Iterator<Item = (&str, TextSize)> {
        let first = self.piece(span.start);
        let ends = self.pieces[first + 1..].iter().map(|piece| piece.0).chain([self.text.len()]);
        let starts = self.pieces[first..].iter().map(|piece| piece.0);
        let cut = move |(start, end): (usize, usize)| (start.max(span.start), end.min(span.end));
        let pieces = starts.zip(ends).map(cut).take_while(|(start, end)| start < end);
        pieces.map(|(start, end)| (self.text.get(start..end).unwrap_or_default(), self.offset(start)))
    }

    /// The parts of `range`, a place in the file, between which something is cut out.
    pub fn fragments(&self, range: TextRange) -> impl Iterator<Item = TextRange> {
        self.pieces_in(self.span(range)).map(|(text, place)| TextRange::at(place, TextSize::of(text)))
    }

    /// Which piece the byte `at` of the text is in.
    pub(super) fn piece(&self, at: usize) -> usize {
        match &*self.pieces {
            [_] => 0,
            pieces => pieces.partition_point(|piece| piece.0 <= at).saturating_sub(1),
        }
    }

    /// The same, if it is probably in the piece `near` or in the next.
    pub(super) fn piece_near(&self, near: usize, at: usize) -> usize {
        let ends = |piece: usize| self.pieces.get(piece + 1).is_none_or(|next| at < next.0);
        match self.pieces.get(near) {
            Some(piece) if piece.0 <= at && ends(near) => near,
            Some(piece) if piece.0 <= at && ends(near + 1) => near + 1,
            _ => self.piece(at),
        }
    }

    /// Where the byte `at`, which is in this piece, stands in the file.
    pub(super) fn offset_in(&self, piece: usize, at: usize) -> TextSize {
        let (start, place) = self.pieces[piece];
        place + size(at - start)
    }

    /// The first byte of the text that stands at `place` or behind it.
    fn index(&self, place: TextSize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.1 <= place);
        let Some((start, first)) = after.checked_sub(1).map(|piece| self.pieces[piece]) else {
            return 0;
        };
        let end = self.pieces.get(after).map_or(self.text.len(), |next| next.0);
        (start + usize::from(place - first)).min(end)
    }
}

/// The pieces of a joined text. They are found by doubling and halving steps, as between two cuts the distance between
/// text and file is the same.
fn pieces(joined: &Joined<'_>) -> Vec<(usize, TextSize)> {
    let len = joined.text().len();
    let mut pieces = vec![(0, joined.offset(0))];
    loop {
        let (start, place) = pieces[pieces.len() - 1];
        let same = |at: usize| joined.offset(at) == place + size(at - start);
        if len == 0 || same(len - 1) {
            return pieces;
        }
        let mut step = 32;
        while start + step < len && same(start + step) {
            step *= 2;
        }
        let (mut inside, mut behind) = (start + step / 2, (start + step).min(len - 1));
        if !same(inside) {
            (inside, behind) = (start, inside);
        }
        while behind - inside > 1 {
            let middle = inside + (behind - inside) / 2;
            match same(middle) {
                true => inside = middle,
                false => behind = middle,
            }
        }
        pieces.push((behind, joined.offset(behind)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::range;

    #[test]
    fn the_pieces_of_a_joined_text_are_found() {
        let file = "one \\\n  two \\\n\\\n three and more and more and more and more and more\\\n!";
        let cuts = [range(4, 6), range(12, 14), range(14, 16), range(68, 70)];
        let joined = Joined::new(file, range(0, file.len()), &cuts);
        let source = Source::of(&joined);
        for at in 0..=joined.text().len() {
            assert_eq!(source.offset(at), joined.offset(at), "{at}");
        }
        assert_eq!(source.slice(range(0, file.len())), joined.text());
        assert_eq!(source.slice(range(8, 11)), "two");
        assert_eq!(source.fragments(range(1, 11)).collect::<Vec<_>>(), [range(1, 4), range(6, 11)]);
        assert_eq!(source.fragments(range(8, 11)).collect::<Vec<_>>(), [range(8, 11)]);
    }

    #[test]
    fn an_empty_text_has_a_place() {
        let source = Source::of(&Joined::new("RUN", range(3, 3), &[]));
        assert_eq!(source.range(0..0), range(3, 3));
        assert_eq!(source.slice(range(3, 3)), "");
    }
}
