//! The arguments of a command: its flags, and the words that are none.

use std::borrow::Cow;

use super::tree::{Command, Word};

/// The words behind the name of a command.
#[derive(Clone, Copy, Debug)]
pub struct Arguments<'s> {
    words: &'s [Word],
}

/// `-y`, `--yes` or `--target=x`. Of `-qy`, each letter is one.
#[derive(Clone, Debug)]
pub struct Flag<'s> {
    /// With its dashes, without its value.
    pub name: Cow<'s, str>,
    /// What is behind the equals sign, if there is one; expansions in it stay as they are written.
    pub value: Option<Cow<'s, str>>,
    /// The word that it is, or is in.
    pub word: &'s Word,
}

impl Command {
    /// The name, if it does not depend on an expansion; `None` also if there are only assignments or redirections.
    pub fn name(&self) -> Option<Cow<'_, str>> {
        self.words.first()?.literal()
    }

    /// Whether it has this name.
    pub fn is(&self, name: &str) -> bool {
        self.name().is_some_and(|it| it == name)
    }

    /// The words behind the name.
    pub fn arguments(&self) -> Arguments<'_> {
        Arguments::new(self.words.get(1..).unwrap_or_default())
    }
}

impl<'s> Arguments<'s> {
    /// These words as arguments.
    pub fn new(words: &'s [Word]) -> Arguments<'s> {
        Arguments { words }
    }

    /// All of them.
    pub fn words(self) -> &'s [Word] {
        self.words
    }

    /// Those behind the first `count`.
    pub fn skip(self, count: usize) -> Arguments<'s> {
        Arguments::new(self.words.get(count..).unwrap_or_default())
    }

    /// The flags, up to `--`.
    pub fn flags(self) -> impl Iterator<Item = Flag<'s>> {
        self.words.iter().take_while(|word| !is_end(word)).flat_map(flags)
    }

    /// The first flag with one of these names, as in `flag(&["-y", "--yes"])`.
    pub fn flag(self, names: &[&str]) -> Option<Flag<'s>> {
        self.flags().find(|flag| names.contains(&&*flag.name))
    }

    /// Whether there is a flag with one of these names, as in `has(&["-y", "--yes"])`.
    pub fn has(self, names: &[&str]) -> bool {
        self.flag(names).is_some()
    }

    /// The value of a flag that takes one: of `-t x`, `-tx`, `--target x` and `--target=x`. Expansions in it stay as they
    /// are written.
    pub fn value(self, names: &[&str]) -> Option<Cow<'s, str>> {
        self.values(names).next()
    }

    /// The values of a flag that takes one and may stand there more than once.
    pub fn values(self, names: &[&str]) -> impl Iterator<Item = Cow<'s, str>> {
        let end = self.words.iter().position(is_end).unwrap_or(self.words.len());
        let words = &self.words[..end];
        words.iter().enumerate().filter_map(move |(index, word)| match valued(word, names)? {
            Value::Inside(value) => Some(value),
            Value::Next => self.words.get(index + 1).map(Word::lossy),
        })
    }

    /// The words that are neither flags nor values of flags. Which flags take a value as the next word is not to be seen:
    /// `valued` lists them.
    pub fn operands(self, valued_flags: &[&str]) -> impl Iterator<Item = &'s Word> {
        let mut only_operands = false;
        let mut skip = false;
        self.words.iter().filter(move |word| {
            if std::mem::take(&mut skip) {
                return false;
            }
            if only_operands {
                return true;
            }
            if is_end(word) {
                only_operands = true;
                return false;
            }
            skip = matches!(valued(word, valued_flags), Some(Value::Next));
            !is_flag(&word.lossy())
        })
    }

    /// The first word that is neither a flag nor the value of one: `install` in `apt-get -y install curl`.
    pub fn subcommand(self, valued_flags: &[&str]) -> Option<&'s Word> {
        self.operands(valued_flags).next()
    }
}

impl<'s> IntoIterator for Arguments<'s> {
    type Item = &'s Word;
    type IntoIter = std::slice::Iter<'s, Word>;

    fn into_iter(self) -> Self::IntoIter {
        self.words.iter()
    }
}

/// The flags of one letter.
#[rustfmt::skip]
const LETTERS: &[&str] = &[
    "-a", "-b", "-c", "-d", "-e", "-f", "-g", "-h", "-i", "-j", "-k", "-l", "-m", "-n", "-o", "-p", "-q", "-r", "-s", "-t",
    "-u", "-v", "-w", "-x", "-y", "-z", "-A", "-B", "-C", "-D", "-E", "-F", "-G", "-H", "-I", "-J", "-K", "-L", "-M", "-N",
    "-O", "-P", "-Q", "-R", "-S", "-T", "-U", "-V", "-W", "-X", "-Y", "-Z", "-0", "-1", "-2", "-3", "-4", "-5", "-6", "-7",
    "-8", "-9",
];

