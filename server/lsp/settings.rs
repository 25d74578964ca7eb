//! What the user wants, as the `dockwright` section of the editor's settings says.

use std::{
    mem,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use tokio::{sync::Notify, time::timeout};
use tower_lsp::{
    Client,
    ls_types::{ConfigurationItem, Registration},
};

use super::store::Store;

use crate::lint::{Selection, Settings};

/// The name of the section.
const SECTION: &str = "dockwright";

/// So long may the client take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where settings come from: some clients tell them, others want to be asked.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// What the client has told.
    told: Mutex<Settings>,
    /// Rung when they may have changed.
    changed: Notify,
}

impl Source {
    /// Takes on what the client tells. One that can be asked is asked, too.
    pub(super) fn hear(&self, told: &Value, store: &Store) {
        if let Some(settings) = read(told) {
            *self.told.lock().unwrap_or_else(PoisonError::into_inner) = settings.clone();
            store.configure(settings);
        }
        self.changed.notify_one();
    }

    /// Keeps the settings up to date, and has the client ask again for diagnostics when they have changed.
    pub(super) async fn follow(self: Arc<Source>, client: Client, store: Arc<Store>) {
        let editor = store.editor();
        if editor.register_configuration {
            let _ = timeout(PATIENCE, client.register_capability(vec![registration()])).await;
        }
        let mut known = store.settings();
        loop {
            self.changed.notified().await;
            if editor.configuration {
                store.configure(ask(&client).await.unwrap_or_else(|| self.told()));
            }
            let before = mem::replace(&mut known, store.settings());
            if before != known && editor.pull_diagnostics && editor.refresh_diagnostics {
                let _ = timeout(PATIENCE, client.workspace_diagnostic_refresh()).await;
            }
        }
    }

    fn told(&self) -> Settings {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Asks the client; `None` if it says nothing.
async fn ask(client: &Client) -> Option<Settings> {
    let section = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
    let answer = timeout(PATIENCE, client.configuration(vec![section])).await;
    read(answer.ok()?.ok()?.first()?)
}

/// The wish to be told when the settings change.
fn registration() -> Registration {
    Registration {
        id: "settings".to_owned(),
        method: "workspace/didChangeConfiguration".to_owned(),
        register_options: Some(json!({ "section": SECTION })),
    }
}

/// What the user can write in an editor's settings. What is unset, or cannot be read, is as if nothing had been said.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Section {
    /// Rules that are asked for: their names, groups, codes of other tools, or `all`.
    #[serde(deserialize_with = "leniently")]
    select: Option<Names>,
    /// Rules that are not wanted after all.
    #[serde(deserialize_with = "leniently")]
    ignore: Option<Names>,
}

/// One name or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

impl Names {
    fn list(self) -> Vec<String> {
        match self {
            Names::One(name) => vec![name],
            Names::Several(names) => names,
        }
    }
}

/// Reads settings: an object with the section in it, or the section itself; `None` if they say nothing of us.
fn read(settings: &Value) -> Option<Settings> {
    let (section, named) = settings.get(SECTION).map_or((settings, false), |section| (section, true));
    let section = Section::deserialize(section).ok()?;
    if !named && section.select.is_none() && section.ignore.is_none() {
        return None;
    }
    let select = match section.select.map(Names::list).unwrap_or_default() {
        names if names.is_empty() => Selection::Default,
        names if names.iter().any(|it| it.eq_ignore_ascii_case("all")) => Selection::All,
        names => Selection::Only(names),
    };
    let ignore = section.ignore.map(Names::list).unwrap_or_default();
    Some(Settings { select, ignore, ..Settings::default() })
}

fn leniently<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Names>, D::Error> {
    let value = Value::deserialize(input)?;
    let read = Option::<Names>::deserialize(&value);
    Ok(read.unwrap_or_else(|_| {
        tracing::warn!("{SECTION}: a name or a list of names is wanted instead of {value}");
        None
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_read_leniently() {
        let only = |names: &[&str]| Selection::Only(names.iter().map(|it| (*it).to_owned()).collect());
        assert_eq!(read(&json!(null)), None);
        assert_eq!(read(&json!({})), None);
        assert_eq!(read(&json!({ "docker": {} })), None);
        assert_eq!(read(&json!({ "dockwright": null })), None);
        assert_eq!(read(&json!({ "dockwright": {} })), Some(Settings::default()));
        assert_eq!(read(&json!({ "select": [] })), Some(Settings::default()));
        assert_eq!(
            read(&json!({ "dockwright": { "select": "all" } })).map(|it| it.select),
            Some(Selection::All)
        );
        assert_eq!(
            read(&json!({ "select": ["DL3008", "size"] })).map(|it| it.select),
            Some(only(&["DL3008", "size"]))
        );
        let odd = read(&json!({ "select": 5, "ignore": ["DL3008"], "other": {} })).expect("it is an object");
        assert_eq!((odd.select, odd.ignore), (Selection::Default, vec!["DL3008".to_owned()]));
    }
}
