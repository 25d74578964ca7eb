//! Images and their tags, from what is known of them and from what the file and the workspace use.

use std::collections::HashSet;

use super::{About, Completion, CompletionKind, Elsewhere, context::Place};
use crate::{
    knowledge::{eol, images::normalised, popular},
    lint::Cx,
};

/// Images; behind the `:` of one of them, its tags. `None` if what is written is no name of an image.
pub(super) fn items(cx: Cx<'_>, place: &Place<'_>, elsewhere: Elsewhere<'_>) -> Option<Vec<Completion>> {
    let typed = &*place.typed;
    if typed.contains(['$', '@', '"', '\'']) {
        return None;
    }
    let name_end = typed.rfind('/').map_or(0, |it| it + 1);
    match typed[name_end..].find(':') {
        Some(colon) => Some(tags(cx, place, &typed[..name_end + colon], elsewhere)),
        None => Some(names(cx, place, elsewhere)),
    }
}

fn names(cx: Cx<'_>, place: &Place<'_>, elsewhere: Elsewhere<'_>) -> Vec<Completion> {
    // What has a tag already only gets another name.
    let place = &place.until(cx.analysis, [':', '@']);
    let has_tag = place.is_before(cx.analysis, ":");
    let mut seen = HashSet::new();
    let used = used(cx, place, elsewhere);
    let used = used
        .iter()
        .filter(|_| !has_tag)
        .map(|(image, of)| Completion::new(place, &**image, CompletionKind::Image).detail(*of));
    let known = popular::images().iter().map(|it| {
        let item = Completion::new(place, it.repository, CompletionKind::Image).detail(it.about);
        let item = item.about(About::Image(it.repository.to_owned()));
        if has_tag { item } else { item.writes(format!("{}:", it.repository)).goes_on() }
    });
    used.chain(known).filter(|it| seen.insert(it.label.clone())).collect()
}

/// The tags of an image: those that are used, then those that are known.
fn tags(cx: Cx<'_>, place: &Place<'_>, repository: &str, elsewhere: Elsewhere<'_>) -> Vec<Completion> {
    let kept = repository.len() + 1;
    let place = &place.until(cx.analysis, ['@', '@']);
    let item = |tag: &str| {
        let about = About::Image(format!("{repository}:{tag}"));
        Completion::new(place, tag, CompletionKind::Tag).behind(kept).about(about)
    };
    let used = used(cx, place, elsewhere);
    let used = used.iter().filter_map(|(image, of)| {
        let tag = image.strip_prefix(repository)?.strip_prefix(':')?.split('@').next()?;
        Some(item(tag).detail(*of).deprecated(has_ended(cx, repository, tag)))
    });
    let known = popular::image(normalised(repository)).into_iter().flat_map(|it| it.tags(cx.world.today()));
    let known = known.map(|tag| {
        let named = eol::releases(repository, &tag.text);
        let titles: Vec<String> = named.iter().map(|it| it.title()).collect();
        let ends = if tag.ended { " (no more fixes)" } else { "" };
        item(&tag.text).detail(format!("{}{ends}", titles.join(", "))).deprecated(tag.ended)
    });
    let mut seen = HashSet::new();
    used.chain(known).filter(|it| seen.insert(it.label.clone())).collect()
}

fn has_ended(cx: Cx<'_>, repository: &str, tag: &str) -> bool {
    let today = cx.world.today();
    let named = eol::releases(repository, tag);
    today.is_some_and(|today| named.iter().any(|it| it.ended(today).is_some()))
}

/// The images that this file and others begin with, each with who does; the word at the cursor is none of them.
fn used(cx: Cx<'_>, place: &Place<'_>, elsewhere: Elsewhere<'_>) -> Vec<(String, &'static str)> {
    let file = cx.analysis.file();
    let bases = cx.analysis.tagged_bases().filter(|it| !it.stage.base_range.contains_inclusive(place.at));
    let here = bases.map(|it| file.text(it.stage.base_range));
    let here = here.filter(|it| !it.contains(['$', '\\', '`', '"', '\'', '\n']));
    let mut used: Vec<(String, &str)> = here.map(|it| (it.to_owned(), "used in this file")).collect();
    let word = file.text(place.word);
    let others = elsewhere().into_iter().filter(|(image, count)| *count > 1 || image != word);
    used.extend(others.map(|it| (it.0, "used in the workspace")));
    used
}
