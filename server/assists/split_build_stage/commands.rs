//! A RUN, taken apart into what builds and what is needed to run.

use super::{
    layout,
    packages::{self, Fate},
};
use crate::{
    knowledge::{
        commands::{self, Purpose},
        images::Image,
        packages::{self as managers, Kind},
        toolchain::Tool,
    },
    model::{
        Analysis, Form,
        installs::{Action, Install},
    },
    syntax::shell::{Command, Item, Node, Script, SeparatorKind},
    text::{TextEdit, TextRange, TextSize},
};

/// A RUN and its steps.
pub(super) struct Run<'a> {
    /// The index of the instruction.
    pub(super) index: usize,
    steps: Vec<Step<'a>>,
    /// Every call of a package manager in it.
    installs: Vec<&'a Install>,
    /// Whether a step can go, and the others stay.
    separable: bool,
}

/// A command at the top level of a RUN, or several that belong together.
struct Step<'a> {
    range: TextRange,
    work: Work<'a>,
    /// The names of the commands in it; `None` for one that is not to be seen.
    names: Vec<Option<String>>,
}

/// What a step does.
enum Work<'a> {
    /// Calls the package manager of the distribution.
    System(&'a Install, &'a Command),
    /// Removes what package managers leave behind.
    Clean,
    /// Installs for Python, or prepares or cleans up after that.
    Pip,
    /// Changes only how the next steps work: `set -e`, `cd`.
    Setting,
    /// Anything else.
    Other,
}

/// What becomes of a RUN in one of the stages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It stays as it is.
    Keep,
    /// It goes.
    Drop,
    /// It stays without some of its steps or words.
    Edit(Vec<TextEdit>),
}

/// The RUN with this index.
pub(super) fn read(analysis: &Analysis, index: usize) -> Run<'_> {
    let scripts = analysis.scripts(index);
    let installs: Vec<&Install> = analysis.installs().iter().filter(|it| it.instruction == index).collect();
    let steps = scripts.iter().flat_map(|it| steps(&it.script, &installs)).collect();
    let separable = match scripts {
        [only] => only.form != Form::Exec && only.script.is_understood() && is_sequence(&only.script),
        _ => false,
    };
    Run { index, steps, installs, separable }
}

/// Whether each step runs after the one before it, whatever that was.
fn is_sequence(script: &Script) -> bool {
    use SeparatorKind::{And, Newline, Semicolon};
    let in_turn = |it: &Item| it.separator.is_none_or(|it| matches!(it.kind, And | Semicolon | Newline));
    script.list.items.iter().all(in_turn)
}

fn steps<'a>(script: &'a Script, installs: &[&'a Install]) -> impl Iterator<Item = Step<'a>> {
    let commands: Vec<&Command> = script.commands().map(|it| it.command).collect();
    let step = move |item: &'a Item| {
        let range = item.pipeline.range;
        let inside = commands.iter().filter(|it| range.contains_range(it.range));
        let names = inside.map(|it| it.effective().name().map(|name| name.into_owned())).collect();
        let work = match item.pipeline.nodes.as_slice() {
            [Node::Simple(command)] => work(command, installs),
            _ => Work::Other,
        };
        Step { range, work, names }
    };
    let steps: Vec<Step<'a>> = script.list.items.iter().map(step).collect();
    steps.into_iter()
}

