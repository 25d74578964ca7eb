//! `dockwright explain`: the manual page of a rule or a refactoring.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
};

use super::{Status, arguments::ExplainArguments, console::Console, output::visible};
use crate::{
    assists::{self, ASSISTS, Assist},
    config::names::unknown,
    lint::Rule,
    rules,
};

/// Prints the page.
pub(super) fn explain(arguments: &ExplainArguments, console: &mut Console) -> io::Result<Status> {
    let name = arguments.name.as_str();
    match (rules::find(name), assists::find(name)) {
        (Some(rule), _) => write!(console.out, "{}\n{}", rule.page, of_rule(rule))?,
        (None, Some(assist)) => write!(console.out, "{}\n{}", assist.page, of_assist(assist))?,
        (None, None) => {
            console.complain(visible(&unknown(name, ASSISTS.iter().map(|it| it.name))));
            return Ok(Status::Failed);
        }
    }
    Ok(Status::Clean)
}

/// What the page does not say: the facts that the rule declares.
fn of_rule(rule: &'static Rule) -> String {
    let default = if rule.decl.default { "on" } else { "off, unless it is selected" };
    let rows = [
        ("Rule", rule.name.to_owned()),
        ("Aspects", rule.decl.aspects.join(", ")),
        ("Also called", rule.codes().join(", ")),
        ("Group", rule.decl.group.as_str().to_owned()),
        ("Severity", rule.decl.severity.as_str().to_owned()),
        ("By default", default.to_owned()),
        ("On the web", rule.url()),
    ];
    let mut text = String::new();
    for (label, value) in rows.iter().filter(|it| !it.1.is_empty()) {
        let _ = writeln!(text, "{:<12} {value}", format!("{label}:"));
    }
    text
}

fn of_assist(assist: &Assist) -> String {
    format!("Run it with: dockwright fix --assist {} [--line N] PATH\n", assist.name)
}
