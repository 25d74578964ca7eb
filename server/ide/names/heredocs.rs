//! The word that begins and ends a heredoc.

use super::{
    Kind, Lookup, Role,
    collect::{Collector, Key},
};
use crate::{
    syntax::{Heredoc, Instruction},
    text::{TextRange, TextSize, size},
};

impl Collector<'_> {
    /// The heredocs of an instruction.
    pub(super) fn heredocs(&mut self, it: &Instruction) {
        for heredoc in &it.heredocs {
            let Some(name) = self.name_in_marker(heredoc) else { continue };
            let thing = self.thing(Key::Heredoc(heredoc.marker), Kind::Heredoc, &heredoc.name);
            self.place(thing, name, Role::Definition, Lookup::Before);
            if let Some(end) = heredoc.terminator {
                self.place(thing, end, Role::Use, Lookup::Before);
            }
        }
    }

    /// The name in `<<-"EOF"`; `None` if it is written with escapes.
    fn name_in_marker(&self, heredoc: &Heredoc) -> Option<TextRange> {
        let text = self.file.text(heredoc.marker);
        let behind = text.find("<<")? + 2;
        let at = behind + text[behind..].find(heredoc.name.as_str())?;
        Some(TextRange::at(heredoc.marker.start() + size(at), TextSize::of(&*heredoc.name)))
    }
}
