//! What fetches files from the network, from which addresses, and what an address gives away.

/// A program that fetches what its arguments name.
#[derive(Debug)]
pub struct Downloader {
    /// Its name.
    pub name: &'static str,
    /// Its flags whose value is the next word.
    pub valued: &'static [&'static str],
    /// Those of them that name the file to write.
    pub output: &'static [&'static str],
    /// Whether it writes a file if it is not told which.
    pub writes_file: bool,
}

/// The program of this name, which has no folder.
pub fn downloader(name: &str) -> Option<&'static Downloader> {
    DOWNLOADERS.iter().find(|it| it.name == name)
}

// Read: `curl --help all` of 8.14, `wget --help` of 1.25, `aria2c --help` of 1.37, as far as builds use them.
#[rustfmt::skip]
static DOWNLOADERS: &[Downloader] = &[
    Downloader {
        name: "curl",
        valued: &[
            "-o", "--output", "-H", "--header", "-d", "--data", "--data-raw", "--data-binary", "--data-urlencode", "-u", "--user",
            "-x", "--proxy", "-A", "--user-agent", "-e", "--referer", "-b", "--cookie", "-c", "--cookie-jar", "-m", "--max-time",
            "--connect-timeout", "--retry", "--retry-delay", "--retry-max-time", "-w", "--write-out", "-X", "--request", "-F",
            "--form", "-T", "--upload-file", "-E", "--cert", "--key", "--cacert", "--capath", "-K", "--config", "--resolve", "-C",
            "--continue-at", "--ciphers", "-D", "--dump-header", "-r", "--range", "-z", "--time-cond", "-y", "-Y", "--limit-rate",
            "--output-dir", "--proto", "--proto-redir", "--url", "--tls-max", "--netrc-file", "--oauth2-bearer", "--max-redirs",
            "--interface", "-U", "--proxy-user", "--connect-to", "--noproxy", "--stderr", "--create-file-mode", "--speed-limit",
            "--speed-time", "--keepalive-time", "--tls13-ciphers",
        ],
        output: &["-o", "--output"],
        writes_file: false,
    },
    Downloader {
        name: "wget",
        valued: &[
            "-O", "--output-document", "-P", "--directory-prefix", "-t", "--tries", "-T", "--timeout", "-U", "--user-agent",
            "-e", "--execute", "-i", "--input-file", "-w", "--wait", "-A", "-R", "-D", "-I", "-X", "-l", "--header", "--user",
            "--password", "--ca-certificate", "-o", "--output-file", "-a", "--append-output", "--http-user", "--http-password",
            "--referer", "--post-data", "--load-cookies", "--waitretry", "--retry-on-http-error", "-Q", "--limit-rate",
        ],
        output: &["-O", "--output-document"],
        writes_file: true,
    },
    Downloader {
        name: "aria2c",
        valued: &["-o", "--out", "-d", "--dir", "-x", "-s", "-j", "-k", "--header"],
        output: &["-o", "--out"],
        writes_file: true,
    },
    Downloader { name: "axel", valued: &["-o", "--output", "-n", "-H"], output: &["-o", "--output"], writes_file: true },
];

/// `https://user:password@host:port/path?query`, taken apart as far as variables in it allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Url<'t> {
    /// `https`, in whatever case it is written.
    pub scheme: &'t str,
    /// What stands before the `@`.
    pub user_info: Option<&'t str>,
    /// Without its port.
    pub host: &'t str,
    /// From the slash behind the host on, with query and fragment.
    pub path: &'t str,
    /// All of it.
    pub text: &'t str,
}

