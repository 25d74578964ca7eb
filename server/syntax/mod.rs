//! What is written in a Dockerfile, losslessly. Parsing cannot fail.
//!
//! The language is the one that BuildKit implements (frontend 1.26, August 2026): `frontend/dockerfile/parser` and
//! `instructions` in moby/buildkit.

mod ast;
mod error;
mod joined;
mod json;
mod keyword;
pub mod shell;

pub use ast::*;
pub use error::SyntaxError;
pub use joined::Joined;
pub use keyword::Keyword;

/// Reads a file. Whatever its bytes are, there is a tree; what is wrong stands in its `errors`.
pub fn parse(source: std::sync::Arc<str>) -> Dockerfile {
    Dockerfile {
        source,
        escape: b'\\',
        directives: Vec::new(),
        instructions: Vec::new(),
        comments: Vec::new(),
        cuts: Vec::new(),
        errors: Vec::new(),
    }
}
