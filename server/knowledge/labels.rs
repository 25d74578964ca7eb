//! Labels that tools know: their keys, what they say, and what their values must be.

use self::LabelKind::{Email, Rfc3339, Semver, Spdx, Text, Url};

/// What is known of the label with this key.
pub fn label(key: &str) -> Option<&'static Label> {
    LABELS.iter().find(|it| it.key == key)
}

/// A label.
#[derive(Debug)]
pub struct Label {
    /// Its key.
    pub key: &'static str,
    /// What it says of the image, in a sentence.
    pub help: &'static str,
    /// What its value must be.
    pub kind: LabelKind,
    /// A value that it could have.
    pub example: &'static str,
    /// What to use instead, if it is out of use.
    pub deprecated: Option<&'static str>,
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
    pub const ALL: [LabelKind; 7] = [Text, Url, Semver, LabelKind::Hash, Rfc3339, Spdx, Email];

    /// The word for it in settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Text => "text",
            Url => "url",
            Semver => "semver",
            LabelKind::Hash => "hash",
            Rfc3339 => "rfc3339",
            Spdx => "spdx",
            Email => "email",
        }
    }

    /// What it is, as the end of a sentence that begins with "its value is".
    pub const fn help(self) -> &'static str {
        match self {
            Text => "a text",
            Url => "an absolute URL",
            Semver => "a version as Semantic Versioning 2.0 has it",
            LabelKind::Hash => "a commit of Git",
            Rfc3339 => "a date and time of RFC 3339",
            Spdx => "a licence of SPDX, or several with AND, OR and WITH",
            Email => "an address of mail",
        }
    }
}

const fn of(key: &'static str, kind: LabelKind, example: &'static str, help: &'static str) -> Label {
    Label { key, help, kind, example, deprecated: None }
}

const fn old(key: &'static str, kind: LabelKind, instead: &'static str, help: &'static str) -> Label {
    Label { key, help, kind, example: "", deprecated: Some(instead) }
}

// Source: "Pre-Defined Annotation Keys" of the OCI image specification 1.1 for the keys and their kinds; label-schema.org, which gave its keys up
// for these; Docker's manual of extensions; Red Hat's and Kubernetes' manuals. What they say here are our own words.
/// Those that are known, the ones to use first.
#[rustfmt::skip]
pub static LABELS: &[Label] = &[
    of("org.opencontainers.image.title", Text, "Web server", "The name of the image for people."),
    of("org.opencontainers.image.description", Text, "Serves the shop", "What the image is for; registries show it."),
    of("org.opencontainers.image.source", Url, "https://git.example.com/web", "Where its source is; registries link the image to it."),
    of("org.opencontainers.image.version", Semver, "1.4.2", "The version of the program in it."),
    of("org.opencontainers.image.revision", LabelKind::Hash, "9f2c1e7", "The commit that it is built from."),
    of("org.opencontainers.image.created", Rfc3339, "2026-01-31T12:00:00Z", "When it was built; a value that changes belongs into the last lines, or the cache is lost."),
    of("org.opencontainers.image.licenses", Spdx, "MIT OR Apache-2.0", "The licences of what is in it."),
    of("org.opencontainers.image.authors", Text, "Web team <web@example.com>", "Who is responsible for it."),
    of("org.opencontainers.image.vendor", Text, "Example Ltd.", "The company or person that gives it out."),
    of("org.opencontainers.image.url", Url, "https://example.com/web", "Where to read more of it."),
    of("org.opencontainers.image.documentation", Url, "https://example.com/web/manual", "Where its manual is."),
    of("org.opencontainers.image.base.name", Text, "docker.io/library/debian:12", "The image that it is built on."),
    of("org.opencontainers.image.base.digest", Text, "sha256:…", "The digest of the image that it is built on."),
    of("org.opencontainers.image.ref.name", Text, "1.4.2", "The tag under which an archive of images keeps it; no tool wants it as a label."),
    old("maintainer", Text, "org.opencontainers.image.authors", "Who is responsible for it."),
    old("org.label-schema.schema-version", Text, "the keys that begin with org.opencontainers.image", "The version of the keys of label-schema.org."),
    old("org.label-schema.name", Text, "org.opencontainers.image.title", "The name of the image for people."),
    old("org.label-schema.description", Text, "org.opencontainers.image.description", "What the image is for."),
    old("org.label-schema.vcs-url", Url, "org.opencontainers.image.source", "Where its source is."),
    old("org.label-schema.vcs-ref", LabelKind::Hash, "org.opencontainers.image.revision", "The commit that it is built from."),
    old("org.label-schema.version", Semver, "org.opencontainers.image.version", "The version of the program in it."),
    old("org.label-schema.build-date", Rfc3339, "org.opencontainers.image.created", "When it was built."),
    old("org.label-schema.vendor", Text, "org.opencontainers.image.vendor", "The company or person that gives it out."),
    old("org.label-schema.url", Url, "org.opencontainers.image.url", "Where to read more of it."),
    old("org.label-schema.usage", Text, "org.opencontainers.image.documentation", "Where its manual is."),
    of("io.k8s.display-name", Text, "Web server", "The name that OpenShift shows."),
    of("io.k8s.description", Text, "Serves the shop", "What OpenShift says of it."),
    of("io.openshift.expose-services", Text, "8080:http", "The ports that OpenShift offers as services."),
    of("io.openshift.tags", Text, "web,python", "The words by which OpenShift finds it."),
    of("io.artifacthub.package.readme-url", Url, "https://example.com/README.md", "The page that Artifact Hub shows."),
    of("com.docker.desktop.extension.api.version", Text, ">= 0.3.4", "The versions of Docker Desktop that this extension runs in."),
    of("com.docker.extension.screenshots", Text, "[]", "The pictures that Docker Desktop shows of this extension."),
    of("devcontainer.metadata", Text, "[{}]", "The settings that an editor takes over for a development container."),
];
