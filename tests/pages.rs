//! The page at the head of every rule and of every refactoring is true.

use std::path::PathBuf;

use dockwright::{assists::ASSISTS, rules::RULES};

use crate::harness::{self, Subject, Verdict};

#[test]
fn every_page_of_a_rule_is_true() {
    let mut problems = Vec::new();
    for rule in RULES {
        let verdict = page("rules", rule.name, harness::subject(rule));
        problems.extend(complete(rule.name, &verdict));
        problems.extend(verdict.problems);
    }
    harness::report(problems);
}

#[test]
fn every_page_of_a_refactoring_is_true() {
    let mut problems = Vec::new();
    for assist in ASSISTS {
        let verdict = page("assists", assist.name, Subject::Assist(assist));
        problems.extend(complete(assist.name, &verdict));
        problems.extend(verdict.problems);
    }
    harness::report(problems);
}

fn page(folder: &str, name: &str, subject: Subject) -> Verdict {
    let file: PathBuf = ["server", folder, &format!("{}.rs", name.replace('-', "_"))].iter().collect();
    harness::run(&file, subject)
}

/// A page shows what its subject does, where it does nothing, and its fix.
fn complete(name: &str, verdict: &Verdict) -> Option<String> {
    match verdict {
        Verdict { firing: 0, .. } => {
            Some(format!("the page of `{name}` has no case where it does something"))
        }
        Verdict { silent: 0, .. } => Some(format!("the page of `{name}` has no case where it does nothing")),
        Verdict { answers: 0, fixable: 1.., .. } => {
            Some(format!("the page of `{name}` does not show its fix"))
        }
        _ => None,
    }
}
