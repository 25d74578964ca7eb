//! # Secret that a command needs, but the build does not
//!
//! A secret that is mounted without `required` may be missing: who forgets `--secret` gets a build that goes on with an empty
//! password, and fails somewhere else with a message that says nothing of secrets. With `required=true` the build says at once which
//! secret it was not given.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN --mount=type=secret,id=token \
//! #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the command needs `token`, but the build does not insist on it
//!     login --with "$(cat /run/secrets/token)"
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN --mount=type=secret,id=token,required=true \
//!     login --with "$(cat /run/secrets/token)"
//! ```
//!
//! Nothing is said of commands that look whether it is there, and of secrets that no command names: they may well be for those
//! who have them.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! RUN --mount=type=secret,id=token [ ! -f /run/secrets/token ] || login --with "$(cat /run/secrets/token)"
//! RUN --mount=type=secret,id=key,env=KEY login ${KEY:+--with "$KEY"}
//! RUN --mount=type=secret,id=pip,target=/etc/pip.conf pip install --no-cache-dir example==1.0
//! ```
//!
//! ## Fix
//!
//! Unsafe: builds that were never given the secret stop.
//!
//! Source: Dockerfile reference, `RUN --mount=type=secret`.
//!
//! Practices: secret-mount-not-required.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site},
    model::{Mount, MountKind},
    syntax::Keyword,
    text::TextEdit,
};

/// Reports each secret that may be missing where it is needed.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Info,
    default: true,
    check: Check::Instructions(&[Keyword::Run], check),
};

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    if site.trigger {
        return;
    }
    let mounts = cx.analysis.mounts(site.index);
    let mut secrets =
        mounts.iter().filter(|it| it.kind == Some(MountKind::Secret) && !it.has("required")).peekable();
    if secrets.peek().is_none() {
        return;
    }
    let scripts = cx.analysis.scripts(site.index);
    let text: String = scripts.iter().map(|it| it.script.source().text()).collect::<Vec<_>>().join("\n");
    if GUARDS.iter().any(|it| text.contains(it)) {
        return;
    }
    for mount in secrets.filter(|it| is_named(it, &text)) {
        let Some(id) = mount.value("id").or_else(|| mount.value("env")) else { continue };
        let found =
            report.add(mount.range, format!("the command needs `{id}`, but the build does not insist on it"));
        // Behind the last key, if no quotes are around them.
        if mount.place("type").is_some() {
            let edit = TextEdit::insert(mount.range.end(), ",required=true");
            found.fix(Safety::Unsafe, "Add `required=true`", edit);
        }
    }
}

/// What stands where a command looks whether something is there.
const GUARDS: [&str; 9] = ["if ", "[ ", "test ", "case ", "||", ":-", ":+", "-}", "+}"];

/// Whether a command names the file or the variable that the secret is in.
fn is_named(mount: &Mount, text: &str) -> bool {
    let variable = |name: &str| text.contains(&format!("${name}")) || text.contains(&format!("${{{name}"));
    let file = || match (mount.value("target"), mount.value("id")) {
        (Some(target), _) => Some(target.to_owned()),
        (None, id) => id.map(|id| format!("/run/secrets/{id}")),
    };
    match mount.value("env") {
        Some(name) => variable(name),
        None => file().is_some_and(|it| it.starts_with('/') && text.contains(&it)),
    }
}
