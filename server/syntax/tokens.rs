//! Every byte of a file, in order, with what it is.

use super::{
    Body, Command, Directive, Dockerfile, Flag, Healthcheck, Heredoc, Instruction, Joined, Pair, Piece, Word,
    WordTree,
};
use crate::text::{TextRange, TextSize, range, size};

/// A part of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it is; never empty.
    pub range: TextRange,
    /// What it is.
    pub kind: TokenKind,
}

/// What a part of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// The byte order mark at the beginning of the file.
    Bom,
    /// `\n`, with the `\r` before it.
    Newline,
    /// Blanks between elements, and around the lines of a command.
    Whitespace,
    /// The escape character that continues a line.
    Continuation,
    /// From the `#` to the end of the line.
    Comment,
    /// `# escape=…` and the like, at the head of the file.
    Directive,
    /// The name of an instruction, `AS`, and the `CMD` and `NONE` of HEALTHCHECK.
    Keyword,
    /// `--from`
    Flag,
    /// `=`, or the `--` that ends the flags.
    Operator,
    /// `[`, `,` and `]` of a JSON array.
    Punctuation,
    /// The name that ARG, ENV or LABEL sets, or that FROM gives.
    Name,
    /// Another word, or the value of a flag; between quotes, escapes and variables a part of one.
    Word,
    /// Something in quotes, up to the next variable or escape in it.
    String,
    /// An escape character and what it escapes.
    Escape,
    /// `$name` or `${name…}`
    Variable,
    /// A command for a shell.
    Shell,
    /// `<<EOF`
    HeredocMarker,
    /// The lines of a heredoc.
    HeredocBody,
    /// The line that ends it.
    HeredocEnd,
    /// What has no meaning at all. There is none in a file that BuildKit accepts.
    Error,
}

impl Dockerfile {
    /// The parts of the file: each byte is in exactly one of them.
    pub fn tokens(&self) -> Vec<Token> {
        let mut this = Tokens {
            file: self,
            at: TextSize::default(),
            directives: &self.directives,
            comments: &self.comments,
            cuts: &self.cuts,
            markers: &[],
            done: Vec::with_capacity(self.source.len() / 4),
        };
        if self.source.starts_with('\u{feff}') {
            this.push(size('\u{feff}'.len_utf8()), TokenKind::Bom);
        }
        for it in &self.instructions {
            this.markers = &it.heredocs;
            this.instruction(it);
            this.heredocs(&it.heredocs);
        }
        this.gap(size(self.source.len()));
        this.done
    }
}

/// Goes through a file from front to back: an element of an instruction, what is between it and the next, and so on.
struct Tokens<'a> {
    file: &'a Dockerfile,
    /// Everything before is done.
    at: TextSize,
    /// These are still to come. They stand between elements,
    directives: &'a [Directive],
    comments: &'a [TextRange],
    /// and these inside, too.
    cuts: &'a [TextRange],
    markers: &'a [Heredoc],
    done: Vec<Token>,
}

impl<'a> Tokens<'a> {
    fn instruction(&mut self, it: &'a Instruction) {
        self.element(it.keyword_range, TokenKind::Keyword);
        for flag in &it.flags {
            self.flag(flag);
        }
        self.end_of_flags(it);
        match &it.body {
            Body::From(it) => {
                self.words(it.image.as_slice());
                self.elements(it.as_word, TokenKind::Keyword);
                self.elements(it.name, TokenKind::Name);
            }
            Body::Run(it) | Body::Cmd(it) | Body::Entrypoint(it) | Body::Shell(it) => self.command(it),
            Body::Copy(transfer) | Body::Add(transfer) => {
                let words = transfer.sources.iter().chain(&transfer.destination);
                match transfer.json {
                    true => self.array(it.arguments, words),
                    false => words.for_each(|it| self.word(it.range, TokenKind::Word)),
                }
            }
            Body::Volume(words) => match words.first() {
                Some(Word { json: false, .. }) => self.words(words),
                _ => self.array(it.arguments, words),
            },
            Body::Arg(pairs) | Body::Env(pairs) | Body::Label(pairs) => {
                pairs.iter().for_each(|it| self.pair(it))
            }
            Body::Expose(words) => self.words(words),
            Body::User(it) | Body::Workdir(it) | Body::Stopsignal(it) => self.words(it.as_slice()),
            Body::Maintainer(it) => self.elements(*it, TokenKind::Word),
            Body::Healthcheck(Healthcheck { kind, command }) => {
                self.elements(*kind, TokenKind::Keyword);
                command.iter().for_each(|it| self.command(it));
            }
            Body::Onbuild(it) => it.iter().for_each(|it| self.instruction(it)),
            Body::Unknown => self.element(it.arguments, TokenKind::Word),
        }
    }

