//! Which comments silence what, found without looking at each comment for each finding.
//!
//! What a comment covers goes from the comment, or from a place behind it, to the end of a line, an instruction, a stage or the
//! file. All comments of one kind that end at the same place are a *zone*. Zones of a kind do not overlap, so a finding is in at
//! most one of each kind; and of all comments of a zone with the same name those count that begin before the finding.

use std::collections::HashMap;

use super::{Dialect, Ignore, Names, Reach};
use crate::{
    lint::{Diagnostic, Severity},
    syntax::Dockerfile,
    text::{TextRange, TextSize},
};

/// How far a comment reaches, and how that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// To the end of a line of an instruction.
    Line,
    Instruction,
    Stage,
    /// A stage as hadolint counts it: with the next FROM.
    StageOfHadolint,
    File,
}

impl Kind {
    const ALL: [Kind; 5] = [Kind::Line, Kind::Instruction, Kind::Stage, Kind::StageOfHadolint, Kind::File];

    /// The kind of a comment, which stands `inside` an instruction or between two.
    pub(super) fn of(dialect: Dialect, reach: Reach, inside: bool) -> Kind {
        match reach {
            Reach::Next if inside => Kind::Line,
            Reach::Next => Kind::Instruction,
            Reach::Stage if dialect == Dialect::Hadolint => Kind::StageOfHadolint,
            Reach::Stage => Kind::Stage,
            Reach::File => Kind::File,
        }
    }
}

/// What a name in a comment is compared by: who understands it, and the name; none for all that there are.
type Key = (Dialect, Option<String>);

/// All comments of a zone with the same name.
#[derive(Clone, Copy, Debug)]
struct Hits {
    /// From where on the first of them covers.
    earliest: TextSize,
    /// The last finding that they mean.
    latest: Option<TextSize>,
}

/// The zones of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Zones {
    /// Of each kind, in the order of their ends.
    zones: [Vec<(TextSize, HashMap<Key, Hits>)>; Kind::ALL.len()],
}

impl Zones {
    /// The zones of these comments, which are in the order of the file.
    pub(super) fn new<'a>(file: &Dockerfile, comments: impl Iterator<Item = &'a Ignore>) -> Zones {
        let mut this = Zones::default();
        for comment in comments {
            let Some(covers) = comment.covers else {
                continue;
            };
            let zones = &mut this.zones[comment.kind as usize];
            if zones.last().is_none_or(|it| it.0 != covers.end()) {
                zones.push((covers.end(), HashMap::new()));
            }
            let Some((_, names)) = zones.last_mut() else {
                continue;
            };
            for key in keys(file, comment) {
                let hits = names.entry(key).or_insert(Hits { earliest: covers.start(), latest: None });
                hits.earliest = hits.earliest.min(covers.start());
            }
        }
        this
    }

    /// Whether a comment silences `found`.
    pub(super) fn silence(&mut self, found: &Diagnostic) -> bool {
        let (ours, others) = (found.range.start(), elsewhere(found));
        let mut silenced = false;
        for kind in Kind::ALL {
            let zones = &mut self.zones[kind as usize];
            for key in keys_of(found, kind) {
                let at = if key.0 == Dialect::Dockwright { ours } else { others };
                let zone = zones.partition_point(|it| it.0 < at);
                let hits = zones.get_mut(zone).and_then(|it| it.1.get_mut(&key));
                if let Some(hits) = hits.filter(|it| it.earliest <= at) {
                    hits.latest = hits.latest.max(Some(at));
                    silenced = true;
                }
            }
        }
        silenced
    }

    /// Writes into a comment what became of it.
    pub(super) fn tell(&self, file: &Dockerfile, comment: &mut Ignore) {
        let Some(covers) = comment.covers else {
            return;
        };
        let zones = &self.zones[comment.kind as usize];
        let Some(names) = zones.binary_search_by_key(&covers.end(), |it| it.0).ok().map(|at| &zones[at].1)
        else {
            return;
        };
        let hit = |key: &Key| {
            names.get(key).and_then(|it| it.latest).is_some_and(|latest| latest >= covers.start())
        };
        match &comment.names {
            Names::All => comment.used = hit(&(comment.dialect, None)),
            Names::Listed(all) => {
                let is_idle = |it: &&TextRange| !hit(&key(file, comment.dialect, **it));
                comment.idle = all.iter().filter(is_idle).copied().collect();
                comment.used = comment.idle.len() < all.len();
            }
        }
    }
}

/// Of two instructions of which the second makes the first useless, we report the first. hadolint, and the comments of BuildKit, mean the
/// second.
const ABOUT_THE_SECOND: [&str; 4] = ["DL3012", "DL4003", "DL4004", "MultipleInstructionsDisallowed"];

/// Where other tools see what was found.
fn elsewhere(found: &Diagnostic) -> TextSize {
    let second = found.related.first().filter(|_| found.codes().any(|it| ABOUT_THE_SECOND.contains(&it)));
    second.map_or(found.range, |it| it.0).start()
}

/// What a comment names, of what it can silence.
fn keys(file: &Dockerfile, comment: &Ignore) -> Vec<Key> {
    match &comment.names {
        Names::All => vec![(comment.dialect, None)],
        Names::Listed(names) => {
            let able = names.iter().filter(|it| comment.can_silence(file.text(**it)));
            able.map(|it| key(file, comment.dialect, *it)).collect()
        }
    }
}

fn key(file: &Dockerfile, dialect: Dialect, name: TextRange) -> Key {
    let name = file.text(name);
    (dialect, Some(if dialect == Dialect::Dockwright { normal(name) } else { name.to_owned() }))
}

/// In our own comments case does not matter, nor which line stands between words.
fn normal(name: &str) -> String {
    name.to_ascii_lowercase().replace('_', "-")
}

/// What comments of a kind may call a finding.
fn keys_of(found: &Diagnostic, kind: Kind) -> Vec<Key> {
    let group = found.rule.decl.group.as_str();
    let names = [found.rule.name.to_owned(), found.name(), group.to_owned()];
    let ours = names.into_iter().chain(found.codes().map(normal));
    let mut keys: Vec<Key> = ours.map(|it| (Dialect::Dockwright, Some(it))).collect();
    if found.severity < Severity::Error {
        keys.push((Dialect::Dockwright, None));
    }
    for code in found.codes() {
        let dialect = if super::is_check(code) { Dialect::BuildKit } else { Dialect::Hadolint };
        keys.push((dialect, Some(code.to_owned())));
        let whole_file = super::WHOLE_FILE_CHECKS.contains(&code) && kind != Kind::File;
        if dialect == Dialect::BuildKit && code != super::EXPERIMENT && !whole_file {
            keys.push((dialect, None));
        }
    }
    keys
}
