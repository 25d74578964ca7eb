//! Instructions: those that may stand here, written as the file writes its own.

use super::{
    About, Completion, CompletionKind,
    context::{Expected, Place},
};
use crate::{
    ide::forms,
    knowledge::instructions::{Instruction, instruction},
    lint::Cx,
    syntax::Keyword,
};

/// By use: counted in 3,944 Dockerfiles of public repositories, with those first that are written anew most often.
const BY_USE: [Keyword; 18] = [
    Keyword::Run,
    Keyword::Copy,
    Keyword::Env,
    Keyword::Arg,
    Keyword::Workdir,
    Keyword::From,
    Keyword::User,
    Keyword::Label,
    Keyword::Cmd,
    Keyword::Entrypoint,
    Keyword::Expose,
    Keyword::Add,
    Keyword::Shell,
    Keyword::Healthcheck,
    Keyword::Volume,
    Keyword::Stopsignal,
    Keyword::Onbuild,
    Keyword::Maintainer,
];

/// The instructions that may stand here.
pub(super) fn items(cx: Cx<'_>, place: &Place<'_>) -> Option<Vec<Completion>> {
    let Expected::Keyword { trigger } = place.expected else { return None };
    let begun = cx.analysis.stages().stages.first().map(|it| it.base_range.start());
    let before_from = begun.is_none_or(|from| place.word.start() < from);
    let is_followed = place.is_before(cx.analysis, " ");
    let may_stand = |it: &&Instruction| match () {
        () if trigger => it.in_onbuild,
        () if before_from => it.before_from || it.keyword == Keyword::From,
        () => true,
    };
    let mut known: Vec<&Instruction> =
        BY_USE.iter().filter_map(|it| instruction(*it)).filter(may_stand).collect();
    if before_from {
        known.reverse(); // FROM first
    }
    let small = writes_small(cx, place);
    let item = |it: &Instruction| {
        let name = it.keyword.as_str();
        let name = if small { name.to_lowercase() } else { name.to_owned() };
        let text = if is_followed { name.clone() } else { format!("{name} ") };
        let snippet = (!is_followed).then(|| forms::snippet(it.form)).flatten();
        let snippet = snippet.map(|it| format!("{name} {it}"));
        let form = forms::forms(it.form).into_iter().next().map_or(String::new(), |it| it.text);
        let form = form.split_once(' ').map_or("", |(_, rest)| rest);
        let item = Completion::new(place, name, CompletionKind::Keyword).detail(form).writes(text);
        let item = item.snippet(snippet).deprecated(it.deprecated.is_some());
        Completion { goes_on: GOES_ON.contains(&it.keyword), ..item }.about(About::Instruction(it.keyword))
    };
    Some(known.into_iter().map(item).collect())
}

/// Whether the file writes its keywords in small letters: the nearest before this place, or else behind it.
fn writes_small(cx: Cx<'_>, place: &Place<'_>) -> bool {
    let file = cx.analysis.file();
    let (before, behind) = file.instructions.split_at(place.index.min(file.instructions.len()));
    let mut others = before.iter().rev().chain(behind).filter(|it| it.keyword != Keyword::Unknown);
    let other = others.find(|it| !it.keyword_range.contains_inclusive(place.at));
    other.is_some_and(|it| !file.text(it.keyword_range).bytes().any(|it| it.is_ascii_uppercase()))
}

/// Those whose first argument can be completed.
const GOES_ON: [Keyword; 12] = [
    Keyword::Add,
    Keyword::Copy,
    Keyword::Expose,
    Keyword::From,
    Keyword::Healthcheck,
    Keyword::Label,
    Keyword::Onbuild,
    Keyword::Shell,
    Keyword::Stopsignal,
    Keyword::User,
    Keyword::Volume,
    Keyword::Workdir,
];
