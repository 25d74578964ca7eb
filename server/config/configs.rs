//! The settings of every file, each from the file of settings that is nearest to it.

use std::{
    collections::HashMap,
    fmt, fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use super::{
    effective::Effective,
    node::{Place, Wrong},
    places::Places,
    source::{Dialect, Source},
};

/// No file of settings is longer, in bytes.
const LONGEST: u64 = 1 << 20;

/// Where files of settings are taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Search {
    /// From the folder of a Dockerfile upwards, and where those of the user are.
    Nearest,
    /// This one, for all.
    Only(PathBuf),
    /// From nowhere, the environment included.
    Nowhere,
}

/// The settings of every file.
///
/// *Invariant:* what it said once of a file it says again, whatever happens to the files of settings meanwhile; those who
/// want to know what has changed make a new one.
#[derive(Debug)]
pub struct Configs {
    search: Search,
    places: Places,
    environment: Source,
    /// What lies above the files: the command line, or what the editor says of its folders.
    above: Vec<Source>,
    /// What counts for a folder and what is below it.
    found: Mutex<HashMap<PathBuf, Found>>,
    /// What was worked out, by the file of settings, the source above it, and the parts of them that are for some paths.
    worked_out: Mutex<HashMap<Recipe, Arc<Effective>>>,
}

/// A file of settings, or what is wrong with it; `None` if there is none.
type Found = Option<Arc<File>>;

/// What settings are made of. Files and sources go by where they lie in memory: both live as long as the [`Configs`].
type Recipe = (usize, usize, Vec<usize>);

/// A file of settings.
#[derive(Debug)]
struct File {
    path: PathBuf,
    stamp: Option<Stamp>,
    source: Result<Source, Trouble>,
}

/// A file of settings as it is at a moment: another one, or another content, is not equal to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamped(Option<(PathBuf, Option<Stamp>)>);

/// What changes with a file.
type Stamp = (u64, SystemTime);

/// What is wrong with a file of settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    path: PathBuf,
    place: Option<Place>,
    what: String,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(Place { line, column }) = self.place {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.what)
    }
}

impl Default for Configs {
    fn default() -> Configs {
        Configs::new(Search::Nearest, Vec::new())
    }
}

impl Configs {
    /// Those of this process, below what `above` says. Of several that are for a folder each, the nearest counts.
    pub fn new(search: Search, above: Vec<Source>) -> Configs {
        Configs::with(search, Places::of_process(), |name| std::env::var(name).ok(), above)
    }

    pub(super) fn with(
        search: Search,
        places: Places,
        variable: impl Fn(&str) -> Option<String>,
        above: Vec<Source>,
    ) -> Configs {
        Configs {
            environment: match search {
                Search::Nowhere => Source::environment(|_| None),
                _ => Source::environment(variable),
            },
            search,
            places,
            above,
            found: Mutex::default(),
            worked_out: Mutex::default(),
        }
    }

    /// The settings for the Dockerfile at `path`, which need not be there.
    pub fn of(&self, path: &Path) -> Result<Arc<Effective>, Trouble> {
        let path = self.places.absolute(path);
        match self.file(path.parent().unwrap_or(&path)).as_deref() {
            None => Ok(self.work_out(None, &path)),
            Some(File { source: Ok(source), .. }) => Ok(self.work_out(Some(source), &path)),
            Some(File { source: Err(trouble), .. }) => Err(trouble.clone()),
        }
    }

    /// The same without files of settings, for where they are broken.
    pub fn without_file(&self, path: &Path) -> Arc<Effective> {
        self.work_out(None, &self.places.absolute(path))
    }

    /// Whether the file of settings that counts for `path` is another one now, or says something else.
    pub fn is_stale_for(&self, path: &Path) -> bool {
        let folder = self.places.absolute(path).parent().map(Path::to_owned).unwrap_or_default();
        let known = lock(&self.found).get(&folder).cloned();
        known.is_some_and(|known| {
            Stamped(known.map(|it| (it.path.clone(), it.stamp))) != self.stamped_for(path)
        })
    }

    /// The file of settings that counts for `path` now, with what changes when it does.
    pub fn stamped_for(&self, path: &Path) -> Stamped {
        let path = self.places.absolute(path);
        Stamped(self.find(path.parent().unwrap_or(&path)).map(|it| (it.clone(), stamp(&it))))
    }

    fn file(&self, folder: &Path) -> Found {
        let known = lock(&self.found).get(folder).cloned();
        known.unwrap_or_else(|| {
            let read = |path: PathBuf| {
                self.same_file(&path).unwrap_or_else(|| Arc::new(File::read(path, &self.places)))
            };
            let found = self.find(folder).map(read);
            lock(&self.found).entry(folder.to_owned()).or_insert(found).clone()
        })
    }

    /// Where it is.
    fn find(&self, folder: &Path) -> Option<PathBuf> {
        match &self.search {
            Search::Nowhere => None,
            Search::Only(path) => Some(self.places.absolute(path)),
            Search::Nearest => self.places.nearest(folder),
        }
    }

    /// A file that was read for another folder.
    fn same_file(&self, path: &Path) -> Option<Arc<File>> {
        lock(&self.found).values().flatten().find(|it| it.path == path).cloned()
    }

    fn work_out(&self, file: Option<&Source>, path: &Path) -> Arc<Effective> {
        let environment = file.is_none_or(|it| it.dialect == Dialect::Hadolint).then_some(&self.environment);
        let above = self
            .above
            .iter()
            .filter(|it| it.folder.as_deref().is_none_or(|folder| path.starts_with(folder)))
            .max_by_key(|it| it.folder.as_deref().map(|it| it.components().count()));
        let sources = || file.into_iter().chain(environment).chain(above);
        let address = |it: Option<&Source>| it.map_or(0, |it| std::ptr::from_ref(it).addr());
        let special = sources().flat_map(|source| source.for_path(path).map(|it| it.0)).collect();
        let recipe = (address(file), address(above), special);
        if let Some(known) = lock(&self.worked_out).get(&recipe) {
            return known.clone();
        }
        let new = Arc::new(Effective::new(sources(), path));
        lock(&self.worked_out).entry(recipe).or_insert(new).clone()
    }
}

impl File {
    fn read(path: PathBuf, places: &Places) -> File {
        let stamp = stamp(&path);
        let name = places.as_called(&path);
        let source = text(&path).and_then(|text| Source::file(&path, name, &text));
        let source =
            source.map_err(|wrong| Trouble { path: name.to_owned(), place: wrong.place, what: wrong.what });
        File { path, stamp, source }
    }
}

fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.len(), metadata.modified().ok()?))
}

fn text(path: &Path) -> Result<String, Wrong> {
    let wrong = |what: &str| Wrong::new(None, what);
    match fs::metadata(path) {
        Ok(it) if !it.is_file() => return Err(wrong("it is no file")),
        Ok(it) if it.len() > LONGEST => return Err(wrong("it is too large for a file of settings")),
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(wrong("there is no such file"));
        }
        Err(error) => return Err(wrong(&error.to_string())),
    }
    let bytes = fs::read(path).map_err(|error| wrong(&error.to_string()))?;
    String::from_utf8(bytes).map_err(|_| wrong("it is not UTF-8"))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
