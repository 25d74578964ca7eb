//! Whether an image runs as root, and whether it is meant to.

use super::{
    Analysis, Base, Fact, StageId, World,
    installs::{Action, Install},
    state::repository,
};
use crate::{
    knowledge::{
        commands::{self, Purpose},
        daemons::{self, Daemon, Privilege},
        images::DropsRoot,
    },
    syntax::{
        Body, Instruction,
        shell::{Command, Script, Word},
    },
};

/// Whether a user, as USER names it, is root: its name or number is, whatever its group.
pub fn is_root(user: &str) -> bool {
    let name = user.split(':').next().unwrap_or_default().trim();
    name == "root" || name.parse::<u32>() == Ok(0)
}

/// Why it is right that an image starts as root.
#[derive(Clone, Debug)]
pub enum MeantAsRoot {
    /// The base image has an entrypoint, or a server, that gives up root.
    BaseDrops(String),
    /// A command of the file becomes another user: this one does it.
    Becomes(String),
    /// The program that is started does what it does with root.
    Daemon(String, &'static Daemon),
    /// Nothing can be started: the image is a place to keep files.
    HoldsFiles,
    /// It is the root file system of a distribution, to build other images on.
    IsSystem,
}

impl Analysis {
    /// Who a container of this stage runs as, if it is root: the USER that says so, or `None` if the base image does.
    pub fn runs_as_root(&self, stage: StageId) -> Option<Option<usize>> {
        match self.user_at_end(stage) {
            Fact::Known { value, at } => is_root(&value).then_some(at),
            Fact::Unset => Some(None),
            Fact::Unknown => None,
        }
    }

    /// Why it is right that this stage starts as root, if it is.
    pub fn meant_as_root(&self, stage: StageId, world: &dyn World) -> Option<MeantAsRoot> {
        self.base_drops(stage)
            .or_else(|| self.becomes(stage, world))
            .or_else(|| self.daemon(stage))
            .or_else(|| self.is_no_program(stage))
    }

    /// The instructions of a stage and of those it is built on, with their indices, in the order of the file.
    pub fn chain_instructions(&self, stage: StageId) -> impl Iterator<Item = (usize, &Instruction)> {
        let mut stages: Vec<_> = self.stages().chain(stage).collect();
        stages.reverse();
        let all = stages.into_iter().flat_map(|it| it.instructions.clone());
        all.map(|index| (index, &self.file().instructions[index]))
    }

    /// Whether this instruction is part of a stage, or of those it is built on.
    pub fn is_in_chain(&self, instruction: usize, stage: StageId) -> bool {
        let of = self.stages().of_instruction(instruction);
        of.is_some_and(|of| self.stages().is_built_on(stage, of.id))
    }

    fn is_no_program(&self, stage: StageId) -> Option<MeantAsRoot> {
        if *self.stages().root(stage) != Base::Scratch {
            return None;
        }
        let is_system = |body: &Body| match body {
            Body::Add(it) => it.destination.is_some_and(|to| self.file().word(to) == "/"),
            _ => false,
        };
        if self.chain_instructions(stage).any(|(_, it)| is_system(&it.body)) {
            return Some(MeantAsRoot::IsSystem);
        }
        matches!(self.start(stage), (None, None)).then_some(MeantAsRoot::HoldsFiles)
    }

    fn base_drops(&self, stage: StageId) -> Option<MeantAsRoot> {
        let (entrypoint, cmd) = self.start(stage);
        let other = match self.base_image(stage)?.drops_root? {
            DropsRoot::Entrypoint => entrypoint.is_some(),
            // The server is what is started, unless something else that we can see is.
            DropsRoot::Workers => {
                entrypoint.is_some() || cmd.is_some_and(|it| self.started(it).iter().all(Started::is_seen))
            }
        };
        match self.stages().root(stage) {
            Base::Image(image) if !other => Some(MeantAsRoot::BaseDrops(repository(image))),
            _ => None,
        }
    }

    /// `gosu app server` at the start, or in a script that is started.
    fn becomes(&self, stage: StageId, world: &dyn World) -> Option<MeantAsRoot> {
        let start = self.start_of(stage);
        let shown = start.iter().find_map(|it| it.becomes.clone()).map(MeantAsRoot::Becomes);
        let scripts = || start.iter().filter(|it| !it.is_seen());
        shown
            .or_else(|| scripts().find_map(|it| self.script_becomes(stage, &it.name, world)))
            .or_else(|| {
                scripts().next().and_then(|_| self.brings_tool(stage).or_else(|| self.has_sudo(stage)))
            })
            .or_else(|| scripts().next().and_then(|_| self.opens_ssh(stage)))
    }

    /// `sudo`, and a user whom it can become.
    fn has_sudo(&self, stage: StageId) -> Option<MeantAsRoot> {
        let has_user = || self.accounts(stage).any(|it| it.is_user);
        let is_sudo = |it: &Install| {
            it.action == Action::Install
                && it.packages.iter().any(|it| it.text == "sudo")
                && self.is_in_chain(it.instruction, stage)
        };
        let has_sudo = self.installs().iter().any(is_sudo);
        (has_sudo && has_user()).then(|| MeantAsRoot::Becomes("sudo".to_owned()))
    }

    /// The port of `sshd`, which the script then starts.
    fn opens_ssh(&self, stage: StageId) -> Option<MeantAsRoot> {
        let opens = |(at, it): (usize, &Instruction)| match &it.body {
            Body::Expose(words) => words
                .iter()
                .any(|word| self.value(*word, at).is_some_and(|it| matches!(&*it, "22" | "22/tcp"))),
            _ => false,
        };
        let daemon = daemons::daemon("sshd")?;
        self.chain_instructions(stage).any(opens).then(|| MeantAsRoot::Daemon("sshd".to_owned(), daemon))
    }

