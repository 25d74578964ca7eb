//! The image before every instruction: who runs it, where, in which shell.

use std::{collections::HashMap, ops::Range};

use dockerfile_parser::ImageRef;

use super::{
    Analysis, Base, Fact, StageId,
    stages::{Stage, StageGraph},
};
use crate::{
    knowledge::images::{self, Image, Sh},
    syntax::{Body, Command, Dockerfile, Instruction, Word, shell::Shell},
    text::{TextRange, TextSize},
};

/// Of each property the index of the instruction that set it last, in the stage or in those that it is built on.
#[derive(Clone, Copy, Debug, Default)]
struct Setters {
    user: Option<u32>,
    workdir: Option<u32>,
    shell: Option<u32>,
    /// Not an instruction, but which of [`States::pragmas`]: one that stands behind the last SHELL.
    pragma: Option<u32>,
    entrypoint: Option<u32>,
    cmd: Option<u32>,
}

/// The states of a file.
#[derive(Clone, Debug)]
pub(super) struct States {
    /// Before each instruction.
    before: Vec<Setters>,
    /// At the end of each stage.
    end: Vec<Setters>,
    /// Of each WORKDIR the absolute path, by its index.
    workdirs: Vec<(u32, Option<String>)>,
    /// The comments that say which shell the base image has.
    pragmas: Vec<(TextSize, Shell)>,
}

impl States {
    pub(super) fn new(file: &Dockerfile, stages: &StageGraph) -> States {
        let mut this = States {
            before: vec![Setters::default(); file.instructions.len()],
            end: Vec::with_capacity(stages.stages.len()),
            workdirs: Vec::new(),
            pragmas: file.comments.iter().filter_map(|it| pragma(file, *it)).collect(),
        };
        let first = stages.stages.first().map(|it| it.instructions.start);
        // Comments above the first FROM are about all stages.
        let head = first.map_or(0, |it| this.pragmas_above(file, it));
        let everywhere = Setters { pragma: head.checked_sub(1).map(|it| it as u32), ..Setters::default() };
        this.follow(file, 0..first.unwrap_or(file.instructions.len()), 0, Setters::default());
        for stage in &stages.stages {
            let now = match stage.base {
                Base::Stage(base) => this.end[base.index()],
                _ => everywhere,
            };
            // What stands above a later FROM is about the stage before it.
            let read = this.pragmas_above(file, stage.instructions.start);
            let end = this.follow(file, stage.instructions.clone(), read, now);
            this.end.push(end);
        }
        this
    }

    /// Notes what holds before each of `instructions`, which belong together, and says what holds behind them. Of the pragmas,
    /// `read` are about something else.
    fn follow(
        &mut self,
        file: &Dockerfile,
        instructions: Range<usize>,
        mut read: usize,
        mut now: Setters,
    ) -> Setters {
        for index in instructions.clone() {
            let above = self.pragmas_above(file, index);
            if above > read {
                now.pragma = Some(above as u32 - 1);
                read = above;
            }
            self.before[index] = now;
            let at = Some(index as u32);
            match &file.instructions[index].body {
                Body::User(_) => now.user = at,
                Body::Workdir(_) => now.workdir = at,
                Body::Shell(_) => (now.shell, now.pragma) = (at, None),
                Body::Cmd(_) => now.cmd = at,
                Body::Entrypoint(_) => {
                    now.entrypoint = at;
                    // An inherited CMD does not fit the new ENTRYPOINT.
                    now.cmd = now.cmd.filter(|it| instructions.contains(&(*it as usize)));
                }
                _ => {}
            }
        }
        now
    }

    /// How many pragmas stand before an instruction.
    fn pragmas_above(&self, file: &Dockerfile, index: usize) -> usize {
        let start = file.instructions[index].range.start();
        self.pragmas.partition_point(|it| it.0 < start)
    }

    /// Gives each WORKDIR its absolute path. Needs the variables, so it comes second.
    pub(super) fn resolve_workdirs(&mut self, file: &Dockerfile, analysis: &Resolver<'_>) {
        for stage in &analysis.stages.stages {
            for index in stage.instructions.clone() {
                let Body::Workdir(word) = &file.instructions[index].body else {
                    continue;
                };
                let path = word.and_then(|word| (analysis.expand)(word, stage.id, index));
                let path = path.and_then(|path| match path.starts_with('/') {
                    true => Some(path),
                    false if is_of_windows(&path) => None,
                    false => self.workdir_before(index, stage, analysis).map(|base| join(&base, &path)),
                });
                self.workdirs.push((index as u32, path.filter(|it| it.len() < LONGEST_PATH)));
            }
        }
    }

