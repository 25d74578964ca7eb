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
    pub settings: Vec<PathBuf>,
    /// `~`.
    pub home: Option<PathBuf>,
}

impl Places {
    /// Those of this process.
    pub(super) fn of_process() -> Places {
        let folder = |name: &str| env::var_os(name).map(PathBuf::from).filter(|it| it.is_absolute());
        let home = folder(if cfg!(windows) { "USERPROFILE" } else { "HOME" });
        let below_home = |path: &str| home.as_ref().map(|it| it.join(path));
        let usual = match () {
            () if cfg!(windows) => vec![folder("APPDATA")],
            () if cfg!(target_os = "macos") => {
                vec![below_home("Library/Application Support"), below_home(".config")]
            }
            () => vec![below_home(".config")],
        };
        let settings = folder("XDG_CONFIG_HOME").map_or(usual, |it| vec![Some(it)]);
        let settings = settings.into_iter().flatten().collect();
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
        let yaml = |stem: PathBuf| ["yaml", "yml"].map(|it| stem.with_added_extension(it));
        let ours = self.settings.iter().map(|it| it.join("dockwright/dockwright.toml"));
        let of_settings = self.settings.iter().map(|it| it.join("hadolint"));
        let names = [".hadolint/hadolint", ".hadolint/config", ".hadolint"];
        let of_home = self.home.iter().flat_map(move |it| names.map(|name| it.join(name)));
        let here = yaml(self.here.join(".hadolint")).into_iter();
        here.chain(ours).chain(of_settings.chain(of_home).flat_map(yaml))
    }
}
