//! # `sudo` in RUN
//!
//! A RUN is root already, unless a USER or the base image says otherwise. `sudo` then adds a program that has to be
//! installed, drops the variables of ENV and ARG on the way, and stays in the image for whoever breaks into it.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN sudo apt-get update && sudo apt-get install -y --no-install-recommends curl
//! #   ^^^^ `sudo` is not needed: this RUN is root already
//! #                          ^^^^ `sudo` is not needed: this RUN is root already
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! RUN apt-get update && apt-get install -y --no-install-recommends curl
//! ```
//!
//! Where the user is another one, say who runs what with USER.
//!
//! ```dockerfile
//! FROM jenkins/jenkins:lts
//! RUN sudo apt-get update
//! #   ^^^^ `sudo` makes `jenkins` root behind the back of USER
//! ```
//!
//! ```dockerfile
//! FROM jenkins/jenkins:lts
//! USER root
//! RUN apt-get update
//! USER jenkins
//! ```
//!
//! Only a command counts, not the name of a package.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y --no-install-recommends sudo
//! ```
//!
//! ## Fix
//!
//! Safe where the user is known to be root: root runs the same command. What differs is that the command sees the variables
//! of ENV and ARG. There is none if `sudo` is told to do more, such as to become another user.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN ["sudo", "-E", "make", "install"]
//! #    ^^^^^^ `sudo` is not needed: this RUN is root already
//! RUN sudo -u postgres createdb app
//! #   ^^^^ `sudo` runs this as another user, where USER would be seen
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! RUN ["make", "install"]
//! RUN sudo -u postgres createdb app
//! ```
//!
//! Source: Docker's documentation, "Building best practices", USER
//!
//! Practices: no-sudo.

use crate::{
    lint::{Call, Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{Fact, is_root},
    syntax::{Keyword, shell::Word},
    text::{TextEdit, TextRange},
};

/// Reports each `sudo`.
pub static RULE: Decl = Decl {
    codes: &[("DL3004", None)],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::Commands(&[], check),
};

fn check(cx: Cx<'_>, call: &Call<'_>, report: &mut Report) {
    let words = call.command.wrappers().iter().chain(call.command.name_word());
    let Some(sudo) = words.clone().find(|it| it.literal().is_some_and(|it| it == "sudo")) else { return };
    if call.site.instruction.keyword != Keyword::Run {
        return;
    }
    let user = cx.analysis.user(call.site.index);
    let becomes = call
        .command
        .wrappers()
        .iter()
        .any(|it| it.text().starts_with("-u") || it.text().starts_with("--user"));
    let message = match &user {
        _ if becomes => "`sudo` runs this as another user, where USER would be seen".to_owned(),
        Fact::Known { value, .. } if is_root(value) => {
            "`sudo` is not needed: this RUN is root already".to_owned()
        }
        Fact::Known { value, .. } => format!("`sudo` makes `{value}` root behind the back of USER"),
        _ => "`sudo` is not needed in a build, where USER says who runs a command".to_owned(),
    };
    let found = report.add(sudo.range, message);
    if let Fact::Known { value, .. } = &user
        && is_root(value)
        && call.script.script.is_understood()
        && let Some(prefix) = prefix(cx, call)
    {
        found.fix(Safety::Safe, "Run it without `sudo`", TextEdit::delete(prefix));
    }
}

/// From `sudo` to the command behind it, if that is all there is to it.
fn prefix(cx: Cx<'_>, call: &Call<'_>) -> Option<TextRange> {
    const HARMLESS: [&str; 8] = ["-E", "-H", "-n", "-EH", "-HE", "--", "--preserve-env", "--non-interactive"];
    let (first, flags) = call.command.wrappers().split_first()?;
    let harmless = |it: &Word| it.literal().is_some_and(|it| HARMLESS.contains(&&*it));
    let command = call.command.name_word()?;
    let simple = first.text().trim_matches('"') == "sudo"
        && flags.iter().all(harmless)
        && call.command.command.assignments.is_empty()
        && !command.has_expansion();
    let prefix = TextRange::new(first.range.start(), command.range.start());
    (simple && !cx.analysis.file().text(prefix).contains('\n')).then_some(prefix)
}
