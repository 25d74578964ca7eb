//! # A server of keys that is gone
//!
//! ```dockerfile
//! FROM debian:12
//! RUN gpg --batch --keyserver ha.pool.sks-keyservers.net --recv-keys 0D96DF4D4110E5C43FBFB17F2D347EA6AA65421D
//! #                           ^^^^^^^^^^^^^^^^^^^^^^^^^^ does not answer any more
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN gpg --batch --keyserver hkps://keyserver.ubuntu.com --recv-keys 0D96DF4D4110E5C43FBFB17F2D347EA6AA65421D
//! ```
//!
//! ## Why
//!
//! The servers behind `sks-keyservers.net` were switched off in 2021, those of `pgp.net` and `keys.gnupg.net` went with them, and
//! `pgp.mit.edu` mostly times out. The build hangs and then fails, on the first machine that has not cached it.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN gpg --batch --keyserver hkps://keys.openpgp.org --recv-keys 0D96DF4D4110E5C43FBFB17F2D347EA6AA65421D
//! ```
//!
//! Where another server is asked as well the build only gets slow; that is an info.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN for server in $(shuf -e hkp://pgp.mit.edu keys.openpgp.org); do gpg --keyserver "$server" --recv-keys 0D96DF4D && break; done
//! #                           ^^^^^^^^^^^^^^^^^ does not answer any more
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN for server in $(shuf -e hkps://keyserver.ubuntu.com keys.openpgp.org); do gpg --keyserver "$server" --recv-keys 0D96DF4D && break; done
//! ```
//!
//! ## Fix
//!
//! Names a server that answers. Unsafe: it may not have the key. Best is to copy the key into the image from your repository.
//!
//! Source: <https://en.wikipedia.org/wiki/Key_server_(cryptographic)>; the Dockerfiles of docker-library
//!
//! Practices: gpg-dead-keyserver.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Tag},
    syntax::shell::{Element, Word},
    text::TextEdit,
};

/// Reports the name of the server.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Mentioning(&DEAD, &Check::File(check)),
};

/// The servers that are gone, and all below them.
const DEAD: [&str; 6] = [
    "sks-keyservers.net",
    "pgp.mit.edu",
    "keys.gnupg.net",
    "pgp.net",
    "http-keys.gnupg.net",
    "keys.nayr.net",
];

/// Those that answer.
const ALIVE: [&str; 3] = ["keys.openpgp.org", "keyserver.ubuntu.com", "pgp.key-server.io"];

const INSTEAD: &str = "hkps://keyserver.ubuntu.com";

fn check(cx: Cx<'_>, report: &mut Report) {
    for (_, trigger, run) in cx.analysis.runs() {
        let text = run.script.source().text();
        if !DEAD.iter().any(|it| text.contains(it))
            || !(text.contains("gpg") || text.contains("apt-key") || text.contains("keyserver"))
        {
            continue;
        }
        let has_other = ALIVE.iter().any(|it| text.contains(it));
        let mut words: Vec<&Word> = Vec::new();
        run.script.walk(&mut |element, _| {
            if let Element::Word(word, _) = element {
                words.push(word);
            }
        });
        for word in words {
            let value = word.lossy();
            let server = value.split_once("--keyserver=").map_or(&*value, |it| it.1);
            if !is_dead(server) {
                continue;
            }
            let place = cx.analysis.file().place_of(word.range, server);
            let found = report.add(place, "does not answer any more").tag(Tag::Deprecated);
            if has_other {
                found.severity(Severity::Info);
            }
            if !trigger && run.script.is_understood() && cx.analysis.file().text(place) == server {
                found.fix(Safety::Unsafe, "Ask keyserver.ubuntu.com", TextEdit::replace(place, INSTEAD));
            }
        }
    }
}

/// `hkp://pool.sks-keyservers.net:80`
fn is_dead(server: &str) -> bool {
    let host = server.split_once("://").map_or(server, |it| it.1);
    let host = host.split([':', '/']).next().unwrap_or_default();
    let is_host = !server.contains([' ', '$', '\n'])
        && host.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'-'));
    is_host
        && DEAD.iter().any(|it| host.strip_suffix(it).is_some_and(|it| it.is_empty() || it.ends_with('.')))
}
