//! What the user wants, as the `dockwright` sections of the editor's settings say, and those of docker-langserver.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{
    sync::{Notify, mpsc::UnboundedReceiver},
    time::timeout,
};
use tower_lsp::{
    Client,
    ls_types::{ConfigurationItem, MessageType, Registration, Uri, WorkspaceFoldersChangeEvent},
};

use super::{capabilities::Editor, store::Store, world};
use crate::config::{self, FILES, docker};

/// The name of the section.
const SECTION: &str = "dockwright";

/// So long may the client take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the editor says, for a folder of the workspace or for everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Section {
    /// The folder.
    pub(super) folder: Option<PathBuf>,
    /// What it says; null is nothing.
    pub(super) value: Value,
    /// What it says to docker-langserver.
    pub(super) docker: Value,
}

impl Section {
    /// Whether something is said.
    pub(super) fn says_something(&self) -> bool {
        [&self.value, &self.docker].iter().any(|it| it.as_object().is_some_and(|it| !it.is_empty()))
    }
}

/// Where settings come from: some clients tell them, others want to be asked.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// What the client has told.
    told: Mutex<Section>,
    /// The folders of the workspace.
    folders: Mutex<Vec<Uri>>,
    /// Rung when the editor's settings may have changed.
    changed: Notify,
    /// Rung when files of settings have been read again.
    read_again: Notify,
}

impl Source {
    /// Takes on what the client tells. One that can be asked is asked, too.
    pub(super) fn hear(&self, told: &Value, store: &Store) {
        let (own, docker) = (section(told), docker::section(told));
        if own.is_some() || docker.is_some() {
            let mut known = lock(&self.told);
            known.value = own.cloned().unwrap_or_else(|| std::mem::take(&mut known.value));
            known.docker = docker.cloned().unwrap_or_else(|| std::mem::take(&mut known.docker));
            let told = known.clone();
            drop(known);
            store.configure(vec![told]);
        }
        self.changed.notify_one();
    }

    /// Remembers the folders of the workspace, which `initialize` names; they may have any shape.
    pub(super) fn meet(&self, folders: &Value) {
        let folders =
            folders.as_array().into_iter().flatten().filter_map(|it| it["uri"].as_str()?.parse().ok());
        *lock(&self.folders) = folders.collect();
    }

    /// Some folders have come or gone.
    pub(super) fn move_folders(&self, event: WorkspaceFoldersChangeEvent) {
        let mut folders = lock(&self.folders);
        folders.retain(|it| event.removed.iter().all(|removed| removed.uri != *it));
        folders.extend(event.added.into_iter().map(|it| it.uri));
        self.changed.notify_one();
    }

    /// Files of settings have changed.
    pub(super) fn read_again(&self, store: &Store) {
        store.read_again();
        self.read_again.notify_one();
    }

    /// Keeps the settings up to date, says what is wrong with them, and has the client ask again for diagnostics when they
    /// have changed.
    pub(super) async fn follow(
        self: Arc<Source>,
        client: Client,
        store: Arc<Store>,
        mut complaints: UnboundedReceiver<String>,
    ) {
        let editor = store.editor();
        let wishes = registrations(&editor);
        if !wishes.is_empty() {
            let _ = timeout(PATIENCE, client.register_capability(wishes)).await;
        }
        let mut known = store.configs();
        loop {
            tokio::select! {
                () = self.changed.notified() => {
                    if editor.configuration {
                        store.configure(self.ask(&client, &editor).await);
                    }
                }
                () = self.read_again.notified() => {}
                Some(complaint) = complaints.recv() => {
                    client.show_message(MessageType::WARNING, complaint).await;
                    continue;
                }
            }
            let before = std::mem::replace(&mut known, store.configs());
            if !Arc::ptr_eq(&before, &known) {
                refresh(&client, &editor).await;
            }
        }
    }

