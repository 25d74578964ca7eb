//! How long base images live: until when releases are supported, which tags are no longer rebuilt, which images have
//! been given up, and which tags are another version on another day.
//!
//! A version that is newer than the tables is unknown, not dead.

mod deprecated;
mod official;
mod releases;

use std::{collections::HashMap, sync::LazyLock};

pub use super::date::Date;
pub use deprecated::{Deprecated, deprecated};

use super::glob::{Rows, matches};
use super::images::{codename, codename_of, normalised};
use official::OFFICIALS;
use releases::PRODUCTS;

/// Something that comes in releases, each of which is supported for a while.
#[derive(Debug)]
pub struct Product {
    /// Its name in sentences.
    pub name: &'static str,
    /// What it is for.
    pub kind: Kind,
    /// The images whose tags begin with its version; `*` at the end stands for any text.
    pub repositories: &'static [&'static str],
    /// Its releases, the newest first.
    pub releases: &'static [Release],
}

/// What a product is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A distribution.
    System,
    /// A language with what runs its programs.
    Language,
    /// A server.
    Service,
}

/// A release of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Release {
    /// Its version, with as many numbers as tell releases apart: `12`, `3.12`.
    pub version: &'static str,
    /// The last day on which everybody gets security fixes from those who make it; `None` if it is not announced.
    pub until: Option<Date>,
    /// The last day on which others provide them for free.
    pub extended: Option<Date>,
    /// Its newest version on the day of the tables; empty if not known.
    pub newest: &'static str,
    /// Whether it is made to last, where others of the same product are not.
    pub long: bool,
}

impl Release {
    /// The last day on which there are fixes for free from anybody.
    pub fn end(&self) -> Option<Date> {
        self.until.max(self.extended)
    }
}

/// A release that a tag names.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// Of what.
    pub product: &'static Product,
    /// Which one.
    pub release: &'static Release,
    /// The part of the tag, or of the name of the image, that says so: `3.12.1`, `bookworm`, `alpine3.20`.
    pub text: &'a str,
}

impl Named<'_> {
    /// The day on which fixes for free ended, if that was before today.
    pub fn ended(&self, today: Date) -> Option<Date> {
        self.release.end().filter(|end| *end < today)
    }

    /// As one says it: `Debian 12 (bookworm)`.
    pub fn title(&self) -> String {
        let (name, version) = (self.product.name, self.release.version);
        match codename(self.text) {
            Some(_) => format!("{name} {version} ({})", self.text),
            None => format!("{name} {version}"),
        }
    }
}

/// The releases that `repository:tag` is made of, as far as its name tells: what it is for, and the distribution below.
pub fn releases<'a>(repository: &'a str, tag: &'a str) -> Vec<Named<'a>> {
    let own = own(repository, tag);
    let system =
        || own.is_none_or(|it| it.product.kind != Kind::System).then(|| system(repository, tag)).flatten();
    own.into_iter().chain(system()).collect()
}

/// The product whose versions the tags of an image are.
pub fn product(repository: &str) -> Option<&'static Product> {
    static ROWS: LazyLock<Rows> = LazyLock::new(|| {
        Rows::new(PRODUCTS.iter().enumerate().map(|(number, product)| (number, product.repositories)))
    });
    Some(&PRODUCTS[ROWS.first(normalised(repository))?])
}

/// The release that the first word of the tag names.
fn own<'a>(repository: &'a str, tag: &'a str) -> Option<Named<'a>> {
    let product = product(repository)?;
    if repository.ends_with("/centos") && tag.starts_with("stream") {
        let text = tag.split('-').next()?;
        return named("CentOS Stream", text, text.strip_prefix("stream")?);
    }
    let text = version(tag);
    let release = find(product, text).or_else(|| last_of(product, repository, text))?;
    Some(Named { product, release, text })
}

