//! What stands before a case: the files beside the Dockerfile, and the settings.

use std::collections::{BTreeMap, BTreeSet};

use dockwright::{config, lint::Settings, model::World};

use super::page::Block;

/// What the blocks since the last heading say of the world and of the user's wishes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Setup {
    /// Files and folders, with what is known of their content; `None` if nothing is known of any.
    files: Option<BTreeMap<String, Option<String>>>,
    /// Those that may be executed.
    executable: BTreeSet<String>,
    /// What `.dockerignore` says.
    dockerignore: Option<String>,
    pub(crate) settings: Option<Settings>,
}

impl Setup {
    /// Reads a block; says whether it is of this kind.
    pub(crate) fn read(&mut self, block: &Block) -> Result<bool, String> {
        let joined = |end: &str| block.lines.iter().map(|it| format!("{it}{end}")).collect::<String>();
        let text = || joined("\n");
        match block.info.split_once(' ').unwrap_or((&block.info, "")) {
            ("files", "") => {
                let files = self.files.get_or_insert_default();
                for line in &block.lines {
                    let name = line.strip_suffix(" *").unwrap_or(line).trim_end_matches('/');
                    if line.ends_with(" *") {
                        self.executable.insert(name.to_owned());
                    }
                    files.entry(name.to_owned()).or_insert(None);
                }
            }
            ("file", path) if !path.is_empty() => {
                let (path, text) = match path.strip_suffix(" crlf") {
                    Some(path) => (path, joined("\r\n")),
                    None => (path, text()),
                };
                self.files.get_or_insert_default().insert(path.to_owned(), Some(text));
            }
            ("dockerignore", "") => self.dockerignore = Some(text()),
            ("settings", "") => self.settings = Some(config::read(&text())?),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

impl World for Setup {
    fn exists(&self, path: &str) -> Option<bool> {
        if path == ".dockerignore" && self.dockerignore.is_some() {
            return Some(true);
        }
        let path = path.trim_end_matches('/');
        let inside =
            |it: &String| it.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        Some(self.files.as_ref()?.keys().any(inside))
    }

    fn is_executable(&self, path: &str) -> Option<bool> {
        self.files.as_ref()?.get(path)?;
        Some(self.executable.contains(path))
    }

    fn read(&self, path: &str) -> Option<String> {
        match path {
            ".dockerignore" => self.dockerignore.clone(),
            _ => self.files.as_ref()?.get(path)?.clone(),
        }
    }
}
