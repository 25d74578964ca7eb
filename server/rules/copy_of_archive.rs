//! # An archive that is copied and then unpacked
//!
//! The archive stays in the layer that COPY makes, also if the RUN that unpacks it deletes it. ADD unpacks an archive of
//! the build context by itself, and leaves nothing behind.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY app.tar.gz /tmp/
//! #    ^^^^^^^^^^ stays in the image beside what is unpacked from it
//! RUN tar -xzf /tmp/app.tar.gz -C /opt && rm /tmp/app.tar.gz
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! ADD app.tar.gz /opt/
//! ```
//!
//! A mount does it, too, and leaves the choice of the command.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN --mount=target=/context tar xzf /context/app.tar.gz --strip-components=1 -C /opt
//! ```
//!
//! Nothing is reported of archives that stay what they are, of those of other stages, and of files that are only
//! compressed, which ADD does not unpack.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY data.tar dump.sql.gz fonts.zip /srv/
//! COPY --from=build /out/app.tar /srv/
//! RUN tar -tf /srv/data.tar --exclude=x && gunzip /srv/dump.sql.gz && unzip /srv/fonts.zip && tar xf /srv/app.tar
//! ```
//!
//! ## Limits
//!
//! There is no fix: ADD unpacks all of it, with the owners that are in it, and where it goes depends on how the command was
//! told to unpack it.

use std::collections::HashMap;

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    syntax::{Body, Instruction, Transfer, shell::Effective},
    text::TextRange,
};

/// Reports each archive that COPY copies and a RUN below unpacks.
pub static RULE: Decl = Decl {
    codes: &[("DL3010", None)],
    aspects: &[],
    group: Group::Size,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let mut copied: HashMap<String, TextRange> = HashMap::new();
    for (index, it) in cx.analysis.file().instructions.iter().enumerate() {
        match &it.body {
            Body::From(_) => copied.clear(),
            Body::Copy(transfer) if cx.leaves_something(index) => copied.extend(archives(cx, it, transfer)),
            Body::Run(_) if !copied.is_empty() => {
                let runs = cx.analysis.scripts(index).iter();
                for command in runs.flat_map(|it| it.script.commands()).map(|it| it.command.effective()) {
                    for name in unpacked(command) {
                        if let Some(range) = copied.remove(&name) {
                            let found =
                                report.add(range, "stays in the image beside what is unpacked from it");
                            found.related(command.range(), "unpacked here");
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

/// The archives that a COPY brings into the image: their names there, and where they are written.
fn archives(cx: Cx<'_>, it: &Instruction, transfer: &Transfer) -> Vec<(String, TextRange)> {
    let file = cx.analysis.file();
    let name = |word| basename(&file.word(word));
    let target = transfer.destination.map(name).filter(|it| is_archive(it));
    let local = !it.flags.iter().any(|it| it.name() == "from");
    let all = transfer.sources.iter().filter(|_| local);
    let named = all.map(|it| (target.clone().unwrap_or_else(|| name(*it)), it.range));
    named.filter(|it| is_archive(&it.0)).collect()
}

/// The names of the files that a command unpacks.
fn unpacked(command: Effective<'_>) -> Vec<String> {
    let words = command.arguments().words();
    let first = words.first().map(|it| it.lossy()).unwrap_or_default();
    let letters = |flags: &str| !flags.starts_with("--") && flags.contains('x');
    let unpacks = match command.name().as_deref() {
        Some("tar" | "bsdtar" | "gtar") => {
            letters(&first)
                || words.iter().any(|it| it.text().starts_with('-') && letters(it.text()))
                || command.arguments().has(&["--extract", "--get"])
        }
        Some(
            "gunzip" | "bunzip2" | "unxz" | "unlzma" | "uncompress" | "unzstd" | "zcat" | "gzcat" | "bzcat"
            | "xzcat" | "zstdcat" | "unzip" | "zgz",
        ) => true,
        _ => false,
    };
    let names = words.iter().map(|it| basename(&it.lossy()));
    if unpacks { names.filter(|it| is_archive(it)).collect() } else { Vec::new() }
}

/// What is behind the last slash, without quotes.
fn basename(path: &str) -> String {
    let path = path.trim_matches(['"', '\'']);
    path.rsplit(['/', '\\', '=']).next().unwrap_or_default().to_owned()
}

/// Whether ADD unpacks what is called like this: `containerd/archive/compression` reads gzip, bzip2, xz and zstd.
fn is_archive(name: &str) -> bool {
    const ENDINGS: [&str; 12] = [
        ".tar", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".tgz", ".tbz", ".tbz2", ".tb2", ".txz",
        ".tzst", ".taz",
    ];
    ENDINGS.iter().any(|it| name.len() > it.len() && name.ends_with(it))
}
