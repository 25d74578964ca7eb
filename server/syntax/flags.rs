//! The flags of each instruction, as far as BuildKit's instruction layer checks them (`instructions/bflag.go`).

use super::{Dockerfile, Flag, Instruction, Keyword, SyntaxError, suggest};
use crate::text::TextEdit;

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
    let mut seen = [false; MOST_FLAGS];
    for flag in &it.flags {
        let name = flag.name();
        match known.iter().position(|it| it.0 == name) {
            None => errors.push(unknown(file, it.keyword, flag, known)),
            Some(which) => {
                let again = std::mem::replace(&mut seen[which], true);
                errors.extend(check_value(flag, known[which].1, again));
            }
        }
    }
}

fn unknown(file: &Dockerfile, keyword: Keyword, flag: &Flag, known: &[(&'static str, Kind)]) -> SyntaxError {
    let name = flag.name();
    let nearest = suggest::nearest(name, known.iter().map(|it| it.0));
    let hint = match (nearest, known) {
        (Some(_), _) => String::new(),
        (None, []) if matches!(keyword, Keyword::Cmd | Keyword::Entrypoint) => {
            format!(": {keyword} takes no flags; to pass it on, use the JSON form")
        }
        (None, []) => format!(": {keyword} takes no flags; delete it"),
        (None, known) => {
            let names: Vec<String> = known.iter().map(|it| format!("--{}", it.0)).collect();
            format!(": {keyword} takes {}", names.join(", "))
        }
    };
    let did_you_mean = suggest::did_you_mean(nearest);
    let error = SyntaxError::new(flag.range, format!("unknown flag: --{name}{did_you_mean}{hint}"));
    match nearest {
        Some(nearest) if file.text(flag.name) == name => error
            .with_fix(format!("Change `--{name}` to `--{nearest}`"), TextEdit::replace(flag.name, nearest)),
        _ => error,
    }
}

fn check_value(flag: &Flag, kind: Kind, again: bool) -> Option<SyntaxError> {
    let name = flag.name();
    if again && kind != List {
        let message = format!("duplicate flag specified: --{name}: delete one of them");
        return Some(SyntaxError::new(flag.range, message));
    }
    let message = match (kind, flag.value()) {
        (Bool, Some("")) => format!("missing a value on flag: --{name}: write --{name} or --{name}=false"),
        (Bool, Some(value)) if !["true", "false"].contains(&value.to_lowercase().as_str()) => {
            format!("expecting boolean value for flag --{name}, not: {value}: write true or false")
        }
        (Text | List, None) => format!("missing a value on flag: --{name}: write --{name}=VALUE"),
        _ => return None,
    };
    Some(SyntaxError::new(flag.range, message))
}
