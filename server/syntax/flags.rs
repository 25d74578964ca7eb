//! The flags of each instruction, as far as BuildKit's instruction layer checks them (`instructions/bflag.go`).

use super::{Dockerfile, Flag, Instruction, Keyword, SyntaxError, suggest};
use crate::text::{Edits, TextEdit, TextRange, size};

/// What a flag takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A value, once.
    Text,
    /// A value, as often as you like.
    List,
    /// Nothing, `=true` or `=false`, once.
    Bool,
}

use Kind::{Bool, List, Text};

/// No instruction has more.
const MOST_FLAGS: usize = 8;

/// The flags of an instruction; `None` if BuildKit does not even look at them.
fn known(keyword: Keyword) -> Option<&'static [(&'static str, Kind)]> {
    Some(match keyword {
        Keyword::From => &[("platform", Text)],
        Keyword::Run => &[("mount", List), ("network", Text), ("security", Text), ("device", List)],
        Keyword::Copy => &[
            ("from", Text),
            ("chown", Text),
            ("chmod", Text),
            ("link", Bool),
            ("parents", Bool),
            ("exclude", List),
        ],
        Keyword::Add => &[
            ("chown", Text),
            ("chmod", Text),
            ("link", Bool),
            ("exclude", List),
            ("keep-git-dir", Bool),
            ("checksum", Text),
            ("unpack", Bool),
        ],
        Keyword::Healthcheck => &[
            ("interval", Text),
            ("timeout", Text),
            ("start-period", Text),
            ("start-interval", Text),
            ("retries", Text),
        ],
        Keyword::Arg | Keyword::Stopsignal | Keyword::Unknown => return None,
        _ => &[],
    })
}

/// Checks the flags of an instruction.
pub(super) fn check(file: &Dockerfile, it: &Instruction, errors: &mut Vec<SyntaxError>) {
    let Some(known) = known(it.keyword) else {
        return;
    };
    let mut seen: [Option<&Flag>; MOST_FLAGS] = [None; MOST_FLAGS];
    for flag in &it.flags {
        let name = flag.name();
        match known.iter().position(|it| it.0 == name) {
            None => errors.push(unknown(file, it, flag, known)),
            Some(which) => {
                let kind = known[which].1;
                match seen[which].filter(|_| kind != List) {
                    Some(first) => errors.push(duplicate(file, flag, first)),
                    None => errors.extend(check_value(file, it, flag, kind)),
                }
                seen[which].get_or_insert(flag);
            }
        }
    }
}

