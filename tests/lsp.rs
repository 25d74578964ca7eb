//! The language server, over real pipes.

mod client;
mod completion;
mod edits;
mod features;
mod plans;
mod robust;
mod session;
mod settings;
