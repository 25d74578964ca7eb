//! What kind of file a document is.

use tower_lsp::ls_types::Uri;

/// Which answers a document gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A Dockerfile; whatever we are not told otherwise of.
    Dockerfile,
    /// A `.dockerignore`, or one of a single Dockerfile.
    IgnoreFile,
    /// Something that a client sends although it is none of ours, such as a `.gitignore`.
    Other,
}

/// How ignore files are called: so, or with something before it.
const NAMES: [&str; 2] = [".dockerignore", ".containerignore"];

/// The languages under which clients send files of patterns, of whichever tool.
const LANGUAGES: [&str; 3] = ["ignore", "gitignore", "git-ignore"];

impl Kind {
    /// By its name; if that says nothing, by the language that the client takes it for.
    pub(super) fn of(uri: &Uri, language: &str) -> Kind {
        let path = uri.path().as_str().to_ascii_lowercase();
        match language.to_ascii_lowercase().as_str() {
            _ if NAMES.iter().any(|it| path.ends_with(it)) => Kind::IgnoreFile,
            "dockerignore" => Kind::IgnoreFile,
            language if LANGUAGES.contains(&language) => Kind::Other,
            _ => Kind::Dockerfile,
        }
    }
}

/// The addresses that the ignore file of a Dockerfile may have; the first that there is counts.
pub(super) fn ignore_files(dockerfile: &Uri) -> impl Iterator<Item = Uri> {
    let own = format!("{}{}", dockerfile.as_str(), NAMES[0]);
    let folder = dockerfile.as_str().rsplit_once('/').map_or("", |it| it.0);
    [own, format!("{folder}/{}", NAMES[0])].into_iter().filter_map(|it| it.parse().ok())
}

/// Whether two addresses are in the same folder.
pub(super) fn are_neighbours(a: &Uri, b: &Uri) -> bool {
    let folder = |it: &Uri| it.as_str().rsplit_once('/').map(|it| it.0.to_owned());
    folder(a) == folder(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_what_its_name_says_or_else_its_language() {
        for (uri, language, kind) in [
            ("file:///x/Dockerfile", "dockerfile", Kind::Dockerfile),
            ("file:///x/Dockerfile", "ignore", Kind::Other),
            ("file:///x/.dockerignore", "ignore", Kind::IgnoreFile),
            ("file:///x/.dockerignore", "plaintext", Kind::IgnoreFile),
            ("file:///x/Dockerfile.dockerignore", "dockerfile", Kind::IgnoreFile),
            ("file:///x/.containerignore", "", Kind::IgnoreFile),
            ("untitled:Untitled-1", "dockerignore", Kind::IgnoreFile),
            ("file:///x/.gitignore", "gitignore", Kind::Other),
            ("file:///x/anything", "", Kind::Dockerfile),
        ] {
            assert_eq!(Kind::of(&uri.parse().expect("a URI"), language), kind, "{uri} {language}");
        }
    }

    #[test]
    fn a_dockerfile_has_its_own_ignore_file_or_that_of_its_folder() {
        let files: Vec<String> = ignore_files(&"file:///x/a.Dockerfile".parse().expect("a URI"))
            .map(|it| it.as_str().to_owned())
            .collect();
        assert_eq!(files, ["file:///x/a.Dockerfile.dockerignore", "file:///x/.dockerignore"]);
    }
}
