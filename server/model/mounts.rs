//! What RUN mounts for the time it runs.

use super::Analysis;
use crate::{
    syntax::{self, Body, Flag, Instruction},
    text::{TextRange, TextSize, size},
};

/// `--mount=type=cache,target=/root/.cache/pip`
#[derive(Clone, Debug)]
pub struct Mount {
    /// What is mounted; `None` if only the build knows, or if it is an error.
    pub kind: Option<MountKind>,
    /// The whole flag.
    pub range: TextRange,
    /// The keys as they are written, in small letters, each with its value as it is written and with its place.
    keys: Vec<Key>,
}

#[derive(Clone, Debug)]
struct Key {
    name: &'static str,
    /// `None` for a switch without `=`.
    text: Option<String>,
    /// With its variables resolved; `None` if only the build knows it.
    value: Option<String>,
    /// Of the whole `key=value`; not known if it is written with quotes or over several lines.
    range: Option<TextRange>,
}

/// What can be mounted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum MountKind {
    Bind,
    Cache,
    Tmpfs,
    Secret,
    Ssh,
}

impl MountKind {
    /// What is behind `type=`, in any case.
    pub fn of(name: &str) -> Option<MountKind> {
        Some(match name.to_lowercase().as_str() {
            "bind" => MountKind::Bind,
            "cache" => MountKind::Cache,
            "tmpfs" => MountKind::Tmpfs,
            "secret" => MountKind::Secret,
            "ssh" => MountKind::Ssh,
            _ => return None,
        })
    }
}

/// Each key with its other names.
const KEYS: [(&str, &[&str]); 13] = [
    ("type", &[]),
    ("from", &[]),
    ("source", &["src"]),
    ("target", &["dst", "destination"]),
    ("readonly", &["ro"]),
    ("readwrite", &["rw"]),
    ("id", &[]),
    ("sharing", &[]),
    ("required", &[]),
    ("env", &[]),
    ("mode", &[]),
    ("uid", &[]),
    ("gid", &[]),
];

impl Mount {
    /// The value of a key by its long name, `target`: the last one, with its variables resolved. `None` if it is not there, or if only
    /// the build knows it.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.key(key)?.value.as_deref()
    }

    /// The value of a key by its long name as it is written.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.key(key)?.text.as_deref()
    }

    /// Whether a key is there.
    pub fn has(&self, key: &str) -> bool {
        self.key(key).is_some()
    }

    /// Where the value of a key stands, if it is written plainly.
    pub fn place(&self, key: &str) -> Option<TextRange> {
        let key = self.key(key)?;
        let length = TextSize::of(key.text.as_deref()?);
        key.range.map(|it| TextRange::new(it.end() - length, it.end()))
    }

    fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().rfind(|it| it.name == name)
    }
}

impl Analysis {
    /// What the RUN with this index mounts, in the order of its flags.
    pub fn mounts(&self, index: usize) -> Vec<Mount> {
        let Some(it) = self.file().instructions.get(index) else { return Vec::new() };
        self.mounts_of(it, index)
    }

    /// What a RUN mounts that is the instruction with this index, or stands behind its ONBUILD.
    pub fn mounts_of(&self, run: &Instruction, index: usize) -> Vec<Mount> {
        flags(run).map(|flag| self.mount(flag, index)).collect()
    }

    fn mount(&self, flag: &Flag, index: usize) -> Mount {
        let text = flag.value().unwrap_or_default();
        let is_plain = flag.value.is_some_and(|it| self.file().text(it) == text);
        let mut start = flag.value.filter(|_| is_plain && !text.contains('"')).map(TextRange::start);
        let mut keys = Vec::new();
        for field in fields(text).unwrap_or_default() {
            let length = size(field.len());
            let range = start.map(|it| TextRange::at(it, length));
            start = start.map(|it| it + length + size(1));
            let (name, text) = field.split_once('=').map_or((&*field, None), |it| (it.0, Some(it.1)));
            let Some(name) = long_name(name) else { continue };
            let value = text.and_then(|it| self.flag_value(it, index));
            keys.push(Key { name, text: text.map(str::to_owned), value, range });
        }
        let mut mount = Mount { kind: Some(MountKind::Bind), range: flag.range, keys };
        if mount.has("type") {
            mount.kind = mount.value("type").and_then(MountKind::of);
        }
        mount
    }

