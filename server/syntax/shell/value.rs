//! What a word stands for: its text without quotes and backslashes.

use std::{borrow::Cow, ops::Range, sync::Arc};

use super::{
    Script,
    source::Source,
    tree::{List, Part, PartKind, Parts, Shape, Span, Word},
};
use crate::text::{TextRange, TextSize};

/// What becomes of an expansion when the value of a word is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expansions {
    /// There is no value.
    Refused,
    /// They stay as they are written.
    Kept,
}

/// Where a literal part stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoted {
    No,
    InDouble,
}

impl Word {
    /// `span` is the place in the text of the source, `range` that in the file.
    pub(super) fn new(source: &Arc<Source>, range: TextRange, span: Range<usize>, parts: Parts) -> Word {
        let shape = shape(&source.text()[span.clone()], &parts);
        let [start, end] = [span.start, span.end].map(|it| u32::try_from(it).unwrap_or(u32::MAX));
        Word { range, parts, source: Arc::clone(source), span: Span { start, end }, shape }
    }

    /// As it is written, quotes included, but without the continuations of an instruction.
    pub fn text(&self) -> &str {
        self.source.text().get(self.span.start as usize..self.span.end as usize).unwrap_or_default()
    }

    /// The text that it is a part of, with a way back to the file.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// A part of it as it is written.
    pub fn text_of(&self, part: &Part) -> &str {
        self.source.slice(part.range)
    }

    /// The value, with quotes and backslashes resolved; `None` if it depends on an expansion. Patterns, braces and tildes
    /// stay as they are.
    pub fn literal(&self) -> Option<Cow<'_, str>> {
        match self.shape {
            Shape::Plain => Some(Cow::Borrowed(self.text())),
            Shape::Quoted => Some(Cow::Borrowed(between_quotes(self.text()))),
            Shape::Expanded => None,
            Shape::Composed => self.value(Expansions::Refused),
        }
    }

    /// The value, in which expansions stay as they are written.
    pub fn lossy(&self) -> Cow<'_, str> {
        match self.shape {
            Shape::Plain | Shape::Expanded => Cow::Borrowed(self.text()),
            Shape::Quoted => Cow::Borrowed(between_quotes(self.text())),
            Shape::Composed => self.value(Expansions::Kept).unwrap_or_default(),
        }
    }

    /// The value with the place of each of its bytes, if it does not depend on an expansion.
    pub fn located(&self) -> Option<Source> {
        let mut pieces: Vec<(Cow<'_, str>, TextSize)> = Vec::new();
        let mut add = |piece| match piece {
            Piece::Written(span) => {
                pieces.extend(self.source.pieces_in(span).map(|(text, place)| (text.into(), place)));
            }
            Piece::Meant(character, at) => {
                pieces.push((character.to_string().into(), self.source.offset(at)));
            }
        };
        resolve(&self.source, self.parts(), Quoted::No, Expansions::Refused, &mut add)?;
        Some(Source::assembled(self.range.start(), pieces.iter().map(|(text, place)| (&**text, *place))))
    }

    /// Whether any of it is in quotes or behind a backslash.
    pub fn is_quoted(&self) -> bool {
        self.parts().iter().any(|part| match part.kind {
            PartKind::Single | PartKind::Ansi | PartKind::Double(_) | PartKind::Verbatim => true,
            PartKind::Literal => self.text_of(part).contains('\\'),
            _ => false,
        })
    }

    /// Whether the value depends on an expansion.
    pub fn has_expansion(&self) -> bool {
        fn any(parts: &[Part]) -> bool {
            parts.iter().any(|part| match &part.kind {
                PartKind::Double(parts) => any(parts),
                PartKind::Literal | PartKind::Single | PartKind::Ansi | PartKind::Verbatim => false,
                _ => true,
            })
        }
        any(self.parts())
    }

    /// Whether the shell replaces it by the names of files, or by several words: `*`, `?`, `[…]`, `{…,…}` outside quotes.
    pub fn is_pattern(&self) -> bool {
        let bare = self.parts().iter().filter(|part| matches!(part.kind, PartKind::Literal));
        bare.map(|part| self.text_of(part)).any(|text| {
            let mut bytes = text.bytes();
            let mut found = false;
            while let Some(byte) = bytes.next() {
                match byte {
                    b'\\' => _ = bytes.next(),
                    b'*' | b'?' => found = true,
                    b'[' => found |= bytes.clone().any(|it| it == b']'),
                    b'{' => found |= bytes.clone().any(|it| it == b'}'),
                    _ => {}
                }
            }
            found
        })
    }

    /// The script that this word is, as in `sh -c '…'`; `None` if it depends on an expansion.
    pub fn nested_script(&self) -> Option<Script> {
        Some(super::parse_source(Arc::new(self.located()?)))
    }

    fn value(&self, expansions: Expansions) -> Option<Cow<'_, str>> {
        let mut value = Cow::Borrowed("");
        let mut add = |piece| match piece {
            Piece::Written(span) => {
                let text = self.source.text().get(span).unwrap_or_default();
                match value.is_empty() {
                    true => value = Cow::Borrowed(text),
                    false => value.to_mut().push_str(text),
                }
            }
            Piece::Meant(character, _) => value.to_mut().push(character),
        };
        resolve(&self.source, self.parts(), Quoted::No, expansions, &mut add)?;
        Some(value)
    }
}

