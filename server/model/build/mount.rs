//! `RUN --mount=…` (`instructions/commands_runmount.go`).

use super::{Build, Place, directive::BOOLEANS};
use crate::{
    model::mounts::fields,
    syntax::{Flag, suggest},
    text::TextRange,
};

const KEYS: [&str; 17] = [
    "type",
    "from",
    "source",
    "src",
    "target",
    "dst",
    "destination",
    "readonly",
    "ro",
    "readwrite",
    "rw",
    "id",
    "sharing",
    "required",
    "size",
    "mode",
    "env",
];
const TYPES: [&str; 5] = ["bind", "cache", "tmpfs", "secret", "ssh"];

/// What the keys of a mount say, read from left to right; the last of a kind counts.
#[derive(Default)]
struct Mount {
    kind: String,
    source: bool,
    target: Option<String>,
    /// The target is written, but only the build knows what it is.
    target_unknown: bool,
    id: bool,
    env: bool,
    sharing: bool,
    mode: bool,
    owner: Option<&'static str>,
}

/// Checks a mount. One error is enough: what follows it often follows from it.
pub(super) fn check(build: &mut Build<'_>, flag: &Flag, at: Place) {
    let (Some(value), Some(range)) = (flag.value(), flag.value) else {
        return;
    };
    let mut mount = Mount { kind: "bind".to_owned(), ..Mount::default() };
    let Some(fields) = fields(value) else {
        return build.error(range, "failed to parse csv mounts: quote a whole key=value, or nothing");
    };
    for field in fields {
        if let Err(message) = read(build, &mut mount, &field, range, at) {
            if !message.is_empty() {
                build.error(range, message);
            }
            return;
        }
    }
    let workdir = build.analysis.workdir(at.index);
    if let Some(message) = whole_fault(&mount, workdir.known().map(String::as_str)) {
        build.error(range, message);
    }
}

/// Reads one `key=value`. An error without a text has been reported.
fn read(
    build: &mut Build<'_>,
    mount: &mut Mount,
    field: &str,
    range: TextRange,
    at: Place,
) -> Result<(), String> {
    let (key, value) = match field.split_once('=') {
        Some((key, value)) => (key.to_lowercase(), Some(value)),
        None => (field.to_lowercase(), None),
    };
    let Some(value) = value else {
        return match key.as_str() {
            "readonly" | "ro" | "readwrite" | "rw" => Ok(()),
            "required" => required(mount),
            _ => Err(format!(
                "invalid field '{field}' must be a key=value pair: write no blanks and no comma at the end"
            )),
        };
    };
    if key == "from" {
        if value.contains('$') {
            return Err("'from' doesn't support variable expansion, define alias stage instead: \
                        FROM $IMAGE AS name, then from=name"
                .to_owned());
        }
        if !value.is_empty() {
            build.other_stage(value, range, at);
        }
        return Ok(());
    }
    if !KEYS.contains(&key.as_str()) && key != "uid" && key != "gid" {
        let nearest = suggest::nearest(&key, KEYS);
        let hint = match nearest {
            Some(_) => suggest::did_you_mean(nearest),
            None => ": use type, from, source, target, id and the like".to_owned(),
        };
        return Err(format!("unexpected key '{key}' in '{field}'{hint}"));
    }
    let errors = build.errors.len();
    let expanded = build.expand_flag(value, range, at);
    if build.errors.len() > errors {
        return Err(String::new());
    }
    match key.as_str() {
        "type" => mount.kind = kind(expanded)?,
        "source" | "src" => mount.source = true,
        "target" | "dst" | "destination" => {
            mount.target_unknown = expanded.is_none();
            mount.target = expanded;
        }
        "id" => mount.id = true,
        "env" => mount.env = true,
        "readonly" | "ro" | "readwrite" | "rw" => boolean(&key, expanded)?,
        "required" => {
            required(mount)?;
            boolean(&key, expanded)?;
        }
        "sharing" => {
            mount.sharing = true;
            sharing(expanded)?;
        }
        "size" => size(mount, expanded)?,
        "mode" => {
            mount.mode = true;
            number(&key, expanded, 8)?;
        }
        "uid" => {
            mount.owner = Some("uid");
            number(&key, expanded, 10)?;
        }
        _ => {
            mount.owner = Some("gid");
            number(&key, expanded, 10)?;
        }
    }
    Ok(())
}

