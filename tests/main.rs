//! Every test of Dockwright, in one binary.
#![allow(clippy::unwrap_used)]

mod text;
