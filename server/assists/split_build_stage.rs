//! # Split into a build stage and a runtime stage
//!
//! An image that installs Python's packages with pip needs compilers and headers for some of them, but only while it is
//! built. This makes a first stage of the steps that install, into a virtual environment at one prefix, and leaves the
//! rest in a second one: on the slim variant of the base, without compilers, with the libraries instead of the headers, and
//! with the environment in a single COPY.
//!
//! ```dockerfile
//! FROM python:3.12-bookworm
//! WORKDIR /app
//! RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
//! COPY requirements.txt .
//! RUN pip install --no-cache-dir -r requirements.txt
//! COPY . .
//! EXPOSE 8000
//! CMD ["gunicorn", "app:app"]
//! ```
//!
//! ```dockerfile after
//! FROM python:3.12-bookworm AS builder
//! WORKDIR /app
//! RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
//! RUN python -m venv /opt/venv
//! ENV PATH="/opt/venv/bin:$PATH"
//! COPY requirements.txt .
//! RUN pip install --no-cache-dir -r requirements.txt
//!
//! FROM python:3.12-slim-bookworm
//! WORKDIR /app
//! RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*
//! COPY --from=builder /opt/venv /opt/venv
//! ENV PATH="/opt/venv/bin:$PATH"
//! COPY . .
//! EXPOSE 8000
//! CMD ["gunicorn", "app:app"]
//! ```
//!
//! Sources are not copied into the build stage, so that a change of them does not install everything again.
//!
//! ```dockerfile
//! FROM python:3.12
//! COPY . /app
//! WORKDIR /app
//! RUN pip install -r requirements.txt
//! USER nobody
//! CMD ["python", "app.py"]
//! ```
//!
//! ```dockerfile after
//! FROM python:3.12 AS builder
//! RUN python -m venv /opt/venv
//! ENV PATH="/opt/venv/bin:$PATH"
//! WORKDIR /app
//! COPY requirements.txt .
//! RUN pip install -r requirements.txt
//!
//! FROM python:3.12-slim
//! COPY --from=builder /opt/venv /opt/venv
//! ENV PATH="/opt/venv/bin:$PATH"
//! COPY . /app
//! WORKDIR /app
//! USER nobody
//! CMD ["python", "app.py"]
//! ```
//!
//! It is not offered where nothing would be left behind.
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! COPY requirements.txt .
//! RUN pip install --no-cache-dir -r requirements.txt
//! COPY . .
//! CMD ["python", "app.py"]
//! ```
//!
//! ## Limits
//!
//! Build the image and run its tests: a program may use at run time what nobody can see here. A package that is compiled
//! against a library of the full base needs that library in the slim one; it is added for those that are known to, where
//! the requirements are to be seen.
//!
//! It refuses where it could not be right, and says why: several stages, environments of other tools than pip, packages
//! that are left where their sources are, headers whose libraries are not known, steps that cannot be taken apart.
//!
//! ```dockerfile
//! FROM python:3.12
//! WORKDIR /app
//! COPY . .
//! RUN pip install -e .
//! CMD ["python", "-m", "app"]
//! ```
//!
//! ```text refused
//! What line 4 installs with `-e` stays where its sources are.
//! ```

mod base;
mod commands;
mod layout;
pub mod packages;
mod python;

use std::collections::{BTreeMap, BTreeSet};

use self::{
    base::Bases,
    commands::{Change, Run},
    python::Needs,
};
use super::Outcome;
use crate::{
    knowledge::toolchain::{Distribution, Tool},
    lint::Cx,
    model::{
        Stage,
        installs::{Action, Install},
    },
    syntax::{Body, Instruction, Keyword, Word},
    text::{Edits, TextEdit, TextRange, TextSize},
};

/// What the action is called, here and as a fix.
pub const TITLE: &str = "Split into a build stage and a slim runtime stage";

