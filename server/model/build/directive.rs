//! `# check=…`

use super::Build;
use crate::{
    syntax::{DirectiveKind, Dockerfile, boolean, suggest},
    text::{TextRange, TextSize, size},
};

/// What Go's `strconv.ParseBool` takes: first what means true.
pub(super) const BOOLEANS: [&str; 12] =
    ["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"];

/// What can be said behind `check=`.
const OPTIONS: [&str; 3] = ["skip", "error", "experimental"];

/// Whether `# check=error=true` makes the build fail if one of BuildKit's own checks finds something.
pub(in crate::model) fn stops_on_findings(file: &Dockerfile) -> bool {
    let value = file.directive(DirectiveKind::Check).unwrap_or_default();
    let value = value.split(' ').next().unwrap_or_default();
    let set = value.splitn(3, ';').filter_map(|it| it.strip_prefix("error="));
    set.last().is_some_and(|it| BOOLEANS[..6].contains(&it))
}

/// Whether `# check=experimental=…` switches on the check of BuildKit with this name.
pub(in crate::model) fn asks_for(file: &Dockerfile, check: &str) -> bool {
    let value = file.directive(DirectiveKind::Check).unwrap_or_default();
    let value = value.split(' ').next().unwrap_or_default();
    let asked = value.splitn(3, ';').filter_map(|it| it.strip_prefix("experimental="));
    asked.flat_map(|it| it.split(',')).any(|it| it.trim() == check || it.trim() == "all")
}

/// Checks the options (`linter.ParseLintOptions`). The value ends at the first blank.
pub(super) fn check(build: &mut Build<'_>) {
    let Some(directive) = build.file.directives.iter().find(|it| it.kind == DirectiveKind::Check) else {
        return;
    };
    let value = build.file.text(directive.value);
    let value = value.split(' ').next().unwrap_or_default();
    for option in value.splitn(3, ';').filter(|_| !value.is_empty()) {
        let (fault, meant) = match option.split_once('=') {
            Some(("skip" | "experimental", _)) => continue,
            Some(("error", it)) if BOOLEANS.contains(&it) => continue,
            Some(("error", it)) => (
                format!(
                    "failed to parse check option {option:?}: strconv.ParseBool: parsing {it:?}: invalid syntax: write error=true"
                ),
                boolean(it).map(|it| format!("error={it}")),
            ),
            Some((name, value)) => {
                let nearest = suggest::nearest(name, OPTIONS);
                let hint = match nearest {
                    Some(_) => suggest::did_you_mean(nearest),
                    None => ": use skip, error or experimental".to_owned(),
                };
                (format!("invalid check option {name:?}{hint}"), nearest.map(|it| format!("{it}={value}")))
            }
            None => (
                format!("invalid check option {option:?}: write skip=RULE,RULE or error=true"),
                with_name(option),
            ),
        };
        let start = option.as_ptr() as usize - value.as_ptr() as usize;
        let place = TextRange::at(directive.value.start() + size(start), TextSize::of(option));
        let place = if option.is_empty() { directive.value } else { place };
        build.error_in(place, option, format!("failed to parse check options: {fault}"), meant);
    }
}

/// `skip:RULE`, or only the rule, whose name has capitals inside.
fn with_name(option: &str) -> Option<String> {
    if let Some((name, value)) = option.split_once(':') {
        return Some(format!("{}={value}", suggest::nearest(name, OPTIONS)?));
    }
    let is_rule = |it: &str| {
        it.starts_with(|it: char| it.is_ascii_uppercase()) && it.bytes().all(|it| it.is_ascii_alphanumeric())
    };
    let are_rules = option == "all" || option.split(',').all(is_rule);
    are_rules.then(|| format!("skip={option}"))
}
