//! Files that are not quite UTF-8.

use super::{Edits, TextSize, size};

/// The text of a file, and which of its bytes were not UTF-8.
///
/// BuildKit accepts such files, so each run of broken bytes is read as one `U+FFFD`; edits are done on the bytes, so
/// that nothing that was not edited is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The file with `U+FFFD` for what is broken.
    pub text: String,
    /// Where a `U+FFFD` in the text stands for other bytes, and for which.
    broken: Vec<(TextSize, Vec<u8>)>,
}

impl Decoded {
    /// Reads a file; `None` if it is too large to be a Dockerfile (over 1 GiB).
    pub fn new(bytes: &[u8]) -> Option<Decoded> {
        if bytes.len() > (u32::MAX / 4) as usize {
            return None;
        }
        let mut this = Decoded { text: String::with_capacity(bytes.len()), broken: Vec::new() };
        for chunk in bytes.utf8_chunks() {
            this.text.push_str(chunk.valid());
            if !chunk.invalid().is_empty() {
                this.broken.push((size(this.text.len()), chunk.invalid().to_owned()));
                this.text.push(char::REPLACEMENT_CHARACTER);
            }
        }
        Some(this)
    }

    /// The bytes of the file after `edits`, which are edits of the text.
    pub fn edited(&self, edits: &Edits) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.text.len());
        let mut broken = self.broken.iter().map(|(at, original)| (usize::from(*at), original)).peekable();
        for (kept, insert) in edits.parts(&self.text) {
            let mut done = kept.start;
            while let Some((at, original)) = broken.next_if(|it| it.0 < kept.end) {
                if at < done {
                    continue; // It was deleted.
                }
                bytes.extend_from_slice(&self.text.as_bytes()[done..at]);
                bytes.extend_from_slice(original);
                done = at + char::REPLACEMENT_CHARACTER.len_utf8();
            }
            bytes.extend_from_slice(&self.text.as_bytes()[done..kept.end]);
            bytes.extend_from_slice(insert.as_bytes());
        }
        bytes
    }
}
