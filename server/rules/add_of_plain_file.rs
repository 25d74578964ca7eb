//! # ADD for plain files
//!
//! ADD unpacks archives and fetches what is at a URL. For a file or a folder of the build context COPY does the same, and
//! who reads it needs not ask what it is.
//!
//! ```dockerfile
//! FROM debian:12
//! ADD . /app
//! #^^ copies plain files, for which COPY is enough
//! ADD --chown=app:app settings.toml /etc/app/
//! #^^ copies plain files, for which COPY is enough
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! COPY . /app
//! COPY --chown=app:app settings.toml /etc/app/
//! ```
//!
//! Archives, URLs and repositories are what ADD is for.
//!
//! ```dockerfile
//! FROM debian:12
//! ARG VERSION
//! ADD rootfs.tar.xz /
//! ADD https://example.com/app.sh /usr/local/bin/
//! ADD git@github.com:example/app.git /src
//! ADD app-$VERSION.tar.gz /opt/
//! ADD --unpack=true bundle.bin /opt/
//! ```
//!
//! What a variable stands for may be one of them. Only those hear of it who ask for this rule.
//!
//! ```dockerfile
//! FROM debian:12
//! ARG SOURCE
//! ADD $SOURCE /opt/
//! #^^ copies what only the build knows; for plain files COPY is enough
//! ```
//!
//! Files in a folder are not unpacked, nor are zip files.
//!
//! ```dockerfile
//! FROM debian:12
//! ADD vendor/ fonts.zip /opt/
//! #^^ copies plain files, for which COPY is enough
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! COPY vendor/ fonts.zip /opt/
//! ```
//!
//! ## Fix
//!
//! Safe where it is seen that nothing is unpacked: of a folder, and of a file with an ending that is not that of an
//! archive. What an archive is, ADD finds out from its first bytes. So a pattern may match one, and a file without an
//! ending may be one: there the fix is unsafe.
//!
//! ```dockerfile
//! FROM debian:12
//! ADD files/* /opt/
//! #^^ copies plain files, for which COPY is enough
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! COPY files/* /opt/
//! ```
//!
//! Practices: add-instead-of-copy.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site},
    syntax::{Body, Keyword, Transfer, Word},
    text::TextEdit,
};

/// Reports each ADD that could be a COPY.
pub static RULE: Decl = Decl {
    codes: &[("DL3020", None)],
    aspects: &[],
    group: Group::Style,
    severity: Severity::Info,
    default: true,
    check: Check::Instructions(&[Keyword::Add], check),
};

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let (it, Body::Add(transfer)) = (site.instruction, &site.instruction.body) else { return };
    let has = |name: &str| it.flags.iter().any(|it| it.name() == name);
    if has("unpack") || transfer.destination.is_none() {
        return;
    }
    let Some(sources) = sources(cx, site, transfer) else {
        if !has("checksum") && !has("keep-git-dir") && !is_for_add(cx, transfer) {
            let message = "copies what only the build knows; for plain files COPY is enough";
            report.add(it.keyword_range, message).severity(Severity::Hint).quiet();
        }
        return;
    };
    if sources.iter().all(|it| is_archive(it) || is_remote(it)) {
        return;
    }
    let found = report.add(it.keyword_range, "copies plain files, for which COPY is enough");
    let mixed = sources.iter().any(|it| is_archive(it) || is_remote(it));
    if !mixed && !has("checksum") && !has("keep-git-dir") {
        let safe = sources.iter().all(|it| is_surely_plain(it));
        let edit = TextEdit::replace(it.keyword_range, cx.analysis.file().keyword_like(it, Keyword::Copy));
        found.fix(if safe { Safety::Safe } else { Safety::Unsafe }, "Use COPY", edit);
    }
}

/// The sources; `None` if one of them depends on what only the build knows.
fn sources(cx: Cx<'_>, site: &Site<'_>, transfer: &Transfer) -> Option<Vec<String>> {
    let file = cx.analysis.file();
    let text = |word: &Word| {
        let written = file.word(*word);
        match written.contains('$') {
            // An ARG without a default is there to be given one.
            true => cx.analysis.value(*word, site.index).filter(|it| !it.is_empty()),
            false => Some(written.trim_matches(['"', '\'']).to_owned()),
        }
    };
    transfer.sources.iter().map(text).collect()
}

/// Whether all sources are archives or remote as they are written, whatever the variables in them are.
fn is_for_add(cx: Cx<'_>, transfer: &Transfer) -> bool {
    let written = transfer.sources.iter().map(|it| cx.analysis.file().word(*it));
    written.map(|it| it.trim_matches(['"', '\'']).to_owned()).all(|it| is_archive(&it) || is_remote(&it))
}

/// Whether BuildKit fetches it (`dfgitutil`, `isHTTPSource`).
fn is_remote(source: &str) -> bool {
    ["http://", "https://", "git://", "git@", "ssh://"].iter().any(|it| source.starts_with(it))
}

/// Whether it is called like an archive or a compressed file.
fn is_archive(source: &str) -> bool {
    const ENDINGS: [&str; 19] = [
        "tar", "Z", "bz2", "gz", "lz", "lzma", "tZ", "tb2", "tbz", "tbz2", "tgz", "tlz", "tpz", "txz", "xz",
        "zst", "tzst", "tbr", "taz",
    ];
    source.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

/// Whether it is a folder, a heredoc, or a file whose ending says that it is no archive.
fn is_surely_plain(source: &str) -> bool {
    let name = source.rsplit(['/', '\\']).next().unwrap_or_default();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    let said = ending.is_some_and(|it| it.len() <= 10 && it.bytes().any(|it| it.is_ascii_alphabetic()));
    let named = said && !ending.is_some_and(|it| it.contains(['*', '?', '[']));
    matches!(name, "" | "." | "..") || source.starts_with("<<") || named
}
