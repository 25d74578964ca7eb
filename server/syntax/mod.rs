//! What is written in a Dockerfile, losslessly. Parsing cannot fail.
//!
//! The language is the one that BuildKit implements (frontend 1.26, August 2026): `frontend/dockerfile/parser` and
//! `instructions` in moby/buildkit.

mod ast;
mod check;
mod duration;
mod error;
mod expand;
mod flags;
mod grammar;
mod heredoc;
mod joined;
mod json;
mod keyword;
mod lines;
mod parser;
pub(crate) mod repair;
pub mod shell;
mod split;
pub mod suggest;
mod tokens;
mod unfinished;
mod word;

pub use ast::*;
pub use error::{SyntaxError, Topic};
pub use expand::{expand, means_itself};
pub(crate) use flags::boolean;
pub use joined::Joined;
pub use json::repaired as repaired_array;
pub use keyword::Keyword;
pub use parser::parse;
pub use tokens::{Token, TokenKind};
pub use unfinished::{
    Part, Quote, Unfinished, UnfinishedFlag, UnfinishedVariable, quote, unfinished_variable,
};
pub use word::{Modifier, Piece, Value, Variable, WordError, WordTree};
