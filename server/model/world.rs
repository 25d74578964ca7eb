//! What lies outside the file.

/// The build context, as far as it is known. Paths are relative to it and have `/` between their parts.
///
/// Every answer may be "don't know", `None`; none may block.
pub trait World: Send + Sync {
    /// Whether there is such a file or folder.
    fn exists(&self, path: &str) -> Option<bool> {
        let _ = path;
        None
    }

    /// What a file says, if it is small and UTF-8.
    fn read(&self, path: &str) -> Option<String> {
        let _ = path;
        None
    }

    /// Whether a file may be executed, where the file system has such a thing: on Windows nobody knows.
    fn is_executable(&self, path: &str) -> Option<bool> {
        let _ = path;
        None
    }

    /// What the file says that keeps files out of the build: `.dockerignore`, or the one that belongs to this Dockerfile alone.
    fn ignore_file(&self) -> Option<String> {
        self.read(".dockerignore")
    }
}

/// A world of which nothing is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nowhere;

impl World for Nowhere {}
