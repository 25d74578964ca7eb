//! What all sources together say of a file.

use std::path::Path;

use super::{
    keys::Key,
    source::{Origin, Source},
    value::{Entry, Value, level},
};
use crate::{
    ide::{Casing, FormatSettings, HintKind, IndentStyle, LensKind},
    lint::{BuildStages, IgnoreComments, OtherLabels, Selection, Settings, Severity},
};

/// The settings that count for a file.
///
/// `select` and what is one value: the highest source that says something counts. Lists and tables are united.
#[derive(Clone, Debug)]
pub struct Effective {
    /// What the rules are told.
    pub settings: Settings,
    /// From which severity on findings make the exit status 1.
    pub fail_level: Severity,
    /// Whether fixing also applies unsafe fixes.
    pub unsafe_fixes: bool,
    /// What an editor shows between words.
    pub inlay_hints: Vec<HintKind>,
    /// What an editor shows above stages.
    pub code_lenses: Vec<LensKind>,
    /// Which formats the findings are printed in, if something is said.
    pub formats: Vec<String>,
    /// How files are laid out.
    pub format: FormatSettings,
    /// Whether findings leave the exit status 0.
    pub exit_zero: bool,
    /// Whether there are no colours.
    pub no_color: bool,
    /// Whether to say which settings count.
    pub verbose: bool,
    /// The file that the settings come from, if there is one.
    pub file: Option<Origin>,
    /// Who says what: for each setting, the places.
    pub origins: Vec<(Key, String)>,
    build_stages: Option<BuildStages>,
}

impl Default for Effective {
    fn default() -> Effective {
        Effective {
            settings: Settings::default(),
            fail_level: Severity::Info,
            unsafe_fixes: false,
            inlay_hints: HintKind::ALL.to_vec(),
            code_lenses: LensKind::ALL.to_vec(),
            formats: Vec::new(),
            format: FormatSettings::default(),
            exit_zero: false,
            no_color: false,
            verbose: false,
            file: None,
            origins: Vec::new(),
            build_stages: None,
        }
    }
}

