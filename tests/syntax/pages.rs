//! The pages, block by block.

use std::{fs, path::Path, sync::Arc};

use dockwright::syntax::parse;

use super::dump::dump;
use crate::invariants;

#[test]
fn every_page_is_true() {
    let mut wrong = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax");
    let mut pages: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    pages.retain(|it| it.extension().is_some_and(|it| it == "md"));
    pages.sort();
    for page in pages {
        let before = fs::read_to_string(&page).unwrap();
        let after = with_trees(&before);
        if before == after {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&page, after).unwrap();
        } else {
            let line = before.lines().zip(after.lines()).position(|(a, b)| a != b).unwrap_or_default();
            let now: Vec<&str> = after.lines().skip(line).take(8).collect();
            wrong.push(format!("{}:{}: is now\n{}", page.display(), line + 1, now.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "UPDATE=1 writes them anew:\n{}", wrong.join("\n\n"));
}

/// The page with the tree that each Dockerfile has.
fn with_trees(page: &str) -> String {
    let mut out = String::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(form) = line.strip_prefix("```dockerfile") else {
            continue;
        };
        let mut source = String::new();
        for line in lines.by_ref() {
            out.push_str(line);
            out.push('\n');
            if line == "```" {
                break;
            }
            source.push_str(line);
            source.push('\n');
        }
        let source = written(&source, form);
        invariants::check(&source);
        out.push_str("\n```tree\n");
        out.push_str(&dump(&parse(Arc::from(source))));
        out.push_str("```\n");
        skip_old_tree(&mut lines);
    }
    out
}

fn skip_old_tree<'a>(lines: &mut std::iter::Peekable<impl Iterator<Item = &'a str> + Clone>) {
    let mut ahead = lines.clone();
    if ahead.find(|it| !it.is_empty()) == Some("```tree") {
        *lines = ahead;
        lines.find(|it| *it == "```");
    }
}

/// The file that a block stands for: `crlf`, `bom` and `no newline` say what cannot be seen, `escaped` has ⟨CR⟩ and the
/// like written out.
fn written(block: &str, form: &str) -> String {
    let mut source = block.to_owned();
    if form.contains("escaped") {
        for (name, character) in
            [("⟨CR⟩", "\r"), ("⟨NBSP⟩", "\u{a0}"), ("⟨NUL⟩", "\0"), ("⟨VT⟩", "\u{b}"), ("⟨FF⟩", "\u{c}")]
        {
            source = source.replace(name, character);
        }
    }
    if form.contains("no newline") {
        source.pop();
    }
    if form.contains("crlf") {
        source = source.replace('\n', "\r\n");
    }
    if form.contains("bom") {
        source.insert(0, '\u{feff}');
    }
    source
}
