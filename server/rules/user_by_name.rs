//! # A user by name
//!
//! Kubernetes can tell that `10001` is not root. What `app` is stands in a file inside of the image, where it does not look: with
//! `runAsNonRoot` it refuses to start such an image.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN useradd --uid 10001 app
//! USER app
//! #    ^^^ `app` is a name, which tells nobody outside of the image whether it is root
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN useradd --uid 10001 app
//! USER 10001
//! ```
//!
//! The group may have a name, and so may a user that the image does not end with: only the last USER can be seen from outside.
//!
//! ```dockerfile
//! FROM debian:12
//! USER root
//! RUN useradd --uid 10001 app
//! USER 10001:app
//! ```
//!
//! A variable may have a number.
//!
//! ```dockerfile
//! FROM debian:12
//! ARG APP_UID=10001
//! USER $APP_UID
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! ARG APP_UID
//! USER $APP_UID
//! ```
//!
//! One that no ARG declares may have anything.
//!
//! ```dockerfile
//! FROM debian:12
//! USER $APP_UID
//! #    ^^^^^^^^ what `$APP_UID` is, is not known here
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! ARG GROUP
//! USER 10001:$GROUP
//! ```
//!
//! It is off by default, because only Kubernetes cares. Windows has no numbers for users.
//!
//! ```dockerfile
//! FROM mcr.microsoft.com/windows/nanoserver:ltsc2022
//! USER ContainerUser
//! ```
//!
//! ## Fix
//!
//! Unsafe, though the user is the same: the number is that of a RUN above or of the base image, and might change there. That of
//! root is known, and safe.
//!
//! ```dockerfile
//! FROM node:22
//! USER node
//! #    ^^^^ `node` is a name, which tells nobody outside of the image whether it is root
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM node:22
//! USER 1000
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! USER root:root
//! #    ^^^^ `root` is a name, which tells nobody outside of the image whether it is root
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! USER 0:root
//! ```
//!
//! Source: Kubernetes' documentation, "Configure a Security Context for a Pod or Container", runAsNonRoot
//!
//! Practices: numeric-user.

use std::collections::{HashMap, HashSet};

use crate::{
    lint::{BuildStages, Check, Cx, Decl, Fix, Group, Report, Safety, Severity},
    model::Account,
    syntax::{Body, Word, WordTree, shell::Shell},
    text::{TextEdit, TextRange},
};

/// Reports the name.
pub static RULE: Decl = Decl {
    codes: &[("DL3066", None)],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Info,
    default: false,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let last = last_users(cx);
    if last.is_empty() {
        return;
    }
    let mut made: HashMap<&str, &Account> = HashMap::new();
    let mut args: HashSet<String> = HashSet::new();
    for (index, it) in cx.analysis.file().instructions.iter().enumerate() {
        match &it.body {
            Body::Run(_) => {
                let users = cx.analysis.accounts_made_by(index).iter().filter(|it| it.is_user);
                made.extend(users.map(|it| (it.name.as_str(), it)));
            }
            Body::User(Some(word)) if last.contains(&index) => {
                user(cx, *word, index, (&made, &args), report);
            }
            Body::Arg(pairs) => {
                args.extend(pairs.iter().map(|it| cx.analysis.file().joined_text(it.name).into_owned()))
            }
            _ => {}
        }
    }
}

/// The name of the first variable in a word.
fn variable(written: &str) -> &str {
    let behind = written.split_once('$').map_or("", |it| it.1.trim_start_matches('{'));
    behind.split(|it: char| !it.is_ascii_alphanumeric() && it != '_').next().unwrap_or_default()
}

/// The USERs that images end with: the one that ships, and if the settings ask for them the other stages. Before the first FROM,
/// all.
fn last_users(cx: Cx<'_>) -> HashSet<usize> {
    let stages = cx.analysis.stages();
    let all = cx.settings.build_stages == BuildStages::Check;
    let asked = stages.stages.iter().filter(|it| all || it.id.index() + 1 == stages.stages.len());
    let ends = asked.filter_map(|it| cx.analysis.user_setter_at_end(it.id));
    let first = stages.stages.first().map(|it| it.instructions.start);
    ends.chain(0..first.unwrap_or(cx.analysis.file().instructions.len())).collect()
}

fn user(
    cx: Cx<'_>,
    word: Word,
    index: usize,
    (made, args): (&HashMap<&str, &Account>, &HashSet<String>),
    report: &mut Report,
) {
    if matches!(cx.analysis.shell(index), Shell::Cmd | Shell::PowerShell) {
        return;
    }
    let Some(value) = value(cx, word, index) else {
        let written = cx.analysis.file().word(word);
        if !args.contains(variable(&written)) {
            report.add(word.range, format!("what `{written}` is, is not known here"));
        }
        return;
    };
    let user = value.split(':').next().unwrap_or_default();
    if user.bytes().all(|it| it.is_ascii_digit()) {
        return;
    }
    let joined = cx.analysis.file().joined(word.range);
    let place = (joined.text() == value).then(|| joined.range(0..user.len()));
    let message = format!("`{user}` is a name, which tells nobody outside of the image whether it is root");
    let found = report.add(place.unwrap_or(word.range), message);
    found.fix = place.and_then(|place| number(cx, user, index, made, place));
}

/// The value of a word, also before the first FROM, or at least the user in it.
fn value(cx: Cx<'_>, word: Word, index: usize) -> Option<String> {
    let text = cx.analysis.file().word(word);
    let user = || text.split(':').next().filter(|it| !it.contains('$'));
    let literal = |text: &str| WordTree::new(text, cx.analysis.file().escape).ok()?.literal();
    cx.analysis.value(word, index).or_else(|| literal(&text)).or_else(|| literal(user()?))
}

/// Writes the number of the user, if the file says which it has.
fn number(
    cx: Cx<'_>,
    user: &str,
    index: usize,
    made: &HashMap<&str, &Account>,
    place: TextRange,
) -> Option<Fix> {
    let stages = cx.analysis.stages();
    let made = made.get(user).filter(|it| stages.is_before(it.instruction, index));
    let image = || cx.analysis.base_image(stages.of_instruction(index)?.id);
    let id = match made {
        _ if user == "root" => "0".to_owned(),
        Some(account) => account.id.clone()?,
        None => image()?.users.iter().find(|it| it.name == user)?.uid?.to_string(),
    };
    let safety = if user == "root" { Safety::Safe } else { Safety::Unsafe };
    let is_number = !id.is_empty() && id.bytes().all(|it| it.is_ascii_digit());
    is_number.then(|| Fix {
        title: format!("Write `{id}`"),
        safety,
        edits: TextEdit::replace(place, &*id).into(),
    })
}
