//! Keeps the layers apart: a layer uses only those that stand before it in `server/lib.rs`.

use std::path::{Component, Path};

use crate::{files, harness::report};

/// The layers that do nothing but compute: no files, no network, no environment, no clock.
const PURE: [&str; 9] = ["text", "syntax", "knowledge", "model", "lint", "rules", "assists", "ready", "ide"];

/// What of the standard library these may not use.
const IMPURE: [&str; 6] = ["env", "fs", "net", "process", "thread", "time"];

/// What they may use of it all the same: plain values.
const VALUES: [&str; 4] = ["net::IpAddr", "net::Ipv4Addr", "net::Ipv6Addr", "time::Duration"];

/// Where lines and columns exist.
const POSITIONS: [&str; 3] = ["text", "cli", "lsp"];

/// Crates that one layer alone may know.
const OWNED: [(&str, &str); 14] = [
    ("ropey", "text"),
    ("toml", "config"),
    ("saphyr_parser", "config"),
    ("globset", "config"),
    ("clap", "cli"),
    ("ctrlc", "cli"),
    ("indicatif", "cli"),
    ("rayon", "cli"),
    ("annotate_snippets", "cli"),
    ("similar", "cli"),
    ("tower_lsp", "lsp"),
    ("tower_service", "lsp"),
    ("tokio", "lsp"),
    ("futures", "lsp"),
];

#[test]
fn no_layer_looks_up() {
    let layers = layers();
    let mut problems = Vec::new();
    for source in sources() {
        let above = layers.iter().skip_while(|it| **it != source.layer).skip(1);
        for higher in above {
            for at in source.uses_of(higher) {
                problems.push(source.problem(at, format!("`{}` must not use `{higher}`", source.layer)));
            }
        }
    }
    report(problems);
}

#[test]
fn the_lower_layers_only_compute() {
    let mut problems = Vec::new();
    for source in sources().into_iter().filter(|it| PURE.contains(&&*it.layer)) {
        for (at, name) in names_below(&source.text, "std") {
            let value = VALUES.iter().any(|it| source.text[at..].starts_with(it));
            if IMPURE.contains(&name) && !value {
                problems.push(source.problem(at, format!("`{}` must not use `std::{name}`", source.layer)));
            }
        }
    }
    report(problems);
}

#[test]
fn positions_exist_at_the_edges_only() {
    let mut problems = Vec::new();
    for source in sources().into_iter().filter(|it| !POSITIONS.contains(&&*it.layer)) {
        for (at, _) in source.text.match_indices("LineCol") {
            problems.push(source.problem(at, "inside, a place is a byte offset".to_owned()));
        }
    }
    report(problems);
}

#[test]
fn each_crate_stays_in_its_layer() {
    let mut problems = Vec::new();
    for source in sources() {
        for (name, _) in OWNED.iter().filter(|it| it.1 != source.layer) {
            for (at, _) in source.text.match_indices(&format!("{name}::")) {
                if !source.text[..at].ends_with(is_part_of_name) {
                    problems.push(source.problem(at, format!("`{}` must not know `{name}`", source.layer)));
                }
            }
        }
    }
    report(problems);
}

#[test]
fn every_folder_is_a_layer() {
    let layers = layers();
    let strangers: Vec<String> =
        sources().into_iter().map(|it| it.layer).filter(|it| !layers.contains(it)).collect();
    assert!(strangers.is_empty(), "server/lib.rs does not name these: {strangers:?}");
}

/// A file of a layer.
struct Source {
    path: std::path::PathBuf,
    layer: String,
    text: String,
}

impl Source {
    /// Where it names the layer `other`: by `crate::`, or by as many `super::` as lead out of its own.
    fn uses_of<'a>(&'a self, other: &'a str) -> impl Iterator<Item = usize> + 'a {
        let depth = self.path.components().count() - if self.path.ends_with("mod.rs") { 2 } else { 1 };
        let supers = vec!["super"; depth].join("::");
        let all = ["crate".to_owned(), supers].map(|prefix| names_below(&self.text, &prefix));
        all.into_iter().flatten().filter(move |it| it.1 == other).map(|it| it.0)
    }

    fn problem(&self, at: usize, problem: String) -> String {
        let line = self.text[..at].matches('\n').count() + 1;
        format!("{}:{line}: {problem}", self.path.display())
    }
}

/// The layers, bottom first.
fn layers() -> Vec<String> {
    let lib = files::read("server/lib.rs");
    lib.lines().filter_map(|it| it.strip_prefix("pub mod ")?.strip_suffix(';')).map(str::to_owned).collect()
}

/// Every file that is in the folder of a layer.
fn sources() -> Vec<Source> {
    let layered = |path: &Path| match path.components().nth(1) {
        Some(Component::Normal(name)) if path.components().count() > 2 => {
            Some(name.to_string_lossy().into_owned())
        }
        _ => None,
    };
    let sources = files::below("server", "rs").into_iter();
    sources
        .filter_map(|path| Some(Source { layer: layered(&path)?, text: files::read(&path), path }))
        .collect()
}

/// The names right below `prefix::`, in paths and in `use` groups, and where they stand.
fn names_below<'a>(source: &'a str, prefix: &str) -> Vec<(usize, &'a str)> {
    let prefix = format!("{prefix}::");
    let starts = source.match_indices(&prefix).filter(|it| !source[..it.0].ends_with(is_part_of_path));
    let named = starts.flat_map(|(at, _)| {
        let rest = &source[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(group) => members(group),
            None => vec![name(rest)],
        }
    });
    named.map(|it| (it.as_ptr() as usize - source.as_ptr() as usize, it)).collect()
}

/// The first name of each member of a `use` group: `a, b::{c, d}}` gives `a` and `b`.
fn members(group: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut depth = 0;
    let mut fresh = true;
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            _ if fresh && character.is_alphabetic() => {
                fresh = false;
                names.push(name(&group[at..]));
            }
            _ => (),
        }
    }
    names
}

fn name(text: &str) -> &str {
    &text[..text.find(|it: char| !is_part_of_name(it)).unwrap_or(text.len())]
}

fn is_part_of_name(it: char) -> bool {
    it.is_alphanumeric() || it == '_'
}

fn is_part_of_path(it: char) -> bool {
    is_part_of_name(it) || it == ':'
}
