//! What package managers are told in RUN.

use std::borrow::Cow;

use memchr::memmem;

use super::{Analysis, Fact, Form, RunScript, ignore_file::clean};
use crate::{
    knowledge::packages::{self, PackageManager},
    syntax::{
        Body, Instruction, Keyword,
        shell::{Arguments, Command, Context, Word},
    },
    text::{TextRange, TextSize},
};

/// A call of a package manager.
#[derive(Clone, Debug)]
pub struct Install {
    /// Which manager.
    pub manager: &'static PackageManager,
    /// The index of the instruction.
    pub instruction: usize,
    /// The number of the script in the instruction, see [`Analysis::script_of`].
    pub script: usize,
    /// Whether it stands behind ONBUILD, so that it does nothing in this build.
    pub trigger: bool,
    /// How the script is written.
    pub form: Form,
    /// What it is told to do.
    pub action: Action,
    /// The sub-command by which it is told so: `install`, `pip install`; empty if there is none.
    pub subcommand: &'static str,
    /// The name as it is written, without its folder: `pip3`.
    pub name: String,
    /// The words `pip install`, `python -m pip install`.
    pub head: TextRange,
    /// The whole command.
    pub range: TextRange,
    /// What is installed or removed: words that are neither flags nor their values.
    pub packages: Vec<Package>,
    /// The flags and their values, as they are written, in order.
    pub flags: Vec<String>,
    /// Whether the command hangs on what only the build knows: it is in a function or a substitution, or behind `sudo`
    /// and the like.
    pub indirect: bool,
    /// How it hangs on what is around it.
    pub context: Context,
}

/// Which script a call stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    instruction: usize,
    script: usize,
    trigger: bool,
}

/// What a package manager is told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Action {
    Install,
    Refresh,
    Upgrade,
    Remove,
}

/// A word that names a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Without quotes; variables as they are written.
    pub text: String,
    /// Where it stands, with its quotes.
    pub range: TextRange,
    /// Whether there is no variable in it.
    pub literal: bool,
}

impl Install {
    /// The words of its head in one line, without the quotes of the exec form: `pip install`.
    pub fn command(&self, analysis: &Analysis) -> String {
        let written = analysis.file().joined_text(self.head).replace(['"', ','], " ");
        written.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Which script it stands in.
    pub fn place(&self) -> Place {
        let Install { instruction, script, trigger, .. } = *self;
        Place { instruction, script, trigger }
    }

    /// Where a flag can be inserted: behind the sub-command.
    pub fn flag_place(&self) -> TextSize {
        self.head.end()
    }

    /// Whether one of these flags is given, alone or with `=value`.
    pub fn has_flag(&self, names: &[&str]) -> bool {
        self.flags.iter().any(|flag| names.iter().any(|name| is_flag(flag, name)))
    }

    /// The values of a flag: of `-r file`, `-rfile`, `--requirement=file`.
    pub fn values(&self, names: &[&str]) -> Vec<&str> {
        let mut values = Vec::new();
        for (at, flag) in self.flags.iter().enumerate() {
            for name in names {
                match flag.strip_prefix(name) {
                    Some("") => values.extend(self.flags.get(at + 1).map(String::as_str)),
                    Some(rest) => match rest.strip_prefix('=') {
                        Some(value) => values.push(value),
                        None if !name.starts_with("--") => values.push(rest),
                        None => {}
                    },
                    None => {}
                }
            }
        }
        values
    }
}

/// `-y` is in `-y` and in `-qy`; `--yes` in `--yes` and `--yes=true`.
fn is_flag(flag: &str, name: &str) -> bool {
    let bare = flag.split_once('=').map_or(flag, |(bare, _)| bare);
    let letter = name.strip_prefix('-').filter(|it| it.len() == 1 && !it.starts_with('-'));
    let cluster = bare.starts_with('-')
        && !bare.starts_with("--")
        && bare[1..].bytes().all(|it| it.is_ascii_alphabetic());
    bare == name || flag == name || cluster && letter.is_some_and(|letter| bare[1..].contains(letter))
}

impl Analysis {
    /// Where a call runs: `Some(None)` if the image alone knows, `None` if the script is not to be followed.
    pub fn folder_of(&self, install: &Install) -> Option<Option<String>> {
        let mut cwd = match self.workdir(install.instruction) {
            Fact::Known { value, .. } => Some(value),
            _ => None,
        };
        let commands = self.script_of(install).script.commands();
        for it in commands.take_while(|it| it.command.range.end() <= install.range.start()) {
            let command = it.command.effective();
            if command.is("pushd") || command.is("popd") {
                return None;
            }
            if command.is("cd") {
                let to = command.arguments().words().first()?.literal()?;
                cwd = Some(match (to.starts_with('/'), cwd) {
                    (true, _) => clean(&to),
                    (false, Some(cwd)) => clean(&format!("{cwd}/{to}")),
                    (false, None) => return None,
                });
            }
        }
        Some(cwd)
    }

    /// What package managers install, and will install in builds that begin with this image.
    pub fn every_install(&self) -> impl Iterator<Item = &Install> {
        self.installs().iter().chain(self.trigger_installs())
    }

