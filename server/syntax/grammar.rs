//! The grammar of one instruction: keyword, flags, arguments.

use std::ops::Range;

use super::{
    Body, Command, Flag, From, Healthcheck, Instruction, Joined, Keyword, Pair, SyntaxError, Transfer, Word,
    json::{self, Array},
    split,
};
use crate::text::{Edits, TextEdit, TextRange};

/// ONBUILD in ONBUILD is an error; deeper ones are not even read.
const DEEPEST_ONBUILD: u8 = 2;

/// Reads instructions from a joined line. Places are offsets in its text.
pub(super) struct Grammar<'a> {
    joined: &'a Joined<'a>,
    text: &'a str,
    escape: u8,
    errors: &'a mut Vec<SyntaxError>,
    depth: u8,
}

impl<'a> Grammar<'a> {
    pub(super) fn new(joined: &'a Joined<'a>, escape: u8, errors: &'a mut Vec<SyntaxError>) -> Grammar<'a> {
        Grammar { joined, text: joined.text(), escape, errors, depth: 0 }
    }

    /// The instruction in this part of the line.
    pub(super) fn instruction(&mut self, part: Range<usize>) -> Instruction {
        let part = split::trim(self.text, part);
        let (head, rest) = split::head(self.text, part.clone());
        let keyword = Keyword::new(&self.text[head.clone()]);
        let (flags, rest) = split::flags(self.text, rest, self.escape);
        let rest = split::trim(self.text, rest);
        let flags = flags.into_iter().map(|it| self.flag(it)).collect();
        Instruction {
            keyword,
            keyword_range: self.joined.range(head),
            range: self.joined.range(part.clone()),
            lines: self.joined.range(part),
            flags,
            arguments: self.joined.range(rest.clone()),
            body: self.body(keyword, rest),
            heredocs: Vec::new(),
        }
    }

    fn flag(&self, flag: split::RawFlag) -> Flag {
        let Range { start, end } = flag.place;
        let name_end = flag.equals.unwrap_or(end);
        Flag {
            range: self.joined.range(start..end),
            name: self.joined.range((start + 2).min(name_end)..name_end),
            value: flag.equals.map(|at| self.joined.range(at + 1..end)),
            text: flag.text,
        }
    }

    fn body(&mut self, keyword: Keyword, rest: Range<usize>) -> Body {
        match keyword {
            Keyword::From => Body::From(self.from(rest)),
            Keyword::Run => Body::Run(self.command(rest)),
            Keyword::Cmd => Body::Cmd(self.command(rest)),
            Keyword::Entrypoint => Body::Entrypoint(self.command(rest)),
            Keyword::Shell => Body::Shell(self.command(rest)),
            Keyword::Copy => Body::Copy(self.transfer(rest)),
            Keyword::Add => Body::Add(self.transfer(rest)),
            Keyword::Arg => Body::Arg(self.names(rest)),
            Keyword::Env => Body::Env(self.pairs(rest)),
            Keyword::Label => Body::Label(self.pairs(rest)),
            Keyword::Expose => Body::Expose(self.words(rest)),
            Keyword::Volume => Body::Volume(match self.array(rest.clone()) {
                Some(words) => words,
                None => self.words(rest),
            }),
            Keyword::User => Body::User(self.whole(rest)),
            Keyword::Workdir => Body::Workdir(self.whole(rest)),
            Keyword::Stopsignal => Body::Stopsignal(self.whole(rest)),
            Keyword::Maintainer => Body::Maintainer(self.whole(rest)),
            Keyword::Healthcheck => Body::Healthcheck(self.healthcheck(rest)),
            Keyword::Onbuild => Body::Onbuild(self.onbuild(rest)),
            Keyword::Unknown => Body::Unknown,
        }
    }

    fn from(&mut self, rest: Range<usize>) -> From {
        let words = self.words(rest);
        let is_as = |word: &Word| self.joined_text(word.range).eq_ignore_ascii_case("as");
        let as_word = words.get(1).copied().filter(is_as);
        From { image: words.first().copied(), as_word, name: as_word.and(words.get(2)).copied() }
    }

    fn command(&mut self, rest: Range<usize>) -> Command {
        match self.array(rest.clone()) {
            Some(words) => Command::Exec { range: self.joined.range(rest), words },
            None => Command::Shell(self.joined.range(rest)),
        }
    }

    fn transfer(&mut self, rest: Range<usize>) -> Transfer {
        let array = self.array(rest.clone());
        let json = array.is_some();
        let mut sources = array.unwrap_or_else(|| self.words(rest));
        let destination = if sources.len() > 1 { sources.pop() } else { None };
        Transfer { sources, destination, json }
    }

    /// The strings of a JSON array; `None` if it is none, or none that BuildKit takes.
    fn array(&mut self, rest: Range<usize>) -> Option<Vec<Word>> {
        let word = |place: Range<usize>| Word {
            range: self.joined.range(rest.start + place.start..rest.start + place.end),
            json: true,
        };
        match json::array(&self.text[rest.clone()]) {
            Array::No => None,
            Array::Strings(strings) => Some(strings.into_iter().map(word).collect()),
            Array::Mixed(elements, odd) => {
                let message = "when using JSON array syntax, arrays must be comprised of strings only: \
                               put this in double quotes";
                let text = &self.text[rest.clone()];
                let quoted = quoted(elements.iter().map(|it| (&text[it.clone()], word(it.clone()).range)));
                let words: Vec<Word> = elements.into_iter().map(word).collect();
                self.errors.push(SyntaxError::new(words[odd].range, message).with_repair(quoted));
                Some(words)
            }
        }
    }

    fn words(&self, rest: Range<usize>) -> Vec<Word> {
        split::blank_words(self.text, rest).map(|it| self.word(it)).collect()
    }

    fn whole(&self, rest: Range<usize>) -> Option<Word> {
        (!rest.is_empty()).then(|| self.word(rest))
    }

    fn word(&self, place: Range<usize>) -> Word {
        Word { range: self.joined.range(place), json: false }
    }

    fn names(&self, rest: Range<usize>) -> Vec<Pair> {
        let words = split::quoted_words(self.text, rest, self.escape);
        words.into_iter().map(|it| self.pair(it)).collect()
    }

    fn pairs(&self, rest: Range<usize>) -> Vec<Pair> {
        let words = split::quoted_words(self.text, rest.clone(), self.escape);
        let Some(first) = words.first() else {
            return Vec::new();
        };
        if !self.text[first.clone()].contains('=') {
            return vec![self.legacy_pair(rest)];
        }
        words.into_iter().map(|it| self.pair(it)).collect()
    }

    /// `name=value`, or a name alone.
    fn pair(&self, word: Range<usize>) -> Pair {
        let equals = self.text[word.clone()].find('=').map(|at| word.start + at);
        let name = match equals {
            Some(at) if at == word.start => TextRange::empty(self.joined.offset(at)),
            _ => self.joined.range(word.start..equals.unwrap_or(word.end)),
        };
        Pair { name, value: equals.map(|at| self.joined.range(at + 1..word.end)), legacy: false }
    }

    /// `name value`, where the value is all the rest.
    fn legacy_pair(&self, rest: Range<usize>) -> Pair {
        let (name, value) = split::head(self.text, rest);
        let value = (!value.is_empty()).then(|| self.joined.range(value));
        Pair { name: self.joined.range(name), value, legacy: true }
    }

    fn healthcheck(&mut self, rest: Range<usize>) -> Healthcheck {
        let text = &self.text[rest.clone()];
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        let kind = self.whole(rest.start..rest.start + end);
        let tail = text[end..].trim_start();
        let command = (!tail.is_empty()).then(|| self.command(rest.end - tail.len()..rest.end));
        Healthcheck { kind, command }
    }

    fn onbuild(&mut self, rest: Range<usize>) -> Option<Box<Instruction>> {
        if rest.is_empty() || self.depth == DEEPEST_ONBUILD {
            return None;
        }
        self.depth += 1;
        let inner = self.instruction(rest);
        self.depth -= 1;
        Some(Box::new(inner))
    }

    /// The text of a word that was just read. Words of FROM are short: a scan for their place is not worth a table.
    fn joined_text(&self, range: TextRange) -> &'a str {
        self.joined.slice(range)
    }
}

/// Puts the elements of an array that are no strings in quotes, if all of them are numbers and the like.
fn quoted<'t>(elements: impl Iterator<Item = (&'t str, TextRange)>) -> Option<(String, Edits)> {
    let odd: Vec<(&str, TextRange)> = elements.filter(|it| !it.0.starts_with('"')).collect();
    let simple = odd.iter().all(|it| !it.0.starts_with(['[', '{']));
    let edits = odd.iter().map(|(text, range)| TextEdit::replace(*range, format!("\"{text}\"")));
    simple.then_some(("Put it in double quotes".to_owned(), Edits::new(edits).ok()?))
}
