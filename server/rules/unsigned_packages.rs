//! # Packages whose signatures nobody checks
//!
//! A flag or a setting tells the package manager to install what is not signed.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y --no-install-recommends --allow-unauthenticated curl
//! #                                                                ^^^^^^^^^^^^^^^^^^^^^^^ installs packages that nobody signed
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN apt-get update && apt-get install -y --no-install-recommends curl
//! ```
//!
//! ## Why
//!
//! The signature is what makes mirrors and proxies safe: they cannot change a package. Without it each of them can put a program of its
//! own into your image. The key of a repository belongs into `/etc/apt/keyrings`, and `[signed-by=…]` into its line.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY acme.gpg /etc/apt/keyrings/
//! RUN echo "deb [signed-by=/etc/apt/keyrings/acme.gpg] https://apt.acme.dev stable main" > /etc/apt/sources.list.d/acme.list
//! ```
//!
//! It is the same for a source that is declared to be trusted, and for the other package managers.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN echo "deb [trusted=yes] https://apt.acme.dev stable main" > /etc/apt/sources.list.d/acme.list
//! #              ^^^^^^^^^^^ installs packages that nobody signed
//! FROM rockylinux:9
//! RUN dnf install -y --nogpgcheck https://rpm.acme.dev/acme.rpm && echo "gpgcheck=0" >> /etc/yum.repos.d/acme.repo
//! #                  ^^^^^^^^^^^^ installs packages that nobody signed
//! #                                                                      ^^^^^^^^^^ installs packages that nobody signed
//! FROM alpine:3.22
//! RUN wget -q https://example.com/glibc.apk && apk add --no-cache --allow-untrusted glibc.apk
//! #                                                               ^^^^^^^^^^^^^^^^^ installs packages that nobody signed
//! ```
//!
//! What you bring yourself need not be signed: packages from the build context, or a repository on the disk.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! COPY app.apk /tmp/
//! RUN apk add --no-cache --allow-untrusted /tmp/app.apk
//! FROM debian:12
//! RUN echo "deb [trusted=yes] file:/srv/packages ./" > /etc/apt/sources.list.d/local.list
//! ```
//!
//! ## Fix
//!
//! Takes the flag away. Unsafe: the key may be missing then.
//!
//! Source: apt-secure(8)
//!
//! Practices: apt-insecure-repo, rpm-apk-signature-disabled.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, arguments::take_word},
    model::{RunScript, fetches},
    syntax::shell::{Effective, Element, Word},
    text::{TextRange, TextSize, size},
};

/// Reports the flag or the setting.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::Mentioning(
        &[
            "trusted=yes",
            "gpgcheck",
            "gpg-check",
            "AllowUnauthenticated",
            "AllowInsecureRepositories",
            "SigLevel",
            "--allow-unauthenticated",
            "--force-yes",
            "--allow-insecure-repositories",
            "--nosignature",
            "--nodigest",
            "--allow-unsigned-rpm",
            "--allow-untrusted",
            "--disable-sig-check",
        ],
        &Check::File(check),
    ),
};

const MESSAGE: &str = "installs packages that nobody signed";

/// The flags of programs.
#[rustfmt::skip]
const FLAGS: [(&[&str], &[&str]); 4] = [
    (&["apt-get", "apt", "aptitude"], &["--allow-unauthenticated", "--force-yes", "--allow-insecure-repositories"]),
    (&["dnf", "dnf5", "yum", "microdnf", "tdnf", "rpm", "zypper", "yumdownloader", "repotrack"],
        &["--nogpgcheck", "--no-gpgcheck", "--no-gpg-checks", "--nosignature", "--nodigest", "--setopt=gpgcheck=0", "--setopt=gpgcheck=False", "--allow-unsigned-rpm"]),
    (&["apk"], &["--allow-untrusted"]),
    (&["pacman"], &["--disable-sig-check"]),
];

/// What settings say.
const SETTINGS: [&str; 9] = [
    "trusted=yes",
    "gpgcheck=0",
    "gpgcheck = 0",
    "AllowUnauthenticated=true",
    "AllowUnauthenticated=1",
    "AllowInsecureRepositories=true",
    "AllowUnauthenticated \"true\"",
    "gpgcheck=no",
    "SigLevel = Never",
];

fn check(cx: Cx<'_>, report: &mut Report) {
    for (_, trigger, run) in cx.analysis.runs() {
        let text = run.script.source().text();
        if SETTINGS.iter().any(|it| text.contains(it)) {
            settings(cx, run, report);
        }
        if !FLAGS.iter().flat_map(|it| it.1).any(|it| text.contains(it)) {
            continue;
        }
        let downloads = run.script.commands().any(|it| fetches::fetch(it.command.effective()).is_some());
        for visited in run.script.commands() {
            let command = visited.command.effective();
            for word in flags(command).into_iter().filter(|_| downloads || !is_own(command)) {
                let found = report.add(word.range, MESSAGE);
                let edit = take_word(cx.analysis.file(), command.command, word);
                if let Some(edit) = edit
                    .filter(|_| run.script.is_understood() && !trigger && !word.text().contains("force-yes"))
                {
                    found.fix(Safety::Unsafe, format!("Take `{}` away", word.lossy()), edit);
                }
            }
        }
    }
}

fn flags(command: Effective<'_>) -> Vec<&Word> {
    let name = command.name().unwrap_or_default();
    let Some((_, flags)) = FLAGS.iter().find(|it| it.0.contains(&&*name)) else { return Vec::new() };
    let words = command.arguments().words();
    // What is removed needs no signature.
    let removes =
        words.iter().any(|it| matches!(it.text(), "purge" | "remove" | "autoremove" | "erase" | "del"));
    words.iter().filter(|it| !removes && flags.contains(&&*it.lossy())).collect()
}

/// Whether all that is installed are files that are there.
fn is_own(command: Effective<'_>) -> bool {
    let words = || command.arguments().words().iter().filter(|it| !it.text().starts_with('-'));
    let is_file = |it: &Word| {
        let text = it.lossy();
        !text.contains("://") && [".apk", ".rpm", ".deb"].iter().any(|end| text.ends_with(end))
    };
    words().any(is_file) && !words().any(|it| it.lossy().contains("://"))
}

/// Lines of sources and settings that are written.
fn settings(cx: Cx<'_>, run: &RunScript, report: &mut Report) {
    let mut found: Vec<TextRange> = Vec::new();
    run.script.walk(&mut |element, _| {
        let range = match element {
            Element::Word(word, _) => word.range,
            Element::Part(part) => part.range,
            _ => return,
        };
        let text = cx.analysis.file().text(range);
        for setting in SETTINGS {
            for (at, _) in text.match_indices(setting) {
                let line = text[at..].lines().next().unwrap_or_default();
                let before =
                    text[..at].ends_with(|it: char| it.is_ascii_alphanumeric() || it == '_' || it == '-');
                let is_local = setting == "trusted=yes"
                    && (line.contains("file:") || line.contains("copy:") || line.contains("cdrom:"));
                let place = TextRange::at(range.start() + size(at), TextSize::of(setting));
                let is_flag = text[..at].ends_with("--setopt=");
                if !before && !is_local && !is_flag && !found.contains(&place) {
                    found.push(place);
                }
            }
        }
    });
    for place in found {
        report.add(place, MESSAGE);
    }
}
