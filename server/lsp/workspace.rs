//! The Dockerfiles of the workspace: those that are open, and those below its folders, which are found in the background.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use tower_lsp::ls_types::{
    Location, Position, Range, SymbolInformation, SymbolKind, Uri, WorkspaceFoldersChangeEvent,
};

use super::{store::Store, world};
use crate::{
    disk,
    ide::{self, Landmark, LandmarkKind},
    model::Analysis,
    text::{PositionEncoding, TextRange},
};

/// No more files than these are kept in mind.
const MOST_FILES: usize = 2000;

/// In a folder with more below it than this, not all of it is looked at.
const MOST_ENTRIES: usize = 200_000;

/// A longer file, in bytes, is not read.
const LONGEST: u64 = 1 << 20;

/// No more symbols are sent at once.
const MOST_SYMBOLS: usize = 1000;

/// So long counts what was found; then it is looked for again when somebody asks.
const FRESH: Duration = Duration::from_secs(10);

/// So long is waited for what has not been found yet.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is known of the workspace.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    state: Mutex<State>,
    /// Rung when a search has ended.
    found: Condvar,
}

#[derive(Debug, Default)]
struct State {
    folders: Vec<Uri>,
    files: BTreeMap<PathBuf, Arc<Digest>>,
    /// A search is going on.
    searching: bool,
    /// When the last search ended; `None` if there was none since the folders changed.
    searched: Option<Instant>,
    /// How often the folders have changed.
    generation: u64,
}

/// What is kept of a file.
#[derive(Debug)]
struct Digest {
    symbols: Vec<(Landmark, Range)>,
    images: Vec<String>,
}

impl Workspace {
    /// Remembers the folders that `initialize` names: they may have any shape.
    pub(super) fn meet(&self, params: &Value) {
        let of_list = params["workspaceFolders"].as_array().into_iter().flatten().map(|it| &it["uri"]);
        let mut uris: Vec<Uri> = of_list.filter_map(|it| it.as_str()?.parse().ok()).collect();
        if uris.is_empty() {
            uris.extend(params["rootUri"].as_str().and_then(|it| it.parse::<Uri>().ok()));
        }
        self.lock().folders = uris;
    }

    /// Some folders have come or gone.
    pub(super) fn move_folders(
        self: &Arc<Workspace>,
        event: &WorkspaceFoldersChangeEvent,
        store: &Arc<Store>,
    ) {
        let mut state = self.lock();
        state.folders.retain(|it| event.removed.iter().all(|removed| removed.uri != *it));
        state.folders.extend(event.added.iter().map(|it| it.uri.clone()));
        state.generation += 1;
        state.searched = None;
        drop(state);
        self.search(store);
    }

    /// What was found does not count any more.
    pub(super) fn forget(&self) {
        self.lock().searched = None;
    }

    /// Looks for Dockerfiles in the background, unless that is being done, or was done just now.
    pub(super) fn search(self: &Arc<Workspace>, store: &Arc<Store>) {
        let mut state = self.lock();
        let is_fresh = state.searched.is_some_and(|it| it.elapsed() < FRESH);
        if state.searching || is_fresh {
            return;
        }
        state.searching = true;
        drop(state);
        let (this, store) = (self.clone(), store.clone());
        thread::spawn(move || {
            let _end = Searching(&this);
            loop {
                let (folders, generation) = {
                    let state = this.lock();
                    (state.folders.clone(), state.generation)
                };
                let files = digests(&folders, store.editor().encoding);
                let mut state = this.lock();
                // The folders may have changed meanwhile.
                if state.generation == generation {
                    state.files = files;
                    state.searched = Some(Instant::now());
                    return;
                }
            }
        });
    }

    /// The symbols whose names have the letters of `query` in them, in that order, in capitals or not.
    pub(super) fn symbols(self: &Arc<Workspace>, query: &str, store: &Arc<Store>) -> Vec<SymbolInformation> {
        let mut symbols = Vec::new();
        for (uri, digest) in self.all(store) {
            let own = digest.symbols.iter().filter(|it| has_letters(&it.0.name, query));
            symbols.extend(own.map(|(landmark, range)| symbol(&uri, landmark, *range)));
            if symbols.len() >= MOST_SYMBOLS {
                symbols.truncate(MOST_SYMBOLS);
                break;
            }
        }
        symbols
    }

    /// The images that the Dockerfiles of the workspace use, the one that is used most first; those found so far, as nobody waits here.
    pub(super) fn images(self: &Arc<Workspace>, store: &Arc<Store>) -> Vec<(String, usize)> {
        self.search(store);
        let mut counts: HashMap<String, usize> = HashMap::new();
        for (_, digest) in self.known(store) {
            for image in &digest.images {
                *counts.entry(image.clone()).or_default() += 1;
            }
        }
        let mut images: Vec<(String, usize)> = counts.into_iter().collect();
        images.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        images
    }

