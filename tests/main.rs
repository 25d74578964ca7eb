//! Every test of Dockwright, in one binary.
#![allow(clippy::unwrap_used)]

// How tests are written.
mod files;
mod harness;

// What the pages say is true.
mod cases;
mod pages;

// The layers from outside.
#[cfg(feature = "cli")]
mod cli;
mod corpus;
mod invariants;
mod knowledge;
mod lossless;
#[cfg(all(feature = "lsp", feature = "cli"))]
mod lsp;
mod refactorings;
mod shell;

// The sources are in order.
mod layers;
mod registry;
mod tidy;
mod plain;
mod second_opinion;
mod syntax;
mod text;
