//! The settings that count, for people and programs that want to see them.

use serde_json::{Value, json};

use super::{
    effective::Effective,
    keys::{Key, ROWS},
};
use crate::ide::{Casing, FormatSettings, IndentStyle};
use crate::lint::{BuildStages, IgnoreComments, OtherLabels, Selection, Settings};

/// A setting that counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown<'a> {
    /// What it is called.
    pub name: &'static str,
    /// What it is.
    pub value: Value,
    /// Who says so; `None`: nobody, it is so by default.
    pub from: Option<&'a str>,
}

impl Effective {
    /// All settings, in the order of the table.
    pub fn shown(&self) -> Vec<Shown<'_>> {
        let rows = ROWS.iter().filter(|it| it.key != Key::PerPath);
        rows.map(|it| self.show(it.key)).collect()
    }

    /// What is said in files of hadolint, and dockwright.toml has no word for.
    pub fn shown_of_hadolint(&self) -> Vec<Shown<'_>> {
        let keys = [Key::Formats, Key::ExitZero, Key::NoColor, Key::Verbose];
        keys.into_iter().map(|it| self.show(it)).filter(|it| it.from.is_some()).collect()
    }

    fn show(&self, key: Key) -> Shown<'_> {
        let from = self.origins.iter().find(|it| it.0 == key).map(|it| it.1.as_str());
        Shown { name: key.name(), value: self.value(key), from }
    }

    fn value(&self, key: Key) -> Value {
        let Settings { select, extend_select, ignore, severity, label_schema, .. } = &self.settings;
        match key {
            Key::Select => match select {
                Selection::Default => json!(["default"]),
                Selection::All => json!(["all"]),
                Selection::Only(names) => json!(names),
            },
            Key::ExtendSelect => json!(extend_select),
            Key::Ignore => json!(ignore),
            Key::Severity => severity.iter().map(|it| (it.0.clone(), it.1.as_str())).collect(),
            Key::FailLevel => self.fail_level.as_str().into(),
            Key::BuildStages => match self.settings.build_stages {
                BuildStages::Skip => "skip".into(),
                BuildStages::Check => "check".into(),
            },
            Key::IgnoreComments => match self.settings.ignore_comments {
                IgnoreComments::Honour => "honour".into(),
                IgnoreComments::Disregard => "disregard".into(),
            },
            Key::TrustedRegistries => json!(self.settings.trusted_registries),
            Key::LabelSchema => label_schema.iter().map(|it| (it.0.clone(), it.1.as_str())).collect(),
            Key::OtherLabels => match self.settings.other_labels {
                OtherLabels::Allow => "allow".into(),
                OtherLabels::Report => "report".into(),
            },
            Key::UnsafeFixes => self.unsafe_fixes.into(),
            Key::InlayHints => self.inlay_hints.iter().map(|it| it.as_str()).collect(),
            Key::CodeLenses => self.code_lenses.iter().map(|it| it.as_str()).collect(),
            Key::Formats => json!(self.formats),
            Key::ExitZero => self.exit_zero.into(),
            Key::NoColor => self.no_color.into(),
            Key::Verbose => self.verbose.into(),
            Key::Format => format(&self.format),
            Key::FormatEnable
            | Key::FormatIndentStyle
            | Key::FormatIndentWidth
            | Key::FormatKeywordCasing
            | Key::PerPath => Value::Null,
        }
    }
}

/// The members of `format`; of those without a value by default, only if somebody says one.
fn format(it: &FormatSettings) -> Value {
    let style = match it.indent_style {
        IndentStyle::File => "file",
        IndentStyle::Space => "space",
        IndentStyle::Tab => "tab",
    };
    let casing = match it.keyword_casing {
        Casing::Keep => "keep",
        Casing::Upper => "upper",
        Casing::Lower => "lower",
    };
    let mut shown = json!({ "enable": it.enable, "indent-style": style, "keyword-casing": casing });
    if let Some(width) = it.indent_width {
        shown["indent-width"] = width.into();
    }
    shown
}