/// The addresses in a text, in order.
pub fn urls(text: &str) -> impl Iterator<Item = Url<'_>> {
    text.match_indices("://").filter_map(move |(at, _)| {
        let before = &text[..at];
        let is_scheme = |it: char| it.is_ascii_alphanumeric() || matches!(it, '+' | '.' | '-');
        let start = before
            .rfind(|it| !is_scheme(it))
            .map_or(0, |it| it + before[it..].chars().next().map_or(1, char::len_utf8));
        let scheme = &before[start..];
        if !scheme.starts_with(|it: char| it.is_ascii_alphabetic()) {
            return None;
        }
        let rest = &text[at + 3..];
        let end = rest.find(|it: char| {
            it.is_whitespace() || matches!(it, '"' | '\'' | '<' | '>' | '|' | '`' | '\\' | ',')
        });
        let rest = &rest[..end.unwrap_or(rest.len())];
        let (authority, path) = rest.split_at(end_of_authority(rest));
        let (user_info, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        let is_port = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
        let host = host.rsplit_once(':').filter(|it| is_port(it.1)).map_or(host, |it| it.0);
        Some(Url { scheme, user_info, host, path, text: &text[start..at + 3 + rest.len()] })
    })
}

/// Where the path begins: at the first slash, question mark or hash that stands in no `${…}`.
fn end_of_authority(text: &str) -> usize {
    let mut depth = 0_u32;
    for (at, it) in text.char_indices() {
        match it {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '/' | '?' | '#' if depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}

impl Url<'_> {
    /// Whether the host is this machine, or one of a network that is not the internet; also if a variable says which it is.
    pub fn is_private(&self) -> bool {
        const ENDS: [&str; 9] =
            [".local", ".localhost", ".internal", ".lan", ".corp", ".intranet", ".home", ".svc", ".test"];
        let host = self.host.to_ascii_lowercase();
        let numbers: Vec<u8> = host.split('.').map_while(|it| it.parse().ok()).collect();
        let is_private_number = match numbers.as_slice() {
            [127 | 10, _, _, _] | [192, 168, _, _] | [169, 254, _, _] | [0, 0, 0, 0] => true,
            [172, second, _, _] => (16..32).contains(second),
            _ => false,
        };
        is_private_number
            || !host.contains('.')
            || host.contains('$')
            || host.starts_with('[')
            || ENDS.iter().any(|it| host.ends_with(it))
            || host.contains(".svc.")
    }

    /// The path without query and fragment.
    pub fn plain_path(&self) -> &str {
        self.path.split(['?', '#']).next().unwrap_or_default()
    }

    /// Whether its path has a commit or the sum of the file in it, or a variable that is named so.
    pub fn names_content(&self) -> bool {
        const SHORTEST: usize = "8f14e45fceea167a5a36dedd4bea2543f1d3e2b7".len();
        let path = self.plain_path();
        let is_hash = |it: &str| it.len() >= SHORTEST && it.bytes().all(|it| it.is_ascii_hexdigit());
        let is_part = |it: char| !it.is_ascii_alphanumeric();
        let variables = path.split('$').skip(1).map(|it| it.split(['}', '/']).next().unwrap_or_default());
        path.split(is_part).any(is_hash)
            || variables.into_iter().any(|it| it.to_ascii_uppercase().contains("COMMIT"))
    }

    /// Why it leads somewhere else tomorrow: the word in it that says so.
    pub fn moves(&self) -> Option<&str> {
        let path = self.plain_path();
        let mut words = path.split('/').filter(|it| !it.is_empty());
        let newest = words.clone().find(|it| {
            let lower = it.to_ascii_lowercase();
            let ends = ["latest.", "-latest.", "_latest.", "-latest-", "-latest"];
            let has = |end: &&str| lower.starts_with(*end) || lower.contains(*end) && !lower.contains('$');
            lower == "latest" || !has_build_number(it) && ends.iter().any(has)
        });
        if newest.is_some() {
            return newest;
        }
        let host = self.host.to_ascii_lowercase();
        let of_git = [
            "github.com",
            "raw.githubusercontent.com",
            "raw.github.com",
            "gitlab.com",
            "bitbucket.org",
            "codeberg.org",
            "codeload.github.com",
        ];
        if !of_git.contains(&&*host) && !path.contains("/-/raw/") && !path.contains("/-/archive/") {
            return None;
        }
        // What has a version in its name stays as it is, in a branch, too.
        let file = path.rsplit('/').next().filter(|it| has_version(it));
        words.find(|it| {
            let stem = it.split_once(".tar").or(it.split_once(".zip")).map_or(*it, |it| it.0);
            is_branch(stem) && file.is_none()
        })
    }
}

/// Whether a long number is in a name: `commandlinetools-linux-13114758_latest.zip` was the latest once.
fn has_build_number(name: &str) -> bool {
    name.split(|it: char| !it.is_ascii_digit()).any(|it| it.len() >= "131147".len())
}

/// Whether two numbers with a dot between them are in a name: `nasm-2.15.tar.gz`.
fn has_version(name: &str) -> bool {
    let is_digit = |it: &u8| it.is_ascii_digit();
    name.as_bytes().windows(3).any(|it| it[1] == b'.' && is_digit(&it[0]) && is_digit(&it[2]))
}

/// Whether a name in a repository is that of a branch, which moves, as far as that can be told.
pub fn is_branch(name: &str) -> bool {
    const BRANCHES: [&str; 10] =
        ["main", "master", "develop", "devel", "dev", "trunk", "HEAD", "nightly", "latest", "default"];
    let name = name.strip_prefix("refs/heads/").unwrap_or(name);
    BRANCHES.contains(&name)
}

/// A script at a fixed address that installs something, and which is another one after the next release.
#[derive(Debug)]
pub struct Installer {
    /// How its address begins, without the scheme.
    pub at: &'static str,
    /// What it installs.
    pub what: &'static str,
    /// How the same is had with a version, as the rest of a sentence that begins with "instead,".
    pub instead: &'static str,
}

/// The installer at this address.
pub fn installer(url: &str) -> Option<&'static Installer> {
    let address = url.split_once("://").map_or(url, |it| it.1);
    INSTALLERS.iter().find(|it| address.starts_with(it.at))
}

