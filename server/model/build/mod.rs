//! What BuildKit rejects once it knows stages and variables, and before it contacts a registry (`dockerfile2llb`).

mod directive;
mod epoch;
mod from;
mod mount;
mod transfer;
mod undefined;
mod values;

use std::cell::OnceCell;

use super::{
    Analysis,
    scopes::Scopes,
    stages::{Base, StageGraph, StageId},
};
use crate::{
    syntax::{
        self, Body, Dockerfile, Instruction, Keyword, Pair, SyntaxError, Value, Word, WordError, WordTree,
        means_itself,
        repair::{self, StageNames},
    },
    text::{Edits, TextEdit, TextRange, TextSize, size},
};

pub(super) use directive::{asks_for, stops_on_findings};
pub use undefined::Undefined;
pub use values::is_no_port;

/// What was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// What BuildKit rejects.
    pub(super) errors: Vec<SyntaxError>,
    /// Variables without a value, in the order of the file.
    pub(super) undefined: Vec<Undefined>,
}

/// Goes through the whole file, as the build would.
pub(super) fn check(analysis: &Analysis) -> Found {
    let (file, stages, scopes) = (analysis.file(), analysis.stages(), analysis.scopes());
    let names = OnceCell::new();
    let mut build =
        Build { analysis, file, stages, scopes, names, errors: Vec::new(), undefined: Vec::new() };
    directive::check(&mut build);
    if stages.stages.is_empty() {
        build.no_stages();
    }
    for (index, it) in file.instructions.iter().enumerate() {
        match stages.of_instruction(index) {
            Some(stage) => build.instruction(it, Place { stage: stage.id, index, pair: None }),
            None => build.global(it),
        }
    }
    epoch::check(&mut build);
    let Build { errors, mut undefined, .. } = build;
    // An ONBUILD runs for each stage that is built on its own, but it is written once.
    undefined.sort_by_key(|it| it.range.start());
    undefined.dedup_by_key(|it| it.range);
    Found { errors, undefined }
}

/// What the checks know, and what they found.
struct Build<'a> {
    analysis: &'a Analysis,
    file: &'a Dockerfile,
    stages: &'a StageGraph,
    scopes: &'a Scopes,
    /// Where stages are named, once somebody wants to know.
    names: OnceCell<StageNames>,
    errors: Vec<SyntaxError>,
    undefined: Vec<Undefined>,
}

/// An instruction in a stage.
#[derive(Clone, Copy)]
struct Place {
    stage: StageId,
    index: usize,
    /// In an ARG, where the name begins that gets a value: it sees those before it on its line.
    pair: Option<TextSize>,
}

