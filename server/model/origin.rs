//! Where a file of the image comes from: the COPY that brings it, and its place in the build context.

use super::{Analysis, StageId, World, ignore_file::clean};
use crate::{
    knowledge::glob,
    syntax::{
        Body, Instruction, Transfer,
        shell::{Posix, Script, Visited},
    },
    text::TextRange,
};

/// A file of the build context that is in the image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextFile {
    /// Where it is in the build context.
    pub path: String,
    /// The COPY or ADD that brings it.
    pub instruction: usize,
    /// Where in the image it is.
    pub target: String,
}

/// A script of the build context that a container starts.
#[derive(Clone, Debug)]
pub struct StartScript {
    /// Where it comes from.
    pub origin: ContextFile,
    /// What it says.
    pub text: String,
    /// The ENTRYPOINT or CMD that starts it.
    pub instruction: usize,
    /// Where its name stands there.
    pub place: TextRange,
    /// Whether a shell is named that reads it, so that it need not be executable: `sh start.sh`.
    pub is_read: bool,
}

/// Where programs are looked for that are named without a folder.
const PATH: [&str; 6] = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/// How far above the end of a stage a file is looked for, so that the work grows with the file and not faster.
const MOST_INSTRUCTIONS: usize = 200;

impl Analysis {
    /// The scripts of the build context that a container of this stage starts.
    pub fn start_scripts(&self, stage: StageId, world: &dyn World) -> Vec<StartScript> {
        let mut found: Vec<StartScript> = Vec::new();
        for process in self.processes(stage) {
            for it in self.scripts_of(&process.script, stage, world) {
                if !found.iter().any(|other| other.origin == it.origin) {
                    found.push(it);
                }
            }
        }
        found
    }

    /// The scripts of the build context that a RUN of this stage starts.
    pub fn run_scripts(&self, run: usize, stage: StageId, world: &dyn World) -> Vec<StartScript> {
        self.scripts(run).iter().flat_map(|it| self.scripts_of(&it.script, stage, world)).collect()
    }

    fn scripts_of(&self, script: &Script, stage: StageId, world: &dyn World) -> Vec<StartScript> {
        // Where nothing is known of the build context there is nothing to look for.
        if world.exists(".").is_none() {
            return Vec::new();
        }
        let start = |it: Visited<'_>| {
            let (name, place, is_read) = script_name(it).filter(|_| !it.context.in_substitution)?;
            let origin = self.origin(&name, stage, world)?;
            let text = world.read(&origin.path)?;
            let instruction = self.file().instructions.partition_point(|it| it.range.end() < place.start());
            Some(StartScript { origin, text, instruction, place, is_read })
        };
        script.commands().filter_map(start).collect()
    }

    /// Which file of the build context the program `name` of a container of this stage is; `None` if it is not known to be one.
    pub fn origin(&self, name: &str, stage: StageId, world: &dyn World) -> Option<ContextFile> {
        world.exists(".")?;
        let end = self.stages().get(stage).instructions.end;
        let targets: Vec<String> = match name.contains('/') {
            true => vec![absolute(self, name, end.checked_sub(1)?)?],
            false => PATH.iter().map(|it| format!("{it}/{name}")).collect(),
        };
        let backwards = self.stages().chain(stage).flat_map(|it| it.instructions.clone().rev());
        for index in backwards.take(MOST_INSTRUCTIONS) {
            let it = &self.file().instructions[index];
            let (Body::Copy(transfer) | Body::Add(transfer)) = &it.body else { continue };
            let written = transfer.destination.and_then(|it| self.value(it, index))?;
            let destination = absolute(self, &written, index)?;
            let folder = destination.trim_end_matches('/');
            for target in &targets {
                let rest = match target.strip_prefix(folder) {
                    Some("") => "",
                    Some(rest) if rest.starts_with('/') => &rest[1..],
                    _ => continue,
                };
                let inside = written.ends_with('/') || transfer.sources.len() > 1;
                match self.copied_as(rest, inside, (index, it, transfer), world) {
                    Brings::Nothing => {}
                    Brings::Unknown => return None,
                    Brings::File(path) => {
                        return Some(ContextFile { path, instruction: index, target: target.clone() });
                    }
                }
            }
        }
        None
    }

    /// What a COPY puts at `rest` behind its destination, which is the file itself if there is nothing behind it.
    fn copied_as(
        &self,
        rest: &str,
        inside: bool,
        (index, it, transfer): (usize, &Instruction, &Transfer),
        world: &dyn World,
    ) -> Brings {
        if it.flags.iter().any(|it| it.name() == "from") {
            let is_other = |source: &str| {
                let last = source.rsplit('/').next().unwrap_or_default();
                inside && last != rest && !matches!(last, "" | "." | "bin" | "sbin") && !last.contains('*')
            };
            let all_other = transfer.sources.iter().all(|it| is_other(&self.file().word(*it)));
            return if all_other { Brings::Nothing } else { Brings::Unknown };
        }
        if it.flags.iter().any(|it| matches!(it.name(), "parents" | "exclude")) {
            return Brings::Unknown;
        }
        for source in transfer.sources.iter().rev() {
            let Some(source) = self.value(*source, index).filter(|it| !it.contains("://")) else {
                return Brings::Unknown;
            };
            let source = clean(source.trim_start_matches('/'));
            let path = match (source.rsplit('/').next().unwrap_or_default(), rest) {
                (last, _) if last.contains('*') => match glob::matches(last, rest) && !rest.contains('/') {
                    true => format!("{}{rest}", &source[..source.len() - last.len()]),
                    false => continue,
                },
                (_, "") if inside => continue,
                (_, "") => source.clone(),
                (last, rest) if last == rest => source.clone(),
                (".", rest) => rest.to_owned(),
                (_, rest) => format!("{source}/{rest}"),
            };
            if world.read(&path).is_some() || world.is_executable(&path).is_some() {
                return Brings::File(path);
            }
        }
        Brings::Nothing
    }
}

/// What a COPY puts at a place.
enum Brings {
    Nothing,
    /// Something that is not to be seen.
    Unknown,
    /// This file of the build context.
    File(String),
}

/// A path as seen from the folder that holds before an instruction.
fn absolute(analysis: &Analysis, path: &str, before: usize) -> Option<String> {
    match path.starts_with('/') {
        true => Some(clean(path)),
        false => {
            let workdir = analysis.workdir(before);
            let folder = workdir.known()?;
            Some(clean(&format!("{folder}/{path}")))
        }
    }
}

/// The script that a command starts: its name, where that stands, and whether a shell reads it.
fn script_name(it: Visited<'_>) -> Option<(String, TextRange, bool)> {
    let command = it.command.effective();
    let name = command.name()?;
    if Posix::of_program(&name).is_none() {
        return Some((name.into_owned(), command.name_word()?.range, false));
    }
    if command.arguments().has(&["-c", "-s"]) {
        return None;
    }
    let script = command.arguments().operands(&["-o", "-O"]).next()?;
    let name = script.literal()?;
    // What a shell is told to read is a file, not a program.
    let path = if name.contains('/') { name.into_owned() } else { format!("./{name}") };
    Some((path, script.range, true))
}
