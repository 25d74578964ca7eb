//! The language server, over real pipes.

mod client;
mod completion;
mod edits;
mod features;
mod hints;
mod plans;
mod robust;
mod session;
mod settings;