    /// All files; the first time it waits for the search.
    fn all(self: &Arc<Workspace>, store: &Arc<Store>) -> Vec<(Uri, Arc<Digest>)> {
        self.search(store);
        let is_unknown = |state: &mut State| state.searching && state.searched.is_none();
        let waited = self.found.wait_timeout_while(self.lock(), PATIENCE, is_unknown);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
        self.known(store)
    }

    /// The files that are known now. An open document counts, not what is on the disk.
    fn known(&self, store: &Store) -> Vec<(Uri, Arc<Digest>)> {
        let encoding = store.editor().encoding;
        let open = store.texts();
        let is_open: HashSet<PathBuf> = open.iter().filter_map(|it| world::path(&it.0)).collect();
        let mut all: Vec<(Uri, Arc<Digest>)> = open
            .into_iter()
            .map(|(uri, text)| (uri, Arc::new(digest(&Analysis::new(text), encoding))))
            .collect();
        all.sort_by(|a, b| a.0.as_str().cmp(b.0.as_str()));
        let files = self.lock().files.clone();
        let closed = files.into_iter().filter(|it| !is_open.contains(&it.0));
        all.extend(closed.filter_map(|(path, digest)| Some((Uri::from_file_path(path)?, digest))));
        all
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A search that is going on, until this is dropped.
struct Searching<'a>(&'a Workspace);

impl Drop for Searching<'_> {
    fn drop(&mut self) {
        self.0.lock().searching = false;
        self.0.found.notify_all();
    }
}

/// What there is below some folders, each file once.
fn digests(folders: &[Uri], encoding: PositionEncoding) -> BTreeMap<PathBuf, Arc<Digest>> {
    let mut files = BTreeMap::new();
    for folder in folders.iter().filter_map(world::path) {
        for path in disk::dockerfiles(&folder).take(MOST_ENTRIES).filter_map(|it| it.ok().flatten()) {
            if files.len() == MOST_FILES {
                return files;
            }
            if let Some(text) = read(&path) {
                files.insert(path, Arc::new(digest(&Analysis::new(text), encoding)));
            }
        }
    }
    files
}

fn read(path: &Path) -> Option<String> {
    if !fs::metadata(path).ok()?.is_file() {
        return None; // To open a pipe would be to wait for its other end.
    }
    let mut bytes = Vec::new();
    let length = File::open(path).ok()?.take(LONGEST + 1).read_to_end(&mut bytes).ok()?;
    (length as u64 <= LONGEST).then(|| String::from_utf8_lossy(&bytes).into_owned())
}

fn digest(analysis: &Analysis, encoding: PositionEncoding) -> Digest {
    let place = |range: TextRange| {
        let at = |at| analysis.lines().line_col(at, encoding);
        let [start, end] = [at(range.start()), at(range.end())];
        Range::new(Position::new(start.line, start.col), Position::new(end.line, end.col))
    };
    let symbols = ide::landmarks(analysis).into_iter().map(|it| {
        let range = place(it.range);
        (it, range)
    });
    Digest { symbols: symbols.collect(), images: ide::images(analysis) }
}

fn has_letters(name: &str, query: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    query.chars().flat_map(char::to_lowercase).all(|it| letters.any(|letter| letter == it))
}

#[allow(deprecated, reason = "a field that has to be named")]
fn symbol(uri: &Uri, it: &Landmark, range: Range) -> SymbolInformation {
    let kind = match it.kind {
        LandmarkKind::Stage => SymbolKind::CLASS,
        LandmarkKind::Arg => SymbolKind::CONSTANT,
        LandmarkKind::Env => SymbolKind::VARIABLE,
    };
    SymbolInformation {
        name: it.name.clone(),
        kind,
        tags: None,
        deprecated: None,
        location: Location::new(uri.clone(), range),
        container_name: it.stage.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lsp::kind::Kind;

    #[test]
    fn images_are_counted_in_open_documents_and_on_disk() {
        let folder = tempfile::tempdir().expect("a folder");
        let uri = |path: &Path| Uri::from_file_path(path).expect("an address");
        let path = folder.path().join("Dockerfile");
        fs::write(&path, "FROM on-disk:1\n").expect("a file");
        fs::write(folder.path().join("b.Dockerfile"), "FROM debian:12\nFROM alpine:3.22\n").expect("a file");
        let (workspace, store) = (Arc::new(Workspace::default()), Arc::new(Store::default()));
        workspace.meet(&serde_json::json!({ "rootUri": uri(folder.path()).as_str() }));
        store.open(uri(&path), Kind::Dockerfile, 1, "FROM debian:12\nCOPY --from=debian:12 /a /b\n");
        assert_eq!(workspace.symbols("alpine", &store).len(), 1);
        assert_eq!(workspace.images(&store), [("debian:12".to_owned(), 3), ("alpine:3.22".to_owned(), 1)]);
    }

    #[test]
    fn a_query_is_some_letters_of_a_name() {
        assert!(has_letters("PYTHON_VERSION", "pyver") && has_letters("build", ""));
        assert!(!has_letters("build", "dliub"));
    }
}
