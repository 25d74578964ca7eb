//! What a Dockerfile means: its stages, and what the image is at every line.

mod build;
pub mod reference;
pub mod scopes;
pub mod stages;
mod world;

use std::sync::{Arc, OnceLock};

pub use scopes::Scopes;
pub use stages::{Base, Stage, StageGraph, StageId};
pub use world::{Nowhere, World};

use crate::{
    syntax::{self, Dockerfile, SyntaxError},
    text::LineIndex,
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
}

#[derive(Debug)]
struct Model {
    stages: StageGraph,
    scopes: Scopes,
}

impl Analysis {
    /// Reads a file. Cannot fail: what is wrong with it is part of the answer.
    pub fn new(source: impl Into<Arc<str>>) -> Analysis {
        let file = syntax::parse(source.into());
        let (lines, model, errors) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Analysis { inner: Arc::new(Inner { file, lines, model, errors }) }
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

    /// The variables, and where each has which value.
    pub fn scopes(&self) -> &Scopes {
        &self.model().scopes
    }

    /// What BuildKit rejects before it contacts a registry, in the order of the file.
    pub fn errors(&self) -> &[SyntaxError] {
        self.inner.errors.get_or_init(|| {
            let mut errors = self.file().errors.clone();
            errors.extend(build::errors(self.file(), self.stages(), self.scopes()));
            errors.sort_by_key(|it| it.range.start());
            errors
        })
    }

    fn model(&self) -> &Model {
        self.inner.model.get_or_init(|| {
            let globals = scopes::Globals::new(self.file());
            let stages = StageGraph::new(self.file(), &globals);
            let scopes = Scopes::new(self.file(), globals, &stages);
            Model { stages, scopes }
        })
    }
}
