//! What a script does about a cache.

use std::collections::HashSet;

use super::{folders::covers, left::Left};
use crate::{
    knowledge::packages::{self, Kind, PackageManager},
    model::installs::Install,
    syntax::shell::{Effective, Script, Visited, Word},
    text::{TextRange, TextSize},
};

/// What a script does about the cache of one manager.
pub(super) struct Habits {
    /// From here on, an exported variable switches it off.
    exported: Option<TextSize>,
    /// These commands have the variable for themselves.
    assigned: HashSet<TextRange>,
    /// Up to here, `rm` deletes what is left afterwards.
    deleted: Option<TextSize>,
    /// Up to here, the manager itself does.
    cleaned: Option<TextSize>,
    /// Whether packages of the system are removed, the manager perhaps among them.
    pub(super) removes: bool,
    /// What was reported already.
    pub(super) reported: HashSet<Fate>,
}

/// What becomes of what a call leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Fate {
    /// It stays in the image.
    Stays,
    /// `rm` deletes it.
    Deleted,
    /// The manager itself deletes it.
    Cleaned,
}

impl Habits {
    pub(super) fn new(script: &Script, left: &Left) -> Habits {
        let mut this = Habits {
            exported: None,
            assigned: HashSet::new(),
            deleted: None,
            cleaned: None,
            removes: false,
            reported: HashSet::new(),
        };
        let variables: Vec<&str> = left.manager.cache_off.iter().map(|it| it.variable).collect();
        let sets = |word: &str| {
            word.split_once('=').is_some_and(|(name, it)| variables.contains(&name) && !it.is_empty())
        };
        for Visited { command, context } in script.commands() {
            let words = !variables.is_empty() && command.words.iter().any(|it| sets(&it.lossy()));
            if words && !command.effective().is_wrapped() {
                this.exported.get_or_insert(command.range.start()); // `export`, `declare -x` and the like
            }
            let own = command
                .assignments
                .iter()
                .any(|it| variables.contains(&script.text(it.name)) && !it.value.lossy().is_empty());
            if own || words {
                this.assigned.insert(command.range);
            }
            this.removes |= removes(command.effective());
            // A function runs where it is called.
            let end = if context.in_function { TextSize::new(u32::MAX) } else { command.range.start() };
            match cleans(command.effective(), left) {
                Some(Fate::Deleted) => this.deleted = this.deleted.max(Some(end)),
                Some(_) => this.cleaned = this.cleaned.max(Some(end)),
                None => {}
            }
        }
        this
    }

    /// What becomes of the cache of this call; `None` if it writes none.
    pub(super) fn fate(&self, install: &Install) -> Option<Fate> {
        let at = install.range.start();
        let is_off = self.exported.is_some_and(|it| it < at) || self.assigned.contains(&install.range);
        let fate = match (self.cleaned, self.deleted) {
            (Some(end), _) if at < end => Fate::Cleaned,
            (_, Some(end)) if at < end => Fate::Deleted,
            _ => Fate::Stays,
        };
        (!is_off).then_some(fate)
    }
}

/// Whether this command removes packages of the system.
fn removes(command: Effective<'_>) -> bool {
    let manager = command.name().and_then(|it| packages::manager(&it)).filter(|it| it.kind == Kind::System);
    manager.is_some_and(|it| {
        let told = command.arguments().subcommand(it.valued).and_then(Word::literal);
        told.is_some_and(|told| it.remove.contains(&&*told))
    })
}

/// What this command does to what is left, if it removes it.
fn cleans(command: Effective<'_>, left: &Left) -> Option<Fate> {
    let name = command.name()?;
    let name = name.rsplit('/').next().unwrap_or_default();
    if matches!(name, "rm" | "rmdir") {
        let paths = command.arguments().operands(&[]);
        let others = left.cleaned_by.iter().filter_map(|it| it.strip_prefix("rm -rf "));
        let folders: Vec<&str> = left.folders.iter().copied().chain(others).collect();
        // What a command says when it is asked, or a folder that was chosen for it.
        let asked = |path: &str| {
            let is_named = path.contains(left.manager.commands[0]) && path.contains("cache");
            is_named && (path.contains("$(") || left.manager.kind != Kind::System)
        };
        let mut paths = paths.map(Word::lossy);
        return paths
            .any(|path| asked(&path) || folders.iter().any(|it| covers(&path, it)))
            .then_some(Fate::Deleted);
    }
    let is = |clean: &&str| is_call(command, name, clean, left.manager);
    left.clean.iter().chain(left.cleaned_by).any(is).then_some(Fate::Cleaned)
}

/// Whether a command is, or begins with, `clean`. Flags do not count: `yum -y clean all` is `yum clean all`.
fn is_call(command: Effective<'_>, name: &str, clean: &str, manager: &PackageManager) -> bool {
    let mut operands = command.arguments().operands(manager.valued).map(Word::lossy);
    let is_module = name.starts_with("python") && command.arguments().has(&["-m"]);
    let name = if is_module { operands.next().unwrap_or_default() } else { name.into() };
    let mut words = clean.split(' ');
    let called = words.next().unwrap_or_default();
    let same = called == name || [called, &name].iter().all(|it| manager.commands.contains(it));
    same && words.filter(|it| !it.starts_with('-')).all(|word| operands.next().is_some_and(|it| it == word))
}