fn work<'a>(command: &'a Command, installs: &[&'a Install]) -> Work<'a> {
    if let Some(install) = installs.iter().find(|it| it.range == command.range) {
        return match install.manager.kind {
            Kind::System => Work::System(install, command),
            Kind::Python => Work::Pip,
            _ => Work::Other,
        };
    }
    let effective = command.effective();
    let Some(name) = effective.name() else {
        return if command.words.is_empty() { Work::Setting } else { Work::Other };
    };
    let module = || effective.arguments().words().first().is_some_and(|it| it.text() == "-m");
    let module = module().then(|| effective.arguments().words().get(1)).flatten().map(|it| it.text());
    match &*name {
        "set" | "cd" | "export" | "echo" if command.redirects.is_empty() => Work::Setting,
        "rm" => removed(command),
        _ if name.starts_with("python") && matches!(module, Some("pip" | "ensurepip")) => Work::Pip,
        _ => match managers::manager(&name).map(|it| it.kind) {
            Some(Kind::System) => Work::Clean,
            Some(Kind::Python) => Work::Pip,
            _ => Work::Other,
        },
    }
}

/// What `rm` removes: what package managers leave behind, what only pip needs, or something else.
fn removed(command: &Command) -> Work<'static> {
    let operands: Vec<_> = command.arguments().operands(&[]).map(|it| it.lossy().into_owned()).collect();
    let all =
        |beginnings: &[&str]| operands.iter().all(|it| beginnings.iter().any(|start| it.starts_with(start)));
    let base = |it: &String| it.rsplit('/').next().unwrap_or_default().to_owned();
    if all(&["/root/.cache", "~/.cache", "$HOME/.cache"]) {
        Work::Pip
    } else if all(LEFT_BEHIND) {
        Work::Clean
    } else if operands
        .iter()
        .map(base)
        .all(|it| it.starts_with("requirements") || it.starts_with("constraints"))
    {
        Work::Pip
    } else {
        Work::Other
    }
}

/// What is in the way after an installation.
#[rustfmt::skip]
const LEFT_BEHIND: &[&str] = &[
    "/var/lib/apt", "/var/cache", "/tmp", "/var/tmp", "/root/.cache", "~/.cache", "$HOME/.cache", "/usr/share/doc",
    "/usr/share/man", "/var/log",
];

/// Commands whose result stays where they ran: a stage without compilers cannot run them.
#[rustfmt::skip]
const COMPILES: &[&str] = &[
    "make", "cmake", "gcc", "g++", "cc", "c++", "clang", "ninja", "meson", "cargo", "rustc", "rustup", "go", "javac",
    "cython", "cythonize", "f2py", "pyinstaller", "nuitka", "maturin", "configure", "./configure", "gfortran",
    "ldconfig",
];

/// Commands that prepare users and folders for the program, not for a build.
const PREPARES: &[&str] = &[
    "mkdir", "chown", "chmod", "chgrp", "touch", "rm", "useradd", "adduser", "groupadd", "addgroup",
    "usermod", "install", "true", "ls", "test", "[", "curl", "wget", "tar", "unzip", "gunzip", "python",
    "python3", "ln", "mv", "cp",
];

/// Parts of what a RUN says that installs from the network in both stages: sources of packages, keys, certificates.
const SHARED: &[&str] =
    &["/etc/apt", "/etc/apk", "sources.list", "certificates", "/etc/ssl", "pip.conf", "locale", "proxy"];

