//! The text layer against plain strings: places, edits, sets of edits, and files that are not UTF-8.

use std::{ops::Range, sync::Arc};

use dockwright::text::{
    Decoded, Edits, LineCol, LineIndex, Overlap, PositionEncoding, Text, TextEdit, TextRange, TextSize,
    range, size,
};
use proptest::prelude::*;

use crate::plain::{ENCODINGS, boundary, line_col, lines, offset};

#[test]
fn only_lf_crlf_and_cr_end_a_line() {
    for no_end in ["a\u{2028}b", "a\u{2029}b", "a\u{85}b", "a\u{b}b", "a\u{c}b", "a\u{1e}b"] {
        let end = LineCol { line: 1, col: 0 };
        let text = Text::from(no_end);
        assert_eq!(text.offset(end, PositionEncoding::Utf8), text.len(), "{no_end:?} has a second line");
        assert_eq!(LineIndex::editor(no_end.into()).len(), 1, "{no_end:?}");
    }
    for (text, editor, builder) in
        [("", 1, 1), ("\n", 2, 2), ("a\r\nb", 2, 2), ("a\rb", 2, 1), ("a\r\r\nb", 3, 2), ("a\n\rb", 3, 2)]
    {
        assert_eq!(LineIndex::editor(text.into()).len(), editor, "{text:?}");
        assert_eq!(LineIndex::builder(text.into()).len(), builder, "{text:?}");
    }
}

#[test]
fn the_builder_cuts_every_carriage_return_at_the_end_of_a_line() {
    let index = LineIndex::builder("FROM a\r\r\nRUN b\rc\r".into());
    assert_eq!(index.content(0), "FROM a");
    assert_eq!(index.content(1), "RUN b\rc");
}

#[test]
fn columns_of_long_lines_are_right() {
    let line = "aé大😀".repeat(150);
    let text = format!("ä\n{line}\r\n{}{line}", "a".repeat(255));
    let index = LineIndex::builder(text.as_str().into());
    for encoding in ENCODINGS {
        for (at, _) in text.char_indices().filter(|it| !"\r\n".contains(it.1)) {
            assert_eq!(
                index.line_col(size(at), encoding),
                line_col(&text, at, encoding),
                "{at} {encoding:?}"
            );
        }
    }
}

#[test]
fn a_column_inside_a_character_is_its_first_byte() {
    let text = Text::from("a😀b");
    let at = |col, encoding| u32::from(text.offset(LineCol { line: 0, col }, encoding));
    assert_eq!([0, 1, 2, 3, 4, 5].map(|col| at(col, PositionEncoding::Utf16)), [0, 1, 1, 5, 6, 6]);
    assert_eq!([0, 1, 2, 3, 4, 5, 6].map(|col| at(col, PositionEncoding::Utf8)), [0, 1, 1, 1, 1, 5, 6]);
    assert_eq!([0, 1, 2, 3, 4].map(|col| at(col, PositionEncoding::Utf32)), [0, 1, 5, 6, 6]);
}

