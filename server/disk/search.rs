//! Finds the Dockerfiles in a folder, honouring `.gitignore`.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

use ignore::{DirEntry, WalkBuilder};

/// What there is in a folder and below it, by name: the path of each Dockerfile; `None` for what is none, so that who asks can
/// stop; and what could not be searched.
pub fn dockerfiles(folder: &Path) -> impl Iterator<Item = Result<Option<PathBuf>, ignore::Error>> + use<> {
    let walk = WalkBuilder::new(folder)
        .hidden(false) // .devcontainer holds Dockerfiles.
        .require_git(in_git(folder)) // .gitignore counts in an unpacked archive, too.
        .filter_entry(|it| it.file_name() != ".git")
        .sort_by_file_name(OsStr::cmp)
        .build();
    walk.map(|it| it.map(|it| is_dockerfile(&it).then(|| it.into_path())))
}

fn in_git(folder: &Path) -> bool {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    folder.ancestors().any(|it| it.join(".git").exists())
}

fn is_dockerfile(entry: &DirEntry) -> bool {
    let file = match entry.file_type() {
        Some(kind) if kind.is_symlink() => !entry.path().is_dir(),
        Some(kind) => kind.is_file(),
        None => false,
    };
    file && entry.depth() > 0 && is_dockerfile_name(entry.file_name())
}

/// Whether a file of this name is taken for a Dockerfile.
pub fn is_dockerfile_name(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    let begins = [&b"Dockerfile."[..], b"Containerfile."].iter().any(|it| name.starts_with(it));
    let ends = [&b".Dockerfile"[..], b".dockerfile"].iter().any(|it| name.ends_with(it));
    let whole = [&b"Dockerfile"[..], b"dockerfile", b"Containerfile"].contains(&name);
    (begins || ends || whole) && !name.ends_with(b"ignore")
}