/// Splits the only stage of the file, wherever the selection is in it.
pub fn run(cx: Cx<'_>, _: TextRange) -> Option<Outcome> {
    let title = TITLE.to_owned();
    Some(match split(cx)? {
        Ok(edits) => Outcome::Change { title, edits },
        Err(reason) => Outcome::Refused { title, reason },
    })
}

/// The edits that split the file, or why it cannot be split; `None` where pip installs nothing, or nothing would be left
/// behind.
pub fn split(cx: Cx<'_>) -> Option<Result<Edits, String>> {
    let analysis = cx.analysis;
    let stage = analysis.stages().target().filter(|_| analysis.errors().is_empty())?;
    let by_pip = python::installs(analysis, stage).next().is_some();
    if !by_pip && python::stranger(analysis, stage).is_none() || !leaves_something(cx, stage) {
        return None;
    }
    Some(Split::plan(cx, stage).and_then(|it| it.edits()))
}

/// Whether the stage has what is needed to build only.
fn leaves_something(cx: Cx<'_>, stage: &Stage) -> bool {
    let of_base = cx.analysis.base_image(stage.id).is_some_and(|it| it.sdk || it.toolchain == Some(true));
    let installs: Vec<&Install> = cx.analysis.installs_in(stage).iter().collect();
    let mut runs = installs.chunk_by(|a, b| a.instruction == b.instruction);
    of_base || runs.any(|run| packages::tools(cx.analysis, run).any(|it| !packages::is_run_too(&it.text)))
}

/// What goes where.
struct Split<'a> {
    cx: Cx<'a>,
    stage: &'a Stage,
    bases: Bases,
    /// The name of the new stage.
    name: &'static str,
    runs: BTreeMap<usize, Run<'a>>,
    /// Of each RUN with pip what it needs.
    needs: BTreeMap<usize, Needs>,
    /// What becomes of each RUN in the stage that ships.
    changes: BTreeMap<usize, Change>,
}

/// A piece of the new stage.
struct Part {
    /// The instruction that it comes from.
    index: usize,
    /// Whether there is an empty line above it.
    gap: bool,
    text: String,
}

const VENV: &str = "/opt/venv";

