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
        rules: &["last-user-root", "user-never-used", "sudo-in-image", "sudo"],
    },
    Practice {
        step: Security,
        title: "Keep secrets out of the image and its history",
        needs: Needs::Nothing,
        rules: &[
            "secret-in-env",
            "literal-secret",
            "build-arg-as-secret",
            "mounted-secret-kept",
            "secret-file-copied",
            "password-in-image",
            "deleted-in-later-layer/secret",
        ],
    },
    Practice {
        step: Security,
        title: "Begin with an image that gets security fixes",
        needs: Needs::BaseImage,
        rules: &[
            "unsupported-base",
            "deprecated-image",
            "frozen-tag",
            "short-lived-base",
            "untrusted-registry",
            "digest-without-updates",
        ],
    },
    Practice {
        step: Security,
        title: "Install the security updates of the distribution",
        needs: Needs::Distribution,
        rules: &["outdated-packages"],
    },
    Practice {
        step: Security,
        title: "Check what is downloaded",
        needs: Needs::Downloads,
        rules: &[
            "download-run-by-shell",
            "unverified-download",
            "unverified-server",
            "plain-http",
            "unsigned-packages",
            "removed-apt-key",
            "dead-keyserver",
            "extra-index",
        ],
    },
    Practice {
        step: Security,
        title: "Keep the program from changing its own code",
        needs: Needs::OtherUser,
        rules: &["writable-code", "loose-permissions"],
    },
    Practice {
        step: Security,
        title: "Leave compilers and tools behind",
        needs: Needs::Distribution,
        rules: &[
            "toolchain-in-final-stage",
            "debugging-tools",
            "conda-in-final-stage",
            "packaging-tool-in-application",
            "dev-dependencies-in-image",
        ],
    },
    Practice {
        step: Security,
        title: "Leave no door open that production does not need",
        needs: Needs::Nothing,
        rules: &[
            "remote-login",
            "docker-socket",
            "unsandboxed-run",
            "debug-mode",
            "development-server",
            "workdir-in-system-folder",
            "empty-path-element",
        ],
    },
    Practice {
        step: Security,
        title: "Keep the files of your machine out of the build",
        needs: Needs::Context,
        rules: &["unignored-files"],
    },
    Practice {
        step: Correct,
        title: "Build without errors",
        needs: Needs::Nothing,
        rules: &[
            "syntax-error",
            "instruction-before-from",
            "invalid-onbuild-trigger",
            "copy-from-own-stage",
            "unknown-copy-source-stage",
            "duplicate-stage-name",
            "reserved-stage-name",
            "undefined-arg-in-from",
            "invalid-default-arg-in-from",
            "wrong-base-platform",
            "missing-source",
            "ignored-source",
            "copy-of-missing-path",
            "ppa-outside-ubuntu",
            "service-started-in-build",
            "many-sources-without-slash",
            "late-directive",
            "outdated-syntax",
            "bashism",
            "prompting-install",
            "stale-package-lists",
            "one-blank-in-checksum",
            "undeclared-build-arg",
            "uncompilable-package",
            "removed-poetry-flag",
            "uv-pip-without-environment",
            "output-in-mount",
            "linked-shell",
        ],
    },
    Practice {
        step: Correct,
        title: "Say which version of everything",
        needs: Needs::BaseImage,
        rules: &[
            "missing-tag",
            "latest-tag",
            "moving-tag",
            "tag-without-suite",
            "constant-platform",
            "unpinned-copy-source",
            "unpinned-packages",
            "unpinned-git",
            "moving-download",
            "dist-upgrade",
            "hardcoded-architecture",
        ],
    },
    Practice {
        step: Correct,
        title: "Install dependencies from a lock file",
        needs: Needs::Dependencies,
        rules: &["disregarded-lock-file", "loose-requirements", "download-at-start"],
    },
    Practice {
        step: Correct,
        title: "Let the build stop when a command fails",
        needs: Needs::Commands,
        rules: &["pipe-without-pipefail", "unnoticed-failure", "unnoticed-download-error", "optional-secret"],
    },
    Practice {
        step: Correct,
        title: "Start the program as it is meant",
        needs: Needs::Program,
        rules: &[
            "missing-program",
            "dynamic-binary-in-small-image",
            "glibc-on-alpine",
            "unusable-start-script",
            "misused-exec-form",
            "ignored-cmd",
            "repeated-instruction",
            "listens-on-localhost",
            "invalid-port",
            "overwritten-path",
            "unexpanded-tilde",
            "undefined-variable",
            "self-reference-in-env",
            "relative-workdir",
            "relative-destination",
            "lost-shell-state",
            "build-only-env",
        ],
    },
    Practice {
        step: Correct,
        title: "Let signals reach the program",
        needs: Needs::Program,
        rules: &[
            "shell-form-entrypoint",
            "package-runner-as-command",
            "missing-init",
            "start-script-without-exec",
            "kill-as-stop-signal",
        ],
    },
    Practice {
        step: Correct,
        title: "Give Python an environment that is complete",
        needs: Needs::Python,
        rules: &[
            "moved-virtualenv",
            "missing-interpreter",
            "mismatched-libc",
            "missing-runtime-library",
            "editable-install-copied",
            "home-of-root-copied",
            "site-packages-copied",
            "virtualenv-not-on-path",
            "system-python",
            "second-python",
            "replaced-system-python",
            "missing-venv-package",
            "setup-py-install",
            "alpine-for-python",
            "slow-python-build",
            "distro-wheel-tools",
            "uv-may-fetch-python",
        ],
    },
    Practice {
        step: Correct,
        title: "Let Python and its server say what they do",
        needs: Needs::Python,
        rules: &["missing-python-setting", "misread-python-switch", "gunicorn-defaults"],
    },
    Practice {
        step: Fast,
        title: "Put what changes seldom before what changes often",
        needs: Needs::Commands,
        rules: &["source-before-dependencies", "volatile-value-too-early"],
    },
    Practice {
        step: Fast,
        title: "Let cache mounts cache",
        needs: Needs::Packages,
        rules: &["useless-cache-mount", "uv-cache-not-linkable"],
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
    Practice {
        step: Fast,
        title: "Change files in the layer that makes them",
        needs: Needs::Commands,
        rules: &[
            "deleted-in-later-layer/files",
            "deleted-in-later-layer/packages",
            "changed-in-later-layer",
            "copy-of-archive",
            "wheels-copied",
            "sparse-useradd",
        ],
    },
    Practice {
        step: Fast,
        title: "Copy from other stages only what is needed",
        needs: Needs::Stages,
        rules: &["copy-of-whole-filesystem", "unused-stage", "metadata-in-build-stage"],
    },
    Practice {
        step: Fast,
        title: "Compile Python before it starts",
        needs: Needs::Python,
        rules: &["uncompiled-bytecode"],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{lint::Group, rules::RULES};

    /// Rules about words that mislead a reader, and no image.
    const NOT_HERE: [&str; 2] = ["apt-in-script", "pointless-command"];

    #[test]
    fn every_rule_that_is_not_about_style_serves_one_practice() {
        let serves = |rule: &str| {
            let is_it =
                |it: &&&str| **it == rule || it.strip_prefix(rule).is_some_and(|it| it.starts_with('/'));
            CHECKLIST.iter().filter(|it| it.rules.iter().any(|it| is_it(&it))).count()
        };
        for rule in RULES.iter().filter(|it| it.decl.default && it.decl.group != Group::Style) {
            let expected = usize::from(!NOT_HERE.contains(&rule.name));
            let practices = serves(rule.name);
            assert!(practices >= expected, "{}: which practice does it serve?", rule.name);
            assert!(expected > 0 || practices == 0, "{}: it serves a practice after all", rule.name);
        }
    }

    #[test]
    fn every_rule_of_a_practice_is_there() {
        for it in CHECKLIST.iter().flat_map(|it| it.rules) {
            let (name, aspect) = it.split_once('/').map_or((*it, None), |it| (it.0, Some(it.1)));
            let rule = RULES.iter().find(|it| it.name == name);
            assert!(
                rule.is_some_and(|it| aspect.is_none_or(|aspect| it.decl.aspects.contains(&aspect))),
                "{it}"
            );
        }
    }
}
