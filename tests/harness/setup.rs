//! What stands before a case: the files beside the Dockerfile, and the settings.

use std::collections::{BTreeMap, BTreeSet};

use dockwright::{config, knowledge::date::Date, lint::Settings, model::World};

use super::page::Block;

/// What the blocks since the last heading say of the world and of the user's wishes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Setup {
    /// Files and folders, with what is known of their content; `None` if nothing is known of any.
    files: Option<BTreeMap<String, Option<String>>>,
    /// Those that are folders, whether something is in them or not.
    folders: BTreeSet<String>,
    /// Those that may be executed.
    executable: BTreeSet<String>,
    /// What `.dockerignore` says.
    dockerignore: Option<String>,
    /// The day on which the case is read.
    today: Option<Date>,
    pub(crate) settings: Option<Settings>,
}

impl Setup {
    /// Reads a block; says whether it is of this kind.
    pub(crate) fn read(&mut self, block: &Block) -> Result<bool, String> {
        let joined = |end: &str| block.lines.iter().map(|it| format!("{it}{end}")).collect::<String>();
        let text = || joined("\n");
        match block.info.split_once(' ').unwrap_or((&block.info, "")) {
            ("files", "") => {
                let folders = block.lines.iter().filter_map(|it| it.strip_suffix('/'));
                self.folders.extend(folders.map(str::to_owned));
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
                // rustdoc wants a name that begins with a dot to be in quotes.
                let path = path.trim_matches('"').to_owned();
                self.files.get_or_insert_default().insert(path, Some(text));
            }
            ("dockerignore", "") => self.dockerignore = Some(text()),
            ("today", "") => {
                let date = Date::parse(text().trim());
                self.today = Some(date.ok_or("write the day like this: 2026-11-21")?);
            }
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
        let inside = |it: &String| {
            path.is_empty()
                || it.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        Some(self.files.as_ref()?.keys().any(inside))
    }

    fn is_executable(&self, path: &str) -> Option<bool> {
        self.files.as_ref()?.get(path)?;
        (!self.folders.contains(path)).then(|| self.executable.contains(path))
    }

    fn read(&self, path: &str) -> Option<String> {
        match path {
            ".dockerignore" => self.dockerignore.clone(),
            _ => self.files.as_ref()?.get(path)?.clone(),
        }
    }

    fn entries(&self, folder: &str) -> Option<Vec<String>> {
        let files = self.files.as_ref()?;
        let folder = folder.trim_matches('/');
        let is_there = folder.is_empty()
            || self.folders.contains(folder)
            || files.keys().any(|it| it.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')));
        let below = |it: &str| match folder {
            "" => Some(it.to_owned()),
            _ => it.strip_prefix(folder)?.strip_prefix('/').map(str::to_owned),
        };
        let name = |it: &String| {
            let path = below(it)?;
            Some(match path.split_once('/') {
                Some((name, _)) => format!("{name}/"),
                None if self.folders.contains(it) => format!("{path}/"),
                None => path,
            })
        };
        let ignore_file =
            self.dockerignore.iter().filter(|_| folder.is_empty()).map(|_| ".dockerignore".to_owned());
        let names: BTreeSet<String> = files.keys().filter_map(name).chain(ignore_file).collect();
        is_there.then(|| names.into_iter().collect())
    }

    fn today(&self) -> Option<Date> {
        Some(self.today.unwrap_or(Date::of(20_261_121)))
    }
}
