//! Variables behind `$`: those that have a meaning here, with their values.

use std::collections::HashMap;

use super::{
    About, Completion, CompletionKind,
    context::{Expected, Place, Seen},
};
use crate::{
    knowledge::instructions::{MODIFIERS, PREDEFINED_ARGS, Scope},
    lint::Cx,
    model::globals::{DefinitionKind, PREDEFINED},
    syntax::Value,
};

/// The variables that may be used here; behind the name of one in braces, what can be done with its value.
pub(super) fn items(cx: Cx<'_>, place: &Place<'_>) -> Option<Vec<Completion>> {
    match place.expected {
        Expected::Modifier => Some(modifiers(place, "")),
        Expected::Variable { seen, braces } => {
            let known = known(cx, place, seen);
            let is_whole = braces && known.iter().any(|it| it.name == place.typed);
            let closes = braces && !place.is_before(cx.analysis, "}");
            let item = |it: Known| {
                let text = if closes { format!("{}}}", it.name) } else { it.name.clone() };
                let item = Completion::new(place, it.name, CompletionKind::Variable).detail(it.detail);
                Completion { about: it.about.map(About::Variable), ..item.writes(text) }
            };
            let signs = if is_whole && closes { modifiers(place, &place.typed) } else { Vec::new() };
            Some(known.into_iter().map(item).chain(signs).collect())
        }
        _ => None,
    }
}

/// A variable that may be used.
struct Known {
    name: String,
    detail: String,
    /// Its name, if the builder itself gives it its value.
    about: Option<&'static str>,
}

/// Those of the file by their names, then those of the base image, then those of the builder.
fn known(cx: Cx<'_>, place: &Place<'_>, seen: Seen) -> Vec<Known> {
    let mut known = match (seen, place.stage) {
        (Seen::From, _) | (_, None) => global(cx, place),
        _ => of_stage(cx, place, seen),
    };
    known.sort_by(|a, b| a.name.cmp(&b.name));
    let mut others: Vec<Known> = Vec::new();
    if let (Some(stage), false) = (place.stage, seen == Seen::From) {
        let env = cx.analysis.base_image(stage).map_or(&[][..], |it| it.env);
        let item =
            |it: &&str| Known { name: (*it).to_owned(), detail: "of the base image".to_owned(), about: None };
        others.extend(env.iter().map(item));
    }
    let of_builder = PREDEFINED_ARGS.iter().filter(|it| match it.scope {
        Scope::Global => seen == Seen::From && PREDEFINED.contains(&it.name),
        Scope::Run => seen == Seen::Run,
        Scope::Special | Scope::Builder => false,
    });
    others.extend(of_builder.map(|it| Known {
        name: it.name.to_owned(),
        detail: "of the builder".to_owned(),
        about: Some(it.name),
    }));
    let own: HashMap<String, ()> = known.iter().map(|it| (it.name.clone(), ())).collect();
    known.extend(others.into_iter().filter(|it| !own.contains_key(&it.name)));
    known
}

fn global(cx: Cx<'_>, place: &Place<'_>) -> Vec<Known> {
    let globals = &cx.analysis.scopes().globals;
    let is_before =
        |name: &&str| globals.definitions(name).iter().any(|it| it.range.end() < place.word.start());
    let item = |name: &str| Known {
        name: name.to_owned(),
        detail: shown(globals.value(name, place.at)),
        about: None,
    };
    globals.names().filter(is_before).map(item).collect()
}

fn of_stage(cx: Cx<'_>, place: &Place<'_>, seen: Seen) -> Vec<Known> {
    let (scopes, stages) = (cx.analysis.scopes(), cx.analysis.stages());
    let Some(stage) = place.stage else { return Vec::new() };
    let item = |name: &str| {
        let mut visible = scopes.visible(stages, name, stage, place.index);
        match seen {
            Seen::Start => visible.find(|it| it.kind == DefinitionKind::Env)?,
            _ => visible.next()?,
        };
        let about = PREDEFINED_ARGS.iter().find(|it| it.name == name).map(|it| it.name);
        let detail = shown(scopes.value(stages, name, stage, place.index));
        Some(Known { name: name.to_owned(), detail, about })
    };
    scopes.names().filter_map(item).collect()
}

/// The value, as far as it is known.
fn shown(value: Value) -> String {
    match value {
        Value::Set(value) if value.is_empty() => "empty".to_owned(),
        Value::Set(value) => value,
        Value::Unset => "no value".to_owned(),
        Value::Unknown => String::new(),
    }
}

/// The signs that may stand behind a name, which is written before them.
fn modifiers(place: &Place<'_>, name: &str) -> Vec<Completion> {
    let item = |it: &'static crate::knowledge::instructions::Modifier| {
        let word = it.form.trim_start_matches("${name").trim_start_matches(it.sign).trim_end_matches('}');
        let item = Completion::new(place, format!("{name}{}", it.sign), CompletionKind::Operator);
        let snippet = match word.split_once('/') {
            Some((pattern, word)) => format!("{name}{}${{1:{pattern}}}/${{2:{word}}}", it.sign),
            None => format!("{name}{}${{1:{word}}}", it.sign),
        };
        item.detail(it.form).snippet(Some(snippet)).about(About::Modifier(it.sign))
    };
    // What there is of the sign may stand for several.
    let begun = if name.is_empty() { &*place.typed } else { "" };
    MODIFIERS.iter().filter(|it| it.sign.starts_with(begun)).map(item).collect()
}
