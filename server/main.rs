//! The program `dockwright`: parses the command line and calls one function.

/// Scripts and findings are made of many small parts.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    dockwright::cli::main()
}
