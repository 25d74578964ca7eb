//! What a Dockerfile means: its stages, and what the image is at every line.

mod accounts;
mod build;
mod caches;
pub mod context;
pub mod effects;
mod fact;
pub mod fetches;
pub mod globals;
pub mod ignore_file;
pub mod installs;
mod mounts;
mod origin;
mod platform;
mod process;
pub mod python;
pub mod reference;
pub mod requirements;
mod root;
pub mod scopes;
mod scripts;
pub mod stages;
mod state;
mod tags;
pub mod taint;
mod tools;
pub mod updates;
mod world;

use std::sync::{Arc, OnceLock};

pub use accounts::Account;
pub use build::{Undefined, is_no_port};
pub use context::{Brought, Context, Source};
pub use fact::Fact;
pub use ignore_file::{IgnoreFile, Pattern};
pub use mounts::{Mount, MountKind};

pub use origin::{ContextFile, StartScript};
pub use platform::Platform;
pub use process::Process;
pub use python::Python;
pub use requirements::{Requirement, Requirements};
pub use root::{MeantAsRoot, is_root};
pub use scopes::Scopes;
pub use scripts::{Form, RunScript};
pub use stages::{Base, Since, Stage, StageGraph, StageId};
pub use state::repository;
pub use tags::TaggedBase;
pub use world::{Nowhere, World};

use accounts::Accounts;
use build::Found;
use effects::Effect;
use installs::{Install, Installs};
use scripts::Scripts;
use state::States;

use crate::{
    knowledge::images::Image,
    syntax::{self, Dockerfile, SyntaxError, Topic, Word},
    text::{LineIndex, TextRange, TextSize},
};

/// Everything known about one version of one Dockerfile: immutable, cheap to clone, the same on every thread.
#[derive(Clone, Debug)]
pub struct Analysis {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    file: Dockerfile,
    lines: OnceLock<LineIndex>,
    model: OnceLock<Model>,
    errors: OnceLock<Vec<SyntaxError>>,
    build: OnceLock<Found>,
    bases: OnceLock<Vec<Option<Image>>>,
    states: OnceLock<States>,
    scripts: OnceLock<Scripts>,
    installs: OnceLock<Installs>,
    accounts: OnceLock<Accounts>,
    python: OnceLock<Python>,
    effects: OnceLock<Vec<Effect>>,
    brought: OnceLock<Vec<Brought>>,
    /// Of each stage, where somebody asked.
    processes: OnceLock<Vec<OnceLock<Vec<Process>>>>,
}

#[derive(Debug)]
struct Model {
    stages: StageGraph,
    scopes: Scopes,
}

impl Analysis {
    /// Reads a file. Cannot fail: what is wrong with it is part of the answer.
    pub fn new(source: impl Into<Arc<str>>) -> Analysis {
        Analysis {
            inner: Arc::new(Inner {
                file: syntax::parse(source.into()),
                lines: OnceLock::new(),
                model: OnceLock::new(),
                errors: OnceLock::new(),
                build: OnceLock::new(),
                bases: OnceLock::new(),
                states: OnceLock::new(),
                scripts: OnceLock::new(),
                installs: OnceLock::new(),
                accounts: OnceLock::new(),
                python: OnceLock::new(),
                effects: OnceLock::new(),
                brought: OnceLock::new(),
                processes: OnceLock::new(),
            }),
        }
    }

    /// What is written.
    pub fn file(&self) -> &Dockerfile {
        &self.inner.file
    }

    /// The text of the file.
    pub fn source(&self) -> &Arc<str> {
        &self.inner.file.source
    }

    /// Where its lines begin, as an editor counts them.
    pub fn lines(&self) -> &LineIndex {
        self.inner.lines.get_or_init(|| LineIndex::editor(self.source().clone()))
    }

    /// The stages, and what each is built on.
    pub fn stages(&self) -> &StageGraph {
        &self.model().stages
    }

    /// The stage that a place of the file belongs to; `None` before the first FROM.
    pub fn stage_at(&self, place: TextSize) -> Option<StageId> {
        self.stages().at(self.file(), place).map(|it| it.id)
    }

    /// Where the keyword of the instruction with this index is written; the beginning of the file, if there is none.
    pub fn keyword_place(&self, index: usize) -> TextRange {
        let it = self.file().instructions.get(index);
        it.map_or(TextRange::default(), |it| it.keyword_range)
    }

