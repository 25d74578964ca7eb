//! Users of the image: those of the base image, and those that RUN makes.

use super::{Completion, CompletionKind, context::Place};
use crate::lint::Cx;

/// A user or a group of the image.
struct Known {
    name: String,
    detail: String,
    is_user: bool,
}

/// What USER can say: users, and behind a `:` groups.
pub(super) fn items(cx: Cx<'_>, place: &Place<'_>) -> Vec<Completion> {
    let place = &place.until(cx.analysis, [':', ':']);
    let behind = place.typed.find(':').map(|it| it + 1);
    let known = known(cx, place);
    let is_wanted = |it: &&Known| it.is_user == behind.is_none() || behind.is_some();
    let mut items: Vec<Completion> = Vec::new();
    for it in known.iter().filter(is_wanted) {
        let item = Completion::new(place, &*it.name, CompletionKind::User).detail(&*it.detail);
        if items.iter().all(|it| it.label != item.label) {
            items.push(item.behind(behind.unwrap_or(0)));
        }
    }
    items
}

/// What `--chown` can say: a user with the group of the same name.
pub(super) fn owners(cx: Cx<'_>, place: &Place<'_>) -> Vec<Completion> {
    if place.typed.contains(':') {
        return items(cx, place);
    }
    let known = known(cx, place);
    let pair = |it: &Known| {
        let item = Completion::new(place, format!("{0}:{0}", it.name), CompletionKind::User);
        item.detail(&*it.detail)
    };
    known.iter().filter(|it| it.is_user).map(pair).collect()
}

/// Those that the stage makes, the latest first; those of the base image; root.
fn known(cx: Cx<'_>, place: &Place<'_>) -> Vec<Known> {
    let Some(stage) = place.stage else { return Vec::new() };
    let accounts = cx.analysis.accounts(stage).rev();
    let made = accounts.filter(|it| it.instruction < place.index && !it.name.contains('$')).map(|it| {
        let kind = if it.is_user { "user" } else { "group" };
        let number = it.id.as_ref().map_or(String::new(), |id| format!(", {id}"));
        Known { name: it.name.clone(), detail: format!("{kind} made in RUN{number}"), is_user: it.is_user }
    });
    let inside = cx.analysis.base_image(stage).map_or(&[][..], |it| it.users);
    let inside = inside.iter().filter(|it| !it.name.is_empty()).map(|it| {
        let number = it.uid.map_or(String::new(), |id| format!(", {id}"));
        Known { name: it.name.to_owned(), detail: format!("user of the base image{number}"), is_user: true }
    });
    let root = Known { name: "root".to_owned(), detail: "user 0".to_owned(), is_user: true };
    let mut known: Vec<Known> = Vec::new();
    for it in made.chain(inside).chain([root]) {
        if known.iter().all(|other| (&other.name, other.is_user) != (&it.name, it.is_user)) {
            known.push(it);
        }
    }
    known
}
