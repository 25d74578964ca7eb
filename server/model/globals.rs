//! The ARGs before the first FROM, and what it means to define a variable.

use std::collections::HashMap;

use crate::{
    syntax::{self, Body, Dockerfile, Pair, Value, Word, WordError},
    text::{TextRange, TextSize},
};

/// What FROM and global ARGs see without an ARG (`dockerfile2llb/platform.go`). Which values they have, only the build knows.
pub const PREDEFINED: [&str; 11] = [
    "BUILDPLATFORM",
    "BUILDOS",
    "BUILDOSVERSION",
    "BUILDARCH",
    "BUILDVARIANT",
    "TARGETPLATFORM",
    "TARGETOS",
    "TARGETOSVERSION",
    "TARGETARCH",
    "TARGETVARIANT",
    "TARGETSTAGE",
];

/// An ARG or an ENV gives a variable a value.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Where the name is written.
    pub range: TextRange,
    /// Which instruction it is.
    pub instruction: usize,
    /// ARG or ENV.
    pub kind: DefinitionKind,
    /// The value; `Unset` for an ARG without one.
    pub value: Value,
}

/// Whether a variable is there at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum DefinitionKind {
    Arg,
    Env,
}

/// The ARGs before the first FROM.
#[derive(Clone, Debug, Default)]
pub struct Globals {
    definitions: HashMap<String, Vec<Definition>>,
}

impl Globals {
    pub(super) fn new(file: &Dockerfile) -> Globals {
        let mut this = Globals::default();
        for (index, it) in file.instructions.iter().enumerate() {
            match &it.body {
                Body::From(_) => break,
                Body::Arg(pairs) => pairs.iter().for_each(|pair| this.define(file, index, pair)),
                _ => {}
            }
        }
        this
    }

    fn define(&mut self, file: &Dockerfile, instruction: usize, pair: &Pair) {
        let value = match pair.value {
            Some(value) => known(self.expand(file, Word { range: value, json: false }, pair.name.start())),
            None => Value::Unset,
        };
        let name = file.joined_text(pair.name).into_owned();
        let definition = Definition { range: pair.name, instruction, kind: DefinitionKind::Arg, value };
        self.definitions.entry(name).or_default().push(definition);
    }

    /// The value of a global variable, as what stands at `before` sees it.
    pub fn value(&self, name: &str, before: TextSize) -> Value {
        match self.definitions(name).iter().rfind(|it| it.range.start() < before) {
            Some(definition) => definition.value.clone(),
            None if PREDEFINED.contains(&name) => Value::Unknown,
            None => Value::Unset,
        }
    }

    /// The definitions of a global variable, in the order of the file.
    pub fn definitions(&self, name: &str) -> &[Definition] {
        self.definitions.get(name).map_or(&[], Vec::as_slice)
    }

    /// The names of all global variables that can be written behind `$`, in no order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.definitions.keys().map(String::as_str).filter(|it| is_name(it))
    }

    /// The value of a word of FROM or of a global ARG, which stands at `before`.
    pub fn expand(
        &self,
        file: &Dockerfile,
        word: Word,
        before: TextSize,
    ) -> Result<Option<String>, WordError> {
        let text = file.word(word);
        syntax::expand(text, file.escape, &mut |name| self.value(name, before))
    }
}

/// What is known of a value after expansion: nothing, if it is an error.
pub(super) fn known(expanded: Result<Option<String>, WordError>) -> Value {
    match expanded {
        Ok(Some(value)) => Value::Set(value),
        Ok(None) | Err(_) => Value::Unknown,
    }
}

/// Whether `$` can be followed by this name without braces: letters, digits and `_`, no digit first.
pub fn is_name(name: &str) -> bool {
    !name.starts_with(|it: char| it.is_ascii_digit())
        && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
}
