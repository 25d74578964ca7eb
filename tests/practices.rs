//! Every practice of the catalogue has a rule whose page names it, or a reason why it has none.

use std::collections::{BTreeMap, BTreeSet};

use dockwright::{assists, rules::RULES};

use crate::files;

#[test]
fn practices_lead_to_rules_and_rules_to_practices() {
    let mut served: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (practice, by) in table() {
        for by in by.split(',').map(str::trim).filter(|it| !it.is_empty() && !by.starts_with("none:")) {
            if let Some(assist) = by.strip_prefix("assist:") {
                assert!(assists::find(assist).is_some(), "{practice}: there is no refactoring {assist}");
                continue;
            }
            let (name, aspect) = by.split_once('/').map_or((by, None), |it| (it.0, Some(it.1)));
            let rule = RULES.iter().find(|it| it.name == name);
            let rule = rule.unwrap_or_else(|| panic!("{practice}: there is no rule {name}"));
            let has = aspect.is_none_or(|it| rule.decl.aspects.contains(&it));
            assert!(has, "{practice}: {name} has no aspect {}", aspect.unwrap_or_default());
            served.entry(rule.name).or_default().insert(practice.clone());
        }
    }
    for rule in RULES {
        let named: BTreeSet<String> = rule.page.lines().filter_map(practices).flatten().collect();
        let expected = served.remove(rule.name).unwrap_or_default();
        assert_eq!(named, expected, "the line `Practices:` of {} and tests/parity/practices.toml", rule.name);
    }
}

#[test]
fn no_practice_is_without_an_answer() {
    let reasons = table().into_iter().filter(|(_, by)| by.starts_with("none:"));
    for (practice, reason) in reasons {
        assert!(reason.len() > "none: ".len() + 20, "{practice}: say why");
    }
    let open: Vec<String> = table().into_iter().filter(|it| it.1.is_empty()).map(|it| it.0).collect();
    assert_eq!(open, Vec::<String>::new());
}

/// The practices that a line of a page names: `Practices: one, other.`
fn practices(line: &str) -> Option<Vec<String>> {
    let names = line.strip_prefix("Practices: ")?;
    Some(names.trim_end_matches('.').split(", ").map(str::to_owned).collect())
}

/// The lines `practice = "answer"` of the table.
fn table() -> Vec<(String, String)> {
    let text = files::read("tests/parity/practices.toml");
    let lines = text.lines().filter(|it| !it.starts_with(['#', '[']) && !it.is_empty());
    let pair = |line: &str| {
        let (practice, answer) = line.split_once(" = ").unwrap_or_else(|| panic!("{line}: what is this?"));
        (practice.to_owned(), answer.trim_matches('"').to_owned())
    };
    lines.map(pair).collect()
}
