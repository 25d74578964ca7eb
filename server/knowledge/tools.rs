//! Commands, and the packages that bring them.

/// Beginnings of the names of packages that bring a command besides those that are named like it, or that depend on such a one.
pub fn bringers(command: &str) -> &'static [&'static str] {
    BRINGERS.iter().find(|it| it.0 == command).map_or(&[], |it| it.1)
}

/// Whether busybox has the command in the builds that Alpine ships.
pub fn is_of_busybox(command: &str) -> bool {
    BUSYBOX.contains(&command)
}

// Source: `apt-cache rdepends` of Debian 12 with recommended packages, read 2026-11-21, as far as the packages are installed in
// images; `@` begins a group of dnf. Of other distributions: general knowledge.
#[rustfmt::skip]
const BRINGERS: &[(&str, &[&str])] = &[
    ("curl", &[
        "cabal-install", "clamav", "cpanminus", "debmake", "devscripts", "djvulibre-bin", "gettext", "git-annex", "google-perftools",
        "libguestfs", "mariadb-plugin-connect", "mutt-wizard", "netdata", "nix", "opam", "perlbrew", "ruby-build", "spamassassin",
        "vagrant", "youtube-dl", "yt-dlp", "@",
    ]),
    ("wget", &[
        "cabal-install", "cpanminus", "debootstrap", "devscripts", "dillo", "gettext", "hplip", "luarocks", "lxc", "opam", "perlbrew",
        "youtube-dl", "yt-dlp", "@",
    ]),
    ("git", &["devscripts", "git", "golang", "npm", "@"]),
    ("make", &["build-base", "build-essential", "alpine-sdk", "autom", "base-devel", "devscripts", "dkms", "gcc", "libtool", "npm", "@"]),
    ("gcc", &[
        "build-base", "build-essential", "alpine-sdk", "base-devel", "cargo", "clang", "dkms", "g++", "gfortran", "ghc", "golang",
        "libtool", "npm", "rustc", "@",
    ]),
    ("bash", &["abuild", "alpine-sdk", "bash", "bats", "certbot", "duply", "gradle", "openrc", "postgresql", "testssl", "texlive", "@"]),
];

// Source: `busybox --list` of Alpine 3.22.
const BUSYBOX: &[&str] = &["ash", "nc", "sh", "wget"];
