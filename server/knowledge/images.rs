//! What is known of common base images: their family, users, shell, Python, tools, and the smaller image beside them.
//!
//! The base image is not seen while a Dockerfile is read. What is not in these tables is unknown, which is not the same
//! as absent: a field that nobody vouches for is `None`.

mod suites;
mod table;

use std::sync::LazyLock;

pub use suites::{Suite, codename, codename_of};

use super::glob::{Rows, matches};
use suites::suite;
use table::{ANY, IMAGES, OFFICIAL, WINDOWS, WINDOWS_TAG};

/// What is known of the image `repository:tag`; `None` if it is not one of ours.
///
/// `repository` is written as in a FROM line, with its registry and without tag and digest: `docker.io/library/python`
/// is `python`. No tag means `latest`. A tag may contain variables: `${VERSION}-alpine` is known to be an Alpine image,
/// of `3.12-${VARIANT}` is known what all variants have in common.
pub fn image(repository: &str, tag: Option<&str>) -> Option<Image> {
    let repository = normalised(repository);
    let tag = tag.unwrap_or("latest");
    if WINDOWS_TAG.iter().any(|pattern| matches(pattern, tag)) {
        return Some(WINDOWS);
    }
    static ROWS: LazyLock<Rows> =
        LazyLock::new(|| Rows::new(IMAGES.iter().enumerate().map(|(number, row)| (number, row.0))));
    let (_, variants) = &IMAGES[ROWS.first(repository)?];
    let (tags, image) =
        variants.iter().find(|variant| variant.0.iter().any(|pattern| matches(pattern, tag)))?;
    let image = match tag.contains('$') && *tags == ANY {
        true => variants.iter().map(|variant| variant.1).reduce(|left, right| left.and(&right))?,
        false => *image,
    };
    Some(Image { suite: suite(repository, tag), python: image.python.of(repository, tag), ..image })
}

/// What is known of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Image {
    /// The distribution that it is made of.
    pub family: Option<Family>,
    /// The C library that its programs are linked with.
    pub libc: Option<Libc>,
    /// The release of Debian or Ubuntu that it is made of.
    pub suite: Option<Suite>,
    /// The user that instructions run as until the first USER.
    pub user: Option<User>,
    /// The users besides root that exist in it, the most useful first. Others may exist.
    pub users: &'static [User],
    /// How the image's own entrypoint gives up root, if it does: then `USER root` is normal.
    pub drops_root: Option<DropsRoot>,
    /// What `/bin/sh` is.
    pub sh: Option<Sh>,
    /// Whether there is a `bash`.
    pub bash: Option<bool>,
    /// The commands that install packages of the distribution; empty if there is none or none is known.
    pub managers: &'static [&'static str],
    /// The Python that programs are meant to run on.
    pub python: Python,
    /// Commands that people expect in it and that it does not have. Others may be missing too.
    pub lacks: &'static [&'static str],
    /// Whether a C compiler is inside.
    pub toolchain: Option<bool>,
    /// Whether it is made to build programs of its language (a JDK, an SDK), and a smaller one exists to run them.
    pub sdk: bool,
    /// How the tag of the variant without build tools is made from the tag of this one.
    pub slim: Slim,
    /// Names of the environment variables that it sets, in some of its versions at least.
    pub env: &'static [&'static str],
    /// The folder that it starts in, where that is not `/`.
    pub workdir: Option<&'static str>,
}

impl Image {
    /// The tag of the variant without build tools: `3.12-slim-bookworm` for `3.12-bookworm` of python.
    ///
    /// `None` if there is no such variant, if `tag` is one already, or if `tag` is not understood.
    pub fn slim_tag(&self, tag: Option<&str>) -> Option<String> {
        let tag = tag.unwrap_or("latest");
        let (version, suite) = match tag.rsplit_once('-') {
            Some((version, last)) if codename(last).is_some() => (version, Some(last)),
            None if codename(tag).is_some() => ("", Some(tag)),
            _ => (tag, None),
        };
        let version = if version == "latest" { "" } else { version };
        if !version.split('-').all(|word| word.is_empty() || names_version(word)) {
            return None;
        }
        let words = match self.slim {
            Slim::No => return None,
            Slim::BeforeSuite => [version, "slim", suite.unwrap_or_default()],
            Slim::Last => [version, suite.unwrap_or_default(), "slim"],
            Slim::LastOfNamed if version.is_empty() && suite.is_none() => return None,
            Slim::LastOfNamed => [version, suite.unwrap_or_default(), "slim"],
        };
        Some(words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-"))
    }

    /// What is true of this image and of `other`.
    fn and(self, other: &Image) -> Image {
        fn same<T: PartialEq>(left: Option<T>, right: &Option<T>) -> Option<T> {
            left.filter(|left| right.as_ref() == Some(left))
        }
        Image {
            family: same(self.family, &other.family),
            libc: same(self.libc, &other.libc),
            suite: same(self.suite, &other.suite),
            user: same(self.user, &other.user),
            users: &self.users
                [..self.users.iter().zip(other.users).take_while(|(left, right)| left == right).count()],
            drops_root: same(self.drops_root, &other.drops_root),
            sh: same(self.sh, &other.sh),
            bash: same(self.bash, &other.bash),
            managers: if self.managers == other.managers { self.managers } else { &[] },
            python: if self.python == other.python { self.python } else { Python::Unknown },
            lacks: if self.lacks == other.lacks { self.lacks } else { &[] },
            toolchain: same(self.toolchain, &other.toolchain),
            sdk: self.sdk && other.sdk,
            slim: Slim::No,
            env: if self.env == other.env { self.env } else { &[] },
            workdir: same(self.workdir, &other.workdir),
        }
    }

    /// The user that the image offers to run applications as, if there is one.
    pub fn application_user(&self) -> Option<User> {
        self.users.iter().copied().find(|user| user.purpose == Purpose::Application)
    }
}

/// What a distribution is a kind of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Family {
    Debian,
    Ubuntu,
    Alpine,
    /// Red Hat Enterprise Linux and its kin: UBI, Fedora, CentOS, Rocky, Alma, Oracle, Amazon Linux.
    RedHat,
    Suse,
    Arch,
    /// Azure Linux and its forerunner, CBL-Mariner.
    AzureLinux,
    /// Chainguard's images and Wolfi, which they are made of.
    Wolfi,
    Busybox,
    /// A root file system without shell and package manager.
    Distroless,
    /// Nothing but the program itself.
    Scratch,
    Windows,
}

