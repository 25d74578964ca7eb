//! What a Dockerfile means: its stages, and what the image is at every line.

mod world;

use std::sync::{Arc, OnceLock};

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
}

impl Analysis {
    /// Reads a file. Cannot fail: what is wrong with it is part of the answer.
    pub fn new(source: impl Into<Arc<str>>) -> Analysis {
        let file = syntax::parse(source.into());
        Analysis { inner: Arc::new(Inner { file, lines: OnceLock::new() }) }
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

    /// What BuildKit rejects, in the order of the file.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.inner.file.errors
    }
}