impl Build<'_> {
    fn error(&mut self, range: TextRange, message: impl Into<String>) {
        self.errors.push(SyntaxError::new(range, message));
    }

    /// An error in a text that should be another, if it is written at `range` as it is read.
    fn error_in(
        &mut self,
        range: TextRange,
        written: &str,
        message: impl Into<String>,
        meant: Option<String>,
    ) {
        let meant = meant.filter(|it| it != written && self.file.text(range) == written);
        let repair = meant
            .map(|it| (format!("Change `{written}` to `{it}`"), Edits::from(TextEdit::replace(range, it))));
        self.errors.push(SyntaxError::new(range, message).with_repair(repair));
    }

    fn no_stages(&mut self) {
        let only_args = |it: &Instruction| it.keyword == Keyword::Arg;
        if let Some(last) =
            self.file.instructions.last().filter(|_| self.file.instructions.iter().all(only_args))
        {
            let message = "dockerfile contains no stages to build: put FROM and a base image after this";
            self.error(last.keyword_range, message);
        }
    }

    /// An ARG before the first FROM.
    fn global(&mut self, it: &Instruction) {
        let Body::Arg(pairs) = &it.body else {
            return;
        };
        for pair in pairs {
            if let Some(range) = pair.value {
                let word = Word { range, json: false };
                let expanded = self.scopes.globals.expand(self.file, word, pair.name.start());
                self.expanded(word, expanded);
            }
        }
    }

    fn instruction(&mut self, it: &Instruction, at: Place) {
        match &it.body {
            Body::From(from) => {
                self.from(it, from, at);
                self.triggers(at);
            }
            Body::Run(_) => self.run(it, at),
            Body::Copy(transfer) | Body::Add(transfer) => self.transfer(it, transfer, at),
            Body::Arg(pairs) => pairs.iter().for_each(|pair| self.arg(pair, at)),
            Body::Env(pairs) | Body::Label(pairs) => pairs.iter().for_each(|pair| self.pair(pair, at)),
            Body::Expose(words) => words.iter().for_each(|word| self.expose(*word, at)),
            Body::Volume(words) => words.iter().for_each(|word| {
                self.expand(*word, at);
            }),
            Body::User(Some(word)) | Body::Workdir(Some(word)) => {
                self.expand(*word, at);
            }
            Body::Stopsignal(Some(word)) => self.stopsignal(*word, at),
            _ => {}
        }
    }

    /// Runs the ONBUILDs of the stage that this one is built on. BuildKit reports their errors at the FROM.
    fn triggers(&mut self, at: Place) {
        let Base::Stage(base) = self.stages.get(at.stage).base else {
            return;
        };
        let from = self.stages.get(at.stage).base_range;
        for index in self.stages.get(base).instructions.clone() {
            let Body::Onbuild(Some(inner)) = &self.file.instructions[index].body else {
                continue;
            };
            let before = self.errors.len();
            self.instruction(inner, Place { index: at.index + 1, ..at });
            for error in &mut self.errors[before..] {
                error.message = format!("ONBUILD {} of this stage: {}", inner.keyword, error.message);
                error.fix = None;
                error.related.insert(0, (error.range, "here".to_owned()));
                error.range = from;
            }
        }
    }

    /// A default is not looked at if the build is started with a value.
    fn arg(&mut self, pair: &Pair, at: Place) {
        let Some(range) = pair.value else {
            return;
        };
        let before = self.errors.len();
        self.expand(Word { range, json: false }, Place { pair: Some(pair.name.start()), ..at });
        for error in &mut self.errors[before..] {
            error.needs_build_arg = error.message.contains("is not allowed to be");
        }
    }

    fn run(&mut self, it: &Instruction, at: Place) {
        for flag in &it.flags {
            match flag.name() {
                "mount" => mount::check(self, flag, at),
                "device" => self.device(flag.range),
                _ => {}
            }
        }
    }

    fn device(&mut self, range: TextRange) {
        const LABS: &str = "docker/dockerfile:1-labs";
        let directive = self.file.directives.iter().find(|it| it.kind == syntax::DirectiveKind::Syntax);
        if directive.is_some_and(|it| self.file.text(it.value).contains("labs")) {
            return;
        }
        let message = "device feature is only supported in Dockerfile frontend 1.14.0-labs or later: \
                       begin the file with # syntax=docker/dockerfile:1-labs";
        let edit = match directive {
            Some(it) => TextEdit::replace(it.value, LABS),
            None => {
                let start = if self.file.source.starts_with('\u{feff}') { 3 } else { 0 };
                let end = self.file.line_end(0.into());
                TextEdit::insert(start.into(), format!("# syntax={LABS}{end}"))
            }
        };
        self.errors.push(SyntaxError::new(range, message).with_fix(format!("Use `{LABS}`"), edit));
    }

    fn pair(&mut self, pair: &Pair, at: Place) {
        self.expand(Word { range: pair.name, json: false }, at);
        if let Some(range) = pair.value {
            self.expand(Word { range, json: false }, at);
        }
    }

    /// The value of a word; `None` if only the build knows it, or if it is an error, which is reported.
    fn expand(&mut self, word: Word, at: Place) -> Option<String> {
        let file = self.file;
        let text = file.word(word);
        let expanded = syntax::expand((&*text).into(), file.escape, &mut |name| self.value(name, at));
        if text.contains('$')
            && let Ok(tree) = WordTree::new(&text, file.escape)
        {
            let joined = file.joined(word.range);
            self.undefined_in(&tree, at, &|this, it| match word.json {
                true => this.file.variable_place(word.range, &text[it.name.clone()]),
                false => (joined.range(it.place.clone()), joined.range(it.name.clone())),
            });
        }
        self.expanded(word, expanded)
    }

    /// The value of a word, of which it does not matter whether its variables are defined.
    fn expand_quietly(&mut self, word: Word, at: Place) -> Option<String> {
        let expanded = self.evaluate(word, at);
        self.expanded(word, expanded)
    }

    fn evaluate(&self, word: Word, at: Place) -> Result<Option<String>, WordError> {
        syntax::expand(self.file.word(word), self.file.escape, &mut |name| self.value(name, at))
    }

    fn value(&self, name: &str, at: Place) -> Value {
        match at.pair {
            Some(pair) => self.scopes.value_in_arg(self.stages, name, at.stage, at.index, pair),
            None => self.scopes.value(self.stages, name, at.stage, at.index),
        }
    }

    fn expanded(&mut self, word: Word, expanded: Result<Option<String>, WordError>) -> Option<String> {
        let fault = match expanded {
            Ok(value) => return value,
            Err(fault) => fault,
        };
        let text = self.file.word(word).into_owned();
        let joined = self.file.joined(word.range);
        let range = match word.json {
            true => word.range,
            false => joined.range(fault.at.min(joined.text().len())..joined.text().len()),
        };
        let change = repair::word(&text, &fault, self.file.escape).filter(|_| !word.json);
        let fix =
            change.map(|(title, part, with)| (title, TextEdit::replace(joined.range(part), with).into()));
        self.unprocessed(range, &text, fault, fix);
        None
    }

    /// A flag whose value has variables.
    fn expand_flag(&mut self, value: &str, range: TextRange, at: Place) -> Option<String> {
        if means_itself(value, self.file.escape) {
            return Some(value.to_owned());
        }
        let tree = WordTree::new(value, self.file.escape);
        if let Ok(tree) = &tree {
            self.undefined_in(tree, at, &|this, it| this.file.variable_place(range, &value[it.name.clone()]));
        }
        match tree.and_then(|it| it.expand(&mut |name| self.value(name, at))) {
            Ok(value) => value,
            Err(fault) => {
                let fix = self.fix_of_flag(value, range, &fault);
                self.unprocessed(range, value, fault, fix);
                None
            }
        }
    }

    fn fix_of_flag(&self, value: &str, range: TextRange, fault: &WordError) -> Option<(String, Edits)> {
        let start = self.file.text(range).find(value).filter(|_| !self.file.text(range).contains('\n'))?;
        let (title, part, with) = repair::word(value, fault, self.file.escape)?;
        let start = range.start() + size(start);
        let place = TextRange::new(start + size(part.start), start + size(part.end));
        Some((title, TextEdit::replace(place, with).into()))
    }

    fn unprocessed(&mut self, range: TextRange, text: &str, fault: WordError, fix: Option<(String, Edits)>) {
        let Some(message) = fault.message else {
            return;
        };
        let hint = match message.as_str() {
            it if it.contains("single-quote") || it.contains("double-quote") => {
                "close the quote; where blanks split words, write a JSON array"
            }
            it if it.contains("unsupported modifier") => "use one of :- :+ :? - + ? # ## % %% / //",
            it if it.contains("missing '}'") => "close it with }, and write no blanks inside",
            it if it.contains("missing '/'") => "write ${name/pattern/replacement}",
            it if it.contains("bad substitution") => "write ${NAME}",
            it if it.contains("invalid pattern") => "write \\\\ for a backslash",
            _ => "give it a value, or build with --build-arg",
        };
        let text: String = text.chars().take(80).collect();
        let message = format!("failed to process {text:?}: {message}: {hint}");
        self.errors.push(SyntaxError::new(range, message).with_repair(fix));
    }

    /// The unquoted heredocs of COPY and ADD, in which quotes mean nothing.
    fn heredocs(&mut self, it: &Instruction, at: Place) {
        for heredoc in it.heredocs.iter().filter(|it| it.expand) {
            let text = self.file.text(heredoc.body);
            let tree = WordTree::without_quotes(text, b'\\');
            if let Ok(tree) = &tree {
                self.undefined_in(tree, at, &|_, it| undefined::in_plain_text(heredoc.body.start(), it));
            }
            let expanded = tree.and_then(|it| it.expand(&mut |name| self.value(name, at)));
            if let Err(fault) = expanded {
                let start = heredoc.body.start() + size(fault.at.min(text.len()));
                let line = text[fault.at.min(text.len())..].lines().next().unwrap_or_default();
                let range = TextRange::at(start, size(line.len()));
                let change = repair::word(text, &fault, b'\\').filter(|it| it.1.end < text.len());
                let start = heredoc.body.start();
                let place =
                    |it: std::ops::Range<usize>| TextRange::new(start + size(it.start), start + size(it.end));
                let fix =
                    change.map(|(title, part, with)| (title, TextEdit::replace(place(part), with).into()));
                self.unprocessed(range, text, fault, fix);
            }
        }
    }

    fn is_heredoc(&self, it: &Instruction, word: Word) -> bool {
        it.heredocs.iter().any(|heredoc| heredoc.marker == word.range)
    }
}
