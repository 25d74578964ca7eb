//! Lock files: which tool writes which, beside which manifest, and how it is told to keep to it.

/// A tool that installs what a lock file says.
#[derive(Debug)]
pub struct Locking {
    /// The names of its command.
    pub commands: &'static [&'static str],
    /// The sub-commands that install what the project needs, if no package is named.
    pub install: &'static [&'static str],
    /// The files that say what the project needs.
    pub manifests: &'static [&'static str],
    /// The files that say which versions it gets; each alone will do.
    pub locks: &'static [&'static str],
    /// Flags with which it stops if the lock file does not fit or is not there, or changes nothing of it, the one to insert first.
    pub frozen: &'static [&'static str],
    /// Variables that say the same, if they have any value but an empty one, `0` or `false`.
    pub frozen_by: &'static [&'static str],
    /// What to install instead of with a flag: `npm ci` for `npm install`.
    pub instead: Option<&'static str>,
    /// Flags that leave out what only developers need, the one to insert first.
    pub no_dev: &'static [&'static str],
    /// Variables that say the same.
    pub no_dev_by: &'static [&'static str],
}

/// The tool of this name.
pub fn locking(command: &str) -> Option<&'static Locking> {
    LOCKING.iter().find(|it| it.commands.contains(&command))
}

/// All that are known.
pub fn all() -> &'static [Locking] {
    LOCKING
}

const NONE: Locking = Locking {
    commands: &[],
    install: &[],
    manifests: &[],
    locks: &[],
    frozen: &[],
    frozen_by: &[],
    instead: None,
    no_dev: &[],
    no_dev_by: &[],
};

// General knowledge of the manuals of uv 0.9, poetry 2, pdm 2, pipenv 2024, npm 11, yarn 1 and 4, pnpm 10, bun 1.3, cargo 1.90,
// bundler 2.7, composer 2.8, go 1.25 and of NuGet.
#[rustfmt::skip]
static LOCKING: &[Locking] = &[
    Locking {
        commands: &["uv"],
        install: &["sync"],
        manifests: &["pyproject.toml"],
        locks: &["uv.lock"],
        frozen: &["--locked", "--frozen"],
        frozen_by: &["UV_LOCKED", "UV_FROZEN"],
        no_dev: &["--no-dev", "--no-default-groups", "--only-group", "--no-group"],
        no_dev_by: &["UV_NO_DEV", "UV_NO_DEFAULT_GROUPS", "UV_NO_GROUP"],
        ..NONE
    },
    Locking { // stops by itself if the lock file does not fit
        commands: &["poetry"],
        install: &["install", "sync"],
        manifests: &["pyproject.toml"],
        locks: &["poetry.lock"],
        no_dev: &["--only=main", "--only", "--without", "--no-dev"],
        no_dev_by: &["POETRY_WITHOUT", "POETRY_INSTALLER_ONLY"],
        ..NONE
    },
    Locking {
        commands: &["pdm"],
        install: &["install", "sync"],
        manifests: &["pyproject.toml"],
        locks: &["pdm.lock"],
        frozen: &["--frozen-lockfile", "--check", "--no-lock"],
        frozen_by: &["PDM_FROZEN_LOCKFILE", "PDM_NO_LOCK"],
        no_dev: &["--prod", "--production", "--without"],
        ..NONE
    },
    Locking {
        commands: &["pipenv"],
        install: &["install"],
        manifests: &["Pipfile"],
        locks: &["Pipfile.lock"],
        frozen: &["--deploy", "--ignore-pipfile"],
        frozen_by: &["PIPENV_IGNORE_PIPFILE"],
        ..NONE
    },
    Locking {
        commands: &["npm"],
        install: &["install", "i"],
        manifests: &["package.json"],
        locks: &["package-lock.json", "npm-shrinkwrap.json"],
        instead: Some("ci"),
        no_dev: &["--omit=dev", "--omit", "--only=production", "--only=prod", "--only", "--production", "--prod"],
        no_dev_by: &["NODE_ENV", "NPM_CONFIG_PRODUCTION", "NPM_CONFIG_OMIT"],
        ..NONE
    },
    Locking {
        commands: &["yarn", "yarnpkg"],
        install: &["", "install"],
        manifests: &["package.json"],
        locks: &["yarn.lock"],
        frozen: &["--frozen-lockfile", "--immutable", "--pure-lockfile", "--immutable-cache"],
        frozen_by: &["CI", "YARN_ENABLE_IMMUTABLE_INSTALLS"],
        no_dev: &["--production", "--prod"],
        no_dev_by: &["NODE_ENV"],
        ..NONE
    },
    Locking {
        commands: &["pnpm"],
        install: &["install", "i"],
        manifests: &["package.json"],
        locks: &["pnpm-lock.yaml"],
        frozen: &["--frozen-lockfile"],
        frozen_by: &["CI"],
        no_dev: &["--prod", "-P", "--production"],
        no_dev_by: &["NODE_ENV"],
        ..NONE
    },
    Locking {
        commands: &["bun"],
        install: &["install", "i"],
        manifests: &["package.json"],
        locks: &["bun.lock", "bun.lockb"],
        frozen: &["--frozen-lockfile"],
        no_dev: &["--production", "-p", "--omit"],
        ..NONE
    },
    Locking {
        commands: &["cargo"],
        install: &["build", "install", "fetch"],
        manifests: &["Cargo.toml"],
        locks: &["Cargo.lock"],
        frozen: &["--locked", "--frozen"],
        ..NONE
    },
    Locking {
        commands: &["bundle", "bundler"],
        install: &["", "install"],
        manifests: &["Gemfile"],
        locks: &["Gemfile.lock"],
        frozen: &["--frozen", "--deployment"],
        frozen_by: &["BUNDLE_DEPLOYMENT", "BUNDLE_FROZEN"],
        no_dev: &["--without", "--deployment"],
        no_dev_by: &["BUNDLE_WITHOUT", "BUNDLE_ONLY"],
        ..NONE
    },
    Locking { // says that the lock file is out of date, and keeps to it
        commands: &["composer"],
        install: &["install", "i"],
        manifests: &["composer.json"],
        locks: &["composer.lock"],
        no_dev: &["--no-dev"],
        no_dev_by: &["COMPOSER_NO_DEV"],
        ..NONE
    },
    Locking { // changes neither go.mod nor go.sum by itself
        commands: &["go"],
        install: &["mod download", "build"],
        manifests: &["go.mod"],
        locks: &["go.sum"],
        ..NONE
    },
];
