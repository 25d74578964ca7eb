//! Names for findings that stay the same when lines move.

use std::collections::HashMap;

use super::Found;

/// Makes the names of the findings of a run, in their order.
#[derive(Default)]
pub(super) struct Fingerprints {
    /// How often something was named before.
    seen: HashMap<u64, u64>,
}

impl Fingerprints {
    /// Made of the file, the rule, and what the line says, not of its number; of several that are alike in that, each has
    /// the number of those before it.
    pub(super) fn of(&mut self, found: &Found<'_>, path: &str) -> String {
        let line = found.lines.content(found.place.line - 1);
        let words: Vec<&str> = line.split_whitespace().collect();
        let name = hash(&[path, &found.it.name(), &words.join(" ")]);
        let before = self.seen.entry(name).or_default();
        *before += 1;
        format!("{name:016x}:{before}")
    }
}

/// FNV-1a: the same in every version of this program.
fn hash(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|it| it.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}