/// A C library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Libc {
    Glibc,
    Musl,
}

/// A user of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct User {
    /// Its name; empty if it has only a number.
    pub name: &'static str,
    /// Its number, where known.
    pub uid: Option<u32>,
    /// What it is there for.
    pub purpose: Purpose,
}

/// What a user is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To run what is added to the image.
    Application,
    /// To run what the image contains.
    Service,
    /// It comes with the distribution.
    System,
}

/// How an image that starts as root gives it up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DropsRoot {
    /// The entrypoint prepares files as root and then becomes another user (gosu, su-exec, setpriv).
    Entrypoint,
    /// One process stays root to open ports and logs; those that serve requests are another user.
    Workers,
}

/// What `/bin/sh` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sh {
    /// Debian's small shell: no `pipefail` before version 0.5.13.
    Dash,
    /// Busybox's shell: has `pipefail`.
    Ash,
    /// bash under another name.
    Bash,
    /// There is none: `RUN command` and `CMD command` cannot work.
    Absent,
    /// There is no `/bin/sh`, but `cmd` of Windows.
    Cmd,
}

/// The Python of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Python {
    /// Not known.
    Unknown,
    /// There is none.
    Absent,
    /// There is one.
    At {
        /// The path of the interpreter.
        path: &'static str,
        /// Whether pip belongs to it.
        pip: bool,
        /// Its major and minor version, where the tag or the image tells.
        version: Option<(u16, u16)>,
    },
}

impl Python {
    /// The same, with the version that the tag tells: `3.12-slim` of python, `python3.12-bookworm` of others.
    fn of(self, repository: &str, tag: &str) -> Python {
        let Python::At { path, pip, version: None } = self else { return self };
        let named = tag.split('-').find_map(|word| numbers(word.strip_prefix("python")?));
        let own = || matches!(repository, "python" | "pypy").then(|| numbers(tag)).flatten();
        let version = match named.or_else(own) {
            Some((major, Some(minor))) => Some((major, minor)),
            // There was no other after it.
            Some((2, None)) => Some((2, 7)),
            _ => None,
        };
        Python::At { path, pip, version }
    }
}

/// How the tag of a variant without build tools is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slim {
    /// There is none.
    No,
    /// `slim` stands before the suite: `3.12-slim-bookworm`.
    BeforeSuite,
    /// `slim` stands last: `20-bookworm-slim`.
    Last,
    /// `slim` stands last, but there is no tag `slim` alone: `bookworm-slim`.
    LastOfNamed,
}

/// The first numbers of a version: `(3, Some(12))` of `3.12.1-slim`, `(20, None)` of `20`.
pub fn numbers(version: &str) -> Option<(u16, Option<u16>)> {
    let mut parts = version.split('-').next()?.split('.');
    let major = parts.next()?.parse().ok()?;
    Some((major, parts.next().and_then(|minor| minor.parse().ok())))
}

/// The name by which the tables know a repository: without the addresses that all mean Docker's official images.
pub fn normalised(repository: &str) -> &str {
    let mut name = repository;
    for prefix in OFFICIAL {
        name = name.strip_prefix(prefix).unwrap_or(name);
    }
    name
}

/// Whether a repository is one of Docker's official images, of which all variables are in the tables.
pub fn is_official(repository: &str) -> bool {
    !normalised(repository).contains('/')
}

/// Whether a word of a tag is a version, or a name that stands for one.
fn names_version(word: &str) -> bool {
    let number =
        word.strip_prefix("python").unwrap_or(word).starts_with(|first: char| first.is_ascii_digit());
    number
        || matches!(word, "rc" | "lts" | "current" | "stable" | "testing" | "unstable" | "sid" | "oldstable")
}
