//! Every test of Dockwright, in one binary.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

// How tests are written.
mod files;
mod harness;

// What the pages say is true.
mod cases;
mod fixes;
mod pages;

// What is hard to read, and what others say of it.
mod corpus;
mod invariants;
mod lossless;
mod plain;
mod second_opinion;
mod shell;
mod syntax;
mod text;

// The layers from outside.
mod add_user;
#[cfg(feature = "cli")]
mod cli;
mod knowledge;
#[cfg(all(feature = "lsp", feature = "cli"))]
mod lsp;
mod refactorings;

// The sources are in order.
mod layers;
mod registry;
mod tidy;
