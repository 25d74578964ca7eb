//! The Python environments of a file: where each is, what made it, what it runs on, and where COPY brings it.
//!
//! A virtual environment is bound to three things that a COPY can tear it from: to its own path, which stands in its scripts; to the
//! interpreter it was made with, to which it only links; and to that interpreter's version and C library. So the fold over the
//! file keeps, for each stage, its environments, its interpreters and its search path.

mod fold;
mod interpreters;
pub mod paths;
mod programs;
mod reader;
#[cfg(test)]
mod tests;

pub use interpreters::{Interpreter, Interpreters, refuses_pip};
pub use programs::Program;

use super::{Analysis, StageId};
use crate::text::TextRange;

/// A folder into which packages of Python are installed.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Where it was made, as an absolute path.
    pub path: String,
    /// What made it.
    pub tool: Tool,
    /// The stage in which.
    pub stage: StageId,
    /// The index of the instruction that made it.
    pub instruction: usize,
    /// Where it says so: the folder, if it is written, else the words of the command.
    pub range: TextRange,
    /// What it runs on.
    pub interpreter: Interpreter,
    /// Whether its scripts find it wherever it is.
    pub relocatable: bool,
    /// Whether a pip of its own is in it.
    pub pip: bool,
    /// The first project of which it has only a link to the source.
    pub editable: Option<Editable>,
}

/// What an environment is, or what made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tool {
    /// A virtual environment, by `venv` or `virtualenv`.
    Venv,
    /// A virtual environment, by uv.
    Uv,
    /// A virtual environment, by Poetry.
    Poetry,
    /// A virtual environment, by PDM.
    Pdm,
    /// A virtual environment, by Pipenv.
    Pipenv,
    /// An environment of conda, with an interpreter of its own.
    Conda,
    /// The packages beside an interpreter, without an environment.
    System,
    /// `pip install --user`: a folder in the home of a user.
    User,
    /// `pip install --prefix`, or `--target`: a folder that is no environment.
    Folder,
    /// `pip wheel`: archives to be installed later.
    Wheels,
}

impl Tool {
    /// Whether it is a virtual environment: it links to an interpreter, and its scripts name their folder.
    pub fn is_virtual(self) -> bool {
        matches!(self, Tool::Venv | Tool::Uv | Tool::Poetry | Tool::Pdm | Tool::Pipenv)
    }
}

/// An installation that leaves the code where it is, and only links to it.
#[derive(Clone, Debug)]
pub struct Editable {
    /// The words of the command that do so.
    pub range: TextRange,
    /// Its instruction.
    pub instruction: usize,
    /// The folder of the code.
    pub project: String,
    /// Whether it is one by default, if the project is a package: then only its pyproject.toml can tell.
    pub implied: bool,
}

/// An environment that is in a stage.
#[derive(Clone, Debug)]
pub struct Present {
    /// Which of [`Python::environments`].
    pub environment: usize,
    /// Where it is.
    pub path: String,
    /// The instruction that made it or brought it.
    pub since: usize,
}

/// An environment, or a part of one, that a COPY brings from another stage.
#[derive(Clone, Debug)]
pub struct Carried {
    /// Which of [`Python::environments`].
    pub environment: usize,
    /// The index of the COPY.
    pub copy: usize,
    /// The stage in which it stands.
    pub stage: StageId,
    /// The word that names what is copied.
    pub source: TextRange,
    /// The word that names where to.
    pub destination: TextRange,
    /// Where it was in the other stage.
    pub from: String,
    /// Where it is then.
    pub to: String,
    /// How much of it.
    pub extent: Extent,
}

/// How much of an environment is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Extent {
    /// It alone.
    Alone,
    /// A folder that it is in.
    Within,
    /// Only the packages that are in it.
    Packages,
}

/// Where a command installs packages of Python.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Into one of [`Python::environments`].
    Environment(usize),
    /// Nowhere: uv looks for an environment, and there is none.
    None,
    /// Only the build knows.
    Unknown,
}

/// The Python environments of a file, and what becomes of them.
#[derive(Debug, Default)]
pub struct Python {
    /// In the order in which they are made.
    pub environments: Vec<Environment>,
    /// What COPY brings from other stages, in the order of the file.
    pub carried: Vec<Carried>,
    /// Of each of [`Analysis::installs`] that is one of Python where it installs to: its number there.
    pub targets: Vec<(usize, Target)>,
    /// Of each stage what is there at its end.
    ends: Vec<fold::State>,
    /// Each search path that the file sets, and the instruction that does.
    search_paths: Vec<Vec<String>>,
    /// Of each instruction which of them it sees.
    seen: Vec<usize>,
}

impl Python {
    /// The environments in a stage at its end.
    pub fn at_end(&self, stage: StageId) -> &[Present] {
        self.ends.get(stage.index()).map_or(&[], |it| it.present.as_slice())
    }

    /// The interpreters of a stage at its end.
    pub fn interpreters(&self, stage: StageId) -> Option<&Interpreters> {
        self.ends.get(stage.index()).map(|it| &it.interpreters)
    }

    /// The folders that the file puts on PATH for the instruction with this index, the first first; those of the base image are not
    /// among them.
    pub fn search_path(&self, before: usize) -> &[String] {
        let found = self.seen.get(before).and_then(|it| self.search_paths.get(*it));
        found.map_or(&[], Vec::as_slice)
    }

    /// The folders that the file puts on PATH for a container of this stage.
    pub fn search_path_at_end(&self, stage: StageId) -> &[String] {
        let end = self.ends.get(stage.index()).and_then(|it| self.search_paths.get(it.search_path));
        end.map_or(&[], Vec::as_slice)
    }

    /// Whether what a COPY brings goes on to another stage, and this one does not ship: then only the last matters.
    pub fn is_passed_on(&self, analysis: &Analysis, carried: &Carried) -> bool {
        !analysis.stages().ships(carried.stage)
            && self.carried.iter().any(|it| {
                it.copy > carried.copy && it.environment == carried.environment && it.from == carried.to
            })
    }

    /// Where the installation with this number installs to, if it is one of Python.
    pub fn target(&self, install: usize) -> Option<Target> {
        let found = self.targets.binary_search_by_key(&install, |it| it.0).ok()?;
        Some(self.targets[found].1)
    }
}

impl Analysis {
    /// The Python environments of the file.
    pub fn python(&self) -> &Python {
        self.inner.python.get_or_init(|| fold::python(self))
    }
}
