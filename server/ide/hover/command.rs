//! The commands of RUN and its kin: what they do, their sub-commands and flags.

use std::borrow::Cow;

use super::{Here, Hover};
use crate::{
    ide::markdown::{code, list},
    knowledge::usage::{self, Flag, Subcommand, Usage},
    syntax::shell::Word,
    text::{TextRange, TextSize},
};

/// The command there, or its sub-command or flag.
pub(super) fn command(here: Here<'_>) -> Option<Hover> {
    let analysis = here.cx.analysis;
    let scripts = match here.site.trigger {
        true => analysis.trigger_scripts(here.site.index),
        false => analysis.scripts(here.site.index),
    };
    let found = scripts.iter().find_map(|it| it.script.command_at(here.at))?.command.effective();
    let family = here.stage().and_then(|it| analysis.base_image(it)).and_then(|it| it.family);
    let name = found.name_word()?;
    let (name, words) = module(name, found.arguments().words());
    let program = name.literal()?;
    let usage = usage::usage(program.rsplit('/').next()?, family)?;
    if here.is_on(name.range) {
        return Some(Hover { range: name.range, markdown: format!("{}\n\n{}", code(&program), usage.help) });
    }
    let line = Line::new(usage, words);
    let word = line.words.iter().position(|it| here.is_on(it.range))?;
    line.subcommand_at(word).or_else(|| line.flag_at(here, word))
}

/// The command, and its words; of `python -m pip` those of pip.
fn module<'w>(name: &'w Word, words: &'w [Word]) -> (&'w Word, &'w [Word]) {
    let is_python =
        name.literal().is_some_and(|it| it.rsplit('/').next().is_some_and(|it| it.starts_with("python")));
    match words {
        [flag, module, rest @ ..] if is_python && flag.lossy() == "-m" => (module, rest),
        _ => (name, words),
    }
}

/// The words behind a command, by its table.
struct Line<'w> {
    usage: &'static Usage,
    words: &'w [Word],
    texts: Vec<Cow<'w, str>>,
    /// The sub-command, and which words it is.
    subcommand: Option<(&'static Subcommand, Vec<usize>)>,
}

impl<'w> Line<'w> {
    fn new(usage: &'static Usage, words: &'w [Word]) -> Line<'w> {
        let texts: Vec<Cow<'_, str>> = words.iter().map(Word::lossy).collect();
        let mut this = Line { usage, words, texts, subcommand: None };
        // What is a value of a flag, no sub-command has said yet: the flags of all count.
        let operands: Vec<usize> = (0..words.len())
            .filter(|at| !is_flag(&this.texts[*at]) && this.valued_before(*at, None).is_none())
            .collect();
        let found = usage.subcommand(operands.iter().map(|at| &*this.texts[*at]));
        this.subcommand = found.map(|(it, count)| (it, operands.into_iter().take(count).collect()));
        this
    }

    /// The flag whose value this word is.
    fn valued_before(&self, word: usize, subcommand: Option<&Subcommand>) -> Option<&'static Flag> {
        let before = self.texts.get(word.checked_sub(1)?)?;
        let flag = self.usage.flag(before, subcommand).or_else(|| {
            let letters = before.strip_prefix('-').filter(|it| !it.starts_with('-') && it.len() > 1)?;
            self.usage.flag(&format!("-{}", letters.chars().next_back()?), subcommand)
        })?;
        flag.takes_value().then_some(flag)
    }

    fn subcommand_at(&self, word: usize) -> Option<Hover> {
        let (subcommand, words) = self.subcommand.as_ref().filter(|it| it.1.contains(&word))?;
        let range = self.words.get(*words.first()?)?.range.cover(self.words.get(*words.last()?)?.range);
        let command = self.usage.commands.first()?;
        let aliases: Vec<String> = subcommand.aliases.iter().map(|it| code(it)).collect();
        let mut parts = vec![code(&format!("{command} {}", subcommand.name)), subcommand.help.to_owned()];
        if !aliases.is_empty() {
            parts.push(format!("Also {}.", list(&aliases)));
        }
        parts.extend(subcommand.deprecated.map(out_of_use));
        Some(Hover { range, markdown: parts.join("\n\n") })
    }

    fn flag_at(&self, here: Here<'_>, word: usize) -> Option<Hover> {
        let subcommand = self.subcommand.as_ref().map(|it| it.0);
        if let Some(flag) = self.valued_before(word, subcommand) {
            let range = self.words.get(word - 1)?.range.cover(self.words.get(word)?.range);
            return Some(Hover { range, markdown: self.text(flag) });
        }
        let (text, written) = (self.texts.get(word)?, self.words.get(word)?.range);
        let name = text.split_once('=').map_or(&**text, |it| it.0);
        if let Some(flag) = self.usage.flag(name, subcommand) {
            return Some(Hover { range: written, markdown: self.text(flag) });
        }
        self.letter_at(here, word, subcommand)
    }

    /// A letter of `-xzf`; tar takes them without a dash, too.
    fn letter_at(&self, here: Here<'_>, word: usize, subcommand: Option<&Subcommand>) -> Option<Hover> {
        let range = self.words.get(word)?.range;
        let written = here.text(range);
        let is_bundle = written.starts_with('-') && !written.starts_with("--")
            || word == 0
                && self.usage.commands.contains(&"tar")
                && written.bytes().all(|it| it.is_ascii_alphabetic());
        let at = usize::from(here.at - range.start()).min(written.len().saturating_sub(1));
        let letter =
            written.get(at..at + 1).filter(|it| is_bundle && it.as_bytes()[0].is_ascii_alphanumeric())?;
        let flag = self.usage.flag(&format!("-{letter}"), subcommand)?;
        let start = range.start() + TextSize::try_from(at).ok()?;
        Some(Hover { range: TextRange::at(start, TextSize::of(letter)), markdown: self.text(flag) })
    }

    /// What there is to say of a flag.
    fn text(&self, flag: &Flag) -> String {
        let names: Vec<String> = flag.names.iter().map(|it| form(it, flag.value)).collect();
        let mut parts = vec![names.join(", "), flag.help.to_owned()];
        parts.extend(flag.deprecated.map(out_of_use));
        parts.join("\n\n")
    }
}

/// `` `--target <folder>` ``
fn form(name: &str, value: &str) -> String {
    let blank = if value.starts_with('<') { " " } else { "" };
    code(&format!("{name}{blank}{value}"))
}

fn out_of_use(instead: &str) -> String {
    format!("**Out of use**: use {instead}.")
}

fn is_flag(text: &str) -> bool {
    text.len() > 1 && text.starts_with('-')
}
