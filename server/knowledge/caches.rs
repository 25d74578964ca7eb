//! Where tools keep their caches, and where users have their homes.

/// A cache of a tool.
#[derive(Debug)]
pub struct Cache {
    /// The names of the commands that use it.
    pub commands: &'static [&'static str],
    /// Variables that say where it is, each with what is below the folder that it names. The first that is set counts.
    pub variables: &'static [(&'static str, &'static str)],
    /// Where it is otherwise; `~` is the home of the user who runs the command.
    pub folder: &'static str,
    /// Other places where some versions or some images have it, so that a mount there may be right.
    pub others: &'static [&'static str],
}

/// The caches of a command.
pub fn of(command: &str) -> impl Iterator<Item = &'static Cache> {
    CACHES.iter().filter(move |it| it.commands.contains(&command))
}

/// The home that a user of an image has for sure.
///
/// `useradd` and `adduser` make `/home/NAME` for users that are not of the system.
pub fn home(user: &str) -> Option<String> {
    match user {
        "root" | "0" => Some("/root".to_owned()),
        "nobody" | "daemon" | "www-data" | "bin" | "sys" | "mail" | "games" => None,
        name if name.starts_with(|it: char| it.is_ascii_digit()) => None,
        name => Some(format!("/home/{name}")),
    }
}

// General knowledge of the manuals of these tools: `pip cache dir`, `uv cache dir`, `npm config get cache`, `go env` …
#[rustfmt::skip]
static CACHES: &[Cache] = &[
    Cache {
        commands: &["pip", "pip3", "pip2"],
        variables: &[("PIP_CACHE_DIR", ""), ("XDG_CACHE_HOME", "/pip")],
        folder: "~/.cache/pip",
        others: &[],
    },
    Cache {
        commands: &["uv"],
        variables: &[("UV_CACHE_DIR", ""), ("XDG_CACHE_HOME", "/uv")],
        folder: "~/.cache/uv",
        others: &[],
    },
    Cache {
        commands: &["poetry"],
        variables: &[("POETRY_CACHE_DIR", ""), ("XDG_CACHE_HOME", "/pypoetry")],
        folder: "~/.cache/pypoetry",
        others: &[],
    },
    Cache {
        commands: &["pdm"],
        variables: &[("PDM_CACHE_DIR", ""), ("XDG_CACHE_HOME", "/pdm")],
        folder: "~/.cache/pdm",
        others: &[],
    },
    Cache {
        commands: &["pipenv"],
        variables: &[("PIPENV_CACHE_DIR", ""), ("XDG_CACHE_HOME", "/pipenv")],
        folder: "~/.cache/pipenv",
        others: &["~/.cache/pip"],
    },
    Cache {
        commands: &["npm"],
        variables: &[("npm_config_cache", ""), ("NPM_CONFIG_CACHE", "")],
        folder: "~/.npm",
        others: &[],
    },
    Cache { // yarn 1 for root, yarn 1 for others, yarn 4
        commands: &["yarn", "yarnpkg"],
        variables: &[("YARN_CACHE_FOLDER", "")],
        folder: "/usr/local/share/.cache/yarn",
        others: &["~/.cache/yarn", "/usr/local/share/.cache", "~/.yarn", "~/.yarn/berry/cache"],
    },
    Cache {
        commands: &["cargo"],
        variables: &[("CARGO_HOME", "/registry")],
        folder: "~/.cargo/registry",
        others: &[],
    },
    Cache {
        commands: &["go"],
        variables: &[("GOMODCACHE", ""), ("GOPATH", "/pkg/mod")],
        folder: "~/go/pkg/mod",
        others: &[],
    },
    Cache {
        commands: &["go"],
        variables: &[("GOCACHE", ""), ("XDG_CACHE_HOME", "/go-build")],
        folder: "~/.cache/go-build",
        others: &[],
    },
    Cache {
        commands: &["mvn"],
        variables: &[],
        folder: "~/.m2",
        others: &["~/.m2/repository"],
    },
];
