//! Which rules are meant, and all else that the user wants: the options, on top of the files of settings.

use std::{path::Path, sync::Arc};

use rayon::prelude::*;

use super::{
    Status,
    arguments::{CheckArguments, HadolintRuleArguments, RuleArguments, SettingsArguments},
    console::Console,
    files::Source,
    output::visible,
};
use crate::config::{self, Configs, Effective, Entry, Key, Search, Trouble, Value, hadolint, names};
use crate::lint::Severity;

/// A file that is to be checked, and what the user wants of it.
pub(super) struct Job {
    /// The file.
    pub source: Source,
    /// The settings.
    pub wanted: Arc<Effective>,
}

/// The settings of all files, with the options of `check` on top.
pub(super) fn configs(arguments: &CheckArguments) -> Result<Configs, String> {
    let mut typed = of_rules(&arguments.rules)?;
    let mut say = |key, value| typed.push(Entry::new(key, value));
    if let Some(level) = arguments.output.fail_level {
        say(Key::FailLevel, Value::Word(level.word()));
    }
    if arguments.fixes.unsafe_fixes {
        say(Key::UnsafeFixes, Value::Flag(true));
    }
    if arguments.output.exit_zero {
        say(Key::ExitZero, Value::Flag(true));
    }
    Ok(Configs::new(search(&arguments.rules.settings), vec![config::Source::typed(typed)]))
}

/// The settings that count where we are; for what is not about one file. What is wrong with them is said elsewhere.
pub(super) fn here(configs: &Configs) -> Arc<Effective> {
    configs.of(Path::new("Dockerfile")).unwrap_or_default()
}

/// What the user wants of each file. Whose settings are broken is not checked; that is said once, and makes the status
/// [`Status::Failed`].
pub(super) fn jobs(sources: Vec<Source>, configs: &Configs, console: &mut Console) -> (Vec<Job>, Status) {
    let job = |source: Source| configs.of(&source.path).map(|wanted| Job { source, wanted });
    let results: Vec<Result<Job, Trouble>> = sources.into_par_iter().map(job).collect();
    let mut jobs = Vec::with_capacity(results.len());
    let mut troubles: Vec<Trouble> = Vec::new();
    for result in results {
        match result {
            Ok(job) => jobs.push(job),
            Err(trouble) if troubles.contains(&trouble) => {}
            Err(trouble) => {
                console.complain(visible(&trouble.to_string()));
                troubles.push(trouble);
            }
        }
    }
    (jobs, if troubles.is_empty() { Status::Clean } else { Status::Failed })
}

/// Where files of settings are taken from.
pub(super) fn search(arguments: &SettingsArguments) -> Search {
    match &arguments.config {
        _ if arguments.no_config => Search::Nowhere,
        Some(path) => Search::Only(path.clone()),
        None => Search::Nearest,
    }
}

/// What the options say of the rules; or what is wrong with them.
fn of_rules(arguments: &RuleArguments) -> Result<Vec<Entry>, String> {
    let mut entries = of_hadolint(&arguments.hadolint)?;
    let select = selectors("--select", &arguments.select, names::check)?;
    if select.is_empty() && !arguments.select.is_empty() {
        return Err("--select names no rule; leave it out for those that are on by default".to_owned());
    }
    for (key, list) in [
        (Key::Select, select),
        (Key::ExtendSelect, selectors("--extend-select", &arguments.extend_select, names::check)?),
        (Key::Ignore, selectors("--ignore", &arguments.ignore, names::check_ignored)?),
    ] {
        if !list.is_empty() {
            entries.push(Entry::new(key, Value::Texts(list)));
        }
    }
    Ok(entries)
}

/// What the options of hadolint say.
fn of_hadolint(arguments: &HadolintRuleArguments) -> Result<Vec<Entry>, String> {
    let mut entries = Vec::new();
    for (codes, level) in [
        (&arguments.style, Severity::Hint),
        (&arguments.info, Severity::Info),
        (&arguments.warning, Severity::Warning),
        (&arguments.error, Severity::Error),
    ] {
        entries.extend(hadolint::overrides(level, codes.iter().cloned()));
    }
    entries.push(Entry::new(Key::TrustedRegistries, Value::Texts(arguments.trusted_registry.clone())));
    for text in &arguments.require_label {
        let wrong =
            || format!("--require-label: {}: NAME:KIND is wanted, as in version:semver", visible(text));
        entries.push(hadolint::label(text).ok_or_else(wrong)?);
    }
    if arguments.strict_labels {
        entries.push(Entry::new(Key::OtherLabels, Value::Word("report")));
    }
    if arguments.disable_ignore_pragma {
        entries.push(Entry::new(Key::IgnoreComments, Value::Word("disregard")));
    }
    entries.retain(|it| match &it.value {
        Value::Texts(list) => !list.is_empty(),
        Value::Severities(list) => !list.is_empty(),
        _ => true,
    });
    Ok(entries)
}

/// The selectors in what was typed, if each means something.
fn selectors(
    option: &str,
    typed: &[String],
    check: fn(&str) -> Result<(), String>,
) -> Result<Vec<String>, String> {
    let typed = typed.iter().map(|it| it.trim()).filter(|it| !it.is_empty());
    let checked = typed.map(|it| check(it).map(|()| it.to_owned()));
    checked.collect::<Result<_, _>>().map_err(|wrong| format!("{option}: {}", visible(&wrong)))
}
