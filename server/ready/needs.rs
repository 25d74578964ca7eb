//! Where a practice matters.

use crate::{
    knowledge::{
        commands::{Purpose, purpose},
        images::Python,
        packages::Kind,
    },
    lint::Cx,
    model::{Base, Fact, StageId},
    syntax::{Body, Instruction, Keyword},
};

/// What a Dockerfile must have for a practice to matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// It matters everywhere.
    Nothing,
    /// A user that the file says, or a base image whose user is known.
    User,
    /// A stage that begins with an image of a registry.
    BaseImage,
    /// A distribution in the image that ships: a base image, and not `scratch`.
    Distribution,
    /// A user other than root, as far as that is known.
    OtherUser,
    /// A program that the image starts.
    Program,
    /// Commands that the build runs.
    Commands,
    /// Packages, of the distribution or of a language.
    Packages,
    /// Packages of a language.
    Dependencies,
    /// Python.
    Python,
    /// Files from other machines.
    Downloads,
    /// Files of the build context.
    Context,
    /// Files of another stage.
    Stages,
    /// A check of the running container.
    Healthcheck,
}

impl Needs {
    /// Why it does not matter for the image that this stage becomes, as half a sentence; `None` if it does. The stage is the last
    /// of the file.
    pub(super) fn missing(self, cx: Cx<'_>, target: StageId) -> Option<&'static str> {
        let analysis = cx.analysis;
        let stages = analysis.stages();
        let built = || stages.stages.iter().filter(|it| stages.is_needed(it.id));
        let instructions = || {
            let all = analysis.file().instructions.as_slice();
            built().flat_map(|it| it.instructions.clone()).filter_map(|index| Some((index, all.get(index)?)))
        };
        let runs = |keyword| instructions().any(|(_, it)| it.keyword == keyword);
        let installs = |wanted: fn(Kind) -> bool| {
            let is_built = |index| stages.of_instruction(index).is_none_or(|it| stages.is_needed(it.id));
            analysis.every_install().any(|it| wanted(it.manager.kind) && is_built(it.instruction))
        };
        let (has, reason) = match self {
            Needs::Nothing => (true, ""),
            Needs::User => (
                analysis.user_at_end(target) != Fact::Unknown,
                "who runs it is up to the base image, which is not known",
            ),
            Needs::BaseImage => {
                let is_image = |base: &Base| matches!(base, Base::Image(_) | Base::Unknown);
                (built().any(|it| is_image(&it.base)), "no base image is used")
            }
            Needs::Distribution => (*stages.root(target) != Base::Scratch, "the image begins empty"),
            Needs::OtherUser if *stages.root(target) == Base::Scratch => (false, "the image begins empty"),
            Needs::OtherUser => (analysis.runs_as_root(target).is_none(), "root may change everything"),
            Needs::Program => {
                let (entrypoint, command) = analysis.start(target);
                (entrypoint.or(command).is_some(), "the file does not say what is started")
            }
            Needs::Commands => (runs(Keyword::Run), "the build runs no commands"),
            Needs::Packages => (installs(|_| true), "no packages are installed"),
            Needs::Dependencies => {
                (installs(|kind| kind != Kind::System), "no packages of a language are installed")
            }
            Needs::Python => {
                let of_python = |kind| matches!(kind, Kind::Python | Kind::Conda);
                (installs(of_python) || built().any(|it| has_python(cx, it.id)), "there is no Python")
            }
            Needs::Downloads => {
                (instructions().any(|(index, it)| downloads(cx, index, it)), "nothing is downloaded")
            }
            Needs::Context => {
                (instructions().any(|(_, it)| takes_context(it)), "nothing of the build context is copied")
            }
            Needs::Stages => (built().count() > 1, "there is only one stage"),
            Needs::Healthcheck => (runs(Keyword::Healthcheck), "there is no HEALTHCHECK"),
        };
        (!has).then_some(reason)
    }
}

/// Whether the image of a stage is one to run Python in. That Debian's Perl scripts bring one along does not count.
fn has_python(cx: Cx<'_>, stage: StageId) -> bool {
    let python = cx.analysis.base_image(stage).map(|it| it.python);
    let Base::Image(image) = cx.analysis.stages().root(stage) else { return false };
    matches!(python, Some(Python::At { pip: true, .. })) || image.image.contains("python")
}

fn downloads(cx: Cx<'_>, index: usize, it: &Instruction) -> bool {
    match &it.body {
        Body::Add(transfer) => {
            let mut sources = transfer.sources.iter().map(|it| cx.analysis.file().word(*it));
            sources.any(|it| it.contains("://") || it.starts_with("git@"))
        }
        Body::Run(_) => {
            let mut commands = cx.analysis.scripts(index).iter().flat_map(|it| it.script.commands());
            commands.any(|it| {
                it.command.effective().name().is_some_and(|it| purpose(&it) == Some(Purpose::Download))
            })
        }
        _ => false,
    }
}

fn takes_context(it: &Instruction) -> bool {
    match &it.body {
        Body::Copy(transfer) | Body::Add(transfer) => {
            !transfer.sources.is_empty() && it.flags.iter().all(|it| it.name() != "from")
        }
        _ => false,
    }
}
