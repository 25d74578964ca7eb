//! Which commands an image is known not to have.

use super::{Analysis, Base, StageId};
use crate::{
    knowledge::{
        images::Sh,
        tools::{bringers, is_of_busybox},
    },
    syntax::{
        Body, Instruction,
        shell::{Posix, Shell},
    },
};

impl Analysis {
    /// Whether an image is known to have no shell, when an instruction runs; at the end of its stage without one.
    ///
    /// Not if something is copied to where shells are.
    pub fn lacks_shell(&self, stage: StageId, before: Option<usize>) -> bool {
        self.has_no_shell_of_its_base(stage)
            && self.shell_comes_at(stage).is_none_or(|at| before.is_some_and(|it| it <= at))
    }

    /// Whether the base of a stage has no shell.
    pub fn has_no_shell_of_its_base(&self, stage: StageId) -> bool {
        *self.stages().root(stage) == Base::Scratch
            || self.base_image(stage).is_some_and(|it| it.sh == Some(Sh::Absent))
    }

    /// The first instruction that may bring a shell into a stage whose base has none: its index.
    pub fn shell_comes_at(&self, stage: StageId) -> Option<usize> {
        self.chain_instructions(stage).filter(|it| self.may_bring(it.1, "sh")).map(|it| it.0).min()
    }

    /// Whether an image is known to have no command of this name: its base has none, and nothing in the file can bring it.
    pub fn lacks(&self, stage: StageId, name: &str) -> bool {
        let image = self.base_image(stage);
        let is_bare =
            *self.stages().root(stage) == Base::Scratch || image.is_some_and(|it| it.sh == Some(Sh::Absent));
        let absent = is_bare && TOOLS.contains(&name) || image.is_some_and(|it| it.lacks.contains(&name));
        let is_busybox = || image.is_some_and(|it| it.sh == Some(Sh::Ash)) && is_of_busybox(name);
        absent && !is_busybox() && !self.has_program(stage, name)
    }

    /// Whether something in the stage, or in those it is built on, may bring a command of this name.
    fn has_program(&self, stage: StageId, name: &str) -> bool {
        let installs = self.every_install().filter(|it| self.is_in_chain(it.instruction, stage));
        let packages = bringers(name);
        let mut packages_of = installs.flat_map(|it| {
            // A list of packages in a file may hold anything.
            let is_list = it.flags.iter().any(|flag| flag.starts_with("-r") || flag.starts_with("--req"));
            it.packages.iter().map(move |package| (package, is_list))
        });
        packages_of.any(|(it, _)| {
            !it.literal
                || it.text.contains(name)
                || packages.iter().any(|package| it.text.starts_with(package))
        }) || self.chain_instructions(stage).any(|(index, it)| match &it.body {
            Body::Run(_) => self.runs_strangers(index, name),
            _ => self.may_bring(it, name),
        })
    }

    /// Whether a COPY or ADD may bring a program: it names it, or fills a folder of programs, or the whole image.
    fn may_bring(&self, it: &Instruction, name: &str) -> bool {
        let (Body::Copy(transfer) | Body::Add(transfer)) = &it.body else {
            return matches!(it.body, Body::Onbuild(_));
        };
        let file = self.file();
        let Some(destination) = transfer.destination.map(|it| file.word(it)) else { return true };
        let mut sources = transfer.sources.iter().map(|it| file.word(*it));
        let is_copied = it.flags.iter().any(|it| it.name() == "from");
        let is_program = |path: &str| path.rsplit('/').next().is_some_and(|it| it == name || it == "busybox");
        let is_folder = |path: &str| {
            let path = path.trim_end_matches('/');
            path.is_empty()
                || path.ends_with("/bin")
                || path.ends_with("/sbin")
                || path == "/usr"
                || path == "/busybox"
        };
        let is_archive =
            |path: &str| path.contains(".tar") || path.ends_with(".tgz") || path.contains("rootfs");
        let is_root = matches!(&*destination, "/" | "." | "./" | "/.");
        let is_file =
            |path: &str| path.rsplit('/').next().is_some_and(|it| it.trim_matches('.').contains('.'));
        destination.contains('$')
            || is_root && (is_copied || !transfer.sources.iter().all(|it| is_file(&file.word(*it))))
            || is_program(&destination)
            || sources.any(|source| {
                is_program(&source)
                    || is_archive(&source)
                    || is_folder(&destination)
                        && is_copied
                        && (is_folder(&source) || source.contains(['*', '$']))
            })
    }

    /// Whether a RUN names the command, or starts a script that may bring anything.
    fn runs_strangers(&self, index: usize, name: &str) -> bool {
        let scripts = self.scripts(index);
        scripts.is_empty()
            || scripts.iter().any(|run| {
                let mut all = run.script.commands();
                !run.script.is_understood()
                    || !run.shell.as_ref().is_none_or(Shell::is_posix)
                    || all.any(|it| {
                        let command = it.command.effective();
                        let Some(program) = command.name() else {
                            return !it.command.words.is_empty();
                        };
                        let last = program.rsplit('/').next().unwrap_or_default();
                        let reads =
                            Posix::of_program(&program).is_some() || matches!(last, "." | "source" | "make");
                        reads
                            || last == name
                            || last.ends_with(".sh")
                            || program.starts_with("./")
                            || command
                                .arguments()
                                .words()
                                .iter()
                                .any(|it| it.lossy().rsplit('/').next().is_some_and(|it| it == name))
                    })
            })
    }
}

/// Commands that an image without a shell has no reason to have.
const TOOLS: [&str; 8] = ["bash", "curl", "nc", "netcat", "npm", "sh", "wget", "yarn"];
