//! The colours of a file: what each part of it is, for semantic highlighting.
//!
//! The types and modifiers are the protocol's own, so that every theme has a colour for them. Paths and other words that mean
//! themselves are strings; arguments of commands are left as they are, so that what stands out in a RUN is what is run. What
//! is not a Dockerfile's or a shell's is left to the editor: the files that COPY writes, and scripts of other interpreters.

mod legend;
mod words;

pub use legend::{Modifiers, Token, TokenKind};

use super::parts;
use crate::{
    knowledge::instructions,
    model::{Analysis, Form, globals},
    syntax::{
        self, Body, Directive, Instruction, Keyword,
        shell::{self, Script},
    },
    text::{TextRange, TextSize, size},
};
use words::{Paint, Words, is_number};

/// All tokens of a file: sorted, disjoint, each on one line.
pub fn tokens(analysis: &Analysis) -> Vec<Token> {
    let file = analysis.file();
    let mut painter = Painter {
        analysis,
        deprecated: false,
        unknown: TextRange::default(),
        paint: Queue::default(),
        shell: Queue::default(),
        wrapped: Vec::new(),
        done: Vec::with_capacity(file.source.len() / 8),
    };
    let mut instructions = file.instructions.iter().enumerate().peekable();
    let mut directives = file.directives.iter();
    for token in file.tokens() {
        while let Some((index, it)) =
            instructions.next_if(|it| it.1.keyword_range.start() <= token.range.start())
        {
            painter.begin(index, it);
        }
        match token.kind {
            syntax::TokenKind::Directive => {
                directives.next().into_iter().for_each(|it| painter.directive(it))
            }
            _ => painter.token(token),
        }
    }
    painter.done
}

/// Goes through a file from front to back.
struct Painter<'a> {
    analysis: &'a Analysis,
    /// Whether nobody should write the instruction any more.
    deprecated: bool,
    /// What stands in the place of a keyword and is none.
    unknown: TextRange,
    /// What the words of the instruction are.
    paint: Queue<Paint>,
    /// What its commands are made of.
    shell: Queue<shell::Token>,
    /// Where the names of commands begin that others run, as `sudo` does. Sorted.
    wrapped: Vec<TextSize>,
    done: Vec<Token>,
}

/// What comes next, sorted by place.
#[derive(Debug)]
struct Queue<T> {
    all: Vec<T>,
    next: usize,
}

impl<T> Default for Queue<T> {
    fn default() -> Queue<T> {
        Queue { all: Vec::new(), next: 0 }
    }
}

impl<T: Copy> Queue<T> {
    fn new(all: Vec<T>) -> Queue<T> {
        Queue { all, next: 0 }
    }

    /// What there is of it within `range`, the parts of it that are. What is before is done with.
    fn within(&mut self, range: TextRange, place: impl Fn(&T) -> TextRange) -> Vec<(TextRange, T)> {
        let rest = &self.all[self.next..];
        self.next += rest.iter().take_while(|it| place(it).end() <= range.start()).count();
        let rest = &self.all[self.next..];
        let begun = rest.iter().take_while(|it| place(it).start() < range.end());
        begun
            .filter_map(|it| Some((place(it).intersect(range)?, *it)))
            .filter(|it| !it.0.is_empty())
            .collect()
    }
}

impl<'a> Painter<'a> {
    fn begin(&mut self, index: usize, it: &'a Instruction) {
        self.deprecated = instructions::instruction(it.keyword).is_some_and(|it| it.deprecated.is_some());
        self.paint = Queue::new(Words::paint(self.analysis, index, it));
        self.unknown = match &it.body {
            Body::Unknown => it.keyword_range,
            Body::Onbuild(Some(inner)) if inner.keyword == Keyword::Unknown => inner.keyword_range,
            _ => TextRange::empty(it.range.end()),
        };
        let scripts = self.analysis.scripts(index).iter().chain(self.analysis.trigger_scripts(index));
        let scripts: Vec<&Script> = scripts.filter(|it| it.form != Form::Exec).map(|it| &it.script).collect();
        self.shell = Queue::new(scripts.iter().flat_map(|it| it.tokens()).collect());
        let commands = scripts.iter().flat_map(|it| it.commands()).map(|it| it.command.effective());
        let names = commands.filter(|it| it.is_wrapped()).filter_map(|it| it.name_word());
        self.wrapped = names.map(|it| it.range.start()).collect();
        self.wrapped.sort_unstable();
    }

