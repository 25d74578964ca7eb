//! # A build argument that is used as a password
//!
//! Whatever the argument is called: what it is used for shows that it is a secret.
//!
//! ```dockerfile
//! FROM debian:12
//! ARG PAT
//! RUN git clone https://$PAT@git.acme.dev/app.git /app
//! #                     ^^^^ the build argument `PAT` is a secret here, in an address; whoever has the image can read it
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN --mount=type=secret,id=pat,env=PAT,required=true git clone https://$PAT@git.acme.dev/app.git /app
//! ```
//!
//! ## Why
//!
//! The value of each build argument is written into the history of the image, next to the RUN that could see it; `docker history` shows
//! it to all who can pull the image. The same is in the attestations of the build and in caches that are exported. A secret that is
//! mounted is in none of them.
//!
//! The value is followed through ENV and the variables of the script.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! ARG CI_JOB
//! ENV PIP_INDEX_URL=https://ci:${CI_JOB}@pypi.acme.dev/simple
//! #                            ^^^^^^^^^ the build argument `CI_JOB` is a secret here, in an address; whoever has the image can read it
//! FROM node:22-slim
//! ARG REGISTRY_LOGIN
//! RUN login="$REGISTRY_LOGIN" && npm config set //npm.acme.dev/:_authToken "$login"
//! #                                                                        ^^^^^^^^ the build argument `REGISTRY_LOGIN` is a secret here, in a setting; whoever has the image can read it
//! ```
//!
//! The history of a stage that only builds is not in the image. What was passed to it is still in the caches of the builder.
//!
//! ```dockerfile
//! FROM alpine:3.22 AS source
//! ARG PAT
//! RUN git clone https://$PAT@git.acme.dev/app.git /app
//! #                     ^^^^ the build argument `PAT` is a secret here, in an address; whoever gets the cache of the build can read it
//! FROM alpine:3.22
//! COPY --from=source /app/bin /app
//! ```
//!
//! Not where only the name of the user is an argument, where the secret is mounted, and where the name tells as much, which
//! `secret-in-env` reports.
//!
//! ```dockerfile
//! FROM debian:12
//! ARG ACCOUNT
//! RUN --mount=type=secret,id=pat,env=PAT git clone https://$ACCOUNT:$PAT@git.acme.dev/app.git /app && rm -r /app/.git
//! ARG GIT_TOKEN
//! RUN curl -u "$ACCOUNT:$GIT_TOKEN" https://git.acme.dev/
//! ```
//!
//! ## Fix
//!
//! Unsafe: from then on the build is called with `--secret id=…` instead of `--build-arg`. There is one for an ARG without a value that
//! only RUN uses.
//!
//! Source: Docker's documentation, "Build secrets"; <https://pythonspeed.com/articles/docker-build-secrets/>
//!
//! Practices: build-arg-token-flows-to-network, pip-index-credentials, git-clone-credentials, ssh-key-in-image.

use std::collections::HashSet;

use super::secret_in_env;
use crate::{
    knowledge::{downloads, secrets},
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::taint::{self, Origin, Taint, Way},
    syntax::Body,
    text::TextRange,
};

/// Reports where it is used, once for each argument.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let file = cx.analysis.file();
    if !file.instructions.iter().any(|it| matches!(it.body, Body::Arg(_))) {
        return;
    }
    let mut seen: HashSet<TextRange> = HashSet::new();
    for (index, it) in file.instructions.iter().enumerate() {
        match &it.body {
            Body::Env(pairs) => {
                for value in pairs.iter().filter_map(|it| it.value) {
                    in_address(cx, index, value, &mut seen, report);
                }
            }
            Body::Add(transfer) => {
                for word in &transfer.sources {
                    in_address(cx, index, word.range, &mut seen, report);
                }
            }
            Body::Run(_) => in_run(cx, index, &mut seen, report),
            _ => {}
        }
    }
}

fn in_run(cx: Cx<'_>, index: usize, seen: &mut HashSet<TextRange>, report: &mut Report) {
    for run in cx.analysis.scripts(index) {
        let credentials = taint::credentials(run);
        if credentials.is_empty() {
            continue;
        }
        let taint = Taint::new(cx.analysis, index, Some(run));
        for it in credentials {
            if let Some(origin) = taint.origin(&it.text) {
                found(cx, it.word, it.way, origin, seen, report);
            }
        }
    }
}

/// The address in a word, if its password is a variable.
fn in_address(
    cx: Cx<'_>,
    index: usize,
    range: TextRange,
    seen: &mut HashSet<TextRange>,
    report: &mut Report,
) {
    let text = cx.analysis.file().joined_text(range);
    if !text.contains('@') {
        return;
    }
    for url in downloads::urls(&text) {
        let secret = taint::password(&url);
        let origin = secret.and_then(|it| Taint::new(cx.analysis, index, None).origin(it));
        if let Some(origin) = origin {
            found(cx, range, Way::Url, origin, seen, report);
        }
    }
}

fn found(
    cx: Cx<'_>,
    word: TextRange,
    way: Way,
    origin: Origin,
    seen: &mut HashSet<TextRange>,
    report: &mut Report,
) {
    let Origin::Argument(at, name, place) = origin else { return };
    if secrets::is_name(&name) || !seen.insert(place) {
        return;
    }
    let file = cx.analysis.file();
    let stages = cx.analysis.stages();
    let only_builds =
        stages.of_instruction(at).is_some_and(|it| !stages.ships(it.id) && stages.is_needed(it.id));
    let who = if only_builds { "gets the cache of the build" } else { "has the image" };
    let message =
        format!("the build argument `{name}` is a secret here, {}; whoever {who} can read it", way.place());
    let found = report.add(file.variable_place(word, &name).0, message).related(place, "it is declared here");
    if only_builds {
        found.severity(Severity::Info);
    }
    let Body::Arg(pairs) = &file.instructions[at].body else { return };
    if let [pair] = pairs.as_slice()
        && pair.value.is_none()
        && let Some(edits) = secret_in_env::mounts(cx, at, pair)
    {
        found.fix(Safety::Unsafe, "Mount it as a secret", edits);
    }
}
