//! Columns that somebody made of keywords, flags and first arguments in several lines: there, more than one blank is meant.
//!
//! A column is made with what stays where it is. So we begin with all gaps of more than one blank, and take away those that are
//! aligned with nothing, until nothing goes any more.

use std::collections::HashMap;

use super::{between, heads, settings::Unit};
use crate::{
    syntax::{Dockerfile, Instruction, Keyword},
    text::{TextRange, range},
};

/// So many neighbours are asked whether they are aligned.
const NEIGHBOURS: usize = 16;

/// If something still goes after so many rounds, everything does.
const ROUNDS: usize = 8;

/// The gaps of a file that become one blank, for each instruction.
pub(super) fn loose_gaps(file: &Dockerfile, columns: &[heads::Columns]) -> Vec<Vec<TextRange>> {
    let stages = between::stage_starts(file);
    let mut lines: Vec<Line> =
        file.instructions.iter().zip(columns).map(|(it, columns)| Line::new(file, it, columns)).collect();
    for round in 0..=ROUNDS {
        let tables = tables(&lines);
        let is_loose = |index: usize, gap: &Gap| {
            round == ROUNDS
                || !(is_in_table(&tables, &lines[index], gap)
                    || is_aligned(file, &stages, &lines, index, gap))
        };
        let loose: Vec<(usize, usize)> = (0..lines.len())
            .flat_map(|it| lines[it].gaps.iter().enumerate().map(move |(at, gap)| (it, at, gap)))
            .filter(|(index, _, gap)| gap.is_wide && !gap.loose && is_loose(*index, gap))
            .map(|(index, at, _)| (index, at))
            .collect();
        if loose.is_empty() {
            break;
        }
        for (index, at) in loose {
            let line = &mut lines[index];
            line.gaps[at].loose = true;
            line.fixed_to = line.fixed_to.min(line.gaps[at].column);
        }
    }
    let ranges = |line: Line| line.gaps.into_iter().filter(|it| it.loose).map(|it| it.range).collect();
    lines.into_iter().map(ranges).collect()
}

/// The first line of an instruction.
struct Line {
    keyword: Keyword,
    /// Its words: the column of each, and how many blanks are before it.
    words: Vec<(usize, usize)>,
    gaps: Vec<Gap>,
    /// What stands in this column, or behind it, moves.
    fixed_to: usize,
}

/// The blanks between keyword, flags and first argument.
struct Gap {
    range: TextRange,
    /// The column behind it.
    column: usize,
    /// It is not just one blank.
    is_wide: bool,
    /// It becomes one.
    loose: bool,
}

impl Gap {
    fn len(&self) -> usize {
        self.range.len().into()
    }
}

impl Line {
    fn new(file: &Dockerfile, it: &Instruction, columns: &heads::Columns) -> Line {
        let unit = Unit::Spaces(8);
        let start = usize::from(it.lines.start());
        let text = file.text(it.lines).lines().next().unwrap_or_default().trim_end();
        let text = text.strip_suffix(char::from(file.escape)).unwrap_or(text);
        let mut words = Vec::new();
        let (mut at, mut blanks) = (0, 0);
        for character in text.chars() {
            let is_blank = matches!(character, ' ' | '\t');
            if !is_blank && blanks > 0 {
                words.push((at, blanks));
            }
            blanks = if is_blank { blanks + 1 } else { 0 };
            at = unit.column(at, character.encode_utf8(&mut [0; 4]));
        }
        let gap = |range: TextRange| {
            let column = unit.column(0, file.source.get(start..usize::from(range.end())).unwrap_or_default());
            Gap { range, column, is_wide: file.text(range) != " ", loose: false }
        };
        let gaps = heads::all_gaps(file, it).into_iter().map(gap).collect();
        let fixed_to = if columns.old == columns.new { usize::MAX } else { 0 };
        Line { keyword: it.keyword, words, gaps, fixed_to }
    }

    /// How many blanks are before the word in this column, if one is there, and stays there.
    fn blanks_at(&self, column: usize) -> Option<usize> {
        let found = self.words.binary_search_by_key(&column, |it| it.0).ok()?;
        (column < self.fixed_to).then_some(self.words[found].1)
    }
}

/// How many blanks the gaps of the file have, the least and the most, by the keyword and the column.
fn tables(lines: &[Line]) -> HashMap<(Keyword, usize), (usize, usize)> {
    let mut found: HashMap<(Keyword, usize), (usize, usize)> = HashMap::new();
    for line in lines {
        for gap in line.gaps.iter().filter(|it| !it.loose && it.column < line.fixed_to) {
            let (least, most) = found.entry((line.keyword, gap.column)).or_insert((gap.len(), gap.len()));
            (*least, *most) = ((*least).min(gap.len()), (*most).max(gap.len()));
        }
    }
    found
}

/// Whether another such instruction, wherever it is, has something in the same column. Equal blanks behind equal words are no
/// table, but a slip that was made twice.
fn is_in_table(tables: &HashMap<(Keyword, usize), (usize, usize)>, line: &Line, gap: &Gap) -> bool {
    let lengths = tables.get(&(line.keyword, gap.column));
    gap.column < line.fixed_to && lengths.is_some_and(|(least, most)| least != most)
}

/// Whether a line right above or below has something in the same column, directly or by lines between.
fn is_aligned(file: &Dockerfile, stages: &[bool], lines: &[Line], index: usize, gap: &Gap) -> bool {
    if gap.column >= lines[index].fixed_to {
        return false;
    }
    let is_other = |blanks: usize| blanks != gap.len();
    let mut above = (0..index)
        .rev()
        .take(NEIGHBOURS)
        .take_while(|it| is_above(file, stages, *it))
        .map_while(|it| lines[it].blanks_at(gap.column));
    let mut below = (index + 1..lines.len())
        .take(NEIGHBOURS)
        .take_while(|it| is_above(file, stages, *it - 1))
        .map_while(|it| lines[it].blanks_at(gap.column));
    above.any(is_other) || below.any(is_other)
}

/// Whether the instruction with this index is one line, and the next one is on the next, where it also stays.
fn is_above(file: &Dockerfile, stages: &[bool], index: usize) -> bool {
    let [Some(above), Some(below)] = [index, index + 1].map(|it| file.instructions.get(it)) else {
        return false;
    };
    let between = file.text(range(above.lines.end().into(), below.lines.start().into()));
    !stages[index + 1] && !file.text(above.lines).contains('\n') && between.matches('\n').count() == 1
}
