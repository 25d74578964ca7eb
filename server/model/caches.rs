//! Where the caches of tools are for the user who runs them, at a place of the file.

use super::{Analysis, Base, Fact, is_root, repository};
use crate::{
    knowledge::{
        caches::{self, Cache},
        images::{self, Family},
    },
    syntax::Value,
};

/// The variables that images set without writing a cache's own name: by the repository.
const BY_IMAGES: &[(&str, &str, &str)] =
    &[("rust", "CARGO_HOME", "/usr/local/cargo"), ("golang", "GOPATH", "/go")];

impl Analysis {
    /// The home of the user who runs the instruction with this index; `None` if only the build knows it.
    pub fn home(&self, index: usize) -> Option<String> {
        match self.environment(index, "HOME")? {
            Some(home) => return Some(home),
            None if self.is_windows(index) => return None,
            None => {}
        }
        let user = match self.user(index) {
            Fact::Known { value, .. } => value,
            Fact::Unset => "root".to_owned(),
            Fact::Unknown => return None,
        };
        let name = user.split(':').next().unwrap_or_default();
        if is_root(name) {
            return Some("/root".to_owned());
        }
        let stage = self.stages().of_instruction(index)?.id;
        let made = self.user_made(name, stage);
        let of_base = || self.base_image(stage).is_some_and(|it| it.users.iter().any(|it| it.name == name));
        match made {
            Some(made) => self.home_made_by(made.instruction, name),
            None => caches::home(name).filter(|_| of_base()),
        }
    }

    /// Where a tool keeps this cache when the instruction with this index runs; `None` if only the build knows it.
    pub fn cache_folder(&self, cache: &Cache, index: usize) -> Option<String> {
        for (variable, below) in cache.variables {
            if let Some(folder) = self.environment(index, variable)? {
                return Some(format!("{}{below}", folder.trim_end_matches('/')));
            }
        }
        self.resolved(cache.folder, index)
    }

    /// A path that may begin with `~`.
    pub fn resolved(&self, path: &str, index: usize) -> Option<String> {
        match path.strip_prefix('~') {
            Some(below) => Some(format!("{}{below}", self.home(index)?.trim_end_matches('/'))),
            None => Some(path.to_owned()),
        }
    }

    /// The value of a variable that RUN sees: `Some(None)` if it has none, `None` if only the build knows it.
    pub fn environment(&self, index: usize, name: &str) -> Option<Option<String>> {
        let stage = self.stages().of_instruction(index)?;
        let visible = self.scopes().visible(self.stages(), name, stage.id, index);
        let said = visible.map(|it| &it.value).find(|it| **it != Value::Unset);
        let by_image = || match self.stages().root(stage.id) {
            Base::Image(image) => {
                let repository = repository(image);
                let name_of = images::normalised(&repository);
                BY_IMAGES.iter().find(|it| it.0 == name_of && it.1 == name).map(|it| it.2)
            }
            _ => None,
        };
        match (said, by_image()) {
            (Some(Value::Set(value)), _) => Some(Some(value.clone()).filter(|it| !it.is_empty())),
            (Some(_), _) => None,
            (None, Some(value)) => Some(Some(value.to_owned())),
            (None, None) => match self.stages().root(stage.id) {
                Base::Scratch => Some(None),
                Base::Image(image) => {
                    let known = self.base_image(stage.id)?;
                    let is_ours = images::is_official(&repository(image)) || !known.env.is_empty();
                    (is_ours && !known.env.contains(&name)).then_some(None)
                }
                _ => None,
            },
        }
    }

    /// The home of a user that this RUN makes, if its flags do not give it another.
    fn home_made_by(&self, instruction: usize, name: &str) -> Option<String> {
        let commands = self.scripts(instruction).iter().flat_map(|run| run.script.commands());
        for it in commands {
            let command = it.command.effective();
            let maker = command.name().is_some_and(|it| it.ends_with("useradd") || it.ends_with("adduser"));
            if !maker || !command.arguments().words().iter().any(|it| it.lossy() == name) {
                continue;
            }
            let home = command.arguments().value(&["-d", "--home", "--home-dir", "-h"]);
            let is_system = command.arguments().has(&["-r", "-S", "--system"]);
            return match home {
                Some(home) => (!home.contains('$')).then(|| home.into_owned()),
                None => caches::home(name).filter(|_| !is_system),
            };
        }
        None
    }

    fn is_windows(&self, index: usize) -> bool {
        let stage = self.stages().of_instruction(index);
        stage.and_then(|it| self.base_image(it.id)).is_some_and(|it| it.family == Some(Family::Windows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cache_is_where_the_user_has_it() {
        let pip = caches::of("pip").next().expect("pip has a cache");
        let folder = |text: &str| Analysis::new(text).cache_folder(pip, text.lines().count() - 1);
        for (text, expected) in [
            ("FROM python:3.12-slim\nRUN pip", Some("/root/.cache/pip")),
            ("FROM python:3.12-slim\nENV XDG_CACHE_HOME=/c/\nRUN pip", Some("/c/pip")),
            ("FROM python:3.12-slim\nRUN useradd -m app\nUSER app\nRUN pip", Some("/home/app/.cache/pip")),
            ("FROM python:3.12-slim\nRUN useradd -d /app app\nUSER app\nRUN pip", Some("/app/.cache/pip")),
            ("FROM python:3.12-slim\nUSER app\nRUN pip", None),
            ("FROM node:22\nUSER node\nRUN pip", Some("/home/node/.cache/pip")),
            ("FROM example.com/base\nRUN pip", None),
            ("FROM python:3.12-slim\nARG PIP_CACHE_DIR\nENV HOME=/h\nRUN pip", Some("/h/.cache/pip")),
        ] {
            assert_eq!(folder(text).as_deref(), expected, "{text}");
        }
    }
}
