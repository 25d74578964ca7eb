//! Whatever the text is, its tree is sound and its tokens are the text: for real files, their beginnings, slips of the
//! finger in them, and heaps of everything that is hard to read.

use proptest::prelude::*;

use crate::{corpus, invariants};

#[test]
fn every_file_of_the_corpus() {
    for (name, source) in corpus::files() {
        check(name, source);
    }
}

/// A file that is being typed. The work grows with the square of its length.
#[test]
fn every_beginning_of_a_file() {
    for (name, source) in corpus::sample(20).filter(|it| corpus::all() || it.1.len() < MOST_TYPED) {
        for end in (0..source.len()).filter(|it| source.is_char_boundary(*it)) {
            check(name, &source[..end]);
        }
    }
}

/// A file with one slip.
#[test]
fn one_character_too_many_or_too_few() {
    let mut dice = Dice(1);
    for (name, source) in corpus::sample(40) {
        let boundaries: Vec<usize> = (0..=source.len()).filter(|it| source.is_char_boundary(*it)).collect();
        for _ in 0..200 {
            let mut slip = source.clone();
            let at = boundaries[dice.below(boundaries.len())];
            match dice.below(3) {
                0 if at < slip.len() => _ = slip.remove(at),
                _ => slip.insert_str(at, FRAGMENTS[dice.below(FRAGMENTS.len())]),
            }
            check(name, &slip);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn a_heap_of_fragments(fragments in prop::collection::vec(prop::sample::select(FRAGMENTS), 0..30)) {
        invariants::check(&fragments.concat());
    }

    #[test]
    fn any_characters(source in ".{0,60}") {
        invariants::check(&source);
    }
}

/// Longer files, in bytes, are typed only if all are.
const MOST_TYPED: usize = 4_000;

/// What is hard to read, and what it may be mixed with.
pub(crate) const FRAGMENTS: &[&str] = &[
    "\n",
    "\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    " ",
    "\t",
    "\\",
    "\\\n",
    "\\ \n",
    "`",
    "`\n",
    "\u{b}",
    "\u{c}",
    "\0",
    "'",
    "\"",
    "#",
    "# x\n",
    "\n# x\n",
    "# escape=`\n",
    "# escape=x\n",
    "# syntax=a b\n",
    "# check=skip=all\n",
    "# foo=\n",
    "\u{feff}",
    "\u{a0}",
    "\u{85}",
    "\u{2028}",
    "\u{3000}",
    "à",
    "\u{e2}",
    "Å",
    "…",
    "😀",
    "\u{301}",
    "\u{fffd}",
    "𝒳",
    "<<EOF",
    "<<-EOF",
    "<<'EOF'",
    "<< EOF",
    "3<<A",
    "<<",
    "<",
    "EOF\n",
    "\nEOF\n",
    "\n\tEOF\n",
    "A\n",
    "$",
    "${",
    "}",
    "$a",
    "${a",
    "${a:-",
    "${a#",
    "${a//",
    "/",
    "$(",
    ")",
    "`a`",
    "?",
    "*",
    "[",
    "]",
    ",",
    "[\"",
    "\"a\"",
    "[]",
    "[1]",
    "{",
    "\"\\u00e9\"",
    "=",
    "a=b",
    "a=",
    "=b",
    "--",
    "-",
    "--mount=",
    "--from=",
    "--link",
    "--a='b c'",
    "--chown=\"x",
    "FROM",
    "FROM a",
    "from ",
    " AS ",
    "scratch",
    "RUN ",
    "RUN",
    "CMD ",
    "COPY ",
    "ADD ",
    "ENV ",
    "LABEL ",
    "ARG ",
    "ONBUILD ",
    "ONBUILD RUN ",
    "HEALTHCHECK ",
    "NONE",
    "SHELL ",
    "USER ",
    "VOLUME ",
    "EXPOSE ",
    "STOPSIGNAL ",
    "MAINTAINER ",
    "WORKDIR ",
    "ENTRYPOINT ",
    "a",
    "b",
    ";",
    "&&",
    "|",
];

fn check(name: &str, source: &str) {
    if std::panic::catch_unwind(|| invariants::check(source)).is_err() {
        panic!("{name}:\n{source:?}");
    }
}

/// Numbers that look random and are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}
