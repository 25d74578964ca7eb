//! What BuildKit rejects once it knows stages and variables, and before it contacts a registry (`dockerfile2llb`).

mod directive;
mod epoch;
mod from;
mod mount;
mod transfer;
mod values;

use super::{
    Analysis,
    scopes::Scopes,
    stages::{StageGraph, StageId},
};
use crate::{
    syntax::{Body, Dockerfile, Instruction, Keyword, Pair, SyntaxError, Word, WordError, WordTree},
    text::{TextRange, size},
};

pub(super) use directive::stops_on_findings;

/// The errors of the whole file.
pub(super) fn errors(analysis: &Analysis) -> Vec<SyntaxError> {
    let (file, stages, scopes) = (analysis.file(), analysis.stages(), analysis.scopes());
    let mut build = Build { analysis, file, stages, scopes, errors: Vec::new() };
    directive::check(&mut build);
    if stages.stages.is_empty() {
        build.no_stages();
    }
    for (index, it) in file.instructions.iter().enumerate() {
        match stages.of_instruction(index) {
            Some(stage) => build.instruction(it, Place { stage: stage.id, index }),
            None => build.global(it),
        }
    }
    epoch::check(&mut build);
    build.errors
}

/// What the checks know, and what they found.
struct Build<'a> {
    analysis: &'a Analysis,
    file: &'a Dockerfile,
    stages: &'a StageGraph,
    scopes: &'a Scopes,
    errors: Vec<SyntaxError>,
}

/// An instruction in a stage.
#[derive(Clone, Copy)]
struct Place {
    stage: StageId,
    index: usize,
}

impl Build<'_> {
    fn error(&mut self, range: TextRange, message: impl Into<String>) {
        self.errors.push(SyntaxError::new(range, message));
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
            Body::From(from) => self.from(it, from, at),
            Body::Run(_) => self.run(it, at),
            Body::Copy(transfer) | Body::Add(transfer) => self.transfer(it, transfer, at),
            Body::Arg(pairs) => pairs.iter().filter_map(|it| it.value).for_each(|value| {
                let word = Word { range: value, json: false };
                self.expand(word, Place { index: at.index + 1, ..at });
            }),
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
        let frontend = self.file.directive(crate::syntax::DirectiveKind::Syntax).unwrap_or_default();
        if !frontend.contains("labs") {
            let message = "device feature is only supported in Dockerfile frontend 1.14.0-labs or later: \
                           begin the file with # syntax=docker/dockerfile:1-labs";
            self.error(range, message);
        }
    }

    fn pair(&mut self, pair: &Pair, at: Place) {
        self.expand(Word { range: pair.name, json: false }, at);
        if let Some(range) = pair.value {
            self.expand(Word { range, json: false }, at);
        }
    }

    /// The value of a word; `None` if only the build knows it, or if it is an error, which is reported.
    fn expand(&mut self, word: Word, at: Place) -> Option<String> {
        let expanded = self.scopes.expand(self.file, self.stages, word, at.stage, at.index);
        self.expanded(word, expanded)
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
        self.unprocessed(range, &text, fault);
        None
    }

    /// A flag whose value has variables.
    fn expand_flag(&mut self, value: &str, range: TextRange, at: Place) -> Option<String> {
        let expanded = WordTree::new(value, self.file.escape)
            .and_then(|it| it.expand(&mut |name| self.scopes.value(self.stages, name, at.stage, at.index)));
        match expanded {
            Ok(value) => value,
            Err(fault) => {
                self.unprocessed(range, value, fault);
                None
            }
        }
    }

    fn unprocessed(&mut self, range: TextRange, text: &str, fault: WordError) {
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
        self.error(range, format!("failed to process {text:?}: {message}: {hint}"));
    }

    /// The unquoted heredocs of COPY and ADD, in which quotes mean nothing.
    fn heredocs(&mut self, it: &Instruction, at: Place) {
        for heredoc in it.heredocs.iter().filter(|it| it.expand) {
            let text = self.file.text(heredoc.body);
            let expanded = WordTree::without_quotes(text, b'\\').and_then(|it| {
                it.expand(&mut |name| self.scopes.value(self.stages, name, at.stage, at.index))
            });
            if let Err(fault) = expanded {
                let start = heredoc.body.start() + size(fault.at.min(text.len()));
                let line = text[fault.at.min(text.len())..].lines().next().unwrap_or_default();
                let range = TextRange::at(start, size(line.len()));
                self.unprocessed(range, text, fault);
            }
        }
    }

    fn is_heredoc(&self, it: &Instruction, word: Word) -> bool {
        it.heredocs.iter().any(|heredoc| heredoc.marker == word.range)
    }
}
