//! FROM: the base, the platform, the name.

use super::{Build, Place};
use crate::{
    model::{
        globals::PREDEFINED,
        platform,
        reference::{self, ReferenceError},
        stages::Base,
    },
    syntax::{self, Flag, Instruction, SyntaxError, Topic, Word, WordTree, repair::StageNames, suggest},
    text::{Edits, TextEdit, TextRange, TextSize},
};

/// Names that a stage may have though they are none of an image: BuildKit does not look for a context of that name.
const NO_CONTEXT: [&str; 2] = ["scratch", "context"];

impl Build<'_> {
    pub(super) fn from(&mut self, it: &Instruction, from: &syntax::From, at: Place) {
        if let Some(image) = from.image {
            self.base(image, at);
        }
        for flag in it.flags.iter().filter(|it| it.name() == "platform") {
            self.platform(flag);
        }
        if let Some(name) = &self.stages.get(at.stage).name
            && !NO_CONTEXT.contains(&name.text.as_str())
            && reference::parse(&name.text).is_err()
            && it.flags.iter().all(|it| it.value().is_some())
        {
            let message = format!(
                "invalid context name {}: invalid reference format: use letters and digits, with - _ . only between them",
                name.text
            );
            let names = self.names.get_or_init(|| StageNames::new(self.file));
            let repair = names.repair(self.file, name.range);
            self.errors.push(SyntaxError::new(name.range, message).with_repair(repair));
        }
    }

    fn base(&mut self, image: Word, at: Place) {
        let expanded = self.scopes.globals.expand(self.file, image, image.range.start());
        let Some(name) = self.expanded(image, expanded) else {
            return;
        };
        let written = self.file.word(image).into_owned();
        if name.is_empty() {
            let needs = self.needs(&written, image.range.start());
            let message = format!("base name ({written}) should not be blank: {}", needs.hint);
            return self.error_of_value(image.range, message, needs);
        }
        if self.stages.get(at.stage).base == Base::Unknown {
            self.image(&name, &written, image.range);
        }
    }

    /// Reports a name that is none of an image.
    pub(super) fn image(&mut self, name: &str, written: &str, range: TextRange) {
        let Err(fault) = reference::parse(name) else {
            return;
        };
        let path = name.split([':', '@']).next().unwrap_or_default();
        let message = match fault {
            ReferenceError::Uppercase => {
                let stage = self.stages.named(&name.to_lowercase()).first();
                let hint = match stage {
                    Some(_) => format!("a stage is named in lower case: {}", name.to_lowercase()),
                    None => "write it in lower case".to_owned(),
                };
                let library = if path.contains('/') { "" } else { "library/" };
                format!(
                    "invalid reference format: repository name ({library}{path}) must be lowercase: {hint}"
                )
            }
            ReferenceError::LooksLikeId => format!(
                "invalid repository name ({name}), cannot specify 64-byte hexadecimal strings: write name@sha256:{name}"
            ),
            ReferenceError::Format if written.contains('$') => {
                let needs = self.needs(written, range.start());
                let message =
                    format!("failed to parse stage name {name:?}: invalid reference format: {}", needs.hint);
                return self.error_of_value(range, message, needs);
            }
            ReferenceError::Format => "invalid reference format: write image:tag".to_owned(),
        };
        let rest = self.file.source[usize::from(range.end())..].lines().next().unwrap_or_default();
        let goes_on = name.ends_with([':', '@']) && !rest.trim().is_empty();
        let is_plain = self.file.text(range) == name && !goes_on;
        let meant = reference::repaired(name).filter(|it| is_plain && it != name);
        let repair = meant.map(|it| (format!("Change it to `{it}`"), TextEdit::replace(range, it).into()));
        let error = SyntaxError::new(range, format!("failed to parse stage name {name:?}: {message}"));
        let error = error.with_repair(repair);
        let stage = self.stages.named(&name.to_lowercase()).first().map(|it| self.stages.get(*it));
        let error = match stage.and_then(|it| it.name.as_ref()).filter(|_| fault == ReferenceError::Uppercase)
        {
            Some(name) => error.see(name.range, "this stage"),
            None => error,
        };
        self.errors.push(match self.has_argument(written) {
            true => SyntaxError { needs_build_arg: true, ..error.about(Topic::BaseName) },
            false => error,
        });
    }

    /// Whether a global ARG is in a word, so that it may have another value in another build.
    fn has_argument(&self, written: &str) -> bool {
        let tree = WordTree::new(written, self.file.escape);
        let declared = |it: &str| !self.scopes.globals.definitions(it).is_empty();
        tree.is_ok_and(|it| it.variables().iter().any(|it| declared(&written[it.name.clone()])))
    }

    fn error_of_value(&mut self, range: TextRange, message: String, needs: Needs) {
        let error = SyntaxError::new(range, message);
        let error = SyntaxError { needs_build_arg: needs.build_arg, ..error }.with_repair(needs.repair);
        self.errors.push(match needs.declared {
            Some(place) => error.about(needs.topic).see(place, "this ARG has no default"),
            None => error.about(needs.topic),
        });
    }

    /// What to do about a word of FROM that lacks a value.
    fn needs(&self, written: &str, at: TextSize) -> Needs {
        let simply = |hint: &str| Needs { hint: hint.to_owned(), ..Needs::default() };
        let Ok(tree) = WordTree::new(written, self.file.escape) else {
            return simply("write an image");
        };
        let empty = |name: &&str| match self.scopes.globals.value(name, at) {
            syntax::Value::Set(value) => value.is_empty(),
            value => value == syntax::Value::Unset,
        };
        let variables = tree.variables();
        let Some(name) = variables.iter().map(|it| &written[it.name.clone()]).find(empty) else {
            let argument = self.has_argument(written);
            let topic = if argument { Topic::BaseName } else { Topic::Other };
            return Needs { build_arg: argument, topic, ..simply("write an image") };
        };
        match self.scopes.globals.definitions(name).last() {
            Some(it) => Needs {
                declared: Some(it.range),
                hint: format!("give ARG {name} a default, or build with --build-arg {name}=…"),
                build_arg: true,
                topic: Topic::BaseName,
                repair: None,
            },
            None => Needs {
                topic: Topic::BaseName,
                ..simply(&format!("put ARG {name} with a default before the first FROM"))
            },
        }
    }

    fn platform(&mut self, flag: &Flag) {
        let (Some(value), Some(range)) = (flag.value(), flag.value) else {
            return;
        };
        if value.is_empty() {
            return;
        }
        let globals = &self.scopes.globals;
        let expanded = WordTree::new(value, self.file.escape)
            .and_then(|it| it.expand(&mut |name| globals.value(name, range.start())));
        let platform = match expanded {
            Ok(Some(platform)) => platform,
            Ok(None) => return,
            Err(fault) => {
                let fix = self.fix_of_flag(value, range, &fault);
                return self.unprocessed(range, value, fault, fix);
            }
        };
        if platform.is_empty() {
            let name = value.trim_start_matches(['$', '{']).trim_end_matches('}');
            let nearest = suggest::nearest(name, PREDEFINED);
            let needs = match nearest {
                Some(near) => {
                    let (_, place) = self.file.variable_place(range, name);
                    let edit = TextEdit::replace(place, near);
                    let repair = (self.file.text(place) == name)
                        .then(|| (format!("Change `{name}` to `{near}`"), edit.into()));
                    let hint = suggest::did_you_mean(nearest);
                    Needs { hint, topic: Topic::BaseName, repair, ..Needs::default() }
                }
                None => {
                    let needs = self.needs(value, range.start());
                    let topic = if needs.build_arg { Topic::Other } else { needs.topic };
                    Needs { hint: format!(": {}", needs.hint), topic, ..needs }
                }
            };
            let message = format!("empty platform value from expression {value}{}", needs.hint);
            return self.error_of_value(range, message, needs);
        }
        if let Some(fault) = platform::fault(&platform) {
            let message =
                format!("failed to parse platform {value}: {fault}: write os/architecture, like linux/arm64");
            self.error_in(range, value, message, platform::repaired(value));
        }
    }
}

/// What to do about a word that lacks a value.
#[derive(Default)]
struct Needs {
    /// As the end of a sentence.
    hint: String,
    /// Whether `--build-arg` would do.
    build_arg: bool,
    /// What it is about: there is a rule about variables in FROM.
    topic: Topic,
    /// The ARG that should have a default.
    declared: Option<TextRange>,
    /// The obvious repair.
    repair: Option<(String, Edits)>,
}
