//! What the user wants of the rules.

use std::borrow::Cow;

use super::{
    Rule, Severity,
    choices::{Choices, Memo},
    selector::{is_default, means},
};
use crate::knowledge::labels::LabelKind;

/// Which rules run, and how their findings are reported.
///
/// *Invariant:* once rules have run with them, settings are not changed any more; a changed copy is a new beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Which are asked for.
    pub select: Selection,
    /// Which are asked for besides, by selectors.
    pub extend_select: Vec<String>,
    /// Which of them are not wanted after all, by selectors.
    pub ignore: Vec<String>,
    /// How bad the findings are that a selector means, where it is not as the rule says. The more exact selector counts,
    /// and of two that are alike the later one.
    pub severity: Vec<(String, Severity)>,
    /// What becomes of comments that ask for silence.
    pub ignore_comments: IgnoreComments,
    /// Whether rules about size look at stages that do not ship, too.
    pub build_stages: BuildStages,
    /// Registries that images may come from, with `*` at the beginning or the end for anything; empty: all.
    pub trusted_registries: Vec<String>,
    /// The labels that every image must have, and what their values must be.
    pub label_schema: Vec<(String, LabelKind)>,
    /// Whether an image may have labels that are not in the schema.
    pub other_labels: OtherLabels,
    /// What was worked out of the above. *Invariant:* settings do not change once a file was looked at with them; a copy may.
    pub memo: Memo,
}

/// What becomes of comments that ask for silence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum IgnoreComments {
    /// They get it.
    #[default]
    Honour,
    /// They are comments like any other.
    Disregard,
}

/// Whether labels that are not in the schema are fine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OtherLabels {
    /// They are.
    #[default]
    Allow,
    /// They are reported.
    Report,
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
    /// Whether findings of this aspect of `rule` are wanted.
    pub fn wants(&self, rule: &Rule, aspect: Option<&str>) -> bool {
        let meant = |selectors: &[String]| selectors.iter().any(|it| means(it, rule, aspect).is_some());
        let asked = match &self.select {
            Selection::Default => rule.decl.default,
            Selection::All => true,
            Selection::Only(selectors) => meant(selectors),
        };
        (asked || meant(&self.extend_select)) && !meant(&self.ignore)
    }

    /// Whether somebody asks for this aspect of `rule`, and not only for what is on by default.
    pub fn asks_for(&self, rule: &Rule, aspect: Option<&str>) -> bool {
        let asks = |it: &String| !is_default(it) && means(it, rule, aspect).is_some();
        let selected = match &self.select {
            Selection::Default => false,
            Selection::All => true,
            Selection::Only(selectors) => selectors.iter().any(asks),
        };
        selected || self.extend_select.iter().any(asks)
    }

    /// How bad findings of this aspect of `rule` are, if that is not as the rule says.
    pub fn severity_of(&self, rule: &Rule, aspect: Option<&str>) -> Option<Severity> {
        let exactness =
            |(selector, severity): &(String, Severity)| Some((means(selector, rule, aspect)?, *severity));
        self.severity.iter().filter_map(exactness).max_by_key(|it| it.0).map(|it| it.1)
    }

    /// The answers to both questions for all `rules`.
    pub(super) fn choices(&self, rules: &'static [Rule]) -> Cow<'_, Choices> {
        self.memo.of(rules, || Choices::new(self, rules))
    }
}
