//! Any text is a Dockerfile whose tree is sound.
#![no_main]

#[path = "../invariants.rs"]
mod invariants;

libfuzzer_sys::fuzz_target!(|source: &str| {
    invariants::check(source);
});
