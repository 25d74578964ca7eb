//! What counts as a version, or needs none.

use crate::model::installs::Install;

/// Whether this word says which version is meant, or is not looked up by its name.
pub(super) fn is_pinned(aspect: &str, install: &Install, package: &str) -> bool {
    match aspect {
        "apk" => package.contains(['=', '~', '<', '>']) || package.ends_with(".apk"),
        "apt" => package.contains(['=', '/']) || package.ends_with(".deb"),
        "dnf" | "yum" => rpm(install, package),
        "zypper" => package.contains(['=', '<', '>', '/']) || package.ends_with(".rpm"),
        "gem" => package.contains([':', '/']) || package.ends_with(".gem"),
        "go" => go(package),
        "npm" => npm(package),
        _ => python(package),
    }
}

/// `name-1.2`, `name-1:1.2-3.x86_64`; of a module `name:stream`.
fn rpm(install: &Install, package: &str) -> bool {
    if install.subcommand.starts_with("module") {
        return package.contains(':');
    }
    let is_version = |it: char| it.is_ascii_alphanumeric() || ".~^_:+*".contains(it);
    let mut parts = package.split('-').skip(1);
    let versioned = parts.clone().all(|it| it.chars().all(is_version))
        && parts.any(|it| it.starts_with(|it: char| it.is_ascii_digit()));
    versioned || package.contains('/') || package.ends_with(".rpm")
}

/// A version, or a package of this module: `./cmd/tool`, `main.go`.
fn go(package: &str) -> bool {
    let version = package.rsplit_once('@').map(|(_, version)| version);
    package.starts_with(['.', '/'])
        || package.ends_with(".go")
        || version.is_some_and(|it| !it.is_empty() && !matches!(it, "latest" | "none" | "upgrade"))
}

/// `name@1`, `@scope/name@1`; a file or folder; a repository with a commit.
fn npm(package: &str) -> bool {
    const REPOSITORIES: [&str; 8] =
        ["git://", "git+", "github:", "gitlab:", "bitbucket:", "gist:", "git@", "ssh://"];
    if REPOSITORIES.iter().any(|it| package.starts_with(it)) {
        return package.contains('#');
    }
    let name = package.strip_prefix('@').unwrap_or(package);
    name.contains('@')
        || package.contains("://")
        || package.starts_with(['.', '/', '~'])
        || [".tar", ".tar.gz", ".tgz"].iter().any(|it| package.ends_with(it))
        || package.starts_with("file:")
}

/// A bound on the version; a file, folder or URL; a repository with a commit.
fn python(package: &str) -> bool {
    const VERSION_CONTROL: [&str; 4] = ["git+", "hg+", "svn+", "bzr+"];
    if VERSION_CONTROL.iter().any(|it| package.starts_with(it)) {
        let path = package.split_once("://").map_or(package, |(_, path)| path);
        let path = path.split('#').next().unwrap_or_default();
        return path.split_once('/').is_some_and(|(_, path)| path.contains('@'));
    }
    let name = package.split('[').next().unwrap_or_default();
    package.contains(['=', '<', '>', '~', '!', '@', '/', '\\', '*'])
        || name.starts_with('.')
        || name.is_empty()
        || [".whl", ".gz", ".zip", ".bz2"].iter().any(|it| package.ends_with(it))
}
