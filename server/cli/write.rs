//! Changes of files: byte for byte, and all or nothing.

use std::{
    fs,
    io::{self, ErrorKind, Write},
    path::Path,
};

use super::{
    console::Console,
    files::{Source, Trouble, reason},
    output::diff,
};
use crate::{
    model::Analysis,
    text::{Decoded, Edits},
};

/// What a file is to become.
pub(super) struct Change {
    before: Vec<u8>,
    after: Vec<u8>,
}

impl Change {
    /// The file after `rounds` of edits, which make `text` of it.
    ///
    /// Refused is what would break the file: another text than was meant, or a new syntax error.
    pub(super) fn new(source: &Source, rounds: &[Edits], text: &str) -> Result<Change, Trouble> {
        let refused = |why: &str| Trouble::new(&source.path, format_args!("it was left as it is: {why}"));
        let before = source.bytes();
        let after = rewritten(before.clone(), rounds, text)
            .ok_or_else(|| refused("the edits do not go together with its bytes that are not UTF-8"))?;
        let errors = |text: &str| Analysis::new(text).errors().len();
        if before != after && errors(text) > errors(&source.content.text) {
            return Err(refused("the result would have a syntax error; please report this"));
        }
        Ok(Change { before, after })
    }

    /// Whether nothing is to be done.
    pub(super) fn is_empty(&self) -> bool {
        self.before == self.after
    }

    /// Writes the file, if it changed. What came from the standard input is returned, to be printed.
    pub(super) fn save(self, source: &Source) -> Result<Vec<u8>, Trouble> {
        if source.stdin {
            return Ok(self.after);
        }
        if !self.is_empty() {
            replace(&source.path, &self.after).map_err(|error| {
                Trouble::new(&source.path, format_args!("it cannot be written: {}", reason(&error)))
            })?;
        }
        Ok(Vec::new())
    }

    /// Prints the difference.
    pub(super) fn show(&self, source: &Source, console: &mut Console) -> io::Result<()> {
        diff(&source.path, &self.before, &self.after, console.look, &mut console.out)
    }
}

/// The bytes after all rounds; `None` if they are not the bytes of `text`.
fn rewritten(mut bytes: Vec<u8>, rounds: &[Edits], text: &str) -> Option<Vec<u8>> {
    for edits in rounds {
        bytes = Decoded::new(&bytes)?.edited(edits);
    }
    (Decoded::new(&bytes)?.text == text).then_some(bytes)
}

/// Writes a file whole, whether it is there or not. A pipe or a device takes the bytes as they come.
pub(super) fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(it) if it.is_file() => replace(path, bytes),
        Ok(_) => fs::write(path, bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => create(path, bytes),
        Err(error) => Err(error),
    }
}

/// Writes a new file, which gets its name when it is complete.
fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(io::Error::other("there is no such folder"));
    }
    let mut file = readable(&mut tempfile::Builder::new()).prefix(".dockwright-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// With the permissions of any new file, not those of a secret one.
#[cfg(unix)]
fn readable<'a, 'b>(file: &'a mut tempfile::Builder<'b, 'b>) -> &'a mut tempfile::Builder<'b, 'b> {
    use std::os::unix::fs::PermissionsExt;
    file.permissions(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn readable<'a, 'b>(file: &'a mut tempfile::Builder<'b, 'b>) -> &'a mut tempfile::Builder<'b, 'b> {
    file
}

/// Puts `bytes` in the place of what is in the file: into a new file beside it, which takes its name when it is complete.
/// The file keeps its owner and its permissions, and a link to it stays a link.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let metadata = fs::metadata(&path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    if metadata.permissions().readonly() {
        return Err(io::Error::new(ErrorKind::PermissionDenied, "it is read-only"));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".dockwright-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    keep_owner(file.as_file(), &metadata);
    file.as_file().set_permissions(metadata.permissions())?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}

/// Gives a new file to the owner of the old one. Only root can; for anybody else both are their own, or it must do as it
/// is.
#[cfg(unix)]
fn keep_owner(file: &fs::File, metadata: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let _ = fchown(file, Some(metadata.uid()), Some(metadata.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &fs::File, _: &fs::Metadata) {}
