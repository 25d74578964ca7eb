//! Every test of Dockwright, in one binary.
#![allow(clippy::unwrap_used)]

#[cfg(all(feature = "lsp", feature = "cli"))]
mod lsp;
