//! What was probably meant where BuildKit reads something else: pure functions from the text that is wrong to the one that is not.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use super::{Body, Dockerfile, Heredoc, Instruction, Keyword, Pair, WordError};
use crate::text::{Edits, TextEdit, TextRange, TextSize, range, size};

/// A repair of a text: its title, what goes, and what comes in its place.
pub(crate) type Change = (String, Range<usize>, String);

/// A duration with the unit that it lacks, or with the one that was meant: `30` and `30sec` are `30s`, `1 day` is `24h`.
pub(super) fn duration(text: &str) -> Option<String> {
    let text = text.trim_start_matches(['-', '+']).to_lowercase();
    let digits = text.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let hours = |factor: u64| Some(format!("{}h", number.parse::<u64>().ok()?.checked_mul(factor)?));
    let unit = match unit.trim() {
        "" | "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "m" | "min" | "mins" | "minute" | "minutes" => "m",
        "h" | "hr" | "hrs" | "hour" | "hours" => "h",
        "ms" | "msec" | "msecs" | "millis" | "millisecond" | "milliseconds" => "ms",
        "d" | "day" | "days" => return hours(24),
        "w" | "week" | "weeks" => return hours(24 * 7),
        _ => return None,
    };
    let is_number = number.parse::<f64>().is_ok_and(|it| it > 0.0);
    is_number.then(|| format!("{number}{unit}"))
}

/// A name that a stage may have, as near as possible to this one.
pub(crate) fn stage_name(written: &str) -> Option<String> {
    let mut name = String::new();
    for it in written.to_lowercase().chars() {
        let it = if it.is_ascii_alphanumeric() || "_.".contains(it) { it } else { '-' };
        let is_separator = !it.is_ascii_alphanumeric();
        if !(is_separator && name.ends_with(['-', '_', '.'])) {
            name.push(it);
        }
    }
    let name = name.trim_matches(['-', '_', '.']);
    match name.chars().next()? {
        first if first.is_ascii_digit() => Some(format!("stage-{name}")),
        _ => Some(name.to_owned()),
    }
}

/// Where stages are named, so that one can be given another name everywhere.
#[derive(Debug, Default)]
pub(crate) struct StageNames {
    names: HashSet<String>,
    uses: HashMap<String, Vec<TextRange>>,
}

impl StageNames {
    /// Those of a file: behind AS, behind FROM, in `--from` and in mounts.
    pub(crate) fn new(file: &Dockerfile) -> StageNames {
        let mut this = StageNames::default();
        for it in &file.instructions {
            let it = match &it.body {
                Body::Onbuild(Some(inner)) => inner,
                _ => it,
            };
            if let Body::From(from) = &it.body {
                this.names.extend(from.name.map(|it| file.joined_text(it.range).to_lowercase()));
                this.used(file, from.image.map(|it| it.range));
            }
            for flag in &it.flags {
                match (flag.name(), flag.value) {
                    ("from", place) => this.used(file, place),
                    ("mount", Some(place)) => this.used(file, in_mount(file, place)),
                    _ => {}
                }
            }
        }
        this
    }

    fn used(&mut self, file: &Dockerfile, place: Option<TextRange>) {
        if let Some(place) = place {
            self.uses.entry(file.text(place).to_lowercase()).or_default().push(place);
        }
    }

    /// Gives the stage whose name is written at `place` the nearest name that it may have; `None` if another has it already.
    pub(crate) fn repair(&self, file: &Dockerfile, place: TextRange) -> Option<(String, Edits)> {
        let written = file.text(place);
        let name = stage_name(written).filter(|it| !self.names.contains(it))?;
        let uses = self.uses.get(&written.to_lowercase()).into_iter().flatten();
        let edits = uses.chain([&place]).map(|it| TextEdit::replace(*it, name.clone()));
        Some((format!("Call the stage `{name}`"), Edits::new(edits).ok()?))
    }
}

/// Where `from=…` of a mount has its value.
fn in_mount(file: &Dockerfile, place: TextRange) -> Option<TextRange> {
    let text = file.text(place);
    let mut at = 0;
    for field in text.split(',') {
        if let Some(name) = field.strip_prefix("from=") {
            let start = usize::from(place.start()) + at + field.len() - name.len();
            return Some(range(start, start + name.len()));
        }
        at += field.len() + 1;
    }
    None
}

