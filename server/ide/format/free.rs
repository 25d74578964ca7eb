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
    /// Those of the instruction with this index; `None` if nobody knows where blanks count in it.
    pub(super) fn new(analysis: &Analysis, index: usize) -> Option<Fixed> {
        let it = analysis.file().instructions.get(index)?;
        let mut parts: Vec<TextRange> = it.heredocs.iter().map(|it| it.marker).collect();
        instruction(analysis, index, it, analysis.scripts(index), &mut parts)?;
        parts.sort_by_key(|it| (it.start(), it.end()));
        // A marker stands in a word, or in a command.
        let mut apart: Vec<TextRange> = Vec::with_capacity(parts.len());
        for part in parts.into_iter().filter(|it| !it.is_empty()) {
            match apart.last_mut() {
                Some(last) if last.end() > part.start() => *last = last.cover(part),
                _ => apart.push(part),
            }
        }
        Some(Fixed { parts: apart })
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
) -> Option<()> {
    parts.push(it.keyword_range);
    parts.extend(it.flags.iter().map(|it| it.range));
    match &it.body {
        Body::From(from) => words(from.image.iter().chain(&from.as_word).chain(&from.name), parts),
        Body::Run(it) | Body::Cmd(it) | Body::Entrypoint(it) => command(it, scripts, parts)?,
        Body::Shell(it) => parts.extend(exec(it)?),
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
                command(it, scripts, parts)?;
            }
        }
        Body::Onbuild(Some(inner)) => {
            instruction(analysis, index, inner, analysis.trigger_scripts(index), parts)?;
        }
        Body::Onbuild(None) => {}
        Body::Unknown => return None,
    }
    Some(())
}

fn words<'a>(words: impl Iterator<Item = &'a Word>, parts: &mut Vec<TextRange>) {
    parts.extend(words.map(|it| it.range));
}

fn command(it: &Command, scripts: &[RunScript], parts: &mut Vec<TextRange>) -> Option<()> {
    if let Some(words) = exec(it) {
        parts.extend(words);
        return Some(());
    }
    match scripts.iter().find(|it| it.form == Form::Shell) {
        Some(it) => parts.extend(script(it)?),
        None if it.is_empty() => {}
        // A heredoc that stands alone, or what we do not read.
        None => parts.push(it.range()),
    }
    Some(())
}

fn exec(it: &Command) -> Option<impl Iterator<Item = TextRange>> {
    match it {
        Command::Exec { words, .. } => Some(words.iter().map(|it| it.range)),
        Command::Shell(_) => None,
    }
}

/// The quoted parts of a command, and the like; `None` if it is not understood, or if it has a comment, behind which the joined
/// line may have anything.
fn script(it: &RunScript) -> Option<Vec<TextRange>> {
    let is_read = matches!(it.shell, Some(Shell::Posix(_)));
    (is_read && it.script.is_understood() && it.script.comments.is_empty()).then(|| quoted(&it.script))
}

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
