//! What the user wants of the rules.

use super::Rule;

/// Which rules run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Which are asked for.
    pub select: Selection,
    /// Which of them are not wanted after all: names of rules, `rule/aspect`, groups, or codes of other tools.
    pub ignore: Vec<String>,
    /// Whether rules about size look at stages that do not ship, too.
    pub build_stages: BuildStages,
}

/// What rules about size, caches and clean-up do with stages of which nothing but single files ships.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BuildStages {
    /// Nothing: what they leave behind is left behind.
    #[default]
    Skip,
    /// The same as with those that ship.
    Check,
}

/// Which rules are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// Those that are on by default.
    #[default]
    Default,
    /// All that there are.
    All,
    /// Those that one of these selectors means.
    Only(Vec<String>),
}

impl Settings {
    /// Whether any findings of `rule` are wanted.
    pub fn wants_some_of(&self, rule: &Rule) -> bool {
        let aspects = rule.decl.aspects.iter().copied().map(Some);
        std::iter::once(None).chain(aspects).any(|aspect| self.wants(rule, aspect))
    }

    /// Whether findings of this aspect of `rule` are wanted.
    pub fn wants(&self, rule: &Rule, aspect: Option<&str>) -> bool {
        let asked = match &self.select {
            Selection::Default => rule.decl.default,
            Selection::All => true,
            Selection::Only(selectors) => selectors.iter().any(|it| rule.answers_to(aspect, it)),
        };
        asked && !self.ignore.iter().any(|it| rule.answers_to(aspect, it))
    }
}
