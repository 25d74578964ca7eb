//! What lies in the folder of an ignore file, and what becomes of it.

use std::collections::VecDeque;

use crate::model::{IgnoreFile, World, context::join};

/// In more folders than these nobody looks: it would take too long.
const MOST_FOLDERS: usize = 100;

/// More files and folders than these are not looked at.
const MOST_PATHS: usize = 2000;

/// How many times a pattern is compared with a path, at most.
const MOST_COMPARISONS: usize = 60_000;

/// The files and folders, those that are higher up first.
pub(super) struct Listing {
    pub(super) entries: Vec<Entry>,
    /// Whether there are no others.
    pub(super) is_complete: bool,
}

/// A file or folder.
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) is_folder: bool,
    /// The numbers of the patterns that match it, or a folder that it is in, in their order.
    pub(super) matched: Vec<usize>,
    /// How many of these match it by itself.
    own: Vec<usize>,
}

impl Entry {
    /// Whether a pattern matches it by itself, and not only a folder that it is in.
    pub(super) fn is_matched_by(&self, pattern: usize) -> bool {
        self.own.contains(&pattern)
    }

    /// The last of its patterns that changes something, of those before `end`; `None` if it gets into the build as if there were no
    /// patterns.
    pub(super) fn decided_by(&self, file: &IgnoreFile, end: usize) -> Option<usize> {
        let mut by = None;
        let mut is_out = false;
        for at in self.matched.iter().copied().take_while(|it| *it < end) {
            if file.patterns()[at].exception == is_out {
                (by, is_out) = (Some(at), !is_out);
            }
        }
        by
    }

    /// Whether it is kept out of the build by the patterns before `end`.
    pub(super) fn is_ignored(&self, file: &IgnoreFile, end: usize) -> bool {
        self.decided_by(file, end).is_some_and(|it| !file.patterns()[it].exception)
    }
}

impl Listing {
    /// Looks through the folder; `None` if it cannot be seen.
    pub(super) fn new(file: &IgnoreFile, world: &dyn World) -> Option<Listing> {
        let most = MOST_PATHS.min(MOST_COMPARISONS / file.patterns().len().max(1));
        let mut this = Listing { entries: Vec::new(), is_complete: true };
        let mut folders: VecDeque<(String, Vec<usize>)> = VecDeque::from([(String::new(), Vec::new())]);
        let mut looked_at = 0;
        while let Some((folder, above)) = folders.pop_front() {
            looked_at += 1;
            let Some(names) = world.entries(&folder).filter(|_| looked_at <= MOST_FOLDERS) else {
                if folder.is_empty() {
                    return None;
                }
                this.is_complete = false;
                continue;
            };
            for name in names {
                if this.entries.len() >= most {
                    this.is_complete = false;
                    return Some(this);
                }
                let path = join(&folder, name.trim_end_matches('/'));
                let matches = |at: &usize| file.patterns()[*at].matches(&path);
                let own: Vec<usize> = (0..file.patterns().len()).filter(matches).collect();
                let mut matched: Vec<usize> = above.iter().chain(&own).copied().collect();
                matched.sort_unstable();
                matched.dedup();
                let is_folder = name.ends_with('/');
                // Nobody wants to know what is in the folders of git.
                if is_folder && path != ".git" {
                    folders.push_back((path.clone(), matched.clone()));
                }
                this.entries.push(Entry { path, is_folder, matched, own });
            }
        }
        Some(this)
    }
}