    fn flag(&mut self, flag: &Flag) {
        self.element(TextRange::new(flag.range.start(), flag.name.end()), TokenKind::Flag);
        if let Some(value) = flag.value {
            self.element(TextRange::new(flag.name.end(), value.start()), TokenKind::Operator);
            self.word(value, TokenKind::Word);
        }
    }

    /// Two dashes alone.
    fn end_of_flags(&mut self, it: &Instruction) {
        if let Some(behind) =
            self.rest_until(it.arguments.start()).filter(|it| self.file.text(*it).contains('-'))
        {
            self.element(self.file.trim(behind), TokenKind::Operator);
        }
    }

    fn command(&mut self, command: &Command) {
        match command {
            Command::Shell(range) => self.element(*range, TokenKind::Shell),
            Command::Exec { range, words } => self.array(*range, words),
        }
    }

    /// Strings, and what is around them.
    fn array<'w>(&mut self, array: TextRange, words: impl IntoIterator<Item = &'w Word>) {
        if array.is_empty() {
            return;
        }
        let one = TextSize::new(1);
        self.element(TextRange::at(array.start(), one), TokenKind::Punctuation);
        for (index, word) in words.into_iter().enumerate() {
            if let Some(comma) = self.rest_until(word.range.start()).filter(|_| index > 0) {
                self.element(self.file.trim(comma), TokenKind::Punctuation);
            }
            self.element(word.range, TokenKind::String);
        }
        self.element(TextRange::at(array.end() - one, one), TokenKind::Punctuation);
    }

    fn pair(&mut self, pair: &Pair) {
        self.word(pair.name, TokenKind::Name);
        let Some(value) = pair.value else {
            return;
        };
        if !pair.legacy {
            self.element(TextRange::new(pair.name.end(), value.start()), TokenKind::Operator);
        }
        self.word(value, TokenKind::Word);
    }

    fn words(&mut self, words: &[Word]) {
        words.iter().for_each(|it| self.word(it.range, TokenKind::Word));
    }

    fn elements(&mut self, word: Option<Word>, kind: TokenKind) {
        word.iter().for_each(|it| self.element(it.range, kind));
    }

    /// A word with its quotes, escapes and variables; what is none of them is `plain`.
    fn word(&mut self, word: TextRange, plain: TokenKind) {
        let escape = self.file.escape;
        let special = |it: &u8| matches!(it, b'$' | b'"' | b'\'') || *it == escape;
        if self.file.text(word).as_bytes().iter().any(special) {
            let joined = self.file.joined(word);
            if let Ok(tree) = WordTree::new(joined.text(), escape) {
                return self.pieces(&joined, &tree.pieces, plain);
            }
        }
        self.element(word, plain);
    }

    fn pieces(&mut self, joined: &Joined<'_>, pieces: &[Piece], plain: TokenKind) {
        for piece in pieces {
            let (place, kind) = match piece {
                Piece::Text(place) => (place, plain),
                Piece::Escape(place, _) => (place, TokenKind::Escape),
                Piece::Variable(it) => (&it.place, TokenKind::Variable),
                Piece::Quoted { place, pieces } => {
                    let mut done = place.start;
                    for piece in pieces {
                        let (inside, kind) = match piece {
                            Piece::Escape(place, _) => (place, TokenKind::Escape),
                            Piece::Variable(it) => (&it.place, TokenKind::Variable),
                            Piece::Text(_) | Piece::Quoted { .. } => continue,
                        };
                        self.element(joined.range(done..inside.start), TokenKind::String);
                        self.element(joined.range(inside.clone()), kind);
                        done = inside.end;
                    }
                    (&(done..place.end), TokenKind::String)
                }
            };
            self.element(joined.range(place.clone()), kind);
        }
    }

    fn heredocs(&mut self, heredocs: &[Heredoc]) {
        for it in heredocs {
            self.element(it.body, TokenKind::HeredocBody);
            it.terminator.iter().for_each(|it| self.element(*it, TokenKind::HeredocEnd));
        }
    }

    /// What is not done yet before `end`.
    fn rest_until(&self, end: TextSize) -> Option<TextRange> {
        (self.at < end).then(|| TextRange::new(self.at, end))
    }

    /// The next element, after what is before it. Cuts and markers of heredocs in it are tokens of their own.
    fn element(&mut self, element: TextRange, kind: TokenKind) {
        if element.end() <= self.at {
            return;
        }
        self.gap(element.start());
        while self.at < element.end() {
            self.cuts = behind(self.cuts, self.at, |it| *it);
            self.markers = behind(self.markers, self.at, |it| it.marker);
            let mut end = element.end();
            if let Some(cut) = self.cuts.first() {
                if cut.start() <= self.at {
                    self.gap(cut.end());
                    continue;
                }
                end = end.min(cut.start());
            }
            match self.markers.first().map(|it| it.marker) {
                Some(marker) if marker.start() <= self.at => {
                    self.push(end.min(marker.end()), TokenKind::HeredocMarker);
                }
                Some(marker) => self.part(end.min(marker.start()), kind),
                None => self.part(end, kind),
            }
        }
    }

    /// The part of an element up to `end`. Blanks around a line of a command are no part of the command.
    fn part(&mut self, end: TextSize, kind: TokenKind) {
        let text = &self.file.source[range(self.at.into(), end.into())];
        let inside = if kind == TokenKind::Shell { text.trim_ascii() } else { text };
        let start = self.at + size(inside.as_ptr() as usize - text.as_ptr() as usize);
        self.push(start, TokenKind::Whitespace);
        self.push(start + size(inside.len()), kind);
        self.push(end, TokenKind::Whitespace);
    }

    /// What is between elements, up to `end`.
    fn gap(&mut self, end: TextSize) {
        while self.at < end {
            self.directives = behind(self.directives, self.at, |it| it.range);
            self.comments = behind(self.comments, self.at, |it| *it);
            self.cuts = behind(self.cuts, self.at, |it| *it);
            let here = |place: &TextRange| place.start() == self.at;
            if let Some(it) = self.directives.first().map(|it| it.range).filter(here) {
                self.push(it.end(), TokenKind::Directive);
            } else if let Some(it) = self.comments.first().filter(|it| here(it)) {
                self.push(it.end(), TokenKind::Comment);
            } else if self.cuts.first().is_some_and(here) {
                self.push(self.at + TextSize::new(1), TokenKind::Continuation);
            } else {
                let (length, kind) = blank(&self.file.source[range(self.at.into(), end.into())]);
                self.push(self.at + length, kind);
            }
        }
    }

    fn push(&mut self, end: TextSize, kind: TokenKind) {
        if self.at < end {
            self.done.push(Token { range: TextRange::new(self.at, end), kind });
            self.at = end;
        }
    }
}

/// What is not behind `at` yet.
fn behind<T>(places: &[T], at: TextSize, place: impl Fn(&T) -> TextRange) -> &[T] {
    let done = places.iter().take_while(|it| place(it).end() <= at).count();
    &places[done..]
}

/// The blanks that `text` begins with; or else, what should not be there.
fn blank(text: &str) -> (TextSize, TokenKind) {
    let returns = text.len() - text.trim_start_matches('\r').len();
    if text[returns..].starts_with('\n') {
        return (size(returns + 1), TokenKind::Newline);
    }
    let blanks =
        &text[..text.len() - text.trim_start_matches(|it: char| it.is_whitespace() && it != '\n').len()];
    let newline_follows = text[blanks.len()..].starts_with('\n');
    let blanks = if newline_follows { blanks.trim_end_matches('\r') } else { blanks };
    match blanks.len() {
        0 => (size(text.find(char::is_whitespace).unwrap_or(text.len())), TokenKind::Error),
        length => (size(length), TokenKind::Whitespace),
    }
}