#[test]
fn edits_side_by_side_go_together_and_edits_of_the_same_place_do_not() {
    let delete = |start, end| TextEdit::delete(range(start, end));
    let insert = |at, text: &str| TextEdit::insert(size(at), text);
    let together = |edits: Vec<TextEdit>| Edits::new(edits).map(|it| it.apply("0123456789"));
    assert_eq!(
        together(vec![delete(5, 8), insert(5, "<"), insert(8, ">"), delete(3, 5)]),
        Ok("012<>89".into())
    );
    assert_eq!(together(vec![insert(5, "a"), insert(5, "a")]), Ok("01234a56789".into()));
    assert_eq!(together(vec![insert(5, "a"), insert(5, "b")]), Err(Overlap));
    assert_eq!(together(vec![delete(5, 8), insert(6, "b")]), Err(Overlap));
    assert_eq!(together(vec![delete(5, 8), delete(7, 9)]), Err(Overlap));
    assert_eq!(together(vec![delete(5, 8), TextEdit::replace(range(5, 8), "x")]), Err(Overlap));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    /// Edits of the rope, as an editor sends them or as ranges of bytes, do what they do to a string.
    #[test]
    fn a_rope_is_a_string(start in text(), changes in prop::collection::vec(change(), 1..12), places in places()) {
        let mut model = start.clone();
        let mut rope = Text::from(start.as_str());
        for change in &changes {
            let (old, new) = (rope.clone(), change.apply_to(&mut rope));
            prop_assert_eq!(new, change.apply_to_string(&mut model), "the places of {:?}", change);
            prop_assert_eq!(&*rope.snapshot(), model.as_str(), "{:?} of {:?}", change, old.snapshot());
        }
        prop_assert_eq!(usize::from(rope.len()), model.len());
        prop_assert_eq!(rope.is_empty(), model.is_empty());
        for (place, at, encoding) in places {
            prop_assert_eq!(usize::from(rope.offset(place, encoding)), offset(&model, place, encoding), "{:?}", place);
            prop_assert_eq!(rope.line_col(at, encoding), line_col(&model, at.into(), encoding), "{:?}", at);
        }
    }

    /// The index of a finished text knows the same places.
    #[test]
    fn an_index_is_a_string(text in text(), places in places()) {
        let index = LineIndex::editor(Arc::from(text.as_str()));
        for (number, line) in lines(&text).into_iter().enumerate() {
            prop_assert_eq!(index.content(number as u32), &text[line]);
        }
        for (place, at, encoding) in places {
            prop_assert_eq!(usize::from(index.offset(place, encoding)), offset(&text, place, encoding));
            prop_assert_eq!(index.line_col(at, encoding), line_col(&text, at.into(), encoding));
        }
    }

    /// There and back, from characters that are not inside a line end: all of them, or many if there are very many.
    #[test]
    fn a_place_leads_back_to_its_offset(text in text()) {
        let index = LineIndex::editor(Arc::from(text.as_str()));
        let bytes = text.as_bytes();
        let inside_crlf = |at: usize| at > 0 && bytes[at - 1] == b'\r' && bytes.get(at) == Some(&b'\n');
        let inside = |at: &usize| text.is_char_boundary(*at) && !inside_crlf(*at);
        for at in (0..=text.len()).filter(inside).step_by(1 + text.len() / 200) {
            for encoding in ENCODINGS {
                prop_assert_eq!(usize::from(index.offset(index.line_col(size(at), encoding), encoding)), at);
            }
        }
    }

    /// Edits are refused exactly if two of them touch the same bytes; else they are all done, whatever their order.
    #[test]
    fn edits_go_together_unless_they_overlap(text in text(), edits in edits()) {
        let edits = on_characters(&text, edits);
        match Edits::new(edits.clone()) {
            Err(Overlap) => prop_assert!(conflict(&edits)),
            Ok(set) => {
                prop_assert!(!conflict(&edits));
                prop_assert_eq!(set.apply(&text), one_by_one(&text, &edits));
                let mut reversed = edits;
                reversed.reverse();
                prop_assert_eq!(Edits::new(reversed), Ok(set));
            }
        }
    }

    /// Merging is making one set of all edits, or nothing.
    #[test]
    fn merge_is_all_or_nothing(first in edits(), second in edits()) {
        let (Ok(first), Ok(second)) = (Edits::new(first), Edits::new(second)) else {
            return Ok(());
        };
        let mut merged = first.clone();
        let all = Edits::new(first.iter().chain(second.iter()).cloned());
        match merged.merge(&second) {
            Ok(()) => prop_assert_eq!(Ok(merged), all),
            Err(Overlap) => {
                prop_assert_eq!(all, Err(Overlap));
                prop_assert_eq!(merged, first);
            }
        }
    }

    /// A byte that stays is the same byte where the map says it is; a byte that goes is nowhere.
    #[test]
    fn bytes_are_found_after_edits(text in text(), edits in edits()) {
        let Ok(set) = Edits::new(on_characters(&text, edits)) else {
            return Ok(());
        };
        let after = set.apply(&text);
        let mut last = None;
        for at in 0..text.len() {
            let gone = set.iter().any(|it| it.delete.contains(size(at)));
            let there = set.map(size(at));
            prop_assert_eq!(there.is_none(), gone);
            if let Some(there) = there {
                prop_assert_eq!(after.as_bytes()[usize::from(there)], text.as_bytes()[at]);
                prop_assert!(last < Some(there), "the order of the bytes");
                last = Some(there);
            }
        }
    }

    /// Edits that point outside the text or into a character do something sensible, and always the same.
    #[test]
    fn no_edit_is_too_wild(text in text(), edits in edits()) {
        if let Ok(set) = Edits::new(edits) {
            let after = set.apply(&text);
            let inserted: usize = set.iter().map(|it| it.insert.len()).sum();
            prop_assert!(after.len() <= text.len() + inserted);
            let decoded = Decoded::new(text.as_bytes()).unwrap();
            prop_assert_eq!(decoded.edited(&set), after.into_bytes());
        }
    }

    /// What lies between two texts is what makes one of the other, and no larger than it has to be.
    #[test]
    fn between_two_texts_is_one_edit(before in text(), after in text()) {
        match TextEdit::between(&before, &after) {
            None => prop_assert_eq!(before, after),
            Some(edit) => {
                let (old, new) = (&before[edit.delete], edit.insert.as_str());
                prop_assert!(old.is_empty() || new.is_empty() || old.chars().next() != new.chars().next());
                prop_assert!(old.is_empty() || new.is_empty() || old.chars().last() != new.chars().last());
                prop_assert_eq!(Edits::from(edit).apply(&before), after);
            }
        }
    }

    /// Bytes that are not UTF-8 survive every edit that does not delete them, however wild others are.
    #[test]
    fn broken_bytes_survive(cells in prop::collection::vec(cell(), 0..40), edits in edits()) {
        let bytes = cells.concat();
        let decoded = Decoded::new(&bytes).unwrap();
        prop_assert_eq!(decoded.edited(&Edits::default()), bytes.clone());
        if let Ok(set) = Edits::new(edits.clone()) {
            let read_again = Decoded::new(&decoded.edited(&set)).unwrap();
            prop_assert!(read_again.text.len() <= set.apply(&decoded.text).len() + bytes.len());
        }
        let edits = on_characters(&decoded.text, edits);
        if let Ok(set) = Edits::new(edits) {
            prop_assert_eq!(decoded.edited(&set), edited_cells(&bytes, &set));
        }
    }
}