const fn installer_of(at: &'static str, what: &'static str, instead: &'static str) -> Installer {
    Installer { at, what, instead }
}

// Source: the installation pages of the projects, read in November 2026 as far as they are at hand; else general knowledge.
#[rustfmt::skip]
static INSTALLERS: &[Installer] = &[
    installer_of("astral.sh/uv/install.sh", "uv", "copy it from `ghcr.io/astral-sh/uv` with a version"),
    installer_of("astral.sh/ruff/install.sh", "ruff", "copy it from `ghcr.io/astral-sh/ruff` with a version"),
    installer_of("install.python-poetry.org", "Poetry", "install `poetry` with pip and a version"),
    installer_of("raw.githubusercontent.com/python-poetry/poetry/master/get-poetry.py", "Poetry", "install `poetry` with pip and a version"),
    installer_of("raw.githubusercontent.com/sdispater/poetry/master/get-poetry.py", "Poetry", "install `poetry` with pip and a version"),
    installer_of("sh.rustup.rs", "rustup", "begin with the image `rust`, or fetch `rustup-init` of a version and check its sum"),
    installer_of("static.rust-lang.org/rustup.sh", "rustup", "begin with the image `rust`"),
    installer_of("deb.nodesource.com/setup", "the packages of NodeSource", "copy Node from the image `node`"),
    installer_of("rpm.nodesource.com/setup", "the packages of NodeSource", "copy Node from the image `node`"),
    installer_of("bootstrap.pypa.io/get-pip.py", "pip", "use an image of Python, which has pip"),
    installer_of("bootstrap.pypa.io/pip/", "pip", "use an image of Python, which has pip"),
    installer_of("get.docker.com", "Docker", "copy the client from the image `docker`"),
    installer_of("get.pnpm.io/install.sh", "pnpm", "install `pnpm` with npm and a version"),
    installer_of("bun.sh/install", "Bun", "copy it from the image `oven/bun`"),
    installer_of("bun.com/install", "Bun", "copy it from the image `oven/bun`"),
    installer_of("deno.land/install.sh", "Deno", "copy it from the image `denoland/deno`"),
    installer_of("deno.land/x/install/install.sh", "Deno", "copy it from the image `denoland/deno`"),
    installer_of("get.volta.sh", "Volta", "begin with the image `node`"),
    installer_of("getcomposer.org/installer", "Composer", "copy it from the image `composer`"),
    installer_of("get.sdkman.io", "SDKMAN", "begin with an image that has the JDK"),
    installer_of("get.helm.sh", "Helm", "fetch the archive of a version and check its sum"),
    installer_of("raw.githubusercontent.com/helm/helm/", "Helm", "fetch the archive of a version and check its sum"),
    installer_of("dot.net/v1/dotnet-install.sh", ".NET", "begin with the images of .NET"),
    installer_of("aka.ms/InstallAzureCLIDeb", "the Azure CLI", "add the repository of Microsoft and install a version"),
    installer_of("cli.run.nu", "Nushell", "copy it from its image"),
    installer_of("install.meteor.com", "Meteor", "name a release: `install.meteor.com/?release=…`"),
    installer_of("ollama.com/install.sh", "Ollama", "begin with the image `ollama/ollama`"),
    installer_of("mise.run", "mise", "set `MISE_VERSION`"),
    installer_of("get.nexte.st", "cargo-nextest", "fetch the archive of a version and check its sum"),
    installer_of("cpanmin.us", "cpanminus", "install the package `cpanminus`"),
    installer_of("get.rvm.io", "RVM", "begin with the image `ruby`"),
    installer_of("pixi.sh/install.sh", "pixi", "copy it from `ghcr.io/prefix-dev/pixi`"),
    installer_of("pdm-project.org/install-pdm.py", "PDM", "install `pdm` with pip and a version"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        let cases = [
            ("https://a.org/x?y", Some(("https", None, "a.org", "/x?y"))),
            ("a=git+https://$T@a.org:8080/x.git", Some(("git+https", Some("$T"), "a.org", "/x.git"))),
            ("--i=http://u:p@[::1]:80/", Some(("http", Some("u:p"), "[::1]", "/"))),
            ("https://${A:-u/v}@a.org#b", Some(("https", Some("${A:-u/v}"), "a.org", "#b"))),
            ("'ssh://git@a.org'", Some(("ssh", Some("git"), "a.org", ""))),
            ("a://", Some(("a", None, "", ""))),
            ("ü://a", None),
            ("://a", None),
        ];
        for (text, expected) in cases {
            let found = urls(text).next().map(|it| (it.scheme, it.user_info, it.host, it.path));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn addresses_that_move_are_known() {
        let moves = |text: &'static str| urls(text).next().and_then(|it| it.moves().map(str::to_owned));
        for (url, expected) in [
            ("https://github.com/a/b/releases/latest/download/c", Some("latest")),
            ("https://github.com/a/b/archive/master.tar.gz", Some("master.tar.gz")),
            ("https://raw.githubusercontent.com/a/b/main/c.sh", Some("main")),
            ("https://a.org/conda-latest-Linux.sh", Some("conda-latest-Linux.sh")),
            ("https://a.org/pool/main/c.deb", None),
            ("https://github.com/a/b/archive/v1.2.tar.gz", None),
        ] {
            assert_eq!(moves(url).as_deref(), expected, "{url}");
        }
    }

    #[test]
    fn private_hosts_are_known() {
        for (url, expected) in [
            ("http://localhost:80/", true),
            ("http://172.20.0.1/", true),
            ("http://172.32.0.1/", false),
            ("http://a.b.svc.cluster.local/", true),
            ("http://$HOST/", true),
            ("http://deb.debian.org/", false),
        ] {
            assert_eq!(urls(url).next().map(|it| it.is_private()), Some(expected), "{url}");
        }
    }
}
