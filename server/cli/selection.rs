//! `--select` and `--ignore`: which rules are meant, and the nearest name where none is.

use strsim::damerau_levenshtein;

use super::{arguments::RuleArguments, files::reason, output::visible};
use crate::{
    lint::{BuildStages, Group, Rule, Selection, Settings},
    rules::RULES,
};

/// What the options say of the rules; or what is wrong with them.
pub(super) fn settings(arguments: &RuleArguments) -> Result<Settings, String> {
    if let Some(path) = &arguments.config {
        std::fs::read(path)
            .map_err(|error| format!("{}: {}", visible(&path.to_string_lossy()), reason(&error)))?;
    }
    let select = selectors("--select", &arguments.select)?;
    let ignore = selectors("--ignore", &arguments.ignore)?;
    if ignore.iter().any(|it| it == "all") {
        return Err("--ignore all would leave no rule to run; name those that should not run".to_owned());
    }
    if select.is_empty() && !arguments.select.is_empty() {
        return Err("--select names no rule; leave it out for those that are on by default".to_owned());
    }
    let select = match select {
        select if select.is_empty() => Selection::Default,
        select if select.iter().any(|it| it == "all") => Selection::All,
        select => Selection::Only(select),
    };
    let build_stages = if select == Selection::All { BuildStages::Check } else { BuildStages::Skip };
    Ok(Settings { select, ignore, build_stages, ..Settings::default() })
}

/// What to say if there is no rule of this name, nor anything else that could be meant.
pub(super) fn unknown(name: &str, others: impl Iterator<Item = &'static str>) -> String {
    let names = RULES.iter().flat_map(names).chain(others.map(str::to_owned));
    let hint = match nearest(name, names) {
        Some(nearest) => format!("did you mean {nearest}?"),
        None => "`dockwright rules` lists all there are".to_owned(),
    };
    format!("there is no rule {}; {hint}", visible(name))
}

/// The one of `names` that `name` was probably meant to be.
pub(super) fn nearest(name: &str, names: impl Iterator<Item = String>) -> Option<String> {
    let far = name.chars().count() / 3;
    let lower = name.to_lowercase();
    let distance = |it: &String| damerau_levenshtein(&it.to_lowercase(), &lower);
    names.map(|it| (distance(&it), it)).filter(|it| it.0 <= far).min().map(|it| it.1)
}

/// The selectors in what was typed, if each means something.
fn selectors(option: &str, typed: &[String]) -> Result<Vec<String>, String> {
    let typed: Vec<&str> = typed.iter().map(|it| it.trim()).filter(|it| !it.is_empty()).collect();
    let wrong: Vec<&str> = typed.iter().copied().filter(|it| !means_something(it)).collect();
    match wrong.first() {
        None => Ok(typed.into_iter().map(str::to_owned).collect()),
        Some(first) => Err(format!("{option}: {}", unknown(first, Group::ALL.iter().map(|it| it.as_str())))),
    }
}

fn means_something(selector: &str) -> bool {
    selector == "all"
        || Group::ALL.iter().any(|it| it.as_str() == selector)
        || RULES.iter().any(|rule| aspects(rule).any(|aspect| rule.answers_to(aspect, selector)))
}

/// Every name of a rule.
fn names(rule: &'static Rule) -> impl Iterator<Item = String> {
    let aspects = rule.aspects().map(|it| format!("{}/{it}", rule.name));
    let codes = rule.decl.codes.iter().map(|it| it.0.to_owned());
    std::iter::once(rule.name.to_owned()).chain(aspects).chain(codes)
}

/// The aspects of a rule, and none of them.
fn aspects(rule: &'static Rule) -> impl Iterator<Item = Option<&'static str>> {
    std::iter::once(None).chain(rule.aspects().map(Some))
}
