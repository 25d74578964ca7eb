//! Which definition is in effect where a name is used.

use super::{Kind, Lookup, Names, Place, Role};
use crate::{
    model::globals::{Definition, DefinitionKind},
    syntax::{Body, Instruction, Keyword, Pair},
    text::{TextRange, TextSize},
};

/// See [`Names::definition`].
pub(super) fn definition(names: &Names<'_>, place: &Place) -> Option<TextRange> {
    if names.thing(place).kind != Kind::Variable {
        return known(names, place);
    }
    let mut earlier = candidates(names, place);
    if place.role != Role::Definition {
        return in_effect(names, &mut earlier);
    }
    let mut earlier = earlier.peekable();
    if earlier.peek().is_some_and(|it| repeats(names, place.range, *it)) {
        return in_effect(names, &mut earlier);
    }
    global(names, place.range).or(Some(place.range))
}

/// See [`Names::declaration`].
pub(super) fn declaration(names: &Names<'_>, place: &Place) -> Option<TextRange> {
    match place.role {
        Role::Definition => Some(place.range),
        _ if names.thing(place).kind != Kind::Variable => known(names, place),
        _ => candidates(names, place).next(),
    }
}

fn known(names: &Names<'_>, place: &Place) -> Option<TextRange> {
    match place.lookup {
        Lookup::Nowhere => None,
        Lookup::Named(stage) => {
            let stage = names.analysis.stages().get(stage);
            Some(stage.name.as_ref().map_or(stage.base_range, |it| it.range))
        }
        _ if place.role == Role::Definition => Some(place.range),
        _ => {
            let mut all = names.same(place).filter(|it| it.role == Role::Definition).peekable();
            let first = all.peek().map(|it| it.range);
            let last = all.take_while(|it| it.range.start() < place.range.start()).last();
            last.map(|it| it.range).or(first)
        }
    }
}

/// The definitions that count at a place, the latest first.
fn candidates<'n>(names: &'n Names<'_>, place: &'n Place) -> Box<dyn Iterator<Item = TextRange> + 'n> {
    let (stages, scopes) = (names.analysis.stages(), names.analysis.scopes());
    let (name, start) = (names.thing(place).name.as_str(), place.range.start());
    let range = |it: &Definition| it.range;
    match place.lookup {
        Lookup::Nowhere | Lookup::Named(_) => Box::new(std::iter::empty()),
        Lookup::Global => {
            let all = scopes.globals.definitions(name).iter().rev();
            Box::new(all.map(range).filter(move |it| it.start() < start))
        }
        Lookup::Head | Lookup::Before | Lookup::Downstream(_) => {
            let end = own_start(names, start);
            let before = names.places[..names.places.partition_point(|it| it.range.start() < end)].iter();
            let is_one = |it: &&Place| it.thing == place.thing && it.role == Role::Definition;
            Box::new(before.rev().filter(is_one).map(|it| it.range))
        }
        Lookup::Stage { stage, before } => Box::new(scopes.visible(stages, name, stage, before).map(range)),
        Lookup::Arg { stage, index, pair } => {
            Box::new(scopes.visible_in_arg(stages, name, stage, index, pair).map(range))
        }
        Lookup::Trigger { stage, .. } => {
            let from = stages.get(stage).instructions.start;
            let ran = move |it: &&Definition| it.instruction != from || it.range.start() < start;
            Box::new(scopes.visible(stages, name, stage, from + 1).filter(ran).map(range))
        }
        Lookup::Runtime(stage) => {
            let all = scopes.visible(stages, name, stage, stages.get(stage).instructions.end);
            Box::new(all.filter(|it| it.kind == DefinitionKind::Env).map(range))
        }
    }
}

/// Where what a name sees ends: an ENV does not see itself.
fn own_start(names: &Names<'_>, at: TextSize) -> TextSize {
    let all = &names.analysis.file().instructions;
    let it = all[..all.partition_point(|it| it.range.start() <= at)].last();
    it.filter(|it| it.keyword == Keyword::Env).map_or(at, |it| it.range.start())
}

/// The latest of some definitions, unless it repeats what was so before it.
fn in_effect(names: &Names<'_>, latest_first: &mut dyn Iterator<Item = TextRange>) -> Option<TextRange> {
    let mut found = latest_first.next()?;
    for older in latest_first {
        if !repeats(names, found, older) {
            break;
        }
        found = older;
    }
    Some(found)
}

/// Whether a definition leaves a variable as an older one has made it: it gives no value, or the same.
fn repeats(names: &Names<'_>, definition: TextRange, older: TextRange) -> bool {
    let (Some((it, pair)), Some((before, old))) = (pair(names, definition), pair(names, older)) else {
        return false;
    };
    let text = |range: TextRange| names.analysis.file().joined_text(range);
    match (pair.value, old.value) {
        (None, None) => true,
        (None, Some(_)) => global(names, definition).is_none(),
        (Some(value), Some(old)) => {
            let value = text(value);
            it.keyword == before.keyword && value == text(old) && !value.contains('$')
        }
        (Some(_), None) => false,
    }
}

/// The global ARG that gives its value to an ARG of a stage.
fn global(names: &Names<'_>, definition: TextRange) -> Option<TextRange> {
    let (it, pair) = pair(names, definition)?;
    let first = names.analysis.stages().stages.first()?;
    let is_global =
        names.analysis.file().instructions[first.instructions.start].range.start() > definition.start();
    if !matches!(it.body, Body::Arg(_)) || pair.value.is_some() || is_global {
        return None;
    }
    let name = names.analysis.file().joined_text(definition);
    let all = names.analysis.scopes().globals.definitions(&name);
    in_effect_of_globals(names, all)
}

fn in_effect_of_globals(names: &Names<'_>, all: &[Definition]) -> Option<TextRange> {
    in_effect(names, &mut all.iter().rev().map(|it| it.range))
}

/// The definition whose name stands at `name`.
fn pair<'n>(names: &'n Names<'_>, name: TextRange) -> Option<(&'n Instruction, &'n Pair)> {
    let all = &names.analysis.file().instructions;
    let it = all[..all.partition_point(|it| it.range.start() <= name.start())].last()?;
    let it = match &it.body {
        Body::Onbuild(inner) => inner.as_deref()?,
        _ => it,
    };
    let (Body::Arg(pairs) | Body::Env(pairs)) = &it.body else { return None };
    Some((it, pairs.iter().find(|it| it.name == name)?))
}
