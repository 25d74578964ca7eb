//! An instruction up to a place in it: for those who are still writing it.

use std::ops::Range;

use super::{Dockerfile, Joined, Keyword, split};
use crate::text::{TextRange, TextSize};

/// What is written of an instruction before a place. Other places than those of the file are offsets in its text.
#[derive(Clone, Debug)]
pub struct Unfinished<'a> {
    /// What is written, as the builder sees it.
    pub joined: Joined<'a>,
    /// The keyword; that behind ONBUILD, if there is one.
    pub keyword: Keyword,
    /// Whether it stands behind ONBUILD.
    pub trigger: bool,
    /// The flags that are finished.
    pub flags: Vec<UnfinishedFlag>,
    /// What is being written.
    pub part: Part,
    /// All arguments so far.
    pub arguments: Range<usize>,
    /// The arguments that are finished, as the keyword separates them.
    pub words: Vec<Range<usize>>,
    /// What there is of the word at the place; empty behind a blank.
    pub last: Range<usize>,
}

/// A flag that is finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnfinishedFlag {
    /// Its name, without the dashes.
    pub name: String,
    /// What is behind the `=`.
    pub value: Option<String>,
}

/// The part of an instruction that is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Its keyword.
    Keyword,
    /// A word with two dashes before the arguments.
    Flag,
    /// An argument.
    Argument,
}

impl Unfinished<'_> {
    /// The text of a part.
    pub fn text(&self, part: &Range<usize>) -> &str {
        &self.joined.text()[part.clone()]
    }

    /// The value of the last finished flag with this name.
    pub fn flag(&self, name: &str) -> Option<&str> {
        self.flags.iter().rfind(|it| it.name == name)?.value.as_deref()
    }

    /// Whether the arguments are a JSON array.
    pub fn is_json(&self) -> bool {
        self.text(&self.arguments).starts_with('[')
    }
}

impl Dockerfile {
    /// What is written from the keyword at `start` up to `at`.
    pub fn unfinished(&self, start: TextSize, at: TextSize) -> Unfinished<'_> {
        let joined = self.joined(TextRange::new(start, at.max(start)));
        read(joined, self.escape)
    }
}

fn read(joined: Joined<'_>, escape: u8) -> Unfinished<'_> {
    let text = joined.text();
    let end = text.len();
    let (mut head, mut rest) = split::head(text, 0..end);
    let mut keyword = Keyword::new(&text[head.clone()]);
    let trigger = keyword == Keyword::Onbuild && head.end < end;
    if trigger {
        (head, rest) = split::head(text, rest);
        keyword = Keyword::new(&text[head.clone()]);
    }
    let nothing = end..end;
    let unfinished = |part, last| Unfinished {
        keyword,
        trigger,
        flags: Vec::new(),
        part,
        arguments: nothing.clone(),
        words: Vec::new(),
        last,
        joined: joined.clone(),
    };
    if head.end == end {
        return unfinished(Part::Keyword, head);
    }
    let (mut flags, arguments) = split::flags(text, rest, escape);
    let open = flags.pop_if(|it| it.place.end == end).map(|it| it.place);
    let open = open.or_else(|| (arguments.is_empty() && text.ends_with("--")).then(|| end - 2..end));
    let flags = flags.into_iter().map(|it| finished(&it.text)).collect();
    if let Some(open) = open {
        return Unfinished { flags, ..unfinished(Part::Flag, open) };
    }
    let mut words: Vec<Range<usize>> = match keyword {
        Keyword::Arg | Keyword::Env | Keyword::Label => split::quoted_words(text, arguments.clone(), escape),
        _ => split::blank_words(text, arguments.clone()).collect(),
    };
    let last = words.pop_if(|it| it.end == end).unwrap_or(nothing.clone());
    Unfinished { flags, words, arguments, ..unfinished(Part::Argument, last) }
}

fn finished(flag: &str) -> UnfinishedFlag {
    let text = flag.strip_prefix("--").unwrap_or(flag);
    match text.split_once('=') {
        Some((name, value)) => UnfinishedFlag { name: name.to_owned(), value: Some(value.to_owned()) },
        None => UnfinishedFlag { name: text.to_owned(), value: None },
    }
}

/// How a place is quoted, by what stands before it in its word or command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// Not at all.
    None,
    /// Between `'` and `'`.
    Single,
    /// Between `"` and `"`.
    Double,
    /// By the escape character right before it.
    Escape,
}