    fn workdir_before(&self, index: usize, stage: &Stage, analysis: &Resolver<'_>) -> Option<String> {
        match self.before[index].workdir {
            Some(at) => self.resolved(at),
            None => base_workdir(analysis.stages, analysis.images, stage.id),
        }
    }

    fn resolved(&self, at: u32) -> Option<String> {
        let found = self.workdirs.binary_search_by_key(&at, |it| it.0).ok()?;
        self.workdirs[found].1.clone()
    }
}

/// Relative WORKDIRs add up; Linux takes no longer path, in bytes.
const LONGEST_PATH: usize = 4096;

/// What [`States::resolve_workdirs`] needs to know.
pub(super) struct Resolver<'a> {
    pub(super) stages: &'a StageGraph,
    /// What is known of the image that each stage is built on in the end.
    pub(super) images: &'a [Option<Image>],
    pub(super) expand: &'a dyn Fn(Word, StageId, usize) -> Option<String>,
}

/// `C:\app`, `\app`
fn is_of_windows(path: &str) -> bool {
    path.starts_with('\\') || path.as_bytes().get(1) == Some(&b':')
}

fn join(base: &str, path: &str) -> String {
    match path {
        "" | "." => base.to_owned(),
        _ => format!("{}/{}", base.trim_end_matches('/'), path.trim_start_matches("./")),
    }
}

/// What is known of the image that each stage is built on in the end.
pub(super) fn base_images(stages: &StageGraph) -> Vec<Option<Image>> {
    let mut known: Vec<Option<Image>> = Vec::with_capacity(stages.stages.len());
    // Many stages begin with the same few images.
    let mut looked_up: HashMap<(String, Option<&str>), Option<Image>> = HashMap::new();
    for stage in &stages.stages {
        known.push(match &stage.base {
            Base::Image(image) => *looked_up
                .entry((repository(image), image.tag.as_deref()))
                .or_insert_with_key(|(repository, tag)| images::image(repository, *tag)),
            Base::Stage(base) => known[base.index()],
            _ => None,
        });
    }
    known
}

/// The folder that the base image starts in, if that is known.
fn base_workdir(stages: &StageGraph, images: &[Option<Image>], stage: StageId) -> Option<String> {
    match stages.root(stage) {
        Base::Scratch => Some("/".to_owned()),
        Base::Image(_) => {
            let image = images.get(stage.index()).copied().flatten()?;
            Some(image.workdir.unwrap_or("/").to_owned())
        }
        _ => None,
    }
}

/// `# hadolint shell=powershell`: where it stands, and what runs the commands below it.
fn pragma(file: &Dockerfile, comment: TextRange) -> Option<(TextSize, Shell)> {
    let text = file.text(comment).strip_prefix('#')?.trim().strip_prefix("hadolint")?;
    let name = text.strip_prefix([' ', '\t'])?.trim().strip_prefix("shell")?.trim().strip_prefix('=')?.trim();
    (!name.is_empty()).then(|| (comment.start(), Shell::of_program(name)))
}

/// The name of an image without tag and digest, with its registry.
pub fn repository(image: &ImageRef) -> String {
    match &image.registry {
        Some(registry) => format!("{registry}/{}", image.image),
        None => image.image.clone(),
    }
}

/// Who runs, where, in which shell.
impl Analysis {
    /// What is known of the image that a stage is built on in the end; `None` for scratch and for strangers.
    pub fn base_image(&self, stage: StageId) -> Option<Image> {
        self.base_images().get(stage.index()).copied().flatten()
    }

    /// The user before an instruction.
    pub fn user(&self, before: usize) -> Fact<String> {
        let stage = self.stages().of_instruction(before).map(|it| it.id);
        self.user_of(self.states().before.get(before).and_then(|it| it.user), stage)
    }

    /// The user that a container of this stage runs as.
    pub fn user_at_end(&self, stage: StageId) -> Fact<String> {
        self.user_of(self.states().end[stage.index()].user, Some(stage))
    }

