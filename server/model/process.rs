//! What a container starts: the commands of ENTRYPOINT and CMD, put together as the runtime does.

use std::{collections::HashSet, sync::OnceLock};

use super::{Analysis, Form, StageId};
use crate::{
    syntax::{
        Body, Command, Keyword,
        shell::{self, Posix, Script},
    },
    text::TextRange,
};

/// Commands that a container starts with.
#[derive(Clone, Debug)]
pub struct Process {
    /// The instruction that they begin in.
    pub instruction: usize,
    /// The commands. The words of an exec form are one, those of CMD behind those of ENTRYPOINT.
    pub script: Script,
    /// How they are written; [`Form::Shell`] also in the text behind `sh -c`.
    pub form: Form,
}

impl Analysis {
    /// The ENTRYPOINT and the CMD that a container of this stage starts with, if the file says so: their indices.
    pub fn start_at(&self, stage: StageId) -> (Option<usize>, Option<usize>) {
        let (entrypoint, cmd) = self.start(stage);
        let instructions = &self.file().instructions;
        let index = |start: TextRange| instructions.partition_point(|it| it.range.start() < start.start());
        (entrypoint.map(|it| index(it.range)), cmd.map(|it| index(it.range)))
    }

    /// What a container of this stage starts, as far as the file says so, with what stands behind `sh -c`.
    ///
    /// A CMD whose ENTRYPOINT is a script is a process of its own: most scripts end with `exec "$@"`.
    pub fn processes(&self, stage: StageId) -> &[Process] {
        let stages = self
            .inner
            .processes
            .get_or_init(|| self.stages().stages.iter().map(|_| OnceLock::new()).collect());
        stages.get(stage.index()).map_or(&[], |it| it.get_or_init(|| self.read_processes(stage)))
    }

    fn read_processes(&self, stage: StageId) -> Vec<Process> {
        let (entrypoint, cmd) = self.start_at(stage);
        let mut found = Vec::new();
        match (entrypoint, cmd) {
            (Some(entrypoint), Some(cmd)) => match self.together(entrypoint, cmd) {
                Some(both) => found.push(both),
                None => {
                    found.extend(self.process(entrypoint));
                    if !self.is_shell_form(entrypoint) {
                        found.extend(self.process(cmd));
                    }
                }
            },
            (only, None) | (None, only) => found.extend(only.and_then(|it| self.process(it))),
        }
        let nested: Vec<Process> = found.iter().flat_map(|it| self.behind_shells(it)).collect();
        found.extend(nested);
        found
    }

    /// What containers of the images of this file start, each instruction once: of the last stage, and of those that no other is
    /// built on.
    pub fn all_processes(&self) -> Vec<(StageId, &Process)> {
        let stages = self.stages();
        let ends = stages.stages.iter().rev().filter(|it| !stages.is_base(it.id));
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for stage in ends {
            let new = self.processes(stage.id).iter().filter(|it| !seen.contains(&it.instruction));
            let before = found.len();
            found.extend(new.map(|it| (stage.id, it)));
            seen.extend(found[before..].iter().map(|it: &(StageId, &Process)| it.1.instruction));
        }
        found
    }

    /// The commands of a HEALTHCHECK, with what stands behind `sh -c`.
    pub fn checks(&self, healthcheck: usize) -> Vec<Process> {
        let mut found: Vec<Process> = self.process(healthcheck).into_iter().collect();
        let nested: Vec<Process> = found.iter().flat_map(|it| self.behind_shells(it)).collect();
        found.extend(nested);
        found
    }

    fn process(&self, instruction: usize) -> Option<Process> {
        let run = self.scripts(instruction).first()?;
        Some(Process { instruction, script: run.script.clone(), form: run.form })
    }

    fn is_shell_form(&self, instruction: usize) -> bool {
        self.scripts(instruction).first().is_some_and(|it| it.form != Form::Exec)
    }

    /// The words of ENTRYPOINT and of CMD, if both are lists, and the former does not begin with a script.
    fn together(&self, entrypoint: usize, cmd: usize) -> Option<Process> {
        let (first, second) = (self.exec_words(entrypoint)?, self.exec_words(cmd)?);
        let is_script = first.iter().any(|it| it.1.ends_with(".sh") || it.1.contains("entrypoint"));
        if is_script || cmd < entrypoint {
            return None;
        }
        let script = shell::exec(first.into_iter().chain(second));
        Some(Process { instruction: entrypoint, script, form: Form::Exec })
    }

    /// The strings of an instruction in exec form, with their places.
    fn exec_words(&self, instruction: usize) -> Option<Vec<(TextRange, String)>> {
        let file = self.file();
        match &file.instructions[instruction].body {
            Body::Cmd(Command::Exec { words, .. }) | Body::Entrypoint(Command::Exec { words, .. }) => {
                Some(words.iter().map(|it| (it.range, file.word(*it).into_owned())).collect())
            }
            _ => None,
        }
    }

    /// The scripts behind `sh -c`.
    fn behind_shells(&self, process: &Process) -> Vec<Process> {
        let script = |it: shell::Visited<'_>| {
            let command = it.command.effective();
            let is_shell = Posix::of_program(&command.name()?).is_some();
            let mut words = command.arguments().words().iter();
            let asks = words.find(|it| is_command_flag(&it.lossy()))?;
            let text = words.next().filter(|_| is_shell && asks.range.end() > command.range().start())?;
            // What is escaped in a JSON string has no place of its own.
            if process.form == Form::Exec && self.file().text(text.range).contains('\\') {
                return None;
            }
            Some(Process {
                instruction: process.instruction,
                script: text.nested_script()?,
                form: Form::Shell,
            })
        };
        process.script.commands().filter_map(script).collect()
    }

    /// The last instruction of this kind in a stage or in those it is built on: its index.
    pub fn last_of(&self, keyword: Keyword, stage: StageId) -> Option<usize> {
        self.chain_instructions(stage).filter(|(_, it)| it.keyword == keyword).map(|it| it.0).max()
    }
}

/// `-c`, `-lc`, `-euxc`.
fn is_command_flag(word: &str) -> bool {
    let letters = word.strip_prefix('-').unwrap_or_default();
    letters.ends_with('c') && letters.bytes().all(|it| it.is_ascii_lowercase())
}
