//! How the commands that stand in Dockerfiles are used: their sub-commands and flags, each with a sentence about it.
//!
//! What a package manager does to the image is in [`packages`](super::packages); a test compares both.

mod downloads;
mod javascript;
mod languages;
mod python;
mod system;
mod users;

use super::images::Family;

/// How `command` is used in an image of this family; `None` if that is not in the tables.
///
/// `command` is a name without a folder. Where the family is not known, the usual form of the command is meant.
pub fn usage(command: &str, family: Option<Family>) -> Option<&'static Usage> {
    let versioned = command.trim_end_matches(|end: char| end.is_ascii_digit() || end == '.');
    let command = if versioned == "pip" { versioned } else { command };
    let mut rows = usages().filter(|it| it.commands.contains(&command));
    let first = rows.clone().next();
    let is_for = |it: &&Usage| family.is_none_or(|family| it.families.contains(&family));
    rows.find(|it| it.families.is_empty() || is_for(it)).or(first)
}

/// All that are known.
pub fn usages() -> impl Iterator<Item = &'static Usage> + Clone {
    TABLES.iter().copied().flatten()
}

const TABLES: &[&[Usage]] = &[
    system::SYSTEM,
    python::PYTHON,
    javascript::JAVASCRIPT,
    languages::LANGUAGES,
    downloads::DOWNLOADS,
    users::USERS,
];

/// How a command is used.
#[derive(Debug)]
pub struct Usage {
    /// The names of the command, the usual one first.
    pub commands: &'static [&'static str],
    /// The families of images that have it in this form; empty: all.
    pub families: &'static [Family],
    /// What it does, in a sentence.
    pub help: &'static str,
    /// Its sub-commands, those that Dockerfiles use most first.
    pub subcommands: &'static [Subcommand],
    /// Its flags, those that Dockerfiles use most first.
    pub flags: &'static [Flag],
}

impl Usage {
    /// The sub-command that these words begin with, and of how many of them it is made: `pip install` of `pip install x`.
    pub fn subcommand<'w>(
        &self,
        words: impl Iterator<Item = &'w str> + Clone,
    ) -> Option<(&'static Subcommand, usize)> {
        let length = |name: &str| {
            let mut rest = words.clone();
            let all = name.split(' ').all(|it| rest.next() == Some(it));
            all.then(|| name.split(' ').count())
        };
        let matching = self.subcommands.iter().filter_map(|it| {
            let lengths = it.names().filter_map(length);
            Some((it, lengths.max()?))
        });
        matching.max_by_key(|it| it.1)
    }

    /// The flag of this name behind this sub-command; a flag of another sub-command is none.
    pub fn flag(&self, name: &str, subcommand: Option<&Subcommand>) -> Option<&'static Flag> {
        self.flags_of(subcommand).find(|it| it.names.contains(&name))
    }

    /// The flags that can stand behind this sub-command; without one, all that there are.
    pub fn flags_of(&self, subcommand: Option<&Subcommand>) -> impl Iterator<Item = &'static Flag> {
        let name = subcommand.map(|it| it.name);
        self.flags.iter().filter(move |it| name.is_none_or(|name| it.of.is_empty() || it.of.contains(&name)))
    }
}

/// A sub-command: `install`.
#[derive(Debug)]
pub struct Subcommand {
    /// Its name, of several words if it has sub-commands of its own: `pip install` of uv.
    pub name: &'static str,
    /// Other names for it.
    pub aliases: &'static [&'static str],
    /// What it does, in a sentence.
    pub help: &'static str,
    /// What to use instead, if it is out of use.
    pub deprecated: Option<&'static str>,
}

impl Subcommand {
    /// All its names, the usual one first.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.name].into_iter().chain(self.aliases.iter().copied())
    }

    const fn or(self, aliases: &'static [&'static str]) -> Subcommand {
        Subcommand { aliases, ..self }
    }

    const fn deprecated(self, instead: &'static str) -> Subcommand {
        Subcommand { deprecated: Some(instead), ..self }
    }
}

/// A flag: `--no-install-recommends`.
#[derive(Debug)]
pub struct Flag {
    /// Its names with their dashes, the one that is best understood first.
    pub names: &'static [&'static str],
    /// What stands for its value: `<folder>`. Empty if it has none; in brackets with `=`, as in `[=<when>]`, if it may be
    /// left out and can only be attached.
    pub value: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// The sub-commands that it belongs to, by their first name; empty: all.
    pub of: &'static [&'static str],
    /// What to use instead, if it is out of use.
    pub deprecated: Option<&'static str>,
}

impl Flag {
    /// Whether the next word is its value, unless that is attached to it.
    pub fn takes_value(&self) -> bool {
        self.value.starts_with('<')
    }

    const fn value(self, value: &'static str) -> Flag {
        Flag { value, ..self }
    }

    const fn of(self, of: &'static [&'static str]) -> Flag {
        Flag { of, ..self }
    }

    const fn deprecated(self, instead: &'static str) -> Flag {
        Flag { deprecated: Some(instead), ..self }
    }
}

/// A command of which nothing is said.
const PLAIN: Usage = Usage { commands: &[], families: &[], help: "", subcommands: &[], flags: &[] };

const fn sub(name: &'static str, help: &'static str) -> Subcommand {
    Subcommand { name, aliases: &[], help, deprecated: None }
}

const fn flag(names: &'static [&'static str], help: &'static str) -> Flag {
    Flag { names, value: "", help, of: &[], deprecated: None }
}
