//! # Source from git that is other source tomorrow
//!
//! A clone of a branch, or of whatever the newest commit is.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN git clone https://github.com/example/app.git /src
//! #       ^^^^^ takes whatever commit is the newest
//! RUN git clone --branch main https://github.com/example/lib.git /lib
//! #                      ^^^^ is a branch, which moves
//! ```
//!
//! ## Why
//!
//! Docker keeps a RUN as long as its text is the same. So the clone is old code for ever on the machine that has it in its cache, and new
//! code on the next one: two builds of one commit are two programs. A tag says which version it is, a commit says it for certain.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN git clone --depth 1 --branch v1.4.2 https://github.com/example/app.git /src
//! RUN git clone https://github.com/example/lib.git /lib && git -C /lib checkout 8f14e45fceea167a5a36dedd4bea2543f1d3e2b7
//! ADD https://github.com/example/tool.git#v2.0 /tool
//! ```
//!
//! What pip installs from git is pinned by what stands behind `@`; ADD by what stands behind `#`.
//!
//! ```dockerfile
//! FROM python:3.13
//! RUN pip install --no-cache-dir "app @ git+https://github.com/example/app.git"
//! #                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ takes whatever commit is the newest
//! RUN pip install --no-cache-dir "app @ git+https://github.com/example/app.git@8f14e45fceea167a5a36dedd4bea2543f1d3e2b7"
//! RUN pip install --no-cache-dir git+https://github.com/example/app.git@master
//! #                                                                     ^^^^^^ is a branch, which moves
//! ADD https://github.com/example/app.git /src
//! #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ takes whatever commit is the newest
//! ```
//!
//! Nothing is reported where a later command chooses the commit, where a variable says which, and where a tag is named.
//!
//! ```dockerfile
//! FROM debian:12
//! ARG REF
//! RUN git clone -b "$REF" https://github.com/example/app.git /src
//! RUN git clone https://github.com/example/lib.git /lib
//! WORKDIR /lib
//! RUN git reset --hard 8f14e45 && make
//! ```
//!
//! ## See also
//!
//! `unpinned-packages` reports `pip install git+https://…`, as all that has no version.
//!
//! ## Fix
//!
//! There is none: which version it should be, only you know.
//!
//! Source: Moshe Zadka, "Contain Yourself" ("same code gives same results"); Docker's Dockerfile reference, "Adding files from a Git
//! repository"
//!
//! Practices: git-clone-unpinned, pip-vcs-unpinned.

use crate::{
    knowledge::downloads,
    lint::{Check, Cx, Decl, Group, Report, Severity},
    syntax::{
        Body,
        shell::{Effective, Word},
    },
    text::{TextRange, size},
};

/// Reports the word that chooses.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[ADD, CLONE, PIP],
    group: Group::Reproducibility,
    severity: Severity::Info,
    default: true,
    check: Check::Mentioning(&["git"], &Check::File(check)),
};

const ADD: &str = "add";
const CLONE: &str = "clone";
const PIP: &str = "pip";

const NEWEST: &str = "takes whatever commit is the newest";
const BRANCH: &str = "is a branch, which moves";