impl Effective {
    /// What these sources, the lowest first, say of the file at `path`.
    pub(super) fn new<'a>(sources: impl Iterator<Item = &'a Source>, path: &Path) -> Effective {
        let mut this = Effective::default();
        for source in sources {
            if let Origin::File(_) = source.origin {
                this.file = Some(source.origin.clone());
            }
            let special = source.for_path(path).map(|it| &it.1.entries);
            for entries in std::iter::once(&source.entries).chain(special) {
                let mut entries: Vec<&Entry> = entries.iter().collect();
                entries.sort_by_key(|it| it.key); // However they are written: what is selected comes first.
                for entry in entries {
                    this.take(entry);
                    this.note(source, entry);
                }
            }
        }
        let all = matches!(this.settings.select, Selection::All);
        let default = if all { BuildStages::Check } else { BuildStages::Skip };
        this.settings.build_stages = this.build_stages.unwrap_or(default);
        this
    }

    /// Takes on what an entry says.
    fn take(&mut self, Entry { key, value, .. }: &Entry) {
        let settings = &mut self.settings;
        match (key, value) {
            (Key::Select, Value::Texts(names)) => {
                settings.select = selection(names);
                settings.extend_select.clear();
                // What is asked for by name is not ignored by what lies below.
                settings.ignore.retain(|it| !names.iter().any(|name| name.eq_ignore_ascii_case(it)));
            }
            (Key::ExtendSelect, Value::Texts(names)) => settings.extend_select.extend_from_slice(names),
            (Key::Ignore, Value::Texts(names)) => settings.ignore.extend_from_slice(names),
            (Key::Severity, Value::Severities(list)) => settings.severity.extend_from_slice(list),
            (Key::TrustedRegistries, Value::Texts(list)) => {
                settings.trusted_registries.extend_from_slice(list)
            }
            (Key::LabelSchema, Value::Labels(labels)) => {
                settings.label_schema.retain(|it| !labels.iter().any(|label| label.0 == it.0));
                settings.label_schema.extend_from_slice(labels);
            }
            (Key::BuildStages, Value::Word(word)) => {
                self.build_stages =
                    Some(if *word == "check" { BuildStages::Check } else { BuildStages::Skip });
            }
            (Key::IgnoreComments, Value::Word(word)) => {
                let disregard = *word == "disregard";
                settings.ignore_comments =
                    if disregard { IgnoreComments::Disregard } else { IgnoreComments::Honour };
            }
            (Key::OtherLabels, Value::Word(word)) => {
                settings.other_labels =
                    if *word == "report" { OtherLabels::Report } else { OtherLabels::Allow };
            }
            (Key::FailLevel, Value::Word(word)) => self.fail_level = level(word),
            (Key::UnsafeFixes, Value::Flag(flag)) => self.unsafe_fixes = *flag,
            (Key::InlayHints, Value::Texts(names)) => {
                self.inlay_hints = HintKind::ALL.into_iter().filter(|it| has(names, it.as_str())).collect();
            }
            (Key::CodeLenses, Value::Texts(names)) => {
                self.code_lenses = LensKind::ALL.into_iter().filter(|it| has(names, it.as_str())).collect();
            }
            (Key::Format, Value::Members(members)) => members.iter().for_each(|it| self.take_format(it)),
            (Key::Formats, Value::Texts(formats)) => self.formats.clone_from(formats),
            (Key::ExitZero, Value::Flag(flag)) => self.exit_zero = *flag,
            (Key::NoColor, Value::Flag(flag)) => self.no_color = *flag,
            (Key::Verbose, Value::Flag(flag)) => self.verbose = *flag,
            _ => {} // `per-path` is taken apart before.
        }
    }

    /// Takes on what an entry says of the layout of files.
    fn take_format(&mut self, Entry { key, value, .. }: &Entry) {
        let format = &mut self.format;
        match (key, value) {
            (Key::FormatEnable, Value::Flag(flag)) => format.enable = *flag,
            (Key::FormatIndentStyle, Value::Word(word)) => {
                format.indent_style = match *word {
                    "space" => IndentStyle::Space,
                    "tab" => IndentStyle::Tab,
                    _ => IndentStyle::File,
                };
            }
            (Key::FormatIndentWidth, Value::Number(width)) => format.indent_width = Some(*width),
            (Key::FormatKeywordCasing, Value::Word(word)) => {
                format.keyword_casing = match *word {
                    "upper" => Casing::Upper,
                    "lower" => Casing::Lower,
                    _ => Casing::Keep,
                };
            }
            _ => {}
        }
    }

    /// Notes who says something.
    fn note(&mut self, source: &Source, entry: &Entry) {
        let place = source.at(entry.place);
        match self.origins.iter_mut().find(|it| it.0 == entry.key) {
            Some((_, places)) if unites(entry.key) => {
                if !places.split(", ").any(|it| it == place) {
                    *places = format!("{places}, {place}");
                }
            }
            Some((_, places)) => *places = place,
            None => self.origins.push((entry.key, place)),
        }
    }
}

fn has(names: &[String], name: &str) -> bool {
    names.iter().any(|it| it == name)
}

/// Whether several sources are united.
fn unites(key: Key) -> bool {
    use Key::{ExtendSelect, Format, Ignore, LabelSchema, PerPath, Severity, TrustedRegistries};
    matches!(key, ExtendSelect | Format | Ignore | LabelSchema | PerPath | Severity | TrustedRegistries)
}

fn selection(names: &[String]) -> Selection {
    match names {
        [] => Selection::Default,
        names if names.iter().any(|it| it.eq_ignore_ascii_case("all")) => Selection::All,
        names => Selection::Only(names.to_vec()),
    }
}
