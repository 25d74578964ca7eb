//! The table of all settings: from it dockwright.toml is read, and its schema and its manual are made.

use crate::ide::{HintKind, LensKind};

/// A setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the table says what each is")]
pub enum Key {
    Select,
    ExtendSelect,
    Ignore,
    Severity,
    FailLevel,
    BuildStages,
    IgnoreComments,
    TrustedRegistries,
    LabelSchema,
    OtherLabels,
    UnsafeFixes,
    InlayHints,
    CodeLenses,
    Format,
    FormatEnable,
    FormatIndentStyle,
    FormatIndentWidth,
    FormatKeywordCasing,
    PerPath,
    /// The rest is in files of hadolint only.
    Formats,
    ExitZero,
    NoColor,
    Verbose,
}

/// What a setting is like.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// A list of names of rules.
    Selectors,
    /// The same, and what only hadolint knows is fine.
    Ignored,
    /// A table of severities by names of rules.
    Severities,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of some of these words, or [`NONE`].
    Words(&'static [&'static str]),
    /// A list of texts.
    Texts,
    /// A table of kinds of labels by their names.
    Labels,
    /// `true` or `false`.
    Flag,
    /// A whole number, from and to.
    Number(u8, u8),
    /// A table of settings.
    Table(&'static [Row]),
    /// A list of tables with settings for some paths.
    Paths,
}

/// A row of the table.
#[derive(Debug)]
pub(super) struct Row {
    pub key: Key,
    pub name: &'static str,
    pub kind: Kind,
    pub about: &'static str,
}

/// The word for an empty list of words: editors cannot send one, for that is how they say nothing.
pub(super) const NONE: &str = "none";

/// The words for severities.
pub(super) const LEVELS: &[&str] = &["error", "warning", "info", "hint"];

/// All settings that dockwright.toml has.
#[rustfmt::skip]
pub(super) static ROWS: &[Row] = &[
    Row { key: Key::Select, name: "select", kind: Kind::Selectors,
        about: "The rules that run: names, `rule/aspect`, groups, codes of hadolint and BuildKit, or the sets `default`, `all`, `hadolint` and `buildkit`." },
    Row { key: Key::ExtendSelect, name: "extend-select", kind: Kind::Selectors,
        about: "Rules that run besides those of `select`." },
    Row { key: Key::Ignore, name: "ignore", kind: Kind::Ignored,
        about: "Rules that do not run after all." },
    Row { key: Key::Severity, name: "severity", kind: Kind::Severities,
        about: "How bad findings are, by names of rules as in `select`. The more exact name counts." },
    Row { key: Key::FailLevel, name: "fail-level", kind: Kind::Word(LEVELS),
        about: "From which severity on findings make the exit status 1. It is `info` if nothing is said." },
    Row { key: Key::BuildStages, name: "build-stages", kind: Kind::Word(&["skip", "check"]),
        about: "Whether rules about size and clean-up look at stages that do not ship." },
    Row { key: Key::IgnoreComments, name: "ignore-comments", kind: Kind::Word(&["honour", "disregard"]),
        about: "Whether comments in a Dockerfile may silence findings." },
    Row { key: Key::TrustedRegistries, name: "trusted-registries", kind: Kind::Texts,
        about: "The registries that images may come from, with `*` at the beginning or the end for anything." },
    Row { key: Key::LabelSchema, name: "label-schema", kind: Kind::Labels,
        about: "The labels that an image must have, and what their values must be." },
    Row { key: Key::OtherLabels, name: "other-labels", kind: Kind::Word(&["allow", "report"]),
        about: "Whether an image may have labels that are not in the schema." },
    Row { key: Key::UnsafeFixes, name: "unsafe-fixes", kind: Kind::Flag,
        about: "Whether `--fix` and `--diff` also apply the fixes whose result a person should look at." },
    Row { key: Key::InlayHints, name: "inlay-hints", kind: Kind::Words(&HintKind::NAMES),
        about: "What an editor shows between words: the user and the folder that a stage has from its base, the folder that a relative WORKDIR leads to, the value of a variable in FROM, the platform, the stage that a number means; or `none`. All, if nothing is said." },
    Row { key: Key::CodeLenses, name: "code-lenses", kind: Kind::Words(&LensKind::NAMES),
        about: "What an editor shows above stages: how far the image is from production, who uses the stage, whether it ships; or `none`. All, if nothing is said." },
    Row { key: Key::Format, name: "format", kind: Kind::Table(FORMAT),
        about: "How `dockwright format` and the editor lay out a Dockerfile." },
    Row { key: Key::PerPath, name: "per-path", kind: Kind::Paths,
        about: "Settings for some files: `select` takes the place of the one above, the others are added." },
];

/// The members of `format`.
#[rustfmt::skip]
static FORMAT: &[Row] = &[
    Row { key: Key::FormatEnable, name: "enable", kind: Kind::Flag,
        about: "Whether files are formatted at all; `false` where another formatter does it." },
    Row { key: Key::FormatIndentStyle, name: "indent-style", kind: Kind::Word(&["file", "space", "tab"]),
        about: "What lines that go on begin with: blanks or tabs, or, with `file`, what most of them in the file begin with." },
    Row { key: Key::FormatIndentWidth, name: "indent-width", kind: Kind::Number(1, 16),
        about: "By how many blanks lines that go on are moved to the right. It is 4 if nothing is said, or what the editor says." },
    Row { key: Key::FormatKeywordCasing, name: "keyword-casing", kind: Kind::Word(&["keep", "upper", "lower"]),
        about: "Whether keywords are written in capitals or small letters, or left as they are." },
];

/// The list of globs of an item of `per-path`.
pub(super) const PATHS: &str = "paths";

/// What it is.
pub(super) const PATHS_ABOUT: &str = "Which files, as globs from the folder of dockwright.toml. One without a slash means a name in any folder; a folder means all that is in it.";

/// The settings that `per-path` can have.
pub(super) const PER_PATH: [Key; 5] =
    [Key::Select, Key::ExtendSelect, Key::Ignore, Key::Severity, Key::Format];

/// Whether dockwright.toml has a setting of this name.
pub fn is_setting(name: &str) -> bool {
    ROWS.iter().any(|it| it.name == name)
}

impl Key {
    /// What it is called in dockwright.toml; what only hadolint has is called as there.
    pub fn name(self) -> &'static str {
        match self {
            Key::Formats => "formats",
            Key::ExitZero => "no-fail",
            Key::NoColor => "no-color",
            Key::Verbose => "verbose",
            _ => ROWS.iter().chain(FORMAT).find(|it| it.key == self).map_or("", |it| it.name),
        }
    }
}
