//! Layout: blanks, line breaks around operators and, if wanted, the case of keywords. Nothing is sorted, moved or joined.
//!
//! Every change is an edit of blanks, never a printed instruction. What would read differently afterwards, to the builder or to a
//! person, is left as it is: [`same`] says so.

mod between;
mod block;
mod breaks;
mod casing;
mod free;
mod habits;
mod heads;
mod indent;
mod layout;
mod same;
mod settings;
mod tables;
mod tails;
mod typing;

pub use same::same;
pub use settings::{Casing, FormatSettings, IndentStyle, Unit};
pub use typing::typed;

use crate::{
    model::Analysis,
    text::{Edits, TextEdit, TextRange, size},
};
use layout::Layout;

/// What makes a file well laid out.
pub fn format(analysis: &Analysis, settings: &FormatSettings) -> Edits {
    let groups = groups(analysis, settings);
    sound(analysis, groups)
}

/// The same for the instructions, and the lines between them, that `selection` touches.
pub fn format_selection(analysis: &Analysis, selection: TextRange, settings: &FormatSettings) -> Edits {
    let mut groups = groups(analysis, settings);
    groups.retain(|it| it.lines.intersect(selection).is_some());
    sound(analysis, groups)
}

/// Edits that belong together: those of an instruction, or of the lines between two.
#[derive(Debug)]
struct Group {
    /// The lines that they are about.
    lines: TextRange,
    edits: Vec<TextEdit>,
}

fn groups(analysis: &Analysis, settings: &FormatSettings) -> Vec<Group> {
    let file = analysis.file();
    if !settings.enable || file.instructions.is_empty() {
        return Vec::new();
    }
    let layout = Layout::new(analysis, settings);
    let mut groups: Vec<Group> = (0..file.instructions.len()).map(|it| layout.instruction(it)).collect();
    groups.extend(between::groups(&layout));
    groups.retain(|it| !it.edits.is_empty());
    groups
}

/// The edits, but for those that would change what is read.
fn sound(analysis: &Analysis, mut groups: Vec<Group>) -> Edits {
    if let Some(edits) = together(analysis, &groups) {
        return edits;
    }
    groups.retain(|it| is_sound(analysis, it));
    together(analysis, &groups).unwrap_or_default()
}

/// The edits of all groups, if the file reads the same afterwards.
fn together(analysis: &Analysis, groups: &[Group]) -> Option<Edits> {
    let edits = Edits::new(groups.iter().flat_map(|it| it.edits.iter().cloned())).ok()?;
    let keeps = edits.is_empty() || same(analysis, &Analysis::new(edits.apply(analysis.source())));
    keeps.then_some(edits)
}

/// Whether the lines of a group, alone, read the same after its edits.
fn is_sound(analysis: &Analysis, group: &Group) -> bool {
    let file = analysis.file();
    let head = match (usize::from(group.lines.start()), file.escape) {
        (0, _) => "",
        (_, b'`') => "# escape=`\n",
        _ => "\n",
    };
    let Ok(edits) = Edits::new(group.edits.iter().map(|it| {
        let delete =
            TextRange::at(it.delete.start() - group.lines.start() + size(head.len()), it.delete.len());
        TextEdit { delete, insert: it.insert.clone() }
    })) else {
        return false;
    };
    // With an instruction behind it, what is between instructions is a file, too.
    let before = format!("{head}{}\nFROM scratch\n", file.text(group.lines));
    let after = edits.apply(&before);
    same(&Analysis::new(before), &Analysis::new(after))
}