/// Puts a comment behind an instruction, which begins at `at`, on a line above it.
pub(crate) fn comment_above(file: &Dockerfile, it: &Instruction, at: TextSize) -> Option<(String, Edits)> {
    let comment = TextRange::new(at, it.arguments.end().max(at));
    if file.text(comment).contains('\n') {
        return None;
    }
    let before = file.text(TextRange::new(it.lines.start(), at));
    let blanks = size(before.len() - before.trim_end_matches([' ', '\t']).len());
    let indent = file.text(TextRange::new(it.lines.start(), it.keyword_range.start()));
    let line = format!("{indent}{}{}", file.text(comment), file.line_end(it.lines.start()));
    let edits = [
        TextEdit::insert(it.lines.start(), line),
        TextEdit::delete(TextRange::new(comment.start() - blanks, comment.end())),
    ];
    Some(("Put the comment on a line of its own".to_owned(), Edits::new(edits).ok()?))
}

/// What a `name=value` lacks of which BuildKit finds no name, or no `=`.
pub(super) fn pair(
    file: &Dockerfile,
    it: &Instruction,
    pairs: &[Pair],
    at: usize,
) -> Option<(String, Edits)> {
    let comment = pairs[..=at].iter().find(|it| file.text(it.name).starts_with('#'));
    if let Some(comment) = comment {
        return comment_above(file, it, comment.name.start());
    }
    glued(file, pairs, at).or_else(|| with_equals(file, pairs[at])).or_else(|| in_quotes(file, pairs, at))
}

/// Takes away the blanks around an `=`.
fn glued(file: &Dockerfile, pairs: &[Pair], at: usize) -> Option<(String, Edits)> {
    let title = || "Delete the blanks around the `=`".to_owned();
    let empty = at.checked_sub(1).map(|it| pairs[it]).filter(|it| it.value.is_some_and(TextRange::is_empty));
    if let Some(before) = empty.filter(|it| !it.name.is_empty()) {
        let gap = TextRange::new(before.range().end(), pairs[at].range().start());
        let is_plain = pairs[at].value.is_none() && !file.text(gap).contains('\n');
        return is_plain.then(|| (title(), TextEdit::delete(gap).into()));
    }
    let nameless = |at: usize| pairs.get(at).is_some_and(|it| it.name.is_empty());
    let equals =
        [Some(at), at.checked_add(1), at.checked_sub(1)].into_iter().flatten().find(|it| nameless(*it))?;
    let before = equals.checked_sub(1).and_then(|it| pairs.get(it)).filter(|it| it.value.is_none())?;
    let mut gaps = vec![TextRange::new(before.name.end(), pairs[equals].range().start())];
    let is_bare = pairs[equals].value.is_none_or(TextRange::is_empty);
    if let Some(value) = pairs.get(equals + 1).filter(|it| is_bare && it.value.is_none()) {
        gaps.push(TextRange::new(pairs[equals].range().end(), value.name.start()));
    }
    let one_line = gaps.iter().all(|it| !file.text(*it).contains('\n'));
    let edits = Edits::new(gaps.into_iter().map(TextEdit::delete)).ok()?;
    one_line.then(|| (title(), edits))
}

/// `NAME:value` is how other languages write it.
fn with_equals(file: &Dockerfile, pair: Pair) -> Option<(String, Edits)> {
    let text = file.text(pair.name);
    let at = text.find(':').filter(|_| pair.value.is_none())?;
    let is_name = |it: char| it.is_ascii_alphanumeric() || "_.-".contains(it);
    let is_plain = at > 0 && text[..at].chars().all(is_name) && !text[at..].starts_with("://");
    let edit = TextEdit::replace(TextRange::at(pair.name.start() + size(at), size(1)), "=");
    is_plain.then(|| ("Write `=` instead of `:`".to_owned(), edit.into()))
}

/// Puts a value that goes on behind a blank in quotes.
fn in_quotes(file: &Dockerfile, pairs: &[Pair], at: usize) -> Option<(String, Edits)> {
    let first = pairs[..at].iter().rposition(|it| it.value.is_some())?;
    let more = pairs[first + 1..].iter().take_while(|it| it.value.is_none()).count();
    let value = pairs[first].value?.cover(pairs[first + more].name);
    let text = file.text(value);
    let is_plain =
        !text.contains(['"', '\'', '\n', char::from(file.escape)]) && !pairs[first].name.is_empty();
    let edits = [TextEdit::insert(value.start(), "\""), TextEdit::insert(value.end(), "\"")];
    is_plain.then_some(("Put the value in quotes".to_owned(), Edits::new(edits).ok()?))
}

