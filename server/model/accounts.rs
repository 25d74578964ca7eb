//! The users and groups that RUN makes.

use super::{Analysis, StageId};
use crate::{
    knowledge::commands::{self, UserMaker},
    syntax::{Body, WordTree, shell::Command},
    text::TextRange,
};

/// A user or a group that a command makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its name, with the variables in it.
    pub name: String,
    /// Its number, with the variables in it, if the command says it.
    pub id: Option<String>,
    /// Whether it is a user, not a group.
    pub is_user: bool,
    /// The index of the instruction.
    pub instruction: usize,
    /// Where the name stands.
    pub place: TextRange,
}

impl Analysis {
    /// The users and groups that are made in a stage and in those it is built on, in the order of the file.
    pub fn accounts(&self, stage: StageId) -> Vec<Account> {
        let runs = self.chain_instructions(stage).filter(|(_, it)| matches!(it.body, Body::Run(_)));
        runs.flat_map(|(index, _)| self.accounts_made_by(index)).collect()
    }

    /// The users and groups that the instruction with this index makes, which is a RUN.
    pub fn accounts_made_by(&self, instruction: usize) -> impl Iterator<Item = Account> {
        let commands = self.scripts(instruction).iter().flat_map(|run| run.script.commands());
        let seen = commands.filter(|it| !it.context.in_function && !it.context.in_substitution);
        seen.filter_map(move |it| account(it.command, instruction))
    }

    /// Whether a text means at the end of this stage what it means in RUN: each variable in it is one of the file.
    pub fn is_said_by_file(&self, text: &str, stage: StageId) -> bool {
        let Ok(tree) = WordTree::new(text, self.file().escape) else { return false };
        let end = self.stages().get(stage).instructions.end;
        let visible = |name: &str| self.scopes().visible(self.stages(), name, stage, end).next().is_some();
        tree.variables().iter().all(|it| visible(&text[it.name.clone()]))
    }
}

fn account(command: &Command, instruction: usize) -> Option<Account> {
    let effective = command.effective();
    let name = effective.name()?;
    let makers = commands::user_maker(name.rsplit('/').next()?)?;
    // Which of the commands of this name it is makes no difference: no flag has a value in one and none in another.
    let all = |flags: fn(&UserMaker) -> &'static [&'static str]| makers.iter().flat_map(flags).copied();
    let ids: Vec<&str> = all(|it| it.id).collect();
    let valued: Vec<&str> = all(|it| it.id).chain(all(|it| it.group)).chain(all(|it| it.valued)).collect();
    let mut operands = effective.arguments().operands(&valued);
    // With two names a user is added to a group.
    let (word, None) = (operands.next()?, operands.next()) else { return None };
    Some(Account {
        name: word.lossy().into_owned(),
        id: effective.arguments().value(&ids).map(|it| it.into_owned()),
        is_user: makers.iter().any(|it| it.makes_user),
        instruction,
        place: word.range,
    })
}
