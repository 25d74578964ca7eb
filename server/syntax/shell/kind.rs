//! Which shell runs a script, and whether it is one whose language we know.

use super::{
    Script,
    tree::{Command, Word},
};
use crate::syntax::Joined;

/// What runs a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shell {
    /// A shell whose language is that of POSIX, more or less.
    Posix(Posix),
    /// `powershell` or `pwsh`
    PowerShell,
    /// `cmd`
    Cmd,
    /// Something else: the name of the program, without its folder.
    Other(String),
}

/// The shells that [`super::parse`] can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Posix {
    /// `sh`: whichever of the others the image has under this name.
    Sh,
    /// Of Debian and Ubuntu.
    Dash,
    /// Of busybox, and so of Alpine.
    Ash,
    /// Of GNU.
    Bash,
    /// The Z shell.
    Zsh,
    /// The Korn shell, in all its forms.
    Ksh,
}

const POSIX: &[(&str, Posix)] = &[
    ("sh", Posix::Sh),
    ("dash", Posix::Dash),
    ("ash", Posix::Ash),
    ("bash", Posix::Bash),
    ("zsh", Posix::Zsh),
    ("ksh", Posix::Ksh),
    ("ksh93", Posix::Ksh),
    ("mksh", Posix::Ksh),
    ("oksh", Posix::Ksh),
];

impl Posix {
    /// The program of this name, in any folder, if it is one of these.
    pub fn of_program(path: &str) -> Option<Posix> {
        let name = program(path);
        POSIX.iter().find(|it| it.0.eq_ignore_ascii_case(name)).map(|it| it.1)
    }

    /// The name of its program.
    pub fn name(self) -> &'static str {
        POSIX.iter().find(|it| it.1 == self).map_or("sh", |it| it.0)
    }

    /// Whether `[[`, arrays, `<(…)`, `{a,b}` and `set -o pipefail` work in it wherever it is found.
    pub fn is_extended(self) -> bool {
        matches!(self, Posix::Bash | Posix::Zsh | Posix::Ksh)
    }
}

impl Shell {
    /// The shell of an image without a SHELL instruction, on Linux.
    pub const DEFAULT: Shell = Shell::Posix(Posix::Sh);

    /// The program of this name, in any folder: `/bin/bash`, `C:\Windows\System32\cmd.exe`.
    pub fn of_program(path: &str) -> Shell {
        if let Some(posix) = Posix::of_program(path) {
            return Shell::Posix(posix);
        }
        let name = program(path);
        match () {
            () if ["powershell", "pwsh"].iter().any(|it| it.eq_ignore_ascii_case(name)) => Shell::PowerShell,
            () if "cmd".eq_ignore_ascii_case(name) => Shell::Cmd,
            () => Shell::Other(path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned()),
        }
    }

    /// The shell of SHELL, from the words of its array. `env` and its flags and assignments do not count.
    pub fn of_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<Shell> {
        let mut words = words.into_iter();
        let first = words.next()?;
        match Shell::of_program(first) {
            Shell::Other(name) if name == "env" || name == "busybox" => {
                words.find(|it| !it.starts_with('-') && !it.contains('=')).map(Shell::of_program)
            }
            shell => Some(shell),
        }
    }

    /// What the first line of a script says: `#!/usr/bin/env python3`.
    pub fn of_shebang(script: &str) -> Option<Shell> {
        let line = script.strip_prefix("#!")?.lines().next()?;
        Shell::of_words(line.split_ascii_whitespace())
    }

    /// What runs the lines of the here-document of a command: for `python3 <<EOF` that is Python. `None` if they are not
    /// read as a script, as by `cat`.
    pub fn of_reader(command: &Command) -> Option<Shell> {
        let effective = command.effective();
        let shell = Shell::of_program(&effective.name()?);
        let operands = || effective.arguments().operands(&["-o", "-O"]).map(Word::lossy);
        let reads = match &shell {
            Shell::Posix(_) => {
                let flags = effective.arguments();
                !flags.has(&["-c"])
                    && (flags.has(&["-s"]) || operands().all(|it| it == "-" || it == "/dev/stdin"))
            }
            Shell::PowerShell | Shell::Cmd => true,
            Shell::Other(name) => {
                let program = name.trim_end_matches(|it: char| it.is_ascii_digit() || it == '.');
                INTERPRETERS.contains(&program) && operands().all(|it| it == "-" || it == "/dev/stdin")
            }
        };
        reads.then_some(shell)
    }

    /// Reads a text as this shell does; one opaque command if its language is not known.
    pub fn parse(&self, joined: &Joined<'_>) -> Script {
        match self {
            Shell::Posix(_) => super::parse(joined),
            _ => super::opaque(joined),
        }
    }

    /// Whether its language is known.
    pub fn is_posix(&self) -> bool {
        matches!(self, Shell::Posix(_))
    }
}

/// The name of a program without its folder and `.exe`.
fn program(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = name.len().checked_sub(".exe".len()).and_then(|at| name.split_at_checked(at));
    stem.filter(|it| it.1.eq_ignore_ascii_case(".exe")).map_or(name, |it| it.0)
}

/// Programs that run what they read, without the number of their version.
const INTERPRETERS: &[&str] =
    &["R", "Rscript", "lua", "node", "perl", "php", "pypy", "python", "ruby", "tclsh"];

#[cfg(test)]
mod tests {
    use super::super::tests::script;
    use super::*;

    #[test]
    fn shells_have_many_names() {
        let words = |words: &[&str]| Shell::of_words(words.iter().copied());
        assert_eq!(words(&["/bin/bash", "-o", "pipefail", "-c"]), Some(Shell::Posix(Posix::Bash)));
        assert_eq!(words(&["/bin/ash", "-c"]), Some(Shell::Posix(Posix::Ash)));
        assert_eq!(words(&["/usr/bin/env", "-S", "bash", "-c"]), Some(Shell::Posix(Posix::Bash)));
        assert_eq!(words(&["powershell.exe", "-Command"]), Some(Shell::PowerShell));
        assert_eq!(words(&["C:\\Windows\\System32\\CMD.EXE", "/S", "/C"]), Some(Shell::Cmd));
        assert_eq!(words(&["/usr/bin/fish", "-c"]), Some(Shell::Other("fish".to_owned())));
        assert_eq!(words(&[]), None);
    }

    #[test]
    fn the_first_line_says_what_runs_a_script() {
        let cases = [
            ("#!/bin/sh -e\nls", Some(Shell::Posix(Posix::Sh))),
            ("#!/usr/bin/env python3\n", Some(Shell::Other("python3".to_owned()))),
            ("#!/usr/bin/env -S bash -x", Some(Shell::Posix(Posix::Bash))),
            ("ls", None),
            ("#!", None),
        ];
        for (text, expected) in cases {
            assert_eq!(Shell::of_shebang(text), expected, "{text}");
        }
    }

    #[test]
    fn some_commands_run_what_they_read() {
        let cases = [
            ("python3 <<EOF", Some(Shell::Other("python3".to_owned()))),
            ("sudo bash -ex <<EOF", Some(Shell::Posix(Posix::Bash))),
            ("sh -s a <<EOF", Some(Shell::Posix(Posix::Sh))),
            ("sh script <<EOF", None),
            ("cat <<EOF", None),
            ("python3 -c x <<EOF", None),
        ];
        for (text, expected) in cases {
            let script = script(text);
            let visited = script.commands().next().expect("there is one");
            assert_eq!(Shell::of_reader(visited.command), expected, "{text}");
        }
    }
}
