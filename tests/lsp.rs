//! The language server, over real pipes.

mod client;
mod edits;
mod features;
mod help;
mod ignore_file;
mod plans;
mod robust;
mod session;
mod settings;
