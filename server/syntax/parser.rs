//! From lines to instructions.

use std::sync::Arc;

use super::{
    Body, Directive, DirectiveKind, Dockerfile, Heredoc, Instruction, SyntaxError, Topic, check,
    grammar::Grammar,
    heredoc::{self, Marker},
    lines::{Content, Line, Lines},
};
use crate::text::{TextEdit, TextRange, range, size};

/// The longest physical line that BuildKit reads, in bytes, without its end (Go's `bufio.MaxScanTokenSize`).
const LONGEST_LINE: usize = 65_535;

/// Reads a file. Whatever its bytes are, there is a tree; what BuildKit's parser rejects stands in its `errors`.
pub fn parse(source: Arc<str>) -> Dockerfile {
    let mut file = Dockerfile {
        source: source.clone(),
        escape: b'\\',
        directives: Vec::new(),
        instructions: Vec::new(),
        comments: Vec::new(),
        cuts: Vec::new(),
        errors: Vec::new(),
    };
    let mut lines = Lines::new(&source);
    let mut head = true;
    while let Some(line) = lines.next() {
        too_long(&line, &mut file.errors);
        match line.content() {
            Content::Comment(comment) => {
                head = head && directive(&line, comment, &mut file);
                if !head {
                    file.comments.push(line.range_of_rest(comment));
                }
                continue;
            }
            Content::Text(text) => instruction(&source, &line, text, &mut lines, &mut file),
            Content::Blank => {}
        }
        head = false;
    }
    if file.instructions.is_empty() && file.errors.is_empty() {
        file.errors.push(no_instructions(&source));
    }
    let errors = check::errors(&file);
    file.errors.extend(errors);
    file.errors.sort_by_key(|it| it.range.start());
    file
}

fn no_instructions(source: &str) -> SyntaxError {
    let message = match source.is_empty() {
        true => "the Dockerfile cannot be empty: begin it with FROM and a base image",
        false => "file with no instructions: begin with FROM and a base image",
    };
    let last_line = source.strip_suffix('\n').unwrap_or(source);
    SyntaxError::new(TextRange::empty(size(last_line.len())), message).about(Topic::Build)
}

fn too_long(line: &Line<'_>, errors: &mut Vec<SyntaxError>) {
    if line.text.len() > LONGEST_LINE {
        let message = format!(
            "dockerfile line greater than max allowed size of {LONGEST_LINE}: break this line, which has {} bytes",
            line.text.len()
        );
        errors.push(SyntaxError::new(range(line.start, line.end()), message));
    }
}

/// Reads a comment at the head of the file as a directive; says whether it is one.
fn directive(line: &Line<'_>, comment: &str, file: &mut Dockerfile) -> bool {
    let Some((kind, name, value)) = split_directive(comment) else {
        return false;
    };
    let whole = line.range_of_rest(comment);
    let place = |part: &str| {
        let start = usize::from(whole.start()) + (part.as_ptr() as usize - comment.as_ptr() as usize);
        range(start, start + part.len())
    };
    let value_range = place(value);
    let directive = Directive {
        kind,
        range: TextRange::new(whole.start(), value_range.end()),
        name: place(name),
        value: value_range,
    };
    if let Some(first) = file.directives.iter().find(|it| it.kind == kind) {
        let message = format!(
            "only one {} parser directive can be used: delete one of them",
            name.to_ascii_lowercase()
        );
        let error = SyntaxError::new(first.range.cover(directive.range), message);
        let line = TextEdit::delete(range(line.start, line.next));
        file.errors.push(error.with_fix("Delete the second one", line).see(first.range, "the first one"));
    } else if kind == DirectiveKind::Escape {
        match value {
            "\\" | "`" => file.escape = value.as_bytes()[0],
            _ => {
                let message =
                    format!("invalid escape token '{value}' does not match ` or \\: write one of these two");
                let meant = if value.contains('`') { "`" } else { "\\" };
                let edit = TextEdit::replace(value_range, meant);
                file.errors.push(
                    SyntaxError::new(value_range, message).with_fix(format!("Change it to {meant}"), edit),
                );
            }
        }
    }
    file.directives.push(directive);
    true
}

