//! Every test of Dockwright, in one binary.
#![allow(clippy::unwrap_used)]

#[cfg(feature = "cli")]
mod cli;
mod knowledge;
#[cfg(all(feature = "lsp", feature = "cli"))]
mod lsp;
