//! Which release of Debian or Ubuntu a tag means.

use super::numbers;

/// A release of Debian or Ubuntu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suite {
    /// Its code name: `bookworm`, `noble`.
    pub name: &'static str,
    /// `None` if the tag says so. Else the tag leaves it to the image, which meant this suite on this day
    /// (year-month-day), and may mean another one later.
    pub as_of: Option<&'static str>,
}

/// The distribution and version of a code name: `("debian", "12")` for `bookworm`.
pub fn codename(name: &str) -> Option<(&'static str, &'static str)> {
    let row = CODENAMES.iter().find(|row| row.0 == name)?;
    Some((row.1, row.2))
}

/// The code name of a version of a distribution: `bookworm` for `debian` and `12`.
pub fn codename_of(distribution: &str, version: &str) -> Option<&'static str> {
    CODENAMES.iter().find(|row| row.1 == distribution && row.2 == version).map(|row| row.0)
}

/// The release that `repository:tag` is made of.
pub(super) fn suite(repository: &str, tag: &str) -> Option<Suite> {
    named(repository, tag).map(|name| Suite { name, as_of: None }).or_else(|| default(repository, tag))
}

/// The release that a tag names: `bookworm`, `ubuntu22.04`, or a version of the distribution's own image.
fn named(repository: &str, tag: &str) -> Option<&'static str> {
    let own_version = || match repository {
        "debian" => numbers(tag).map(|version| version.0.to_string()), // 12.5 is a day of 12
        _ => tag.split('-').next().map(str::to_owned),
    };
    let words = || tag.split('-').chain(repository.split('-').skip(1)); // base-debian12
    let by_word = |row: &&Row| words().any(|word| word == row.0 || word.strip_prefix(row.1) == Some(row.2));
    let own = |row: &&Row| row.1 == repository && own_version().is_some_and(|version| version == row.2);
    CODENAMES.iter().find(by_word).or_else(|| CODENAMES.iter().find(own)).map(|row| row.0)
}

/// The release that a tag means which leaves it to the image.
fn default(repository: &str, tag: &str) -> Option<Suite> {
    let mut words = tag.split('-');
    let version = words.next()?;
    if !words.all(|word| PLAIN.contains(&word)) {
        return None; // Alpine, UBI, a variable …
    }
    let newest = version == "latest" || PLAIN.contains(&version);
    let (major, minor) = if newest {
        NEWEST
    } else {
        numbers(version).map(|(major, minor)| (major, minor.unwrap_or(u16::MAX)))?
    };
    let row = DEFAULTS.iter().find(|row| {
        let moves = version.split('.').count() <= row.parts;
        row.repository == repository && moves && row.first <= (major, minor) && (major, minor) <= row.last
    })?;
    Some(Suite { name: row.suite, as_of: Some(row.as_of) })
}

