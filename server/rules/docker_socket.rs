//! # The socket of Docker in an image
//!
//! The image declares the socket, or gives its user the group that may use it.
//!
//! ```dockerfile
//! FROM debian:12
//! VOLUME /var/run/docker.sock
//! #      ^^^^^^^^^^^^^^^^^^^^ whoever may write to this socket is root on the host
//! RUN useradd --no-log-init ci && usermod -aG docker ci
//! #                                           ^^^^^^ whoever is in this group is root on the host, once the socket is mounted
//! ENV DOCKER_HOST=unix:///var/run/docker.sock
//! #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^ whoever may write to this socket is root on the host
//! ```
//!
//! ## Why
//!
//! Who can talk to Docker can start a container that has the whole disk of the host, as root. So a hole in a program that has the socket is
//! a hole in the machine. To build images there are ways without: a builder without root (`buildkitd --rootless`), `kaniko`, `buildah`; to
//! watch containers there are proxies that let only reading through.
//!
//! ```dockerfile
//! FROM gcr.io/kaniko-project/executor:v1.24.0
//! ```
//!
//! Images that bring a Docker of their own do not use that of the host.
//!
//! ```dockerfile
//! FROM docker:28-dind
//! RUN adduser -D ci && addgroup ci docker
//! ```
//!
//! ## Fix
//!
//! There is none: what the program does with the socket, only you know.
//!
//! Source: OWASP Docker Security Cheat Sheet, rule 1
//!
//! Practices: docker-socket-in-image.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::Stage,
    syntax::{
        Body,
        shell::{Effective, Word},
    },
};

/// Reports the path, or the name of the group.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Info,
    default: true,
    check: Check::Stages(check),
};

const SOCKET: &str = "whoever may write to this socket is root on the host";
const MEMBER: &str = "whoever is in this group is root on the host, once the socket is mounted";

fn check(cx: Cx<'_>, stage: &Stage, report: &mut Report) {
    let file = cx.analysis.file();
    let root = file.text(cx.analysis.stages().get(stage.root).base_range);
    let has_own = root.contains("dind") || root.contains("devcontainer") || root.contains("gitpod");
    if !cx.leaves_something(stage.instructions.start) || has_own {
        return;
    }
    let is_socket = |text: &str| text.contains("run/docker.sock");
    for index in stage.instructions.clone() {
        let it = &file.instructions[index];
        match &it.body {
            Body::Volume(words) => {
                for word in words.iter().filter(|it| is_socket(file.text(it.range))) {
                    report.add(word.range, SOCKET);
                }
            }
            Body::Env(pairs) => {
                let hosts = pairs.iter().filter(|it| file.text(it.name) == "DOCKER_HOST");
                for value in hosts.filter_map(|it| it.value).filter(|it| is_socket(file.text(*it))) {
                    report.add(value, SOCKET);
                }
            }
            Body::Run(_) if file.text(it.range).contains("docker") => {
                for run in cx.analysis.scripts(index) {
                    let text = run.script.source().text();
                    let starts_own =
                        ["dockerd", "vscode", "gitpod", "codespace"].iter().any(|it| text.contains(it));
                    for visited in run.script.commands().filter(|_| !starts_own) {
                        if let Some(word) = group(visited.command.effective()) {
                            report.add(word.range, MEMBER);
                        }
                    }
                }
            }
            Body::Cmd(_) | Body::Entrypoint(_) => {
                for run in cx.analysis.scripts(index) {
                    let words =
                        run.script.commands().flat_map(|it| it.command.words.iter().collect::<Vec<_>>());
                    for word in words.filter(|it| is_socket(it.text()) && it.text().contains("unix://")) {
                        report.add(word.range, SOCKET);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The word `docker` where a user is added to that group.
fn group<'s>(command: Effective<'s>) -> Option<&'s Word> {
    let words = command.arguments().words();
    let adds = match &*command.name()? {
        "usermod" | "useradd" => words
            .iter()
            .any(|it| it.text().starts_with('-') && (it.text().ends_with('G') || it.text() == "--groups")),
        "adduser" | "addgroup" => command.arguments().operands(&[]).count() == 2,
        "gpasswd" => true,
        _ => false,
    };
    let is_group = |it: &&Word| it.lossy().split(',').any(|it| it == "docker");
    words.iter().rfind(is_group).filter(|_| adds)
}
