//! What a selector means: the words by which settings name rules.
//!
//! | selector | means |
//! |---|---|
//! | `all` | every rule |
//! | `default`, `recommended` | the rules that run if nobody asks for any |
//! | `hadolint` | what hadolint finds, too, without what it finds only if asked |
//! | `buildkit` | what the checks of BuildKit find, too |
//! | `security`, `size` … | the rules of a group |
//! | `package-cache-left` | a rule |
//! | `package-cache-left/pip` | one aspect of a rule |
//! | `DL3042`, `JSONArgsRecommended` | what hadolint or BuildKit call so |

use super::Rule;

/// How exactly a selector names what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exactness {
    /// As one of a set of rules.
    Set,
    /// By its group.
    Group,
    /// As a rule with everything that it says.
    Rule,
    /// As an aspect of a rule, or by its code.
    Aspect,
}

/// The names of sets.
pub const SETS: [&str; 5] = ["all", "default", "recommended", "hadolint", "buildkit"];

/// Whether a selector asks for nothing but what is on by default.
pub(super) fn is_default(selector: &str) -> bool {
    ["default", "recommended"].iter().any(|it| it.eq_ignore_ascii_case(selector))
}

/// What hadolint does not report unless its severity is set.
pub const OFF_IN_HADOLINT: [&str; 2] = ["DL1001", "DL3057"];

/// Whether `selector` means this aspect of `rule`, and how exactly it says so.
pub fn means(selector: &str, rule: &Rule, aspect: Option<&str>) -> Option<Exactness> {
    match SETS.iter().find(|it| it.eq_ignore_ascii_case(selector)) {
        Some(set) => is_in(set, rule, aspect).then_some(Exactness::Set),
        None => rule.named_by(aspect, selector),
    }
}

fn is_in(set: &str, rule: &Rule, aspect: Option<&str>) -> bool {
    match set {
        "all" => true,
        "hadolint" => rule.codes_of(aspect).any(|it| is_of_hadolint(it) && !OFF_IN_HADOLINT.contains(&it)),
        "buildkit" => rule.codes_of(aspect).any(|it| !is_of_hadolint(it)),
        _ => rule.decl.default,
    }
}

/// Whether a code is one of hadolint: those of BuildKit are words.
fn is_of_hadolint(code: &str) -> bool {
    code.ends_with(|it: char| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{Check, Decl, Group, Selection, Settings, Severity};

    static RULE: Rule = Rule {
        name: "evil-word",
        page: "",
        decl: &Decl {
            codes: &[("DL1001", Some("inline")), ("DL3042", Some("pip")), ("FromAsCasing", Some("case"))],
            aspects: &["inline", "pip", "case", "own"],
            group: Group::Size,
            severity: Severity::Warning,
            default: true,
            check: Check::File(|_, _| ()),
        },
    };

    #[test]
    fn selectors_mean_sets_groups_rules_and_aspects() {
        for (selector, aspects) in [
            ("all", "inline pip case own"),
            ("recommended", "inline pip case own"),
            ("hadolint", "pip"),
            ("BuildKit", "case"),
            ("size", "inline pip case own"),
            ("speed", ""),
            ("Evil_Word", "inline pip case own"),
            ("evil-word/pip", "pip"),
            ("evil-word/", ""),
            ("evil", ""),
            ("dl3042", "pip"),
            ("DL1001", "inline"),
            ("fromascasing", "case"),
            ("", ""),
        ] {
            let meant = RULE.decl.aspects.iter().filter(|it| means(selector, &RULE, Some(it)).is_some());
            assert_eq!(meant.copied().collect::<Vec<_>>().join(" "), aspects, "{selector}");
        }
    }

    #[test]
    fn the_most_exact_selector_says_how_bad_it_is() {
        let severity = [
            ("DL3042", Severity::Error),
            ("evil-word", Severity::Info),
            ("size", Severity::Hint),
            ("all", Severity::Warning),
            ("evil-word", Severity::Hint),
        ];
        let severity = severity.map(|it| (it.0.to_owned(), it.1)).into();
        let settings = Settings { severity, ..Settings::default() };
        assert_eq!(settings.severity_of(&RULE, Some("pip")), Some(Severity::Error));
        assert_eq!(settings.severity_of(&RULE, Some("own")), Some(Severity::Hint), "the later of two");
        assert_eq!(Settings::default().severity_of(&RULE, None), None);
    }

    #[test]
    fn what_is_ignored_is_not_wanted_however_often_it_is_selected() {
        let list = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let settings = Settings {
            select: Selection::Only(list(&["hadolint"])),
            extend_select: list(&["DL1001", "evil-word/own"]),
            ignore: list(&["DL3042"]),
            ..Settings::default()
        };
        let wanted = RULE.decl.aspects.iter().filter(|it| settings.wants(&RULE, Some(it)));
        assert_eq!(wanted.copied().collect::<Vec<_>>(), ["inline", "own"]);
    }
}
