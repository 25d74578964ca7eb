//! # Files that everybody may write
//!
//! `chmod 777` and its kin.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN mkdir /app && chmod -R 777 /app
//! #                          ^^^ lets everybody write these files
//! COPY --chmod=0666 app.conf /etc/app.conf
//! #            ^^^^ lets everybody write these files
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN mkdir /app && chmod -R 755 /app
//! COPY --chmod=0644 app.conf /etc/app.conf
//! ```
//!
//! ## Why
//!
//! It is mostly done because a program may not write somewhere. Then every program in the container may, also one that somebody broke into,
//! and everything else that gets to see the volume: each can put a program of its own in the place of yours, which root may run. Give the
//! one user that needs it the one folder that it needs. Where nobody knows the number of the user, as in OpenShift, its group is known:
//!
//! ```dockerfile
//! FROM debian:12
//! RUN install -d -o 10001 -g 10001 /app/uploads
//! RUN mkdir /app/data && chgrp -R 0 /app/data && chmod -R g=u /app/data
//! ```
//!
//! Folders in which everybody may put files, but not touch those of others, are right so; and so are those of a stage that does not ship.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN chmod 1777 /tmp /var/tmp && chmod +x /usr/local/bin/app && chmod u+w,g+w /srv
//! RUN chmod a+rwx /srv && chmod -R o+w /opt && mkdir -m 777 /shared
//! #         ^^^^^ lets everybody write these files
//! #                                ^^^ lets everybody write these files
//! #                                                     ^^^ lets everybody write these files
//! ```
//!
//! ```dockerfile
//! FROM debian:12 AS build
//! RUN chmod -R 777 /src
//! FROM debian:12
//! COPY --from=build /src/app /app
//! ```
//!
//! ## Options
//!
//! A program that runs as its owner whoever starts it is a way to become root. Who asks for this rule hears of those, too.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN chmod u+s /usr/local/bin/tool && chmod 4755 /usr/local/bin/other
//! #         ^^^ whoever runs it has the rights of its owner
//! #                                          ^^^^ whoever runs it has the rights of its owner
//! ```
//!
//! ## Fix
//!
//! `755` for `777`, `644` for `666`. Unsafe: the program may have to write there.
//!
//! Source: <https://rules.sonarsource.com/docker/RSPEC-2612/>; CIS Docker Benchmark, 4.8
//!
//! Practices: world-writable, setuid-binaries.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site},
    syntax::{
        Body, Keyword,
        shell::{Effective, Word},
    },
    text::{TextEdit, TextRange, size},
};

/// Reports the mode.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[SETUID, WRITABLE],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::Instructions(&[Keyword::Run, Keyword::Copy, Keyword::Add], check),
};

const SETUID: &str = "setuid";
const WRITABLE: &str = "writable";

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    if !cx.leaves_something(site.index) {
        return;
    }
    if !matches!(site.instruction.body, Body::Run(_)) {
        let flag = site.instruction.flags.iter().find(|it| it.name() == "chmod");
        if let Some((value, range)) = flag.and_then(|it| Some((it.value()?, it.value?))) {
            mode(cx, value, range, report);
        }
        return;
    }
    let scripts = match site.trigger {
        true => cx.analysis.trigger_scripts(site.index),
        false => cx.analysis.scripts(site.index),
    };
    for run in scripts {
        let text = run.script.source().text();
        if !["chmod", "mkdir", "install"].iter().any(|it| text.contains(it)) {
            continue;
        }
        for visited in run.script.commands() {
            if let Some((text, word)) = mode_of(visited.command.effective()) {
                let place = cx.analysis.file().place_of(word.range, &text);
                mode(cx, &text, place, report);
            }
        }
    }
}

