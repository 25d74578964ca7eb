//! The words that are no names of commands where a command may begin.

use super::{
    cursor::{Closers, Parser},
    tokens::TokenKind,
};

/// A reserved word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reserved {
    If,
    Then,
    Elif,
    Else,
    Fi,
    For,
    Select,
    While,
    Until,
    Do,
    Done,
    Case,
    Esac,
    Function,
    Time,
    Not,
    OpenBrace,
    CloseBrace,
    OpenTest,
}

struct Entry {
    text: &'static str,
    word: Reserved,
    /// What it ends.
    closes: Closers,
}

const fn entry(text: &'static str, word: Reserved, closes: Closers) -> Entry {
    Entry { text, word, closes }
}

const RESERVED: &[Entry] = &[
    entry("if", Reserved::If, Closers::NONE),
    entry("then", Reserved::Then, Closers::THEN),
    entry("elif", Reserved::Elif, Closers::ELSE),
    entry("else", Reserved::Else, Closers::ELSE),
    entry("fi", Reserved::Fi, Closers::FI),
    entry("for", Reserved::For, Closers::NONE),
    entry("select", Reserved::Select, Closers::NONE),
    entry("while", Reserved::While, Closers::NONE),
    entry("until", Reserved::Until, Closers::NONE),
    entry("do", Reserved::Do, Closers::DO),
    entry("done", Reserved::Done, Closers::DONE),
    entry("case", Reserved::Case, Closers::NONE),
    entry("esac", Reserved::Esac, Closers::ESAC),
    entry("function", Reserved::Function, Closers::NONE),
    entry("time", Reserved::Time, Closers::NONE),
    entry("!", Reserved::Not, Closers::NONE),
    entry("{", Reserved::OpenBrace, Closers::NONE),
    entry("}", Reserved::CloseBrace, Closers::BRACE),
    entry("[[", Reserved::OpenTest, Closers::NONE),
];

/// The longest of them has so many bytes.
const LONGEST: usize = 8;

impl Parser<'_> {
    /// The reserved word that stands here.
    pub(super) fn reserved(&self) -> Option<Reserved> {
        self.reserved_entry().map(|entry| entry.word)
    }

    /// What the reserved word that stands here, if there is one, ends.
    pub(super) fn closed_by_word(&self) -> Closers {
        self.reserved_entry().map_or(Closers::NONE, |entry| entry.closes)
    }

    /// Moves over a reserved word, if it stands here.
    pub(super) fn eat(&mut self, word: Reserved) -> bool {
        let found = self.reserved_entry().filter(|entry| entry.word == word);
        if let Some(entry) = found {
            self.mark(TokenKind::Keyword, entry.text.len());
        }
        found.is_some()
    }

    fn reserved_entry(&self) -> Option<&'static Entry> {
        let first = self.byte();
        if !first.is_ascii_lowercase() && !matches!(first, b'!' | b'{' | b'}' | b'[') {
            return None;
        }
        let rest = &self.bytes[self.at..self.end.min(self.at + LONGEST + 1)];
        let len = rest.iter().position(|byte| is_delimiter(*byte)).unwrap_or(rest.len());
        let delimited = len < rest.len() || self.at + len == self.end;
        let continued = rest.get(len) != Some(&b'\\') || self.ahead(len + 1) == b'\n';
        let word = &rest[..len];
        RESERVED.iter().find(|entry| entry.text.as_bytes() == word).filter(|_| delimited && continued)
    }
}

/// Whether the byte ends a reserved word. A backslash does if it continues the line.
pub(super) fn is_delimiter(byte: u8) -> bool {
    matches!(byte, 0 | b' ' | b'\t' | b'\r' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')' | b'\\')
}
