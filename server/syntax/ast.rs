//! The tree of a Dockerfile: a list of instructions, each with the places of its parts.

use std::{borrow::Cow, sync::Arc};

use memchr::memmem;

use super::{Joined, Keyword, SyntaxError, json};
use crate::text::{TextEdit, TextRange, TextSize, range, size};

/// A file as it is written. Every element keeps its place, none a copy of its text.
#[derive(Clone, Debug)]
pub struct Dockerfile {
    /// The text of the file.
    pub source: Arc<str>,
    /// The character that continues lines and escapes: `\`, or `` ` `` after `` # escape=` ``.
    pub escape: u8,
    /// The comments with a meaning, at the head of the file.
    pub directives: Vec<Directive>,
    /// In the order of the file, those of an unknown keyword too.
    pub instructions: Vec<Instruction>,
    /// Each from its `#` to the end of its line; directives are not among them.
    pub comments: Vec<TextRange>,
    /// What the builder drops when it joins lines (see [`Joined`]): sorted, disjoint.
    pub cuts: Vec<TextRange>,
    /// What BuildKit's parser rejects, in the order of the file.
    pub errors: Vec<SyntaxError>,
}

impl Dockerfile {
    /// The text at `range`, as it is written.
    pub fn text(&self, range: TextRange) -> &str {
        &self.source[range]
    }

