//! Variables: their value here, and where it comes from.

use super::{Here, Hover, line};
use crate::{
    ide::{
        markdown::code,
        names::{Kind, Names, Place, Role},
    },
    knowledge::environment,
    knowledge::instructions::{self, MODIFIERS, Modifier, Scope},
    lint::Cx,
    model::globals::{Definition, DefinitionKind},
    syntax::{Body, Instruction, Keyword, Pair, Value},
    text::{TextRange, TextSize},
};

/// The variable whose `$`, brace or modifier is at the place; the name alone is found by [`Names::at`].
pub(super) fn place<'n>(here: Here<'_>, names: &'n Names<'_>) -> Option<&'n Place> {
    let places = names.places();
    let near = places.partition_point(|it| it.range.start() <= here.at + TextSize::from(2));
    let mut near = places[..near].iter().rev().take(2);
    near.find(|it| {
        matches!(names.thing(it).kind, Kind::Variable | Kind::ShellVariable) && here.is_on(whole(here, it))
    })
}

/// What there is to say of a variable.
pub(super) fn hover(here: Here<'_>, names: &Names<'_>, place: &Place) -> Hover {
    let thing = names.thing(place);
    let mut parts = match thing.kind {
        Kind::ShellVariable => vec![format!("{} is a variable of this script.", code(&thing.name))],
        _ => known(here, names, place),
    };
    if let Some(it) = modifier(here, place.range) {
        parts.push(format!("{}: {}", code(it.form), it.help));
    }
    let range = if here.is_on(place.range) { place.range } else { whole(here, place) };
    Hover { range, markdown: parts.join("\n\n") }
}

/// The value, where it comes from, and what the variable means to the builder.
fn known(here: Here<'_>, names: &Names<'_>, place: &Place) -> Vec<String> {
    let name = &names.thing(place).name;
    let predefined = instructions::predefined_arg(name);
    let definition = names.definition(place).and_then(|it| written(here.cx, it));
    // What an image is built on does not hand on its arguments.
    let definition = definition.filter(|it| !here.site.trigger || it.it.keyword == Keyword::Env);
    let shown = code(name);
    let mut parts = vec![match value(here, name, place) {
        Value::Set(value) if value.is_empty() => format!("{shown} is empty here."),
        Value::Set(value) => format!("{shown} is {} here.", code(&value)),
        Value::Unset => format!("{shown} has no value here."),
        Value::Unknown if is_of_base(here, name) => format!("The base image gives {shown} its value."),
        Value::Unknown if definition.is_some() || predefined.is_some() || here.site.trigger => {
            format!("What {shown} is here, only the build knows.")
        }
        Value::Unknown => format!("Nothing in this file gives {shown} a value here; the base image may."),
    }];
    if is_assigned(here, names, place) {
        parts.push("A command of this script may have given it another value.".to_owned());
    }
    parts.extend(predefined.map(|it| match it.scope {
        Scope::Global => format!("{} FROM knows it; a stage does after `ARG {name}`.", it.help),
        _ => it.help.to_owned(),
    }));
    parts.extend(environment::variable(name).map(|it| format!("{} knows it. {}", capital(it.of), it.help)));
    parts.extend(definition.map(|it| it.text(here, name)));
    parts
}

