//! What happens while somebody types: the next line gets its blanks, and nothing else changes.

use super::{
    block::{Block, Line, LineKind},
    free::{self, Fixed},
    layout::{Draft, Layout, replaced},
    settings::FormatSettings,
};
use crate::{
    model::{Analysis, Form},
    syntax::{Keyword, shell::ProblemKind},
    text::{Edits, TextSize, range},
};

/// What a typed character calls for: a line end, or the escape character at the end of a line. `at` is the place behind it.
pub fn typed(analysis: &Analysis, at: TextSize, character: char, settings: &FormatSettings) -> Edits {
    let source = &**analysis.source();
    let at = source.floor_char_boundary(usize::from(at).min(source.len()));
    let edit = match character {
        _ if !settings.enable => None,
        '\n' => new_line(analysis, at, settings),
        it if it == char::from(analysis.file().escape) => continued(analysis, at, settings),
        _ => None,
    };
    edit.unwrap_or_default()
}

/// The blanks of a line that was just begun.
fn new_line(analysis: &Analysis, at: usize, settings: &FormatSettings) -> Option<Edits> {
    let source = &**analysis.source();
    let start = line_start(source, at);
    let above = Place::new(analysis, line_start(source, start.checked_sub(1)?))?;
    let rest = source[start..].lines().next().unwrap_or_default();
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let is_blank = rest.trim().is_empty();
    let Some(line) = above.line() else {
        // Behind a heredoc, the next instruction begins; in it, its lines are nobody's business but the author's.
        let indent = above.block.lines.first()?.indent(source);
        let edit = above.is_heredoc_end && is_blank;
        return edit.then(|| replaced(source, range(start, start + blanks), indent))?.map(Edits::from);
    };
    let goes_on = line.escape.is_some() || matches!(line.kind, LineKind::Comment | LineKind::Blank);
    let indent = match line.kind {
        LineKind::Blank => return None,
        _ if !goes_on => above.block.lines.first().filter(|_| is_blank)?.indent(source).to_owned(),
        LineKind::First => above.step(analysis, settings, start),
        _ => line.indent(source).to_owned(),
    };
    if goes_on && !above.is_outside_quotes(analysis, start, is_blank) {
        return None;
    }
    replaced(source, range(start, start + blanks), &indent).map(Edits::from)
}

/// The blanks of the line below one that was just continued, if it is not an instruction of its own.
fn continued(analysis: &Analysis, at: usize, settings: &FormatSettings) -> Option<Edits> {
    let source = &**analysis.source();
    let here = Place::new(analysis, line_start(source, at))?;
    here.line()?.escape.filter(|it| it + 1 == at)?;
    let (index, below) = here.block.lines.iter().enumerate().nth(here.index? + 1)?;
    let text = &source[below.text.clone()];
    let first_word = text.split([' ', '\t']).next().unwrap_or_default();
    let is_ours = below.kind == LineKind::Text
        && Keyword::new(first_word) == Keyword::Unknown
        && below.indent(source).len() <= here.block.lines[0].indent(source).len();
    let fixed = Fixed::new(analysis, here.instruction, &analysis.file().instructions[here.instruction]);
    let indent = here.step(analysis, settings, below.start);
    let (start, end) = (below.start, below.text.start);
    let draft = Draft::new(here.block, fixed);
    let is_free = is_ours && draft.is_free(source, analysis.file().escape, index);
    is_free.then(|| replaced(source, range(start, end), &indent))?.map(Edits::from)
}

fn line_start(source: &str, at: usize) -> usize {
    source[..at].rfind('\n').map_or(0, |it| it + 1)
}

/// A line of an instruction.
struct Place {
    /// The instruction, by its index.
    instruction: usize,
    block: Block,
    /// Which line; `None` if it is in a heredoc.
    index: Option<usize>,
    is_heredoc_end: bool,
}

impl Place {
    fn new(analysis: &Analysis, start: usize) -> Option<Place> {
        let file = analysis.file();
        let after = file.instructions.partition_point(|it| usize::from(it.lines.start()) <= start);
        let instruction = after.checked_sub(1)?;
        let it = &file.instructions[instruction];
        if start > usize::from(it.lines.end()) {
            return None;
        }
        let block = Block::new(file, it);
        let index = block.lines.iter().position(|it| it.start == start);
        let last = it.heredocs.last().and_then(|it| it.terminator);
        let is_heredoc_end = last.is_some_and(|it| line_start(&file.source, it.start().into()) == start);
        Some(Place { instruction, block, index, is_heredoc_end })
    }

    fn line(&self) -> Option<&Line> {
        self.block.lines.get(self.index?)
    }

    /// The blanks of the second line: those of the next one that is there, or a step to the right.
    fn step(&self, analysis: &Analysis, settings: &FormatSettings, except: usize) -> String {
        let source = &**analysis.source();
        let mut others = self.block.texts().filter(|it| it.1.kind == LineKind::Text && it.1.start != except);
        match others.next() {
            Some((_, line)) => line.indent(source).to_owned(),
            None => {
                let unit = Layout::new(analysis, settings).habits.unit;
                let first = self.block.lines.first().map_or("", |it| it.indent(source));
                unit.blanks(unit.column(0, first) + unit.width())
            }
        }
    }

    /// Whether blanks at the beginning of the line at `start` mean nothing.
    fn is_outside_quotes(&self, analysis: &Analysis, start: usize, is_blank: bool) -> bool {
        let it = &analysis.file().instructions[self.instruction];
        let scripts = || analysis.scripts(self.instruction).iter().filter(|it| it.form == Form::Shell);
        match scripts().all(free::is_read) {
            true => !Fixed::new(analysis, self.instruction, it).holds(start, start),
            // An instruction that is being typed is seldom whole. What is quoted, is.
            false => {
                let mut problems = scripts().flat_map(|it| &it.script.problems);
                let is_quote = |place: TextSize| {
                    analysis.source()[usize::from(place)..].starts_with(['"', '\'', '$', '`'])
                };
                is_blank
                    && !problems.any(|it| it.kind == ProblemKind::Unterminated && is_quote(it.range.start()))
            }
        }
    }
}