/// How the value of a word with this text and these parts follows from the text.
fn shape(text: &str, parts: &Parts) -> Shape {
    if let Parts::One(Part { kind: PartKind::Verbatim, .. }) = parts {
        return Shape::Plain;
    }
    if memchr::memchr(b'\\', text.as_bytes()).is_some() {
        return Shape::Composed;
    }
    let is_bare = |it: &Part| matches!(it.kind, PartKind::Literal);
    let is_in_quotes = |quote: char| text.len() >= 2 && text.starts_with(quote) && text.ends_with(quote);
    match parts {
        Parts::One(Part { kind: PartKind::Literal, .. }) => Shape::Plain,
        Parts::One(Part { kind: PartKind::Single, .. }) if is_in_quotes('\'') => Shape::Quoted,
        Parts::One(Part { kind: PartKind::Double(inner), .. })
            if is_in_quotes('"') && inner.iter().all(is_bare) =>
        {
            Shape::Quoted
        }
        Parts::One(Part { kind: PartKind::Single | PartKind::Ansi | PartKind::Double(_), .. }) => {
            Shape::Composed
        }
        Parts::One(_) => Shape::Expanded,
        Parts::Many(parts) => {
            let is_quoted = |it: &Part| {
                matches!(
                    it.kind,
                    PartKind::Single | PartKind::Ansi | PartKind::Double(_) | PartKind::Verbatim
                )
            };
            match parts.iter().any(is_quoted) {
                true => Shape::Composed,
                false if parts.iter().all(is_bare) => Shape::Plain,
                false => Shape::Expanded,
            }
        }
    }
}

/// What is between a quote and the next.
fn between_quotes(text: &str) -> &str {
    text.get(1..text.len() - 1).unwrap_or_default()
}

/// A piece of a value.
enum Piece {
    /// This part of the text, as it is written.
    Written(Range<usize>),
    /// A character, and where in the text the escape sequence stands that means it.
    Meant(char, usize),
}

/// Passes the pieces of the value of `parts` on.
fn resolve(
    source: &Source,
    parts: &[Part],
    quoted: Quoted,
    expansions: Expansions,
    add: &mut dyn FnMut(Piece),
) -> Option<()> {
    for part in parts {
        let span = source.span(part.range);
        let text = source.text().get(span.clone()).unwrap_or_default();
        let mut add_text =
            |part: Range<usize>| add(Piece::Written(span.start + part.start..span.start + part.end));
        match &part.kind {
            PartKind::Verbatim => add_text(0..text.len()),
            PartKind::Single => add_text(inside(text, 1)),
            PartKind::Literal => unescaped(text, quoted, &mut add_text),
            PartKind::Double(parts) => resolve(source, parts, Quoted::InDouble, expansions, add)?,
            PartKind::Ansi => {
                let inside = inside(text, 2);
                for (at, character) in ansi(text.get(inside.clone()).unwrap_or_default()) {
                    add(Piece::Meant(character, span.start + inside.start + at));
                }
            }
            _ if expansions == Expansions::Refused => return None,
            _ => add_text(0..text.len()),
        }
    }
    Some(())
}

/// The parts of a literal text between the backslashes that quote something.
fn unescaped(text: &str, quoted: Quoted, add: &mut dyn FnMut(Range<usize>)) {
    let bytes = text.as_bytes();
    let mut literal = 0;
    let mut at = 0;
    while let Some(backslash) = memchr::memchr(b'\\', &bytes[at..]).map(|distance| at + distance) {
        let next = bytes.get(backslash + 1).copied();
        let quotes = match quoted {
            Quoted::No => next.is_some(),
            Quoted::InDouble => matches!(next, Some(b'$' | b'`' | b'"' | b'\\' | b'\n')),
        };
        at = (backslash + 2).min(bytes.len());
        if quotes {
            add(literal..backslash);
            // A line end behind a backslash is none.
            literal = if next == Some(b'\n') { backslash + 2 } else { backslash + 1 };
        }
    }
    add(literal..bytes.len());
}

