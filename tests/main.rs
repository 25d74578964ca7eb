//! Every test of Dockwright, in one binary.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

// How tests are written.
mod files;
mod harness;
mod plain;

// What the pages say is true.
mod cases;
mod ide;
mod pages;

// The layers from outside, bottom first.
mod invariants;
mod knowledge;
mod lossless;
mod second_opinion;
mod shell;
mod syntax;
mod text;

// Real files.
mod add_user;
mod corpus;
mod fixes;
mod format;
mod refactorings;

// The program.
#[cfg(feature = "cli")]
mod cli;
#[cfg(all(feature = "lsp", feature = "cli"))]
mod lsp;

// The sources are in order.
mod layers;
mod practices;
mod registry;
mod tidy;