/// A change, as an editor describes it or as we do.
#[derive(Clone, Debug)]
enum Change {
    Places(LineCol, LineCol, PositionEncoding, String),
    Bytes(usize, usize, String),
}

impl Change {
    /// Returns the range that it replaced.
    fn apply_to(&self, rope: &mut Text) -> Range<usize> {
        let (bytes, insert) = match self {
            Change::Bytes(start, end, insert) => ((*start).min(*end)..(*start).max(*end), insert),
            Change::Places(start, end, encoding, insert) => {
                let [start, end] = [start, end].map(|it| usize::from(rope.offset(*it, *encoding)));
                (start.min(end)..start.max(end), insert)
            }
        };
        rope.replace(range(bytes.start, bytes.end), insert);
        bytes
    }

    fn apply_to_string(&self, model: &mut String) -> Range<usize> {
        let (bytes, insert) = match self {
            Change::Bytes(start, end, insert) => ((*start).min(*end)..(*start).max(*end), insert),
            Change::Places(start, end, encoding, insert) => {
                let [start, end] = [start, end].map(|it| offset(model, *it, *encoding));
                (start.min(end)..start.max(end), insert)
            }
        };
        model.replace_range(boundary(model, bytes.start)..boundary(model, bytes.end), insert);
        bytes
    }
}

/// Whether two edits that are not equal want the same bytes.
fn conflict(edits: &[TextEdit]) -> bool {
    let overlap = |a: TextRange, b: TextRange| a == b || (a.start() < b.end() && b.start() < a.end());
    let others = |at: usize| edits[at + 1..].iter();
    (0..edits.len()).any(|at| others(at).any(|b| edits[at] != *b && overlap(edits[at].delete, b.delete)))
}

/// The edits done one after the other, from the last place to the first.
fn one_by_one(text: &str, edits: &[TextEdit]) -> String {
    let mut text = text.to_owned();
    let mut edits = edits.to_vec();
    edits.sort_by_key(|it| (it.delete.start(), it.delete.end()));
    edits.dedup();
    for edit in edits.iter().rev() {
        text.replace_range(Range::<usize>::from(edit.delete), &edit.insert);
    }
    text
}

