//! Failures that `|| true` or `; exit 0` makes nothing of.

use std::collections::HashMap;

use super::SWALLOWED;
use crate::{
    knowledge::commands::{Purpose, purpose},
    lint::{Cx, Report, Severity},
    model::installs::Action,
    syntax::shell::{Effective, Link, Node, Script},
    text::{TextRange, TextSize},
};

/// Reports each `true` behind `||` that stands in for what failed.
pub(super) fn check(cx: Cx<'_>, report: &mut Report) {
    if !cx.analysis.source().contains("||") {
        return;
    }
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
                say(report, word, &name);
            }
            before.push((depth, command, is_guarded));
        }
    }
}

/// Reports the word that makes nothing of a failure.
pub(super) fn say(report: &mut Report, word: TextRange, name: &str) {
    let message = format!("the build goes on if `{name}` fails");
    report.add(word, message).aspect(SWALLOWED).severity(Severity::Info);
}

/// The word at the end of a script that makes it succeed, whatever was before: `; exit 0`.
pub(super) fn at_end(script: &Script) -> Option<TextRange> {
    let [Node::Simple(command)] = script.list.items.last()?.pipeline.nodes.as_slice() else { return None };
    does_nothing(command.effective())
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
    let name = command.name()?;
    // Fetches, then compiles what it fetched: only the source is wanted.
    let is_get = name == "go" && command.arguments().words().first().is_some_and(|it| it.text() == "get");
    if let Some(install) = installs.get(&command.command.range.start()).filter(|_| !is_get) {
        return Some(install.clone());
    }
    let counts =
        matches!(purpose(&name), Some(Purpose::Download | Purpose::Build)) || TESTS.contains(&&*name);
    (counts && !is_get).then(|| name.into_owned())
}

/// Programs that run tests.
const TESTS: [&str; 8] = ["pytest", "tox", "nox", "jest", "phpunit", "rspec", "ctest", "mocha"];
