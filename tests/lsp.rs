//! The language server, over real pipes.

mod client;
mod completion;
mod edits;
mod features;
mod hints;
mod navigation;
mod plans;
mod robust;
mod session;
mod settings;
