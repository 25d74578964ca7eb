//! Lines of carets: what they say of the line above them, and how they are written.
//!
//! The notation is explained in `tests/cases/README.md`.

use std::{collections::BTreeMap, str::FromStr};

use dockwright::text::{TextRange, range};

/// A tab goes to the next column that this divides. Any number would do, as carets stand behind the same tabs as the text.
const TAB: usize = 8;

/// A place in the text, and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Empty for a selection.
    pub(crate) message: String,
    /// Whether it was written as one caret, which can be a cursor.
    pub(crate) single: bool,
}

impl Mark {
    pub(crate) fn new(at: TextRange, message: &str) -> Mark {
        Mark { start: at.start().into(), end: at.end().into(), message: message.to_owned(), single: false }
    }

    pub(crate) fn range(&self) -> TextRange {
        range(self.start, self.end)
    }
}

/// How a block becomes a file.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Format {
    /// Lines end with `\r\n`.
    pub(crate) crlf: bool,
    /// The last line has no end.
    pub(crate) noeol: bool,
    /// The file begins with a byte order mark.
    pub(crate) bom: bool,
}

impl FromStr for Format {
    type Err = String;

    /// Reads the words behind `dockerfile`.
    fn from_str(options: &str) -> Result<Format, String> {
        let mut format = Format::default();
        for option in options.split_whitespace() {
            match option {
                "crlf" => format.crlf = true,
                "noeol" => format.noeol = true,
                "bom" => format.bom = true,
                other => return Err(format!("what is `{other}` behind `dockerfile`?")),
            }
        }
        Ok(format)
    }
}

impl Format {
    /// The file that these lines are.
    pub(crate) fn text<'a>(self, lines: impl IntoIterator<Item = &'a str>) -> String {
        let end = if self.crlf { "\r\n" } else { "\n" };
        let mut text = if self.bom { "\u{feff}".to_owned() } else { String::new() };
        for line in lines {
            text.push_str(line);
            text.push_str(end);
        }
        if self.noeol {
            text.truncate(text.strip_suffix(end).map_or(text.len(), str::len));
        }
        text
    }
}

/// Takes the carets out of a block: the file, and what the carets say of it.
pub(crate) fn read(lines: &[String], format: Format) -> Result<(String, Vec<Mark>), String> {
    let text = format.text(lines.iter().filter(|it| marker(it).is_none()).map(String::as_str));
    let rows = rows(&text);
    let mut next = 0;
    let mut marks = Vec::new();
    let mut open: Vec<Mark> = Vec::new();
    for line in lines {
        let Some(Marker { underline, message }) = marker(line) else {
            next += 1;
            continue;
        };
        let row = &rows[usize::max(next, 1) - 1];
        let (start, end) =
            row.bytes(underline).ok_or_else(|| format!("there is no such place above `{line}`"))?;
        let single = matches!(underline, Underline::Cells(start, end) if end - start == 1);
        let mut mark = Mark { start, end, message: message.to_owned(), single };
        if let Some(message) = message.strip_prefix("...")
            && let Some(begun) =
                open.iter().rposition(|it| message.is_empty() || it.message == message.trim())
        {
            let begun = open.remove(begun);
            marks.push(Mark { end, ..begun });
        } else if let Some(message) = message.strip_suffix("...") {
            mark.message = message.trim_end().to_owned();
            mark.single = false;
            open.push(mark);
        } else {
            marks.push(mark);
        }
    }
    match open.first() {
        Some(it) => Err(format!("`{} ...` goes on, but to where?", it.message)),
        None => {
            marks.sort();
            Ok((text, marks))
        }
    }
}

/// The lines of a block whose file is `text`, with carets that say `marks`.
pub(crate) fn write(text: &str, marks: &[Mark]) -> Vec<String> {
    let rows = rows(text);
    let mut below: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let several = marks.iter().filter(|it| row_of_end(&rows, it) != row_of(&rows, it.start)).count() > 1;
    for mark in marks {
        let (first, last) = (row_of(&rows, mark.start), row_of_end(&rows, mark));
        if first == last {
            let line = caption(rows[first].underline(mark.start, mark.end), &mark.message);
            below.entry(first).or_default().push(line);
            continue;
        }
        let open = rows[first].underline(mark.start, rows[first].content_end().max(mark.start + 1));
        below.entry(first).or_default().push(caption(caption(open, &mark.message), "..."));
        let close = rows[last].underline(rows[last].content_start().min(mark.end - 1), mark.end);
        let message = if several { &mark.message } else { "" };
        below.entry(last).or_default().insert(0, caption(close + " ...", message));
    }
    let mut lines = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if !(text.is_empty() || text == "\u{feff}") {
            lines.push(row.content.to_owned());
        }
        lines.extend(below.remove(&at).unwrap_or_default());
    }
    lines
}

