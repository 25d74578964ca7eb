//! Folders that another user than root cannot use.

use std::collections::HashSet;

use crate::{
    model::{Analysis, Stage},
    syntax::{Body, shell::Word},
};

/// Whether the home of root is in a text: `/root/.local/bin:$PATH`, `$HOME/bin`, `~/bin`.
pub(super) fn is_of_root(text: &str) -> bool {
    let is_edge = |it: char| {
        it.is_whitespace() || matches!(it, ':' | '"' | '\'' | '=' | ',' | ';' | '[' | ']' | '(' | ')')
    };
    text.split(is_edge).any(|path| {
        ["/root", "~", "$HOME", "${HOME}"]
            .iter()
            .any(|home| path.strip_prefix(home).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    })
}

/// Words in paths of folders that programs write to.
#[rustfmt::skip]
const WRITTEN: [&str; 22] = [
    "cache", "caches", "data", "db", "database", "log", "logs", "media", "output", "outputs", "pgdata", "run", "session",
    "sessions", "spool", "state", "storage", "tmp", "temp", "upload", "uploads", "volumes",
];

/// Commands that say who may use a file.
const GIVING: [&str; 4] = ["chown", "chmod", "chgrp", "install"];

/// Folders that the program seems to write to, and that are not given to anyone: volumes, and `mkdir /app/data`.
pub(super) fn written(analysis: &Analysis, stage: &Stage) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut given: HashSet<String> = HashSet::new();
    for (index, it) in analysis.chain_instructions(stage.id) {
        match &it.body {
            Body::Volume(words) => found.extend(words.iter().filter_map(|it| analysis.value(*it, index))),
            Body::Run(_) => {
                for visited in analysis.scripts(index).iter().flat_map(|it| it.script.commands()) {
                    let Some(name) = visited.command.name() else { continue };
                    let paths = visited.command.arguments().words().iter().filter_map(Word::literal);
                    let paths = paths.filter(|it| it.starts_with('/')).map(|it| it.into_owned());
                    if name == "mkdir" {
                        found.extend(paths.filter(|it| is_written(it)));
                    } else if GIVING.contains(&&*name) {
                        given.extend(paths.map(|it| it.trim_end_matches('/').to_owned()));
                    }
                }
            }
            _ => {}
        }
    }
    let is_given = |path: &str| {
        let above = path.match_indices('/').map(|(at, _)| &path[..at]);
        above.chain([path]).any(|it| !it.is_empty() && given.contains(it))
    };
    found.retain(|path| path.starts_with('/') && !is_given(path) && !path.starts_with("/tmp"));
    found.dedup();
    found
}

/// Commands that take away, or look around: what they name is not needed later.
const TAKING: [&str; 9] = ["rm", "rmdir", "chmod", "chown", "find", "ls", "cd", "echo", "export"];

/// Files in the home of root that commands name, and that the program may need.
pub(super) fn in_home_of_root(analysis: &Analysis, stage: &Stage) -> Vec<String> {
    let mut found = Vec::new();
    for (index, _) in analysis.chain_instructions(stage.id).filter(|(_, it)| matches!(it.body, Body::Run(_)))
    {
        for visited in analysis.scripts(index).iter().flat_map(|it| it.script.commands()) {
            if visited.command.name().is_some_and(|it| !TAKING.contains(&&*it)) {
                let words = visited.command.arguments().words().iter().map(Word::lossy);
                let paths = words
                    .filter(|it| is_of_root(it) && !it.contains([' ', '\n', '=']) && !it.contains(".cache"));
                found.extend(paths.map(|it| it.into_owned()));
            }
        }
    }
    found.dedup();
    found
}

fn is_written(path: &str) -> bool {
    path.split('/').any(|part| WRITTEN.contains(&part))
}
