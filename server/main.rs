//! The program `dockwright`.

fn main() {}
