//! Which paths some globs mean.

use std::path::Path;

use globset::{GlobBuilder, GlobSet};

use super::node::{Place, Wrong};

/// Globs, from a folder on. One without a slash means a name in any folder.
#[derive(Clone, Debug)]
pub(super) struct Globs(GlobSet);

impl Globs {
    /// Reads them.
    pub(super) fn new<'a>(globs: impl Iterator<Item = (Option<Place>, &'a str)>) -> Result<Globs, Wrong> {
        let mut set = GlobSet::builder();
        for (place, text) in globs {
            let path = text.trim_start_matches("./").trim_end_matches('/');
            let glob = if path.contains('/') {
                path.trim_start_matches('/').to_owned()
            } else {
                format!("**/{path}")
            };
            let glob = GlobBuilder::new(&glob).literal_separator(true).build();
            set.add(glob.map_err(|error| Wrong::new(place, format!("{text}: {}", error.kind())))?);
        }
        set.build().map(Globs).map_err(|error| Wrong::new(None, error.to_string()))
    }

    /// Whether one means this path, or a folder that it is in.
    pub(super) fn mean(&self, path: &Path) -> bool {
        path.ancestors().any(|it| self.0.is_match(it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_mean_files_and_folders() {
        for (glob, path, meant) in [
            ("docker/**", "docker/api/Dockerfile", true),
            ("docker/**", "other/docker/Dockerfile", false),
            ("docker", "other/docker/Dockerfile", true),
            ("docker/", "docker/Dockerfile", true),
            ("/docker", "other/docker/Dockerfile", false),
            ("./api/*", "api/Dockerfile", true),
            ("api/*.dev", "api/below/Dockerfile.dev", false),
            ("*.dev", "api/Dockerfile.dev", true),
            ("Dockerfile", "Dockerfile", true),
            ("{a,b}/**", "b/Dockerfile", true),
        ] {
            let globs = Globs::new([(None, glob)].into_iter()).expect("a glob");
            assert_eq!(globs.mean(Path::new(path)), meant, "{glob} {path}");
        }
        assert_eq!(
            Globs::new([(None, "a[")].into_iter()).expect_err("it is open").what,
            "a[: unclosed character class; missing ']'"
        );
    }
}
