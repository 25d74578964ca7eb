//! How a fix takes an argument of a command away, or a command of a chain.

use crate::{
    syntax::{
        Dockerfile,
        shell::{Command, Flag, Node, Script, Word},
    },
    text::{TextEdit, TextRange, TextSize},
};

/// Takes a word away that is not the first of its command, with the blanks before it; `None` if a comment stands between.
pub fn take_word(file: &Dockerfile, command: &Command, word: &Word) -> Option<TextEdit> {
    take_words(file, command, word, 1)
}

/// Takes a word away, and those behind it, so that `count` are gone.
pub fn take_words(file: &Dockerfile, command: &Command, word: &Word, count: usize) -> Option<TextEdit> {
    let at = command.words.iter().position(|it| it.range == word.range)?;
    let before = command.words.get(at.checked_sub(1)?)?;
    let last = command.words.get(at + count.checked_sub(1)?)?;
    let range = TextRange::new(before.range.end(), last.range.end());
    let has_comment = file.text(range).lines().any(|it| it.trim_start().starts_with('#'));
    (!has_comment).then(|| TextEdit::delete(range))
}

/// Takes a flag away: the word that it is, or its letter where it stands among others.
pub fn take_flag(file: &Dockerfile, command: &Command, flag: &Flag<'_>) -> Option<TextEdit> {
    let written = file.text(flag.word.range);
    if *flag.name == *flag.word.lossy() || written.starts_with("--") {
        return take_word(file, command, flag.word);
    }
    let letter = flag.name.strip_prefix('-').filter(|it| it.len() == 1)?;
    let at = written.find('-')? + 1;
    let at = at + written[at..].find(letter)?;
    let start = flag.word.range.start() + TextSize::of(&written[..at]);
    Some(TextEdit::delete(TextRange::at(start, TextSize::of(letter))))
}

/// Takes a command of `a && b && c` away, with one of the operators beside it; `None` if it is the only one.
pub fn take_command(file: &Dockerfile, script: &Script, command: &Command) -> Option<TextEdit> {
    let items = script.list.chain().filter(|it| it.len() > 1 && script.is_understood())?;
    let is_it = |node: &Node| matches!(node, Node::Simple(it) if it.range == command.range);
    let at = items.iter().position(|it| it.pipeline.nodes.iter().any(is_it))?;
    let this = items[at].pipeline.range;
    let range = match (items.get(at + 1), at.checked_sub(1).and_then(|it| items.get(it))) {
        (Some(next), _) => TextRange::new(this.start(), next.pipeline.range.start()),
        (None, Some(before)) => TextRange::new(before.pipeline.range.end(), this.end()),
        (None, None) => return None,
    };
    let has_comment = file.text(range).lines().any(|it| it.trim_start().starts_with('#'));
    (!has_comment).then(|| TextEdit::delete(range))
}
