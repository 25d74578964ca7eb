//! Edits of a rope, an index of its lines, and sets of edits, against a plain string.
#![no_main]

#[path = "../plain.rs"]
mod plain;

use std::sync::Arc;

use dockwright::text::{Edits, LineCol, LineIndex, Text, TextEdit, range, size};
use plain::{ENCODINGS, boundary, line_col, offset};

libfuzzer_sys::fuzz_target!(|data: (&str, Vec<(u16, u16, u8, &str)>)| {
    let (start, changes) = data;
    sets(start, &changes);
    let mut model = start.to_owned();
    let mut rope = Text::from(start);
    for (a, b, how, insert) in changes {
        let encoding = ENCODINGS[usize::from(how) % ENCODINGS.len()];
        let [a, b] = [a, b].map(|it| match how & 0x80 {
            0 => usize::from(it) % (model.len() + 2),
            _ => {
                let place = LineCol { line: u32::from(it >> 8), col: u32::from(it & 0xff) };
                let at = offset(&model, place, encoding);
                assert_eq!(usize::from(rope.offset(place, encoding)), at);
                at
            }
        });
        let (start, end) = (a.min(b), a.max(b));
        rope.replace(range(start, end), insert);
        model.replace_range(boundary(&model, start)..boundary(&model, end), insert);
        assert_eq!(&*rope.snapshot(), model);
        let index = LineIndex::editor(Arc::from(model.as_str()));
        for at in [start, end, start + insert.len()] {
            let place = line_col(&model, at, encoding);
            assert_eq!(rope.line_col(size(at), encoding), place);
            assert_eq!(index.line_col(size(at), encoding), place);
        }
    }
});

/// Two halves of the changes, merged, are all of them together.
fn sets(text: &str, changes: &[(u16, u16, u8, &str)]) {
    let edit = |it: &(u16, u16, u8, &str)| {
        let [a, b] = [it.0, it.1].map(|it| boundary(text, usize::from(it) % (text.len() + 1)));
        TextEdit::replace(range(a.min(b), a.max(b)), it.3)
    };
    let (left, right) = changes.split_at(changes.len() / 2);
    let all = Edits::new(changes.iter().map(edit));
    let (Ok(mut merged), Ok(right)) = (Edits::new(left.iter().map(edit)), Edits::new(right.iter().map(edit)))
    else {
        assert!(all.is_err());
        return;
    };
    let before = merged.clone();
    match (merged.merge(&right), all) {
        (Ok(()), Ok(all)) => assert_eq!(merged, all),
        (Err(_), Err(_)) => assert_eq!(merged, before),
        (merged, all) => panic!("merged {merged:?}, together {all:?}"),
    }
    if let Some(it) = TextEdit::between(text, &merged.apply(text)) {
        assert_eq!(Edits::from(it).apply(text), merged.apply(text));
    }
}
