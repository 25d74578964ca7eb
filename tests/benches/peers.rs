//! How fast the program is beside hadolint, on the same files, in one run of each.

use std::{fs, path::PathBuf, process::Command};

use criterion::Criterion;

/// So many files.
const FILES: usize = 200;

/// Measures both, if `HADOLINT` in the environment says where hadolint is.
pub(crate) fn hadolint(criterion: &mut Criterion) {
    let Some(hadolint) = std::env::var_os("HADOLINT") else {
        println!("HADOLINT=path/to/hadolint measures it beside this");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = super::inputs::files()
        .iter()
        .take(FILES)
        .enumerate()
        .map(|(at, text)| {
            let path = folder.path().join(format!("{at}.Dockerfile"));
            fs::write(&path, &**text).unwrap();
            path
        })
        .collect();
    let mut group = criterion.benchmark_group(format!("{FILES} files"));
    group.sample_size(10);
    let dockwright = env!("CARGO_BIN_EXE_dockwright").into();
    for (name, program, arguments) in [
        ("dockwright", &dockwright, &["check", "--select", "all", "--format", "json"][..]),
        ("hadolint", &hadolint, &["--format", "json"]),
    ] {
        group.bench_function(name, |it| {
            it.iter(|| {
                let done = Command::new(program).args(arguments).args(&paths).output().unwrap();
                assert!(done.stdout.len() > FILES, "{name} says nothing: {:?}", done.stderr);
            });
        });
    }
    group.finish();
}
