//! # A user whose number is left to chance
//!
//! ```dockerfile
//! FROM debian:12
//! RUN useradd --no-log-init app
//! #   ^^^^^^^ gives `app` whatever number is free
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN useradd --uid 10001 --no-log-init app
//! ```
//!
//! ## Why
//!
//! Files on volumes belong to numbers. When the base image makes one more user, yours gets another number, and cannot read what it wrote
//! before. Kubernetes, too, wants numbers. Those from 10000 on are nobody's on most machines.
//!
//! ```dockerfile
//! FROM debian:12
//! ARG ID=10001
//! RUN groupadd --gid $ID app && useradd --no-log-init --uid $ID --gid app app
//! ```
//!
//! It is about the image that ships.
//!
//! ```dockerfile
//! FROM debian:12 AS build
//! RUN useradd --no-log-init builder
//! FROM debian:12
//! COPY --from=build /app /app
//! ```
//!
//! ## Fix
//!
//! A number above 10000 that the file does not use yet. Unsafe: what is on volumes already has the old one.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! RUN addgroup -S app && adduser -S -G app app
//! #   ^^^^^^^^ gives `app` whatever number is free
//! #                      ^^^^^^^ gives `app` whatever number is free
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM alpine:3.22
//! RUN addgroup -g 10001 -S app && adduser -u 10001 -S -G app app
//! ```
//!
//! Source: Kubernetes' documentation, "Configure a Security Context for a Pod or Container"
//!
//! Practices: useradd-explicit-uid.

use std::collections::{HashMap, HashSet};

use crate::{
    knowledge::images::Family,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    text::TextEdit,
};

/// Reports the command.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Reproducibility,
    severity: Severity::Info,
    default: false,
    check: Check::Mentioning(&["useradd", "adduser", "groupadd", "addgroup"], &Check::File(check)),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let accounts = cx.analysis.every_account();
    let used: HashSet<&str> = accounts.iter().filter_map(|it| it.id.as_deref()).collect();
    let mut free = (10001..).filter(|it: &u32| !used.contains(&*it.to_string()));
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    for account in accounts.iter().filter(|it| it.id.is_none() && cx.leaves_something(it.instruction)) {
        let Some(stage) = cx.analysis.stages().of_instruction(account.instruction) else { continue };
        // The group and the user of one name get one number.
        let known = numbers.get(&*account.name).copied();
        let Some(number) = known.or_else(|| free.next()) else { return };
        numbers.insert(&account.name, number);
        for run in cx.analysis.scripts(account.instruction) {
            let maker = run.script.commands().find(|it| it.command.range.contains_range(account.place));
            let Some(effective) = maker.map(|it| it.command.effective()) else { continue };
            let (Some(name), Some(word)) = (effective.name(), effective.name_word()) else { continue };
            let found = report.add(word.range, format!("gives `{}` whatever number is free", account.name));
            let family = cx.analysis.base_image(stage.id).and_then(|it| it.family);
            if let Some(flag) = flag(&name, family).filter(|_| run.script.is_understood()) {
                let edit = TextEdit::insert(word.range.end(), format!(" {flag} {number}"));
                if run.shell.is_some() {
                    found.fix(Safety::Unsafe, format!("Give it the number {number}"), edit);
                }
            }
        }
    }
}

/// The flag for the number, if it is known which command of this name it is.
fn flag(command: &str, family: Option<Family>) -> Option<&'static str> {
    let busybox = matches!(family, Some(Family::Alpine | Family::Busybox | Family::Wolfi));
    let debian = matches!(family, Some(Family::Debian | Family::Ubuntu));
    Some(match command {
        "useradd" => "--uid",
        "groupadd" => "--gid",
        "adduser" if busybox => "-u",
        "addgroup" if busybox => "-g",
        "adduser" if debian => "--uid",
        "addgroup" if debian => "--gid",
        _ => return None,
    })
}