/// The edits done to a list of characters, each with the bytes that it is in the file.
fn edited_cells(bytes: &[u8], edits: &Edits) -> Vec<u8> {
    let mut cells: Vec<(usize, Vec<u8>)> = Vec::new();
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        let broken =
            (!chunk.invalid().is_empty()).then(|| (char::REPLACEMENT_CHARACTER, chunk.invalid().to_vec()));
        for (character, bytes) in
            chunk.valid().chars().map(|it| (it, it.to_string().into_bytes())).chain(broken)
        {
            cells.push((at, bytes));
            at += character.len_utf8();
        }
    }
    cells.push((at, Vec::new()));
    let mut result = Vec::new();
    for (at, bytes) in cells {
        let here = edits.iter().filter(|it| usize::from(it.delete.start()) == at);
        result.extend(here.flat_map(|it| it.insert.bytes()));
        if !edits.iter().any(|it| it.delete.contains(size(at))) {
            result.extend(bytes);
        }
    }
    result
}

/// The edits, moved to characters of this text.
fn on_characters(text: &str, edits: Vec<TextEdit>) -> Vec<TextEdit> {
    let boundary = |at: TextSize| boundary(text, usize::from(at) % (text.len() + 1));
    let moved = |it: TextEdit| {
        let [start, end] = [it.delete.start(), it.delete.end()].map(boundary);
        TextEdit::replace(range(start.min(end), start.max(end)), it.insert)
    };
    edits.into_iter().map(moved).collect()
}

/// Characters of every width, everything that some program takes for a line end, and pieces so long that a rope has to
/// store them apart.
fn text() -> impl Strategy<Value = String> {
    let long = || [699, 983, 984, 985].map(|length| "x".repeat(length) + "\r");
    let fragment = prop_oneof![
        20 => prop::sample::select(vec![
            "a", " ", "\\", "FROM", "é", "e\u{301}", "😀", "👩\u{200d}👧", "\u{feff}", "\u{2028}", "\u{2029}", "\u{85}",
            "\u{b}", "\u{c}", "\0", "\r", "\n", "\r\n", "\t", "\u{fffd}", "𝒳",
        ]).prop_map(str::to_owned),
        1 => prop::sample::select(long().to_vec()),
    ];
    prop::collection::vec(fragment, 0..16).prop_map(|it| it.concat())
}

fn encoding() -> impl Strategy<Value = PositionEncoding> {
    prop::sample::select(ENCODINGS.to_vec())
}

fn place() -> impl Strategy<Value = LineCol> {
    let column = prop_oneof![20 => 0..20u32, 1 => 690..1000u32, 1 => Just(u32::MAX)];
    let line = prop_oneof![20 => 0..10u32, 1 => Just(u32::MAX)];
    (line, column).prop_map(|(line, col)| LineCol { line, col })
}

/// An offset, mostly inside the text, anywhere in a character.
fn at() -> impl Strategy<Value = usize> {
    prop_oneof![20 => 0..40usize, 3 => 690..2100usize, 1 => Just(u32::MAX as usize)]
}

fn places() -> impl Strategy<Value = Vec<(LineCol, TextSize, PositionEncoding)>> {
    prop::collection::vec((place(), at().prop_map(size), encoding()), 12)
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (place(), place(), encoding(), text())
            .prop_map(|(a, b, encoding, it)| Change::Places(a, b, encoding, it)),
        (at(), at(), text()).prop_map(|(start, end, it)| Change::Bytes(start, end, it)),
    ]
}

fn edits() -> impl Strategy<Value = Vec<TextEdit>> {
    let insert = prop::sample::select(vec!["", "a", "b", "\n", "😀"]);
    let length = prop_oneof![Just(0), 0..4usize];
    let edit =
        (at(), length, insert).prop_map(|(at, length, it)| TextEdit::replace(range(at, at + length), it));
    prop::collection::vec(edit, 0..5)
}

/// A few bytes of a file: a character, a part of one, or none.
fn cell() -> impl Strategy<Value = Vec<u8>> {
    let whole =
        prop::sample::select(vec!["a", "é", "😀", "\n", "\u{fffd}"]).prop_map(|it| it.as_bytes().to_vec());
    let broken =
        prop::sample::select(vec![vec![0xff], vec![0xe9], vec![0xf0, 0x9f], vec![0x80], vec![0xc3, 0x28]]);
    prop_oneof![whole, broken]
}