/// `# name = value`, if the name is one that BuildKit knows: `^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$`.
fn split_directive(comment: &str) -> Option<(DirectiveKind, &str, &str)> {
    const BLANKS: [char; 5] = ['\t', '\n', '\x0c', '\r', ' '];
    let (name, value) = comment.strip_prefix('#')?.split_once('=')?;
    let name = name.trim_matches(BLANKS);
    let kind = match name.to_ascii_lowercase().as_str() {
        "syntax" => DirectiveKind::Syntax,
        "escape" => DirectiveKind::Escape,
        "check" => DirectiveKind::Check,
        _ => return None,
    };
    let trimmed = value.trim_matches(BLANKS);
    match (trimmed, value.len()) {
        ("", 0) => None,
        ("", blanks) => Some((kind, name, &value[blanks - 1..])),
        _ => Some((kind, name, trimmed)),
    }
}

/// Reads the instruction that begins on `first`, with its continuation lines and heredocs.
fn instruction(source: &str, first: &Line<'_>, text: &str, lines: &mut Lines<'_>, file: &mut Dockerfile) {
    let start = first.end() - text.len();
    let first_cut = file.cuts.len();
    let (content_end, mut end) = join(first, first.text.len() - text.len(), lines, file);
    let content = range(start, content_end.max(start));

    let joined = super::Joined::new(source, content, &file.cuts[first_cut..]);
    let mut grammar = Grammar::new(&joined, file.escape, &mut file.errors);
    let mut instruction = grammar.instruction(0..joined.text().len());
    if takes_heredocs(&instruction) {
        let markers = heredoc::markers(joined.text());
        instruction.heredocs.reserve_exact(markers.len());
        for marker in markers {
            let place = joined.range(marker.place.clone());
            let (heredoc, last) = read_heredoc(marker, place, end, lines, &mut file.errors);
            end = last;
            instruction.range = instruction.range.cover(range(start, end));
            instruction.heredocs.push(heredoc);
        }
    }
    instruction.lines = range(first.start, end);
    file.instructions.push(instruction);
}

/// Reads the lines that continue `first`, and records what is cut between them.
///
/// Returns where the text of the instruction ends, and where its last physical line does.
fn join(first: &Line<'_>, from: usize, lines: &mut Lines<'_>, file: &mut Dockerfile) -> (usize, usize) {
    let Some(at) = first.continuation(file.escape, from) else {
        return (first.end(), first.end());
    };
    let (mut content_end, mut end) = (first.start + at, first.end());
    let (mut cut, mut cut_end) = (first.start + at, first.next);
    for line in lines.by_ref() {
        too_long(&line, &mut file.errors);
        end = line.end();
        match line.content() {
            Content::Text(_) => {}
            Content::Blank => {
                cut_end = line.next;
                continue;
            }
            Content::Comment(comment) => {
                file.comments.push(line.range_of_rest(comment));
                cut_end = line.next;
                continue;
            }
        }
        file.cuts.push(range(cut, line.start));
        let Some(at) = line.continuation(file.escape, 0) else {
            return (line.end(), end);
        };
        content_end = line.start + at;
        (cut, cut_end) = (content_end, line.next);
    }
    file.cuts.push(range(cut, cut_end));
    (content_end, end)
}

fn takes_heredocs(instruction: &Instruction) -> bool {
    match &instruction.body {
        Body::Run(super::Command::Shell(_)) => true,
        Body::Copy(transfer) | Body::Add(transfer) => !transfer.json,
        Body::Onbuild(Some(inner)) => match inner.body {
            Body::Onbuild(_) => false,
            _ => takes_heredocs(inner),
        },
        _ => false,
    }
}

/// Reads the lines of a heredoc. Returns it, and where its last line ends.
fn read_heredoc(
    marker: Marker,
    place: TextRange,
    end: usize,
    lines: &mut Lines<'_>,
    errors: &mut Vec<SyntaxError>,
) -> (Heredoc, usize) {
    let start = lines.at();
    let (mut body_end, mut end) = (start, end);
    let mut terminator = None;
    for line in lines.by_ref() {
        too_long(&line, errors);
        end = line.end();
        let text = if marker.chomp { line.text.trim_start_matches('\t') } else { line.text };
        if text == marker.name {
            terminator = Some(line.range_of_rest(text));
            break;
        }
        body_end = line.next;
    }
    let body = range(start.min(body_end), body_end);
    let Marker { name, expand, chomp, .. } = marker;
    (Heredoc { name, marker: place, body, terminator, expand, chomp }, end)
}
