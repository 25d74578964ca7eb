//! What the words of an instruction are: stages, images, variables, ports, paths.

use std::ops::Range;

use super::{Modifiers, TokenKind};
use crate::{
    ide::parts,
    knowledge::instructions::{self, ValueKind},
    model::{Analysis, Base},
    syntax::{Body, Instruction, Pair, Word},
    text::{TextRange, TextSize, size},
};

/// A colour for a part of a word.
pub(super) type Paint = (TextRange, TokenKind, Modifiers);

/// Collects what the words of an instruction are, in the order of the file.
pub(super) struct Words<'a> {
    analysis: &'a Analysis,
    /// Of the instruction.
    index: usize,
    paint: Vec<Paint>,
}

impl Words<'_> {
    /// What the words of the instruction with this index are, those without a colour left out.
    pub(super) fn paint(analysis: &Analysis, index: usize, it: &Instruction) -> Vec<Paint> {
        let mut words = Words { analysis, index, paint: Vec::new() };
        words.instruction(it);
        words.paint
    }

    fn instruction(&mut self, it: &Instruction) {
        for flag in &it.flags {
            let known = instructions::flag(it.keyword, flag.name());
            flag.value.into_iter().for_each(|value| self.value(known.map(|it| it.value), value));
        }
        match &it.body {
            Body::From(from) => {
                from.image.iter().for_each(|it| self.base(it.range));
                let declared = |it: Word| (it.range, TokenKind::Namespace, Modifiers::DECLARATION);
                self.paint.extend(from.name.map(declared));
            }
            Body::Copy(transfer) | Body::Add(transfer) => {
                transfer.sources.iter().chain(&transfer.destination).for_each(|it| self.text(it.range));
            }
            Body::Arg(pairs) | Body::Env(pairs) => self.pairs(pairs, TokenKind::Variable),
            Body::Label(pairs) => self.pairs(pairs, TokenKind::Property),
            Body::Expose(words) => words.iter().for_each(|it| self.port(it.range)),
            Body::Volume(words) => words.iter().for_each(|it| self.text(it.range)),
            Body::User(it) | Body::Workdir(it) | Body::Maintainer(it) => {
                it.iter().for_each(|it| self.text(it.range));
            }
            Body::Stopsignal(it) => it.iter().for_each(|it| self.choice(it.range)),
            Body::Onbuild(Some(inner)) => self.instruction(inner),
            _ => {}
        }
    }

    fn add(&mut self, range: TextRange, kind: TokenKind) {
        self.paint.push((range, kind, Modifiers::NONE));
    }

    /// The sign before `at`.
    fn sign_before(&mut self, at: TextSize) {
        self.add(TextRange::new(at - size(1), at), TokenKind::Operator);
    }

    /// A word that means itself.
    fn text(&mut self, word: TextRange) {
        let number = is_number(self.analysis.file().text(word));
        self.add(word, if number { TokenKind::Number } else { TokenKind::String });
    }

    /// One of several known words.
    fn choice(&mut self, word: TextRange) {
        let number = is_number(self.analysis.file().text(word));
        self.add(word, if number { TokenKind::Number } else { TokenKind::EnumMember });
    }

    /// The names and values of ARG, ENV or LABEL.
    fn pairs(&mut self, pairs: &[Pair], kind: TokenKind) {
        for pair in pairs {
            self.paint.push((pair.name, kind, Modifiers::DECLARATION));
            pair.value.into_iter().for_each(|it| self.text(it));
        }
    }

    /// The value of a flag, or of a key of a mount.
    fn value(&mut self, kind: Option<ValueKind>, value: TextRange) {
        match kind {
            Some(ValueKind::Boolean) => self.add(value, TokenKind::Keyword),
            Some(ValueKind::Count | ValueKind::Duration | ValueKind::Size) => {
                self.add(value, TokenKind::Number);
            }
            Some(ValueKind::Choice(_) | ValueKind::Platform) => self.choice(value),
            Some(ValueKind::Stage) => self.source(value),
            Some(ValueKind::Mount) => self.fields(value),
            Some(ValueKind::Name) => self.add(value, TokenKind::Variable),
            _ => self.text(value),
        }
    }

    /// `type=cache,target=/root/.cache`
    fn fields(&mut self, list: TextRange) {
        let file = self.analysis.file();
        let fields = parts::fields(file, list);
        if fields.is_empty() {
            return self.text(list);
        }
        for (at, field) in fields.into_iter().enumerate() {
            if at > 0 {
                self.sign_before(field.range.start());
            }
            self.add(field.key, TokenKind::Property);
            if let Some(value) = field.value {
                self.sign_before(value.start());
                let key = instructions::mount_key(file.text(field.key));
                self.value(key.map(|it| it.value), value);
            }
        }
    }

    /// What is behind FROM.
    fn base(&mut self, word: TextRange) {
        match self.analysis.stages().of_instruction(self.index).map(|it| &it.base) {
            Some(Base::Stage(_)) => self.add(word, TokenKind::Namespace),
            Some(Base::Scratch) => self.add(word, TokenKind::Keyword),
            _ => self.image(word),
        }
    }

    /// What is behind `--from=`: a stage, by its name or number, or an image.
    fn source(&mut self, word: TextRange) {
        let file = self.analysis.file();
        let text = file.joined_text(word);
        let stages = self.analysis.stages();
        let within = stages.of_instruction(self.index).map(|it| it.id);
        match within.and_then(|within| stages.source(&text, within)) {
            Some(_) if is_number(&text) => self.add(word, TokenKind::Number),
            Some(_) => self.add(word, TokenKind::Namespace),
            None => self.image(word),
        }
    }

    fn image(&mut self, word: TextRange) {
        let image = parts::image(self.analysis.file(), word);
        self.add(image.name, TokenKind::Type);
        if let Some(tag) = image.tag {
            self.sign_before(tag.start());
            self.add(tag, TokenKind::EnumMember);
        }
        if let Some(digest) = image.digest {
            self.sign_before(digest.start());
            self.add(digest, TokenKind::Number);
        }
    }

    /// `8080/tcp`, `8000-8010`
    fn port(&mut self, word: TextRange) {
        let text = self.analysis.file().text(word);
        for Range { start, end } in parts::pieces(text, |it| matches!(it, b'/' | b'-')).collect::<Vec<_>>() {
            let place = parts::place(word, start..end);
            if start > 0 {
                self.sign_before(place.start());
            }
            self.choice(place);
        }
    }
}

/// Whether there are only digits.
pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}
