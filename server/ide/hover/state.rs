//! The state of the image at an instruction: who runs it, where, in which shell.

use super::{Here, instruction, line};
use crate::{
    ide::markdown::code,
    model::{Fact, Form},
    syntax::{Body, shell::Shell},
};

/// A line about it; of a FROM, about the stage that it begins.
pub(super) fn text(here: Here<'_>) -> Option<String> {
    let (analysis, index) = (here.cx.analysis, here.site.index);
    let stage = here.stage()?;
    if let Body::From(_) = here.site.instruction.body {
        return Some(format!("This one begins {}.", super::stage::title(here.cx, stage)));
    }
    if !instruction::has_state(here.site.instruction.keyword) || here.site.trigger {
        return None;
    }
    let by = |fact: &Fact<String>, from: &str| match fact {
        Fact::Known { value, at: Some(at) } => {
            let line = line(here.cx, analysis.file().instructions.get(*at)?.range.start());
            Some(format!("{} ({from}, line {line})", code(value)))
        }
        Fact::Known { value, at: None } => Some(format!("{} (of the base image)", code(value))),
        _ => None,
    };
    let user = by(&analysis.user(index), "USER").map(|it| format!("user {it}"));
    let workdir = by(&analysis.workdir(index), "WORKDIR").map(|it| format!("folder {it}"));
    let parts: Vec<String> = [user, workdir, shell(here)].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("Here: {}.", parts.join(", ")))
}

/// What runs a command in shell form; of one in exec form, nothing.
fn shell(here: Here<'_>) -> Option<String> {
    let (analysis, index) = (here.cx.analysis, here.site.index);
    let runs = matches!(
        here.site.instruction.body,
        Body::Run(_) | Body::Cmd(_) | Body::Entrypoint(_) | Body::Healthcheck(_)
    );
    if !runs || analysis.scripts(index).iter().all(|it| it.form == Form::Exec) {
        return None;
    }
    let file = analysis.file();
    if let Some(setter) = analysis.shell_setter(index).and_then(|at| file.instructions.get(at)) {
        let Body::Shell(command) = &setter.body else { return None };
        let written = file.joined_text(command.range());
        return Some(format!(
            "shell {} (SHELL, line {})",
            code(&written),
            line(here.cx, setter.range.start())
        ));
    }
    Some(match analysis.shell(index) {
        Shell::Posix(it) => format!("shell {}", code(&format!("/bin/{} -c", it.name()))),
        Shell::Cmd => "shell `cmd /S /C`".to_owned(),
        Shell::PowerShell => "shell `powershell`".to_owned(),
        Shell::Other(name) => format!("shell {}", code(&name)),
    })
}
