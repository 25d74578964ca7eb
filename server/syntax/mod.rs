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
