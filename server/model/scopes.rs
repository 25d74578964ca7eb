//! Which value a variable has at which place.
//!
//! ARG before the first FROM is global: FROM sees it, a stage only what it declares again. In a stage an ARG is visible from
//! its line on, and an ENV too; both in the stages built on it. The later of an ENV and an ARG with a value wins, which is
//! not what the manual says, but what BuildKit does.

use std::collections::HashMap;

use super::{
    globals::{Definition, DefinitionKind, Globals, is_name, known},
    stages::{Base, StageGraph, StageId},
};
use crate::{
    syntax::{self, Body, Dockerfile, Pair, Value, Word, WordError},
    text::TextSize,
};

/// What an ARG of a stage gets a value for from the build, if there is one.
const PROXIES: [&str; 5] = ["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY"];

/// Whether an ARG of this name gets its value from the build, if it has one: `http_proxy` and its kin.
pub fn is_proxy(name: &str) -> bool {
    PROXIES.contains(&name.to_uppercase().as_str())
}

/// The variables of all stages.
#[derive(Clone, Debug)]
pub struct Scopes {
    /// The ARGs before the first FROM.
    pub globals: Globals,
    /// Of each variable the definitions in stages, in the order of the file.
    definitions: HashMap<String, Vec<(StageId, Definition)>>,
}

impl Scopes {
    pub(super) fn new(file: &Dockerfile, globals: Globals, stages: &StageGraph) -> Scopes {
        let mut this = Scopes { globals, definitions: HashMap::new() };
        for stage in &stages.stages {
            if let Base::Stage(base) = stage.base {
                this.triggers(file, stages, stage.id, base);
            }
            for index in stage.instructions.clone() {
                match &file.instructions[index].body {
                    Body::Arg(pairs) => {
                        // An ARG sees those before it on its own line.
                        for pair in pairs {
                            let definition = this.arg(file, stages, stage.id, index, pair);
                            this.define(file, stage.id, pair, definition);
                        }
                    }
                    Body::Env(pairs) => {
                        // An ENV does not see itself. Its names may have variables, too.
                        let all: Vec<_> =
                            pairs.iter().map(|it| this.env(file, stages, stage.id, index, it)).collect();
                        for (name, definition) in all {
                            this.definitions.entry(name).or_default().push((stage.id, definition));
                        }
                    }
                    _ => {}
                }
            }
        }
        this
    }

    /// ONBUILD of the base runs right after FROM.
    fn triggers(&mut self, file: &Dockerfile, stages: &StageGraph, stage: StageId, base: StageId) {
        let from = stages.get(stage).instructions.start;
        for index in stages.get(base).instructions.clone() {
            let Body::Onbuild(Some(inner)) = &file.instructions[index].body else {
                continue;
            };
            match &inner.body {
                Body::Arg(pairs) => {
                    for pair in pairs {
                        let definition = self.arg(file, stages, stage, from, pair);
                        self.define(file, stage, pair, definition);
                    }
                }
                Body::Env(pairs) => {
                    // What other triggers define counts as defined by the FROM.
                    let seen = |it| self.env(file, stages, stage, from + 1, it);
                    let all: Vec<_> = pairs.iter().map(seen).collect();
                    for (name, definition) in all {
                        let definition = Definition { instruction: from, ..definition };
                        self.definitions.entry(name).or_default().push((stage, definition));
                    }
                }
                _ => {}
            }
        }
    }

    fn define(&mut self, file: &Dockerfile, stage: StageId, pair: &Pair, definition: Definition) {
        let name = file.joined_text(pair.name).into_owned();
        self.definitions.entry(name).or_default().push((stage, definition));
    }

    fn arg(
        &self,
        file: &Dockerfile,
        stages: &StageGraph,
        stage: StageId,
        index: usize,
        pair: &Pair,
    ) -> Definition {
        let name = file.joined_text(pair.name);
        let value = match pair.value {
            Some(range) => known(self.expand(file, stages, Word { range, json: false }, stage, index + 1)),
            None if is_proxy(&name) => Value::Unknown,
            None => self.globals.value(&name, pair.name.start()),
        };
        Definition { range: pair.name, instruction: index, kind: DefinitionKind::Arg, value }
    }

