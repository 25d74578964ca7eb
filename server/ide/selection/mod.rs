//! What an editor selects when the selection grows: a part of a word, the word, the argument, …, the stage, the file.

mod scripts;

use super::parts;
use crate::{
    model::Analysis,
    syntax::{Body, Command, Flag, Instruction, Modifier, Pair, Piece, Word, WordTree},
    text::{TextRange, TextSize, size},
};

/// What can be selected around a place, from the smallest to the whole file. Each lies in the next and is smaller.
pub fn selections(analysis: &Analysis, at: TextSize) -> Vec<TextRange> {
    let at = size(analysis.source().floor_char_boundary(at.into()));
    let mut this = Around { analysis, at, found: Vec::new(), in_variable: false };
    this.file();
    this.found.sort_by_key(|it| (it.len(), it.start()));
    let mut chain: Vec<TextRange> = Vec::with_capacity(this.found.len());
    for range in this.found {
        if chain.last().is_none_or(|inner| range.contains_range(*inner) && range != *inner) {
            chain.push(range);
        }
    }
    chain
}

/// Collects what is around a place, in no order. It only looks into what the place is in.
struct Around<'a> {
    analysis: &'a Analysis,
    at: TextSize,
    found: Vec<TextRange>,
    /// Whether the place is in a variable of the word that is looked at.
    in_variable: bool,
}

