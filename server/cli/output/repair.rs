//! The lines that a fix would change, before and after.

use std::io::{self, Write};

use similar::{Algorithm, ChangeTag, capture_diff_slices};

use super::{
    super::console::Look,
    diff::{Kind, line},
    visible,
};
use crate::{
    lint::Fix,
    text::{Edits, LineIndex, TextEdit, TextRange},
};

/// Prints the lines with their numbers. Lines that stay are left out.
pub(super) fn write(
    fix: &Fix,
    lines: &LineIndex,
    text: &str,
    look: Look,
    to: &mut dyn Write,
) -> io::Result<()> {
    let Some((first, before, after)) = touched(fix, lines, text) else {
        return Ok(());
    };
    let [old, new] = [before, &after].map(|it| it.split_inclusive('\n').collect::<Vec<_>>());
    let width = (first + old.len().max(new.len())).to_string().len();
    let changes = capture_diff_slices(Algorithm::Myers, &old, &new);
    for change in changes.iter().flat_map(|it| it.iter_changes(&old, &new)) {
        let (kind, sign, index) = match change.tag() {
            ChangeTag::Equal => continue,
            ChangeTag::Delete => (Kind::Old, '-', change.old_index()),
            ChangeTag::Insert => (Kind::New, '+', change.new_index()),
        };
        let number = first + index.unwrap_or_default() + 1;
        let text =
            format!("{number:>width$} {sign} {}", visible(change.value().trim_end_matches(['\r', '\n'])));
        line(look, kind, format!("{}\n", text.trim_end()).as_bytes(), to)?;
    }
    Ok(())
}

/// The number, from 0, of the first line that is touched, the lines, and what becomes of them.
fn touched<'a>(fix: &Fix, lines: &LineIndex, text: &'a str) -> Option<(usize, &'a str, String)> {
    let span = fix.edits.span()?;
    let first = lines.line(span.start());
    let start = lines.range(first).start();
    let window = TextRange::new(start, lines.range(lines.line(span.end())).end());
    let edits = fix.edits.iter().map(|it| TextEdit::replace(it.delete - start, &*it.insert));
    let after = Edits::new(edits).ok()?.apply(&text[window]);
    Some((first as usize, &text[window], after))
}
