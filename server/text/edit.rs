//! Changes of a text, as values that can be merged, applied and mapped through.

use std::ops::Range;

use super::{TextRange, TextSize, range, size};

/// One replacement: `insert` in the place of `delete`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// Which bytes go.
    pub delete: TextRange,
    /// What comes in their place.
    pub insert: String,
}

impl TextEdit {
    /// Puts `text` before the byte at `at`.
    pub fn insert(at: TextSize, text: impl Into<String>) -> TextEdit {
        TextEdit { delete: TextRange::empty(at), insert: text.into() }
    }

    /// Takes `range` away.
    pub fn delete(range: TextRange) -> TextEdit {
        TextEdit { delete: range, insert: String::new() }
    }

    /// Puts `text` in the place of `range`.
    pub fn replace(range: TextRange, text: impl Into<String>) -> TextEdit {
        TextEdit { delete: range, insert: text.into() }
    }

    /// What makes `after` of `before`: the bytes between what both begin and what both end with. `None` if they are equal.
    pub fn between(before: &str, after: &str) -> Option<TextEdit> {
        if before == after {
            return None;
        }
        let start = common(before.chars().zip(after.chars()));
        let (old, new) = (&before[start..], &after[start..]);
        let kept = common(old.chars().rev().zip(new.chars().rev()));
        Some(TextEdit::replace(range(start, before.len() - kept), &new[..new.len() - kept]))
    }
}

/// Edits that are applied together.
///
/// *Invariant:* sorted; no two overlap, and no two insert at the same place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    edits: Vec<TextEdit>,
}

/// Two edits want to change the same bytes, or to insert at the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap;

impl From<TextEdit> for Edits {
    fn from(edit: TextEdit) -> Edits {
        Edits { edits: vec![edit] }
    }
}

impl Edits {
    /// All of `edits`, in any order; equal edits count once.
    pub fn new(edits: impl IntoIterator<Item = TextEdit>) -> Result<Edits, Overlap> {
        let mut edits: Vec<TextEdit> = edits.into_iter().collect();
        edits.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.insert.cmp(&b.insert)));
        edits.dedup();
        let apart = edits.windows(2).all(|pair| {
            let [a, b] = [pair[0].delete, pair[1].delete];
            a.end() <= b.start() && a != b
        });
        if apart { Ok(Edits { edits }) } else { Err(Overlap) }
    }

    /// Adds all of `other`, or nothing if something there overlaps with something here. Equal edits count once.
    pub fn merge(&mut self, other: &Edits) -> Result<(), Overlap> {
        if other.edits.iter().any(|it| self.overlaps(it)) {
            return Err(Overlap);
        }
        for edit in &other.edits {
            if let Err(at) = self.find(edit) {
                self.edits.insert(at, edit.clone());
            }
        }
        Ok(())
    }

    /// Whether `edit` cannot be added: it overlaps with one that is not equal to it.
    fn overlaps(&self, edit: &TextEdit) -> bool {
        match self.find(edit) {
            Ok(at) => self.edits[at] != *edit,
            Err(at) => {
                let before = self.edits[..at].last().is_some_and(|it| it.delete.end() > edit.delete.start());
                let after = self.edits.get(at).is_some_and(|it| it.delete.start() < edit.delete.end());
                before || after
            }
        }
    }

    /// Where an edit of the same range is, or would have to be.
    fn find(&self, edit: &TextEdit) -> Result<usize, usize> {
        self.edits.binary_search_by(|it| key(it).cmp(&key(edit)))
    }

    /// The edits, in the order of the text.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &TextEdit> + ExactSizeIterator {
        self.edits.iter()
    }

    /// Whether nothing is to be changed.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// The text after the edits. Parts of them that lie outside `text`, or inside a character, are moved to the nearest
    /// place before that is in it.
    pub fn apply(&self, text: &str) -> String {
        let inserted: usize = self.edits.iter().map(|it| it.insert.len()).sum();
        let mut result = String::with_capacity(text.len() + inserted);
        for (kept, insert) in self.parts(text) {
            result.push_str(&text[kept]);
            result.push_str(insert);
        }
        result
    }

    /// What the text after the edits is made of: a part of `text` and what comes behind it, in turn.
    pub(super) fn parts(&self, text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
        let end = (TextRange::empty(size(text.len())), "");
        let edits = self.edits.iter().map(|it| (it.delete, it.insert.as_str()));
        let mut done = 0;
        edits.chain([end]).map(move |(delete, insert)| {
            let start = text.floor_char_boundary(delete.start().into()).max(done);
            let kept = done..start;
            done = text.floor_char_boundary(delete.end().into()).max(start);
            (kept, insert)
        })
    }

    /// Where the byte at `at` is afterwards; `None` if it is gone.
    pub fn map(&self, at: TextSize) -> Option<TextSize> {
        let mut moved = i64::from(u32::from(at));
        for edit in self.edits.iter().take_while(|it| it.delete.start() <= at) {
            if edit.delete.contains(at) {
                return None;
            }
            moved += edit.insert.len() as i64 - i64::from(u32::from(edit.delete.len()));
        }
        u32::try_from(moved).ok().map(TextSize::new)
    }

    /// The smallest range that holds every changed byte; `None` if there are none.
    pub fn span(&self) -> Option<TextRange> {
        let (first, last) = (self.edits.first()?, self.edits.last()?);
        Some(range(first.delete.start().into(), last.delete.end().into()))
    }
}

impl IntoIterator for Edits {
    type Item = TextEdit;
    type IntoIter = std::vec::IntoIter<TextEdit>;

    fn into_iter(self) -> Self::IntoIter {
        self.edits.into_iter()
    }
}

fn key(edit: &TextEdit) -> (TextSize, TextSize) {
    (edit.delete.start(), edit.delete.end())
}

/// How many bytes the first characters have that are the same on both sides.
fn common(pairs: impl Iterator<Item = (char, char)>) -> usize {
    pairs.take_while(|(a, b)| a == b).map(|(it, _)| it.len_utf8()).sum()
}
