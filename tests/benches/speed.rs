//! How fast Dockwright is. The budgets stand in `server/ARCHITECTURE.md`.
//!
//! `cargo bench --bench speed` measures all of it, `-- growth`, `-- latency`, `-- side-by-side`, `-- corpus` or
//! `-- keystroke` a part. With
//! `--no-default-features` the language server is left out.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

mod growth;
mod inputs;
#[cfg(all(feature = "lsp", feature = "cli"))]
mod latency;
#[cfg(feature = "cli")]
mod peers;
#[cfg(all(feature = "lsp", feature = "cli"))]
mod server;
#[cfg(all(feature = "lsp", feature = "cli"))]
mod side_by_side;

use std::{hint::black_box, sync::Arc};

use criterion::{Criterion, Throughput};
use dockwright::{
    lint::{self, Cx, Selection, Settings},
    model::{Analysis, Nowhere},
    rules::RULES,
    syntax::parse,
};

/// As in the program.
#[cfg(feature = "cli")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with('-')).collect();
    let is_wanted = |table: &str| wanted.is_empty() || wanted.iter().any(|it| it == table);
    if is_wanted("growth") {
        growth::table();
    }
    #[cfg(all(feature = "lsp", feature = "cli"))]
    {
        if is_wanted("latency") {
            latency::table();
        }
        if is_wanted("side-by-side") {
            side_by_side::table();
        }
    }
    let mut criterion = Criterion::default().configure_from_args();
    throughput(&mut criterion);
    #[cfg(feature = "cli")]
    peers::hadolint(&mut criterion);
    #[cfg(all(feature = "lsp", feature = "cli"))]
    for measure in [server::keystroke, server::start, server::memory] {
        measure(&mut criterion);
    }
    criterion.final_summary();
}

/// Bytes per second, over all real files, or over written ones if there are none.
fn throughput(criterion: &mut Criterion) {
    let files: Vec<Arc<str>> = inputs::files();
    let bytes: usize = files.iter().map(|it| it.len()).sum();
    let mut group = criterion.benchmark_group("corpus");
    group.sample_size(10).throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("parse", |it| {
        it.iter(|| files.iter().for_each(|file| _ = black_box(parse(file.clone()))));
    });
    let parsed: Vec<_> = files.iter().map(|it| parse(it.clone())).collect();
    group.bench_function("tokens", |it| {
        it.iter(|| parsed.iter().for_each(|file| _ = black_box(file.tokens())));
    });
    group.throughput(Throughput::Elements(files.len() as u64));
    let settings = Settings { select: Selection::All, ..Settings::default() };
    group.bench_function("check", |it| {
        it.iter(|| files.iter().for_each(|file| _ = black_box(check(file, &settings))));
    });
    group.finish();
}

/// Everything that is wrong with a file, by the rules that the settings want.
fn check(file: &Arc<str>, settings: &Settings) -> Vec<lint::Diagnostic> {
    let analysis = Analysis::new(file.clone());
    lint::run(Cx { analysis: &analysis, world: &Nowhere, settings }, RULES)
}
