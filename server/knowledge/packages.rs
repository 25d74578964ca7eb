//! Package managers: how they are told to install, what they leave behind, and how that is avoided.

use self::CacheOff::{AnyValue, Truthy};
use std::{collections::HashMap, sync::LazyLock};

use self::Kind::{Build, Go, JavaScript, Php, Python, Ruby, Rust, System};

/// The package manager that `command` is: `apt-get`, `pip3`, `pip3.12`.
///
/// `command` is a name without a folder. A module that Python runs, `python -m pip`, is the command of its name.
pub fn manager(command: &str) -> Option<&'static PackageManager> {
    static ROWS: LazyLock<HashMap<&str, &PackageManager>> = LazyLock::new(|| {
        let rows = MANAGERS.iter().rev(); // the first with a name counts
        rows.flat_map(|manager| manager.commands.iter().map(move |it| (*it, manager))).collect()
    });
    let versioned = command.trim_end_matches(|end: char| end.is_ascii_digit() || end == '.');
    ROWS.get(if versioned == "pip" { versioned } else { command }).copied()
}

/// All that are known.
pub fn managers() -> &'static [PackageManager] {
    MANAGERS
}

/// A package manager, and the commands and flags by which it is used.
///
/// A sub-command may be of several words: `pip install` of uv. A path may begin with `~`, the home of the user who runs
/// the command, or with a variable that the image is known to set.
#[derive(Debug)]
pub struct PackageManager {
    /// The names of its command, the usual one first.
    pub commands: &'static [&'static str],
    /// What its packages are for.
    pub kind: Kind,
    /// Sub-commands that install the packages named after them, or those of the project if none is named. The empty one
    /// stands for the command without a sub-command.
    pub install: &'static [&'static str],
    /// Sub-commands that fetch the index of packages.
    pub refresh: &'static [&'static str],
    /// Sub-commands that upgrade what is installed.
    pub upgrade: &'static [&'static str],
    /// Sub-commands that remove the packages named after them.
    pub remove: &'static [&'static str],
    /// Flags whose value is the next word, unless it is attached with `=` or, for one letter, directly.
    pub valued: &'static [&'static str],
    /// Flags that answer its questions. Empty if it does not ask.
    pub yes: &'static [&'static str],
    /// Flags that leave out packages which are not needed, the one to insert first.
    pub minimal: &'static [&'static str],
    /// Flags with which it leaves no cache behind, the one to insert first.
    pub no_cache: &'static [&'static str],
    /// Flags whose value is the folder of its cache.
    pub cache_at: &'static [&'static str],
    /// What stands between a package and a version that pins it.
    pub pins: &'static [&'static str],
    /// Flags whose value is the version of the package.
    pub pin_flags: &'static [&'static str],
    /// What an installation leaves behind that the image does not need.
    pub caches: &'static [&'static str],
    /// The command that removes [`caches`](Self::caches), to be run in the same RUN.
    pub clean: Option<&'static str>,
    /// Beginnings of other commands that also do.
    pub cleaned_by: &'static [&'static str],
    /// Where cache mounts belong.
    pub mounts: &'static [Mount],
    /// The environment variables that turn its cache off.
    pub cache_off: &'static [Switch],
    /// Whether it can install only as root.
    pub needs_root: bool,
}

impl PackageManager {
    /// Whether the value of `flag` is the next word.
    ///
    /// `flag` is written as it stands: `--index-url` is such a flag, `--index-url=URL` and `-t stable` without a blank
    /// (`-tstable`) are not.
    pub fn takes_value(&self, flag: &str) -> bool {
        self.valued.contains(&flag)
    }
}

/// What packages are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Kind {
    /// The operating system.
    System,
    Python,
    /// Environments of conda, which hold programs of any language.
    Conda,
    JavaScript,
    Ruby,
    Go,
    Rust,
    Php,
    /// The dependencies of a build, which the program that is built may contain.
    Build,
}

/// A cache mount that makes a package manager fast.
#[derive(Debug)]
pub struct Mount {
    /// Its target.
    pub target: &'static str,
    /// Whether two builds at once would break each other: then it needs `sharing=locked`.
    pub locked: bool,
}

/// An environment variable that turns a cache off.
#[derive(Debug)]
pub struct Switch {
    /// Its name.
    pub variable: &'static str,
    /// The values that turn the cache off.
    pub off: CacheOff,
}

