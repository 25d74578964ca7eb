//! Environment variables that programs know, and what they do with them.

/// What the variable of this name does to the program that knows it; `None` if it is not in the table.
pub fn variable(name: &str) -> Option<&'static Variable> {
    VARIABLES.iter().find(|it| it.name == name)
}

/// A variable that a program knows.
#[derive(Debug)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// Who knows it.
    pub of: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// A value that Dockerfiles give it; empty if there is none that is right for most.
    pub value: &'static str,
}

const fn of(of: &'static str, name: &'static str, value: &'static str, help: &'static str) -> Variable {
    Variable { name, of, help, value }
}

// General knowledge of the programs' manuals.
/// Those that Dockerfiles set, by the programs that know them.
#[rustfmt::skip]
pub static VARIABLES: &[Variable] = &[
    of("every program", "PATH", "", "The folders in which programs are looked for."),
    of("every program", "HOME", "", "The home of the user; USER does not change it where the base image has set it."),
    of("every program", "LANG", "C.UTF-8", "The language and the encoding of texts."),
    of("every program", "LC_ALL", "C.UTF-8", "The language and the encoding of texts, whatever the other variables say."),
    of("every program", "TZ", "Etc/UTC", "The time zone; names of zones need the package tzdata."),
    of("every program", "LD_LIBRARY_PATH", "", "Folders in which libraries are looked for first."),
    of("every program", "SSL_CERT_FILE", "", "The certificates that OpenSSL trusts."),
    of("apt", "DEBIAN_FRONTEND", "noninteractive", "Whether packages ask questions while they are installed; needed by RUN alone, so better an ARG or a part of the command."),
    of("Python", "PYTHONUNBUFFERED", "1", "Output is written at once, so that logs are there even after a crash."),
    of("Python", "PYTHONDONTWRITEBYTECODE", "1", "No bytecode is written: the image becomes smaller, and each start slower."),
    of("Python", "PYTHONFAULTHANDLER", "1", "A crash shows where Python was."),
    of("Python", "PYTHONPATH", "", "Folders in which modules are looked for first."),
    of("Python", "PYTHONHASHSEED", "random", "The seed by which texts are hashed; `random` is so anyway."),
    of("Python", "PYTHONOPTIMIZE", "1", "Assertions are left out."),
    of("Python", "VIRTUAL_ENV", "", "The virtual environment in use; programs find it by PATH, uv and others by this."),
    of("pip", "PIP_NO_CACHE_DIR", "1", "No cache is kept; any value but the empty one says so."),
    of("pip", "PIP_DISABLE_PIP_VERSION_CHECK", "1", "Does not look for a newer pip."),
    of("pip", "PIP_DEFAULT_TIMEOUT", "100", "The seconds after which a connection counts as lost."),
    of("pip", "PIP_INDEX_URL", "", "The index that packages are taken from."),
    of("pip", "PIP_EXTRA_INDEX_URL", "", "Another index that packages are taken from."),
    of("pip", "PIP_ROOT_USER_ACTION", "ignore", "What is said to root."),
    of("pip", "PIP_BREAK_SYSTEM_PACKAGES", "1", "Lets pip change the Python of the distribution."),
    of("uv", "UV_COMPILE_BYTECODE", "1", "Compiles modules to bytecode, so that the first start is faster."),
    of("uv", "UV_LINK_MODE", "copy", "How files come from the cache into the environment; a cache mount needs `copy`."),
    of("uv", "UV_PYTHON_DOWNLOADS", "never", "Whether uv may download a Python."),
    of("uv", "UV_PROJECT_ENVIRONMENT", "", "The folder of the project's environment, instead of `.venv`."),
    of("uv", "UV_SYSTEM_PYTHON", "1", "Installs into the Python of the system."),
    of("uv", "UV_NO_CACHE", "1", "No cache is kept."),
    of("uv", "UV_CACHE_DIR", "", "The folder of the cache."),
    of("uv", "UV_FROZEN", "1", "Takes uv.lock as it is."),
    of("uv", "UV_LOCKED", "1", "Fails if uv.lock does not fit pyproject.toml any more."),
    of("uv", "UV_NO_DEV", "1", "Leaves out the dependencies of the group `dev`."),
    of("uv", "UV_TOOL_BIN_DIR", "/usr/local/bin", "The folder for programs of `uv tool install`."),
    of("poetry", "POETRY_VIRTUALENVS_CREATE", "false", "Whether poetry makes an environment."),
    of("poetry", "POETRY_VIRTUALENVS_IN_PROJECT", "true", "Whether the environment is the folder `.venv` of the project."),
    of("poetry", "POETRY_NO_INTERACTION", "1", "Asks nothing."),
    of("poetry", "POETRY_CACHE_DIR", "", "The folder of the cache."),
    of("poetry's installer", "POETRY_HOME", "", "The folder that poetry is installed in."),
    of("poetry's installer", "POETRY_VERSION", "", "The version that is installed."),
    of("Django", "DJANGO_SETTINGS_MODULE", "", "The module of settings."),
    of("Flask", "FLASK_APP", "", "The module of the application."),
    of("Flask", "FLASK_ENV", "production", "Gone since Flask 2.3: FLASK_DEBUG says whether it is for developers."),
    of("Flask", "FLASK_DEBUG", "0", "Whether it is for developers, which no image that ships should be."),
    of("Node", "NODE_ENV", "production", "What libraries are made for; with `production`, npm leaves out what is for development."),
    of("Node", "NODE_OPTIONS", "", "Flags of node: `--max-old-space-size=2048`."),
    of("Node", "NODE_EXTRA_CA_CERTS", "", "Certificates that are trusted besides its own."),
    of("npm", "NPM_CONFIG_LOGLEVEL", "warn", "How much is said."),
    of("npm", "NPM_CONFIG_CACHE", "", "The folder of the cache."),
    of("npm", "NPM_CONFIG_UPDATE_NOTIFIER", "false", "Whether npm looks for a newer npm."),
    of("pnpm", "PNPM_HOME", "/pnpm", "The folder of pnpm's programs, which belongs on PATH, and of its store."),
    of("Next.js", "NEXT_TELEMETRY_DISABLED", "1", "Sends no figures to its makers."),
    of("Go", "CGO_ENABLED", "0", "Whether C is linked in; without it the program needs no libraries, and runs in any image."),
    of("Go", "GOOS", "linux", "The system to build for."),
    of("Go", "GOARCH", "", "The processor to build for."),
    of("Go", "GOPATH", "/go", "The folder of modules and programs."),
    of("Go", "GOPROXY", "", "Where modules are taken from."),
    of("Go", "GOPRIVATE", "", "Modules that are taken from their repository and checked nowhere."),
    of("Go", "GOFLAGS", "", "Flags for all commands: `-mod=readonly`."),
    of("Go", "GOCACHE", "/root/.cache/go-build", "The folder of what was built."),
    of("Go", "GOMODCACHE", "/go/pkg/mod", "The folder of modules."),
    of("Go", "GO111MODULE", "on", "Whether modules are used, which is so anyway since go 1.16."),
    of("cargo", "CARGO_HOME", "/usr/local/cargo", "The folder of crates and programs."),
    of("cargo", "CARGO_TARGET_DIR", "", "The folder of what was built."),
    of("cargo", "CARGO_NET_GIT_FETCH_WITH_CLI", "true", "Fetches with git, which knows the user's keys."),
    of("cargo", "CARGO_INCREMENTAL", "0", "Keeps nothing for the next build: a build in an image has none."),
    of("cargo", "RUSTFLAGS", "", "Flags of the compiler."),
    of("rustup", "RUSTUP_HOME", "/usr/local/rustup", "The folder of versions of Rust."),
    of("Rails", "RAILS_ENV", "production", "What the program is started for."),
    of("Rails", "RAILS_LOG_TO_STDOUT", "1", "Logs are written to the output."),
    of("Rails", "RAILS_SERVE_STATIC_FILES", "1", "Files are served without another server."),
    of("Rack", "RACK_ENV", "production", "What the program is started for."),
    of("bundle", "BUNDLE_WITHOUT", "development:test", "The groups of gems that are left out."),
    of("bundle", "BUNDLE_PATH", "", "The folder of gems."),
    of("bundle", "BUNDLE_DEPLOYMENT", "1", "Takes Gemfile.lock as it is."),
    of("bundle", "BUNDLE_JOBS", "4", "How many gems are installed at once."),
    of("gem", "GEM_HOME", "/usr/local/bundle", "The folder of gems."),
    of("composer", "COMPOSER_ALLOW_SUPERUSER", "1", "Does not warn root."),
    of("composer", "COMPOSER_HOME", "", "The folder of settings, and of what is installed for the user."),
    of("Java", "JAVA_HOME", "", "The folder of Java."),
    of("Java", "JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=75", "Flags that each java takes, and says that it does."),
    of("start scripts of Java programs", "JAVA_OPTS", "", "Flags of java, where the script hands them on; java itself does not know it."),
    of("Maven", "MAVEN_OPTS", "", "Flags of the java that runs Maven."),
    of("Gradle", "GRADLE_OPTS", "-Dorg.gradle.daemon=false", "Flags of the java that runs Gradle."),
    of("Gradle", "GRADLE_USER_HOME", "", "The folder of caches and settings."),
    of("ASP.NET Core", "ASPNETCORE_URLS", "http://+:8080", "Where the program listens."),
    of("ASP.NET Core", "ASPNETCORE_HTTP_PORTS", "8080", "The ports on which the program listens, from .NET 8 on."),
    of("ASP.NET Core", "ASPNETCORE_ENVIRONMENT", "Production", "What the program is started for."),
    of(".NET", "DOTNET_RUNNING_IN_CONTAINER", "true", "Says that this is a container."),
    of(".NET", "DOTNET_CLI_TELEMETRY_OPTOUT", "1", "Sends no figures to its makers."),
    of(".NET", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1", "Does without the library of languages, which then need not be installed."),
    of("NVIDIA's container toolkit", "NVIDIA_VISIBLE_DEVICES", "all", "The GPUs that the container gets."),
    of("NVIDIA's container toolkit", "NVIDIA_DRIVER_CAPABILITIES", "compute,utility", "What the container may do with them."),
    of("make", "MAKEFLAGS", "", "Flags for every make: `-j4`."),
    of("git", "GIT_SSL_NO_VERIFY", "", "Does not check who the server is: anybody on the way can change the files."),
    of("git", "GIT_TERMINAL_PROMPT", "0", "Asks for no password, and fails instead."),
];