fn caption(line: String, message: &str) -> String {
    if message.is_empty() { line } else { format!("{line} {message}") }
}

/// A line of carets.
struct Marker<'a> {
    underline: Underline,
    message: &'a str,
}

/// Which part of the line above is meant.
#[derive(Clone, Copy)]
enum Underline {
    /// `^^^`, from one cell of the screen to another.
    Cells(usize, usize),
    /// `|`, the place before a cell.
    Before(usize),
    /// `@1..4`, from one character to another.
    Characters(usize, usize),
}

/// Reads `#   ^^^^ message`.
fn marker(line: &str) -> Option<Marker<'_>> {
    let after = line.strip_prefix('#')?;
    let sign = after.trim_start_matches([' ', '\t']);
    let cell = after[..after.len() - sign.len()].bytes().fold(1, |cell, it| next_cell(cell, it as char));
    let (sign, message) = sign.split_once(' ').unwrap_or((sign, ""));
    let underline = match sign {
        "|" => Underline::Before(cell),
        "" => return None,
        _ if sign.bytes().all(|it| it == b'^') => Underline::Cells(cell, cell + sign.len()),
        _ => {
            let (start, end) = sign.strip_prefix('@')?.split_once("..")?;
            Underline::Characters(start.parse().ok()?, end.parse().ok()?)
        }
    };
    Some(Marker { underline, message: message.trim() })
}

fn next_cell(cell: usize, character: char) -> usize {
    if character == '\t' { (cell / TAB + 1) * TAB } else { cell + 1 }
}

/// A line of the file.
struct Row<'a> {
    content: &'a str,
    /// Its characters, the last of which is the line end: the byte and the cell where each begins; then where all ends.
    characters: Vec<(usize, usize)>,
}

fn rows(text: &str) -> Vec<Row<'_>> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut start = text.len() - body.len();
    let mut rows = Vec::new();
    for line in body.split_inclusive('\n') {
        rows.push(Row::new(line, start));
        start += line.len();
    }
    if rows.is_empty() {
        rows.push(Row::new("", start));
    }
    rows
}

