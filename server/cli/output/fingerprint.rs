//! What tells a finding from the others, and stays the same when it moves to another line.

use std::{collections::HashMap, rc::Rc};

use super::Finding;

/// Gives each finding a name that depends on what it is about, and not on where it stands.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    /// How many alike there were.
    seen: HashMap<u64, u32>,
    /// The line of the finding before, and the hash of its text: a long line with many findings is read once.
    line: Option<(Rc<str>, u32, u64)>,
}

impl Fingerprints {
    /// The name of the next finding: a hash of the rule, the file and the text of the line, and how many alike there are up
    /// to here.
    pub(super) fn of(&mut self, it: &Finding<'_>) -> String {
        let hash = [&*it.found.name(), &it.path].into_iter().fold(self.line(it), hash);
        let seen = self.seen.entry(hash).or_default();
        *seen += 1;
        format!("{hash:016x}:{seen}")
    }

    /// The hash of the line that the finding begins on, wherever it stands.
    fn line(&mut self, it: &Finding<'_>) -> u64 {
        let line = it.place.line;
        match &self.line {
            Some((path, at, known)) if Rc::ptr_eq(path, &it.path) && *at == line => *known,
            _ => {
                let known = hash(OFFSET, it.lines.content(line - 1).trim());
                self.line = Some((it.path.clone(), line, known));
                known
            }
        }
    }
}

/// Where FNV-1a with 64 bits begins.
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: the same on every machine and in every version. A zero keeps the text apart from what comes next.
fn hash(hash: u64, text: &str) -> u64 {
    text.bytes().chain([0]).fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_hash_never_changes() {
        // FNV-1a of `foobar` is 85944171f73967e8.
        let foobar = 0x8594_4171_f739_67e8_u64;
        assert_eq!(super::hash(super::OFFSET, "foobar"), foobar.wrapping_mul(0x0100_0000_01b3));
    }
}
