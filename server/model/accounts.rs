//! The users and groups that RUN makes.

use std::{collections::HashMap, sync::LazyLock};

use super::{Analysis, StageId};
use crate::{
    knowledge::commands::{self, UserMaker},
    syntax::{Body, WordTree, shell::Command},
    text::{Needles, TextRange},
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

/// The users and groups that all RUN of a file make.
#[derive(Debug)]
pub(super) struct Accounts {
    /// In the order of the file.
    all: Vec<Account>,
    /// The users among them, by their names: their places in `all`.
    users: HashMap<String, Vec<usize>>,
}

impl Accounts {
    pub(super) fn new(analysis: &Analysis) -> Accounts {
        // Most files make none.
        static NAMES: LazyLock<Needles> = LazyLock::new(|| Needles::new(commands::user_makers()));
        let is_made = NAMES.are_in(analysis.source());
        let instructions = analysis.file().instructions.iter().enumerate().filter(|_| is_made);
        let runs = instructions.filter(|(_, it)| matches!(it.body, Body::Run(_)));
        let all: Vec<Account> = runs.flat_map(|(index, _)| made_by(analysis, index)).collect();
        let mut users: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, it) in all.iter().enumerate().filter(|(_, it)| it.is_user) {
            users.entry(it.name.clone()).or_default().push(at);
        }
        Accounts { all, users }
    }
}

impl Analysis {
    /// The users and groups that the file makes, in its order.
    pub fn every_account(&self) -> &[Account] {
        &self.all_accounts().all
    }

    /// The users and groups that are made in a stage and in those it is built on, in the order of the file.
    pub fn accounts(&self, stage: StageId) -> impl DoubleEndedIterator<Item = &Account> {
        self.every_account().iter().filter(move |it| self.is_in_chain(it.instruction, stage))
    }

    /// The user of this name that is made in a stage, or in those it is built on.
    pub fn user_made(&self, name: &str, stage: StageId) -> Option<&Account> {
        let accounts = self.all_accounts();
        let users = accounts.users.get(name)?.iter().rev().map(|it| &accounts.all[*it]);
        users.into_iter().find(|it| self.is_in_chain(it.instruction, stage))
    }

    /// The users and groups that the instruction with this index makes, which is a RUN.
    pub fn accounts_made_by(&self, instruction: usize) -> &[Account] {
        let all = self.every_account();
        let rest = &all[all.partition_point(|it| it.instruction < instruction)..];
        &rest[..rest.partition_point(|it| it.instruction == instruction)]
    }

    /// Whether a text means at the end of this stage what it means in RUN: each variable in it is one of the file.
    pub fn is_said_by_file(&self, text: &str, stage: StageId) -> bool {
        let Ok(tree) = WordTree::new(text, self.file().escape) else { return false };
        let end = self.stages().get(stage).instructions.end;
        let visible = |name: &str| self.scopes().visible(self.stages(), name, stage, end).next().is_some();
        tree.variables().iter().all(|it| visible(&text[it.name.clone()]))
    }
}

fn made_by(analysis: &Analysis, instruction: usize) -> impl Iterator<Item = Account> {
    let commands = analysis.scripts(instruction).iter().flat_map(|run| run.script.commands());
    let seen = commands.filter(|it| !it.context.in_function && !it.context.in_substitution);
    seen.filter_map(move |it| account(it.command, instruction))
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
