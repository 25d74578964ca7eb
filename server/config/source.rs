//! Where settings come from.

use std::path::{Path, PathBuf};

use super::{
    docker, from_json, from_toml, from_yaml, hadolint,
    node::{Place, Wrong},
    value::{self, Entry, PerPath, Value},
};

/// Who says something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file, as the user calls it.
    File(PathBuf),
    /// The environment variables of hadolint.
    Environment,
    /// The editor.
    Editor,
    /// The command line.
    CommandLine,
}

/// Which language a source speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Dockwright,
    Hadolint,
}

/// One source of settings, and what it says.
#[derive(Clone, Debug)]
pub struct Source {
    pub(super) origin: Origin,
    pub(super) dialect: Dialect,
    /// Where it counts: below this folder; `None`: everywhere.
    pub(super) folder: Option<PathBuf>,
    pub(super) entries: Vec<Entry>,
}

impl Source {
    /// What was typed.
    pub fn typed(entries: Vec<Entry>) -> Source {
        Source { origin: Origin::CommandLine, dialect: Dialect::Dockwright, folder: None, entries }
    }

    /// What the editor's section says, for a folder or for all, over what its section for docker-langserver says; and what is wrong with
    /// the rest of them.
    pub fn editor(
        section: &serde_json::Value,
        docker: &serde_json::Value,
        folder: Option<PathBuf>,
    ) -> (Source, Vec<String>) {
        let (mut entries, mut wrong) = docker::entries(docker);
        let (own, wrong_in_own) = value::entries_of_editor(&from_json::read(section));
        entries.extend(own);
        wrong.extend(wrong_in_own.into_iter().map(|it| format!("dockwright.{}", it.what)));
        (Source { origin: Origin::Editor, dialect: Dialect::Dockwright, folder, entries }, wrong)
    }

    /// What the variables of hadolint say.
    pub(super) fn environment(variable: impl Fn(&str) -> Option<String>) -> Source {
        let entries = hadolint::entries_of_environment(variable);
        Source { origin: Origin::Environment, dialect: Dialect::Hadolint, folder: None, entries }
    }

    /// What a file says, which the user calls `name`.
    pub(super) fn file(path: &Path, name: &Path, text: &str) -> Result<Source, Wrong> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let dialect = dialect(path, text);
        let entries = match dialect {
            Dialect::Dockwright => value::entries(&from_toml::read(text)?)?,
            Dialect::Hadolint => hadolint::entries(&from_yaml::read(text)?)?,
        };
        Ok(Source {
            origin: Origin::File(name.to_owned()),
            dialect,
            folder: path.parent().map(Path::to_owned),
            entries,
        })
    }

    /// The settings for some paths that are for this one, each with its number.
    pub(super) fn for_path<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = (usize, &'a PerPath)> {
        let relative = self.folder.as_deref().and_then(|it| path.strip_prefix(it).ok()).unwrap_or(path);
        let lists = self.entries.iter().filter_map(|it| match &it.value {
            Value::Paths(list) => Some(list),
            _ => None,
        });
        lists.flatten().enumerate().filter(move |it| it.1.globs.mean(relative))
    }

    /// Where it speaks of something first, as people write places: `dockwright.toml:3`.
    pub(super) fn at(&self, place: Option<Place>) -> String {
        let name = match &self.origin {
            Origin::File(path) => path.display().to_string(),
            Origin::Environment => "environment".to_owned(),
            Origin::Editor => "editor".to_owned(),
            Origin::CommandLine => "command line".to_owned(),
        };
        place.map_or_else(|| name.clone(), |it| format!("{name}:{}", it.line))
    }
}

/// Which language a file is in: by its name, else by what is in it.
fn dialect(path: &Path, text: &str) -> Dialect {
    match path.extension().and_then(|it| it.to_str()) {
        Some("toml") => Dialect::Dockwright,
        Some("yaml" | "yml" | "json") => Dialect::Hadolint,
        _ if from_toml::read(text).is_ok() => Dialect::Dockwright,
        _ if from_yaml::read(text).is_ok() => Dialect::Hadolint,
        _ => Dialect::Dockwright,
    }
}
