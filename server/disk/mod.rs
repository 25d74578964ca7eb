//! What is on disk: the build context, which is the files beside a Dockerfile, and the Dockerfiles in a folder.

mod search;

use std::{
    collections::HashMap,
    fs::{self, File},
    io::Read,
    path::{Component, Path, PathBuf},
    sync::{Mutex, OnceLock, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

pub use search::{dockerfiles, is_dockerfile_name};

use crate::{knowledge::date::Date, model::World};

/// No file that is worth reading is longer, in bytes.
const LONGEST: u64 = 1 << 20;

/// Of a folder with more entries than these nothing is said: it would take too long.
const MOST_ENTRIES: usize = 2000;

/// How long a day is.
const SECONDS_OF_A_DAY: u64 = 24 * 60 * 60;

/// A folder that is taken for the build context.
///
/// Each question is asked once: what was looked at stays as it was for as long as this value lives.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// The ignore file of this Dockerfile alone.
    ignore_file: Option<String>,
    /// Whether the folder itself is there.
    is_there: OnceLock<bool>,
    exists: Answers<bool>,
    texts: Answers<String>,
    entries: Answers<Vec<String>>,
}

/// What is known already, by path.
type Answers<T> = Mutex<HashMap<String, Option<T>>>;

/// The answer that is known already, or a new one.
fn once<T: Clone>(answers: &Answers<T>, path: &str, ask: impl FnOnce() -> Option<T>) -> Option<T> {
    let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = answers.get(path) {
        return known.clone();
    }
    let answer = ask();
    answers.insert(path.to_owned(), answer.clone());
    answer
}

impl Folder {
    /// The folder that a Dockerfile is in.
    pub fn of(dockerfile: &Path) -> Folder {
        let folder = dockerfile.parent().filter(|it| !it.as_os_str().is_empty());
        let name = dockerfile.file_name().map(|it| format!("{}.dockerignore", it.to_string_lossy()));
        Folder {
            path: folder.unwrap_or(Path::new(".")).to_owned(),
            ignore_file: name,
            is_there: OnceLock::new(),
            exists: Mutex::default(),
            texts: Mutex::default(),
            entries: Mutex::default(),
        }
    }

    fn has(&self, path: &str) -> Option<bool> {
        let is_there = fs::exists(self.place(path)?).ok()?;
        // A folder that is not there is one that we cannot see, such as that of a new document.
        (is_there || *self.is_there.get_or_init(|| self.path.is_dir())).then_some(is_there)
    }

    fn text(&self, path: &str) -> Option<String> {
        let path = self.place(path)?;
        if !fs::metadata(&path).ok()?.is_file() {
            return None; // To open a pipe would be to wait for its other end.
        }
        let file = File::open(path).ok()?;
        let mut text = String::new();
        let length = file.take(LONGEST + 1).read_to_string(&mut text).ok()?;
        (length as u64 <= LONGEST).then_some(text)
    }

    fn names(&self, folder: &str) -> Option<Vec<String>> {
        let mut names = Vec::new();
        for it in fs::read_dir(self.place(folder)?).ok()? {
            let it = it.ok()?;
            let slash = if it.file_type().ok()?.is_dir() { "/" } else { "" };
            names.push(format!("{}{slash}", it.file_name().to_string_lossy()));
            if names.len() > MOST_ENTRIES {
                return None;
            }
        }
        names.sort_unstable();
        Some(names)
    }

    /// Where a file of the context is; `None` if the path leads out of it.
    fn place(&self, path: &str) -> Option<PathBuf> {
        let path = Path::new(path.trim_start_matches('/'));
        let inside = path.components().all(|it| matches!(it, Component::Normal(_) | Component::CurDir));
        inside.then(|| self.path.join(path))
    }
}

impl World for Folder {
    fn exists(&self, path: &str) -> Option<bool> {
        once(&self.exists, path, || self.has(path))
    }

    fn read(&self, path: &str) -> Option<String> {
        once(&self.texts, path, || self.text(path))
    }

    fn entries(&self, folder: &str) -> Option<Vec<String>> {
        once(&self.entries, folder, || self.names(folder))
    }

    #[cfg(unix)]
    fn is_executable(&self, path: &str) -> Option<bool> {
        use std::os::unix::fs::PermissionsExt;
        let metadata = fs::metadata(self.place(path)?).ok()?;
        metadata.is_file().then(|| metadata.permissions().mode() & 0o111 != 0)
    }

    fn ignore_file(&self) -> Option<String> {
        let own = self.ignore_file.as_ref().and_then(|it| self.read(it));
        own.or_else(|| self.read(".dockerignore"))
    }

    fn today(&self) -> Option<Date> {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        Some(Date::of_unix_day(since.as_secs() / SECONDS_OF_A_DAY))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_file_is_its_build_context() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("package.json"), "{}").expect("a file");
        let world = Folder::of(&folder.path().join("Dockerfile"));
        assert_eq!(world.exists("package.json"), Some(true));
        assert_eq!(world.exists("/package.json"), Some(true));
        assert_eq!(world.exists("yarn.lock"), Some(false));
        assert_eq!(world.exists("../package.json"), None);
        assert_eq!(world.read("package.json").as_deref(), Some("{}"));
        assert_eq!(world.read("."), None);
        assert_eq!(world.read("yarn.lock"), None);
        fs::create_dir(folder.path().join("app")).expect("a folder");
        assert_eq!(world.entries(""), Some(vec!["app/".to_owned(), "package.json".to_owned()]));
        assert_eq!(
            (world.entries("app"), world.entries("lib"), world.entries("..")),
            (Some(vec![]), None, None)
        );
    }

    #[test]
    #[cfg(unix)]
    fn a_file_may_be_executed_if_its_mode_says_so() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let script = folder.path().join("run.sh");
        fs::write(&script, "#!/bin/sh\n").expect("a file");
        let world = Folder::of(&folder.path().join("Dockerfile"));
        fs::set_permissions(&script, fs::Permissions::from_mode(0o644)).expect("a mode");
        assert_eq!(world.is_executable("run.sh"), Some(false));
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("a mode");
        assert_eq!(world.is_executable("run.sh"), Some(true));
        assert_eq!(world.is_executable("."), None);
        assert_eq!(world.is_executable("stop.sh"), None);
    }

    #[test]
    fn a_dockerfile_may_have_an_ignore_file_of_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let world = || Folder::of(&folder.path().join("app.Dockerfile"));
        assert_eq!(world().ignore_file(), None);
        fs::write(folder.path().join(".dockerignore"), "a").expect("a file");
        assert_eq!(world().ignore_file().as_deref(), Some("a"));
        fs::write(folder.path().join("app.Dockerfile.dockerignore"), "b").expect("a file");
        assert_eq!(world().ignore_file().as_deref(), Some("b"));
    }
}