/// Ends a heredoc: where a line nearly does, else before the next instruction, else at the end of the file. Also which line nearly does.
pub(super) fn heredoc(file: &Dockerfile, it: &Heredoc) -> (String, Edits, Option<TextRange>) {
    let title = format!("End the heredoc with `{}`", it.name);
    let (body, start) = (file.text(it.body), usize::from(it.body.start()));
    let (mut at, mut said) = (0, 0);
    for (number, line) in body.split_inclusive('\n').enumerate() {
        let text = line.trim_end_matches(['\r', '\n']);
        if text.trim().trim_end_matches(';').eq_ignore_ascii_case(&it.name) {
            let place = range(start + at, start + at + text.len());
            return (title, TextEdit::replace(place, it.name.clone()).into(), Some(place));
        }
        if number > 0 && is_instruction(text) {
            break;
        }
        at += line.len();
        let is_lead = text.trim().is_empty() || text.starts_with('#');
        said = if is_lead { said } else { at };
    }
    // Blank lines and comments above the next instruction are not the heredoc's.
    let at = if at == body.len() { at } else { said };
    // Not that of the marker's line, which may be long and have many markers.
    let end = file.line_end(it.body.start());
    let before = &file.source[..start + at];
    let gap = if before.ends_with('\n') { "" } else { end };
    (title, TextEdit::insert(size(start + at), format!("{gap}{}{end}", it.name)).into(), None)
}

/// Whether a line looks like the next instruction: a keyword in capitals, and more.
fn is_instruction(line: &str) -> bool {
    let Some((word, rest)) = line.split_once(' ') else { return false };
    let is_keyword = |it: &Keyword| it.as_str() == word;
    Keyword::ALL.iter().any(is_keyword) && !rest.trim().is_empty()
}

/// What a word lacks that BuildKit cannot read.
pub(crate) fn word(text: &str, fault: &WordError, escape: u8) -> Option<Change> {
    let message = fault.message.as_deref()?;
    let at = text.floor_char_boundary(fault.at);
    if message.contains("single-quote") {
        return apostrophe(text, at, escape).or_else(|| Some(closed(text, '\'', "Close the quote")));
    }
    if message.contains("double-quote") {
        return Some(closed(text, '"', "Close the quote"));
    }
    if message.contains("missing '}'") {
        return Some(closed(text, '}', "Close it with `}`"));
    }
    if message.contains("missing '/'") {
        let name = text.rfind("${")? + 2;
        let length = text[name..].find(|it: char| !it.is_alphanumeric() && it != '_')?;
        return Some(brace(name + length));
    }
    if message.contains("bad substitution") {
        let name = text[at..].strip_prefix('{')?.split_once("}}")?.0;
        return Some((
            "Delete the second pair of braces".to_owned(),
            at..at + name.len() + 3,
            format!("{}}}", name.trim()),
        ));
    }
    if !message.contains("unsupported modifier") {
        return None;
    }
    let rest = &text[at..];
    match rest {
        _ if rest.starts_with(":=") => Some(("Write `:-`".to_owned(), at..at + 2, ":-".to_owned())),
        _ if rest.starts_with('=') => Some(("Write `-`".to_owned(), at..at + 1, "-".to_owned())),
        _ if !rest.contains('}') => Some(brace(at)),
        _ => None,
    }
}

fn closed(text: &str, with: char, title: &str) -> Change {
    (title.to_owned(), text.len()..text.len(), with.to_string())
}

fn brace(at: usize) -> Change {
    ("Close it with `}`".to_owned(), at..at, "}".to_owned())
}

/// `it's`: the quote is none.
fn apostrophe(text: &str, at: usize, escape: u8) -> Option<Change> {
    let letter = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
    if !letter(text[..at].chars().next_back()) || !letter(text[at..].chars().nth(1)) {
        return None;
    }
    if !text.contains(char::is_whitespace) {
        return Some(("Escape the apostrophe".to_owned(), at..at, char::from(escape).to_string()));
    }
    let is_plain = !text.contains(['"', '$', '\n', char::from(escape)]);
    is_plain.then(|| ("Put it in double quotes".to_owned(), 0..text.len(), format!("\"{text}\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_get_the_unit_that_was_meant() {
        for (written, meant) in [
            ("30", Some("30s")),
            ("1.5", Some("1.5s")),
            ("30S", Some("30s")),
            ("30sec", Some("30s")),
            ("5minutes", Some("5m")),
            ("1d", Some("24h")),
            ("1.5d", None),
            ("-30s", Some("30s")),
            ("s", None),
            ("0.0", None),
            ("30x", None),
            ("99999999999999999999d", None),
        ] {
            assert_eq!(duration(written).as_deref(), meant, "{written}");
        }
    }

    #[test]
    fn stages_get_a_name_that_they_may_have() {
        for (written, meant) in [
            ("1build", Some("stage-1build")),
            ("Build App!", Some("build-app")),
            ("build/app", Some("build-app")),
            ("_build_", Some("build")),
            ("a..b", Some("a.b")),
            ("$NAME", Some("name")),
            ("***", None),
            ("größe", Some("gr-e")),
        ] {
            assert_eq!(stage_name(written).as_deref(), meant, "{written}");
        }
    }
}
