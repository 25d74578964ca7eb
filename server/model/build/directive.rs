//! `# check=…`

use super::Build;
use crate::syntax::{DirectiveKind, Dockerfile};

/// What Go's `strconv.ParseBool` takes: first what means true.
pub(super) const BOOLEANS: [&str; 12] =
    ["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"];

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
        let fault = match option.split_once('=') {
            Some(("skip" | "experimental", _)) => continue,
            Some(("error", it)) if BOOLEANS.contains(&it) => continue,
            Some(("error", it)) => {
                format!(
                    "failed to parse check option {option:?}: strconv.ParseBool: parsing {it:?}: invalid syntax: write error=true"
                )
            }
            Some((name, _)) => format!("invalid check option {name:?}: use skip, error or experimental"),
            None => format!("invalid check option {option:?}: write skip=RULE,RULE or error=true"),
        };
        build.error(directive.value, format!("failed to parse check options: {fault}"));
    }
}