/// The last release of a line that has been given up: 2.7 for `2` of python.
fn last_of(product: &'static Product, repository: &str, line: &str) -> Option<&'static Release> {
    let is_given_up = !line.is_empty() && !official(repository)?.versions.contains(&line);
    product.releases.iter().find(|it| is_given_up && is_within(it.version, line))
}

/// The distribution that a word of the tag names, or the repository does.
fn system<'a>(repository: &'a str, tag: &'a str) -> Option<Named<'a>> {
    if let Some(standard) = repository.strip_prefix("quay.io/pypa/manylinux") {
        let version = MANYLINUX.iter().find(|it| standard.starts_with(it.0))?.1;
        return named("CentOS", &repository["quay.io/pypa/".len()..], version);
    }
    let of_repository = || repository.rsplit('/').take(2).flat_map(|it| it.split('-'));
    let words = || tag.split('-').chain(of_repository());
    let by_codename = words().find_map(|word| {
        let (distribution, version) = codename(word)?;
        let name = if distribution == "debian" { "Debian" } else { "Ubuntu" };
        named(name, word, version)
    });
    let by_word = || {
        words()
            .find_map(|word| DISTRIBUTIONS.iter().find_map(|it| named(it.1, word, word.strip_prefix(it.0)?)))
    };
    // alpine-3.21
    let by_pair =
        || named("Alpine", tag.split_once("alpine-")?.1.split('-').next()?, tag.split_once("alpine-")?.1);
    by_codename.or_else(by_word).or_else(by_pair)
}

fn named<'a>(product: &str, text: &'a str, version: &str) -> Option<Named<'a>> {
    let product = PRODUCTS.iter().find(|it| it.name == product)?;
    let release = find(product, self::version(version))?;
    Some(Named { product, release, text })
}

/// The release of a product with this name, such as `Python`, that a version belongs to.
pub fn release_of(product: &str, version: &str) -> Option<&'static Release> {
    find(PRODUCTS.iter().find(|it| it.name == product)?, version)
}

/// The release that a version belongs to: `3.12` for `3.12.1`.
fn find(product: &'static Product, version: &str) -> Option<&'static Release> {
    product.releases.iter().find(|it| is_within(version, it.version))
}

/// Whether a version is another or belongs to it: `3.12.1` and `3.12` to `3.12`.
fn is_within(version: &str, of: &str) -> bool {
    version.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The version that a tag begins with: `17.0.5` of `17.0.5_8-jre`, `3.18.4` of `v3.18.4`; empty if it does not.
pub fn version(tag: &str) -> &str {
    let word = tag.split(['-', '_', '+']).next().unwrap_or_default();
    let end = word.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(word.len());
    let number = word[..end].trim_end_matches('.');
    match &word[number.len()..] {
        "" => number,
        rest if rest.starts_with('u') => number, // 8u312 of Java
        _ => "",                                 // 3.15rc1, 8.0alpha
    }
}

/// The numbers of a version.
fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map_while(|it| it.parse().ok()).collect()
}

// Source: the Dockerfiles of pypa/manylinux; general knowledge.
const MANYLINUX: &[(&str, &str)] = &[("1_", "5"), ("2010_", "6"), ("2014_", "7")];

/// Beginnings of words of tags that name a distribution, before its version.
const DISTRIBUTIONS: &[(&str, &str)] = &[
    ("alpine", "Alpine"),
    ("ubuntu", "Ubuntu"),
    ("debian", "Debian"),
    ("ubi", "Red Hat Enterprise Linux"),
    ("rhel", "Red Hat Enterprise Linux"),
    ("al", "Amazon Linux"),
    ("amazonlinux", "Amazon Linux"),
    ("centos", "CentOS"),
    ("oraclelinux", "Oracle Linux"),
    ("rockylinux", "Rocky Linux"),
    ("fedora", "Fedora"),
];

// ── Tags that are not rebuilt ───────────────────────────────────────────────────────────────────────────────────────

/// One of Docker's official images, and what of it is rebuilt when its base gets fixes.
#[derive(Debug)]
pub struct Official {
    /// Its name.
    pub repository: &'static str,
    /// The versions, with and without their last number.
    pub versions: &'static [&'static str],
    /// The releases of distributions, Debian's and Ubuntu's first, the newest first.
    pub suites: &'static [&'static str],
    /// Those that were given up, with the day.
    dropped: &'static [(&'static str, u32)],
}

/// Why a tag is not rebuilt any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frozen<'a> {
    /// The image is not built on this release any more.
    Suite {
        /// The word of the tag: `bullseye`, `alpine3.20`.
        suite: &'a str,
        /// Since when.
        since: Date,
    },
    /// The version is not built any more.
    Version(&'a str),
    /// There is a newer one of the same release.
    Patch {
        /// What the tag says.
        version: &'a str,
        /// What was the newest when the tables were made.
        newest: &'static str,
    },
}

/// One of Docker's official images, if its tags are known.
pub fn official(repository: &str) -> Option<&'static Official> {
    static ROWS: LazyLock<HashMap<&str, &Official>> =
        LazyLock::new(|| OFFICIALS.iter().map(|it| (it.repository, it)).collect());
    ROWS.get(normalised(repository)).copied()
}

