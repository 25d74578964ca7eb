//! # Failure that is swallowed
//!
//! `|| true` behind an installation, a download, a compilation or a test makes the build go on as if nothing had happened. The image
//! then lacks what was to be installed, and nobody notices until it runs.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y nginx || true
//! #                                                 ^^^^ the build goes on if `apt-get install` fails
//! RUN make test || :
//! #                ^ the build goes on if `make` fails
//! ```
//!
//! Say what may fail, and handle that: `[ -f Makefile ] && make test`, or install the package only where it exists.
//!
//! Commands that clean up, or that may find their work done, are left alone.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN rm /etc/nginx/conf.d/default.conf || true
//! RUN apt-get purge -y gcc || true
//! RUN adduser app || true
//! RUN [ "$(uname -m)" = x86_64 ] && make -C extra || true
//! RUN curl -f https://example.com/a || curl -f https://example.org/a
//! ```
//!
//! Practices: failure-swallowed.

use std::collections::HashMap;

use crate::{
    knowledge::commands::{Purpose, purpose},
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::installs::Action,
    syntax::shell::{Effective, Link},
    text::{TextRange, TextSize},
};

/// Reports each `true` that stands in for what failed.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Info,
    default: true,
    check: Check::Mentioning(&["||"], &Check::File(check)),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let installs = cx.analysis.installs().iter().filter(|it| it.action == Action::Install);
    let installs: HashMap<TextSize, String> =
        installs.map(|it| (it.range.start(), it.command(cx.analysis))).collect();
    for (_, trigger, run) in cx.analysis.runs() {
        // The last command on each level, and whether it runs only if a condition holds: then `|| true` is about that.
        let mut before: Vec<(u32, Effective<'_>, bool)> = Vec::new();
        for it in run.script.commands().filter(|_| !trigger) {
            let (command, depth) = (it.command.effective(), it.context.depth);
            before.retain(|it| it.0 <= depth);
            let last = before.iter().rposition(|it| it.0 == depth).map(|at| before.remove(at));
            let is_guarded = it.context.link == Link::And
                && last.as_ref().is_some_and(|(_, last, guarded)| *guarded || is_condition(*last));
            if let (Link::Or, Some((_, last, false)), Some(word)) =
                (it.context.link, last, does_nothing(command))
                && let Some(name) = worth_it(last, &installs)
            {
                report.add(word, format!("the build goes on if `{name}` fails"));
            }
            before.push((depth, command, is_guarded));
        }
    }
}

fn is_condition(command: Effective<'_>) -> bool {
    ["[", "[[", "test", "command", "which", "type"].iter().any(|it| command.is(it))
}

/// The name of a command that only succeeds.
fn does_nothing(command: Effective<'_>) -> Option<TextRange> {
    let name = command.name()?;
    let first = command.arguments().words().first().map(|it| it.text());
    let is_nothing = matches!((&*name, first), ("true" | ":", _) | ("exit", Some("0")));
    is_nothing.then(|| command.name_word().map(|it| it.range)).flatten()
}

/// What the command is called, if an image that it failed for is not what was meant.
fn worth_it(command: Effective<'_>, installs: &HashMap<TextSize, String>) -> Option<String> {
    if let Some(install) = installs.get(&command.command.range.start()) {
        return Some(install.clone());
    }
    let name = command.name()?;
    let counts =
        matches!(purpose(&name), Some(Purpose::Download | Purpose::Build)) || TESTS.contains(&&*name);
    counts.then(|| name.into_owned())
}

/// Programs that run tests.
const TESTS: [&str; 8] = ["pytest", "tox", "nox", "jest", "phpunit", "rspec", "ctest", "mocha"];