    /// What a script of the build context says, if it is copied under its own name.
    fn script_becomes(&self, stage: StageId, name: &str, world: &dyn World) -> Option<MeantAsRoot> {
        let copies = self.chain_instructions(stage).filter_map(|(_, it)| match &it.body {
            Body::Copy(transfer) if !it.flags.iter().any(|it| it.name() == "from") => Some(&transfer.sources),
            _ => None,
        });
        copies.flatten().find_map(|source| {
            let source = self.file().word(*source);
            let path = source.trim_start_matches("./").trim_matches('/');
            let path = match base(path) == name {
                true => path.to_owned(),
                false => format!("{path}/{name}").trim_start_matches("./").trim_matches('/').to_owned(),
            };
            let script = world.read(&path)?;
            let is_word = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_');
            let tool = script.split(|it| !is_word(it)).find(|it| {
                // These stand also in comments.
                !matches!(*it, "su" | "sudo" | "doas") && commands::purpose(it) == Some(Purpose::BecomeUser)
            })?;
            Some(MeantAsRoot::Becomes(tool.to_owned()))
        })
    }

    /// A tool that there is no other reason to have than a script that gives up root.
    fn brings_tool(&self, stage: StageId) -> Option<MeantAsRoot> {
        let tool = |(_, it): (usize, &Instruction)| {
            let text = self.file().text(it.range);
            let brings = matches!(it.body, Body::Run(_) | Body::Copy(_) | Body::Add(_));
            TOOLS.iter().find(|tool| brings && text.contains(**tool))
        };
        let tool = self.chain_instructions(stage).find_map(tool)?;
        Some(MeantAsRoot::Becomes((*tool).to_owned()))
    }

    fn daemon(&self, stage: StageId) -> Option<MeantAsRoot> {
        self.start_of(stage).into_iter().find_map(|it| {
            let daemon = daemons::daemon(&it.name)?;
            Some(MeantAsRoot::Daemon(it.name, daemon))
        })
    }

    /// What ENTRYPOINT and CMD start, as far as it is to be seen.
    fn start_of(&self, stage: StageId) -> Vec<Started> {
        let (entrypoint, cmd) = self.start(stage);
        entrypoint.into_iter().chain(cmd).flat_map(|it| self.started(it)).collect()
    }

    fn started(&self, it: &Instruction) -> Vec<Started> {
        let index = self.file().instructions.partition_point(|other| other.range.start() < it.range.start());
        let mut found = Vec::new();
        for run in self.scripts(index) {
            collect(&run.script, &mut found);
        }
        found
    }
}

impl MeantAsRoot {
    /// Whether nobody should be asked to change it.
    pub fn is_fine(&self) -> bool {
        !matches!(self, MeantAsRoot::Daemon(_, daemon) if daemon.privilege == Privilege::Passes)
    }
}

/// Small programs with which a script gives up root.
const TOOLS: &[&str] = &["gosu", "su-exec", "s6-overlay"];

/// A program that is started, without its folder.
struct Started {
    name: String,
    /// The command that becomes another user to start it.
    becomes: Option<String>,
}

impl Started {
    /// Whether we know what it does: it is no script of the image.
    fn is_seen(&self) -> bool {
        ![".sh", ".ash", ".bash"].iter().any(|it| self.name.ends_with(it))
            && !self.name.contains("entrypoint")
            && self.name != "init"
    }
}

/// The commands of a script, and of those in `sh -c`.
fn collect(script: &Script, found: &mut Vec<Started>) {
    for visited in script.commands() {
        let command = visited.command;
        let names = command_names(command);
        let becomes = names.iter().find(|it| becomes_user(it, command)).cloned();
        let Some(name) = names.into_iter().next_back() else { continue };
        let mut words = command.words.iter().skip_while(|it| !is_command_flag(it.text()));
        let mut nested = || words.nth(1).and_then(|it| it.nested_script());
        let is_shell = commands::shell(&name).is_some();
        if let Some(nested) = is_shell.then(&mut nested).flatten() {
            collect(&nested, found);
        } else if let Some(script) = command.effective().arguments().operands(&[]).next().filter(|_| is_shell)
        {
            found.push(Started { name: base(&script.lossy()).to_owned(), becomes: None });
        }
        found.push(Started { name, becomes });
    }
}

/// The name of a command without its folder, and before it those of its wrappers.
fn command_names(command: &Command) -> Vec<String> {
    let effective = command.effective();
    let mut names: Vec<String> = Vec::new();
    for word in effective.wrappers().iter().chain(effective.name_word()) {
        names.push(base(&word.lossy()).to_owned());
    }
    // `/usr/bin/tini -- server`: an init that has a folder.
    let is_init = names.last().is_some_and(|it| matches!(&**it, "tini" | "dumb-init" | "catatonit"));
    if is_init {
        let operand = |word: &&Word| !word.text().starts_with('-');
        names.extend(
            effective.arguments().words().iter().find(operand).map(|it| base(&it.lossy()).to_owned()),
        );
    }
    names
}

/// `-c`, or `-ec`, quoted or not: the next word is a script.
fn is_command_flag(text: &str) -> bool {
    let text = text.trim_matches(['"', '\'']);
    text.starts_with('-') && !text.starts_with("--") && text.ends_with('c')
}

fn becomes_user(name: &str, command: &Command) -> bool {
    match name {
        "sudo" | "doas" => command.words.iter().any(|it| it.text().starts_with("-u")),
        _ => commands::purpose(name) == Some(Purpose::BecomeUser),
    }
}

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
