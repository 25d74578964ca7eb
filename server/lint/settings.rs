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
    /// Registries that images may come from, with `*` at the beginning or the end for anything; empty: all.
    pub trusted_registries: Vec<String>,
    /// The labels that every image must have, and what their values must be.
    pub label_schema: Vec<(String, LabelKind)>,
    /// Whether an image may have labels that are not in the schema.
    pub other_labels: OtherLabels,
}

/// What the value of a label must be, by hadolint's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LabelKind {
    /// Anything but nothing.
    Text,
    /// An absolute URI.
    Url,
    /// A version as SemVer 2.0 has it.
    Semver,
    /// A commit of git: 7 or 40 hexadecimal digits.
    Hash,
    /// A date and time as RFC 3339 has it.
    Rfc3339,
    /// A licence, or an expression of licences, as SPDX has it.
    Spdx,
    /// An address of RFC 5322.
    Email,
}

impl LabelKind {
    /// All that there are.
    pub const ALL: [LabelKind; 7] = [
        LabelKind::Text,
        LabelKind::Url,
        LabelKind::Semver,
        LabelKind::Hash,
        LabelKind::Rfc3339,
        LabelKind::Spdx,
        LabelKind::Email,
    ];

    /// The word for it in settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            LabelKind::Text => "text",
            LabelKind::Url => "url",
            LabelKind::Semver => "semver",
            LabelKind::Hash => "hash",
            LabelKind::Rfc3339 => "rfc3339",
            LabelKind::Spdx => "spdx",
            LabelKind::Email => "email",
        }
    }
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
    /// Whether any findings of `rule` are wanted.
    pub fn wants_some_of(&self, rule: &Rule) -> bool {
        let aspects = rule.aspects().map(Some);
        std::iter::once(None).chain(aspects).any(|aspect| self.wants(rule, aspect))
    }

    /// Whether findings of this aspect of `rule` are wanted.
    pub fn wants(&self, rule: &Rule, aspect: Option<&str>) -> bool {
        let asked = match &self.select {
            Selection::Default => rule.is_default(aspect),
            Selection::All => true,
            Selection::Only(selectors) => selectors.iter().any(|it| rule.answers_to(aspect, it)),
        };
        asked && !self.ignore.iter().any(|it| rule.answers_to(aspect, it))
    }
}
