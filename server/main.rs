//! The program `dockwright`: parses the command line and calls one function.

fn main() -> std::process::ExitCode {
    dockwright::cli::main()
}