fn kind(value: Option<String>) -> Result<String, String> {
    // A type that only the build knows forbids nothing.
    let Some(kind) = value.map(|it| it.to_lowercase()) else {
        return Ok("?".to_owned());
    };
    if TYPES.contains(&kind.as_str()) {
        return Ok(kind);
    }
    // `tmp` is further from `tmpfs` than most slips are.
    let nearest = suggest::nearest(&kind, TYPES)
        .or_else(|| TYPES.into_iter().find(|it| kind.len() > 1 && it.starts_with(kind.as_str())));
    let hint = match nearest {
        Some(_) => suggest::did_you_mean(nearest),
        None => format!(": use {}", TYPES.join(", ")),
    };
    Err(format!("unsupported mount type {kind:?}{hint}"))
}

fn required(mount: &Mount) -> Result<(), String> {
    match mount.kind.as_str() {
        "secret" | "ssh" | "?" => Ok(()),
        kind => {
            Err(format!("unexpected key 'required' for mount type '{kind}': write type=secret before it"))
        }
    }
}

fn size(mount: &Mount, value: Option<String>) -> Result<(), String> {
    if !["tmpfs", "?"].contains(&mount.kind.as_str()) {
        return Err(format!(
            "unexpected key 'size' for mount type '{}': write type=tmpfs before it",
            mount.kind
        ));
    }
    let Some(value) = value else {
        return Ok(());
    };
    let lower = value.to_lowercase();
    let number =
        lower.trim_end_matches("ib").trim_end_matches('b').trim_end_matches(['k', 'm', 'g', 't', 'p']);
    match number.trim_end().parse::<f64>() {
        Ok(it) if it >= 0.0 => Ok(()),
        _ => Err(format!("invalid value for size: {value}: write a number like 64m")),
    }
}

fn sharing(value: Option<String>) -> Result<(), String> {
    match value {
        Some(it) if !["shared", "private", "locked"].contains(&it.to_lowercase().as_str()) => {
            Err(format!("unsupported sharing value {it:?}: use shared, private or locked"))
        }
        _ => Ok(()),
    }
}

fn boolean(key: &str, value: Option<String>) -> Result<(), String> {
    match value {
        Some(it) if !BOOLEANS.contains(&it.as_str()) => {
            Err(format!("invalid value for {key}: {it}: write true or false"))
        }
        _ => Ok(()),
    }
}

fn number(key: &str, value: Option<String>, radix: u32) -> Result<(), String> {
    match value {
        Some(it) if u32::from_str_radix(&it, radix).is_err() || it.starts_with('+') => {
            let example = if radix == 8 { "an octal number like 0755" } else { "a number like 1000" };
            Err(format!("invalid value {it} for {key}: write {example}"))
        }
        _ => Ok(()),
    }
}

/// What is wrong with the keys together.
fn whole_fault(mount: &Mount, workdir: Option<&str>) -> Option<String> {
    let kind = mount.kind.as_str();
    let file_in_container = ["bind", "cache", "tmpfs"].contains(&kind);
    if mount.mode && kind == "bind" {
        return Some(format!("mode not allowed for {kind:?} type mounts: delete it"));
    }
    if let Some(owner) = mount.owner.filter(|_| kind == "bind") {
        return Some(format!("{owner} not allowed for {kind:?} type mounts: delete it"));
    }
    if mount.sharing && !["cache", "?"].contains(&kind) {
        return Some(format!("invalid cache sharing set for {kind} mount: delete it, or write type=cache"));
    }
    if kind == "secret" {
        if mount.source && mount.id {
            return Some("both source and id can't be set: delete one of them".to_owned());
        }
        let anything = mount.source || mount.id || mount.target.is_some() || mount.target_unknown;
        if !anything {
            return Some("invalid secret mount. one of source, target required: write id=NAME".to_owned());
        }
    }
    if kind == "ssh" && mount.source {
        return Some("ssh does not support source: delete it".to_owned());
    }
    // What is relative, or missing, is below WORKDIR.
    let root = match mount.target.as_deref() {
        Some(target) if target.starts_with('/') => is_root(target),
        target => !mount.target_unknown && target.is_none_or(is_root) && workdir.is_some_and(is_root),
    };
    if file_in_container && root {
        return Some("invalid mount target \"/\": write target=/path".to_owned());
    }
    None
}

/// Whether nothing is left of a path by Go's `path.Clean`.
fn is_root(path: &str) -> bool {
    path.split('/').all(|it| matches!(it, "" | "." | ".."))
}