    /// Asks the client for its settings, and for those of each folder; what it says nothing of is as it was told.
    async fn ask(&self, client: &Client, editor: &Editor) -> Vec<Section> {
        let folders = if editor.workspace_folders { lock(&self.folders).clone() } else { Vec::new() };
        let scopes: Vec<Option<Uri>> = std::iter::once(None).chain(folders.into_iter().map(Some)).collect();
        let item = |scope: &Option<Uri>| {
            [SECTION, docker::SECTION]
                .map(|it| ConfigurationItem { scope_uri: scope.clone(), section: Some(it.to_owned()) })
        };
        let answer = timeout(PATIENCE, client.configuration(scopes.iter().flat_map(item).collect())).await;
        let mut answers = answer.ok().and_then(Result::ok).unwrap_or_default().into_iter();
        let told = lock(&self.told).clone();
        let mut sections = Vec::new();
        for scope in scopes {
            let (own, other) = (answers.next().unwrap_or_default(), answers.next().unwrap_or_default());
            let (value, docker) = (section(&own).cloned(), docker::section(&other).cloned());
            let said = value.is_some() || docker.is_some();
            let folder = scope.as_ref().and_then(world::path);
            if scope.is_none() || said && folder.is_some() {
                let everywhere = sections.first().unwrap_or(&told);
                let value = value.unwrap_or_else(|| everywhere.value.clone());
                let docker = docker.unwrap_or_else(|| everywhere.docker.clone());
                sections.push(Section { folder, value, docker });
            }
        }
        sections
    }
}

/// Has the client ask again for what depends on settings.
async fn refresh(client: &Client, editor: &Editor) {
    if editor.pull_diagnostics && editor.refresh_diagnostics {
        let _ = timeout(PATIENCE, client.workspace_diagnostic_refresh()).await;
    }
    if editor.code_lens && editor.refresh_code_lenses {
        let _ = timeout(PATIENCE, client.code_lens_refresh()).await;
    }
    if editor.inlay_hint && editor.refresh_inlay_hints {
        let _ = timeout(PATIENCE, client.inlay_hint_refresh()).await;
    }
}

/// What sections say as sources of settings; and what is wrong with them.
pub(super) fn sources(sections: &[Section]) -> (Vec<config::Source>, Vec<String>) {
    let (sources, wrong): (Vec<_>, Vec<_>) =
        sections.iter().map(|it| config::Source::editor(&it.value, &it.docker, it.folder.clone())).unzip();
    (sources, wrong.into_iter().flatten().collect())
}

/// The wishes to be told when the settings of the editor or files of settings change.
fn registrations(editor: &Editor) -> Vec<Registration> {
    let registration = |id: &str, method: &str, options| Registration {
        id: id.to_owned(),
        method: format!("workspace/{method}"),
        register_options: Some(options),
    };
    let mut all = Vec::new();
    if editor.register_configuration {
        all.push(registration(
            "settings",
            "didChangeConfiguration",
            json!({ "section": [SECTION, docker::SECTION] }),
        ));
    }
    if editor.register_watchers {
        let watcher = json!({ "globPattern": format!("**/{{{}}}", FILES.join(",")) });
        all.push(registration("files", "didChangeWatchedFiles", json!({ "watchers": [watcher] })));
    }
    all
}

/// The section in what a client says: an object with the section in it, or the section itself; `None` if it says nothing
/// of us.
fn section(settings: &Value) -> Option<&Value> {
    match settings.get(SECTION) {
        Some(section) => section.is_object().then_some(section),
        None => {
            let known = |name: &String| config::is_setting(name);
            settings.as_object()?.keys().any(known).then_some(settings)
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_section_is_found_where_clients_put_it() {
        let found = |settings: Value| section(&settings).map(Value::to_string);
        for nothing in
            [json!(null), json!({}), json!({ "docker": {} }), json!({ "dockwright": null }), json!([5])]
        {
            assert_eq!(found(nothing.clone()), None, "{nothing}");
        }
        assert_eq!(found(json!({ "dockwright": {} })).as_deref(), Some("{}"));
        assert_eq!(found(json!({ "dockwright": { "x": 5 } })).as_deref(), Some(r#"{"x":5}"#));
        assert_eq!(found(json!({ "build-stages": "check" })).as_deref(), Some(r#"{"build-stages":"check"}"#));
    }

    #[test]
    fn what_is_wrong_in_a_section_is_said_and_the_rest_counts() {
        let value = json!({ "select": 5, "ignore": ["DL3007"], "fail-level": "", "path": "x", "severity": { "quux": "info" } });
        let (sources, wrong) = sources(&[Section { value, ..Section::default() }]);
        assert_eq!(
            wrong,
            [
                "dockwright.select: a list of texts is wanted here, not a number or a date",
                "dockwright.severity: there is no rule quux; `dockwright rules` lists all there are",
            ]
        );
        let configs = config::Configs::new(config::Search::Nowhere, sources);
        let settings = &configs.without_file(std::path::Path::new("/x/Dockerfile")).settings;
        assert_eq!(settings.ignore, ["DL3007"]);
    }
}
