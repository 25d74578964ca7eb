//! Whether two files say the same to the builder, and to their readers: only blanks, line breaks and the case of keywords may
//! differ.

use super::{casing, free::Fixed};
use crate::{
    model::Analysis,
    syntax::{Body, Command, Instruction, Keyword},
    text::{TextRange, size},
};

/// Whether two files have the same directives, instructions, flags, words, commands, heredocs, comments and errors.
pub fn same(a: &Analysis, b: &Analysis) -> bool {
    let [x, y] = [a.file(), b.file()];
    x.instructions.len() == y.instructions.len()
        && (0..x.instructions.len()).all(|it| reading(a, it) == reading(b, it))
        && comments(a).eq(comments(b))
        && directives(a).eq(directives(b))
        && a.errors().iter().map(|it| &it.message).eq(b.errors().iter().map(|it| &it.message))
}

fn comments(it: &Analysis) -> impl Iterator<Item = &str> {
    it.file().comments.iter().map(|comment| it.file().text(*comment).trim_end_matches([' ', '\t', '\r']))
}

fn directives(it: &Analysis) -> impl Iterator<Item = (&str, &str)> {
    it.file()
        .directives
        .iter()
        .map(|directive| (it.file().text(directive.name), it.file().text(directive.value)))
}

/// What is read of an instruction.
#[derive(Debug, PartialEq, Eq)]
struct Reading<'a> {
    keywords: Vec<Keyword>,
    flags: Vec<&'a str>,
    /// How many arguments of each kind, which the text below does not tell.
    shape: Vec<usize>,
    /// All of it, with one blank where the number of blanks does not count.
    text: String,
    /// Name, body and end of each heredoc.
    heredocs: Vec<(&'a str, &'a str, Option<&'a str>)>,
}

fn reading(analysis: &Analysis, index: usize) -> Reading<'_> {
    let file = analysis.file();
    let it = &file.instructions[index];
    let mut reading = Reading {
        keywords: Vec::new(),
        flags: Vec::new(),
        shape: Vec::new(),
        text: text(analysis, index, it),
        heredocs: it
            .heredocs
            .iter()
            .map(|it| (it.name.as_str(), file.text(it.body), it.terminator.map(|it| file.text(it))))
            .collect(),
    };
    let mut inner = Some(it);
    while let Some(it) = inner {
        reading.keywords.push(it.keyword);
        reading.flags.extend(it.flags.iter().map(|it| it.text.as_str()));
        reading.shape.push(count(&it.body));
        inner = match &it.body {
            Body::Onbuild(inner) => inner.as_deref(),
            _ => None,
        };
    }
    reading
}

/// How many words there are.
fn count(body: &Body) -> usize {
    match body {
        Body::Copy(it) | Body::Add(it) => it.sources.len(),
        Body::Arg(it) | Body::Env(it) | Body::Label(it) => it.len(),
        Body::Expose(it) | Body::Volume(it) => it.len(),
        Body::Run(it) | Body::Cmd(it) | Body::Entrypoint(it) | Body::Shell(it) => match it {
            Command::Exec { words, .. } => words.len(),
            Command::Shell(_) => usize::MAX,
        },
        _ => 0,
    }
}

fn text(analysis: &Analysis, index: usize, it: &Instruction) -> String {
    let file = analysis.file();
    let end = it
        .arguments
        .end()
        .max(it.keyword_range.end())
        .max(it.flags.last().map_or(it.range.start(), |it| it.range.end()));
    let range = TextRange::new(it.range.start(), end);
    let fixed = Fixed::new(analysis, index, it);
    let keywords = casing::keywords(file, it);
    let cuts = &file.cuts[file.cuts.partition_point(|cut| cut.end() <= range.start())..];
    let mut cuts = cuts.iter().map(|it| usize::from(it.start())..usize::from(it.end())).peekable();
    let start = usize::from(range.start());
    let mut text = String::new();
    let mut blank = false;
    for (at, character) in file.text(range).char_indices().map(|(at, it)| (start + at, it)) {
        while cuts.next_if(|cut| cut.end <= at).is_some() {}
        if cuts.peek().is_some_and(|cut| cut.start <= at) {
            continue;
        }
        if matches!(character, ' ' | '\t')
            && !text.ends_with(['\\', char::from(file.escape)])
            && !fixed.contains(at)
        {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) {
            text.push(' ');
        }
        match keywords.iter().any(|it| it.contains(size(at))) {
            true => text.push(character.to_ascii_uppercase()),
            false => text.push(character),
        }
    }
    text
}
