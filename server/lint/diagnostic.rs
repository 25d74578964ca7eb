//! What a rule says, and how it would repair it.

use super::Rule;
use crate::text::{Edits, TextRange};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something could be nicer.
    Hint,
    /// Something to know.
    Info,
    /// Something to change before the image goes into production.
    Warning,
    /// The build fails, or the image cannot work.
    Error,
}

impl Severity {
    /// The word for it in settings and output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Severity::Hint => "hint",
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// Whether a fix may be applied unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// A person should look at the result.
    Unsafe,
    /// BuildKit builds the same image, or one that differs only as the rule's page says.
    Safe,
}

impl Safety {
    /// The word for it in output and on pages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Safety::Unsafe => "unsafe",
            Safety::Safe => "safe",
        }
    }
}

/// A repair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an imperative with a capital: "Add `--no-cache-dir`".
    pub title: String,
    /// Whether it may be applied unseen.
    pub safety: Safety,
    /// The edits of the file.
    pub edits: Edits,
}

/// How an editor may show a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// Has no effect: shown faded.
    Unnecessary,
    /// Should not be used any more: shown struck through.
    Deprecated,
}

/// A finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Who found it.
    pub rule: &'static Rule,
    /// Which of the rule's aspects, if it has some: `apt`, `pip` …
    pub aspect: Option<&'static str>,
    /// How bad it is.
    pub severity: Severity,
    /// The words that are wrong.
    pub range: TextRange,
    /// What is wrong, in the user's words.
    pub message: String,
    /// Other places that explain it.
    pub related: Vec<(TextRange, String)>,
    /// How to repair it, if that is known.
    pub fix: Option<Fix>,
    /// How to show it.
    pub tag: Option<Tag>,
    /// Whether only those see it who ask for the rule.
    pub quiet: bool,
}

impl Diagnostic {
    /// The rule's name, with the aspect if there is one: `package-cache-left/pip`.
    pub fn name(&self) -> String {
        match self.aspect {
            Some(aspect) => format!("{}/{aspect}", self.rule.name),
            None => self.rule.name.to_owned(),
        }
    }

    /// What hadolint and BuildKit call this finding.
    pub fn codes(&self) -> impl Iterator<Item = &'static str> {
        self.rule.codes_of(self.aspect)
    }

    /// Sets the severity, where it is not the rule's own.
    pub fn severity(&mut self, severity: Severity) -> &mut Diagnostic {
        self.severity = severity;
        self
    }

    /// Says which aspect of the rule it is.
    pub fn aspect(&mut self, aspect: &'static str) -> &mut Diagnostic {
        self.aspect = Some(aspect);
        self
    }

    /// Points to another place that explains it.
    pub fn related(&mut self, range: TextRange, message: impl Into<String>) -> &mut Diagnostic {
        self.related.push((range, message.into()));
        self
    }

    /// Keeps it from those who do not ask for the rule: it is right to the letter, but not what most people want to hear.
    pub fn quiet(&mut self) -> &mut Diagnostic {
        self.quiet = true;
        self
    }

    /// Says how to show it.
    pub fn tag(&mut self, tag: Tag) -> &mut Diagnostic {
        self.tag = Some(tag);
        self
    }

    /// Says how to repair it.
    pub fn fix(
        &mut self,
        safety: Safety,
        title: impl Into<String>,
        edits: impl Into<Edits>,
    ) -> &mut Diagnostic {
        self.fix = Some(Fix { title: title.into(), safety, edits: edits.into() });
        self
    }
}
