//! What lies around a document, as far as the client's file system shows it.

use std::{
    fs::{self, File},
    io::Read,
    path::{Component, Path, PathBuf},
};

use tower_lsp::ls_types::Uri;

use crate::model::{Nowhere, World};

/// No file that is worth reading is longer.
const LONGEST: u64 = 1 << 20;

/// What lies around the document: its folder, which is taken for the build context, if it is a file.
pub(super) fn around(document: &Uri) -> Box<dyn World> {
    match folder(document) {
        Some(folder) => Box::new(Folder(folder)),
        None => Box::new(Nowhere),
    }
}

fn folder(document: &Uri) -> Option<PathBuf> {
    if !document.scheme().as_str().eq_ignore_ascii_case("file") {
        return None;
    }
    Some(document.to_file_path()?.parent()?.to_owned())
}

/// A build context on disk.
struct Folder(PathBuf);

impl Folder {
    /// Where a file of the context is; `None` if the path leads out of it.
    fn place(&self, path: &str) -> Option<PathBuf> {
        let path = Path::new(path.trim_start_matches('/'));
        let inside = path.components().all(|it| matches!(it, Component::Normal(_) | Component::CurDir));
        inside.then(|| self.0.join(path))
    }
}

impl World for Folder {
    fn exists(&self, path: &str) -> Option<bool> {
        // A folder that is not there is one that we cannot see, such as that of a new document.
        let is_there = fs::exists(self.place(path)?).ok()?;
        (is_there || self.0.is_dir()).then_some(is_there)
    }

    fn read(&self, path: &str) -> Option<String> {
        let path = self.place(path)?;
        if !fs::metadata(&path).ok()?.is_file() {
            return None; // To open a pipe would be to wait for its other end.
        }
        let file = File::open(path).ok()?;
        let mut text = String::new();
        let length = file.take(LONGEST + 1).read_to_string(&mut text).ok()?;
        (length as u64 <= LONGEST).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_file_is_its_build_context() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("package.json"), "{}").expect("a file");
        let document = Uri::from_file_path(folder.path().join("Dockerfile")).expect("an absolute path");
        let world = around(&document);
        assert_eq!(world.exists("package.json"), Some(true));
        assert_eq!(world.exists("/package.json"), Some(true));
        assert_eq!(world.exists("yarn.lock"), Some(false));
        assert_eq!(world.exists("../package.json"), None);
        assert_eq!(world.read("package.json").as_deref(), Some("{}"));
        assert_eq!(world.read("."), None);
        assert_eq!(world.read("yarn.lock"), None);
    }

    #[test]
    fn nothing_is_known_around_what_is_no_file() {
        for uri in ["untitled:Untitled-1", "git:/x/Dockerfile", "file:///is/not/there/Dockerfile"] {
            let world = around(&uri.parse().expect("a URI"));
            assert_eq!((world.exists("x"), world.read("x")), (None, None), "{uri}");
        }
    }
}
