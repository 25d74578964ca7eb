//! `dockwright config`: the settings that count, and where they come from.

use std::{
    io::{self, Write},
    path::Path,
};

use serde_json::{Map, Value, json};

use super::{
    Status,
    arguments::{ConfigArguments, ConfigFormat},
    console::Console,
    output::visible,
    selection::search,
};
use crate::config::{self, Configs, Effective, Origin, Shown};

/// Prints the settings, or their schema.
pub(super) fn config(arguments: &ConfigArguments, console: &mut Console) -> io::Result<Status> {
    if arguments.schema {
        write_json(&config::schema(), &mut console.out)?;
        return Ok(Status::Clean);
    }
    let path = arguments.path.as_deref().unwrap_or(Path::new("."));
    let dockerfile = if path.is_dir() { path.join("Dockerfile") } else { path.to_owned() };
    match Configs::new(search(&arguments.settings), Vec::new()).of(&dockerfile) {
        Err(trouble) => {
            console.complain(visible(&trouble.to_string()));
            return Ok(Status::Failed);
        }
        Ok(effective) if arguments.format == ConfigFormat::Json => {
            write_json(&object(&effective), &mut console.out)?;
        }
        Ok(effective) => console.out.write_all(toml(&effective).as_bytes())?,
    }
    Ok(Status::Clean)
}

fn write_json(value: &Value, to: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *to, value)?;
    to.write_all(b"\n")
}

/// The settings, each with its value and who says so.
fn object(effective: &Effective) -> Value {
    let shown = effective.shown().into_iter().chain(effective.shown_of_hadolint());
    let member = |it: Shown<'_>| (it.name.to_owned(), json!({ "value": it.value, "from": it.from }));
    json!({ "file": file(effective), "settings": shown.map(member).collect::<Map<_, _>>() })
}

fn file(effective: &Effective) -> Option<String> {
    match &effective.file {
        Some(Origin::File(path)) => Some(path.display().to_string()),
        _ => None,
    }
}

/// The settings as they would stand in dockwright.toml: tables last.
fn toml(effective: &Effective) -> String {
    let file = file(effective).unwrap_or_else(|| "no file".to_owned());
    let mut text = format!("# Settings from {}.\n", visible(&file));
    let (tables, values): (Vec<_>, Vec<_>) =
        effective.shown().into_iter().partition(|it| it.value.is_object());
    for it in values {
        text += &format!("\n{}\n{} = {}\n", comment(&it), it.name, inline(&it.value));
    }
    for it in effective.shown_of_hadolint() {
        text += &format!(
            "\n{}; dockwright.toml has no such setting\n# {} = {}\n",
            comment(&it),
            it.name,
            inline(&it.value)
        );
    }
    for it in tables {
        text += &format!("\n{}\n[{}]\n", comment(&it), it.name);
        for (name, value) in it.value.as_object().into_iter().flatten() {
            text += &format!("{} = {}\n", key(name), inline(value));
        }
    }
    text
}

fn comment(it: &Shown<'_>) -> String {
    it.from.map_or_else(|| "# by default".to_owned(), |from| format!("# {}", visible(from)))
}

/// JSON's texts, lists and words are TOML's, too.
fn inline(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

fn key(name: &str) -> String {
    let bare = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { Value::from(name).to_string() }
}
