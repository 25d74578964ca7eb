//! # A password of the system that the image sets
//!
//! A user of the image gets a password.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN echo "root:hunter2" | chpasswd
//! #                         ^^^^^^^^ every container gets this password, and whoever has the image knows it
//! RUN useradd --no-log-init -p "$6$salt$hash" app
//! #                         ^^ every container gets this password, and whoever has the image knows it
//! ```
//!
//! ## Why
//!
//! The password, or its hash, is in the history of the image for ever, and the same in each container that is started from it. Nobody logs
//! in to a container: `docker exec` and `kubectl exec` need no password. Leave the account without one.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN useradd --no-log-init --uid 10001 app && adduser --disabled-password --gecos "" other && passwd -l root
//! ```
//!
//! An empty password is one that everybody knows.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN passwd -d root
//! #   ^^^^^^ everybody may log in without a password then
//! ```
//!
//! One that is mounted as a secret is in the image all the same, as a hash, but not known. What locks an account is no password.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN --mount=type=secret,id=root,env=ROOT_PASSWORD echo "root:$ROOT_PASSWORD" | chpasswd
//! RUN echo "app:*" | chpasswd -e && usermod -p '!' app
//! ```
//!
//! ## Fix
//!
//! There is none: why there is a password, only you know.
//!
//! Source: <https://docs.prismacloud.io/en/enterprise-edition/policy-reference/docker-policies/docker-policy-index>, CKV2_DOCKER_17
//!
//! Practices: password-in-image.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::taint::{Origin, Taint},
    syntax::shell::{Element, Node, Word},
};

/// Reports the command, or the flag.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::Mentioning(&["passwd", "useradd", "usermod"], &Check::File(check)),
};

const MESSAGE: &str = "every container gets this password, and whoever has the image knows it";

fn check(cx: Cx<'_>, report: &mut Report) {
    for (index, _, run) in cx.analysis.runs() {
        let text = run.script.source().text();
        let says = ["passwd", "useradd", "usermod"].iter().any(|it| text.contains(it));
        if !says || !cx.leaves_something(index) {
            continue;
        }
        let taint = Taint::new(cx.analysis, index, Some(run));
        let is_mounted = |it: &Word| matches!(taint.origin(&it.lossy()), Some(Origin::Mount(_)));
        let locks = |it: &Word| {
            let text = it.lossy();
            matches!(&*text, "*" | "!" | "!!" | "x") || text.contains(":*") || text.contains(":!")
        };
        run.script.walk(&mut |element, _| match element {
            Element::Pipeline(pipeline) => {
                let (Some(Node::Simple(first)), Some(Node::Simple(last))) =
                    (pipeline.nodes.first(), pipeline.nodes.last())
                else {
                    return;
                };
                let effective = last.effective();
                let sets = effective.is("chpasswd") || effective.is("passwd");
                let fine = first.words.iter().any(|it| is_mounted(it) || locks(it));
                if let Some(name) = effective.name_word().filter(|_| sets && !fine) {
                    report.add(name.range, MESSAGE);
                }
            }
            Element::Command(command) => {
                let effective = command.effective();
                let words = effective.arguments().words();
                match effective.name().as_deref() {
                    Some("useradd" | "usermod") => {
                        let at = words.iter().position(|it| {
                            let text = it.text();
                            matches!(text, "-p" | "--password") || text.starts_with("--password=")
                        });
                        let Some(flag) = at.map(|at| &words[at]) else { return };
                        let value =
                            at.and_then(|at| words.get(at + 1)).filter(|_| !flag.text().contains('='));
                        if !value.is_some_and(|it| is_mounted(it) || locks(it)) {
                            report.add(flag.range, MESSAGE);
                        }
                    }
                    Some("passwd") if effective.arguments().has(&["-d", "--delete"]) => {
                        if let Some(name) = effective.name_word() {
                            report.add(name.range, "everybody may log in without a password then");
                        }
                    }
                    Some("chpasswd") if !command.redirects.is_empty() => {
                        let target = command.redirects.iter().find_map(|it| it.target.as_ref());
                        if !target.is_some_and(|it| is_mounted(it) || locks(it))
                            && let Some(name) = effective.name_word()
                        {
                            report.add(name.range, MESSAGE);
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        });
    }
}