/// Why `repository:tag` gets no fixes although it can be pulled; `None` if it does, or if that is not known.
pub fn frozen<'a>(repository: &str, tag: &'a str) -> Option<Frozen<'a>> {
    let version = version(tag);
    let release = product(repository).and_then(|it| find(it, version));
    if let Some(official) = official(repository) {
        let dropped = |word: &'a str| {
            let row = official.dropped.iter().find(|it| it.0 == word)?;
            Some(Frozen::Suite { suite: word, since: Date::of(row.1) })
        };
        if let Some(suite) = tag.split('-').find_map(dropped) {
            return Some(suite);
        }
        let short = release.map_or_else(|| two(version), |it| it.version);
        let newest = || official.versions.iter().map(|it| numbers(it)).max();
        if !version.is_empty()
            && !official.versions.contains(&short)
            && newest().is_some_and(|it| numbers(short) < it)
        {
            return Some(Frozen::Version(version));
        }
    }
    let release = release.filter(|it| is_patched(repository, it))?;
    let is_older =
        numbers(version).len() > numbers(release.version).len() && numbers(version) < numbers(release.newest);
    // 22.19 is rebuilt with each 22.19.x
    let is_begun = is_within(release.newest, version);
    (is_older && !is_begun).then_some(Frozen::Patch { version, newest: release.newest })
}

/// Whether a tag with all numbers of a version is left as it is when there is a newer one.
fn is_patched(repository: &str, release: &Release) -> bool {
    !release.newest.is_empty() && !normalised(repository).contains('/')
}

/// The first two numbers of a version.
fn two(version: &str) -> &str {
    let end = version.match_indices('.').nth(1).map_or(version.len(), |it| it.0);
    &version[..end]
}

// ── Tags that move ──────────────────────────────────────────────────────────────────────────────────────────────────

/// Why a tag means something else on another day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moving {
    /// The distribution has no releases, or this is what will become one.
    Rolling,
    /// It is the newest release, or the newest of some kind.
    Newest,
}

/// Whether `repository:tag` is another release on another day, the tag `latest` aside.
pub fn moving(repository: &str, tag: &str) -> Option<Moving> {
    let name = normalised(repository);
    if tag.split('-').any(|word| word.len() == "20261121".len() && word.bytes().all(|it| it.is_ascii_digit()))
    {
        return None; // an image of one day
    }
    let is_row =
        |row: &&(&str, &[&str], Moving)| matches(row.0, name) && row.1.iter().any(|it| matches(it, tag));
    let row = || MOVING.iter().find(is_row).map(|it| it.2);
    row().or_else(|| is_newest(repository, tag).then_some(Moving::Newest))
}

/// Whether the tag of a language or a server says less of its version than tells its releases apart: `3-slim` of python,
/// `alpine` of postgres.
fn is_newest(repository: &str, tag: &str) -> bool {
    let Some(product) = product(repository).filter(|it| it.kind != Kind::System && !it.name.starts_with('.'))
    else {
        return false;
    };
    let (version, first) = (version(tag), tag.split('-').next().unwrap_or_default());
    // The next Go runs what was written for the last one, and is not asked for here.
    if !version.is_empty() {
        let is_known =
            product.releases.iter().any(|it| it.version != version && is_within(it.version, version));
        return is_known && matches!(product.name, "PHP" | "Python" | "Ruby");
    }
    let is_variant = PLAIN.contains(&first) || codename(first).is_some() || first.starts_with("alpine");
    tag != "latest" && is_variant && product.name != "Go"
}

/// First words of tags without a version.
const PLAIN: &[&str] =
    &["apache", "cli", "current", "fpm", "jdk", "jre", "lts", "mainline", "slim", "stable", "zts"];

// Source: the documentation of these images; general knowledge.
const ANY: &[&str] = &["*"];
#[rustfmt::skip]
const MOVING: &[(&str, &[&str], Moving)] = &[
    ("archlinux", ANY, Moving::Rolling),
    ("*archlinux/archlinux", ANY, Moving::Rolling),
    ("*opensuse/tumbleweed", ANY, Moving::Rolling),
    ("gentoo/*", ANY, Moving::Rolling),
    ("*voidlinux/*", ANY, Moving::Rolling),
    ("kalilinux/kali-*", ANY, Moving::Rolling),
    ("quay.io/centos/centos", &["stream*"], Moving::Rolling),
    ("almalinux", &["*kitten*"], Moving::Rolling),
    ("alpine", &["edge*"], Moving::Rolling),
    ("alpine", &["3"], Moving::Newest),
    ("debian", &["sid*", "unstable*", "testing*", "experimental*", "rc-buggy*"], Moving::Rolling),
    ("debian", &["stable*", "oldstable*", "oldoldstable*"], Moving::Newest),
    ("fedora", &["rawhide*", "branched*"], Moving::Rolling),
    ("ubuntu", &["devel*"], Moving::Rolling),
    ("ubuntu", &["rolling*"], Moving::Newest),
];

