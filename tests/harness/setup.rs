//! What stands before a case: the files beside the Dockerfile, and the settings.

use std::collections::BTreeMap;

use dockwright::{
    lint::{BuildStages, LabelKind, OtherLabels, Selection, Settings},
    model::World,
};

use super::page::Block;

/// What the blocks since the last heading say of the world and of the user's wishes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Setup {
    /// Files and folders, with what is known of their content; `None` if nothing is known of any.
    files: Option<BTreeMap<String, Option<String>>>,
    /// What `.dockerignore` says.
    dockerignore: Option<String>,
    pub(crate) settings: Option<Settings>,
}

impl Setup {
    /// Reads a block; says whether it is of this kind.
    pub(crate) fn read(&mut self, block: &Block) -> Result<bool, String> {
        let text = || block.lines.iter().map(|it| format!("{it}\n")).collect::<String>();
        match block.info.split_once(' ').unwrap_or((&block.info, "")) {
            ("files", "") => {
                let files = self.files.get_or_insert_default();
                files.extend(block.lines.iter().map(|it| (it.trim_end_matches('/').to_owned(), None)));
            }
            ("file", path) if !path.is_empty() => {
                self.files.get_or_insert_default().insert(path.to_owned(), Some(text()));
            }
            ("dockerignore", "") => self.dockerignore = Some(text()),
            ("settings", "") => self.settings = Some(settings(&block.lines)?),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

impl World for Setup {
    fn exists(&self, path: &str) -> Option<bool> {
        if path == ".dockerignore" && self.dockerignore.is_some() {
            return Some(true);
        }
        let path = path.trim_end_matches('/');
        let inside =
            |it: &String| it.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        Some(self.files.as_ref()?.keys().any(inside))
    }

    fn read(&self, path: &str) -> Option<String> {
        match path {
            ".dockerignore" => self.dockerignore.clone(),
            _ => self.files.as_ref()?.get(path)?.clone(),
        }
    }
}

/// Reads `select = ["…"]`, `ignore = ["…"]`, `build-stages = "…"` and what some rules ask for, as they stand in
/// `dockwright.toml`.
fn settings(lines: &[String]) -> Result<Settings, String> {
    let mut settings = Settings::default();
    let mut in_schema = false;
    for line in lines.iter().map(|it| it.trim()).filter(|it| !it.is_empty() && !it.starts_with('#')) {
        if line.starts_with('[') {
            in_schema = line == "[label-schema]";
            continue;
        }
        let (name, value) = line.split_once('=').ok_or_else(|| format!("what is `{line}`?"))?;
        let values: Vec<String> = value.split('"').skip(1).step_by(2).map(str::to_owned).collect();
        match name.trim() {
            key if in_schema => {
                let kind = LabelKind::ALL.into_iter().find(|it| values == [it.as_str()]);
                let kind = kind.ok_or_else(|| format!("what is `{value}`?"))?;
                settings.label_schema.push((key.trim_matches('"').to_owned(), kind));
            }
            "trusted-registries" => settings.trusted_registries = values,
            "other-labels" if values == ["allow"] => settings.other_labels = OtherLabels::Allow,
            "other-labels" if values == ["report"] => settings.other_labels = OtherLabels::Report,
            "select" if values == ["all"] => settings.select = Selection::All,
            "select" => settings.select = Selection::Only(values),
            "ignore" => settings.ignore = values,
            "build-stages" if values == ["check"] => settings.build_stages = BuildStages::Check,
            "build-stages" if values == ["skip"] => settings.build_stages = BuildStages::Skip,
            other => return Err(format!("there is no setting `{other}`")),
        }
    }
    Ok(settings)
}