impl<'a> Split<'a> {
    fn plan(cx: Cx<'a>, stage: &'a Stage) -> Result<Split<'a>, String> {
        let analysis = cx.analysis;
        if analysis.stages().stages.len() > 1 {
            return Err("The file has several stages already.".to_owned());
        }
        if analysis.file().escape != b'\\' {
            return Err("A file for Windows is not understood.".to_owned());
        }
        let is_builder = stage.name.as_ref().is_some_and(|it| it.text == "builder");
        let name = if is_builder { "build" } else { "builder" };
        let bases = base::bases(analysis, stage, name)?;
        if let Some(objection) = python::objection(analysis, stage) {
            return Err(objection);
        }
        let headers =
            || analysis.installs().iter().flat_map(|it| it.packages.iter().map(move |package| (it, package)));
        if bases.is_old_alpine && headers().any(|it| packages::tool(it.0, it.1) == Some(Tool::Headers)) {
            return Err("The libraries of Alpine before 3.17 are not known.".to_owned());
        }
        let is_run = |index: &usize| matches!(analysis.file().instructions[*index].body, Body::Run(_));
        let runs: BTreeMap<usize, Run<'_>> = stage
            .instructions
            .clone()
            .filter(is_run)
            .map(|index| (index, commands::read(analysis, index)))
            .collect();
        let mut needs = BTreeMap::new();
        let mut changes = BTreeMap::new();
        for (index, run) in &runs {
            if run.has_pip() {
                needs.insert(*index, python::needs(cx, stage, *index)?);
            }
            changes.insert(*index, run.in_runtime(analysis, &bases.slim)?);
        }
        let mut this = Split { cx, stage, bases, name, runs, needs, changes };
        this.drop_idle_refreshes();
        Ok(this)
    }

    /// An index of packages that nothing is installed from any more is not fetched.
    fn drop_idle_refreshes(&mut self) {
        let installs = |index: &usize| {
            let mut calls = self.cx.analysis.installs().iter().filter(|it| it.instruction == *index);
            self.runs[index].has_system()
                && calls.any(|it| matches!(it.action, Action::Install | Action::Upgrade))
                && self.changes[index] != Change::Drop
        };
        if !self.runs.keys().any(installs) {
            for (index, run) in &self.runs {
                if run.only_refreshes() {
                    self.changes.insert(*index, Change::Drop);
                }
            }
        }
    }

    fn edits(self) -> Result<Edits, String> {
        let first = self.instruction(self.stage.instructions.start);
        let newline = layout::newline(self.cx.analysis);
        let parts = self.builder()?;
        let mut builder = self.bases.builder.clone() + newline;
        for part in &parts {
            if part.gap {
                builder += newline;
            }
            builder += &part.text;
            builder += newline;
        }
        let mut text = Text::default();
        text.insert(first.lines.start(), builder + newline);
        text.edits.extend(self.bases.edit.clone());
        self.runtime(&mut text, &parts)?;
        text.finish().ok_or_else(|| {
            "The steps of the file are written in a way that cannot be taken apart.".to_owned()
        })
    }

    // ── The stage that builds ───────────────────────────────────────────────────────────────────────────────────────

    /// The parts of the stage that builds, without its FROM.
    fn builder(&self) -> Result<Vec<Part>, String> {
        let last = self.needs.keys().next_back().copied().unwrap_or_default();
        let mut parts: Vec<Part> = Vec::new();
        let mut needed = String::new();
        let mut in_folder = false;
        let mut installs = false;
        for index in (self.stage.instructions.start + 1..=last).rev() {
            let it = self.instruction(index);
            let text = match &it.body {
                Body::Run(_) if self.runs[&index].only_refreshes() && !installs => continue,
                Body::Run(_) if self.runs[&index].prepares_build(self.cx.analysis)? => {
                    installs |= self.runs[&index].has_system();
                    let needs = self.needs.get(&index);
                    in_folder |= needs.is_some_and(|it| it.in_folder)
                        || needs.is_none() && self.runs[&index].has_other();
                    self.with_lines(index, self.edited(index, &self.runs[&index].in_builder()))
                }
                Body::Copy(transfer) | Body::Add(transfer)
                    if self.needs.values().any(|it| it.written.contains(&index)) =>
                {
                    let to = transfer.destination.map(|it| self.cx.analysis.file().word(it).into_owned());
                    in_folder |= to.is_none_or(|it| !it.starts_with(['/', '$']));
                    self.edited(index, &Change::Edit(self.without_owner(it)))
                }
                Body::Workdir(Some(word)) if in_folder => {
                    in_folder = !self.cx.analysis.file().word(*word).starts_with(['/', '$']);
                    self.source(it.lines).to_owned()
                }
                Body::Arg(pairs) | Body::Env(pairs) => {
                    let by_default = it.keyword == Keyword::Env;
                    let names = || pairs.iter().map(|it| self.source(it.name));
                    let wanted = names().any(|name| mentions(&needed, name) || concerns_build(name))
                        || by_default && !names().all(concerns_program);
                    if !wanted {
                        continue;
                    }
                    self.source(it.lines).to_owned()
                }
                Body::Shell(_) => self.source(it.lines).to_owned(),
                _ => continue,
            };
            needed += &text;
            needed.push('\n');
            let gap = layout::is_apart(self.cx.analysis, layout::lead(self.cx.analysis, it));
            parts.push(Part { index, gap, text });
        }
        parts.reverse();
        self.add_environment(&mut parts);
        Ok(parts)
    }

    /// Adds the virtual environment, behind what prepares the system and before what pip needs.
    fn add_environment(&self, parts: &mut Vec<Part>) {
        let newline = layout::newline(self.cx.analysis);
        let body = |it: &Part| &self.instruction(it.index).body;
        let uses = |it: &Part| {
            self.needs.contains_key(&it.index) || matches!(body(it), Body::Copy(_) | Body::Add(_))
        };
        let mut at = parts.iter().position(uses).unwrap_or(parts.len());
        while at > 0 && matches!(body(&parts[at - 1]), Body::Workdir(_)) {
            at -= 1;
        }
        let gap = parts.get(at).is_some_and(|it| it.gap);
        let (run, env) = (self.keyword("RUN"), self.keyword("ENV"));
        let text = format!("{run} python -m venv {VENV}{newline}{env} PATH=\"{VENV}/bin:$PATH\"");
        parts.insert(at, Part { index: self.stage.instructions.start, gap, text });
    }

    /// The text of a RUN with the COPY of the files that it alone needs, below its comments.
    fn with_lines(&self, index: usize, mut text: String) -> String {
        let newline = layout::newline(self.cx.analysis);
        let it = self.instruction(index);
        let comments = usize::from(it.lines.start() - layout::lead(self.cx.analysis, it));
        for files in self.needs.get(&index).iter().flat_map(|it| it.copies().into_iter().rev()) {
            text.insert_str(comments, &format!("{} {files}{newline}", self.keyword("COPY")));
        }
        text
    }

    /// The flags that name users are of no use where these do not exist.
    fn without_owner(&self, it: &Instruction) -> Vec<TextEdit> {
        let owners = it.flags.iter().filter(|it| it.name() == "chown");
        let behind = |at: TextSize| {
            let rest = &self.cx.analysis.source()[usize::from(at)..];
            at + TextSize::of(&rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()])
        };
        owners.map(|it| TextEdit::delete(TextRange::new(it.range.start(), behind(it.range.end())))).collect()
    }

    /// An instruction with the comments above it, after a change.
    fn edited(&self, index: usize, change: &Change) -> String {
        let it = self.instruction(index);
        let lead = layout::lead(self.cx.analysis, it);
        let mut text = String::new();
        let mut done = lead;
        if let Change::Edit(edits) = change {
            for edit in edits {
                text += self.source(TextRange::new(done, edit.delete.start()));
                text += &edit.insert;
                done = edit.delete.end();
            }
        }
        text + self.source(TextRange::new(done, it.lines.end()))
    }

    // ── The stage that ships ────────────────────────────────────────────────────────────────────────────────────────

    /// Makes what is there the stage that ships.
    fn runtime(&self, text: &mut Text, parts: &[Part]) -> Result<(), String> {
        let mut dropped: BTreeSet<usize> = BTreeSet::new();
        for (index, change) in &self.changes {
            match change {
                Change::Keep => {}
                Change::Drop => drop(dropped.insert(*index)),
                Change::Edit(edits) => text.edits.extend(edits.iter().cloned()),
            }
        }
        let rest = |dropped: &BTreeSet<usize>, but: usize| -> String {
            let kept = self.indices().filter(|it| *it != but && !dropped.contains(it));
            kept.map(|it| self.edited(it, self.changes.get(&it).unwrap_or(&Change::Keep)))
                .collect::<Vec<_>>()
                .join("\n")
        };
        for index in self.needs.values().flat_map(|it| &it.only_pip) {
            if !self.is_named(*index, &rest(&dropped, *index)) {
                dropped.insert(*index);
            }
        }
        for index in self.indices().filter(|it| self.instruction(*it).keyword == Keyword::Arg) {
            let Body::Arg(pairs) = &self.instruction(index).body else { continue };
            let others = rest(&dropped, index);
            let moved = |name: &str| {
                concerns_pip(name) || parts.iter().any(|it| it.index != index && mentions(&it.text, name))
            };
            let names: Vec<&str> = pairs.iter().map(|it| self.source(it.name)).collect();
            if names.iter().all(|it| moved(it) && !mentions(&others, it))
                && parts.iter().any(|it| it.index == index)
            {
                dropped.insert(index);
            }
        }
        self.add_missing(text, &dropped)?;
        self.add_copy(text, &dropped);
        self.drop_lines(text, &dropped);
        Ok(())
    }

    /// Takes away the lines of what is dropped, and comments on it.
    fn drop_lines(&self, text: &mut Text, dropped: &BTreeSet<usize>) {
        let analysis = self.cx.analysis;
        let mut blocks: Vec<TextRange> = Vec::new();
        for block in dropped.iter().map(|it| layout::block(analysis, self.instruction(*it))) {
            match blocks.last_mut() {
                Some(last) if last.end() == block.start() && !text.inserts.contains_key(&block.start()) => {
                    *last = last.cover(block);
                }
                _ => blocks.push(block),
            }
        }
        let rest = self.indices().rev().take_while(|it| dropped.contains(it)).last();
        let rest = rest.map(|it| layout::block(analysis, self.instruction(it)).start());
        for block in blocks {
            let is_replaced = text.inserts.contains_key(&block.start());
            let is_last = rest.is_some_and(|rest| rest <= block.start());
            let whole = !is_replaced || is_last;
            text.drops.push(if whole { layout::with_gap(analysis, block) } else { block });
        }
        let edited = self.changes.iter().filter(|it| matches!(it.1, Change::Edit(_)));
        text.drops.extend(edited.flat_map(|(index, _)| self.comments_on_building(*index)));
    }

    /// Those lines of the comments above a RUN that speak of what is left behind.
    fn comments_on_building(&self, index: usize) -> impl Iterator<Item = TextRange> {
        let it = self.instruction(index);
        let mut start = layout::lead(self.cx.analysis, it);
        let comments = self.source(TextRange::new(start, it.lines.start())).split_inclusive('\n');
        let lines = comments.map(move |line| {
            let range = TextRange::at(start, TextSize::of(line));
            start = range.end();
            (range, line.to_lowercase())
        });
        let on_building =
            |line: &str| ["build", "compil", "gcc", "header"].iter().any(|it| line.contains(it));
        lines.filter(move |it| on_building(&it.1)).map(|it| it.0)
    }

    /// Adds the COPY of the environment before the first step that may want it, and before the sources.
    fn add_copy(&self, text: &mut Text, dropped: &BTreeSet<usize>) {
        let analysis = self.cx.analysis;
        let newline = layout::newline(analysis);
        let (copy, env) = (self.keyword("COPY"), self.keyword("ENV"));
        let lines = format!(
            "{copy} --from={name} {VENV} {VENV}{newline}{env} PATH=\"{VENV}/bin:$PATH\"{newline}",
            name = self.name
        );
        let from_context = |it: &Instruction| it.flags.iter().all(|flag| flag.name() != "from");
        let wants = |index: &usize| match &self.instruction(*index).body {
            Body::Copy(_) | Body::Add(_) => from_context(self.instruction(*index)),
            Body::Run(_) => self.needs.contains_key(index),
            _ => false,
        };
        let Some(index) = self.indices().find(wants) else { return };
        let block = layout::block(analysis, self.instruction(index));
        let only_system = self.runs.get(&index).is_some_and(|it| !it.may_want_environment());
        if dropped.contains(&index) {
            text.insert(block.start(), lines);
        } else if only_system {
            text.insert(block.end(), lines);
        } else {
            let at = self.paragraph(index);
            let gap = if layout::is_apart(analysis, at) { newline } else { "" };
            text.insert(at, lines + gap);
        }
    }

    /// Where the lines begin that lead to an instruction: WORKDIR and the like right above it, if there is an empty line above
    /// them; else the instruction itself.
    fn paragraph(&self, index: usize) -> TextSize {
        let start = |index: usize| layout::lead(self.cx.analysis, self.instruction(index));
        let leads = |it: &usize| {
            matches!(self.instruction(*it).keyword, Keyword::Workdir | Keyword::Env | Keyword::Arg)
        };
        let first = (self.indices().start..index).rev().take_while(leads);
        let mut paragraph = std::iter::once(index).chain(first).map(start);
        paragraph.find(|it| layout::is_apart(self.cx.analysis, *it)).unwrap_or_else(|| start(index))
    }

    /// Adds what the slim base does not have, and the program is known to need.
    fn add_missing(&self, text: &mut Text, dropped: &BTreeSet<usize>) -> Result<(), String> {
        if self.bases.edit.is_none() || packages::distribution(&self.bases.slim) != Some(Distribution::Debian)
        {
            return Ok(());
        }
        let mut missing: Vec<&str> = Vec::new();
        for command in self.bases.slim.lacks.iter().filter(|it| self.runs_command(it, dropped)) {
            if matches!(*command, "gcc" | "make") {
                return Err(format!("The program runs `{command}`, which the slim base does not have."));
            }
            missing.push(command);
        }
        for package in self.needs.values().flat_map(|it| &it.packages) {
            let end = package.find(|it: char| !(it.is_ascii_alphanumeric() || "-_.".contains(it)));
            let name = package[..end.unwrap_or(package.len())].to_lowercase().replace('_', "-");
            if let Some((_, headers)) = BUILT_WITH.iter().find(|it| it.0 == name) {
                missing.extend(packages::libraries(&self.bases.slim, headers)?);
            }
        }
        missing.sort_unstable();
        missing.dedup();
        missing.retain(|it| !self.installs(it, dropped));
        if missing.is_empty() {
            return Ok(());
        }
        let newline = layout::newline(self.cx.analysis);
        let lines = [
            format!("{} apt-get update \\", self.keyword("RUN")),
            format!("    && apt-get install -y --no-install-recommends {} \\", missing.join(" ")),
            "    && rm -rf /var/lib/apt/lists/*".to_owned(),
        ];
        let from = layout::block(self.cx.analysis, self.instruction(self.stage.instructions.start));
        text.insert(from.end(), lines.join(newline) + newline);
        Ok(())
    }

    /// Whether a command runs in the stage that ships, or in its containers.
    fn runs_command(&self, command: &str, dropped: &BTreeSet<usize>) -> bool {
        self.indices().filter(|it| !dropped.contains(it)).any(|index| match &self.instruction(index).body {
            Body::Run(_) => self.runs[&index].names().any(|it| it == command),
            Body::Cmd(_) | Body::Entrypoint(_) | Body::Healthcheck(_) => {
                let text = self.source(self.instruction(index).arguments);
                text.split(|it: char| !(it.is_ascii_alphanumeric() || "-_./".contains(it)))
                    .any(|it| it == command)
            }
            _ => false,
        })
    }

    /// Whether a package is installed in the stage that ships: it is named there, or takes the place of headers.
    fn installs(&self, package: &str, dropped: &BTreeSet<usize>) -> bool {
        let mut installs = self.cx.analysis.installs().iter().filter(|it| !dropped.contains(&it.instruction));
        let named = installs.any(|it| {
            it.action == Action::Install && it.packages.iter().any(|it| packages::name(&it.text) == package)
        });
        let mut changes = self.changes.iter().filter(|it| !dropped.contains(it.0)).map(|it| it.1);
        named
            || changes.any(|it| match it {
                Change::Edit(edits) => {
                    edits.iter().any(|it| it.insert.split_whitespace().any(|it| it == package))
                }
                Change::Keep | Change::Drop => false,
            })
    }

    /// Whether what a COPY brings is named in `text`, or is where the program starts.
    fn is_named(&self, index: usize, text: &str) -> bool {
        let (Body::Copy(transfer) | Body::Add(transfer)) = &self.instruction(index).body else { return true };
        let analysis = self.cx.analysis;
        let word = |it: Word| analysis.file().word(it).into_owned();
        let last = |path: String| {
            path.trim_end_matches('/').rsplit('/').next().map(str::to_owned).unwrap_or_default()
        };
        let mut names = transfer.sources.iter().map(|it| last(word(*it)));
        if names.clone().all(|it| !matches!(&*it, "" | ".")) {
            return names.any(|it| text.contains(&it));
        }
        let Some(into) = transfer.destination.map(word) else { return true };
        let into = into.trim_end_matches('/');
        let starts_in =
            analysis.workdir(self.stage.instructions.end - 1).known().cloned().unwrap_or_default();
        into.is_empty() || !into.starts_with('/') || text.contains(into) || starts_in.starts_with(into)
    }

    // ── The file ────────────────────────────────────────────────────────────────────────────────────────────────────

    /// A keyword in the case in which the file writes them.
    fn keyword(&self, keyword: &str) -> String {
        let from = self.source(self.instruction(self.stage.instructions.start).keyword_range);
        if from.starts_with('f') { keyword.to_lowercase() } else { keyword.to_owned() }
    }

    /// The instructions behind FROM.
    fn indices(&self) -> std::ops::Range<usize> {
        self.stage.instructions.start + 1..self.stage.instructions.end
    }

    fn instruction(&self, index: usize) -> &'a Instruction {
        &self.cx.analysis.file().instructions[index]
    }

    fn source(&self, range: TextRange) -> &'a str {
        &self.cx.analysis.source()[range]
    }
}