/// Whether a command before it in this script gives it another value, if it runs.
fn is_assigned(here: Here<'_>, names: &Names<'_>, place: &Place) -> bool {
    let inside = here.site.instruction.range;
    let earlier = |it: &Place| inside.contains_range(it.range) && it.range.start() <= place.range.start();
    names.same(place).any(|it| it.role == Role::Assignment && earlier(it))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The value that a variable has there.
fn value(here: Here<'_>, name: &str, place: &Place) -> Value {
    let (scopes, stages) = (here.cx.analysis.scopes(), here.cx.analysis.stages());
    let (it, index) = (here.site.instruction, here.site.index);
    let is_definition = place.role == Role::Definition;
    let Some(stage) = here.stage().filter(|_| it.keyword != Keyword::From) else {
        let end = place.range.end();
        return scopes.globals.value(name, if is_definition { end } else { place.range.start() });
    };
    let runs_later = matches!(it.keyword, Keyword::Cmd | Keyword::Entrypoint | Keyword::Healthcheck);
    match &it.body {
        _ if here.site.trigger => Value::Unknown,
        _ if is_definition => scopes.value(stages, name, stage, index + 1),
        Body::Arg(pairs) => {
            let pair = pairs.iter().rfind(|it| it.name.start() <= place.range.start());
            let start = pair.map_or(place.range.start(), |it| it.name.start());
            scopes.value_in_arg(stages, name, stage, index, start)
        }
        _ if runs_later => {
            let mut all = scopes.visible(stages, name, stage, stages.get(stage).instructions.end);
            all.find(|it| it.kind == DefinitionKind::Env)
                .map_or(Value::Unknown, |it: &Definition| it.value.clone())
        }
        _ => scopes.value(stages, name, stage, index),
    }
}

/// An ARG or ENV as it is written.
struct Written<'a> {
    it: &'a Instruction,
    pair: Pair,
    text: String,
}

/// The ARG or ENV whose name stands at `name`.
fn written<'a>(cx: Cx<'a>, name: TextRange) -> Option<Written<'a>> {
    let file = cx.analysis.file();
    let at = file.instructions.partition_point(|it| it.range.start() <= name.start()).checked_sub(1)?;
    let outer = file.instructions.get(at)?;
    let it = match &outer.body {
        Body::Onbuild(inner) => inner.as_deref()?,
        _ => outer,
    };
    let (Body::Arg(pairs) | Body::Env(pairs)) = &it.body else { return None };
    let pair = *pairs.iter().find(|it| it.name == name)?;
    let text = format!("{} {}", it.keyword.as_str(), file.joined_text(pair.range()));
    Some(Written { it, pair, text })
}

impl Written<'_> {
    fn text(&self, here: Here<'_>, name: &str) -> String {
        let at = line(here.cx, self.pair.name.start());
        let more = match (self.it.keyword, self.pair.value) {
            (Keyword::Env, _) => "containers see it, too".to_owned(),
            (_, None) if instructions::predefined_arg(name).is_some_and(|it| it.scope == Scope::Global) => {
                "it makes the variable known from here on".to_owned()
            }
            (_, None) => format!("`--build-arg {name}=…` gives it a value; containers do not see it"),
            _ => format!("`--build-arg {name}=…` gives it another value; containers do not see it"),
        };
        format!("{} in line {at}; {more}.", code(&self.text))
    }
}

/// Whether the base image is known to set it, and nothing in the file does.
fn is_of_base(here: Here<'_>, name: &str) -> bool {
    let image = here.stage().and_then(|it| here.cx.analysis.base_image(it));
    here.site.instruction.keyword != Keyword::From && image.is_some_and(|it| it.env.contains(&name))
}

/// The use as it is written, with `$`, brace and modifier.
fn whole(here: Here<'_>, place: &Place) -> TextRange {
    let range = place.range;
    let source = here.cx.analysis.source();
    let (before, behind) = (&source[..usize::from(range.start())], &source[usize::from(range.end())..]);
    let start = match before {
        _ if before.ends_with("${") => TextSize::from(2),
        _ if before.ends_with('$') => TextSize::from(1),
        _ => return range,
    };
    let sign = modifier(here, range).map_or(0, |it| it.sign.len());
    let brace = usize::from(sign == 0 && before.ends_with('{') && behind.starts_with('}'));
    let end = TextSize::try_from(sign + brace).unwrap_or_default();
    TextRange::new(range.start() - start, range.end() + end)
}

/// What is done with the value of the variable whose name stands there.
fn modifier(here: Here<'_>, name: TextRange) -> Option<&'static Modifier> {
    let source = here.cx.analysis.source();
    let (before, behind) = (&source[..usize::from(name.start())], &source[usize::from(name.end())..]);
    let signs = MODIFIERS.iter().filter(|it| behind.starts_with(it.sign));
    before.ends_with("${").then(|| signs.max_by_key(|it| it.sign.len()))?
}
