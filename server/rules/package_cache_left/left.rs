//! What a call leaves in the image.

use super::switches;
use crate::{
    knowledge::packages::PackageManager,
    lint::Safety,
    model::{
        Analysis, RunScript, Since,
        installs::{Action, Install},
    },
};

/// Managers that leave something behind.
pub(super) struct Aspect {
    pub(super) name: &'static str,
    /// By the first of their names.
    managers: &'static [&'static str],
    /// By what they do so.
    by: &'static [Action],
    /// Whether the command that cleans up may be added unseen.
    pub(super) safety: Safety,
    /// What there is to say if the same RUN deletes it.
    pub(super) deleted: Deleted,
}

/// What there is to say of a cache that is deleted at once.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Deleted {
    /// Nothing: that is how it is done.
    Fine,
    /// With a flag it would not be written at all.
    Avoidable,
    /// The manager has a command for it, so that `rm` need not know the folder.
    Manual,
}

const INSTALL: &[Action] = &[Action::Install];
const CHANGE: &[Action] = &[Action::Install, Action::Upgrade];

/// A manager that leaves something whenever it changes the image.
const USUAL: Aspect =
    Aspect { name: "", managers: &[], by: CHANGE, safety: Safety::Safe, deleted: Deleted::Fine };

const ASPECTS: [Aspect; 13] = [
    Aspect { name: "apk", managers: &["apk"], by: INSTALL, deleted: Deleted::Avoidable, ..USUAL },
    Aspect {
        name: "apt",
        managers: &["apt-get", "apt", "aptitude"],
        by: &[Action::Refresh, Action::Install],
        ..USUAL
    },
    Aspect { name: "conda", managers: &["conda", "mamba", "micromamba"], safety: Safety::Unsafe, ..USUAL },
    Aspect { name: "dnf", managers: &["dnf", "microdnf", "tdnf"], ..USUAL },
    Aspect { name: "npm", managers: &["npm"], by: INSTALL, ..USUAL },
    Aspect { name: "pip", managers: &["pip"], by: INSTALL, deleted: Deleted::Avoidable, ..USUAL },
    Aspect { name: "pdm", managers: &["pdm"], by: INSTALL, safety: Safety::Unsafe, ..USUAL },
    Aspect { name: "pipenv", managers: &["pipenv"], by: INSTALL, safety: Safety::Unsafe, ..USUAL },
    Aspect { name: "poetry", managers: &["poetry"], by: INSTALL, ..USUAL },
    Aspect { name: "uv", managers: &["uv"], by: INSTALL, ..USUAL },
    Aspect { name: "yarn", managers: &["yarn"], by: INSTALL, safety: Safety::Unsafe, ..USUAL },
    Aspect { name: "yum", managers: &["yum"], ..USUAL },
    Aspect { name: "zypper", managers: &["zypper"], deleted: Deleted::Manual, ..USUAL },
];

/// What a call leaves behind.
#[derive(Clone, Copy)]
pub(super) struct Left {
    pub(super) manager: &'static PackageManager,
    /// What it is called.
    pub(super) what: &'static str,
    /// Where it is: in one of these, which depends on the version.
    pub(super) folders: &'static [&'static str],
    /// The command that removes it.
    pub(super) clean: Option<&'static str>,
    /// Beginnings of other commands that also do.
    pub(super) cleaned_by: &'static [&'static str],
}

impl Left {
    /// Whether these are the lists of apt, which a later instruction may need.
    pub(super) fn is_lists(&self) -> bool {
        self.what == LISTS
    }
}

/// What the lists of apt are called.
const LISTS: &str = "package lists";

/// What the check of one call must know of the rest of the file.
pub(super) struct Surroundings {
    /// From here on apt keeps the archives of packages.
    keeps_archives: Since,
    /// From here on pip is told to keep nothing.
    pip_keeps_nothing: Since,
    /// The last instruction that installs packages from lists which an earlier one fetched.
    pub(super) needs_lists: Option<usize>,
}

impl Surroundings {
    pub(super) fn of(analysis: &Analysis) -> Surroundings {
        let stages = analysis.stages();
        Surroundings {
            keeps_archives: Since::new(stages, that_keep_archives(analysis)),
            pip_keeps_nothing: Since::new(stages, switches::configured(analysis)),
            needs_lists: needs_lists(analysis),
        }
    }

    /// What this call leaves behind if nobody does anything about it.
    pub(super) fn left(&self, analysis: &Analysis, install: &Install) -> Option<(&'static Aspect, Left)> {
        let manager = install.manager;
        let (stages, at) = (analysis.stages(), install.instruction);
        let aspect = ASPECTS.iter().find(|it| it.managers.contains(&manager.commands[0]))?;
        if !aspect.by.contains(&install.action) {
            return None;
        }
        let whole = Left {
            manager,
            what: "cache",
            folders: manager.caches,
            clean: manager.clean,
            cleaned_by: manager.cleaned_by,
        };
        let left = match (aspect.name, install.action) {
            ("apt", Action::Refresh) => Left { what: LISTS, folders: &["/var/lib/apt/lists"], ..whole },
            ("apt", _) if self.keeps_archives.held(stages, at) => Left {
                what: "archives",
                folders: &["/var/cache/apt"],
                clean: Some("apt-get clean"),
                cleaned_by: &["apt clean", "aptitude clean"],
                ..whole
            },
            ("apt", _) => return None,
            ("pip", _) if self.pip_keeps_nothing.holds(stages, at) => return None,
            _ => whole,
        };
        Some((aspect, left))
    }
}

/// The instructions that remove `/etc/apt/apt.conf.d/docker-clean`.
fn that_keep_archives(analysis: &Analysis) -> impl Iterator<Item = usize> {
    let removes = |run: &RunScript| {
        let mut commands = run.script.commands().filter(|it| it.command.effective().is("rm"));
        commands.any(|it| it.command.words.iter().any(|word| word.text().contains("docker-clean")))
    };
    analysis.that_write(&["docker-clean"]).filter(move |at| {
        let scripts = analysis.scripts(*at).iter().chain(analysis.trigger_scripts(*at));
        scripts.into_iter().any(removes)
    })
}

/// The last instruction that uses lists of apt which it did not fetch.
fn needs_lists(analysis: &Analysis) -> Option<usize> {
    let mut fetched = None;
    let mut last = None;
    let of_apt = |it: &Install| matches!(it.manager.commands[0], "apt-get" | "apt" | "aptitude");
    for install in analysis.every_install() {
        let needs = match install.action {
            _ if !of_apt(install) => false,
            Action::Refresh => {
                fetched = Some(install.place());
                false
            }
            Action::Install | Action::Upgrade => fetched != Some(install.place()),
            Action::Remove => false,
        };
        if needs {
            last = last.max(Some(install.instruction));
        }
    }
    last
}