impl Switch {
    /// Whether the cache is off when the variable has this value.
    pub fn is_off(&self, value: &str) -> bool {
        match self.off {
            AnyValue => !value.is_empty(),
            Truthy => matches!(value.to_ascii_lowercase().as_str(), "1" | "true" | "t" | "yes" | "y" | "on"),
            CacheOff::Only(word) => value == word,
        }
    }
}

/// Values of a variable that turn a cache off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheOff {
    /// Any but the empty one, even `0`, `false` and `off`.
    AnyValue,
    /// `1`, `true`, `t`, `yes`, `y` and `on`, in any case.
    Truthy,
    /// This one.
    Only(&'static str),
}

const fn locked(target: &'static str) -> Mount {
    Mount { target, locked: true }
}

const fn shared(target: &'static str) -> Mount {
    Mount { target, locked: false }
}

/// A manager of which nothing is known.
const NONE: PackageManager = PackageManager {
    commands: &[],
    kind: System,
    install: &[],
    refresh: &[],
    upgrade: &[],
    remove: &[],
    valued: &[],
    yes: &[],
    minimal: &[],
    no_cache: &[],
    cache_at: &[],
    pins: &[],
    pin_flags: &[],
    caches: &[],
    clean: None,
    cleaned_by: &[],
    mounts: &[],
    cache_off: &[],
    needs_root: false,
};

// Read: apt-get(8) of apt 2.6, `pip help` of 23.2, `npm install --help` of 11.19. The others are general knowledge of the
// manuals of apk 2.14, dnf 4 and 5, zypper 1.14, pacman, uv 0.9, poetry 2, pipenv, pdm 2, conda 25, micromamba 2, yarn 1
// and 4, pnpm 10, gem, bundler 2, go 1.25, cargo, composer 2, Maven, Gradle and dotnet. Cache mounts: the example "cache
// apt packages" of BuildKit's Dockerfile reference, and the same for the others.

#[rustfmt::skip]
const APT: PackageManager = PackageManager {
    commands: &["apt-get"],
    install: &["install", "build-dep", "reinstall"],
    refresh: &["update"],
    upgrade: &["upgrade", "dist-upgrade"],
    remove: &["remove", "purge", "autoremove", "autopurge"],
    valued: &[
        "-t", "--target-release", "--default-release", "-o", "--option", "-c", "--config-file", "-a",
        "--host-architecture", "-P", "--build-profiles", "-S", "--snapshot",
    ],
    yes: &["-y", "--yes", "--assume-yes", "--force-yes"], // -qq says so too, and `-q=2`
    minimal: &["--no-install-recommends"], // also -o APT::Install-Recommends=false, or 0
    pins: &["="],                          // not `/`, which chooses a release
    // Debian's and Ubuntu's images delete the archives after each installation by /etc/apt/apt.conf.d/docker-clean.
    caches: &["/var/lib/apt/lists", "/var/cache/apt"],
    clean: Some("rm -rf /var/lib/apt/lists/*"),
    cleaned_by: &["apt-get dist-clean", "apt-get distclean", "apt dist-clean", "apt distclean"], // not `clean`
    mounts: &[locked("/var/cache/apt"), locked("/var/lib/apt/lists")],
    needs_root: true,
    ..NONE
};

#[rustfmt::skip]
const DNF: PackageManager = PackageManager {
    commands: &["dnf", "dnf5"],
    install: &[
        "install", "in", "groupinstall", "group install", "localinstall", "reinstall", "rei", "builddep", "swap",
        "module install",
    ],
    refresh: &["makecache", "check-update"],
    upgrade: &[
        "upgrade", "up", "update", "distro-sync", "dsync", "upgrade-minimal", "up-min", "update-minimal", "system-upgrade",
    ],
    remove: &["remove", "rm", "erase", "autoremove", "groupremove"],
    valued: &[
        "--setopt", "-x", "--exclude", "--excludepkgs", "--enablerepo", "--disablerepo", "--repo", "--repoid",
        "--releasever", "--installroot", "-c", "--config", "--comment", "-d", "--debuglevel", "-e",
        "--errorlevel", "--rpmverbosity", "-R", "--randomwait", "--forcearch", "--advisory", "--advisories",
        "--bz", "--bzs", "--cve", "--cves", "--sec-severity", "--secseverity", "--disableplugin",
        "--enableplugin", "--downloaddir", "--destdir", "--repofrompath", "--color", "--add-repo",
    ],
    yes: &["-y", "--assumeyes"],
    minimal: &["--setopt=install_weak_deps=False", "--nodocs"],
    pins: &["-"], // name-version or name-version-release.arch
    caches: &["/var/cache/dnf", "/var/cache/libdnf5", "~/.cache/libdnf5"],
    clean: Some("dnf clean all"),
    cleaned_by: &["rm -rf /var/cache/dnf", "rm -rf /var/cache/yum", "rm -rf /var/cache/libdnf5"],
    mounts: &[locked("/var/cache/dnf")],
    needs_root: true,
    ..NONE
};

