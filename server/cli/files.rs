//! Which files are meant, and what is in them.

use std::{
    collections::HashSet,
    fmt,
    fs::File,
    io::{self, ErrorKind, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;

use super::{Status, arguments::FilesArguments, console::Console, output::visible};
use crate::{
    disk::{self, Folder},
    text::{Decoded, Edits},
};

/// [`Decoded`] takes no more.
const MOST_BYTES: u64 = (1 << 30) - 1;

/// A file that was read.
#[derive(Debug)]
pub(super) struct Source {
    /// What the user calls it.
    pub path: PathBuf,
    /// Whether it came from the standard input.
    pub stdin: bool,
    /// What is in it.
    pub content: Decoded,
}

impl Source {
    /// What lies around it: the folder that it is in; for the standard input, the one that we are in.
    pub(super) fn world(&self) -> Folder {
        Folder::of(&self.path)
    }

    /// What the user calls it, for a message.
    pub(super) fn name(&self) -> String {
        visible(&self.path.to_string_lossy()).into_owned()
    }

    /// The text, as the layers below want it.
    pub(super) fn text(&self) -> Arc<str> {
        self.content.text.as_str().into()
    }

    /// The bytes as they were read.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.content.edited(&Edits::default())
    }
}

/// A file that is to be read.
#[derive(Debug)]
struct Input {
    path: PathBuf,
    stdin: bool,
}

/// What is wrong with a path, as one line.
#[derive(Debug)]
pub(super) struct Trouble {
    path: PathBuf,
    what: String,
}

impl Trouble {
    /// `what` is wrong with the file or folder at `path`.
    pub(super) fn new(path: &Path, what: impl fmt::Display) -> Trouble {
        Trouble { path: path.to_owned(), what: what.to_string() }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", visible(&self.path.to_string_lossy()), visible(&self.what))
    }
}

/// Reads the files that are meant: in the order in which they were named, those of a folder by name, each once. What
/// cannot be read is said on stderr, and makes the status [`Status::Failed`].
pub(super) fn read(arguments: &FilesArguments, console: &mut Console) -> (Vec<Source>, Status) {
    let found = find(arguments);
    if found.is_empty() {
        console.remark("warning: there is no Dockerfile here; name a file to read it whatever its name is");
    }
    let results: Vec<Result<Source, Trouble>> =
        found.into_par_iter().map(|input| input.and_then(read_input)).collect();
    let mut sources = Vec::with_capacity(results.len());
    let mut status = Status::Clean;
    for result in results {
        match result {
            Ok(source) => sources.push(source),
            Err(trouble) => {
                console.complain(trouble);
                status = Status::Failed;
            }
        }
    }
    (sources, status)
}

/// The paths of the files that are meant, unread.
pub(super) fn paths(arguments: &FilesArguments) -> Vec<PathBuf> {
    find(arguments).into_iter().flatten().map(|it| it.path).collect()
}

/// Why something could not be done, in words.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "it is a folder, not a file".to_owned(),
        _ => error.to_string(),
    }
}

fn read_input(input: Input) -> Result<Source, Trouble> {
    let Input { path, stdin } = input;
    let bytes = if stdin { read_at_most(io::stdin().lock()) } else { read_file(&path) };
    match bytes.map(|it| it.as_deref().and_then(Decoded::new)) {
        Ok(Some(content)) => Ok(Source { path, stdin, content }),
        Ok(None) => Err(Trouble::new(&path, "it is too large: a Dockerfile is smaller than 1 GiB")),
        Err(error) => Err(Trouble::new(&path, reason(&error))),
    }
}

fn read_file(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = File::open(path)?;
    match file.metadata()?.len() {
        0..=MOST_BYTES => read_at_most(file),
        _ => Ok(None),
    }
}

/// Everything that is to be read; `None` if it is too much.
fn read_at_most(from: impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    from.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= MOST_BYTES).then_some(bytes))
}

/// The files that are meant, and what could not be searched.
fn find(arguments: &FilesArguments) -> Vec<Result<Input, Trouble>> {
    let mut found = Vec::new();
    if arguments.paths.is_empty() {
        search(Path::new("."), &mut found);
        let short = |it: &mut Input| it.path = plain(&it.path).to_owned();
        found.iter_mut().flatten().for_each(short);
    }
    for path in &arguments.paths {
        if path == Path::new("-") {
            let name = arguments.stdin_filename.as_ref().unwrap_or(path);
            found.push(Ok(Input { path: name.clone(), stdin: true }));
        } else if path.is_dir() {
            search(path, &mut found);
        } else {
            found.push(Ok(Input { path: path.clone(), stdin: false }));
        }
    }
    without_repeats(found)
}

/// Adds the Dockerfiles in a folder, and what could not be searched.
fn search(folder: &Path, found: &mut Vec<Result<Input, Trouble>>) {
    for entry in disk::dockerfiles(folder) {
        match entry {
            Ok(Some(path)) => found.push(Ok(Input { path, stdin: false })),
            Ok(None) => {}
            Err(error) => found.push(Err(unsearched(folder, error))),
        }
    }
}

fn unsearched(folder: &Path, error: ignore::Error) -> Trouble {
    match error {
        ignore::Error::WithPath { path, err } => unsearched(&path, *err),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            unsearched(folder, *err)
        }
        ignore::Error::Io(error) => Trouble::new(folder, reason(&error)),
        other => Trouble::new(folder, other),
    }
}

/// Each file once, where it comes first.
fn without_repeats(found: Vec<Result<Input, Trouble>>) -> Vec<Result<Input, Trouble>> {
    let mut seen = HashSet::new();
    found
        .into_iter()
        .filter(|it| match it {
            Ok(it) => seen.insert((plain(&it.path).to_owned(), it.stdin)),
            Err(_) => true,
        })
        .collect()
}

/// The path without `./` before it.
fn plain(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}
