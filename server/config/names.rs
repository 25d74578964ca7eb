//! The names of rules in settings, and the nearest one where there is none.

use strsim::damerau_levenshtein;

use crate::{
    lint::{
        Group, Rule,
        selector::{SETS, means},
    },
    rules::RULES,
};

/// What hadolint had once, and some command lines still ignore.
const RETIRED: [&str; 4] = ["DL3005", "DL3017", "DL3031", "DL3039"];

/// What is wrong with a selector, if it means nothing.
pub fn check(selector: &str) -> Result<(), String> {
    let meant = |rule: &Rule| aspects(rule).any(|aspect| means(selector, rule, aspect).is_some());
    if SETS.iter().any(|it| it.eq_ignore_ascii_case(selector))
        || Group::ALL.iter().any(|it| it.as_str() == selector)
        || RULES.iter().any(meant)
    {
        return Ok(());
    }
    Err(unknown(selector, Group::ALL.iter().map(|it| it.as_str()).chain(SETS)))
}

/// The same of what is not wanted. It is fine not to want what hadolint has from ShellCheck or had once; all cannot be
/// unwanted.
pub fn check_ignored(selector: &str) -> Result<(), String> {
    let digits = selector.strip_prefix("SC").unwrap_or_default();
    if digits.len() == 4 && digits.bytes().all(|it| it.is_ascii_digit()) || RETIRED.contains(&selector) {
        return Ok(());
    }
    if selector.eq_ignore_ascii_case("all") {
        return Err("to ignore all would leave no rule to run; name those that should not run".to_owned());
    }
    check(selector)
}

/// What to say if there is no rule of this name, nor anything else that could be meant.
pub fn unknown(name: &str, others: impl Iterator<Item = &'static str>) -> String {
    let names = RULES.iter().flat_map(names).chain(others.map(str::to_owned));
    let hint = match nearest(name, names) {
        Some(nearest) => format!("did you mean {nearest}?"),
        None => "`dockwright rules` lists all there are".to_owned(),
    };
    format!("there is no rule {name}; {hint}")
}

/// The one of `names` that `name` was probably meant to be.
pub fn nearest(name: &str, names: impl Iterator<Item = String>) -> Option<String> {
    let far = name.chars().count() / 3;
    let lower = name.to_lowercase();
    let distance = |it: &String| damerau_levenshtein(&it.to_lowercase(), &lower);
    names.map(|it| (distance(&it), it)).filter(|it| it.0 <= far).min().map(|it| it.1)
}

/// Every name of a rule.
fn names(rule: &'static Rule) -> impl Iterator<Item = String> {
    let aspects = rule.decl.aspects.iter().map(|it| format!("{}/{it}", rule.name));
    let codes = rule.decl.codes.iter().map(|it| it.0.to_owned());
    std::iter::once(rule.name.to_owned()).chain(aspects).chain(codes)
}

/// The aspects of a rule, and none of them.
fn aspects(rule: &Rule) -> impl Iterator<Item = Option<&'static str>> {
    std::iter::once(None).chain(rule.decl.aspects.iter().copied().map(Some))
}