/// Packages of Python that are usually compiled, and the headers of the full base that they are compiled with.
const BUILT_WITH: &[(&str, &str)] = &[
    ("psycopg2", "libpq-dev"),
    ("psycopg", "libpq-dev"),
    ("mysqlclient", "default-libmysqlclient-dev"),
    ("pymssql", "freetds-dev"),
];

/// Whether a shell or BuildKit would replace the variable `name` in `text`.
fn mentions(text: &str, name: &str) -> bool {
    let is_name = |it: char| it.is_ascii_alphanumeric() || it == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].strip_suffix('{').unwrap_or(&text[..at]);
        before.ends_with('$') && !text[at + name.len()..].starts_with(is_name)
    })
}

/// Whether pip reads a variable, and nothing else does.
fn concerns_pip(name: &str) -> bool {
    name.starts_with("PIP_")
}

/// Whether those that install read a variable without its being named.
fn concerns_build(name: &str) -> bool {
    let lower = name.to_lowercase();
    concerns_pip(name) || name == "DEBIAN_FRONTEND" || lower.ends_with("_proxy") || name.ends_with("FLAGS")
}

/// Whether only the program reads a variable, by its name.
fn concerns_program(name: &str) -> bool {
    let beginnings = [
        "FLASK_",
        "DJANGO_",
        "GUNICORN_",
        "UVICORN_",
        "APP_",
        "DB_",
        "POSTGRES_",
        "REDIS_",
        "AWS_",
        "STREAMLIT_",
    ];
    let names = [
        "PYTHONUNBUFFERED",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONFAULTHANDLER",
        "PYTHONIOENCODING",
        "PYTHONPATH",
        "PYTHONHASHSEED",
        "PORT",
        "HOST",
        "TZ",
        "NAME",
        "HOME",
        "APP",
        "ENV",
        "ENVIRONMENT",
        "DEBUG",
        "LOG_LEVEL",
        "WORKERS",
    ];
    let ends = ["_PORT", "_HOST", "_URL", "_SETTINGS", "_SETTINGS_MODULE"];
    names.contains(&name)
        || beginnings.iter().any(|it| name.starts_with(it))
        || ends.iter().any(|it| name.ends_with(it))
}

/// Edits, as they are gathered.
#[derive(Default)]
struct Text {
    inserts: BTreeMap<TextSize, String>,
    edits: Vec<TextEdit>,
    /// Lines that go, but not what is inserted before them.
    drops: Vec<TextRange>,
}

impl Text {
    /// Inserts lines, behind those that are inserted at the same place already.
    fn insert(&mut self, at: TextSize, lines: String) {
        self.inserts.entry(at).or_default().push_str(&lines);
    }

    /// All of it; `None` if two edits are in each other's way.
    fn finish(mut self) -> Option<Edits> {
        for lines in self.drops {
            let insert = self.inserts.remove(&lines.start()).unwrap_or_default();
            self.edits.retain(|it| !lines.contains_range(it.delete));
            self.edits.push(TextEdit::replace(lines, insert));
        }
        self.edits.extend(self.inserts.into_iter().map(|(at, lines)| TextEdit::insert(at, lines)));
        Edits::new(self.edits).ok()
    }
}
