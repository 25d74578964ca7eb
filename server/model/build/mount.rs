//! `RUN --mount=…` (`instructions/commands_runmount.go`).

use super::{Build, Place, directive::BOOLEANS};
use crate::{
    model::mounts::fields,
    syntax::{Flag, SyntaxError, boolean as meant_boolean, suggest},
    text::{TextEdit, TextRange, TextSize, size as offset},
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
    /// Whether the file says of which kind it is.
    typed: bool,
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

/// What is wrong with a field of a mount, or with all of them.
struct Fault {
    message: String,
    repair: Repair,
}

/// What would be right.
enum Repair {
    /// That is not obvious.
    None,
    /// This field in the place of the one that is wrong.
    Field(String),
    /// The mount without the field with this key, or without the one that is wrong.
    Without(&'static str),
    /// This field before all others.
    Before(&'static str),
}

impl From<String> for Fault {
    fn from(message: String) -> Fault {
        Fault { message, repair: Repair::None }
    }
}

impl From<&str> for Fault {
    fn from(message: &str) -> Fault {
        message.to_owned().into()
    }
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
    let written = Written::new(build, value, range, &fields);
    for (number, field) in fields.iter().enumerate() {
        let place = written.places.get(number).copied().unwrap_or(range);
        if let Err(fault) = read(build, &mut mount, field, place, at) {
            return written.report(build, Some(number), fault);
        }
    }
    let workdir = build.analysis.workdir(at.index);
    if let Some(fault) = whole_fault(&mount, workdir.known().map(String::as_str)) {
        written.report(build, None, fault);
    }
}

/// The fields of a mount, and where they stand.
struct Written<'f> {
    fields: &'f [String],
    /// The value of the flag.
    whole: TextRange,
    /// One for each field, if they are written plainly.
    places: Vec<TextRange>,
}

impl<'f> Written<'f> {
    fn new(build: &Build<'_>, value: &str, whole: TextRange, fields: &'f [String]) -> Written<'f> {
        let mut at = whole.start();
        let place = |field: &String| {
            let place = TextRange::at(at, TextSize::of(field.as_str()));
            at = place.end() + offset(1);
            place
        };
        let is_plain = build.file.text(whole) == value && !value.contains('"');
        let places = if is_plain { fields.iter().map(place).collect() } else { Vec::new() };
        Written { fields, whole, places }
    }

    /// Reports what is wrong with a field, or with all. What has no text has been reported.
    fn report(&self, build: &mut Build<'_>, field: Option<usize>, fault: Fault) {
        if fault.message.is_empty() {
            return;
        }
        let place = |at: Option<usize>| at.and_then(|at| self.places.get(at)).copied();
        let named = |key: &str| self.fields.iter().rposition(|it| it.split('=').next() == Some(key));
        let field = field.or_else(|| match fault.repair {
            Repair::Without(key) => named(key),
            Repair::Before(_) => named("sharing"),
            _ => None,
        });
        let repair = match fault.repair {
            Repair::None => None,
            Repair::Field(text) => {
                place(field).map(|it| (format!("Write `{text}`"), TextEdit::replace(it, text)))
            }
            Repair::Before(text) => place(Some(0)).map(|it| {
                let edit = TextEdit::insert(it.start(), format!("{text},"));
                (format!("Put `{text}` before it"), edit)
            }),
            Repair::Without(key) => {
                let gone = if key.is_empty() { "," } else { key };
                self.without(field).map(|it| (format!("Delete `{gone}`"), it))
            }
        };
        let repair = self.blank(build, field).or(repair).map(|(title, edit)| (title, edit.into()));
        let range = place(field).filter(|it| !it.is_empty()).unwrap_or(self.whole);
        build.errors.push(SyntaxError::new(range, fault.message).with_repair(repair));
    }

    /// Takes a field away, with the comma before or behind it.
    fn without(&self, at: Option<usize>) -> Option<TextEdit> {
        let at = at?;
        let place = *self.places.get(at)?;
        let gone = match at.checked_sub(1).and_then(|it| self.places.get(it)) {
            Some(before) => TextRange::new(before.end(), place.end()),
            None => TextRange::new(place.start(), self.places.get(1)?.start()),
        };
        Some(TextEdit::delete(gone))
    }

    /// The blank behind a comma, if the mount goes on behind it.
    fn blank(&self, build: &Build<'_>, at: Option<usize>) -> Option<(String, TextEdit)> {
        let last = *self.places.get(at?).filter(|it| it.is_empty() && it.end() == self.whole.end())?;
        let rest = &build.file.source[usize::from(last.end())..];
        let more = rest.trim_start_matches([' ', '\t']);
        let key = more.split(['=', ',', ' ', '\n']).next().unwrap_or_default().to_lowercase();
        let goes_on =
            more.len() < rest.len() && (KEYS.contains(&key.as_str()) || key == "uid" || key == "gid");
        let blanks = TextRange::at(last.end(), offset(rest.len() - more.len()));
        goes_on.then(|| ("Delete the blank".to_owned(), TextEdit::delete(blanks)))
    }
}

/// Reads one `key=value`. An error without a text has been reported.
fn read(
    build: &mut Build<'_>,
    mount: &mut Mount,
    field: &str,
    range: TextRange,
    at: Place,
) -> Result<(), Fault> {
    let (key, value) = match field.split_once('=') {
        Some((key, value)) => (key.to_lowercase(), Some(value)),
        None => (field.to_lowercase(), None),
    };
    let Some(value) = value else {
        return match key.as_str() {
            "readonly" | "ro" | "readwrite" | "rw" => Ok(()),
            "required" => required(mount),
            _ => Err(Fault {
                message: format!(
                    "invalid field '{field}' must be a key=value pair: write no blanks and no comma at the end"
                ),
                repair: meant_by(field, mount),
            }),
        };
    };
    if key == "from" {
        if value.contains('$') {
            return Err("'from' doesn't support variable expansion, define alias stage instead: \
                        FROM $IMAGE AS name, then from=name"
                .into());
        }
        if !value.is_empty() {
            build.other_stage(value, build.file.place_of(range, value), at);
        }
        return Ok(());
    }
    if !KEYS.contains(&key.as_str()) && key != "uid" && key != "gid" {
        let nearest = suggest::nearest(&key, KEYS);
        let hint = match nearest {
            Some(_) => suggest::did_you_mean(nearest),
            None => ": use type, from, source, target, id and the like".to_owned(),
        };
        let repair = nearest.map_or(Repair::None, |it| Repair::Field(format!("{it}={value}")));
        return Err(Fault { message: format!("unexpected key '{key}' in '{field}'{hint}"), repair });
    }
    let errors = build.errors.len();
    let expanded = build.expand_flag(value, range, at);
    if build.errors.len() > errors {
        return Err("".into());
    }
    match key.as_str() {
        "type" => {
            mount.kind = kind(expanded)?;
            mount.typed = true;
        }
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

/// What a field without an `=` is about, if that can be seen.
fn meant_by(field: &str, mount: &Mount) -> Repair {
    match field.split_once(':') {
        Some((key, value)) if KEYS.contains(&key) => return Repair::Field(format!("{key}={value}")),
        _ => {}
    }
    match field {
        "" => Repair::Without(""),
        it if TYPES.contains(&it) => Repair::Field(format!("type={it}")),
        it if it.starts_with('/') && mount.target.is_none() && !mount.target_unknown => {
            Repair::Field(format!("target={it}"))
        }
        _ => Repair::None,
    }
}

fn kind(value: Option<String>) -> Result<String, Fault> {
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
    Err(none_of("type", format!("unsupported mount type {kind:?}"), nearest, &TYPES.join(", ")))
}

/// A value that is none of a few; perhaps it is near to one.
fn none_of(key: &str, message: String, nearest: Option<&str>, words: &str) -> Fault {
    let Some(near) = nearest else {
        return format!("{message}: use {words}").into();
    };
    let message = format!("{message}{}", suggest::did_you_mean(nearest));
    Fault { message, repair: Repair::Field(format!("{key}={near}")) }
}

fn required(mount: &Mount) -> Result<(), Fault> {
    match mount.kind.as_str() {
        "secret" | "ssh" | "?" => Ok(()),
        kind => {
            Err(format!("unexpected key 'required' for mount type '{kind}': write type=secret before it")
                .into())
        }
    }
}

fn size(mount: &Mount, value: Option<String>) -> Result<(), Fault> {
    if !["tmpfs", "?"].contains(&mount.kind.as_str()) {
        return Err(format!(
            "unexpected key 'size' for mount type '{}': write type=tmpfs before it",
            mount.kind
        )
        .into());
    }
    let Some(value) = value else {
        return Ok(());
    };
    let lower = value.to_lowercase();
    let number =
        lower.trim_end_matches("ib").trim_end_matches('b').trim_end_matches(['k', 'm', 'g', 't', 'p']);
    match number.trim_end().parse::<f64>() {
        Ok(it) if it >= 0.0 => Ok(()),
        _ => Err(format!("invalid value for size: {value}: write a number like 64m").into()),
    }
}

fn sharing(value: Option<String>) -> Result<(), Fault> {
    const KINDS: [&str; 3] = ["shared", "private", "locked"];
    match value.map(|it| (it.to_lowercase(), it)) {
        Some((lower, it)) if !KINDS.contains(&lower.as_str()) => {
            let nearest = suggest::nearest(&lower, KINDS)
                .or_else(|| KINDS.into_iter().find(|it| lower.len() > 2 && it.starts_with(lower.as_str())));
            let message = format!("unsupported sharing value {it:?}");
            Err(none_of("sharing", message, nearest, "shared, private or locked"))
        }
        _ => Ok(()),
    }
}

fn boolean(key: &str, value: Option<String>) -> Result<(), Fault> {
    match value {
        Some(it) if !BOOLEANS.contains(&it.as_str()) => {
            let message = format!("invalid value for {key}: {it}: write true or false");
            let meant = meant_boolean(&it);
            let repair = meant.map_or(Repair::None, |it| Repair::Field(format!("{key}={it}")));
            Err(Fault { message, repair })
        }
        _ => Ok(()),
    }
}

fn number(key: &str, value: Option<String>, radix: u32) -> Result<(), Fault> {
    match value {
        Some(it) if u32::from_str_radix(&it, radix).is_err() || it.starts_with('+') => {
            let example = if radix == 8 { "an octal number like 0755" } else { "a number like 1000" };
            let digits = it.trim_start_matches("0o").trim_start_matches('+');
            let is_number = u32::from_str_radix(digits, radix).is_ok() && !digits.starts_with('+');
            let repair = if is_number { Repair::Field(format!("{key}={digits}")) } else { Repair::None };
            Err(Fault { message: format!("invalid value {it} for {key}: write {example}"), repair })
        }
        _ => Ok(()),
    }
}

/// What is wrong with the keys together.
fn whole_fault(mount: &Mount, workdir: Option<&str>) -> Option<Fault> {
    let without = |message: String, key| Some(Fault { message, repair: Repair::Without(key) });
    let kind = mount.kind.as_str();
    let file_in_container = ["bind", "cache", "tmpfs"].contains(&kind);
    if mount.mode && kind == "bind" {
        return without(format!("mode not allowed for {kind:?} type mounts: delete it"), "mode");
    }
    if let Some(owner) = mount.owner.filter(|_| kind == "bind") {
        return without(format!("{owner} not allowed for {kind:?} type mounts: delete it"), owner);
    }
    if mount.sharing && !["cache", "?"].contains(&kind) {
        let message = format!("invalid cache sharing set for {kind} mount: delete it, or write type=cache");
        let repair = match mount.typed {
            true => Repair::Without("sharing"),
            false => Repair::Before("type=cache"),
        };
        return Some(Fault { message, repair });
    }
    if kind == "secret" {
        if mount.source && mount.id {
            return Some("both source and id can't be set: delete one of them".into());
        }
        let anything = mount.source || mount.id || mount.target.is_some() || mount.target_unknown;
        if !anything {
            return Some("invalid secret mount. one of source, target required: write id=NAME".into());
        }
    }
    if kind == "ssh" && mount.source {
        return without("ssh does not support source: delete it".to_owned(), "source");
    }
    // What is relative, or missing, is below WORKDIR.
    let root = match mount.target.as_deref() {
        Some(target) if target.starts_with('/') => is_root(target),
        target => !mount.target_unknown && target.is_none_or(is_root) && workdir.is_some_and(is_root),
    };
    if file_in_container && root {
        return Some("invalid mount target \"/\": write target=/path".into());
    }
    None
}

/// Whether nothing is left of a path by Go's `path.Clean`.
fn is_root(path: &str) -> bool {
    path.split('/').all(|it| matches!(it, "" | "." | ".."))
}