    fn env(
        &self,
        file: &Dockerfile,
        stages: &StageGraph,
        stage: StageId,
        index: usize,
        pair: &Pair,
    ) -> (String, Definition) {
        let expand = |range| self.expand(file, stages, Word { range, json: false }, stage, index);
        let value = pair.value.map_or(Value::Unknown, |range| known(expand(range)));
        let written = file.joined_text(pair.name);
        let name = written.contains('$').then(|| expand(pair.name).ok().flatten()).flatten();
        let definition =
            Definition { range: pair.name, instruction: index, kind: DefinitionKind::Env, value };
        (name.unwrap_or_else(|| written.into_owned()), definition)
    }

    /// The names of all variables that some stage defines and that can be written behind `$`, in no order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.definitions.keys().map(String::as_str).filter(|it| is_name(it))
    }

    /// The first definition of a variable in any stage.
    pub fn first(&self, name: &str) -> Option<&Definition> {
        self.definitions.get(name)?.first().map(|it| &it.1)
    }

    /// The value of a word that stands in `stage`, and sees the instructions with an index below `before`.
    pub fn expand(
        &self,
        file: &Dockerfile,
        stages: &StageGraph,
        word: Word,
        stage: StageId,
        before: usize,
    ) -> Result<Option<String>, WordError> {
        syntax::expand(file.word(word), file.escape, &mut |name| self.value(stages, name, stage, before))
    }

    /// The definitions of a variable that `stage` sees from the instructions with an index below `before`, the latest first.
    pub fn visible<'a>(
        &'a self,
        stages: &'a StageGraph,
        name: &str,
        stage: StageId,
        before: usize,
    ) -> impl Iterator<Item = &'a Definition> {
        let all = self.definitions.get(name).map_or(&[][..], Vec::as_slice);
        let earlier = &all[..all.partition_point(|it| it.1.instruction < before)];
        earlier.iter().rev().filter(move |it| stages.is_built_on(stage, it.0)).map(|it| &it.1)
    }

    /// The value of a variable there.
    ///
    /// An ARG without a value leaves an ENV of the same name alone. What the base image sets is unknown, unless there is
    /// none.
    pub fn value(&self, stages: &StageGraph, name: &str, stage: StageId, before: usize) -> Value {
        self.value_of(stages, name, stage, self.visible(stages, name, stage, before))
    }

    /// The value of a variable in the ARG with this index, at the pair that begins at `pair`.
    ///
    /// An ARG sees those before it on its own line, and not itself.
    pub fn value_in_arg(
        &self,
        stages: &StageGraph,
        name: &str,
        stage: StageId,
        index: usize,
        pair: TextSize,
    ) -> Value {
        self.value_of(stages, name, stage, self.visible_in_arg(stages, name, stage, index, pair))
    }

    /// The definitions of a variable that such a pair sees, the latest first.
    pub fn visible_in_arg<'a>(
        &'a self,
        stages: &'a StageGraph,
        name: &str,
        stage: StageId,
        index: usize,
        pair: TextSize,
    ) -> impl Iterator<Item = &'a Definition> {
        let all = self.definitions.get(name).map_or(&[][..], Vec::as_slice);
        let is_earlier = |it: &Definition| (it.instruction, it.range.start()) < (index, pair);
        let earlier = &all[..all.partition_point(|it| is_earlier(&it.1))];
        earlier.iter().rev().filter(move |it| stages.is_built_on(stage, it.0)).map(|it| &it.1)
    }

    fn value_of<'a>(
        &self,
        stages: &StageGraph,
        name: &str,
        stage: StageId,
        definitions: impl Iterator<Item = &'a Definition>,
    ) -> Value {
        let mut declared = false;
        for definition in definitions {
            if definition.value != Value::Unset {
                return definition.value.clone();
            }
            declared = true;
        }
        match stages.root(stage) {
            _ if name == "PATH" => Value::Unknown,
            Base::Scratch => Value::Unset,
            _ if declared => Value::Unset,
            _ => Value::Unknown,
        }
    }
}
