//! The commands of instructions: which shell reads which text.

use std::collections::HashMap;

use super::Analysis;
use crate::syntax::{
    self, Body, Command, Heredoc, Instruction, Joined,
    shell::{self, Node, Script, Shell},
};

/// A script of an instruction.
#[derive(Clone, Debug)]
pub struct RunScript {
    /// What is in it.
    pub script: Script,
    /// How it is written.
    pub form: Form,
    /// What reads it; `None` in the exec form, which is no text for a shell.
    pub shell: Option<Shell>,
}

/// How a script is written, which decides how it may be edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// On the lines of the instruction.
    Shell,
    /// As a JSON array, of which each string is a word.
    Exec,
    /// As the lines of a heredoc, by its number in the instruction.
    Heredoc(usize),
}

/// The scripts of a file, by the index of the instruction; most have none.
#[derive(Debug)]
pub(super) struct Scripts {
    /// Those that the instruction runs.
    pub(super) of_instructions: Vec<Vec<RunScript>>,
    /// Those that its ONBUILD will run in a build that begins with this image.
    pub(super) of_triggers: HashMap<usize, Vec<RunScript>>,
}

impl Scripts {
    pub(super) fn new(analysis: &Analysis) -> Scripts {
        let instructions = || analysis.file().instructions.iter().enumerate();
        let trigger = |(index, it): (usize, &Instruction)| match &it.body {
            Body::Onbuild(Some(inner)) => Some((index, scripts(analysis, index, inner, &it.heredocs))),
            _ => None,
        };
        Scripts {
            of_instructions: instructions()
                .map(|(index, it)| scripts(analysis, index, it, &it.heredocs))
                .collect(),
            of_triggers: instructions().filter_map(trigger).collect(),
        }
    }
}

impl Analysis {
    /// The scripts of every RUN, in the order of the file: the index of the instruction, and whether it stands behind ONBUILD.
    pub fn runs(&self) -> impl Iterator<Item = (usize, bool, &RunScript)> {
        self.file().instructions.iter().enumerate().flat_map(|(index, it)| {
            let (scripts, trigger) = match &it.body {
                Body::Run(_) => (self.scripts(index), false),
                Body::Onbuild(Some(inner)) if matches!(inner.body, Body::Run(_)) => {
                    (self.trigger_scripts(index), true)
                }
                _ => (&[][..], false),
            };
            scripts.iter().map(move |it| (index, trigger, it))
        })
    }

    /// The value of a word of a command that the instruction with this index runs, without patterns and the like; `None` if it
    /// depends on what only the build or the script itself knows.
    pub fn shell_value(&self, word: &shell::Word, index: usize) -> Option<String> {
        if let Some(literal) = word.literal() {
            return Some(literal.into_owned());
        }
        let text = word.lossy();
        let stage = self.stages().of_instruction(index)?;
        if text.contains("$(") || text.contains('`') {
            return None;
        }
        let value = |name: &str| self.scopes().value(self.stages(), name, stage.id, index);
        syntax::expand(text, self.file().escape, &mut |name| value(name)).ok()?
    }
}

fn scripts(analysis: &Analysis, index: usize, it: &Instruction, heredocs: &[Heredoc]) -> Vec<RunScript> {
    let command = match &it.body {
        Body::Run(command) | Body::Cmd(command) | Body::Entrypoint(command) => command,
        Body::Healthcheck(check) => match &check.command {
            Some(command) => command,
            None => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let file = analysis.file();
    match command {
        Command::Exec { words, .. } => {
            let words = words.iter().map(|it| (it.range, file.word(*it).into_owned()));
            vec![RunScript { script: shell::exec(words), form: Form::Exec, shell: None }]
        }
        Command::Shell(range) if heredocs.first().is_some_and(|only| only.marker == *range) => {
            let body = |(at, heredoc)| body(analysis, analysis.shell(index), heredoc, at);
            heredocs.iter().enumerate().take(1).map(body).collect()
        }
        Command::Shell(range) => {
            let shell = analysis.shell(index);
            let script = shell.parse(&file.joined(*range));
            let mut scripts = Vec::with_capacity(1);
            if let [heredoc] = heredocs
                && let Some(reader) = reader(&script)
            {
                scripts.push(body(analysis, reader, heredoc, 0));
            }
            scripts.insert(0, RunScript { script, form: Form::Shell, shell: Some(shell) });
            scripts
        }
    }
}

/// What runs the lines of the only heredoc of a command that stands alone.
fn reader(script: &Script) -> Option<Shell> {
    let [item] = script.list.items.as_slice() else {
        return None;
    };
    match item.pipeline.nodes.as_slice() {
        [Node::Simple(command)] => Shell::of_reader(command),
        _ => None,
    }
}

fn body(analysis: &Analysis, shell: Shell, heredoc: &Heredoc, at: usize) -> RunScript {
    let source = analysis.source();
    let shell = Shell::of_shebang(&source[heredoc.body]).unwrap_or(shell);
    let joined = Joined::new(source, heredoc.body, &[]);
    RunScript { script: shell.parse(&joined), form: Form::Heredoc(at), shell: Some(shell) }
}