/// How the place behind `text` is quoted.
pub fn quote(text: &str, escape: u8) -> Quote {
    let mut quote = Quote::None;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match (quote, byte) {
            (Quote::Single, b'\'') | (Quote::Double, b'"') => quote = Quote::None,
            (Quote::None, b'\'') => quote = Quote::Single,
            (Quote::None, b'"') => quote = Quote::Double,
            (Quote::None | Quote::Double, _) if byte == escape && bytes.next().is_none() => {
                return Quote::Escape;
            }
            _ => {}
        }
    }
    quote
}

/// A variable that is being written at the end of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnfinishedVariable {
    /// What there is of its name.
    pub name: Range<usize>,
    /// Whether it is in braces.
    pub braces: bool,
    /// What there is of the sign behind the name.
    pub sign: Range<usize>,
}

/// The variable that is being written at the end of `text`, which begins outside quotes.
pub fn unfinished_variable(text: &str, escape: u8) -> Option<UnfinishedVariable> {
    let end = text.len();
    let before_sign = text.trim_end_matches([':', '-', '+', '?', '#', '%', '/']).len();
    let name_start =
        |end: usize| text[..end].trim_end_matches(|it: char| it.is_ascii_alphanumeric() || it == '_').len();
    let with_braces = |name_end: usize| {
        let start = name_start(name_end);
        text[..start].ends_with("${").then_some(UnfinishedVariable {
            name: start..name_end,
            braces: true,
            sign: name_end..end,
        })
    };
    let found = if before_sign < end {
        with_braces(before_sign).filter(|it| !it.name.is_empty())
    } else {
        with_braces(end).or_else(|| {
            let start = name_start(end);
            let is_name =
                text[..start].ends_with('$') && !text[start..].starts_with(|it: char| it.is_ascii_digit());
            is_name.then_some(UnfinishedVariable { name: start..end, braces: false, sign: end..end })
        })
    }?;
    let dollar = found.name.start - if found.braces { 2 } else { 1 };
    matches!(quote(&text[..dollar], escape), Quote::None | Quote::Double).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{syntax::parse, text::size};

    fn at(source: &str) -> String {
        let file = parse(source.into());
        let it = file
            .unfinished(file.instructions.last().expect("an instruction").range.start(), size(source.len()));
        let words: Vec<&str> = it.words.iter().map(|word| it.text(word)).collect();
        let flags: Vec<&str> = it.flags.iter().map(|flag| &*flag.name).collect();
        format!("{:?} {} {flags:?} {words:?} {:?}", it.part, it.keyword, it.text(&it.last))
    }

    #[test]
    fn what_is_being_written() {
        for (source, expected) in [
            ("FR", r#"Keyword ? [] [] "FR""#),
            ("ONBUILD ", r#"Keyword ? [] [] """#),
            ("ONBUILD CO", r#"Keyword ? [] [] "CO""#),
            ("ONBUILD COPY a", r#"Argument COPY [] [] "a""#),
            ("COPY --", r#"Flag COPY [] [] "--""#),
            ("COPY --link --fr", r#"Flag COPY ["link"] [] "--fr""#),
            ("COPY --link ", r#"Argument COPY ["link"] [] """#),
            ("COPY a \\\n # why\n b", r#"Argument COPY [] ["a"] "b""#),
            ("ENV A=\"b c", r#"Argument ENV [] [] "A=\"b c""#),
            ("ENV A=b C", r#"Argument ENV [] ["A=b"] "C""#),
            ("FROM a \\\n  ", r#"Argument FROM [] ["a"] """#),
        ] {
            assert_eq!(at(source), expected, "{source}");
        }
    }

    #[test]
    fn variables_that_are_being_written() {
        let read = |text: &str| {
            let it = unfinished_variable(text, b'\\')?;
            Some(format!("{}{} {}", if it.braces { "{" } else { "" }, &text[it.name], &text[it.sign]))
        };
        for (text, expected) in [
            ("a $", Some(" ")),
            ("${", Some("{ ")),
            ("x$NA", Some("NA ")),
            ("${NA", Some("{NA ")),
            ("${NA:", Some("{NA :")),
            ("${NA%", Some("{NA %")),
            ("\"$NA", Some("NA ")),
            ("'$NA", None),
            ("\\$NA", None),
            ("$NA:", None),
            ("${:", None),
            ("$1", None),
            ("NA", None),
        ] {
            assert_eq!(read(text).as_deref(), expected, "{text}");
        }
    }
}
