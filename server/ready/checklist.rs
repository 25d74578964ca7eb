//! The practices, in the order in which they are worth the work.

use super::{
    Step::{self, Correct, Fast, Security},
    needs::Needs,
};
use crate::{
    lint::{Diagnostic, Settings},
    rules,
};

/// A practice that makes an image fit for production.
#[derive(Debug)]
pub struct Practice {
    /// Which part of the way it belongs to.
    pub step: Step,
    /// What is to be done, as an imperative with a capital.
    pub title: &'static str,
    /// Where it matters.
    pub needs: Needs,
    /// The rules that see whether it is done, each by its name, or only for an aspect, `name/aspect`.
    pub rules: &'static [&'static str],
}

impl Practice {
    /// What is to be done, to go on a sentence: the title with a small letter.
    pub fn task(&self) -> String {
        let mut characters = self.title.chars();
        let first = characters.next().map(|it| it.to_ascii_lowercase());
        first.into_iter().chain(characters).collect()
    }

    /// Whether a finding is in its way.
    pub(super) fn is_about(&self, found: &Diagnostic) -> bool {
        self.rules.iter().any(|it| found.rule.answers_to(found.aspect, it))
    }

    /// Whether the settings want to hear nothing of it.
    pub(super) fn is_off(&self, settings: &Settings) -> bool {
        let wants = |it: &&&str| {
            let (name, aspect) = it.split_once('/').map_or((**it, None), |it| (it.0, Some(it.1)));
            rules::find(name).is_some_and(|rule| settings.wants(rule, aspect))
        };
        !self.rules.iter().any(|it| wants(&it))
    }
}

/// All practices.
pub static CHECKLIST: &[Practice] = &[
    Practice {
        step: Security,
        title: "Run as a user who is not root",
        needs: Needs::User,
        rules: &["last-user-root"],
    },
    Practice {
        step: Security,
        title: "Keep secrets out of the image and its history",
        needs: Needs::Nothing,
        rules: &["secret-in-env"],
    },
    Practice {
        step: Security,
        title: "Leave compilers and build tools behind",
        needs: Needs::Distribution,
        rules: &["toolchain-in-final-stage"],
    },
    Practice {
        step: Correct,
        title: "Say which version of the base image",
        needs: Needs::BaseImage,
        rules: &["missing-tag", "latest-tag"],
    },
    Practice {
        step: Correct,
        title: "Let the build stop when a command fails",
        needs: Needs::Commands,
        rules: &["pipe-without-pipefail"],
    },
    Practice {
        step: Correct,
        title: "Let signals reach the program",
        needs: Needs::Program,
        rules: &["shell-form-entrypoint"],
    },
    Practice {
        step: Fast,
        title: "Leave no caches of package managers in the image",
        needs: Needs::Packages,
        rules: &["package-cache-left"],
    },
    Practice {
        step: Fast,
        title: "Install only what is needed",
        needs: Needs::Packages,
        rules: &["recommended-packages"],
    },
];