    /// The value of a flag's text with its variables; `None` if only the build knows it.
    fn flag_value(&self, text: &str, index: usize) -> Option<String> {
        let Some(stage) = self.stages().of_instruction(index) else {
            return (!text.contains('$')).then(|| text.to_owned());
        };
        let value = |name: &str| self.scopes().value(self.stages(), name, stage.id, index);
        syntax::expand(text.into(), self.file().escape, &mut |name| value(name)).ok()?
    }
}

/// What the mounts of an instruction are from: names and numbers of stages, images.
pub(super) fn sources(it: &Instruction) -> impl Iterator<Item = String> {
    let fields = flags(it).filter_map(|flag| fields(flag.value()?)).flatten();
    fields.filter_map(|it| {
        it.split_once('=').filter(|it| it.0.eq_ignore_ascii_case("from")).map(|it| it.1.to_owned())
    })
}

fn flags(it: &Instruction) -> impl Iterator<Item = &Flag> {
    let is_run = matches!(it.body, Body::Run(_));
    it.flags.iter().filter(move |flag| is_run && flag.name() == "mount")
}

fn long_name(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    KEYS.iter().find(|it| it.0 == name || it.1.contains(&name.as_str())).map(|it| it.0)
}

/// The fields of a line of CSV, or `None` if it is none.
pub(super) fn fields(line: &str) -> Option<Vec<String>> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let Some(quoted) = rest.strip_prefix('"') else {
            let (field, behind) =
                rest.split_once(',').map_or((rest, None), |(field, behind)| (field, Some(behind)));
            if field.contains('"') {
                return None;
            }
            fields.push(field.to_owned());
            match behind {
                Some(behind) => rest = behind,
                None => return Some(fields),
            }
            continue;
        };
        let mut field = String::new();
        let mut characters = quoted.char_indices().peekable();
        let end = loop {
            match characters.next()? {
                (_, '"') if characters.next_if(|it| it.1 == '"').is_some() => field.push('"'),
                (at, '"') => break at + 1,
                (_, other) => field.push(other),
            }
        };
        fields.push(field);
        match quoted[end..].strip_prefix(',') {
            Some(behind) => rest = behind,
            None if quoted[end..].is_empty() => return Some(fields),
            None => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mounts_are_read_with_their_variables_and_places() {
        let text = "FROM a\nARG D=/c\nRUN --mount=type=cache,dst=$D/pip,id=x --mount=src=a,target=b,ro,from=c true\n";
        let analysis = Analysis::new(text);
        let mounts = analysis.mounts(2);
        let [cache, bind] = mounts.as_slice() else { panic!("there are two") };
        assert_eq!((cache.kind, bind.kind), (Some(MountKind::Cache), Some(MountKind::Bind)));
        assert_eq!((cache.value("target"), cache.text("target")), (Some("/c/pip"), Some("$D/pip")));
        assert_eq!(analysis.file().text(cache.place("target").expect("it is plain")), "$D/pip");
        assert_eq!(analysis.file().text(bind.place("from").expect("it is plain")), "c");
        assert_eq!((bind.has("readonly"), bind.has("id"), bind.value("source")), (true, false, Some("a")));
    }

    #[test]
    fn a_mount_in_quotes_has_no_places() {
        let analysis =
            Analysis::new("FROM a\nRUN --mount='type=secret,id=a' \"--mount=type=$X,id=b\" true\n");
        let kinds: Vec<_> = analysis.mounts(1).iter().map(|it| (it.kind, it.place("id").is_some())).collect();
        assert_eq!(kinds.first(), Some(&(Some(MountKind::Secret), false)));
    }
}