/// Where the value of a flag stands.
pub(super) enum Value<'s> {
    Inside(Cow<'s, str>),
    Next,
}

/// If the word ends with a flag of one of these names: where its value stands.
pub(super) fn valued<'s>(word: &'s Word, names: &[&str]) -> Option<Value<'s>> {
    let text = word.lossy();
    let text: &str = &text;
    if !is_flag(text) {
        return None;
    }
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (text, None),
    };
    if names.contains(&name) {
        return Some(value.map_or(Value::Next, |value| Value::Inside(value.to_owned().into())));
    }
    if text.starts_with("--") {
        return None;
    }
    // `-xt value` and `-xtvalue`, where `x` is another flag.
    let mut letters = text.char_indices().skip(1);
    let (at, letter) = letters.find(|(_, letter)| {
        !letter.is_ascii_alphanumeric() || names.iter().any(|name| is_letter(name, *letter))
    })?;
    if !letter.is_ascii_alphanumeric() {
        return None;
    }
    let value = &text[at + 1..];
    Some(if value.is_empty() { Value::Next } else { Value::Inside(value.to_owned().into()) })
}

/// Whether the flag `name` is a dash and this letter.
fn is_letter(name: &str, letter: char) -> bool {
    name.strip_prefix('-').is_some_and(|name| name.chars().eq([letter]))
}

/// Whether the word is `--`.
fn is_end(word: &Word) -> bool {
    word.lossy() == "--"
}

fn is_flag(text: &str) -> bool {
    text.len() > 1 && text.starts_with('-')
}

/// The flags in a word. `-name` is one as a whole, and so is each of its letters.
fn flags(word: &Word) -> Vec<Flag<'_>> {
    let text = word.lossy();
    if !is_flag(&text) {
        return Vec::new();
    }
    let end = text.find('=').unwrap_or(text.len());
    let value = text.get(end + 1..).map(|value| Cow::Owned(value.to_owned()));
    let name = match &text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[..end]),
        Cow::Owned(text) => Cow::Owned(text[..end].to_owned()),
    };
    let mut result = vec![Flag { name, value, word }];
    if !text.starts_with("--") && text.len() > 2 {
        let letters =
            text.bytes().skip(1).map_while(|letter| LETTERS.iter().find(|it| it.as_bytes()[1] == letter));
        result.extend(letters.map(|name| Flag { name: Cow::Borrowed(*name), value: None, word }));
    }
    result
}

#[cfg(test)]
mod tests {
    use super::super::{Script, tests::script};
    use super::*;

    fn arguments(script: &Script) -> Arguments<'_> {
        script.commands().next().expect("there is one").command.arguments()
    }

    fn flags(text: &str) -> String {
        let script = script(text);
        let all = arguments(&script).flags().map(|flag| match &flag.value {
            Some(value) => format!("{}:{value}", flag.name),
            None => flag.name.into_owned(),
        });
        all.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn flags_may_be_combined() {
        assert_eq!(flags("apt-get -y install"), "-y");
        assert_eq!(flags("apt-get -qy install --opt=a '--quoted' -- -z"), "-qy -q -y --opt:a --quoted");
        assert_eq!(flags("a -oDebug::x=y - -1"), "-oDebug::x:y -o -D -e -b -u -g -1");
        assert_eq!(flags("a --x=$y \"-z$z\" $w"), "--x:$y -z$z -z");
        let script = script("apt-get install -qqy --no-install-recommends curl");
        assert!(arguments(&script).has(&["-y", "--yes", "--assume-yes"]));
        assert!(arguments(&script).has(&["--no-install-recommends"]));
        assert!(!arguments(&script).has(&["-f", "--fix-broken"]));
    }

    #[test]
    fn values_stand_in_the_flag_or_behind_it() {
        let names = &["-t", "--target"];
        for text in
            ["a -t x y", "a -tx y", "a --target x y", "a --target=x y", "a -vt x y", "a -vtx y", "a y -t x"]
        {
            let script = script(text);
            assert_eq!(arguments(&script).value(names).as_deref(), Some("x"), "{text}");
            let operands: Vec<_> = arguments(&script).operands(names).map(Word::text).collect();
            assert_eq!(operands, ["y"], "{text}");
        }
        let script = script("a -t x b -t=z --target -- -t w");
        assert_eq!(arguments(&script).values(names).collect::<Vec<_>>(), ["x", "z", "--"]);
        let script = super::super::tests::script("apt-get -o x install -y curl -- -z");
        let operands: Vec<_> = arguments(&script).operands(&["-o"]).map(Word::text).collect();
        assert_eq!(operands, ["install", "curl", "-z"]);
        assert_eq!(arguments(&script).subcommand(&["-o"]).map(Word::text), Some("install"));
    }
}
