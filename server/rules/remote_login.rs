//! # A server to log in to the container
//!
//! SSH, Telnet, VNC or RDP in an image.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y --no-install-recommends openssh-server
//! #                                                                ^^^^^^^^^^^^^^ is a second door to the container
//! EXPOSE 22
//! CMD ["/usr/sbin/sshd", "-D"]
//! ```
//!
//! ## Why
//!
//! `docker exec` and `kubectl exec` open a shell in any container, with the rights and the log that the cluster has. A server of its own is a
//! second door: it has to be kept up to date, its keys and passwords have to come from somewhere, and whoever finds a hole in it is in.
//!
//! The port alone is reported where nothing that listens on it is installed.
//!
//! ```dockerfile
//! FROM node:22-slim
//! EXPOSE 22 8080
//! #      ^^ is for logging in, which `docker exec` does without a port
//! CMD ["node", "server.js"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM node:22-slim
//! EXPOSE 8080
//! CMD ["node", "server.js"]
//! ```
//!
//! It is about the image that ships. The client is no server.
//!
//! ```dockerfile
//! FROM debian:12 AS test
//! RUN apt-get update && apt-get install -y --no-install-recommends openssh-server
//! FROM debian:12
//! RUN apt-get update && apt-get install -y --no-install-recommends openssh-client
//! COPY --from=test /report /report
//! ```
//!
//! ## Fix
//!
//! Takes the port away where nothing in the file starts a server for it. Unsafe: the base image may.
//!
//! Source: <https://rules.sonarsource.com/docker/RSPEC-6473/>
//!
//! Practices: no-ssh-server.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{Stage, installs::Action},
    syntax::{Body, Instruction, Word},
    text::{TextEdit, TextRange},
};

/// Reports the package, or else the port.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Info,
    default: false,
    check: Check::Stages(check),
};

/// Packages with such a server.
#[rustfmt::skip]
const PACKAGES: [&str; 16] = [
    "openssh-server", "dropbear", "openssh", "openssh-server-pam", "telnetd", "telnet-server", "xrdp", "tigervnc-standalone-server",
    "tightvncserver", "x11vnc", "vnc4server", "tigervnc-server", "tigervnc", "dropbear-bin", "inetutils-telnetd", "openssh-server-common",
];

/// The ports of such servers.
const PORTS: [&str; 5] = ["22", "23", "3389", "5800", "5900"];

fn check(cx: Cx<'_>, stage: &Stage, report: &mut Report) {
    if !cx.leaves_something(stage.instructions.start) {
        return;
    }
    let file = cx.analysis.file();
    let installs = cx.analysis.installs_in(stage).iter();
    let packages = installs.filter(|it| it.action == Action::Install).flat_map(|it| &it.packages);
    // Alpine's `openssh` and Arch's bring the client, too; who has no port for it wants that.
    let exposes = |port: &str| ports(cx, stage).iter().any(|it| it.2 == port);
    let found =
        packages.clone().find(|it| PACKAGES.contains(&&*it.text) && (it.text != "openssh" || exposes("22")));
    if let Some(package) = found {
        report.add(package.range, "is a second door to the container");
        return;
    }
    let ports = ports(cx, stage);
    if ports.is_empty() {
        return;
    }
    let starts = ["sshd", "telnetd", "vnc", "xrdp", "dropbear", "ssh"];
    let is_server = stage.instructions.clone().any(|index| {
        let it = &file.instructions[index];
        let text = file.text(it.range);
        !matches!(it.body, Body::Expose(_)) && starts.iter().any(|it| text.contains(it))
    });
    for (it, word, _) in ports.into_iter().filter(|_| !is_server) {
        let message = "is for logging in, which `docker exec` does without a port";
        report.add(word.range, message).fix(Safety::Unsafe, "Take the port away", delete(cx, it, word));
    }
}

/// The ports for logging in that a stage exposes.
fn ports<'a>(cx: Cx<'a>, stage: &Stage) -> Vec<(&'a Instruction, Word, String)> {
    let mut found = Vec::new();
    for index in stage.instructions.clone() {
        let it = &cx.analysis.file().instructions[index];
        let Body::Expose(words) = &it.body else { continue };
        for word in words {
            let text = cx.analysis.file().word(*word);
            let port = text.split('/').next().unwrap_or_default();
            if PORTS.contains(&port) && !text.ends_with("/udp") {
                found.push((it, *word, port.to_owned()));
            }
        }
    }
    found
}

fn delete(cx: Cx<'_>, it: &Instruction, word: Word) -> TextEdit {
    let file = cx.analysis.file();
    let Body::Expose(words) = &it.body else { return TextEdit::delete(word.range) };
    let at = words.iter().position(|it| *it == word).unwrap_or_default();
    match (words.get(at + 1), at.checked_sub(1).map(|it| words[it])) {
        (Some(next), _) => TextEdit::delete(TextRange::new(word.range.start(), next.range.start())),
        (None, Some(before)) => TextEdit::delete(TextRange::new(before.range.end(), word.range.end())),
        (None, None) => TextEdit::delete(file.whole_lines(it.lines)),
    }
}