/// The mode that a command gives files, unless all of them are folders for everybody.
fn mode_of<'s>(command: Effective<'s>) -> Option<(String, &'s Word)> {
    let words = command.arguments().words();
    match &*command.name()? {
        "chmod" => {
            let mut operands = words.iter().filter(|it| !is_flag(&it.lossy()));
            let mode = operands.next()?;
            let is_shared = |it: &Word| {
                let text = it.lossy();
                ["/tmp", "/var/tmp", "/dev/shm", "/var/lock"].contains(&text.trim_end_matches('/'))
                    || text.starts_with("/dev/")
            };
            let mut files = operands.peekable();
            let all_shared = files.peek().is_some() && files.all(is_shared);
            (!all_shared).then(|| Some((mode.literal()?.into_owned(), mode)))?
        }
        "mkdir" | "install" => {
            let at = words.iter().position(|it| {
                matches!(it.text(), "-m" | "--mode")
                    || it.text().starts_with("--mode=")
                    || it.text().starts_with("-m")
            })?;
            let text = words[at].literal()?;
            let inside =
                text.strip_prefix("--mode=").or_else(|| text.strip_prefix("-m")).filter(|it| !it.is_empty());
            match inside {
                Some(mode) if !text.starts_with("--mode") || text.contains('=') => {
                    Some((mode.to_owned(), &words[at]))
                }
                _ => Some((words.get(at + 1)?.literal()?.into_owned(), words.get(at + 1)?)),
            }
        }
        _ => None,
    }
}

/// `-R`, but not `-w`, which is a mode.
fn is_flag(text: &str) -> bool {
    text.starts_with("--")
        || text
            .strip_prefix('-')
            .is_some_and(|it| !it.is_empty() && it.bytes().all(|it| b"RvfcHLP".contains(&it)))
}

fn mode(cx: Cx<'_>, mode: &str, place: TextRange, report: &mut Report) {
    if is_writable(mode) {
        let found = report.add(place, "lets everybody write these files").aspect(WRITABLE);
        let is_plain = cx.analysis.file().text(place) == mode;
        if let Some(narrow) = narrow(mode).filter(|_| is_plain) {
            found.fix(Safety::Unsafe, format!("Write `{narrow}`"), TextEdit::replace(place, narrow));
        }
    } else if sets_user(mode) {
        let message = "whoever runs it has the rights of its owner";
        report.add(place, message).aspect(SETUID).severity(Severity::Info).quiet();
    }
}

fn octal(mode: &str) -> Option<u32> {
    let digits = mode.len() >= 3 && mode.len() <= 5 && mode.bytes().all(|it| it.is_ascii_digit());
    digits.then(|| u32::from_str_radix(mode, 8).ok())?
}

fn is_writable(mode: &str) -> bool {
    const STICKY: u32 = 0o1000;
    match octal(mode) {
        Some(mode) => mode & 0o2 != 0 && mode & STICKY == 0,
        None => {
            let sticky = mode.contains('t');
            !sticky
                && clauses(mode).any(|(who, operator, rights)| {
                    (who.contains('o') || who.contains('a')) && operator != '-' && rights.contains('w')
                })
        }
    }
}

fn sets_user(mode: &str) -> bool {
    match octal(mode) {
        Some(mode) => mode & 0o6000 != 0,
        None => clauses(mode).any(|(_, operator, rights)| operator != '-' && rights.contains('s')),
    }
}

/// `a+rwx,g-w`: who, what, which rights.
fn clauses(mode: &str) -> impl Iterator<Item = (&str, char, &str)> {
    mode.split(',').filter_map(|it| {
        let at = it.find(['+', '-', '='])?;
        let known = it[..at].bytes().all(|it| b"ugoa".contains(&it));
        known.then(|| (&it[..at], it[at..].chars().next().unwrap_or('+'), &it[at + 1..]))
    })
}

/// The mode without what is too much.
fn narrow(mode: &str) -> Option<String> {
    let number = octal(mode)?;
    let others = match number & 0o77 {
        0o77 => 0o55,
        0o66 => 0o44,
        other => other & !0o2,
    };
    let width = mode.len();
    Some(format!("{:0width$o}", number & !0o77 | others)).filter(|it| size(it.len()) == size(width))
}
