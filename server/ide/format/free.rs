//! Which blanks of an instruction mean nothing, so that there may be more or fewer of them.

use crate::{
    model::{Analysis, Form, RunScript},
    syntax::{
        Body, Command, Instruction, Word,
        shell::{Element, PartKind, Script, Shell},
    },
    text::{TextRange, TextSize},
};

/// The parts of an instruction in which every blank counts; between them, one is as good as many.
///
/// *Invariant:* sorted and disjoint.
#[derive(Debug, Default)]
pub(super) struct Fixed {
    parts: Vec<TextRange>,
}

impl Fixed {
    /// Those of an instruction, and its index. Where nobody knows which blanks count, all do.
    pub(super) fn new(analysis: &Analysis, index: usize, it: &Instruction) -> Fixed {
        let mut parts: Vec<TextRange> = it.heredocs.iter().map(|it| it.marker).collect();
        instruction(analysis, index, it, analysis.scripts(index), &mut parts);
        parts.sort_by_key(|it| (it.start(), it.end()));
        // A marker stands in a word, or in a command.
        let mut apart: Vec<TextRange> = Vec::with_capacity(parts.len());
        for part in parts.into_iter().filter(|it| !it.is_empty()) {
            match apart.last_mut() {
                Some(last) if last.end() > part.start() => *last = last.cover(part),
                _ => apart.push(part),
            }
        }
        Fixed { parts: apart }
    }

    /// Whether blanks count between the bytes before `start` and at `end`.
    pub(super) fn holds(&self, start: usize, end: usize) -> bool {
        let after = self.parts.partition_point(|it| usize::from(it.start()) < start);
        self.parts[..after].last().is_some_and(|it| usize::from(it.end()) > end)
    }

    /// Whether the byte at `at` is in such a part.
    pub(super) fn contains(&self, at: usize) -> bool {
        let after = self.parts.partition_point(|it| usize::from(it.start()) <= at);
        self.parts[..after].last().is_some_and(|it| usize::from(it.end()) > at)
    }
}

fn instruction(
    analysis: &Analysis,
    index: usize,
    it: &Instruction,
    scripts: &[RunScript],
    parts: &mut Vec<TextRange>,
) {
    parts.push(it.keyword_range);
    parts.extend(it.flags.iter().map(|it| it.range));
    match &it.body {
        Body::From(from) => words(from.image.iter().chain(&from.as_word).chain(&from.name), parts),
        Body::Run(it) | Body::Cmd(it) | Body::Entrypoint(it) => command(it, scripts, parts),
        Body::Shell(it) => command(it, &[], parts),
        Body::Copy(it) | Body::Add(it) => words(it.sources.iter().chain(&it.destination), parts),
        Body::Arg(pairs) | Body::Env(pairs) | Body::Label(pairs) => {
            parts.extend(pairs.iter().map(|it| it.range()));
        }
        Body::Expose(it) | Body::Volume(it) => words(it.iter(), parts),
        Body::User(it) | Body::Workdir(it) | Body::Stopsignal(it) | Body::Maintainer(it) => {
            words(it.iter(), parts);
        }
        Body::Healthcheck(it) => {
            words(it.kind.iter(), parts);
            if let Some(it) = &it.command {
                command(it, scripts, parts);
            }
        }
        Body::Onbuild(Some(inner)) => {
            instruction(analysis, index, inner, analysis.trigger_scripts(index), parts);
        }
        Body::Onbuild(None) => {}
        Body::Unknown => parts.push(it.range),
    }
}

fn words<'a>(words: impl Iterator<Item = &'a Word>, parts: &mut Vec<TextRange>) {
    parts.extend(words.map(|it| it.range));
}

fn command(it: &Command, scripts: &[RunScript], parts: &mut Vec<TextRange>) {
    match it {
        Command::Exec { words, .. } => parts.extend(words.iter().map(|it| it.range)),
        Command::Shell(range) => match scripts.iter().find(|it| it.form == Form::Shell) {
            Some(it) if is_read(it) => parts.extend(quoted(&it.script)),
            _ => parts.push(*range),
        },
    }
}

/// Whether a command is understood. A comment in it may have anything behind it on the joined line.
pub(super) fn is_read(it: &RunScript) -> bool {
    matches!(it.shell, Some(Shell::Posix(_))) && it.script.is_understood() && it.script.comments.is_empty()
}

/// The parts of a command in quotes, and the like.
fn quoted(script: &Script) -> Vec<TextRange> {
    let mut layers: Vec<(TextRange, bool)> = Vec::new();
    script.walk(&mut |element, _| {
        if let Element::Part(part) = element {
            match part.kind {
                PartKind::Literal => {}
                PartKind::Substitution(_) | PartKind::Process(_) | PartKind::Array(_) => {
                    layers.push((part.range, false));
                }
                _ => layers.push((part.range, true)),
            }
        }
    });
    layers.sort_by_key(|it| (it.0.start(), std::cmp::Reverse(it.0.end())));
    seen(&layers)
}

/// What is fixed of layers that lie one in the other, sorted by start, the longer first.
fn seen(layers: &[(TextRange, bool)]) -> Vec<TextRange> {
    let mut parts = Vec::new();
    let mut open: Vec<(TextSize, bool)> = Vec::new();
    let mut done = TextSize::new(0);
    let mut paint = |open: &[(TextSize, bool)], to: TextSize| {
        if open.last().is_some_and(|it| it.1) && done < to {
            parts.push(TextRange::new(done, to));
        }
        done = done.max(to);
    };
    for (layer, fixed) in layers {
        while let Some((end, _)) = open.last().copied().filter(|it| it.0 <= layer.start()) {
            paint(&open, end);
            open.pop();
        }
        paint(&open, layer.start());
        open.push((open.last().map_or(layer.end(), |it| it.0.min(layer.end())), *fixed));
    }
    while let Some((end, _)) = open.last().copied() {
        paint(&open, end);
        open.pop();
    }
    parts
}
