#![doc = include_str!("ARCHITECTURE.md")]

// The layers, bottom first. A layer uses only those above it in this list: tests/layers.rs.

pub mod text;

pub mod syntax;

pub mod knowledge;

pub mod model;

pub mod lint;

pub mod assists;

pub mod rules;

pub mod ready;

pub mod ide;

#[cfg(any(feature = "cli", feature = "lsp"))]
pub mod disk;

#[cfg(feature = "config")]
pub mod config;

#[cfg(feature = "lsp")]
pub mod lsp;

#[cfg(feature = "cli")]
pub mod cli;
