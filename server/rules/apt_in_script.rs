//! # apt where nobody is at the keyboard
//!
//! `apt` is made for people: its output and its options may change from one release to the next, and it says so itself on every run.
//! `apt-get` and `apt-cache` stay as they are.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt update && apt install -y curl
//! #   ^^^ `apt` is for people, not for scripts
//! #                 ^^^ `apt` is for people, not for scripts
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! RUN apt-get update && apt-get install -y curl
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-cache policy curl && apt-mark hold curl
//! ```
//!
//! ## Fix
//!
//! Safe where `apt-get` has the same sub-command. Two are called otherwise: `apt upgrade` may install new packages, as
//! `apt-get upgrade` does only if it is told to, and `full-upgrade` is an old friend.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt -y upgrade && apt full-upgrade -y
//! #                     ^^^ `apt` is for people, not for scripts
//! #                                       ^^^ `apt` is for people, not for scripts
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! RUN apt-get update && apt-get -y upgrade --with-new-pkgs && apt-get dist-upgrade -y
//! ```
//!
//! `apt search`, `show` and `policy` become calls of `apt-cache`, unsafe, as the output differs. For `apt list` there is nothing
//! that does the same.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt policy curl && apt list --installed
//! #   ^^^ `apt` is for people, not for scripts
//! #                      ^^^ `apt` is for people, not for scripts
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN apt-cache policy curl && apt list --installed
//! ```
//!
//! Practices: apt-not-apt-get.

use crate::{
    knowledge::packages,
    lint::{Call, Check, Cx, Decl, Group, Report, Safety, Severity},
    model::Form,
    syntax::{Dockerfile, shell::Word},
    text::{Edits, TextEdit, TextRange, TextSize, size},
};

/// Reports each call of `apt`.
pub static RULE: Decl = Decl {
    codes: &[("DL3027", None)],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Commands(&["apt"], check),
};

fn check(cx: Cx<'_>, call: &Call<'_>, report: &mut Report) {
    let Some(name) = call.command.name_word() else {
        return;
    };
    let found = report.add(name.range, "`apt` is for people, not for scripts");
    if call.script.script.is_understood()
        && let Some((safety, other, edits)) = other(cx.analysis.file(), call, name)
    {
        found.fix(safety, format!("Call `{other}`"), edits);
    }
}

/// The program that does the same, and what is to be changed.
fn other(file: &Dockerfile, call: &Call<'_>, name: &Word) -> Option<(Safety, &'static str, Edits)> {
    let valued = packages::manager("apt")?.valued;
    let word = call.command.arguments().subcommand(valued)?;
    let subcommand = word.literal()?;
    let (safety, other) = match &*subcommand {
        "install" | "reinstall" | "update" | "upgrade" | "full-upgrade" | "dist-upgrade" | "remove"
        | "purge" | "autoremove" | "autopurge" | "clean" | "autoclean" | "dist-clean" | "distclean"
        | "source" | "build-dep" | "download" | "changelog" | "satisfy" => (Safety::Safe, "apt-get"),
        "search" | "show" | "showsrc" | "policy" | "depends" | "rdepends" => (Safety::Unsafe, "apt-cache"),
        _ => return None,
    };
    let renamed = replace(file, name, "apt", other)?;
    let edits = match &*subcommand {
        "upgrade" if !call.command.arguments().has(&["--with-new-pkgs"]) => {
            let is_json = call.script.form == Form::Exec;
            let flag = if is_json { ", \"--with-new-pkgs\"" } else { " --with-new-pkgs" };
            vec![renamed, TextEdit::insert(word.range.end(), flag)]
        }
        "full-upgrade" => vec![renamed, replace(file, word, "full-upgrade", "dist-upgrade")?],
        _ => vec![renamed],
    };
    Some((safety, other, Edits::new(edits).ok()?))
}

/// Another text in a word, within its quotes, if it is written in one piece.
fn replace(file: &Dockerfile, word: &Word, old: &str, new: &str) -> Option<TextEdit> {
    let written = file.text(word.range);
    let range = TextRange::at(word.range.start() + size(written.find(old)?), TextSize::of(old));
    (written.trim_matches(['"', '\'']) == old).then(|| TextEdit::replace(range, new))
}
