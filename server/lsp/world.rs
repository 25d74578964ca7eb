//! What lies around a document.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
};

use tower_lsp::ls_types::Uri;

use crate::{
    disk::Folder,
    model::{Nowhere, World},
};

/// What lies around the document: its folder, which is taken for the build context, if it is a file.
pub(super) fn around(document: &Uri) -> Box<dyn World> {
    match path(document) {
        Some(path) => Box::new(Folder::of(&path)),
        None => Box::new(Nowhere),
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
            let world = around(&uri.parse().expect("a URI"));
            assert_eq!((world.exists("x"), world.read("x")), (None, None), "{uri}");
        }
    }
}