fn unknown(file: &Dockerfile, it: &Instruction, flag: &Flag, known: &[(&'static str, Kind)]) -> SyntaxError {
    let (keyword, name) = (it.keyword, flag.name());
    let nearest = suggest::nearest(name, known.iter().map(|it| it.0));
    let other = other(file, it).filter(|_| nearest.is_none());
    let hint = match (nearest, known) {
        (Some(_), _) => suggest::did_you_mean(nearest),
        (None, _) if other.is_some() => other.map_or_else(String::new, |it| format!(": {it} takes it")),
        (None, []) if matches!(keyword, Keyword::Cmd | Keyword::Entrypoint) => {
            format!(": {keyword} takes no flags; to pass it on, use the JSON form")
        }
        (None, []) => format!(": {keyword} takes no flags; delete it"),
        (None, known) => {
            let names: Vec<String> = known.iter().map(|it| format!("--{}", it.0)).collect();
            format!(": {keyword} takes {}", names.join(", "))
        }
    };
    let error = SyntaxError::new(flag.range, format!("unknown flag: --{name}{hint}"));
    let takes_none = known.is_empty() && !matches!(keyword, Keyword::Cmd | Keyword::Entrypoint);
    match (nearest, other) {
        (Some(nearest), _) if file.text(flag.name) == name => error
            .with_fix(format!("Change `--{name}` to `--{nearest}`"), TextEdit::replace(flag.name, nearest)),
        (None, Some(other)) => {
            let edit = TextEdit::replace(it.keyword_range, file.keyword_like(it, other));
            error.with_fix(format!("Change `{keyword}` to `{other}`"), edit)
        }
        (None, None) if takes_none => error.with_repair(Some(without(file, flag))),
        _ => error,
    }
}

/// COPY for ADD and ADD for COPY, if that one takes all of the flags, and the sources are for both.
fn other(file: &Dockerfile, it: &Instruction) -> Option<Keyword> {
    let other = match it.keyword {
        Keyword::Add => Keyword::Copy,
        Keyword::Copy => Keyword::Add,
        _ => return None,
    };
    let known = known(other)?;
    let arguments = file.text(it.arguments);
    let is_remote = arguments.contains("://") || arguments.contains("git@");
    if is_remote != (other == Keyword::Add) {
        return None;
    }
    it.flags.iter().all(|flag| known.iter().any(|it| it.0 == flag.name())).then_some(other)
}

fn duplicate(file: &Dockerfile, flag: &Flag, first: &Flag) -> SyntaxError {
    let message = format!("duplicate flag specified: --{}: delete one of them", flag.name());
    SyntaxError::new(flag.range, message)
        .with_repair(Some(without(file, flag)))
        .see(first.range, "the first one")
}

fn check_value(file: &Dockerfile, it: &Instruction, flag: &Flag, kind: Kind) -> Option<SyntaxError> {
    let name = flag.name();
    let (message, repair) = match (kind, flag.value()) {
        (Bool, Some("")) => (
            format!("missing a value on flag: --{name}: write --{name} or --{name}=false"),
            Some(("Delete the `=`".to_owned(), TextRange::new(flag.name.end(), flag.range.end()), "")),
        ),
        (Bool, Some(value)) if !["true", "false"].contains(&value.to_lowercase().as_str()) => (
            format!("expecting boolean value for flag --{name}, not: {value}: write true or false"),
            boolean(value).map(|it| (format!("Write `{it}`"), flag.value.unwrap_or(flag.range), it)),
        ),
        (Text | List, None) => (
            format!("missing a value on flag: --{name}: write --{name}=VALUE"),
            gap(file, it, flag).map(|it| ("Put an `=` in the place of the blank".to_owned(), it, "=")),
        ),
        _ => return None,
    };
    let repair = repair.filter(|_| file.text(flag.range) == flag.text);
    let repair = repair.map(|(title, range, text)| (title, TextEdit::replace(range, text).into()));
    Some(SyntaxError::new(flag.range, message).with_repair(repair))
}

/// What is meant by a value that is not quite one of the two.
pub(crate) fn boolean(value: &str) -> Option<&'static str> {
    match value.to_lowercase().as_str() {
        "1" | "yes" | "y" | "on" | "t" => Some("true"),
        "0" | "no" | "n" | "off" | "f" => Some("false"),
        other => suggest::nearest(other, ["true", "false"]),
    }
}

/// The blank between a flag and the word behind it, which is its value if it does not look like another flag.
fn gap(file: &Dockerfile, it: &Instruction, flag: &Flag) -> Option<TextRange> {
    let behind = file.text(TextRange::new(flag.range.end(), it.range.end().max(flag.range.end())));
    let value = behind.trim_start_matches([' ', '\t']);
    let goes_on = behind.len() > value.len() && !value.starts_with("--") && !value.is_empty();
    let is_plain = !value.starts_with([char::from(file.escape), '\n', '\r', '[', '#']);
    (goes_on && is_plain).then(|| TextRange::at(flag.range.end(), size(behind.len() - value.len())))
}

/// Takes a flag away, with the blanks behind it.
fn without(file: &Dockerfile, flag: &Flag) -> (String, Edits) {
    let rest = &file.source[usize::from(flag.range.end())..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let range = TextRange::new(flag.range.start(), flag.range.end() + size(blanks));
    (format!("Delete `--{}`", flag.name()), TextEdit::delete(range).into())
}
