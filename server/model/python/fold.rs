//! Walks over the stages, and keeps what Python each of them has.

use std::collections::HashMap;

use memchr::memmem;

use super::{Carried, Environment, Extent, Interpreters, Present, Python, Target, paths, reader};
use crate::{
    knowledge::images,
    model::{Analysis, Base, Stage, StageId, reference, repository, scripts},
    syntax::{self, Body, Instruction, Keyword, Pair, Transfer, Value, Word},
    text::TextSize,
};

/// Nobody has more environments, interpreters and folders on PATH in one stage. The bound keeps the work linear.
pub(super) const MOST: usize = 64;

/// Nor does anybody copy so many, in one file.
const MOST_CARRIED: usize = 256;

/// What holds in a stage at some line.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) present: Vec<Present>,
    pub(super) interpreters: Interpreters,
    /// Which of [`Python::search_paths`].
    pub(super) search_path: usize,
    /// What `poetry config` was told.
    pub(super) poetry: Poetry,
}

/// Where Poetry makes environments, as far as it was told by `poetry config`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Poetry {
    pub(super) in_project: bool,
    pub(super) none: bool,
}

impl State {
    /// The environment at a path.
    pub(super) fn at(&self, path: &str) -> Option<&Present> {
        self.present.iter().rev().find(|it| it.path == path)
    }

    pub(super) fn add(&mut self, present: Present) {
        if self.present.len() < MOST {
            self.present.push(present);
        }
    }
}

/// The Python of a file; nothing, if it mentions none.
pub(super) fn python(analysis: &Analysis) -> Python {
    let source = analysis.source().as_bytes();
    let mentions = |name: &&str| memmem::find(source, name.as_bytes()).is_some();
    let mut fold = Fold { analysis, python: Python::default(), calls: HashMap::new() };
    if NAMES.iter().any(mentions) {
        let calls = analysis.installs().iter().enumerate();
        fold.calls = calls.map(|(at, it)| (it.range.start(), at)).collect();
        fold.walk();
    }
    fold.python
}

/// One of these is in each file that has to do with Python.
const NAMES: &[&str] = &["python", "pip", "venv", "uv", "poetry", "pdm", "conda", "mamba"];

pub(super) struct Fold<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) python: Python,
    /// The calls of package managers by their first byte.
    pub(super) calls: HashMap<TextSize, usize>,
}