    /// Whether the name of a command begins here that another command runs.
    fn is_command(&self, range: TextRange) -> bool {
        self.wrapped.binary_search(&range.start()).is_ok()
    }

    fn token(&mut self, token: syntax::Token) {
        use syntax::TokenKind as Kind;
        let range = token.range;
        match token.kind {
            Kind::Comment => self.push(range, TokenKind::Comment, Modifiers::NONE),
            Kind::Keyword if !self.unknown.contains_range(range) => {
                let modifiers = if self.deprecated { Modifiers::DEPRECATED } else { Modifiers::NONE };
                self.push(range, TokenKind::Keyword, modifiers);
            }
            Kind::Flag => self.push(range, TokenKind::Parameter, Modifiers::NONE),
            Kind::Operator => self.push(range, TokenKind::Operator, Modifiers::NONE),
            Kind::Name | Kind::Word | Kind::Escape => self.painted(range),
            Kind::String => self.string(range),
            Kind::Variable => self.variable(range),
            Kind::Shell | Kind::HeredocBody => self.commands(range),
            Kind::HeredocMarker => self.marker(range),
            Kind::HeredocEnd => self.push(range, TokenKind::Macro, Modifiers::NONE),
            Kind::Bom
            | Kind::Newline
            | Kind::Whitespace
            | Kind::Continuation
            | Kind::Directive
            | Kind::Keyword
            | Kind::Punctuation
            | Kind::Error => {}
        }
    }

    /// `# name=value`
    fn directive(&mut self, it: &Directive) {
        let between = TextRange::new(it.name.end(), it.value.start());
        let sign = TextRange::at(it.range.start(), size(1));
        self.push(sign, TokenKind::Comment, Modifiers::NONE);
        self.push(it.name, TokenKind::Macro, Modifiers::NONE);
        self.push(self.analysis.file().place_of(between, "="), TokenKind::Operator, Modifiers::NONE);
        self.push(it.value, TokenKind::String, Modifiers::NONE);
    }

    /// A part of a word, as far as it has a colour.
    fn painted(&mut self, range: TextRange) {
        for (part, (_, kind, modifiers)) in self.paint.within(range, |it| it.0) {
            self.push(part, kind, modifiers);
        }
    }

    /// Something in quotes; a string in JSON has no other colour.
    fn string(&mut self, range: TextRange) {
        match self.paint.within(range, |it| it.0).is_empty() {
            true => self.push(range, TokenKind::String, Modifiers::NONE),
            false => self.painted(range),
        }
    }

    /// `<<-"EOF"`, perhaps with the number of a file before it.
    fn marker(&mut self, range: TextRange) {
        let text = self.analysis.file().text(range);
        let number = text.len() - text.trim_start_matches(|it: char| it.is_ascii_digit()).len();
        let sign = number + text[number..].len() - text[number..].trim_start_matches('<').len();
        let sign = sign + usize::from(text[sign..].starts_with('-'));
        let name = text.len() - text[sign..].trim_start().len();
        self.push(parts::place(range, 0..number), TokenKind::Number, Modifiers::NONE);
        self.push(parts::place(range, number..sign), TokenKind::Operator, Modifiers::NONE);
        self.push(parts::place(range, name..text.len()), TokenKind::Macro, Modifiers::NONE);
    }

    /// What a shell reads; nothing, if it is none that we can read, or not for a shell.
    fn commands(&mut self, range: TextRange) {
        for (part, token) in self.shell.within(range, |it| it.range) {
            self.command(part, token.kind);
        }
    }

