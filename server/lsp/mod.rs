//! The language server: the protocol, and the only user of its types.
//!
//! A message comes in through `transport`, which calls `server`; that one asks or changes the `store` and lets `ide`
//! answer; `from_proto` and `to_proto` translate. `publish` tells the editor what is wrong with a changed document.

mod calls;
mod capabilities;
mod complaints;
mod completion;
mod diagnose;
mod folding;
mod format;
mod frame;
mod from_proto;
mod hints;
mod ignore_file;
mod kind;
mod lenient;
mod linked;
mod links;
mod log;
mod names;
mod output;
mod parent;
#[cfg(debug_assertions)]
mod probe;
mod progress;
mod publish;
mod reports;
mod selection;
mod server;
mod settings;
mod signatures;
mod store;
mod symbols;
mod to_proto;
mod tokens;
mod transport;
mod workspace;
mod world;

use std::{io, process::ExitCode, sync::Arc};

use tower_lsp::LspService;

/// Serves the editor at the other end of stdin and stdout until it says `exit`, closes one of them, or dies.
pub fn serve_stdio() -> ExitCode {
    log::start();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1) // It only waits; what takes time runs on the threads for blocking work.
        .max_blocking_threads(4)
        .enable_time()
        .build();
    let (runtime, output) = match runtime.and_then(|it| Ok((it, Arc::new(output::Output::new()?)))) {
        Ok(both) => both,
        Err(error) => {
            tracing::error!("cannot start: {error}");
            return ExitCode::from(2);
        }
    };
    let _inside = runtime.enter();
    let store = Arc::new(store::Store::default());
    let service = LspService::build(|client| server::Server::new(client, store.clone(), output.clone()));
    #[cfg(debug_assertions)]
    let service = probe::add(service);
    let (service, socket) = service.finish();
    let end = transport::serve(io::stdin().lock(), output, service, socket);
    runtime.shutdown_background();
    match end {
        transport::End::Agreed => ExitCode::SUCCESS,
        transport::End::Sudden => ExitCode::FAILURE,
    }
}