    /// The text at `range` as the builder sees it, with a way back.
    pub fn joined(&self, range: TextRange) -> Joined<'_> {
        Joined::new(&self.source, range, &self.cuts)
    }

    /// The text at `range` as the builder sees it.
    pub fn joined_text(&self, range: TextRange) -> Cow<'_, str> {
        self.joined(range).into_text()
    }

    /// The text of a word as the builder sees it: of a JSON string its value; of another word what is written, with its
    /// quotes, escapes and variables.
    pub fn word(&self, word: Word) -> Cow<'_, str> {
        let text = self.joined_text(word.range);
        match word.json {
            true => Cow::Owned(json::value(&text)),
            false => text,
        }
    }

    /// What stands behind each `text` in the file.
    pub fn behind(&self, text: &str) -> impl Iterator<Item = &str> {
        memmem::find_iter(self.source.as_bytes(), text).filter_map(|at| self.source.get(at + text.len()..))
    }

    /// `range` without blanks and cuts around it.
    pub fn trim(&self, range: TextRange) -> TextRange {
        let joined = self.joined(range);
        let text = joined.text();
        let end = text.trim_end().len();
        joined.range((text.len() - text.trim_start().len()).min(end)..end)
    }

    /// Where `$name` or `${name…` is written at `within`: the use, and the name. All of it, if it is written with escapes, or behind
    /// more variables than anybody writes.
    pub fn variable_place(&self, within: TextRange, name: &str) -> (TextRange, TextRange) {
        let text = self.text(within);
        let start = usize::from(within.start());
        for (at, _) in text.match_indices('$').take(64) {
            let braces = text[at + 1..].starts_with('{');
            let name_at = at + 1 + usize::from(braces);
            let Some(rest) = text[name_at..].strip_prefix(name) else {
                continue;
            };
            let goes_on = rest.starts_with(|it: char| it.is_alphanumeric() || it == '_');
            if goes_on && name.ends_with(|it: char| it.is_alphanumeric() || it == '_') {
                continue;
            }
            let name_end = name_at + name.len();
            let end = match braces {
                true => name_end + rest.find('}').map_or(0, |it| it + 1),
                false => name_end,
            };
            return (range(start + at, start + end), range(start + name_at, start + name_end));
        }
        (within, within)
    }

    /// Where `part` stands at `within`, if it is written there in one piece; else all of it.
    pub fn place_of(&self, within: TextRange, part: &str) -> TextRange {
        let start = usize::from(within.start());
        match self.text(within).find(part) {
            Some(at) if !part.is_empty() => range(start + at, start + at + part.len()),
            _ => within,
        }
    }

    /// Whether the file ends in the middle of this instruction, in a heredoc or behind a continuation, so that nothing can be put
    /// behind it.
    pub fn is_unfinished(&self, it: &Instruction) -> bool {
        let is_open = it.heredocs.iter().any(|heredoc| heredoc.terminator.is_none());
        let before = self.cuts.partition_point(|cut| cut.start() <= it.lines.end());
        let last = self.cuts[..before].last();
        is_open || last.is_some_and(|cut| cut.start() >= it.lines.start() && cut.end() >= it.lines.end())
    }

    /// How the line at `at` ends, `\r\n` or `\n`; one at the end of the file ends as the one before it.
    pub fn line_end(&self, at: TextSize) -> &'static str {
        let (before, after) = self.source.split_at(at.into());
        let crlf = |end: usize, text: &str| text[..end].ends_with('\r');
        let end =
            after.find('\n').map(|it| crlf(it, after)).or(before.rfind('\n').map(|it| crlf(it, before)));
        if end == Some(true) { "\r\n" } else { "\n" }
    }

    /// `range` with the rest of its last line, and with that line's end.
    pub fn whole_lines(&self, range: TextRange) -> TextRange {
        let rest = &self.source[usize::from(range.end())..];
        let end = rest.find('\n').map_or(rest.len(), |it| it + 1);
        TextRange::new(range.start(), range.end() + size(end))
    }

    /// Where the comments right above an instruction begin; where its own lines begin, if there are none.
    pub fn lead(&self, it: &Instruction) -> TextSize {
        let mut start = usize::from(it.lines.start());
        while let Some(above) = self.source[..start].strip_suffix('\n') {
            let line = above.rfind('\n').map_or(0, |at| at + 1);
            let text = line + above[line..].len() - above[line..].trim_start().len();
            if self.comments.binary_search_by_key(&text, |it| it.start().into()).is_err() {
                break;
            }
            start = line;
        }
        size(start)
    }

    /// A keyword in small letters if that of `it` is, else in capitals.
    pub fn keyword_like(&self, it: &Instruction, keyword: Keyword) -> String {
        let small = !self.text(it.keyword_range).bytes().any(|it| it.is_ascii_uppercase());
        if small { keyword.as_str().to_lowercase() } else { keyword.as_str().to_owned() }
    }

    /// A line with `text` below an instruction, as far to the right; `None` if nothing can be put there.
    pub fn line_below(&self, it: &Instruction, text: &str) -> Option<TextEdit> {
        let indent = self.text(TextRange::new(it.lines.start(), it.keyword_range.start()));
        let eol = self.line_end(it.keyword_range.start());
        (!self.is_unfinished(it)).then(|| TextEdit::insert(it.lines.end(), format!("{eol}{indent}{text}")))
    }

    /// A line with `text` above an instruction and its comments, as far to the right.
    pub fn line_above(&self, it: &Instruction, text: &str) -> TextEdit {
        let indent = self.text(TextRange::new(it.lines.start(), it.keyword_range.start()));
        let eol = self.line_end(it.keyword_range.start());
        TextEdit::insert(self.lead(it), format!("{indent}{text}{eol}"))
    }

    /// The value of the first directive of this kind.
    pub fn directive(&self, kind: DirectiveKind) -> Option<&str> {
        self.directives.iter().find(|it| it.kind == kind).map(|it| self.text(it.value))
    }
}

/// `# escape=…`, `# syntax=…` or `# check=…` at the head of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Directive {
    /// Which of the three.
    pub kind: DirectiveKind,
    /// From the `#` to the end of the value.
    pub range: TextRange,
    /// The name, in whatever case it is written.
    pub name: TextRange,
    /// What is behind the `=`, without blanks around it.
    pub value: TextRange,
}

/// The three directives that BuildKit knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum DirectiveKind {
    Syntax,
    Escape,
    Check,
}

/// One instruction, with all its lines.
#[derive(Clone, Debug)]
pub struct Instruction {
    /// [`Keyword::Unknown`] if there is no such instruction.
    pub keyword: Keyword,
    /// Where the keyword is written.
    pub keyword_range: TextRange,
    /// From the keyword to the last byte of its arguments, or of the line that ends its last heredoc; without a line end.
    pub range: TextRange,
    /// Its physical lines from the first to the last, without the last line end. Wider than `range` by indentation and by
    /// comments and blank lines after a last continuation.
    pub lines: TextRange,
    /// The words with `--` before its arguments.
    pub flags: Vec<Flag>,
    /// What is behind the flags up to the end of the (continued) line, without blanks around it.
    pub arguments: TextRange,
    /// The arguments, by the grammar of the keyword.
    pub body: Body,
    /// The heredocs it opens, in order.
    pub heredocs: Vec<Heredoc>,
}

