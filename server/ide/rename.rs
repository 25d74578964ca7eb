//! Gives a stage, a variable or the end of a heredoc another name, everywhere.

use super::names::{Kind, Names, Place, Role, Thing};
use crate::{
    lint::Cx,
    model::{
        Base, StageId,
        globals::{PREDEFINED, is_name},
        scopes::is_proxy,
    },
    syntax::{Body, Heredoc},
    text::{Edits, TextEdit, TextRange, TextSize},
};

/// Where the name at the cursor stands, if it can have another; an error says why it cannot, `None` that there is no name.
pub fn prepare_rename(cx: Cx<'_>, at: TextSize) -> Result<Option<TextRange>, String> {
    let names = Names::new(cx.analysis);
    let Some(place) = names.at(at) else { return Ok(None) };
    may_change(&names, place).map(|()| Some(place.range))
}

/// What gives the thing at the cursor the name `new`; an error says why it cannot have it, `None` that there is nothing with a name.
pub fn rename(cx: Cx<'_>, at: TextSize, new: &str) -> Result<Option<Edits>, String> {
    let names = Names::new(cx.analysis);
    let Some(place) = names.at(at) else { return Ok(None) };
    may_change(&names, place)?;
    let thing = names.thing(place);
    if new != cx.analysis.file().joined_text(place.range) {
        match thing.kind {
            Kind::Stage(_) | Kind::Source => stage(&names, place, new)?,
            Kind::Variable | Kind::ShellVariable => variable(&names, place, new)?,
            Kind::Heredoc => heredoc(&names, place, new)?,
        }
    }
    let places = names.same(place).filter(|it| it.role != Role::Number);
    let edits = Edits::new(places.map(|it| TextEdit::replace(it.range, new)));
    edits.map(Some).map_err(|_| "the places of this name overlap".to_owned())
}

/// Whether the thing at a place can have another name at all.
fn may_change(names: &Names<'_>, place: &Place) -> Result<(), String> {
    let thing = names.thing(place);
    match thing.kind {
        Kind::Stage(_) if place.role == Role::Number && thing.name.is_empty() => {
            Err("this stage has no name; write one behind AS first".to_owned())
        }
        Kind::Stage(_) if place.role == Role::Number => {
            Err(format!("this is the number of the stage; rename it where it is called `{}`", thing.name))
        }
        Kind::Source if !is_stage_name(&thing.name) => {
            Err(format!("`{}` is an image, not a name of this file", thing.name))
        }
        Kind::Variable if PREDEFINED.contains(&&*thing.name) || is_proxy(&thing.name) => {
            Err(format!("the name of `{}` is fixed: BuildKit gives it its value", thing.name))
        }
        _ => Ok(()),
    }
}

// ── Stages ──────────────────────────────────────────────────────────────────────────────────────────────────────────

fn stage(names: &Names<'_>, place: &Place, new: &str) -> Result<(), String> {
    let stages = names.analysis().stages();
    let lower = new.to_lowercase();
    if !is_stage_name(new) {
        return Err(format!(
            "`{new}` is no name for a stage: it begins with a letter, and letters, digits, `-`, `_` and `.` follow"
        ));
    }
    if ["scratch", "context"].contains(&&*lower) {
        return Err(format!("`{new}` is reserved: BuildKit means something else by it"));
    }
    if lower == names.thing(place).name && lower == new {
        return Ok(());
    }
    if lower != names.thing(place).name && !stages.named(&lower).is_empty() {
        return Err(format!("there is a stage `{lower}` already"));
    }
    if lower != new && names.same(place).any(|it| is_base(names, it)) {
        return Err(format!("write `{lower}`: FROM finds no stage by a name with capitals"));
    }
    let captured = names.things().iter().any(|it| it.kind == Kind::Source && it.name.to_lowercase() == lower);
    let first = names.same(place).filter_map(|it| names.stage(it)).min();
    if captured || first.is_some_and(|first| is_built_on_image(names, first, &lower)) {
        return Err(format!("`{lower}` is an image in this file; it would mean the stage then"));
    }
    Ok(())
}

/// Letters, digits, `-`, `_` and `.`, a letter first (`instructions.validStageName`).
fn is_stage_name(name: &str) -> bool {
    name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.'))
}

/// Whether a place is behind FROM.
fn is_base(names: &Names<'_>, place: &Place) -> bool {
    let all = &names.analysis().file().instructions;
    let after = all.partition_point(|it| it.range.start() <= place.range.start());
    let it = all[..after].last();
    place.role == Role::Use && it.is_some_and(|it| matches!(it.body, Body::From(_)))
}

/// Whether a stage behind `first` is built on the image with this name.
fn is_built_on_image(names: &Names<'_>, first: StageId, name: &str) -> bool {
    let stages = &names.analysis().stages().stages;
    stages[first.index()..]
        .iter()
        .skip(1)
        .any(|it| matches!(it.base, Base::Image(_)) && names.analysis().file().text(it.base_range) == name)
}

// ── Variables ───────────────────────────────────────────────────────────────────────────────────────────────────────

fn variable(names: &Names<'_>, place: &Place, new: &str) -> Result<(), String> {
    if !is_name(new) || new.is_empty() {
        return Err(format!(
            "`{new}` is no name for a variable: it begins with a letter or `_`, and letters, digits and `_` follow"
        ));
    }
    if PREDEFINED.contains(&new) || is_proxy(new) {
        return Err(format!("`{new}` is reserved: BuildKit gives it its value"));
    }
    let is_other = |it: &Thing| matches!(it.kind, Kind::Variable | Kind::ShellVariable) && it.name == new;
    let scopes = |places: Vec<&Place>| {
        let mut scopes: Vec<Option<StageId>> = places.into_iter().map(|it| names.scope(it)).collect();
        scopes.sort_unstable();
        scopes.dedup();
        scopes
    };
    let own = scopes(names.same(place).collect());
    let others = scopes(names.places().iter().filter(|it| is_other(names.thing(it))).collect());
    let stages = names.analysis().stages();
    let meet = |a: Option<StageId>, b: Option<StageId>| match (a, b) {
        (Some(a), Some(b)) => stages.is_built_on(a, b) || stages.is_built_on(b, a),
        (a, b) => a == b,
    };
    if own.iter().any(|a| others.iter().any(|b| meet(*a, *b))) {
        return Err(format!("there is a variable `{new}` already"));
    }
    Ok(())
}

// ── Heredocs ────────────────────────────────────────────────────────────────────────────────────────────────────────

fn heredoc(names: &Names<'_>, place: &Place, new: &str) -> Result<(), String> {
    let is_plain = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.' | '+' | ':' | '/' | ',');
    if new.is_empty() || new.starts_with('-') || !new.chars().all(is_plain) {
        return Err(format!("`{new}` cannot end a heredoc: write letters, digits and `_`"));
    }
    let file = names.analysis().file();
    let is_it = |it: &&Heredoc| names.same(place).any(|place| it.marker.contains_range(place.range));
    let heredoc = file.instructions.iter().flat_map(|it| &it.heredocs).find(is_it);
    let ends = |it: &Heredoc| {
        file.text(it.body)
            .lines()
            .any(|line| line.trim_start_matches(if it.chomp { '\t' } else { '\0' }) == new)
    };
    match heredoc.is_some_and(ends) {
        true => Err(format!("a line of the heredoc says `{new}`; it would end there")),
        false => Ok(()),
    }
}
