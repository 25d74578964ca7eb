//! What tells a finding from the others, and stays the same when it moves to another line.

use std::collections::HashMap;

use super::Finding;

/// Gives each finding a name that depends on what it is about, and not on where it stands.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    /// How many alike there were.
    seen: HashMap<u64, u32>,
}

impl Fingerprints {
    /// The name of the next finding: a hash of the rule, the file and the text of the line, and how many alike there are up
    /// to here.
    pub(super) fn of(&mut self, it: &Finding<'_>) -> String {
        let line = it.lines.content(it.place.line - 1).trim();
        let hash = hash(&[&*it.found.name(), &it.path, line].join("\0"));
        let seen = self.seen.entry(hash).or_default();
        *seen += 1;
        format!("{hash:016x}:{seen}")
    }
}

/// FNV-1a, 64 bits: the same on every machine and in every version.
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_hash_is_that_of_its_authors() {
        assert_eq!(super::hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(super::hash("foobar"), 0x8594_4171_f739_67e8);
    }
}