fn row_of(rows: &[Row<'_>], at: usize) -> usize {
    rows.partition_point(|it| it.start() <= at).max(1) - 1
}

/// The row on which a mark ends: the one before, if it ends where a row begins.
fn row_of_end(rows: &[Row<'_>], mark: &Mark) -> usize {
    row_of(rows, if mark.end > mark.start { mark.end - 1 } else { mark.end })
}

impl<'a> Row<'a> {
    fn new(line: &'a str, start: usize) -> Row<'a> {
        let content = line.strip_suffix('\n').map_or(line, |it| it.strip_suffix('\r').unwrap_or(it));
        let mut cell = 0;
        let mut characters = Vec::new();
        for (at, character) in content.char_indices() {
            characters.push((start + at, cell));
            cell = next_cell(cell, character);
        }
        characters.push((start + content.len(), cell));
        if line.len() > content.len() {
            characters.push((start + line.len(), cell + 1));
        }
        Row { content, characters }
    }

    fn start(&self) -> usize {
        self.characters[0].0
    }

    /// The byte behind the last one that can be seen.
    fn content_end(&self) -> usize {
        self.start() + self.content.len()
    }

    /// The first byte that is not blank.
    fn content_start(&self) -> usize {
        self.content_end() - self.content.trim_start().len()
    }

    /// Whether a caret right behind the `#` means that the `#` is one too.
    fn hides_text(&self) -> bool {
        !self.content.starts_with([' ', '\t'])
    }

    /// What is underlined, in bytes of the file.
    fn bytes(&self, underline: Underline) -> Option<(usize, usize)> {
        let of_cell = |cell| self.characters.iter().rposition(|it| it.1 <= cell);
        let byte = |index: usize| self.characters.get(index).map(|it| it.0);
        match underline {
            Underline::Characters(start, end) => Some((byte(start)?, byte(end)?)),
            Underline::Before(cell) => {
                (cell <= self.characters.last()?.1).then_some(())?;
                let at = byte(of_cell(cell)?)?;
                Some((at, at))
            }
            Underline::Cells(start, end) => {
                let start = if start == 1 && self.hides_text() { 0 } else { start };
                Some((byte(of_cell(start)?)?, byte(of_cell(end - 1)? + 1)?))
            }
        }
    }

    /// The line of carets for these bytes, without a message.
    fn underline(&self, start: usize, end: usize) -> String {
        let index =
            |byte: usize| self.characters.partition_point(|it| it.0 < byte).min(self.characters.len() - 1);
        let (first, last) = (index(start), index(end));
        let (from, to) = (self.characters[first].1, self.characters[last].1);
        match from {
            0 if self.hides_text() && to >= 2 => format!("#{}", "^".repeat(to - 1)),
            1 if first == last => "#|".to_owned(),
            1 if !self.hides_text() => format!("#{}", "^".repeat(to - from)),
            0 | 1 => format!("#@{first}..{last}"),
            _ if first == last => format!("#{}|", self.blanks(first)),
            _ => format!("#{}{}", self.blanks(first), "^".repeat(to - from)),
        }
    }

    /// Blanks from behind the `#` to the character, tabs below tabs.
    fn blanks(&self, character: usize) -> String {
        let (mut blanks, mut cell) = (String::new(), 1);
        for (at, it) in self.characters[..character].iter().enumerate() {
            let end = self.characters[at + 1].1;
            let tab = self.content[it.0 - self.start()..].starts_with('\t');
            while cell < end {
                blanks.push(if tab { '\t' } else { ' ' });
                cell = next_cell(cell, if tab { '\t' } else { ' ' });
            }
        }
        blanks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(block: &str) -> Vec<(usize, usize, String)> {
        let lines: Vec<String> = block.lines().map(str::to_owned).collect();
        let (_, marks) = read(&lines, Format::default()).unwrap();
        marks.into_iter().map(|it| (it.start, it.end, it.message)).collect()
    }

    #[test]
    fn carets_say_which_columns_are_meant() {
        assert_eq!(marks("RUN ls\n#   ^^ what"), [(4, 6, "what".to_owned())]);
        assert_eq!(marks("RUN ls\n#^^ what"), [(0, 3, "what".to_owned())], "the # is a caret too");
        assert_eq!(marks(" RUN ls\n#^^^ what"), [(1, 4, "what".to_owned())], "but not below a blank");
        assert_eq!(marks("\tRUN ls\n#\t^^^ what"), [(1, 4, "what".to_owned())]);
        assert_eq!(marks("RUN ls\n#     | what"), [(6, 6, "what".to_owned())]);
        assert_eq!(marks("RUN ls\n#     ^ what"), [(6, 7, "what".to_owned())], "the line end");
        assert_eq!(marks("RUN ls\n# @1..2 what"), [(1, 2, "what".to_owned())]);
        assert_eq!(marks("# @0..0 what"), [(0, 0, "what".to_owned())]);
        assert_eq!(marks("RUN ä b\n#     ^ what"), [(7, 8, "what".to_owned())]);
        assert_eq!(marks("RUN ls\n#   ^^ what ...\nRUN ls\n#^^ ..."), [(4, 10, "what".to_owned())]);
    }

    #[test]
    fn every_range_can_be_written_and_read() {
        for text in ["", "R", "RUN \tls\n", "\tRUN ls\n\n  äö b\nX\n", "a b\r\n c\r\nd", "\u{feff}FROM x\n y"]
        {
            let format = Format {
                crlf: text.contains('\r'),
                noeol: !text.ends_with('\n'),
                bom: text.starts_with('\u{feff}'),
            };
            let first = text.len() - text.trim_start_matches('\u{feff}').len();
            let places: Vec<usize> = (first..=text.len())
                .filter(|it| text.is_char_boundary(*it) && !(text[..*it].ends_with('\r')))
                .collect();
            for start in &places {
                for end in places.iter().filter(|it| *it >= start) {
                    let mark = Mark::new(range(*start, *end), "what");
                    let lines = write(text, std::slice::from_ref(&mark));
                    let (again, marks) = read(&lines, format).unwrap();
                    let ranges: Vec<TextRange> = marks.iter().map(Mark::range).collect();
                    assert_eq!((&*again, ranges), (text, vec![mark.range()]), "{lines:#?}");
                }
            }
        }
    }

    #[test]
    fn ranges_over_several_lines_may_overlap() {
        let text = "RUN a\nRUN b\nRUN c\n";
        let marks = [Mark::new(range(0, 11), "one"), Mark::new(range(6, 17), "two")];
        let lines = write(text, &marks);
        assert_eq!(
            lines,
            ["RUN a", "#^^^^ one ...", "RUN b", "#^^^^ ... one", "#^^^^ two ...", "RUN c", "#^^^^ ... two"]
        );
        assert_eq!(read(&lines, Format::default()).unwrap().1, marks);
    }
}
