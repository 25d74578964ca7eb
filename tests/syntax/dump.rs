//! A tree, line by line.

use std::fmt::Write;

use dockwright::{
    syntax::{Body, Command, Dockerfile, Heredoc, Instruction, Pair, Word},
    text::{LineIndex, PositionEncoding, TextRange},
};

/// The tree of a file as text.
pub(super) fn dump(file: &Dockerfile) -> String {
    let mut this = Dump { file, lines: LineIndex::builder(file.source.clone()), out: String::new() };
    for it in &file.directives {
        this.line(0, &format!("directive {:?}", it.kind), it.range);
        this.line(1, "value", it.value);
    }
    for it in &file.instructions {
        this.instruction(0, it);
    }
    for it in &file.comments {
        let place = this.place(*it);
        writeln!(this.out, "comment {place} `{}`", file.text(*it)).unwrap();
    }
    for it in &file.errors {
        let place = this.place(it.range);
        writeln!(this.out, "error {place} {}", it.message).unwrap();
        if let Some((title, edits)) = &it.fix {
            for edit in edits.iter() {
                let place = this.place(edit.delete);
                writeln!(this.out, "  fix {place} {:?}: {title}", edit.insert).unwrap();
            }
        }
        for (range, message) in &it.related {
            let place = this.place(*range);
            writeln!(this.out, "  see {place} {message}").unwrap();
        }
    }
    this.out
}

struct Dump<'a> {
    file: &'a Dockerfile,
    lines: LineIndex,
    out: String,
}

impl Dump<'_> {
    fn instruction(&mut self, depth: usize, it: &Instruction) {
        let indent = "  ".repeat(depth);
        let place = self.place(it.range);
        let lines = self.place(it.lines);
        let written = self.file.joined_text(it.keyword_range).into_owned();
        writeln!(self.out, "{indent}{} {place}", it.keyword).unwrap();
        let depth = depth + 1;
        if written != it.keyword.as_str()
            || self.file.cuts.iter().any(|cut| it.keyword_range.contains_range(*cut))
        {
            self.line(depth, "keyword", it.keyword_range);
        }
        if lines != place && depth == 1 {
            writeln!(self.out, "{indent}  lines {lines}").unwrap();
        }
        for flag in &it.flags {
            self.line(depth, &format!("flag {:?}", flag.name()), flag.range);
            if let (Some(place), Some(value)) = (flag.value, flag.value()) {
                self.line(depth + 1, "value", place);
                if value != self.file.joined_text(place) {
                    writeln!(self.out, "{indent}    means {value:?}").unwrap();
                }
            }
        }
        self.body(depth, &it.body);
        for heredoc in &it.heredocs {
            self.heredoc(depth, heredoc);
        }
    }

    fn body(&mut self, depth: usize, body: &Body) {
        match body {
            Body::From(it) => {
                self.word(depth, "image", it.image);
                self.word(depth, "as", it.as_word);
                self.word(depth, "name", it.name);
            }
            Body::Run(it) | Body::Cmd(it) | Body::Entrypoint(it) | Body::Shell(it) => self.command(depth, it),
            Body::Copy(it) | Body::Add(it) => {
                it.sources.iter().for_each(|it| self.word(depth, "source", Some(*it)));
                self.word(depth, "destination", it.destination);
            }
            Body::Arg(pairs) | Body::Env(pairs) | Body::Label(pairs) => {
                pairs.iter().for_each(|it| self.pair(depth, it))
            }
            Body::Expose(words) | Body::Volume(words) => {
                words.iter().for_each(|it| self.word(depth, "word", Some(*it)))
            }
            Body::User(it) | Body::Workdir(it) | Body::Stopsignal(it) | Body::Maintainer(it) => {
                self.word(depth, "word", *it);
            }
            Body::Healthcheck(it) => {
                self.word(depth, "kind", it.kind);
                it.command.iter().for_each(|it| self.command(depth, it));
            }
            Body::Onbuild(it) => it.iter().for_each(|it| self.instruction(depth, it)),
            Body::Unknown => {}
        }
    }

    fn command(&mut self, depth: usize, command: &Command) {
        match command {
            Command::Shell(range) if range.is_empty() => {}
            Command::Shell(range) => self.line(depth, "shell", *range),
            Command::Exec { range, words } => {
                self.line(depth, "exec", *range);
                words.iter().for_each(|it| self.word(depth + 1, "word", Some(*it)));
            }
        }
    }

    fn pair(&mut self, depth: usize, pair: &Pair) {
        self.line(depth, "name", pair.name);
        if let Some(value) = pair.value {
            self.line(depth, if pair.legacy { "legacy value" } else { "value" }, value);
        }
    }

    fn heredoc(&mut self, depth: usize, it: &Heredoc) {
        let mut how = String::new();
        how.push_str(if it.chomp { ", without tabs" } else { "" });
        how.push_str(if it.expand { "" } else { ", quoted" });
        self.line(depth, &format!("heredoc {:?}{how}", it.name), it.marker);
        let place = self.place(it.body);
        writeln!(self.out, "{}body {place} {:?}", "  ".repeat(depth + 1), self.file.text(it.body)).unwrap();
        it.terminator.iter().for_each(|it| self.line(depth + 1, "end", *it));
    }

    fn word(&mut self, depth: usize, label: &str, word: Option<Word>) {
        if let Some(word) = word {
            self.line(depth, label, word.range);
            let value = self.file.word(word);
            if word.json && value != self.file.joined_text(word.range).trim_matches('"') {
                writeln!(self.out, "{}means {value:?}", "  ".repeat(depth + 1)).unwrap();
            }
        }
    }

    fn line(&mut self, depth: usize, label: &str, range: TextRange) {
        let place = self.place(range);
        writeln!(
            self.out,
            "{}{label} {place} `{}`",
            "  ".repeat(depth),
            visible(&self.file.joined_text(range))
        )
        .unwrap();
    }

    /// `1:5-9`, or `1:5-3:2`
    fn place(&self, range: TextRange) -> String {
        let [start, end] =
            [range.start(), range.end()].map(|it| self.lines.line_col(it, PositionEncoding::Utf8));
        let line = if start.line == end.line { String::new() } else { format!("{}:", end.line + 1) };
        format!("{}:{}-{line}{}", start.line + 1, start.col + 1, end.col + 1)
    }
}

/// `text` with what cannot be seen written out.
fn visible(text: &str) -> String {
    text.chars()
        .map(|it| match it {
            ' '..='\u{7e}' => it.to_string(),
            it if it.is_alphanumeric() => it.to_string(),
            it => it.escape_default().to_string(),
        })
        .collect()
}