    /// The RUN and COPY in whose text all these words stand, behind ONBUILD too: those that write settings of a package manager.
    pub fn that_write(&self, words: &[&str]) -> impl Iterator<Item = usize> {
        let file = self.file();
        let stand_in =
            |text: &str| words.iter().all(|word| memmem::find(text.as_bytes(), word.as_bytes()).is_some());
        let writes = move |it: &Instruction| {
            matches!(it.body, Body::Run(_) | Body::Copy(_) | Body::Onbuild(_))
                && stand_in(file.text(it.range))
        };
        // Of most files the first look is enough.
        let instructions = if stand_in(&file.source) { file.instructions.as_slice() } else { &[] };
        instructions.iter().enumerate().filter(move |it| writes(it.1)).map(|it| it.0)
    }
}

/// Every call of a package manager in RUN, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Installs {
    pub(super) of_instructions: Vec<Install>,
    /// Those of RUN behind ONBUILD.
    pub(super) of_triggers: Vec<Install>,
}

impl Installs {
    pub(super) fn new(analysis: &Analysis) -> Installs {
        let mut this = Installs::default();
        for (index, it) in analysis.file().instructions.iter().enumerate() {
            match &it.body {
                Body::Run(_) => this.of_instructions.extend(all(index, false, analysis.scripts(index))),
                Body::Onbuild(Some(inner)) if inner.keyword == Keyword::Run => {
                    this.of_triggers.extend(all(index, true, analysis.trigger_scripts(index)));
                }
                _ => {}
            }
        }
        this
    }
}

fn all(instruction: usize, trigger: bool, scripts: &[RunScript]) -> impl Iterator<Item = Install> {
    scripts.iter().enumerate().flat_map(move |(script, run)| {
        let calls = run.script.commands().filter_map(|it| read(it.command, it.context));
        calls.map(move |it| Install { instruction, script, trigger, form: run.form, ..it })
    })
}

fn read(command: &Command, context: Context) -> Option<Install> {
    let effective = command.effective();
    let written = effective.name()?;
    let mut name = Cow::Borrowed(written.rsplit('/').next()?);
    let mut arguments = effective.arguments();
    if let Some(module) = python_module(&name, arguments) {
        name = module.literal()?;
        arguments = arguments.skip(2);
    }
    let manager = packages::manager(&name)?;
    let Told { action, subcommand, last } = action(manager, arguments)?;
    let words = subcommand.split_ascii_whitespace().count();
    let start = effective.name_word()?.range.start();
    let last = last.or(effective.name_word())?;
    let head = TextRange::new(start, last.range.end().max(start));
    let mut flags = Vec::new();
    let mut packages = Vec::new();
    let mut operands = arguments.operands(manager.valued).enumerate().peekable();
    for word in arguments.words() {
        match operands.next_if(|operand| std::ptr::eq(operand.1, word)) {
            None => flags.push(word.lossy().into_owned()),
            Some((at, _)) if at < words => {}
            Some(_) => packages.push(Package {
                text: word.lossy().into_owned(),
                range: word.range,
                literal: !word.has_expansion(),
            }),
        }
    }
    Some(Install {
        manager,
        instruction: 0,
        script: 0,
        trigger: false,
        form: Form::Shell,
        action,
        subcommand,
        name: name.into_owned(),
        head,
        range: command.range,
        packages,
        flags,
        indirect: effective.is_wrapped() || context.in_function || context.in_substitution,
        context,
    })
}

/// `pip` in `python3 -m pip install`.
fn python_module<'s>(name: &str, arguments: Arguments<'s>) -> Option<&'s Word> {
    let words = arguments.words();
    let is_python = name.starts_with("python") || name.starts_with("pypy");
    (is_python && words.first().is_some_and(|it| it.text() == "-m")).then(|| words.get(1)).flatten()
}

/// What a command is told to do.
struct Told<'s> {
    action: Action,
    subcommand: &'static str,
    /// The last word of the sub-command.
    last: Option<&'s Word>,
}

fn action<'s>(manager: &PackageManager, arguments: Arguments<'s>) -> Option<Told<'s>> {
    let operands: Vec<&Word> = arguments.operands(manager.valued).take(3).collect();
    if operands.is_empty() {
        let asks = arguments.has(&["--version", "-v", "-V", "--help", "-h"]);
        let installs = manager.install.contains(&"") && !asks;
        return installs.then_some(Told { action: Action::Install, subcommand: "", last: None });
    }
    let actions = [
        (Action::Install, manager.install),
        (Action::Refresh, manager.refresh),
        (Action::Upgrade, manager.upgrade),
        (Action::Remove, manager.remove),
    ];
    let candidates =
        actions.iter().flat_map(|(action, names)| names.iter().map(move |name| (*action, *name)));
    let words: Vec<Cow<'_, str>> = operands.iter().map_while(|it| it.literal()).collect();
    let said = |name: &str| {
        if !name.contains(' ') {
            return words.first().is_some_and(|it| it == name && !name.is_empty()).then_some(1);
        }
        let mut given = words.iter();
        let count = name.split_ascii_whitespace().count();
        let same = name.split_ascii_whitespace().all(|word| given.next().is_some_and(|it| it == word));
        (same && count > 0).then_some(count)
    };
    let (action, subcommand, words) =
        candidates.filter_map(|(action, name)| Some((action, name, said(name)?))).max_by_key(|it| it.2)?;
    Some(Told { action, subcommand, last: operands.get(words - 1).copied() })
}
