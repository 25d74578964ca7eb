//! What lies outside the file.

use crate::knowledge::date::Date;

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

    /// The names of what is in a folder, in order; those of folders end with `/`. The folder of the context itself is `""`.
    fn entries(&self, folder: &str) -> Option<Vec<String>> {
        let _ = folder;
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

    /// The day on which the question is asked, for what comes to an end one day.
    fn today(&self) -> Option<Date> {
        None
    }
}

/// A world of which nothing is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nowhere;

impl World for Nowhere {}
