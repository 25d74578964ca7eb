//! Finds the files of the package.

use std::path::{Path, PathBuf};

use crate::harness::page::root;

/// What the fuzzer builds and finds is no source.
const BUILT: [&str; 3] = ["tests/fuzz/target", "tests/fuzz/corpus", "tests/fuzz/artifacts"];

/// Every file below `folder` that ends with `.extension`, in order, as paths relative to the package.
pub(crate) fn below(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(Path::new(folder), &mut found);
    found.retain(|it| it.extension().is_some_and(|it| it == extension));
    found.sort();
    found
}

/// What the file at `path`, relative to the package, says.
pub(crate) fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(root().join(folder)).unwrap() {
        let path = folder.join(entry.unwrap().file_name());
        match root().join(&path).is_dir() {
            true if BUILT.contains(&&*path.to_string_lossy()) => {}
            true => walk(&path, found),
            false => found.push(path),
        }
    }
}
