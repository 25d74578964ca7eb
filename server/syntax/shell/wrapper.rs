//! The command behind `sudo`, `env`, `exec` and the like.

use std::borrow::Cow;

use super::{
    arguments::{Arguments, Value, valued},
    tree::{Assignment, Command, Redirect, Word},
};
use crate::text::TextRange;

/// A command that runs the command in its arguments.
struct Wrapper {
    name: &'static str,
    /// Its flags that take the next word as their value.
    valued: &'static [&'static str],
    /// How many words that are no flags stand before the command.
    operands: usize,
}

const fn wrapper(name: &'static str, valued: &'static [&'static str], operands: usize) -> Wrapper {
    Wrapper { name, valued, operands }
}

/// From the manual pages: coreutils 9, util-linux 2.40, findutils 4.10, sudo 1.9, POSIX.1-2024.
const WRAPPERS: &[Wrapper] = &[
    wrapper("builtin", &[], 0),
    wrapper("busybox", &[], 0),
    wrapper("chroot", &[], 1),
    wrapper("chrt", &[], 1),
    wrapper("command", &[], 0),
    wrapper("coproc", &[], 0),
    wrapper("doas", &["-C", "-u"], 0),
    wrapper("dumb-init", &["-r", "--rewrite"], 0),
    wrapper("eatmydata", &[], 0),
    wrapper("env", &["-u", "--unset", "-C", "--chdir"], 0),
    wrapper("exec", &["-a"], 0),
    wrapper("fakeroot", &["-l", "-f", "-i", "-s", "-b"], 0),
    wrapper("flock", &["-w", "--timeout", "-E"], 1),
    wrapper("gosu", &[], 1),
    wrapper("ionice", &["-c", "--class", "-n", "--classdata"], 0),
    wrapper("nice", &["-n", "--adjustment"], 0),
    wrapper("nohup", &[], 0),
    wrapper("setarch", &[], 1),
    wrapper("setsid", &[], 0),
    wrapper("stdbuf", &["-i", "--input", "-o", "--output", "-e", "--error"], 0),
    wrapper("su-exec", &[], 1),
    wrapper(
        "sudo",
        &["-u", "--user", "-g", "--group", "-p", "--prompt", "-C", "-h", "-D", "-R", "-r", "-t", "-T", "-U"],
        0,
    ),
    wrapper("time", &["-f", "--format", "-o", "--output"], 0),
    wrapper("timeout", &["-k", "--kill-after", "-s", "--signal"], 1),
    wrapper("tini", &["-p", "-e"], 0),
    wrapper("xargs", &["-a", "-d", "-E", "-I", "-L", "-n", "-P", "-s", "--max-args", "--max-procs"], 0),
    wrapper("xvfb-run", &["-n", "--server-num", "-s", "--server-args", "-e", "-f", "-p", "-w"], 0),
];

/// The command that runs in the end, when `sudo` and the like have done their work.
#[derive(Clone, Copy, Debug)]
pub struct Effective<'s> {
    /// As it is written.
    pub command: &'s Command,
    /// Which of its words is the name of the command that runs.
    index: usize,
}

impl Command {
    pub(super) fn new(
        range: TextRange,
        assignments: Vec<Assignment>,
        words: Vec<Word>,
        redirects: Vec<Redirect>,
    ) -> Command {
        let mut effective = 0;
        while let Some(next) = wrapped(&words, effective) {
            effective = next;
        }
        Command { range, assignments, words, redirects, effective }
    }

    /// The command behind wrappers; itself if there are none, or if what they run is not to be seen.
    pub fn effective(&self) -> Effective<'_> {
        Effective { command: self, index: self.effective }
    }
}

impl<'s> Effective<'s> {
    /// The name, if it does not depend on an expansion.
    pub fn name(self) -> Option<Cow<'s, str>> {
        self.name_word()?.literal()
    }

    /// The word that is the name.
    pub fn name_word(self) -> Option<&'s Word> {
        self.command.words.get(self.index)
    }

    /// Whether it has this name.
    pub fn is(self, name: &str) -> bool {
        self.name().is_some_and(|it| it == name)
    }

    /// The words behind the name.
    pub fn arguments(self) -> Arguments<'s> {
        Arguments::new(self.command.words.get(self.index + 1..).unwrap_or_default())
    }

    /// From the name to the last word.
    pub fn range(self) -> TextRange {
        let words = self.command.words.get(self.index..).unwrap_or_default();
        match (words.first(), words.last()) {
            (Some(first), Some(last)) => first.range.cover(last.range),
            _ => self.command.range,
        }
    }

    /// The words before the name: `sudo -E`, `env A=b`.
    pub fn wrappers(self) -> &'s [Word] {
        self.command.words.get(..self.index).unwrap_or_default()
    }

    /// Whether there are any.
    pub fn is_wrapped(self) -> bool {
        self.index > 0
    }
}

/// Which word is the name of the command that the one at `index` runs, if that one is a wrapper and it is to be seen.
fn wrapped(words: &[Word], index: usize) -> Option<usize> {
    let name = words.get(index)?.literal()?;
    let wrapper = WRAPPERS.iter().find(|it| it.name == name)?;
    let arguments = Arguments::new(&words[index + 1..]);
    if name == "command" && arguments.words().first().is_some_and(|it| matches!(it.text(), "-v" | "-V")) {
        return None; // It only looks for it.
    }
    let mut operands = wrapper.operands;
    let mut at = index + 1;
    loop {
        let text = words.get(at)?.lossy();
        if text == "--" {
            at += 1;
            break;
        } else if text.len() > 1 && text.starts_with('-') {
            at += if matches!(valued(&words[at], wrapper.valued), Some(Value::Next)) { 2 } else { 1 };
        } else if matches!(wrapper.name, "env" | "sudo" | "doas") && is_assignment(&text) {
            at += 1;
        } else if operands > 0 {
            operands -= 1;
            at += 1;
        } else {
            break;
        }
    }
    (at + operands < words.len()).then_some(at + operands)
}

fn is_assignment(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, _)| super::word::is_name(name.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::script;

    #[test]
    fn the_command_behind_wrappers_is_found() {
        let cases = [
            ("apt-get update", "apt-get"),
            ("sudo -E apt-get update", "apt-get"),
            ("sudo -u www A=b php x", "php"),
            ("env -i A=b C=d make", "make"),
            ("env -u A -- make", "make"),
            ("exec -a x gosu app node y", "node"),
            ("timeout -k 5 10 curl x", "curl"),
            ("nice -n10 make", "make"),
            ("nice -n 10 make", "make"),
            ("xargs -r0n 1 rm -f", "rm"),
            ("command -v curl", "command"),
            ("exec", "exec"),
            ("sudo -s", "sudo"),
            ("sudo $cmd", ""),
            ("time -f %e make", "make"),
        ];
        for (text, name) in cases {
            let script = script(&format!("true | {text}"));
            let visited = script.commands().nth(1).expect("there are two");
            let effective = visited.command.effective();
            assert_eq!(effective.name().unwrap_or_default(), name, "{text}");
            assert_eq!(effective.is_wrapped(), !text.starts_with(name) || name.is_empty(), "{text}");
        }
    }
}
