//! The open documents, and all else that changes.

use std::{
    collections::{BTreeSet, HashMap},
    mem,
    sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError},
};

use tower_lsp::ls_types::{Position, TextDocumentContentChangeEvent, Uri};

use super::{
    capabilities::Editor,
    complaints::Complaints,
    from_proto,
    kind::{self, Kind},
    settings::{Section, sources},
    world,
};
use crate::{
    config::{Configs, Effective, Search},
    ide::{FormatSettings, ignore_file},
    lint::Cx,
    model::{Analysis, World},
    text::{Text, TextRange, TextSize},
};

/// The state of the session.
///
/// Its lock is held only inside the methods below, and none of them waits for anything else but
/// [`Store::wait_for_change`], which gives the lock away meanwhile.
#[derive(Debug, Default)]
pub(super) struct Store {
    state: Mutex<State>,
    change: Condvar,
    /// What is wrong with settings, for the user.
    pub(super) complaints: Arc<Complaints>,
}

#[derive(Debug, Default)]
struct State {
    editor: Arc<Editor>,
    /// What the editor says.
    sections: Vec<Section>,
    /// What counts: the files of settings, and what the editor says. They are new whenever one of these changes.
    configs: Arc<Configs>,
    documents: HashMap<Uri, Document>,
    /// The document that was looked at last. Only that one has an analysis: to read a file again takes microseconds, and
    /// a thousand open ones should not need much memory.
    latest: Option<Uri>,
    /// Whose diagnostics are to be published.
    changed: BTreeSet<Uri>,
    over: bool,
}

#[derive(Debug)]
struct Document {
    kind: Kind,
    version: i32,
    text: Text,
    analysis: Arc<OnceLock<Analysis>>,
}

/// A document as it was at one moment, with all that is needed to answer a question about it.
#[derive(Clone)]
pub(super) struct Snapshot {
    pub(super) uri: Uri,
    pub(super) kind: Kind,
    pub(super) version: i32,
    pub(super) editor: Arc<Editor>,
    configs: Arc<Configs>,
    /// What the user wants of this document; it is found out when it is needed, for that may mean to read a file.
    wanted: OnceLock<Arc<Effective>>,
    complaints: Arc<Complaints>,
    world: Arc<dyn World>,
    text: Text,
    analysis: Arc<OnceLock<Analysis>>,
}

impl Store {
    /// Remembers what the client can.
    pub(super) fn meet(&self, editor: Editor) {
        self.lock().editor = Arc::new(editor);
    }

    /// What the client can.
    pub(super) fn editor(&self) -> Arc<Editor> {
        self.lock().editor.clone()
    }

    /// Takes on what the editor says.
    pub(super) fn configure(&self, mut sections: Vec<Section>) {
        sections.retain(Section::says_something);
        let mut state = self.lock();
        if state.sections != sections {
            state.sections = sections;
            self.begin_anew(&mut state);
        }
    }

    /// Reads the files of settings again, when they are needed.
    pub(super) fn read_again(&self) {
        self.complaints.forget();
        self.begin_anew(&mut self.lock());
    }

    /// What counts now.
    pub(super) fn configs(&self) -> Arc<Configs> {
        self.lock().configs.clone()
    }

    fn begin_anew(&self, state: &mut State) {
        let (above, wrong) = sources(&state.sections);
        wrong.into_iter().for_each(|it| self.complaints.say(it));
        state.configs = Arc::new(Configs::new(Search::Nearest, above));
        let all: Vec<Uri> = state.documents.keys().cloned().collect();
        all.into_iter().for_each(|uri| self.mark(state, uri));
    }

    /// Opens a document, or opens it anew.
    pub(super) fn open(&self, uri: Uri, kind: Kind, version: i32, text: &str) {
        let document = Document { kind, version, text: text.into(), analysis: Arc::default() };
        let mut state = self.lock();
        state.documents.insert(uri.clone(), document);
        self.mark_with_users(&mut state, uri);
    }

    /// Edits a document.
    pub(super) fn edit(&self, uri: Uri, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        let mut state = self.lock();
        let encoding = state.editor.encoding;
        let Some(document) = state.documents.get_mut(&uri) else {
            tracing::warn!("an edit of {}, which is not open", uri.as_str());
            return;
        };
        document.version = version;
        document.analysis = Arc::default();
        for change in changes {
            match change.range {
                None => document.text = change.text.as_str().into(),
                Some(range) => {
                    let range = from_proto::range(range, |at| document.text.offset(at, encoding));
                    document.text.replace(range, &change.text);
                }
            }
        }
        self.mark_with_users(&mut state, uri);
    }

    /// Forgets a document.
    pub(super) fn close(&self, uri: Uri) {
        let mut state = self.lock();
        if let Some(document) = state.documents.remove(&uri) {
            if document.kind == Kind::IgnoreFile {
                self.mark_users(&mut state, &uri);
            }
            self.mark(&mut state, uri);
        }
    }