impl Fold<'_> {
    fn walk(&mut self) {
        let file = self.analysis.file();
        self.python.search_paths.push(Vec::new());
        self.python.seen = vec![0; file.instructions.len()];
        for stage in &self.analysis.stages().stages {
            let mut state = match stage.base {
                Base::Stage(base) => self.python.ends[base.index()].clone(),
                _ => State {
                    present: Vec::new(),
                    interpreters: Interpreters::of_base(self.analysis, stage.id),
                    search_path: 0,
                    poetry: Poetry::default(),
                },
            };
            for index in stage.instructions.clone() {
                self.python.seen[index] = state.search_path;
                self.instruction(&mut state, stage, index);
            }
            self.python.ends.push(state);
        }
    }

    fn instruction(&mut self, state: &mut State, stage: &Stage, index: usize) {
        let it = &self.analysis.file().instructions[index];
        match &it.body {
            Body::Env(pairs) => pairs.iter().for_each(|pair| self.env(state, stage.id, index, pair)),
            Body::Run(_) => reader::read(self, state, stage.id, index),
            Body::Copy(transfer) | Body::Add(transfer) => {
                self.copy(state, stage.id, index, it, transfer);
            }
            _ => {}
        }
    }

    /// `ENV PATH=/opt/venv/bin:$PATH`
    fn env(&mut self, state: &mut State, stage: StageId, index: usize, pair: &Pair) {
        let file = self.analysis.file();
        let (true, Some(value)) = (file.joined_text(pair.name) == "PATH", pair.value) else { return };
        let text = file.joined_text(value);
        let mut entries = Vec::new();
        for piece in text.trim_matches(['"', '\'']).split(':').take(MOST) {
            match piece {
                "$PATH" | "${PATH}" => {
                    entries.extend(self.python.search_paths[state.search_path].iter().cloned());
                }
                piece => {
                    let value = self.expand(piece, stage, index);
                    entries.extend(value.and_then(|it| paths::absolute(&it, None)));
                }
            }
        }
        entries.truncate(MOST);
        state.search_path = self.python.search_paths.len();
        self.python.search_paths.push(entries);
    }

    /// A text with its variables resolved.
    fn expand(&self, text: &str, stage: StageId, index: usize) -> Option<String> {
        let (scopes, stages) = (self.analysis.scopes(), self.analysis.stages());
        let value = |name: &str| scopes.value(stages, name, stage, index);
        syntax::expand(text.into(), self.analysis.file().escape, &mut |name| value(name)).ok()?
    }

    fn copy(&mut self, state: &mut State, stage: StageId, index: usize, it: &Instruction, files: &Transfer) {
        let from = it.flags.iter().find(|flag| it.keyword == Keyword::Copy && flag.name() == "from");
        let Some(destination) = files.destination else { return };
        let workdir = self.analysis.workdir(index);
        let to = self.analysis.value(destination, index);
        let to = to.and_then(|to| paths::absolute(&to, workdir.known().map(String::as_str)));
        // `--parents` keeps the path of the source.
        let to = to.filter(|_| !it.flags.iter().any(|flag| flag.name() == "parents"));
        let Some(to) = to else {
            return state.interpreters.perhaps(if from.is_some() { "" } else { "/app" });
        };
        let source =
            from.and_then(|it| it.value()).map(|name| (name, self.analysis.stages().source(name, stage)));
        for word in &files.sources {
            match source {
                None if to == "/" => state.interpreters.perhaps(""),
                None => {}
                Some((_, Some(source))) => self.carry(state, stage, index, source, *word, (destination, &to)),
                Some((name, None)) => self.copy_from_image(state, index, name, *word, &to),
            }
        }
    }

    fn copy_from_image(&self, state: &mut State, index: usize, name: &str, word: Word, to: &str) {
        let path = self.analysis.value(word, index).and_then(|it| paths::absolute(&it, Some("/")));
        let Some(path) = path else { return state.interpreters.perhaps(to) };
        let image = reference::parse(name).ok();
        let image = image.and_then(|it| images::image(&repository(&it), it.tag.as_deref()));
        let known = image.map(|it| it.python);
        if let Some(images::Python::At { path: program, .. }) = known
            && let Some(prefix) = paths::prefix(program)
            && let Some(rest) = paths::below(prefix, &path)
        {
            state.interpreters.add(paths::graft(to, rest));
        } else if path.contains("python") || BROAD.contains(&&*path) {
            state.interpreters.perhaps(to);
        }
    }

    /// What a COPY brings from another stage.
    fn carry(
        &mut self,
        state: &mut State,
        stage: StageId,
        copy: usize,
        source: StageId,
        word: Word,
        (destination, to): (Word, &str),
    ) {
        let other = &self.python.ends[source.index()];
        let path = self.analysis.value(word, copy).and_then(|it| paths::absolute(&it, Some("/")));
        let Some(path) = path else { return state.interpreters.perhaps(to) };
        state.interpreters.copy(&other.interpreters, &path, to);
        for present in &other.present {
            let (extent, to) = match paths::below(&present.path, &path) {
                Some("") => (Extent::Alone, to.to_owned()),
                Some(rest) => (Extent::Within, paths::graft(to, rest)),
                None if is_packages(&path, &present.path) => (Extent::Packages, to.to_owned()),
                None => continue,
            };
            if extent != Extent::Packages {
                let environment = present.environment;
                state.add(Present { environment, path: to.clone(), since: copy });
            }
            if self.python.carried.len() == MOST_CARRIED {
                return;
            }
            self.python.carried.push(Carried {
                environment: present.environment,
                copy,
                stage,
                origin: source,
                source: word.range,
                destination: destination.range,
                from: present.path.clone(),
                to,
                extent,
            });
        }
    }

    /// The environment at a path: the one that is there, or a new one.
    pub(super) fn environment(&mut self, state: &mut State, new: Environment) -> usize {
        let known =
            state.at(&new.path).filter(|it| self.python.environments[it.environment].tool == new.tool);
        if let Some(present) = known {
            return present.environment;
        }
        let number = self.python.environments.len();
        state.add(Present { environment: number, path: new.path.clone(), since: new.instruction });
        self.python.environments.push(new);
        number
    }

    /// Where a call of a package manager installs to.
    pub(super) fn note(&mut self, call: usize, target: Target) {
        if self.python.targets.last().is_none_or(|it| it.0 < call) {
            self.python.targets.push((call, target));
        }
    }
}

/// Folders with so much in them that a Python may be among it.
const BROAD: &[&str] =
    &["/", "/usr", "/usr/local", "/usr/bin", "/usr/lib", "/usr/local/bin", "/usr/local/lib", "/opt", "/root"];

/// Whether `path` holds the packages of the environment, or of the interpreter, at `prefix`.
fn is_packages(path: &str, prefix: &str) -> bool {
    paths::below(path, prefix).is_some_and(|rest| {
        rest.ends_with("-packages") || rest.starts_with("/lib/python") || matches!(rest, "/lib" | "/lib64")
    })
}

/// Whether a shell that we can read runs this script.
pub(super) fn is_read(script: &scripts::RunScript) -> bool {
    script.shell.as_ref().is_none_or(|it| it.is_posix())
}

/// The value of a variable for a command, as far as the file sets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    Unset,
    Known(String),
    Unknown,
}

impl Setting {
    pub(super) fn of(analysis: &Analysis, name: &str, stage: StageId, index: usize) -> Setting {
        let (scopes, stages) = (analysis.scopes(), analysis.stages());
        // What the base image sets is not seen; these settings are not among it.
        if scopes.visible(stages, name, stage, index).next().is_none() {
            return Setting::Unset;
        }
        match scopes.value(stages, name, stage, index) {
            Value::Set(value) => Setting::Known(value),
            Value::Unset => Setting::Unset,
            Value::Unknown => Setting::Unknown,
        }
    }

    /// Whether it is switched on, as uv, Poetry and Pipenv read it.
    pub(super) fn is_on(&self) -> bool {
        let on =
            |it: &str| matches!(it.to_ascii_lowercase().as_str(), "1" | "true" | "t" | "yes" | "y" | "on");
        matches!(self, Setting::Known(value) if on(value))
    }
}