    /// The USER that a container of this stage runs as, whatever it says: its index.
    pub fn user_setter_at_end(&self, stage: StageId) -> Option<usize> {
        self.states().end[stage.index()].user.map(|it| it as usize)
    }

    fn user_of(&self, setter: Option<u32>, stage: Option<StageId>) -> Fact<String> {
        let Some(stage) = stage else {
            return Fact::Unknown;
        };
        match setter {
            Some(at) => match &self.instruction(at).body {
                Body::User(Some(word)) => self.known(*word, at),
                _ => Fact::Unknown,
            },
            None if *self.stages().root(stage) == Base::Scratch => Fact::Unset,
            None => match self.base_image(stage).and_then(|it| it.user) {
                Some(user) if user.name.is_empty() => match user.uid {
                    Some(uid) => Fact::Known { value: uid.to_string(), at: None },
                    None => Fact::Unknown,
                },
                Some(user) => Fact::Known { value: user.name.to_owned(), at: None },
                None => Fact::Unknown,
            },
        }
    }

    /// The folder before an instruction, as an absolute path.
    pub fn workdir(&self, before: usize) -> Fact<String> {
        let Some(stage) = self.stages().of_instruction(before) else {
            return Fact::Unknown;
        };
        self.workdir_of(self.states().before.get(before).and_then(|it| it.workdir), stage.id)
    }

    /// The folder that a container of this stage starts in, as an absolute path.
    pub fn workdir_at_end(&self, stage: StageId) -> Fact<String> {
        self.workdir_of(self.states().end[stage.index()].workdir, stage)
    }

    fn workdir_of(&self, setter: Option<u32>, stage: StageId) -> Fact<String> {
        let (value, at) = match setter {
            Some(at) => (self.states().resolved(at), Some(at as usize)),
            None => (base_workdir(self.stages(), self.base_images(), stage), None),
        };
        value.map_or(Fact::Unknown, |value| Fact::Known { value, at })
    }

    /// The ENTRYPOINT and the CMD that a container of this stage starts with, if the file says so.
    pub fn start(&self, stage: StageId) -> (Option<&Instruction>, Option<&Instruction>) {
        let end = &self.states().end[stage.index()];
        (end.entrypoint.map(|at| self.instruction(at)), end.cmd.map(|at| self.instruction(at)))
    }

    /// Whether a SHELL chose what runs the commands of an instruction that are in shell form.
    pub fn has_chosen_shell(&self, before: usize) -> bool {
        self.shell_setter(before).is_some()
    }

    /// The SHELL that chose what runs the commands of an instruction that are in shell form: its index.
    pub fn shell_setter(&self, before: usize) -> Option<usize> {
        self.states().before.get(before)?.shell.map(|it| it as usize)
    }

    /// What runs the commands of an instruction that are in shell form: what SHELL says, or a comment
    /// `# hadolint shell=powershell`, or what is known of the base image.
    pub fn shell(&self, before: usize) -> Shell {
        let setters = self.states().before.get(before).copied().unwrap_or_default();
        if let Some(pragma) = setters.pragma {
            return self.states().pragmas[pragma as usize].1.clone();
        }
        let setter = setters.shell;
        let stage = self.stages().of_instruction(before);
        let chosen = setter.and_then(|at| match &self.instruction(at).body {
            Body::Shell(Command::Exec { words, .. }) => {
                let words: Vec<_> = words.iter().map(|it| self.file().word(*it)).collect();
                Shell::of_words(words.iter().map(|it| &**it))
            }
            _ => None,
        });
        let known = || stage.and_then(|it| self.base_image(it.id)).and_then(|it| it.sh);
        chosen.unwrap_or_else(|| match known() {
            Some(Sh::Cmd) => Shell::Cmd,
            Some(_) => Shell::DEFAULT,
            // Only files for Windows have another escape character.
            None if self.file().escape == b'`' => Shell::Cmd,
            None => Shell::DEFAULT,
        })
    }

    fn instruction(&self, at: u32) -> &Instruction {
        &self.file().instructions[at as usize]
    }

    fn known(&self, word: Word, at: u32) -> Fact<String> {
        match self.value(word, at as usize) {
            Some(value) => Fact::Known { value, at: Some(at as usize) },
            None => Fact::Unknown,
        }
    }
}
