//! The language server, over real pipes.

mod client;
mod completion;
mod edits;
mod everywhere;
mod features;
mod format;
mod help;
mod hints;
mod ignore_file;
mod navigation;
mod plans;
mod requests;
mod robust;
mod session;
mod settings;
mod structure;
