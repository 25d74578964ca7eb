//! What a container starts, and in which stage that is to be seen.

use super::paths;
use crate::{
    model::{Analysis, RunScript, StageId},
    syntax::{Body, shell::Effective},
};

/// A command with which a container starts.
#[derive(Clone, Copy, Debug)]
pub struct Program<'a> {
    /// The index of the CMD or ENTRYPOINT.
    pub instruction: usize,
    /// The script that it stands in.
    pub run: &'a RunScript,
    /// The command, without `exec` and the like.
    pub command: Effective<'a>,
}

impl Program<'_> {
    /// Its name without a folder, if it does not depend on an expansion.
    pub fn name(&self) -> Option<String> {
        self.command.name().map(|it| paths::base(&it).to_owned())
    }

    /// Whether it is an interpreter of Python.
    pub fn is_python(&self) -> bool {
        self.name().is_some_and(|it| it.starts_with("python"))
    }
}

impl Analysis {
    /// The stage whose containers show what a stage is for: the last, if it is built on it, else itself.
    pub fn container_of(&self, stage: StageId) -> StageId {
        let target = self.stages().target().map(|it| it.id);
        target.filter(|it| self.stages().is_built_on(*it, stage)).unwrap_or(stage)
    }

    /// The commands with which a container of this stage starts: those of ENTRYPOINT, and those of CMD unless they are arguments.
    pub fn programs(&self, stage: StageId) -> Vec<Program<'_>> {
        let index_of = |start| self.file().instructions.partition_point(|it| it.range.start() < start);
        let (entrypoint, cmd) = self.start(stage);
        let commands = |start| {
            let instruction = index_of(start);
            self.scripts(instruction).iter().flat_map(move |run| {
                let all = run.script.commands().filter(|it| !it.context.in_substitution);
                all.map(move |it| Program { instruction, run, command: it.command.effective() })
            })
        };
        let mut programs: Vec<Program<'_>> =
            entrypoint.into_iter().flat_map(|it| commands(it.range.start())).collect();
        if programs.iter().all(hands_over)
            && entrypoint
                .is_none_or(|it| !matches!(it.body, Body::Entrypoint(crate::syntax::Command::Shell(_))))
        {
            programs.extend(cmd.into_iter().flat_map(|it| commands(it.range.start())));
        }
        programs
    }
}

/// Whether an ENTRYPOINT starts what CMD says: an init, or a script made for it.
fn hands_over(program: &Program<'_>) -> bool {
    let name = program.name().unwrap_or_default();
    matches!(&*name, "tini" | "dumb-init" | "catatonit" | "docker-init")
        || name.ends_with(".sh")
        || name.contains("entrypoint")
}
