//! What the releases of Debian and Ubuntu bring along, by their code names: Python, the C library, patchelf.

/// The version of the package `python3`.
pub fn python(suite: &str) -> Option<(u16, u16)> {
    row(suite).map(|it| it.python)
}

/// The version of glibc.
pub fn glibc(suite: &str) -> Option<(u16, u16)> {
    row(suite).map(|it| it.glibc)
}

/// The version of the package `patchelf`.
pub fn patchelf(suite: &str) -> Option<(u16, u16, u16)> {
    row(suite).and_then(|it| it.patchelf)
}

/// Whether pip refuses to install into the distribution's Python (PEP 668).
pub fn is_externally_managed(suite: &str) -> bool {
    row(suite).is_some_and(|it| it.managed)
}

fn row(suite: &str) -> Option<&'static Row> {
    RELEASES.iter().find(|it| it.suite == suite)
}

struct Row {
    suite: &'static str,
    python: (u16, u16),
    glibc: (u16, u16),
    managed: bool,
    patchelf: Option<(u16, u16, u16)>,
}

const fn row_of(
    suite: &'static str,
    python: (u16, u16),
    glibc: (u16, u16),
    managed: bool,
    patchelf: Option<(u16, u16, u16)>,
) -> Row {
    Row { suite, python, glibc, managed, patchelf }
}

// Source: packages.debian.org and packages.ubuntu.com, packages python3, libc6 and patchelf, general knowledge of 2026-11-21; the
// file EXTERNALLY-MANAGED came with Python 3.11 of Debian 12 and Ubuntu 23.04 (PEP 668). A release that is not here is unknown.
#[rustfmt::skip]
static RELEASES: &[Row] = &[
    //      suite       Python   glibc    managed  patchelf
    row_of("trixie",   (3, 13), (2, 41), true,  Some((0, 18, 0))),
    row_of("bookworm", (3, 11), (2, 36), true,  Some((0, 14, 3))),
    row_of("bullseye", (3, 9),  (2, 31), false, Some((0, 12, 0))),
    row_of("buster",   (3, 7),  (2, 28), false, Some((0, 9, 0))),
    row_of("stretch",  (3, 5),  (2, 24), false, None),
    row_of("questing", (3, 13), (2, 42), true,  None),
    row_of("plucky",   (3, 13), (2, 41), true,  None),
    row_of("oracular", (3, 12), (2, 40), true,  None),
    row_of("noble",    (3, 12), (2, 39), true,  Some((0, 18, 0))),
    row_of("mantic",   (3, 11), (2, 38), true,  None),
    row_of("lunar",    (3, 11), (2, 37), true,  None),
    row_of("jammy",    (3, 10), (2, 35), false, Some((0, 14, 3))),
    row_of("focal",    (3, 8),  (2, 31), false, Some((0, 10, 0))),
    row_of("bionic",   (3, 6),  (2, 27), false, Some((0, 9, 0))),
    row_of("xenial",   (3, 5),  (2, 23), false, None),
];
