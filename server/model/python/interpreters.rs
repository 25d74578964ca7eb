//! Which interpreters of Python a stage has, as far as the file and its base tell.

use super::paths;
use crate::{
    knowledge::{
        images::{Family, Image, Python},
        releases,
    },
    model::{Analysis, Base, StageId, installs::Install},
};

/// An interpreter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interpreter {
    /// The folder in whose `bin` it is: `/usr/local` in the images named python, `/usr` if the distribution brought it, a folder of
    /// uv.
    pub prefix: Option<String>,
    /// Its major and minor version.
    pub version: Option<(u16, u16)>,
}

/// The interpreters of a stage.
#[derive(Clone, Debug)]
pub struct Interpreters {
    /// What `python3` starts.
    pub default: Interpreter,
    /// The folders in whose `bin` one is.
    prefixes: Vec<String>,
    /// Folders in which one may be, too; an empty one stands for all.
    perhaps: Vec<String>,
    /// Where uv has put one.
    pub(super) managed: Option<Interpreter>,
}

impl Interpreters {
    /// Whether an interpreter is in the `bin` of this folder; `None` if only the build knows.
    pub fn has(&self, prefix: &str) -> Option<bool> {
        let near = |it: &String| paths::below(prefix, it).is_some() || paths::below(it, prefix).is_some();
        match self.prefixes.iter().any(|it| it == prefix) {
            true => Some(true),
            false => (!self.perhaps.iter().any(|it| it.is_empty() || near(it))).then_some(false),
        }
    }

    /// Whether there is none at all; `None` if only the build knows.
    pub fn is_empty(&self) -> Option<bool> {
        match self.prefixes.is_empty() {
            true => self.perhaps.is_empty().then_some(true),
            false => Some(false),
        }
    }

    /// Those that the image brings which a stage begins with.
    pub(super) fn of_base(analysis: &Analysis, stage: StageId) -> Interpreters {
        let mut this = Interpreters {
            default: Interpreter::default(),
            prefixes: Vec::new(),
            perhaps: Vec::new(),
            managed: None,
        };
        match (&analysis.stages().get(stage).base, analysis.base_image(stage)) {
            (Base::Scratch, _) | (_, Some(Image { python: Python::Absent, .. })) => {}
            (_, Some(Image { python: Python::At { path, version, .. }, .. })) => {
                if let Some(prefix) = paths::prefix(path) {
                    this.default = Interpreter { prefix: Some(prefix.to_owned()), version };
                    this.prefixes.push(prefix.to_owned());
                }
            }
            _ => this.perhaps.push(String::new()),
        }
        this
    }

    /// There may be others below this folder.
    pub(super) fn perhaps(&mut self, folder: &str) {
        if self.perhaps.len() < super::fold::MOST {
            self.perhaps.push(folder.to_owned());
        }
    }

    /// There is one, too.
    pub(super) fn add(&mut self, prefix: String) {
        if self.prefixes.len() < super::fold::MOST && !self.prefixes.contains(&prefix) {
            self.prefixes.push(prefix);
        }
    }

    /// There is one that uv has fetched.
    pub(super) fn add_managed(&mut self, interpreter: Interpreter) {
        match &interpreter.prefix {
            Some(prefix) => self.add(prefix.clone()),
            None => self.perhaps(""),
        }
        self.managed = Some(interpreter);
    }

    /// What a package manager of the distribution brings.
    pub(super) fn install(&mut self, install: &Install, image: Option<&Image>) {
        for package in &install.packages {
            let name = package.text.split(['=', ':']).next().unwrap_or_default();
            let Some(rest) = name.strip_prefix("python") else {
                if !does_without_python(name) {
                    self.perhaps("/usr");
                }
                continue;
            };
            // `python3`, `python3-pip`, `python3.12-venv`; not `python-is-python3` and other packages of 2.
            let version = rest.split('-').next().unwrap_or_default();
            if !version.starts_with('3') {
                self.perhaps("/usr");
                continue;
            }
            self.add("/usr".to_owned());
            if self.default.prefix.is_none() {
                let own = image.and_then(|it| it.suite).and_then(|it| releases::python(it.name));
                self.default = Interpreter { prefix: Some("/usr".to_owned()), version: own };
            }
        }
    }

    /// What a COPY brings from a stage with these interpreters.
    pub(super) fn copy(&mut self, other: &Interpreters, from: &str, to: &str) {
        for prefix in &other.prefixes {
            if let Some(rest) = paths::below(prefix, from) {
                self.add(paths::graft(to, rest));
            } else if paths::below(from, prefix).is_some() {
                self.perhaps(if from == to { prefix } else { to });
            }
        }
        for prefix in &other.perhaps {
            if paths::below(prefix, from).is_some() || paths::below(from, prefix).is_some() {
                self.perhaps(to);
            }
        }
    }

    /// What a command of this name starts: `python3`, `python3.12`.
    pub(super) fn named(&self, name: &str) -> Interpreter {
        let version = version(name.trim_start_matches(|it: char| !it.is_ascii_digit()));
        match version {
            Some(version) if self.default.version == Some(version) => self.default.clone(),
            Some(version) => {
                let is_system = self.default.version.is_none() || self.prefixes == ["/usr"];
                let prefix = self.default.prefix.clone().filter(|_| is_system);
                Interpreter { prefix, version: Some(version) }
            }
            None => self.default.clone(),
        }
    }
}

/// `3.12` of `3.12`, `3.12.1` and `cpython-3.12`.
pub(super) fn version(text: &str) -> Option<(u16, u16)> {
    let text = text.rsplit('-').find(|it| it.starts_with(|it: char| it.is_ascii_digit()))?;
    let mut parts = text.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Beginnings of packages that need no Python.
#[rustfmt::skip]
const WITHOUT_PYTHON: &[&str] = &[
    "lib", "ca-certificates", "curl", "wget", "tini", "dumb-init", "gosu", "su-exec", "tzdata", "openssl", "netcat", "bash", "gcc",
    "g++", "make", "build-essential", "build-base", "git", "gnupg", "postgresql-client", "procps", "locales", "zlib", "unzip", "xz",
    "sqlite3", "jq", "ffmpeg", "nginx", "busybox", "dash", "coreutils", "file", "media-types", "mime-support",
];

fn does_without_python(package: &str) -> bool {
    WITHOUT_PYTHON.iter().any(|it| package.starts_with(it))
}

/// Whether the distribution's own Python refuses to be installed into.
pub fn refuses_pip(image: &Image) -> bool {
    match image.family {
        Some(Family::Debian | Family::Ubuntu) => {
            image.suite.is_some_and(|it| releases::is_externally_managed(it.name))
        }
        _ => false,
    }
}