/// What is between the quotes. The last one may be missing.
fn inside(text: &str, opener: usize) -> Range<usize> {
    let closed = text.len() > opener && text.ends_with('\'');
    opener.min(text.len())..if closed { text.len() - 1 } else { text.len() }
}

/// The characters of `$'…'`, each with the place where it is written.
fn ansi(text: &str) -> Vec<(usize, char)> {
    let mut result = Vec::new();
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let start = at;
        at += character.len_utf8();
        if character != '\\' {
            result.push((start, character));
            continue;
        }
        let Some(kind) = text[at..].chars().next() else {
            result.push((start, '\\'));
            break;
        };
        at += kind.len_utf8();
        let number = |from: usize, radix: u32, most: usize| {
            let digits =
                text[from..].bytes().take(most).take_while(|it| char::from(*it).is_digit(radix)).count();
            (u32::from_str_radix(&text[from..from + digits], radix).ok(), from + digits)
        };
        let simple = match kind {
            'a' => '\x07',
            'b' => '\x08',
            'e' | 'E' => '\x1B',
            'f' => '\x0C',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\x0B',
            '\\' | '\'' | '"' | '?' => kind,
            '0'..='7' | 'x' | 'u' | 'U' => {
                let (code, end) = match kind {
                    'x' => number(at, 16, 2),
                    'u' => number(at, 16, 4),
                    'U' => number(at, 16, 8),
                    _ => number(at - 1, 8, 3),
                };
                at = end;
                code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => {
                result.push((start, '\\'));
                result.push((start + 1, kind));
                continue;
            }
        };
        result.push((start, simple));
    }
    result
}

impl List {
    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::script;

    /// The literal value of the first word, or the lossy one behind a `~`.
    fn value(text: &str) -> String {
        let script = script(text);
        let Some(visited) = script.commands().next() else { return String::new() };
        let word = &visited.command.words[0];
        assert_eq!(word.literal().is_none(), word.has_expansion(), "{text}");
        word.literal().map_or_else(|| format!("~{}", word.lossy()), String::from)
    }

    #[test]
    fn quotes_and_backslashes_are_resolved() {
        let cases = [
            ("abc", "abc"),
            ("'a b'\"c d\"e\\ f", "a bc de f"),
            (r#""a\"b\$c\`d\\e\f""#, r#"a"b$c`d\e\f"#),
            (r"'a\n'", r"a\n"),
            (r"a\'b\\c", r"a'b\c"),
            ("a\\\nb", "ab"),
            ("\"a\\\nb\"", "ab"),
            (r"$'a\tb\'\x41\101\u00e9\z'", "a\tb'AAé\\z"),
            ("$\"a b\"", "a b"),
            ("''", ""),
            ("*.deb", "*.deb"),
            ("é'ü'", "éü"),
            ("'unfinished", "unfinished"),
            ("\"unfinished", "unfinished"),
            ("a$b'c'", "~a$bc"),
            ("\"${a:-b}/c\"", "~${a:-b}/c"),
            ("$(a 'b')c", "~$(a 'b')c"),
        ];
        for (text, expected) in cases {
            assert_eq!(value(text), expected, "{text}");
        }
    }

    #[test]
    fn values_know_their_places() {
        let text = r#"a 'b c'"d\"e"f"#;
        let script = script(text);
        let located = script.list.items[0].pipeline.nodes[0].range();
        assert_eq!(usize::from(located.end()), text.len());
        let visited = script.commands().next().expect("there is one");
        let value = visited.command.words[1].located().expect("it is literal");
        assert_eq!(value.text(), "b cd\"ef");
        for (at, character) in value.text().char_indices() {
            assert!(text[usize::from(value.offset(at))..].starts_with(character), "{at}");
        }
    }

    #[test]
    fn patterns_are_outside_quotes() {
        for (text, expected) in
            [("*.c", true), ("'*'.c", false), ("a\\*", false), ("[ab]", true), ("[", false), ("{a,b}", true)]
        {
            let script = script(text);
            let visited = script.commands().next().expect("there is one");
            assert_eq!(visited.command.words[0].is_pattern(), expected, "{text}");
        }
    }
}
