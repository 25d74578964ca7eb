//! How fast Dockwright is. The budgets stand in `server/ARCHITECTURE.md`.
#![allow(clippy::unwrap_used, missing_docs)]

mod server;

use criterion::{criterion_group, criterion_main};

criterion_group!(server, server::keystroke, server::start, server::memory);
criterion_main!(server);
