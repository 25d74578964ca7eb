//! # `useradd` with a large number
//!
//! `useradd` makes room in `/var/log/lastlog` and `/var/log/faillog` for every number up to that of the new user. On a disk
//! that is a hole which takes no place; in the layer of an image it is hundreds of megabytes of zeros, sometimes gigabytes.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN useradd --uid 1000123 --create-home app
//! #                 ^^^^^^^ makes log files with room for 1000123 users
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! RUN useradd --no-log-init --uid 1000123 --create-home app
//! ```
//!
//! Numbers below 100000 do no harm, and neither do long names.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN useradd -u1000 longname && useradd -l -u 1000123 app && useradd -u 10001 other
//! ```
//!
//! A variable counts if the file says what it is.
//!
//! ```dockerfile
//! FROM debian:12
//! ARG UID=5000000
//! ARG HOST_UID
//! RUN useradd -u "$UID" -Gwheel app && useradd -u "$HOST_UID" other
//! #              ^^^^^^ makes log files with room for 5000000 users
//! ```
//!
//! ## Fix
//!
//! Safe: the same user is made, without its place in the two files, which nothing in a container reads.
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! ARG UID=5000000
//! ARG HOST_UID
//! RUN useradd --no-log-init -u "$UID" -Gwheel app && useradd -u "$HOST_UID" other
//! ```
//!
//! Source: moby, issue 5419; useradd(8).
//!
//! Practices: useradd-no-log-init.

use crate::{
    knowledge::commands::{self, UserMaker},
    lint::{Call, Check, Cx, Decl, Group, Report, Safety, Severity},
    model::Form,
    syntax::{
        Keyword,
        shell::{Arguments, Word},
    },
    text::TextEdit,
};

/// Reports each `useradd` that makes large files.
pub static RULE: Decl = Decl {
    codes: &[("DL3046", None)],
    aspects: &[],
    group: Group::Size,
    severity: Severity::Warning,
    default: true,
    check: Check::Commands(&["useradd"], check),
};

/// From this number on, the hole is larger than many a base image: 292 bytes for each number before it.
const LARGE: u64 = 100_000;

fn check(cx: Cx<'_>, call: &Call<'_>, report: &mut Report) {
    let Some([maker, ..]) = commands::user_maker("useradd") else { return };
    if call.site.instruction.keyword != Keyword::Run || !cx.leaves_something(call.site.index) {
        return;
    }
    let Some((at, number)) = number(cx, call, maker) else { return };
    if number < LARGE || is_quiet(call.command.arguments(), maker) {
        return;
    }
    let found = report.add(at.range, format!("makes log files with room for {number} users"));
    if let Some(name) = call.command.name_word().filter(|_| call.script.script.is_understood()) {
        let exec = call.script.form == Form::Exec;
        let flag = if exec { ", \"--no-log-init\"" } else { " --no-log-init" };
        found.fix(Safety::Safe, "Add `--no-log-init`", TextEdit::insert(name.range.end(), flag));
    }
}

/// The word with the number of the user, and the number.
fn number<'s>(cx: Cx<'_>, call: &Call<'s>, maker: &UserMaker) -> Option<(&'s Word, u64)> {
    let words = call.command.arguments().words();
    words.iter().enumerate().find_map(|(at, word)| {
        let text = word.lossy();
        let behind = text
            .strip_prefix("--uid")
            .or_else(|| text.strip_prefix(letters(&text, maker)?)?.strip_prefix('u'))?;
        let flag = text.len() - behind.len();
        let (place, skip) = if behind.is_empty() { (words.get(at + 1)?, 0) } else { (word, flag) };
        let value = cx.analysis.shell_value(place, call.site.index)?;
        let number = value.get(skip..)?.trim_start_matches('=').parse().ok()?;
        Some((place, number))
    })
}

/// Whether `-l` is given, alone or among other letters.
fn is_quiet(arguments: Arguments<'_>, maker: &UserMaker) -> bool {
    let quiet =
        |text: &str| text == "--no-log-init" || letters(text, maker).is_some_and(|it| it.contains('l'));
    arguments.words().iter().any(|it| quiet(&it.lossy()))
}

/// The dash and the letters of `-lmu1000` up to the first that takes the rest of the word, or the next one, for itself.
fn letters<'t>(text: &'t str, maker: &UserMaker) -> Option<&'t str> {
    let letters = text.strip_prefix('-').filter(|it| !it.starts_with('-'))?;
    let valued = [maker.id, maker.group, maker.valued];
    let takes = |letter: char| {
        let mut flags = valued.iter().copied().flatten();
        flags.any(|it| it.strip_prefix('-').is_some_and(|it| it.chars().eq([letter])))
    };
    let end = letters.find(takes).unwrap_or(letters.len());
    text.get(..1 + end)
}