// ── What to take instead ────────────────────────────────────────────────────────────────────────────────────────────

/// The tag with releases that are supported for at least half a year, and with everything else as it is:
/// `3.11-slim-trixie` for `3.8-slim-buster` of python. `None` if no such tag is known to exist, or it is the same.
pub fn supported_tag(repository: &str, tag: &str, today: Date) -> Option<String> {
    let product = product(repository)?;
    let own = own(repository, tag).filter(|it| version(tag) == it.text);
    let mut new = Vec::new();
    for (at, word) in tag.split('-').enumerate() {
        new.push(match own {
            Some(own) if at == 0 && own.release.end().is_some_and(|end| end < today) => {
                let newer = |it: &&Release| numbers(it.version) > numbers(own.release.version);
                as_tag(product, lasting(product, today).filter(newer).last()?)
            }
            Some(own) if at == 0 => as_tag(product, own.release),
            _ => supported_word(product, repository, word, today)?.to_owned(),
        });
    }
    let new = new.join("-");
    (new != tag).then_some(new)
}

/// The tag with the newest release in the place of words that move: `3.14-slim` for `3-slim` of python. `None` if it is not known.
pub fn concrete_tag(repository: &str, tag: &str, today: Date) -> Option<String> {
    let product = product(repository)?;
    let (first, rest) = tag.split_once('-').map_or((tag, ""), |(first, rest)| (first, rest));
    let newest = lasting(product, today).next()?;
    let (version, rest) = match (product.name, first) {
        ("Debian", "stable") => (codename_of("debian", newest.version)?, rest),
        ("Ubuntu", "rolling") | ("Alpine", "3") => (newest.version, rest),
        ("Node.js", "current" | "lts") => (newest.version, rest),
        ("PHP" | "Python" | "Ruby", _) if first == self::version(tag) => (newest.version, rest),
        ("Node.js" | "PHP" | "Python" | "Ruby", _) if moving(repository, tag) == Some(Moving::Newest) => {
            (newest.version, tag)
        }
        _ => return None,
    };
    let words = [version, rest];
    Some(words.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("-"))
}

/// The version of a release as tags write it.
fn as_tag(product: &Product, release: &Release) -> String {
    match product.name {
        ".NET" if !release.version.contains('.') => format!("{}.0", release.version),
        _ => release.version.to_owned(),
    }
}

/// The releases that are supported for at least half a year more, the newest first; of distributions those that are made to
/// last, where others are not.
fn lasting(product: &'static Product, today: Date) -> impl Iterator<Item = &'static Release> {
    let all_alike = !product.releases.iter().any(|it| it.long);
    let lasts = move |it: &&Release| it.until.is_none_or(|until| until > today.plus_months(6));
    product.releases.iter().filter(lasts).filter(move |it| it.long || all_alike)
}

/// A word of a tag, or what should stand there if it is a release of a distribution.
fn supported_word<'a>(
    product: &'static Product,
    repository: &str,
    word: &'a str,
    today: Date,
) -> Option<&'a str> {
    let number = |it: &str| it.starts_with(|it: char| it.is_ascii_digit());
    let is_alpine = word.strip_prefix("alpine").is_some_and(number);
    let distribution = codename(word).map(|it| it.0);
    let alike = |suite: &&&str| match is_alpine {
        true => suite.strip_prefix("alpine").is_some_and(number),
        false => codename(suite).map(|it| it.0) == distribution,
    };
    match (product.kind, distribution) {
        (_, None) if !is_alpine => (!number(word)).then_some(word), // 20220101 of debian, 3.21 of alpine-3.21
        (Kind::System, Some(distribution)) => {
            let newest = lasting(product, today).next()?;
            codename_of(distribution, newest.version)
        }
        _ => {
            let official = official(repository)?;
            let is_live = official.suites.contains(&word)
                && system("", word).and_then(|it| it.release.end()).is_none_or(|end| end >= today);
            if is_live { Some(word) } else { official.suites.iter().find(alike).copied() }
        }
    }
}
