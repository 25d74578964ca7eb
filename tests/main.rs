//! Every test of Dockwright, in one binary.
#![allow(clippy::unwrap_used)]

#[cfg(feature = "cli")]
mod cli;
mod corpus;
mod invariants;
mod knowledge;
mod lossless;
#[cfg(all(feature = "lsp", feature = "cli"))]
mod lsp;
mod plain;
mod second_opinion;
mod syntax;
mod text;