#[rustfmt::skip]
const PIP: PackageManager = PackageManager {
    commands: &["pip", "pip3", "pip2"],
    kind: Python,
    install: &["install", "download", "wheel"],
    remove: &["uninstall"],
    valued: &[
        "-r", "--requirement", "-c", "--constraint", "-e", "--editable", "-t", "--target", "--platform",
        "--python-version", "--implementation", "--abi", "--root", "--prefix", "--src", "--upgrade-strategy",
        "-C", "--config-settings", "--config-setting", "--global-option", "--install-option", "--build-option",
        "--no-binary", "--only-binary", "--progress-bar", "--root-user-action", "--report", "--group", "-i",
        "--index-url", "--pypi-url", "--extra-index-url", "-f", "--find-links", "-d", "--dest",
        "--destination-dir", "-w", "--wheel-dir", "--python", "--log", "--keyring-provider", "--proxy",
        "--retries", "--timeout", "--exists-action", "--trusted-host", "--cert", "--client-cert", "--cache-dir",
        "--use-feature", "--use-deprecated", "--resume-retries", "--build-constraint", "--uploaded-prior-to",
    ],
    yes: &["-y", "--yes"], // asks only before it removes
    no_cache: &["--no-cache-dir", "--no-cache"], // pip takes any beginning of a flag that no other has
    cache_at: &["--cache-dir"],
    pins: &["==", "===", "@"], // `name @ URL`
    caches: &["~/.cache/pip"],
    clean: Some("pip cache purge"),
    cleaned_by: &["rm -rf ~/.cache", "rm -rf /root/.cache", "rm -rf $HOME/.cache", "pip3 cache purge"],
    mounts: &[shared("~/.cache/pip")],
    // Tried with pip 23.2 and 26.3 in November 2026: 1, true, on, 0, false, off and no all turn the cache off, another
    // word is an error, and an empty value leaves the cache on.
    cache_off: &[Switch { variable: "PIP_NO_CACHE_DIR", off: AnyValue }],
    ..NONE
};

#[rustfmt::skip]
const CONDA: PackageManager = PackageManager {
    commands: &["conda"],
    kind: Kind::Conda,
    install: &["install", "create", "env create"],
    upgrade: &["update", "upgrade", "env update"],
    remove: &["remove", "uninstall", "env remove"],
    valued: &[
        "-n", "--name", "-p", "--prefix", "-c", "--channel", "--file", "-f", "--solver", "--repodata-fn",
        "--revision", "--platform", "--subdir", "--experimental", "-r", "--root-prefix", "--rc-file",
        "--category",
    ],
    yes: &["-y", "--yes"],
    minimal: &["--no-deps"],
    pins: &["=", "=="],
    caches: &["/opt/conda/pkgs", "~/.conda/pkgs"],
    clean: Some("conda clean -afy"),
    cleaned_by: &["conda clean", "mamba clean", "micromamba clean", "rm -rf /opt/conda/pkgs"],
    mounts: &[locked("/opt/conda/pkgs")],
    ..NONE
};

