//! The language server, over real pipes.

mod client;
mod edits;
mod features;
mod format;
mod plans;
mod robust;
mod session;
mod settings;