    /// The document as it is now; `None` if it is not open.
    pub(super) fn snapshot(&self, uri: &Uri) -> Option<Snapshot> {
        let mut state = self.lock();
        if state.latest.as_ref() != Some(uri) {
            let before = state.latest.replace(uri.clone());
            if let Some(document) = before.and_then(|it| state.documents.get_mut(&it)) {
                document.analysis = Arc::default();
            }
        }
        let document = state.documents.get(uri)?;
        let ignore_file = match document.kind {
            Kind::Dockerfile => kind::ignore_files(uri).find_map(|it| state.documents.get(&it)),
            _ => None,
        };
        Some(Snapshot {
            uri: uri.clone(),
            kind: document.kind,
            version: document.version,
            editor: state.editor.clone(),
            configs: state.configs.clone(),
            wanted: OnceLock::new(),
            complaints: self.complaints.clone(),
            world: world::around(uri, ignore_file.map(|it| &it.text)).into(),
            text: document.text.clone(),
            analysis: document.analysis.clone(),
        })
    }

    /// The texts of all Dockerfiles that are open.
    pub(super) fn texts(&self) -> Vec<(Uri, Arc<str>)> {
        let state = self.lock();
        let dockerfiles = state.documents.iter().filter(|(_, it)| it.kind == Kind::Dockerfile);
        dockerfiles.map(|(uri, it)| (uri.clone(), it.text.snapshot())).collect()
    }

    /// Whether nothing has changed since the snapshot was taken.
    pub(super) fn is_current(&self, snapshot: &Snapshot) -> bool {
        let state = self.lock();
        let document = state.documents.get(&snapshot.uri);
        Arc::ptr_eq(&state.configs, &snapshot.configs)
            && document.is_some_and(|it| it.version == snapshot.version)
    }

    /// Waits until documents have changed, and returns them; `None` when nothing is to be published any more.
    pub(super) fn wait_for_change(&self) -> Option<BTreeSet<Uri>> {
        let idle = |state: &mut State| state.changed.is_empty() && !state.over;
        let state = self.change.wait_while(self.lock(), idle);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        if state.over { None } else { Some(mem::take(&mut state.changed)) }
    }

    /// The session is over.
    pub(super) fn end(&self) {
        self.lock().over = true;
        self.change.notify_all();
    }

    /// Has the document's diagnostics published, and those of the Dockerfiles whose ignore file it may be.
    fn mark_with_users(&self, state: &mut State, uri: Uri) {
        if state.documents.get(&uri).is_some_and(|it| it.kind == Kind::IgnoreFile) {
            self.mark_users(state, &uri);
        }
        self.mark(state, uri);
    }

    fn mark_users(&self, state: &mut State, ignore_file: &Uri) {
        let is_user =
            |it: &(&Uri, &Document)| it.1.kind == Kind::Dockerfile && kind::are_neighbours(it.0, ignore_file);
        let users: Vec<Uri> = state.documents.iter().filter(is_user).map(|it| it.0.clone()).collect();
        users.into_iter().for_each(|it| self.mark(state, it));
    }

    /// Has the document's diagnostics published, to a client that does not ask for them.
    fn mark(&self, state: &mut State, uri: Uri) {
        if !state.editor.pull_diagnostics {
            state.changed.insert(uri);
            self.change.notify_all();
        }
    }

    /// A panic under the lock leaves at worst one document half edited.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Snapshot {
    /// What is known of this version. Of what is no Dockerfile, only the text and its lines mean something.
    pub(super) fn analysis(&self) -> &Analysis {
        self.analysis.get_or_init(|| Analysis::new(self.text.snapshot()))
    }

    /// What rules and the functions of `ide` want to see.
    pub(super) fn cx(&self) -> Cx<'_> {
        Cx { analysis: self.analysis(), world: &*self.world, settings: &self.wanted().settings }
    }

    /// What the answers about an ignore file are made from.
    pub(super) fn ignore_cx(&self) -> ignore_file::Cx<'_> {
        ignore_file::Cx::new(self.analysis().source(), &*self.world)
    }

    /// How the user wants this document to be laid out.
    pub(super) fn layout(&self) -> FormatSettings {
        self.wanted().format
    }

    /// What the user wants of this document. If its file of settings is broken, the user is told so, and it does not count.
    pub(super) fn wanted(&self) -> &Effective {
        self.wanted.get_or_init(|| {
            let path = world::path(&self.uri).unwrap_or_else(|| "Dockerfile".into());
            self.configs.of(&path).unwrap_or_else(|trouble| {
                self.complaints.say(trouble.to_string());
                self.configs.without_file(&path)
            })
        })
    }

    /// The place as an offset.
    pub(super) fn offset(&self, at: Position) -> TextSize {
        self.analysis().lines().offset(from_proto::line_col(at), self.editor.encoding)
    }

    /// The range as offsets.
    pub(super) fn range(&self, range: tower_lsp::ls_types::Range) -> TextRange {
        from_proto::range(range, |at| self.analysis().lines().offset(at, self.editor.encoding))
    }
}