/// `--name=value` before the arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// From the first dash to the end of the value.
    pub range: TextRange,
    /// The name, without the dashes.
    pub name: TextRange,
    /// What is behind the `=`, with its quotes; `None` if there is no `=`.
    pub value: Option<TextRange>,
    /// The whole flag as the builder reads it: lines joined, quotes and escapes resolved.
    pub text: String,
}

impl Flag {
    /// The name as the builder reads it, without the dashes.
    pub fn name(&self) -> &str {
        let text = self.text.strip_prefix("--").unwrap_or(&self.text);
        text.split_once('=').map_or(text, |(name, _)| name)
    }

    /// The value as the builder reads it; `None` if there is no `=`.
    pub fn value(&self) -> Option<&str> {
        self.text.split_once('=').map(|(_, value)| value)
    }
}

/// A word of an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// With its quotes.
    pub range: TextRange,
    /// Whether it is a string in a JSON array.
    pub json: bool,
}

/// The arguments of an instruction.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum Body {
    From(From),
    Run(Command),
    Cmd(Command),
    Entrypoint(Command),
    Shell(Command),
    Copy(Transfer),
    Add(Transfer),
    Arg(Vec<Pair>),
    Env(Vec<Pair>),
    Label(Vec<Pair>),
    Expose(Vec<Word>),
    Volume(Vec<Word>),
    User(Option<Word>),
    Workdir(Option<Word>),
    Stopsignal(Option<Word>),
    Maintainer(Option<Word>),
    Healthcheck(Healthcheck),
    Onbuild(Option<Box<Instruction>>),
    Unknown,
}

/// `image AS name`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct From {
    /// The base: an image, a stage or `scratch`.
    pub image: Option<Word>,
    /// The word `AS`, in any case. Something else in its place is a syntax error, and there is no name then.
    pub as_word: Option<Word>,
    /// The name of the stage.
    pub name: Option<Word>,
}

/// What RUN, CMD, ENTRYPOINT, SHELL and HEALTHCHECK run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The rest of the instruction, for a shell; empty if there is none.
    Shell(TextRange),
    /// A JSON array.
    Exec {
        /// From `[` to `]`.
        range: TextRange,
        /// Its strings.
        words: Vec<Word>,
    },
}

impl Command {
    /// All of it.
    pub fn range(&self) -> TextRange {
        match self {
            Command::Shell(range) | Command::Exec { range, .. } => *range,
        }
    }

    /// Whether there is nothing to run.
    pub fn is_empty(&self) -> bool {
        match self {
            Command::Shell(range) => range.is_empty(),
            Command::Exec { words, .. } => words.is_empty(),
        }
    }
}

/// The files of COPY and ADD.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transfer {
    /// Paths, URLs, and markers of heredocs.
    pub sources: Vec<Word>,
    /// The last word, if there are at least two.
    pub destination: Option<Word>,
    /// Whether they stand in a JSON array.
    pub json: bool,
}

/// `name=value` of ARG, ENV and LABEL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// With its quotes, if there are any.
    pub name: TextRange,
    /// With its quotes; `None` if there is no `=` (`ARG name`).
    pub value: Option<TextRange>,
    /// `ENV name value`, without an equals sign: the value is the whole rest.
    pub legacy: bool,
}

impl Pair {
    /// From the name to the end of the value.
    pub fn range(&self) -> TextRange {
        self.value.map_or(self.name, |value| self.name.cover(value))
    }
}

/// `NONE`, or `CMD` and a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Healthcheck {
    /// The word `CMD` or `NONE`, in any case; or something else, which is a syntax error.
    pub kind: Option<Word>,
    /// What is behind `CMD`.
    pub command: Option<Command>,
}

/// `<<EOF` and the lines up to `EOF`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heredoc {
    /// The name without quotes, which the last line repeats.
    pub name: String,
    /// `<<EOF` in the instruction.
    pub marker: TextRange,
    /// The lines between, with their line ends.
    pub body: TextRange,
    /// The name on the last line; `None` if it is missing.
    pub terminator: Option<TextRange>,
    /// Whether variables in the body are expanded: no part of the name is quoted.
    pub expand: bool,
    /// `<<-`: tabs at the beginning of lines do not count.
    pub chomp: bool,
}
