//! The refactoring `add-user` on real files: whatever it does is sound.

use std::collections::BTreeMap;

use dockwright::{
    assists::{Outcome, add_user},
    lint::{self, Cx, Settings},
    model::{Analysis, Nowhere, is_root},
    rules::RULES,
    text::{TextRange, TextSize},
};

use crate::{corpus, harness::report, tidy};

#[test]
fn add_user_does_no_harm_to_real_files() {
    let mut problems = Vec::new();
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for (name, source) in corpus::sample(400) {
        let before = Analysis::new(&**source);
        let why = match outcome(&before) {
            Some(Outcome::Change { title, edits }) => {
                let after = Analysis::new(edits.apply(source));
                let mut wrong = Vec::new();
                wrong.extend(tidy::title(&title).map(str::to_owned));
                wrong.extend(harm(&before, &after));
                problems.extend(wrong.iter().map(|it| format!("{name}: {it}")));
                "changed".to_owned()
            }
            Some(Outcome::Refused { reason, .. }) => {
                if !reason.ends_with('.') || reason.contains('\n') {
                    problems.push(format!("{name}: `{reason}` is no sentence"));
                }
                reason
            }
            None => "does not apply".to_owned(),
        };
        *reasons.entry(why).or_default() += 1;
    }
    println!("{reasons:#?}");
    report(problems);
}

#[test]
fn the_title_says_what_needs_thought() {
    let title = |source: &str| match outcome(&Analysis::new(source)) {
        Some(Outcome::Change { title, .. } | Outcome::Refused { title, .. }) => title,
        None => String::new(),
    };
    let cases = [
        ("FROM node:22\nCMD a", "Run as `node`"),
        ("FROM debian:12\nCMD a", "Run as the new user `app`"),
        ("FROM scratch\nCMD [\"a\"]", "Run as `65532:65532`"),
        (
            "FROM node:22\nRUN mkdir -p /data /app\nEXPOSE 80/tcp 8080\nVOLUME /data",
            "Run as `node`; check that it may open port 80, write to `/data`",
        ),
        ("FROM node:22\nRUN mkdir -p /app/log && chown -R node /app\nCMD a", "Run as `node`"),
        (
            "FROM node:22\nRUN mkdir -p ~/.ssh && rm -rf ~/.npm && ln -s /root/tool /usr/bin/tool",
            "Run as `node`; check that it may read `~/.ssh`, read `/root/tool`",
        ),
        ("FROM postgres:17", "Run as a user who is not root"),
    ];
    for (source, expected) in cases {
        assert_eq!(title(source), expected, "{source}");
    }
}

fn outcome(analysis: &Analysis) -> Option<Outcome> {
    let whole = TextRange::up_to(TextSize::of(&**analysis.source()));
    let cx = Cx { analysis, world: &Nowhere, settings: &Settings::default() };
    add_user::run(cx, whole)
}

/// What is worse afterwards than before.
fn harm(before: &Analysis, after: &Analysis) -> Option<String> {
    let target = after.stages().target()?;
    if after.user_at_end(target.id).known().is_some_and(|it| is_root(it)) {
        return Some("it still runs as root".to_owned());
    }
    if let Some(error) = after.errors().iter().find(|_| after.errors().len() > before.errors().len()) {
        return Some(format!("the file is broken: {}", error.message));
    }
    if let Some(Outcome::Change { .. }) = outcome(after) {
        return Some("doing it again changes something".to_owned());
    }
    let count = |analysis: &Analysis| {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        let cx = Cx { analysis, world: &Nowhere, settings: &Settings::default() };
        for it in lint::run(cx, RULES) {
            *count.entry(it.rule.name).or_default() += 1;
        }
        count
    };
    let old = count(before);
    // What the new user may write, root could write before, and had no need of sudo.
    let is_worse = |rule: &str, new| {
        !matches!(rule, "writable-code" | "sudo-in-image") && new > old.get(rule).copied().unwrap_or(0)
    };
    let worse = count(after).into_iter().find(|(rule, new)| is_worse(rule, *new))?;
    Some(format!("`{}` finds more than before", worse.0))
}
