//! What lies around a document.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
};

use tower_lsp::ls_types::Uri;

use crate::{
    disk::Folder,
    knowledge::date::Date,
    model::{Nowhere, World},
    text::Text,
};

/// What lies around the document: its folder, which is taken for the build context, if it is a file. Its ignore file may be open, too.
pub(super) fn around(document: &Uri, ignore_file: Option<&Text>) -> Box<dyn World> {
    let world: Box<dyn World> = match path(document) {
        Some(path) => Box::new(Folder::of(&path)),
        None => Box::new(Nowhere),
    };
    match ignore_file {
        Some(text) => Box::new(Edited { world, ignore_file: text.snapshot().to_string() }),
        None => world,
    }
}

/// The world with an ignore file that says what the editor says, and not what lies on disk.
struct Edited {
    world: Box<dyn World>,
    ignore_file: String,
}

impl World for Edited {
    fn exists(&self, path: &str) -> Option<bool> {
        self.world.exists(path)
    }

    fn read(&self, path: &str) -> Option<String> {
        self.world.read(path)
    }

    fn entries(&self, folder: &str) -> Option<Vec<String>> {
        self.world.entries(folder)
    }

    fn is_executable(&self, path: &str) -> Option<bool> {
        self.world.is_executable(path)
    }

    fn ignore_file(&self) -> Option<String> {
        Some(self.ignore_file.clone())
    }

    fn today(&self) -> Option<Date> {
        self.world.today()
    }
}

/// What is there wherever the document is: the day.
pub(super) fn anywhere() -> impl World {
    Folder::of(Path::new("Dockerfile"))
}

/// Where it is, if it is a file.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    uri.to_file_path().filter(|_| is_file).map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_known_around_what_is_no_file() {
        for uri in ["untitled:Untitled-1", "git:/x/Dockerfile", "file:///is/not/there/Dockerfile"] {
            let world = around(&uri.parse().expect("a URI"), None);
            assert_eq!((world.exists("x"), world.read("x")), (None, None), "{uri}");
        }
    }
}