#[rustfmt::skip]
static MANAGERS: &[PackageManager] = &[
    // The operating system

    APT,
    PackageManager {
        commands: &["apt"],
        install: &["install", "build-dep", "reinstall"],
        upgrade: &["upgrade", "full-upgrade", "dist-upgrade"],
        ..APT
    },
    PackageManager {
        commands: &["aptitude"],
        upgrade: &["safe-upgrade", "full-upgrade"],
        minimal: &["--without-recommends", "-R"],
        ..APT
    },
    PackageManager {
        commands: &["apk"],
        install: &["add"],
        refresh: &["update"],
        upgrade: &["upgrade"],
        remove: &["del"],
        valued: &[
            "-X", "--repository", "-p", "--root", "-t", "--virtual", "--arch", "--cache-dir", "--cache-max-age",
            "--keys-dir", "--progress-fd", "--repositories-file", "--timeout", "--wait",
        ],
        no_cache: &["--no-cache", "--no-network"],
        cache_at: &["--cache-dir"],
        pins: &["=", "~=", "~"], // `@` chooses a tagged repository; `<` and `>` bound the version
        caches: &["/var/cache/apk", "/etc/apk/cache"], // the second if it is there
        clean: Some("rm -rf /var/cache/apk/*"),
        cleaned_by: &["apk cache clean", "apk cache purge"],
        mounts: &[locked("/var/cache/apk")], // /etc/apk/cache, if it is a link to it
        needs_root: true,
        ..NONE
    },
    DNF,
    PackageManager {
        commands: &["yum"],
        install: &[
            "install", "groupinstall", "group install", "groups install", "localinstall", "reinstall", "module install",
        ],
        upgrade: &["upgrade", "update", "update-minimal"],
        minimal: &["--setopt=tsflags=nodocs"],
        caches: &["/var/cache/yum", "/var/cache/dnf"], // yum is a link to dnf from RHEL 8 on
        clean: Some("yum clean all"),
        cleaned_by: &["yum clean"],
        mounts: &[locked("/var/cache/yum")],
        ..DNF
    },
    PackageManager {
        commands: &["microdnf"],
        caches: &["/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5"],
        clean: Some("microdnf clean all"),
        mounts: &[locked("/var/cache/yum")],
        ..DNF
    },
    PackageManager {
        commands: &["tdnf"],
        install: &["install", "reinstall"],
        upgrade: &["upgrade", "update"],
        remove: &["remove", "erase", "autoremove"],
        minimal: &[],
        caches: &["/var/cache/tdnf"],
        clean: Some("tdnf clean all"),
        cleaned_by: &["rm -rf /var/cache/tdnf"],
        mounts: &[locked("/var/cache/tdnf")],
        ..DNF
    },
    PackageManager {
        commands: &["zypper"],
        install: &["install", "in", "source-install", "si"],
        refresh: &["refresh", "ref"],
        upgrade: &["update", "up", "patch", "dist-upgrade", "dup"],
        remove: &["remove", "rm"],
        valued: &[
            "-r", "--repo", "--from", "-t", "--type", "-p", "--plus-repo", "-R", "--root", "--installroot", "-c",
            "--config", "--cache-dir", "-D", "--reposd-dir", "--download", "--plus-content", "--releasever",
        ],
        yes: &["-n", "--non-interactive", "-y", "--no-confirm"], // -n before the sub-command, -y after it
        minimal: &["--no-recommends"],
        pins: &["="],
        caches: &["/var/cache/zypp"],
        clean: Some("zypper clean --all"),
        cleaned_by: &["zypper clean", "zypper cc", "rm -rf /var/cache/zypp"],
        mounts: &[locked("/var/cache/zypp")],
        needs_root: true,
        ..NONE
    },
    PackageManager {
        commands: &["pacman"],
        install: &["-S", "-Sy", "-Syu", "-Syyu", "-U"],
        refresh: &["-Sy", "-Syy"],
        upgrade: &["-Su", "-Syu", "-Syyu"],
        remove: &["-R", "-Rs", "-Rns"],
        valued: &["-b", "--dbpath", "-r", "--root", "--cachedir", "--config", "--ignore", "--arch", "--overwrite"],
        yes: &["--noconfirm"],
        caches: &["/var/cache/pacman/pkg"],
        clean: Some("pacman -Scc --noconfirm"),
        cleaned_by: &["pacman -Scc", "pacman -Sc", "rm -rf /var/cache/pacman"],
        mounts: &[locked("/var/cache/pacman/pkg")],
        needs_root: true,
        ..NONE
    },

    // Python

    PIP,
    PackageManager {
        commands: &["uv"],
        install: &["pip install", "pip sync", "sync", "tool install", "add", "python install"],
        upgrade: &["tool upgrade"],
        remove: &["pip uninstall", "tool uninstall", "remove"],
        valued: &[
            "-r", "--requirement", "--requirements", "-c", "--constraint", "--constraints", "--override", "--overrides",
            "-b", "--build-constraint", "--build-constraints", "-e", "--editable", "-p", "--python", "-t", "--target",
            "--prefix", "-i", "--index-url", "--extra-index-url", "--index", "--default-index", "-f", "--find-links",
            "--resolution", "--prerelease", "--index-strategy", "--keyring-provider", "--link-mode", "-C",
            "--config-setting", "--config-settings", "--no-binary", "--only-binary", "--no-binary-package",
            "--no-build-package", "--no-build-isolation-package", "--python-version", "--python-platform", "-P",
            "--upgrade-package", "--reinstall-package", "--refresh-package", "--exclude-newer", "--torch-backend",
            "--extra", "--no-extra", "--group", "--no-group", "--only-group", "--package", "--no-install-package",
            "--cache-dir", "--directory", "--project", "--config-file", "--color", "--allow-insecure-host", "-w",
            "--with", "--with-requirements", "--install-dir", "--mirror",
        ],
        yes: &[],
        no_cache: &["--no-cache", "--no-cache-dir", "-n"],
        pins: &["==", "===", "@"],
        caches: &["~/.cache/uv"],
        clean: Some("uv cache clean"),
        cleaned_by: &["rm -rf ~/.cache", "rm -rf /root/.cache", "rm -rf $HOME/.cache"],
        mounts: &[shared("~/.cache/uv")],
        cache_off: &[Switch { variable: "UV_NO_CACHE", off: Truthy }],
        ..PIP
    },
    PackageManager {
        commands: &["poetry"],
        install: &["install", "sync", "add"],
        upgrade: &["update"],
        remove: &["remove"],
        valued: &[
            "--with", "--without", "--only", "-E", "--extras", "-G", "--group", "-P", "--project", "-C", "--directory",
            "--python", "--platform", "--source",
        ],
        yes: &["-n", "--no-interaction"],
        minimal: &["--only=main", "--without=dev", "--no-dev"],
        no_cache: &["--no-cache"],
        cache_at: &[],
        pins: &["==", "@"],
        caches: &["~/.cache/pypoetry"],
        clean: Some("rm -rf ~/.cache/pypoetry"),
        cleaned_by: &["poetry cache clear", "rm -rf ~/.cache", "rm -rf /root/.cache", "rm -rf $POETRY_CACHE_DIR"],
        mounts: &[shared("~/.cache/pypoetry")],
        cache_off: &[],
        ..PIP
    },
    PackageManager {
        commands: &["pipenv"],
        install: &["install", "sync"],
        upgrade: &["update", "upgrade"],
        valued: &[
            "-r", "--requirements", "-i", "--index", "-e", "--editable", "--python", "--categories",
            "--pypi-mirror", "--extra-pip-args",
        ],
        yes: &[],
        minimal: &[],
        no_cache: &[],
        cache_at: &[],
        caches: &["~/.cache/pipenv", "~/.cache/pip"],
        clean: Some("rm -rf ~/.cache"),
        cleaned_by: &["pipenv --clear", "rm -rf /root/.cache"],
        mounts: &[shared("~/.cache/pipenv")],
        cache_off: &[],
        ..PIP
    },
    PackageManager {
        commands: &["pdm"],
        install: &["install", "sync", "add"],
        upgrade: &["update"],
        remove: &["remove"],
        valued: &[
            "-G", "--group", "--with", "--without", "-p", "--project", "-L", "--lockfile", "-e", "--editable",
            "--venv",
        ],
        yes: &["-n", "--non-interactive"],
        minimal: &["--prod", "--production"],
        no_cache: &[],
        cache_at: &[],
        caches: &["~/.cache/pdm"],
        clean: Some("pdm cache clear"),
        cleaned_by: &["rm -rf ~/.cache", "rm -rf /root/.cache"],
        mounts: &[shared("~/.cache/pdm")],
        cache_off: &[],
        ..PIP
    },
    PackageManager {
        commands: &["pipx"],
        install: &["install", "inject"],
        upgrade: &["upgrade", "upgrade-all"],
        valued: &[
            "--python", "--pip-args", "-i", "--index-url", "--suffix", "--spec", "--preinstall",
        ],
        yes: &[],
        no_cache: &[],
        cache_at: &[],
        ..PIP
    },
    CONDA,
    PackageManager { commands: &["mamba"], clean: Some("mamba clean -afy"), ..CONDA },
    PackageManager { commands: &["micromamba"], clean: Some("micromamba clean --all --yes"), ..CONDA },

    // Other languages

    PackageManager {
        commands: &["npm"],
        kind: JavaScript,
        install: &["install", "i", "add", "ci", "clean-install", "install-test", "it"],
        upgrade: &["update", "up", "upgrade"],
        remove: &["uninstall", "remove", "rm", "un", "prune"],
        valued: &[
            "--prefix", "-C", "--registry", "--loglevel", "--cache", "--omit", "--include", "--only", "--tag",
            "--userconfig", "-w", "--workspace", "--fetch-retries", "--fetch-timeout", "--network-timeout",
            "--install-strategy", "--cpu", "--os", "--libc", "--before", "--min-release-age", "--allow-directory",
            "--allow-file", "--allow-git", "--allow-remote", "--allow-scripts",
        ],
        minimal: &["--omit=dev", "--only=production", "--only=prod", "--production"],
        pins: &["@"],
        cache_at: &["--cache"],
        caches: &["~/.npm"],
        clean: Some("npm cache clean --force"),
        cleaned_by: &["rm -rf ~/.npm", "rm -rf /root/.npm"],
        mounts: &[shared("~/.npm")],
        ..NONE
    },
    PackageManager {
        commands: &["yarn", "yarnpkg"],
        kind: JavaScript,
        install: &["", "install", "add", "global add", "workspaces focus"],
        upgrade: &["upgrade", "up"],
        remove: &["remove", "global remove"],
        valued: &[
            "--cwd", "--registry", "--cache-folder", "--network-timeout", "--network-concurrency", "--modules-folder",
            "--prefix", "--mutex", "--mode", "--preferred-cache-folder",
        ],
        minimal: &["--production", "--prod"],
        pins: &["@"],
        cache_at: &["--cache-folder"],
        caches: &["~/.cache/yarn", "/usr/local/share/.cache/yarn", "~/.yarn/berry/cache"], // of root; yarn 4's
        clean: Some("yarn cache clean"),
        mounts: &[shared("~/.cache/yarn"), shared("/usr/local/share/.cache/yarn")],
        ..NONE
    },
    PackageManager {
        commands: &["pnpm"],
        kind: JavaScript,
        install: &["install", "i", "add", "fetch"],
        upgrade: &["update", "up", "upgrade"],
        remove: &["remove", "rm", "uninstall", "un", "prune"],
        valued: &["-C", "--dir", "--store-dir", "-F", "--filter", "--registry", "--loglevel", "--reporter"],
        minimal: &["--prod", "-P", "--production"],
        pins: &["@"],
        caches: &["~/.local/share/pnpm/store"], // $PNPM_HOME/store, if that is set
        clean: Some("pnpm store prune"),
        mounts: &[shared("~/.local/share/pnpm/store")],
        ..NONE
    },
    PackageManager {
        commands: &["gem"],
        kind: Ruby,
        install: &["install", "i"],
        upgrade: &["update"],
        remove: &["uninstall"],
        valued: &[
            "-v", "--version", "-i", "--install-dir", "-n", "--bindir", "-s", "--source", "-P", "--trust-policy", "-p",
            "--http-proxy", "--platform", "-g", "--file", "-B", "--bulk-threshold", "--without",
            "--use-system-libraries", // of nokogiri, and meant for what is behind `--`
        ],
        minimal: &["--no-document", "-N"], // --no-rdoc and --no-ri of RubyGems 2
        pins: &[":"],
        pin_flags: &["-v", "--version"],
        caches: &["$GEM_HOME/cache"],
        clean: Some("rm -rf \"$GEM_HOME\"/cache"),
        cleaned_by: &["gem cleanup", "rm -rf /usr/local/bundle/cache"],
        ..NONE
    },
    PackageManager {
        commands: &["bundle", "bundler"],
        kind: Ruby,
        install: &["install", "", "add"],
        upgrade: &["update"],
        valued: &[
            "--gemfile", "--jobs", "-j", "--path", "--retry", "--with", "--without", "--binstubs", "--trust-policy",
        ],
        minimal: &["--without=development test"],
        caches: &["$GEM_HOME/cache"],
        clean: Some("rm -rf \"$GEM_HOME\"/cache"),
        cleaned_by: &["rm -rf /usr/local/bundle/cache"],
        ..NONE
    },
    PackageManager {
        commands: &["go"],
        kind: Go,
        install: &["install", "get", "mod download", "build", "run"],
        valued: &[
            "-o", "-C", "-p", "-tags", "-ldflags", "-gcflags", "-asmflags", "-gccgoflags", "-mod", "-modfile",
            "-overlay", "-buildmode", "-compiler", "-installsuffix", "-pkgdir", "-toolexec", "-pgo", "-covermode",
            "-coverpkg",
        ],
        pins: &["@"],
        caches: &["~/.cache/go-build", "/go/pkg/mod"], // $GOCACHE; $GOMODCACHE, else $GOPATH/pkg/mod
        clean: Some("go clean -cache -modcache"),
        cleaned_by: &["rm -rf /root/.cache/go-build", "rm -rf /go/pkg"],
        mounts: &[shared("~/.cache/go-build"), shared("/go/pkg/mod")],
        ..NONE
    },
    PackageManager {
        commands: &["cargo"],
        kind: Rust,
        install: &["install", "binstall", "fetch", "build"],
        upgrade: &["update"],
        remove: &["uninstall"],
        valued: &[
            "--version", "--vers", "--git", "--branch", "--tag", "--rev", "--path", "--root", "--index", "--registry",
            "-F", "--features", "--profile", "--target", "--target-dir", "-j", "--jobs", "--bin", "--example", "-p",
            "--package", "--manifest-path", "--config", "-Z", "--color", "--exclude",
        ],
        pins: &["@"],
        pin_flags: &["--version", "--vers", "--rev", "--tag"],
        caches: &["$CARGO_HOME/registry", "$CARGO_HOME/git"], // ~/.cargo, in images of rust /usr/local/cargo
        clean: Some("rm -rf \"$CARGO_HOME\"/registry"),
        mounts: &[shared("/usr/local/cargo/registry"), shared("/usr/local/cargo/git/db")],
        ..NONE
    },
    PackageManager {
        commands: &["composer"],
        kind: Php,
        install: &["install", "i", "require", "create-project", "global require"],
        upgrade: &["update", "u", "upgrade"],
        remove: &["remove"],
        valued: &["-d", "--working-dir", "--repository", "--stability", "-s"],
        yes: &["-n", "--no-interaction"],
        minimal: &["--no-dev"],
        no_cache: &["--no-cache"],
        pins: &[":", "="],
        caches: &["~/.composer/cache", "~/.cache/composer"],
        clean: Some("composer clear-cache"),
        cleaned_by: &["composer clearcache", "composer cc"],
        mounts: &[shared("~/.composer/cache"), shared("~/.cache/composer")],
        cache_off: &[Switch { variable: "COMPOSER_CACHE_DIR", off: CacheOff::Only("/dev/null") }],
        ..NONE
    },
    PackageManager {
        commands: &["mvn", "mvnw"],
        kind: Build,
        install: &["package", "install", "verify", "compile", "dependency:go-offline", "dependency:resolve"],
        valued: &[
            "-f", "--file", "-s", "--settings", "-pl", "--projects", "-P", "--activate-profiles", "-T", "--threads",
        ],
        yes: &["-B", "--batch-mode"],
        caches: &["~/.m2/repository"],
        clean: Some("rm -rf ~/.m2/repository"),
        cleaned_by: &["rm -rf ~/.m2", "rm -rf /root/.m2"],
        mounts: &[shared("~/.m2/repository")],
        ..NONE
    },
    PackageManager {
        commands: &["gradle", "gradlew"],
        kind: Build,
        install: &["build", "assemble", "jar", "bootJar", "installDist", "dependencies", "shadowJar"],
        valued: &[
            "-b", "--build-file", "-p", "--project-dir", "-x", "--exclude-task", "-g", "--gradle-user-home", "-I",
            "--init-script",
        ],
        caches: &["~/.gradle/caches"],
        clean: Some("rm -rf ~/.gradle"),
        cleaned_by: &["rm -rf /root/.gradle", "rm -rf /home/gradle/.gradle"],
        mounts: &[locked("~/.gradle/caches")],
        ..NONE
    },
    PackageManager {
        commands: &["dotnet"],
        kind: Build,
        install: &["restore", "build", "publish", "tool install"],
        valued: &[
            "-c", "--configuration", "-o", "--output", "-r", "--runtime", "-f", "--framework", "-a", "--arch", "-v",
            "--verbosity", "--os", "-s", "--source", "--version", "--tool-path",
        ],
        pin_flags: &["--version"],
        caches: &["~/.nuget/packages"],
        clean: Some("dotnet nuget locals all --clear"),
        cleaned_by: &["rm -rf ~/.nuget", "rm -rf /root/.nuget"],
        mounts: &[shared("~/.nuget/packages")],
        ..NONE
    },
];