/// A code name, its distribution, its version.
type Row = (&'static str, &'static str, &'static str);

/// The suite of tags that do not name one, from version `first` to `last`.
struct Default {
    repository: &'static str,
    /// How many numbers the version of a tag has that still moves. A tag with more was frozen on some earlier day.
    parts: usize,
    first: (u16, u16),
    last: (u16, u16),
    suite: &'static str,
    as_of: &'static str,
}

const NEWEST: (u16, u16) = (u16::MAX, u16::MAX);

const fn since(
    repository: &'static str,
    parts: usize,
    first: (u16, u16),
    suite: &'static str,
    as_of: &'static str,
) -> Default {
    Default { repository, parts, first, last: NEWEST, suite, as_of }
}

const fn between(
    repository: &'static str,
    parts: usize,
    first: (u16, u16),
    last: (u16, u16),
    suite: &'static str,
    as_of: &'static str,
) -> Default {
    Default { repository, parts, first, last, suite, as_of }
}

/// Words of tags that say nothing of the suite.
const PLAIN: &[&str] = &["slim", "apache", "cli", "fpm", "perl", "zts"];

// Source: docker-library/official-images, library/*, up to 2026-08-21. docker-library gives the tags without a suite to
// the newest Debian of its list (read in library/python of December 2025 and library/rust of November 2024). For a
// version that is no longer built, the day is the one on which its tags were dropped: they mean that suite for ever.
// Node chooses for each version on its own, so that only versions are here that one suite was possible for.
// Rust's tags x.y are dropped when x.y+1 comes; from 1.88 on two suites are possible, and the list does not tell.
#[rustfmt::skip]
static DEFAULTS: &[Default] = &[
    since("python", 2, (3, 10), "trixie", "2026-08-21"),
    between("python", 2, (3, 9), (3, 9), "trixie", "2025-11-03"),
    between("python", 2, (3, 8), (3, 8), "bookworm", "2024-10-07"),
    between("python", 2, (3, 7), (3, 7), "bookworm", "2023-10-02"),
    between("python", 2, (3, 6), (3, 6), "bullseye", "2022-01-14"),
    between("python", 2, (3, 5), (3, 5), "buster", "2020-10-02"),
    between("python", 2, (2, 7), (2, u16::MAX), "buster", "2020-04-20"),
    since("golang", 2, (1, 26), "trixie", "2026-08-21"),
    between("golang", 2, (1, 25), (1, 25), "trixie", "2026-08-19"),
    between("golang", 2, (1, 24), (1, 24), "trixie", "2026-02-10"),
    between("golang", 2, (1, 19), (1, 23), "bookworm", "2025-08-12"),
    between("golang", 2, (1, 16), (1, 18), "bullseye", "2023-02-01"),
    between("golang", 2, (1, 11), (1, 15), "buster", "2021-08-16"),
    since("ruby", 2, (3, 3), "trixie", "2026-08-21"),
    between("ruby", 2, (3, 2), (3, 2), "trixie", "2026-04-16"),
    between("ruby", 2, (3, 1), (3, 1), "bookworm", "2025-03-26"),
    between("ruby", 2, (2, 6), (3, 0), "bullseye", "2024-05-22"),
    since("php", 2, (8, 2), "trixie", "2026-08-21"),
    between("php", 2, (8, 1), (8, 1), "trixie", "2026-01-02"),
    between("php", 2, (7, 3), (8, 0), "bullseye", "2023-11-29"),
    between("php", 2, (7, 1), (7, 2), "buster", "2020-12-17"),
    since("postgres", 1, (14, 0), "trixie", "2026-08-21"),
    between("postgres", 1, (13, 0), (13, u16::MAX), "trixie", "2025-11-14"),
    between("postgres", 1, (12, 0), (12, u16::MAX), "bookworm", "2025-02-04"),
    since("nginx", 2, (1, 28), "trixie", "2026-08-21"),
    between("nginx", 2, (1, 25), (1, 27), "bookworm", "2025-06-24"),
    between("nginx", 2, (1, 22), (1, 24), "bullseye", "2024-04-23"),
    between("node", 1, (18, 0), (18, u16::MAX), "bookworm", "2025-05-28"),
    between("node", 1, (21, 0), (21, u16::MAX), "bookworm", "2024-06-05"),
    between("node", 1, (23, 0), (23, u16::MAX), "bookworm", "2025-06-03"),
    between("rust", 2, (1, 75), (1, 87), "bookworm", "2025-06-26"),
];

// Source: endoflife-date/endoflife.date at a70eca3 (2026-08-22).
#[rustfmt::skip]
static CODENAMES: &[Row] = &[
    ("trixie", "debian", "13"),
    ("bookworm", "debian", "12"),
    ("bullseye", "debian", "11"),
    ("buster", "debian", "10"),
    ("stretch", "debian", "9"),
    ("jessie", "debian", "8"),
    ("wheezy", "debian", "7"),
    ("resolute", "ubuntu", "26.04"),
    ("questing", "ubuntu", "25.10"),
    ("plucky", "ubuntu", "25.04"),
    ("oracular", "ubuntu", "24.10"),
    ("noble", "ubuntu", "24.04"),
    ("mantic", "ubuntu", "23.10"),
    ("lunar", "ubuntu", "23.04"),
    ("kinetic", "ubuntu", "22.10"),
    ("jammy", "ubuntu", "22.04"),
    ("impish", "ubuntu", "21.10"),
    ("hirsute", "ubuntu", "21.04"),
    ("groovy", "ubuntu", "20.10"),
    ("focal", "ubuntu", "20.04"),
    ("eoan", "ubuntu", "19.10"),
    ("disco", "ubuntu", "19.04"),
    ("cosmic", "ubuntu", "18.10"),
    ("bionic", "ubuntu", "18.04"),
    ("artful", "ubuntu", "17.10"),
    ("zesty", "ubuntu", "17.04"),
    ("xenial", "ubuntu", "16.04"),
    ("trusty", "ubuntu", "14.04"),
    ("precise", "ubuntu", "12.04"),
];
