//! Every test of Dockwright, in one binary.
#![allow(clippy::unwrap_used)]

// How tests are written.
mod files;
mod harness;

// What the pages say is true.
mod cases;
mod pages;

// The sources are in order.
mod layers;
mod registry;
mod tidy;
