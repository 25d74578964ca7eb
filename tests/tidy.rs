//! The house style, as far as a program can read it.

use dockwright::{assists::ASSISTS, rules::RULES};

use crate::{files, harness::report};

/// What a page may have below its title.
const HEADINGS: [&str; 5] = ["## Why", "## Fix", "## Options", "## Limits", "## See also"];

/// Words that have a capital wherever they stand.
const PROPER_NAMES: [&str; 16] = [
    "Alma", "Alpine", "Bun", "Corepack", "Debian", "Docker", "Fedora", "Go", "Java", "Node", "Podman",
    "Poetry", "Python", "Ruby", "Ubuntu", "Windows",
];

/// What is wrong with the message of a rule.
pub(crate) fn message(message: &str) -> Option<&'static str> {
    let first = message.split([' ', ',', ':', '\'', '.']).next().unwrap_or_default();
    let capital = first.starts_with(char::is_uppercase);
    let named = first.chars().skip(1).any(char::is_uppercase) || PROPER_NAMES.contains(&first);
    match message {
        "" => Some("a message says something"),
        _ if message.contains('\n') => Some("a message has one line"),
        _ if message.trim() != message || message.contains("  ") => Some("a message has no blanks too many"),
        _ if message.ends_with(['.', '!']) && !message.ends_with("..") => {
            Some("a message ends without a full stop")
        }
        _ if capital && !named => Some("a message begins without a capital"),
        _ if message.matches('`').count() % 2 == 1 => Some("a message closes its backticks"),
        _ => None,
    }
}

/// What is wrong with the title of a fix or of a refactoring.
pub(crate) fn title(title: &str) -> Option<&'static str> {
    match title {
        _ if !title.starts_with(|it: char| it.is_uppercase()) => Some("a title begins with a capital"),
        _ if title.ends_with(['.', '!']) => Some("a title ends without a full stop"),
        _ if title.contains('\n') => Some("a title has one line"),
        _ => None,
    }
}

#[test]
fn every_source_says_first_what_is_in_it() {
    let mut problems = Vec::new();
    for path in sources().filter(|it| !it.ends_with("server/lib.rs")) {
        let text = files::read(&path);
        let lines = text.lines().map_while(|it| it.strip_prefix("//!")).map(str::trim);
        let sentence: Vec<&str> = lines.take_while(|it| !it.is_empty()).collect();
        let sentence = sentence.join(" ");
        if !(sentence.ends_with(['.', '?', ':', '"', '`']) || sentence.starts_with("# ")) {
            problems.push(format!("{}:1: begin with `//!` and a sentence", path.display()));
        }
    }
    report(problems);
}

#[test]
fn nothing_is_skipped_or_unwrapped() {
    let ignore = concat!("#[", "ignore");
    let unwrap = concat!(".unwrap", "()");
    let mut problems = Vec::new();
    for path in sources() {
        for (at, line) in files::read(&path).lines().enumerate() {
            let place = format!("{}:{}", path.display(), at + 1);
            if line.contains(ignore) {
                problems.push(format!("{place}: a test that does not run is no test"));
            }
            if path.starts_with("server") && line.contains(unwrap) {
                problems.push(format!("{place}: `expect` says why it holds"));
            }
        }
    }
    report(problems);
}

#[test]
fn pages_have_a_title_and_known_headings() {
    let rules = RULES.iter().map(|it| (it.name, it.page));
    let assists = ASSISTS.iter().map(|it| (it.name, it.page));
    let mut problems = Vec::new();
    for (name, page) in rules.chain(assists) {
        let mut in_block = false;
        let mut lines = page.lines();
        if !lines.next().is_some_and(|it| it.starts_with("# ") && !it.ends_with('.')) {
            problems.push(format!("`{name}`: a page begins with `# ` and a title"));
        }
        for line in lines {
            in_block ^= line.starts_with("```");
            if line.starts_with('#') && !in_block && !HEADINGS.contains(&line) {
                problems.push(format!("`{name}`: `{line}` is none of {}", HEADINGS.join(", ")));
            }
        }
    }
    report(problems);
}

#[test]
fn every_dependency_has_a_reason() {
    let manifest = files::read("Cargo.toml");
    let mut section = "";
    let mut problems = Vec::new();
    for (at, line) in manifest.lines().enumerate() {
        if line.starts_with('[') {
            section = line;
        } else if section.contains("dependencies")
            && line.contains('=')
            && !line.contains("  # ")
            && !line.contains(" # ")
        {
            problems.push(format!("Cargo.toml:{}: why is it needed? Say so behind a `#`", at + 1));
        }
    }
    report(problems);
}

fn sources() -> impl Iterator<Item = std::path::PathBuf> {
    files::below("server", "rs").into_iter().chain(files::below("tests", "rs"))
}
