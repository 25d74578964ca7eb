//! Any text is a script, with tokens in it.
#![no_main]

use dockwright::{
    syntax::{Joined, shell},
    text::range,
};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let script = shell::parse(&Joined::new(text, range(0, text.len()), &[]));
    let mut at = 0;
    for token in script.tokens() {
        let place = std::ops::Range::<usize>::from(token.range);
        assert!(at <= place.start, "tokens are in order");
        assert!(text.get(place.clone()).is_some(), "tokens are in the text");
        at = place.end;
    }
});
