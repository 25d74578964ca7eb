//! The language server, over real pipes.

pub mod client;
mod edits;
mod features;
mod robust;
mod session;