impl Around<'_> {
    /// Whether the place is in `range`, or right behind it; if so, it can be selected.
    fn enter(&mut self, range: TextRange) -> bool {
        let inside = range.contains_inclusive(self.at);
        if inside && !range.is_empty() {
            self.found.push(range);
        }
        inside
    }

    fn file(&mut self) {
        let file = self.analysis.file();
        self.found.push(TextRange::up_to(TextSize::of(&*file.source)));
        for it in &file.directives {
            if self.enter(it.range) {
                self.enter(it.name);
                self.enter(it.value);
            }
        }
        self.comment();
        self.stage();
        let after = file.instructions.partition_point(|it| it.lines.start() <= self.at);
        if let Some(index) = after.checked_sub(1) {
            self.instruction(index, &file.instructions[index]);
        }
        self.runs(TextRange::up_to(TextSize::of(&*file.source)), |it| it.is_alphanumeric() || it == '_');
    }

    /// A comment, its text, and all comments on the lines around it.
    fn comment(&mut self) {
        let (file, lines) = (self.analysis.file(), self.analysis.lines());
        let after = file.comments.partition_point(|it| it.start() <= self.at);
        let Some(this) = after.checked_sub(1).filter(|it| file.comments[*it].contains_inclusive(self.at))
        else {
            return;
        };
        let comment = file.comments[this];
        self.enter(comment);
        let text = file.text(comment);
        let text_start = text.len() - text.trim_start_matches('#').trim_start().len();
        self.enter(parts::place(comment, text_start..text.len()));
        let follows = |pair: &[TextRange]| lines.line(pair[0].end()) + 1 == lines.line(pair[1].start());
        let above = file.comments[..=this].windows(2).rev().take_while(|it| follows(it)).count();
        let below = file.comments[this..].windows(2).take_while(|it| follows(it)).count();
        self.enter(file.comments[this - above].cover(file.comments[this + below]));
    }

    fn stage(&mut self) {
        let file = self.analysis.file();
        let Some(id) = self.analysis.stage_at(self.at) else {
            return;
        };
        let own = &file.instructions[self.analysis.stages().get(id).instructions.clone()];
        if let (Some(first), Some(last)) = (own.first(), own.last()) {
            self.enter(first.range.cover(last.range));
        }
    }

    fn instruction(&mut self, index: usize, it: &Instruction) {
        if !self.enter(it.range) {
            return;
        }
        self.parts_of(it);
        for heredoc in &it.heredocs {
            let body = heredoc.terminator.map_or(heredoc.body, |end| heredoc.body.cover(end));
            if self.enter(body) && self.enter(heredoc.body) {
                self.runs(heredoc.body, |it| !it.is_whitespace());
                self.runs(heredoc.body, |it| !matches!(it, '\r' | '\n'));
            }
            self.enter(heredoc.marker);
        }
        let analysis = self.analysis;
        for it in analysis.scripts(index).iter().chain(analysis.trigger_scripts(index)) {
            self.script(it);
        }
    }

    fn parts_of(&mut self, it: &Instruction) {
        self.enter(it.keyword_range);
        it.flags.iter().for_each(|it| self.flag(it));
        if let (Some(first), Some(last)) = (it.flags.first(), it.flags.last()) {
            self.enter(first.range.cover(last.range));
        }
        if !self.enter(it.arguments) {
            return;
        }
        match &it.body {
            Body::From(from) => {
                self.words(from.image.iter().chain(&from.as_word).chain(&from.name));
                if let Some(image) = from.image.filter(|it| it.range.contains_inclusive(self.at)) {
                    let parts = parts::image(self.analysis.file(), image.range);
                    self.enter(parts.name);
                    parts.tag.into_iter().chain(parts.digest).for_each(|it| _ = self.enter(it));
                }
            }
            Body::Run(it) | Body::Cmd(it) | Body::Entrypoint(it) | Body::Shell(it) => self.command(it),
            Body::Copy(it) | Body::Add(it) => {
                if let (Some(first), Some(last)) = (it.sources.first(), it.sources.last()) {
                    self.enter(first.range.cover(last.range));
                }
                self.words(it.sources.iter().chain(&it.destination));
            }
            Body::Arg(pairs) | Body::Env(pairs) | Body::Label(pairs) => {
                pairs.iter().for_each(|it| self.pair(it));
            }
            Body::Expose(words) | Body::Volume(words) => self.words(words),
            Body::User(it) | Body::Workdir(it) | Body::Stopsignal(it) | Body::Maintainer(it) => {
                self.words(it)
            }
            Body::Healthcheck(it) => {
                self.words(&it.kind);
                it.command.iter().for_each(|it| self.command(it));
            }
            Body::Onbuild(Some(inner)) => {
                if self.enter(inner.range) {
                    self.parts_of(inner);
                }
            }
            Body::Onbuild(None) | Body::Unknown => {}
        }
    }

    /// `--mount=type=cache,target=/x`: the flag, its value, a field of it, the value of that.
    fn flag(&mut self, flag: &Flag) {
        if !self.enter(flag.range) {
            return;
        }
        self.enter(flag.name);
        self.enter(TextRange::new(flag.range.start(), flag.name.end()));
        let Some(value) = flag.value.filter(|it| it.contains_inclusive(self.at)) else {
            return;
        };
        self.word(Word { range: value, json: false });
        for field in parts::fields(self.analysis.file(), value) {
            self.enter(field.range);
            self.enter(field.key);
            field.value.into_iter().for_each(|it| _ = self.enter(it));
        }
    }

    fn pair(&mut self, pair: &Pair) {
        if self.enter(pair.range()) {
            self.word(Word { range: pair.name, json: false });
            pair.value.into_iter().for_each(|range| self.word(Word { range, json: false }));
        }
    }

    fn command(&mut self, command: &Command) {
        if self.enter(command.range())
            && let Command::Exec { range, words } = command
        {
            self.between(*range);
            self.words(words);
        }
    }

    fn words<'w>(&mut self, words: impl IntoIterator<Item = &'w Word>) {
        words.into_iter().for_each(|it| self.word(*it));
    }

    /// A word, what is between its quotes, its variables, and the segments of paths and the like.
    fn word(&mut self, word: Word) {
        if !self.enter(word.range) {
            return;
        }
        if word.json {
            self.between(word.range);
        } else {
            let file = self.analysis.file();
            let joined = file.joined(word.range);
            if let Ok(tree) = WordTree::new(joined.text(), file.escape) {
                self.pieces(&tree.pieces, &|part| joined.range(part));
            }
        }
        self.segments(word.range);
    }

    /// The segment of a path and the like. The `-` of `${name:-text}` belongs to none.
    fn segments(&mut self, word: TextRange) {
        if !std::mem::take(&mut self.in_variable) {
            self.runs(word, is_segment);
        }
    }

    fn pieces(&mut self, pieces: &[Piece], place: &dyn Fn(std::ops::Range<usize>) -> TextRange) {
        for piece in pieces {
            match piece {
                Piece::Text(_) | Piece::Escape(..) => {}
                Piece::Quoted { place: quoted, pieces } => {
                    if self.enter(place(quoted.clone())) {
                        self.between(place(quoted.clone()));
                        self.pieces(pieces, place);
                    }
                }
                Piece::Variable(it) => {
                    if !self.enter(place(it.place.clone())) {
                        continue;
                    }
                    self.in_variable = true;
                    self.enter(place(it.name.clone()));
                    match &it.modifier {
                        Some(Modifier::Test { word, .. }) => self.pieces(word, place),
                        Some(Modifier::Trim { pattern, .. }) => self.pieces(pattern, place),
                        Some(Modifier::Replace { pattern, replacement, .. }) => {
                            self.pieces(pattern, place);
                            self.pieces(replacement, place);
                        }
                        None => {}
                    }
                }
            }
        }
    }

    /// What is between the two quotes, or brackets, that `range` begins and ends with.
    fn between(&mut self, range: TextRange) {
        if range.len() > size(2) {
            let inside = TextRange::new(range.start() + size(1), range.end() - size(1));
            let text = self.analysis.file().source.get(std::ops::Range::<usize>::from(inside));
            if let Some(text) = text {
                let start = text.len() - text.trim_start().len();
                self.enter(parts::place(inside, start..start.max(text.trim_end().len())));
            }
        }
    }

    /// The characters around the place that belong together, within `range`.
    fn runs(&mut self, range: TextRange, belongs: impl Fn(char) -> bool) {
        let (before, after) = self.analysis.file().text(range).split_at(usize::from(self.at - range.start()));
        let start = before.trim_end_matches(&belongs).len();
        let end = before.len() + after.len() - after.trim_start_matches(&belongs).len();
        self.enter(parts::place(range, start..end));
    }
}

/// Whether a character is part of a segment of a path, of an image, of a list.
fn is_segment(it: char) -> bool {
    it.is_alphanumeric() || matches!(it, '_' | '-' | '.' | '+' | '~')
}