    /// Where the image is written that a stage is built on in the end.
    pub fn root_place(&self, stage: StageId) -> TextRange {
        let stages = self.stages();
        stages.get(stages.get(stage).root).base_range
    }

    /// The variables, and where each has which value.
    pub fn scopes(&self) -> &Scopes {
        &self.model().scopes
    }

    /// What BuildKit rejects before it contacts a registry, in the order of the file.
    pub fn errors(&self) -> &[SyntaxError] {
        self.inner.errors.get_or_init(|| {
            let mut errors = self.file().errors.clone();
            errors.extend(self.build().errors.iter().cloned().map(of_build));
            errors.sort_by_key(|it| it.range.start());
            errors
        })
    }

    /// Variables that no ARG and no ENV gives a value where they are used, in the order of the file. The base image may.
    pub fn undefined(&self) -> &[Undefined] {
        &self.build().undefined
    }

    /// Whether `# check=experimental=…` switches on the check of BuildKit with this name.
    pub fn asks_for(&self, check: &str) -> bool {
        build::asks_for(self.file(), check)
    }

    /// Whether `# check=error=true` makes the build fail if one of BuildKit's own checks finds something.
    pub fn stops_on_findings(&self) -> bool {
        build::stops_on_findings(self.file())
    }

    /// The value of a word of the instruction with this index; `None` if only the build knows it, or if it is an error.
    pub fn value(&self, word: Word, index: usize) -> Option<String> {
        let stage = self.stages().of_instruction(index)?;
        self.scopes().expand(self.file(), self.stages(), word, stage.id, index).ok().flatten()
    }

    /// The commands that the instruction with this index runs.
    pub fn scripts(&self, index: usize) -> &[RunScript] {
        self.all_scripts().of_instructions.get(index).map_or(&[], Vec::as_slice)
    }

    /// The commands that the ONBUILD with this index will run in a build that begins with this image.
    pub fn trigger_scripts(&self, index: usize) -> &[RunScript] {
        self.all_scripts().of_triggers.get(&index).map_or(&[], Vec::as_slice)
    }

    /// What package managers install, in the order of the file.
    pub fn installs(&self) -> &[Install] {
        &self.all_installs().of_instructions
    }

    /// What package managers install in a stage, in the order of the file.
    pub fn installs_in(&self, stage: &Stage) -> &[Install] {
        let (all, within) = (self.installs(), &stage.instructions);
        let rest = &all[all.partition_point(|it| it.instruction < within.start)..];
        &rest[..rest.partition_point(|it| it.instruction < within.end)]
    }

    /// What package managers will install in a build that begins with this image, in the order of the file.
    pub fn trigger_installs(&self) -> &[Install] {
        &self.all_installs().of_triggers
    }

    /// The script that an installation stands in.
    pub fn script_of(&self, install: &Install) -> &RunScript {
        let scripts = match install.trigger {
            true => self.trigger_scripts(install.instruction),
            false => self.scripts(install.instruction),
        };
        &scripts[install.script]
    }

    fn build(&self) -> &Found {
        self.inner.build.get_or_init(|| build::check(self))
    }

    fn all_scripts(&self) -> &Scripts {
        self.inner.scripts.get_or_init(|| Scripts::new(self))
    }

    fn all_installs(&self) -> &Installs {
        self.inner.installs.get_or_init(|| Installs::new(self))
    }

    fn all_accounts(&self) -> &Accounts {
        self.inner.accounts.get_or_init(|| Accounts::new(self))
    }

    fn base_images(&self) -> &[Option<Image>] {
        self.inner.bases.get_or_init(|| state::base_images(self.stages()))
    }

    fn states(&self) -> &States {
        self.inner.states.get_or_init(|| {
            let (stages, scopes) = (self.stages(), self.scopes());
            let mut states = States::new(self.file(), stages);
            let expand =
                |word, stage, index| scopes.expand(self.file(), stages, word, stage, index).ok().flatten();
            states.resolve_workdirs(
                self.file(),
                &state::Resolver { stages, images: self.base_images(), expand: &expand },
            );
            states
        })
    }

    fn model(&self) -> &Model {
        self.inner.model.get_or_init(|| {
            let globals = globals::Globals::new(self.file());
            let stages = StageGraph::new(self.file(), &globals);
            let scopes = Scopes::new(self.file(), globals, &stages);
            Model { stages, scopes }
        })
    }
}

/// An error that has no rule of its own is one of the build, not of reading.
fn of_build(error: SyntaxError) -> SyntaxError {
    if error.topic == Topic::Other { error.about(Topic::Build) } else { error }
}
