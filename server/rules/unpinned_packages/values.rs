//! What variables in the names of packages stand for.

use std::collections::{HashMap, HashSet};

use crate::{
    lint::Cx,
    model::installs::{Install, Package, Place},
    syntax::{
        Body, Value,
        shell::{self, Element, Link, Script},
    },
};

/// The variables that scripts set, one script at a time, and what the file calls its arguments.
#[derive(Default)]
pub(super) struct Values {
    script: Option<(Place, Option<Set>)>,
    arguments: Option<HashSet<String>>,
}

/// The variables that a script sets, and to what, if that is known.
type Set = HashMap<String, Option<String>>;

impl Values {
    /// What the shell makes of a word, if that is known.
    ///
    /// A variable that nobody sets stays as it is written: neither the file, nor the script, nor the base image, which must be
    /// one of those that are known.
    pub(super) fn of(&mut self, cx: Cx<'_>, install: &Install, package: &Package) -> Option<String> {
        if package.literal {
            return Some(package.text.clone());
        }
        let set = self.set(cx, install).as_ref()?;
        let mut rest = package.text.as_str();
        let mut value = String::new();
        while let Some((before, behind)) = rest.split_once('$') {
            let (name, after) = variable(behind)?;
            value.push_str(before);
            match set.get(name) {
                Some(_) if is_declared(cx, install, name) => return None,
                Some(known) => value.push_str(known.as_ref()?),
                None => value.push_str(&in_file(cx, install, name)?),
            }
            rest = after;
        }
        value.push_str(rest);
        (!value.contains('`')).then_some(value)
    }

    /// What is to be seen of a word whose value only the build knows.
    ///
    /// A variable of the file counts as a number, as in `nginx-$VERSION`, and `${NAME:-default}` as its default.
    pub(super) fn as_written(&mut self, cx: Cx<'_>, install: &Install, package: &Package) -> String {
        let arguments = self.arguments.get_or_insert_with(|| arguments(cx));
        let mut rest = package.text.as_str();
        let mut seen = String::new();
        while let Some((before, behind)) = rest.split_once('$') {
            seen.push_str(before);
            rest = match (variable(behind), default(behind)) {
                (Some((name, after)), _) if is_declared(cx, install, name) || arguments.contains(name) => {
                    seen.push('1');
                    after
                }
                (None, Some((default, after))) => {
                    seen.push_str(default);
                    after
                }
                _ => {
                    seen.push('$');
                    behind
                }
            };
        }
        seen + rest
    }

    fn set(&mut self, cx: Cx<'_>, install: &Install) -> &Option<Set> {
        let place = install.place();
        if self.script.as_ref().is_none_or(|it| it.0 != place) {
            self.script = None;
        }
        &self.script.get_or_insert_with(|| (place, set_in(&cx.analysis.script_of(install).script))).1
    }
}

/// The default in `{NAME:-default}…` or `{NAME-default}…`, and what is behind it.
fn default(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('{')?.trim_start_matches(|it: char| it.is_ascii_alphanumeric() || it == '_');
    let rest = rest.strip_prefix(':').unwrap_or(rest).strip_prefix('-')?;
    let (default, after) = rest.split_at(rest.find(['}', '$'])?);
    Some((default, after.strip_prefix('}')?))
}

/// The name at the beginning of `NAME…` or `{NAME}…`, and what is behind it.
fn variable(text: &str) -> Option<(&str, &str)> {
    let bare = text.strip_prefix('{').unwrap_or(text);
    let end = bare.find(|it: char| !it.is_ascii_alphanumeric() && it != '_').unwrap_or(bare.len());
    let (name, rest) = bare.split_at(end);
    let rest = if bare.len() < text.len() { rest.strip_prefix('}')? } else { rest };
    (!name.is_empty()).then_some((name, rest))
}

/// The variables that a script sets; `None` if that is not to be seen, as with `. ./versions`.
fn set_in(script: &Script) -> Option<Set> {
    let mut set = Set::new();
    let mut is_known = true;
    let mut add = |name: &str, value: Option<String>| {
        let value = if set.contains_key(name) { None } else { value };
        set.insert(name.to_owned(), value);
    };
    script.walk(&mut |element, context| match element {
        Element::Assignment(it) => {
            let runs = context.depth == 0 && matches!(context.link, Link::First | Link::And | Link::Then);
            let value = it.value.literal().filter(|_| runs && !it.append && it.index.is_none());
            add(script.text(it.name), value.map(|it| it.into_owned()));
        }
        Element::Command(command) => match command.name().as_deref() {
            Some("." | "source" | "eval" | "read" | "mapfile" | "readarray" | "getopts") => is_known = false,
            _ => command.words.iter().filter_map(assigned).for_each(|name| add(name, None)),
        },
        _ => {}
    });
    let words = script.source().text().split_ascii_whitespace();
    let loops = words.clone().zip(words.skip(1)).filter(|it| matches!(it.0, "for" | "select"));
    loops.for_each(|(_, name)| add(name, None));
    is_known.then_some(set)
}

/// The name in `NAME=value`, as behind `export`.
fn assigned(word: &shell::Word) -> Option<&str> {
    let (name, _) = word.text().split_once('=')?;
    name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_').then_some(name)
}

/// The names of every ARG, of whatever stage, and of each ENV that is in none.
fn arguments(cx: Cx<'_>) -> HashSet<String> {
    let file = cx.analysis.file();
    let in_stage = |at| cx.analysis.stages().of_instruction(at).is_some();
    let declared = file.instructions.iter().enumerate().filter_map(|(at, it)| match &it.body {
        Body::Arg(pairs) => Some(pairs),
        Body::Env(pairs) => Some(pairs).filter(|_| !in_stage(at)),
        _ => None,
    });
    declared.flatten().map(|it| file.joined_text(it.name).into_owned()).collect()
}

/// Whether an ARG or ENV of the file declares a variable.
fn is_declared(cx: Cx<'_>, install: &Install, name: &str) -> bool {
    let (stages, at) = (cx.analysis.stages(), install.instruction);
    let stage = stages.of_instruction(at);
    stage.is_some_and(|it| cx.analysis.scopes().visible(stages, name, it.id, at).next().is_some())
}

/// The value of a variable of the file. One that is set nowhere stays as it is written.
fn in_file(cx: Cx<'_>, install: &Install, name: &str) -> Option<String> {
    let (stages, at) = (cx.analysis.stages(), install.instruction);
    let stage = stages.of_instruction(at)?;
    if is_declared(cx, install, name) {
        return match cx.analysis.scopes().value(stages, name, stage.id, at) {
            Value::Set(value) => Some(value),
            _ => None,
        };
    }
    let inherited = cx.analysis.base_image(stage.id).is_none_or(|it| it.env.contains(&name));
    (!inherited).then(|| format!("${{{name}}}"))
}