    fn command(&mut self, range: TextRange, kind: shell::TokenKind) {
        let text = self.analysis.file().text(range);
        let (kind, modifiers) = match kind {
            shell::TokenKind::Command => (TokenKind::Function, Modifiers::NONE),
            shell::TokenKind::Word if self.is_command(range) => (TokenKind::Function, Modifiers::NONE),
            shell::TokenKind::Function => (TokenKind::Function, Modifiers::DECLARATION),
            shell::TokenKind::Flag => (TokenKind::Parameter, Modifiers::NONE),
            shell::TokenKind::Word if is_number(text) => (TokenKind::Number, Modifiers::NONE),
            shell::TokenKind::String => (TokenKind::String, Modifiers::NONE),
            shell::TokenKind::Operator => (TokenKind::Operator, Modifiers::NONE),
            shell::TokenKind::Keyword => (TokenKind::Keyword, Modifiers::NONE),
            shell::TokenKind::Comment => (TokenKind::Comment, Modifiers::NONE),
            shell::TokenKind::Variable => return self.variable(range),
            shell::TokenKind::Word | shell::TokenKind::Arithmetic => return,
        };
        self.push(range, kind, modifiers);
    }

    /// `$name`, `${name:-text}`, or a part of one: what it is made of.
    fn variable(&mut self, range: TextRange) {
        let text = self.analysis.file().text(range);
        let mut at = 0;
        let mut depth = 0_usize;
        let mut opened = false; // By what was just before.
        while at < text.len() {
            let rest = &text[at..];
            let was_opened = std::mem::take(&mut opened);
            let (length, kind) = if let Some(behind) = rest.strip_prefix("${") {
                let name = 2 + name(behind);
                let closed = rest[name..].starts_with('}');
                depth += usize::from(!closed);
                opened = !closed;
                (name + usize::from(closed), TokenKind::Variable)
            } else if let Some(behind) = rest.strip_prefix('$') {
                (1 + name(behind), TokenKind::Variable)
            } else if depth > 0 && rest.starts_with('}') {
                depth -= 1;
                (1, TokenKind::Variable)
            } else if was_opened && operator(rest) > 0 {
                (operator(rest), TokenKind::Operator)
            } else {
                let kind = if depth > 0 { TokenKind::String } else { TokenKind::Variable };
                (rest.find(['$', '}']).filter(|it| *it > 0).unwrap_or_else(|| first(rest)), kind)
            };
            let part = &rest[..length];
            let known = part.trim_start_matches(['$', '{']).trim_end_matches('}');
            let modifiers = match kind {
                TokenKind::Variable if is_predefined(known) => Modifiers::DEFAULT_LIBRARY,
                _ => Modifiers::NONE,
            };
            self.push(parts::place(range, at..at + length), kind, modifiers);
            at += length;
        }
    }

    /// Adds a token, or one for each line that it has a part of.
    fn push(&mut self, range: TextRange, kind: TokenKind, modifiers: Modifiers) {
        let text = self.analysis.file().text(range);
        let mut start = 0;
        for end in memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()).chain([text.len()]) {
            if start < end {
                self.done.push(Token { range: parts::place(range, start..end), kind, modifiers });
            }
            start = end + 1;
        }
    }
}

/// How long the name of a variable is that `text` begins with: letters, digits and `_`, or one sign.
fn name(text: &str) -> usize {
    match text.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(text.len()) {
        0 if text.starts_with(['@', '*', '#', '?', '-', '$', '!']) => 1,
        length => length,
    }
}

/// How long the operator behind the name of a variable is: `:-`, `##`, `/`, …
fn operator(text: &str) -> usize {
    let colon = usize::from(text.starts_with(':'));
    let bytes = &text.as_bytes()[colon..];
    match bytes.first() {
        Some(sign) if b"#%/^,".contains(sign) => colon + 1 + usize::from(bytes.get(1) == Some(sign)),
        Some(b'-' | b'+' | b'?' | b'=' | b'@') => colon + 1,
        _ => colon,
    }
}

fn first(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

fn is_predefined(name: &str) -> bool {
    globals::PREDEFINED.contains(&name) || instructions::predefined_arg(name).is_some()
}
