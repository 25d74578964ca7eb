//! # Passwords and tokens that are written out
//!
//! A password in an address, in a header, behind a flag, or a token by itself.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN git clone https://deploy:h4rdly-s3cret@git.acme.dev/app.git /app
//! #                            ^^^^^^^^^^^^^ whoever has the image can read this password
//! RUN curl -fsS -H "Authorization: Bearer d41d8cd98f00b204" https://api.acme.dev/app.deb -o /tmp/app.deb
//! #                                       ^^^^^^^^^^^^^^^^ whoever has the image can read this password
//! ENV PIP_EXTRA_INDEX_URL=https://ci:h4rdly-s3cret@pypi.acme.dev/simple
//! #                                  ^^^^^^^^^^^^^ whoever has the image can read this password
//! ```
//!
//! ## Why
//!
//! The text of every instruction is in the image: `docker history` shows it, to all who can pull the image, for ever. It is in the
//! repository, too, and in the logs of the build. And the address of a clone stays in `.git/config`, that of a package in its
//! `direct_url.json`. A password that was there once is known; change it, then mount the new one for the RUN that needs it.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN --mount=type=secret,id=netrc,target=/root/.netrc,required=true git clone https://git.acme.dev/app.git /app
//! ```
//!
//! Tokens are known by how they begin, whatever variable or label they are in.
//!
//! ```dockerfile
//! FROM node:22-slim
//! LABEL build.token="glpat-Zx81KdpQ27vTr4LmYw9c"
//! #                  ^^^^^^^^^^^^^^^^^^^^^^^^^^ whoever has the image can read this token of GitLab
//! ```
//!
//! Where the name of the variable says as much, `secret-in-env` reports it.
//!
//! ```dockerfile
//! FROM node:22-slim
//! ENV GITLAB_TOKEN=glpat-Zx81KdpQ27vTr4LmYw9c
//! ```
//!
//! The user of SSH is no secret, and neither is a variable, a word that stands for a password, or what is for this machine alone.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN git clone ssh://git@git.acme.dev/app.git && pip install --index-url https://$USER:$PASSWORD@pypi.acme.dev/simple app
//! RUN curl -u user:password https://example.com && curl -u admin:s3cret http://localhost:8080/setup
//! ENV DATABASE_URL=postgres://app:s3cret@db:5432/app
//! ```
//!
//! ## Fix
//!
//! There is none: where the secret should come from, only you know.
//!
//! ## See also
//!
//! `secret-in-env` goes by the names of variables, `build-arg-as-secret` by what build arguments are used for.
//!
//! Source: Docker's documentation, "Build secrets"; <https://pythonspeed.com/articles/docker-build-secrets/>
//!
//! Practices: secret-in-run-literal, pip-index-credentials, git-clone-credentials.

use crate::{
    knowledge::{downloads, secrets},
    lint::{Check, Cx, Decl, Group, Report, Severity, Site},
    model::taint::{self, Way},
    syntax::{Body, Keyword},
    text::{TextRange, TextSize, size},
};

/// Reports the password.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[HEADER, LOGIN, TOKEN, URL],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::Instructions(
        &[
            Keyword::Run,
            Keyword::Cmd,
            Keyword::Entrypoint,
            Keyword::Healthcheck,
            Keyword::Label,
            Keyword::Env,
            Keyword::Arg,
            Keyword::Add,
            Keyword::Copy,
        ],
        check,
    ),
};

const HEADER: &str = "header";
const LOGIN: &str = "login";
const TOKEN: &str = "token";
const URL: &str = "url";

const MESSAGE: &str = "whoever has the image can read this password";

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let file = cx.analysis.file();
    let range = site.instruction.range;
    let text = file.text(range);
    if let Some((at, what)) = secrets::find_token(text) {
        let place = TextRange::new(range.start() + size(at.start), range.start() + size(at.end));
        let what = what.split_once(' ').map_or(what, |it| it.1);
        if !is_named(cx, site, place) {
            report.add(place, format!("whoever has the image can read this {what}")).aspect(TOKEN);
        }
        return;
    }
    match &site.instruction.body {
        Body::Env(pairs) | Body::Arg(pairs) | Body::Label(pairs) => {
            let named = |name: TextRange| secrets::is_name(&file.joined_text(name));
            for (pair, value) in pairs.iter().filter_map(|it| Some((it, it.value?))) {
                if file.text(value).contains('@') && !named(pair.name) {
                    in_words(cx, value, report);
                }
            }
        }
        Body::Add(transfer) => {
            for word in &transfer.sources {
                in_words(cx, word.range, report);
            }
        }
        _ => in_scripts(cx, site, report),
    }
}

/// Whether a place is in the value of a variable whose name says that it is a secret, which `secret-in-env` reports.
fn is_named(cx: Cx<'_>, site: &Site<'_>, place: TextRange) -> bool {
    let (Body::Env(pairs) | Body::Arg(pairs)) = &site.instruction.body else { return false };
    let mut around = pairs.iter().filter(|it| it.range().contains_range(place));
    around.any(|it| secrets::is_name(&cx.analysis.file().joined_text(it.name)))
}

/// The addresses in the words of an instruction.
fn in_words(cx: Cx<'_>, range: TextRange, report: &mut Report) {
    let text = cx.analysis.file().text(range);
    if !text.contains('@') {
        return;
    }
    for url in downloads::urls(text).filter(|it| !it.is_private()) {
        let Some(secret) = taint::password(&url) else { continue };
        let is_login = url.user_info.is_some_and(|it| it.contains(':'));
        if is_login && !secret.contains('$') && !secrets::is_placeholder(secret) {
            report.add(place(url.text, secret, text, range), MESSAGE).aspect(URL);
        }
    }
}

/// Where the secret stands that is a part of `url`, which is a part of the text at `range`.
fn place(url: &str, secret: &str, text: &str, range: TextRange) -> TextRange {
    let at = text.find(url).unwrap_or_default();
    let inside = url.find('@').and_then(|end| url[..end].rfind(secret)).unwrap_or_default();
    TextRange::at(range.start() + size(at + inside), TextSize::of(secret))
}

fn in_scripts(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let scripts = match site.trigger {
        true => cx.analysis.trigger_scripts(site.index),
        false => cx.analysis.scripts(site.index),
    };
    for run in scripts {
        for it in taint::credentials(run).iter().filter(|it| it.is_literal()) {
            let command = run.script.text(it.command.range);
            let is_local = downloads::urls(command).next().is_some_and(|it| it.is_private());
            let aspect = match it.way {
                Way::Url => URL,
                Way::Header => HEADER,
                Way::Login => LOGIN,
                Way::Setting | Way::File => continue,
            };
            if !is_local {
                let place = cx.analysis.file().place_of(it.word, &it.text);
                report.add(place, MESSAGE).aspect(aspect);
            }
        }
    }
}
