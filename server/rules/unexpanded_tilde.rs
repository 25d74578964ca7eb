//! # A `~` that no shell replaces
//!
//! `~` is the home folder for a shell only. In WORKDIR, COPY, ADD, ENV and VOLUME there is none, so the build makes a folder that is called `~`, and
//! puts the files there.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY .bashrc ~/
//! #            ^ means a folder of this name, as no shell replaces it
//! WORKDIR ~/app
//! #       ^ means a folder of this name, as no shell replaces it
//! ENV CONFIG=~/config.toml
//! #          ^ means a `~` in the value, as no shell replaces it
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! COPY .bashrc /root/
//! WORKDIR /root/app
//! ENV CONFIG=/root/config.toml
//! ```
//!
//! In RUN a shell replaces it.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN mkdir -p ~/app && CONFIG=~/config.toml ls ~
//! ```
//!
//! A `~` that is not at the beginning is a part of the name, and nothing is reported on Windows, where short names have one.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY backup~ /srv/backup~
//! ENV SPARK_OPTS=~none
//! ```
//!
//! ## Fix
//!
//! The home folder of the user that holds there, if it is known. Unsafe: the files go to another place than before.
//!
//! Source: <https://docs.docker.com/reference/dockerfile/#environment-replacement>
//!
//! Practices: tilde-not-expanded.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site},
    syntax::{Body, Keyword},
    text::{TextEdit, TextRange, TextSize},
};

/// Reports the `~`.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Mentioning(
        &["~"],
        &Check::Instructions(
            &[Keyword::Add, Keyword::Copy, Keyword::Env, Keyword::Volume, Keyword::Workdir],
            check,
        ),
    ),
};

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    if cx.analysis.file().escape == b'`' {
        return;
    }
    let words: Vec<TextRange> = match &site.instruction.body {
        Body::Add(transfer) | Body::Copy(transfer) => {
            let outside = site.instruction.flags.iter().any(|it| it.name() == "from");
            let sources = transfer.sources.iter().filter(|_| outside);
            sources.chain(&transfer.destination).map(|it| it.range).collect()
        }
        Body::Env(pairs) => pairs.iter().filter_map(|it| it.value).collect(),
        Body::Volume(words) => words.iter().map(|it| it.range).collect(),
        Body::Workdir(word) => word.iter().map(|it| it.range).collect(),
        _ => return,
    };
    let home = home(cx, site);
    for word in words {
        let text = cx.analysis.file().text(word);
        let quote = usize::from(text.starts_with(['"', '\'']));
        let value = text[quote..].trim_end_matches(['"', '\'']);
        if value != "~" && !value.starts_with("~/") {
            continue;
        }
        let start = word.start() + TextSize::new(quote as u32);
        let place = TextRange::at(start, TextSize::new(1));
        let what = if site.instruction.keyword == Keyword::Env {
            "a `~` in the value"
        } else {
            "a folder of this name"
        };
        let found = report.add(place, format!("means {what}, as no shell replaces it"));
        if let Some(home) = &home {
            found.fix(Safety::Unsafe, format!("Write `{home}`"), TextEdit::replace(place, home.as_str()));
        }
    }
}

/// The home folder of the user that holds before an instruction.
fn home(cx: Cx<'_>, site: &Site<'_>) -> Option<String> {
    let stage = cx.analysis.stages().of_instruction(site.index)?;
    let user = cx.analysis.user(site.index);
    let name = user.known()?.split(':').next()?.to_owned();
    if matches!(name.as_str(), "root" | "0") {
        return Some("/root".to_owned());
    }
    let image = cx.analysis.base_image(stage.id)?;
    let is_applications = image.application_user().is_some_and(|it| it.name == name);
    (is_applications && matches!(name.as_str(), "node" | "ubuntu" | "app" | "bun" | "jovyan" | "gradle"))
        .then(|| format!("/home/{name}"))
}
