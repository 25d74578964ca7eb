//! The program `dockwright`.

use std::process::ExitCode;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("lsp") => dockwright::lsp::serve_stdio(),
        _ => ExitCode::from(2),
    }
}