impl Run<'_> {
    /// Whether it installs something for Python.
    pub(super) fn has_pip(&self) -> bool {
        self.installs.iter().any(|it| it.manager.kind == Kind::Python && it.action == Action::Install)
    }

    /// Whether packages of the distribution are installed by one of its steps.
    pub(super) fn has_system(&self) -> bool {
        self.steps.iter().any(|it| matches!(it.work, Work::System(..)))
    }

    /// Whether it does nothing but fetch the index of packages, and clean up after that.
    pub(super) fn only_refreshes(&self) -> bool {
        let refreshes = |it: &Step<'_>| match it.work {
            Work::System(install, _) => install.action == Action::Refresh,
            Work::Clean | Work::Setting => true,
            _ => false,
        };
        self.has_system() && self.steps.iter().all(refreshes)
    }

    /// Whether one of its steps may want what pip installs.
    pub(super) fn may_want_environment(&self) -> bool {
        let wants = |it: &Option<String>| {
            it.as_deref().is_none_or(|it| !PREPARES.contains(&it) || it.starts_with("python"))
        };
        let others = self.steps.iter().filter(|it| matches!(it.work, Work::Other));
        others.flat_map(|it| &it.names).any(wants)
    }

    /// Whether it does anything besides installing and cleaning up.
    pub(super) fn has_other(&self) -> bool {
        self.steps.iter().any(|it| matches!(it.work, Work::Other))
    }

    /// The names of the commands that stay in the stage that ships.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let others = self.steps.iter().filter(|it| matches!(it.work, Work::Other));
        others.flat_map(|it| &it.names).flatten().map(String::as_str)
    }

    /// Whether what pip builds afterwards needs it; or why nobody can tell.
    pub(super) fn prepares_build(&self, analysis: &Analysis) -> Result<bool, String> {
        if self.has_pip() {
            return Ok(true);
        }
        let text = &analysis.source()[analysis.file().instructions[self.index].range];
        let mentions = |words: &[&str]| words.iter().any(|it| text.contains(it));
        let of_build = |it: &&Install| {
            let needed =
                it.packages.iter().any(|package| packages::tool(it, package).is_some() || !package.literal);
            it.manager.kind == Kind::System && (needed || it.action == Action::Upgrade)
        };
        if self.only_refreshes() {
            return Ok(true);
        }
        if self.installs.iter().any(of_build) || mentions(SHARED) {
            return Ok(true);
        }
        let is_pip = |it: &Step<'_>| matches!(it.work, Work::Pip | Work::Clean | Work::Setting);
        if self.steps.iter().all(is_pip) {
            return Ok(self.steps.iter().any(|it| matches!(it.work, Work::Pip)));
        }
        let unclear =
            self.names().find(|it| !PREPARES.contains(it) && commands::purpose(it) != Some(Purpose::Text));
        match unclear {
            None => Ok(false),
            Some(name) => Err(format!(
                "Whether `{name}` on line {} is needed to build or to run cannot be told.",
                layout::line(analysis, &analysis.file().instructions[self.index])
            )),
        }
    }

    /// What stays of it in the build stage: of a RUN with pip, nothing behind what is installed.
    pub(super) fn in_builder(&self) -> Change {
        let installs = |it: &Step<'_>| !matches!(it.work, Work::Other | Work::Setting);
        match self.steps.iter().rposition(installs) {
            Some(last) if self.has_pip() && self.separable && last + 1 < self.steps.len() => {
                let end = self.steps[self.steps.len() - 1].range.end();
                Change::Edit(vec![TextEdit::delete(TextRange::new(self.steps[last].range.end(), end))])
            }
            _ => Change::Keep,
        }
    }

    /// What stays of it in the stage that ships; or why it cannot be taken apart.
    pub(super) fn in_runtime(&self, analysis: &Analysis, image: &Image) -> Result<Change, String> {
        let line = layout::line(analysis, &analysis.file().instructions[self.index]);
        if let Some(name) = self.names().find(|it| COMPILES.contains(it)) {
            return Err(format!(
                "`{name}` on line {line} needs what is left behind, and pip may need what it makes."
            ));
        }
        let calls = || {
            self.installs.iter().filter(|it| it.manager.kind == Kind::System && it.action == Action::Install)
        };
        let builds = calls().any(|it| {
            it.packages.iter().any(|package| packages::tool(it, package).is_some_and(|it| it != Tool::Source))
        });
        let pip = self.has_pip() || self.steps.iter().any(|it| matches!(it.work, Work::Pip));
        if !builds && !pip {
            return Ok(Change::Keep);
        }
        let nested = self.installs.iter().any(|it| {
            !self
                .steps
                .iter()
                .any(|step| step.range.contains_range(it.range) && !matches!(step.work, Work::Other))
        });
        let only_pip = self.steps.iter().all(|it| matches!(it.work, Work::Pip | Work::Setting | Work::Clean));
        if only_pip && !nested {
            return Ok(Change::Drop);
        }
        if !self.separable || nested {
            return Err(format!("The RUN on line {line} does too much at once to be taken apart."));
        }
        self.take_apart(analysis, image)
    }

    fn take_apart(&self, analysis: &Analysis, image: &Image) -> Result<Change, String> {
        let mut edits: Vec<Option<Vec<TextEdit>>> = Vec::new();
        for step in &self.steps {
            edits.push(match step.work {
                Work::System(install, command) => self.words(analysis, image, install, command)?,
                Work::Other => Some(Vec::new()),
                Work::Clean | Work::Setting | Work::Pip => None,
            });
        }
        let installs = |step: &Step<'_>| matches!(step.work, Work::System(install, _) if install.action != Action::Refresh);
        let kept = |of: &dyn Fn(&Step<'_>) -> bool| {
            self.steps.iter().zip(&edits).any(|(step, edit)| edit.is_some() && of(step))
        };
        let (has_installs, has_other) = (kept(&installs), kept(&|it| matches!(it.work, Work::Other)));
        for (step, edit) in self.steps.iter().zip(&mut edits) {
            let wanted = match step.work {
                Work::System(install, _) if install.action == Action::Refresh => has_installs,
                Work::Clean => has_installs,
                Work::Setting => {
                    has_other || has_installs && step.names.iter().flatten().any(|it| it == "set")
                }
                _ => continue,
            };
            *edit = wanted.then(Vec::new);
        }
        Ok(self.without(edits))
    }

    /// The edits that leave those steps which have some, even none.
    fn without(&self, steps: Vec<Option<Vec<TextEdit>>>) -> Change {
        let Some(first) = steps.iter().position(Option::is_some) else { return Change::Drop };
        let mut edits = Vec::new();
        if first > 0 {
            edits.push(TextEdit::delete(TextRange::new(
                self.steps[0].range.start(),
                self.steps[first].range.start(),
            )));
        }
        for (at, kept) in steps.into_iter().enumerate().skip(first) {
            match kept {
                Some(inside) => edits.extend(inside),
                None => {
                    let start: TextSize = self.steps[at - 1].range.end();
                    edits.push(TextEdit::delete(TextRange::new(start, self.steps[at].range.end())));
                }
            }
        }
        if edits.is_empty() { Change::Keep } else { Change::Edit(edits) }
    }

    /// The edits that leave those words of a call which are needed to run; `None` if nothing of it is.
    fn words(
        &self,
        analysis: &Analysis,
        image: &Image,
        install: &Install,
        command: &Command,
    ) -> Result<Option<Vec<TextEdit>>, String> {
        let mut fates = Vec::new();
        for package in &install.packages {
            let fate = match install.action {
                Action::Install if packages::is_removed(install, package, &self.installs) => {
                    Fate::Becomes(Vec::new())
                }
                Action::Install => packages::fate(image, install, package)?,
                Action::Remove if self.installs_named(packages::name(&package.text)) => {
                    Fate::Becomes(Vec::new())
                }
                _ => Fate::Stays,
            };
            fates.push((package, fate));
        }
        if fates.is_empty() {
            let cleans = install.action == Action::Remove || install.action == Action::Install;
            return Ok((!cleans).then(Vec::new));
        }
        let stay = fates.iter().filter(|it| it.1 == Fate::Stays).map(|it| packages::name(&it.0.text));
        let mut there: Vec<&str> = stay.collect();
        let mut edits = Vec::new();
        for (package, fate) in &fates {
            let Fate::Becomes(names) = fate else { continue };
            let mut new: Vec<&str> = names.iter().map(String::as_str).collect();
            new.retain(|it| !there.contains(&packages::name(it)));
            there.extend(new.iter().map(|it| packages::name(it)));
            edits.push(replace(analysis, command, package.range, &new));
        }
        Ok((!there.is_empty()).then_some(edits))
    }

    /// Whether it installs a package, or a group, of this name.
    fn installs_named(&self, name: &str) -> bool {
        let installs = self.installs.iter().filter(|it| it.action == Action::Install);
        installs.into_iter().any(|it| {
            it.values(&["-t", "--virtual"]).contains(&name)
                || it.packages.iter().any(|it| packages::name(&it.text) == name)
        })
    }
}

/// Puts `new` words in the place of an old one, apart from each other as that one is from the word before it; or takes it
/// away, with what is between them.
fn replace(analysis: &Analysis, command: &Command, old: TextRange, new: &[&str]) -> TextEdit {
    let words = command.words.iter().map(|it| it.range);
    let before = words.take_while(|it| it.end() <= old.start()).last();
    let gap = TextRange::new(before.map_or(old.start(), |it| it.end()), old.start());
    if new.is_empty() {
        return TextEdit::delete(gap.cover(old));
    }
    let is_blank = |it: char| it.is_whitespace() || it == '\\';
    let between = Some(&analysis.source()[gap]).filter(|it| it.chars().all(is_blank)).unwrap_or(" ");
    TextEdit::replace(old, new.join(between))
}
