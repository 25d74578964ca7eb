//! The longer and odder cases, in `tests/cases/**/*.md`.

use std::path::Path;

use dockwright::{assists, rules::RULES};

use crate::{
    files,
    harness::{self, Subject},
};

#[test]
fn every_case_is_true() {
    let mut problems = Vec::new();
    let is_elsewhere = |it: &Path| it.ends_with("README.md") || it.starts_with("tests/cases/ide");
    for path in files::below("tests/cases", "md").into_iter().filter(|it| !is_elsewhere(it)) {
        problems.extend(harness::run(&path, subject(&path)).problems);
    }
    harness::report(problems);
}

/// A page whose name, or whose folder's name, is that of a rule or a refactoring is about it; another one is about those
/// that its settings select.
fn subject(path: &Path) -> Subject {
    let names = [path.file_stem(), path.parent().and_then(Path::file_name)];
    let names = names.into_iter().flatten().map(|it| it.to_string_lossy().replace('_', "-"));
    let named = |name: String| {
        let rule = RULES.iter().find(|it| it.name == name).map(harness::subject);
        rule.or_else(|| assists::find(&name).map(Subject::Assist))
    };
    names.into_iter().find_map(named).unwrap_or(Subject::Rules(RULES))
}
