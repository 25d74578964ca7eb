//! Where files of settings are looked for.

use std::{
    env,
    path::{Component, Path, PathBuf},
};

/// The files of settings for a folder and what is below it; of those in one folder the first counts.
pub const FILES: [&str; 4] = ["dockwright.toml", ".dockwright.toml", ".hadolint.yaml", ".hadolint.yml"];

/// Whether this is the name of a file of settings.
pub fn is_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| FILES.iter().any(|it| name == *it))
}

/// The folders of a user.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// The one that we are in.
    pub here: PathBuf,
    /// Where settings are, such as `~/.config`.
    pub settings: Option<PathBuf>,
    /// `~`.
    pub home: Option<PathBuf>,
}

impl Places {
    /// Those of this process.
    pub(super) fn of_process() -> Places {
        let folder = |name: &str| env::var_os(name).map(PathBuf::from).filter(|it| it.is_absolute());
        let home = folder(if cfg!(windows) { "USERPROFILE" } else { "HOME" });
        let usual = || match &home {
            _ if cfg!(windows) => folder("APPDATA"),
            Some(home) if cfg!(target_os = "macos") => Some(home.join("Library/Application Support")),
            home => home.as_ref().map(|it| it.join(".config")),
        };
        let settings = folder("XDG_CONFIG_HOME").or_else(usual);
        Places { here: env::current_dir().unwrap_or_default(), settings, home }
    }

    /// The path from the root on.
    pub(super) fn absolute(&self, path: &Path) -> PathBuf {
        let mut whole = PathBuf::new();
        for part in self.here.join(path).components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => drop(whole.pop()),
                part => whole.push(part),
            }
        }
        whole
    }

    /// The path as a user calls it: without what leads to the folder that we are in.
    pub(super) fn as_called<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.here).ok().filter(|it| !it.as_os_str().is_empty()).unwrap_or(path)
    }

    /// The file that counts in a folder: the nearest above it, else that of hadolint where we are, else those of the user.
    pub(super) fn nearest(&self, folder: &Path) -> Option<PathBuf> {
        let above = folder.ancestors().flat_map(|it| FILES.map(|name| it.join(name)));
        above.chain(self.far()).find(|it| it.is_file())
    }

    /// Where hadolint looks, and the settings that a user has for all.
    fn far(&self) -> impl Iterator<Item = PathBuf> {
        let in_folder = |folder: Option<PathBuf>, name: &str| folder.map(|it| it.join(name));
        let yaml = |stem: Option<PathBuf>| {
            ["yaml", "yml"].map(|it| stem.as_ref().map(|stem| stem.with_added_extension(it)))
        };
        let ours = in_folder(self.settings.clone(), "dockwright/dockwright.toml");
        let [settings, home] = [&self.settings, &self.home];
        let theirs = [
            in_folder(settings.clone(), "hadolint"),
            in_folder(home.clone(), ".hadolint/hadolint"),
            in_folder(home.clone(), ".hadolint/config"),
            in_folder(home.clone(), ".hadolint"),
        ];
        yaml(Some(self.here.join(".hadolint")))
            .into_iter()
            .chain([ours])
            .chain(theirs.into_iter().flat_map(yaml))
            .flatten()
    }
}