fn check(cx: Cx<'_>, report: &mut Report) {
    let mut last_choice = None;
    let mut clones: Vec<(usize, TextRange)> = Vec::new();
    for (index, _, run) in cx.analysis.runs() {
        if !run.script.source().text().contains("git") {
            continue;
        }
        for visited in run.script.commands() {
            let command = visited.command.effective();
            let name = command.name().unwrap_or_default();
            match name.rsplit('/').next().unwrap_or_default() {
                "git" => match git(command) {
                    Some(Told::Newest(place)) => clones.push((index, place)),
                    Some(Told::Branch(place)) => {
                        report.add(place, BRANCH).aspect(CLONE);
                    }
                    Some(Told::Choice) => last_choice = Some(index),
                    None => {}
                },
                name if name.starts_with("pip") || name.starts_with("python") || name == "uv" => {
                    for word in command.arguments() {
                        requirement(cx, word, report);
                    }
                }
                _ => {}
            }
        }
    }
    for (index, place) in clones {
        // Which of the clones a later command is about is not to be seen.
        if last_choice.is_none_or(|it| it < index) {
            report.add(place, NEWEST).aspect(CLONE);
        }
    }
    for (index, it) in cx.analysis.file().instructions.iter().enumerate() {
        let Body::Add(transfer) = &it.body else { continue };
        for word in &transfer.sources {
            let Some(text) = cx.analysis.value(*word, index) else { continue };
            let is_repository = text.ends_with(".git") && (text.contains("://") || text.starts_with("git@"));
            if is_repository {
                report.add(word.range, NEWEST).aspect(ADD);
            }
        }
    }
}

/// What a call of git means for which commit it is.
enum Told {
    /// It is a clone of the newest.
    Newest(TextRange),
    /// It is a clone of this branch.
    Branch(TextRange),
    /// It chooses a commit.
    Choice,
}

/// Flags of `git clone` whose value is the next word.
#[rustfmt::skip]
const VALUED: [&str; 14] = [
    "-b", "--branch", "--depth", "-o", "--origin", "-j", "--jobs", "--reference", "--separate-git-dir", "-c", "--config", "-C",
    "--filter", "--revision",
];

fn git(command: Effective<'_>) -> Option<Told> {
    let arguments = command.arguments();
    let told = arguments.subcommand(&VALUED)?;
    match &*told.literal()? {
        "clone" => {}
        "checkout" | "reset" | "switch" | "submodule" | "cherry-pick" | "merge" | "am" => {
            return Some(Told::Choice);
        }
        "fetch" | "pull" => return (arguments.operands(&VALUED).count() > 2).then_some(Told::Choice),
        _ => return None,
    }
    let words = arguments.words();
    let at = words.iter().position(|it| {
        let text = it.text();
        matches!(text, "-b" | "--branch" | "--revision")
            || text.starts_with("--branch=")
            || text.starts_with("--revision=")
    });
    // Something that only the build knows may hold the flag.
    let has_unknown =
        words.iter().any(|it| it.text().starts_with('$') && !it.is_quoted() && !it.text().contains("://"));
    let Some(at) = at else {
        let operands = arguments.operands(&VALUED).count();
        return (operands > 1 && !has_unknown).then_some(Told::Newest(told.range));
    };
    let (text, place) = match words[at].lossy().split_once('=') {
        Some((flag, value)) => {
            let start = words[at].range.start() + size(flag.len() + 1);
            (value.to_owned(), TextRange::new(start.min(words[at].range.end()), words[at].range.end()))
        }
        None => (words.get(at + 1)?.lossy().into_owned(), words[at + 1].range),
    };
    downloads::is_branch(&text).then_some(Told::Branch(place))
}

/// `git+https://host/name@commit`
fn requirement(cx: Cx<'_>, word: &Word, report: &mut Report) {
    let text = word.lossy();
    let Some(url) = downloads::urls(&text).find(|it| it.scheme.starts_with("git+") || it.scheme == "git")
    else {
        return;
    };
    if url.text.contains('$') && !url.path.contains(".git") {
        return;
    }
    match url.plain_path().rsplit_once('@') {
        // Without a name before it `unpinned-packages` says so.
        None if text.starts_with("git+") => {}
        None => {
            report.add(word.range, NEWEST).aspect(PIP);
        }
        Some((_, reference)) if downloads::is_branch(reference) => {
            let file = cx.analysis.file();
            let at = file.text(word.range).rfind(&format!("@{reference}"));
            let place = at.map(|at| TextRange::at(word.range.start() + size(at + 1), size(reference.len())));
            report.add(place.unwrap_or(word.range), BRANCH).aspect(PIP);
        }
        Some(_) => {}
    }
}
