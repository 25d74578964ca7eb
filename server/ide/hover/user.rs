//! Users: where they come from, and what number they have.

use super::{Here, line};
use crate::{ide::markdown::code, knowledge::images::Purpose, model::is_root};

/// What is known of `user:group` there.
pub(super) fn text(here: Here<'_>, value: &str) -> Option<String> {
    let (name, group) = value.split_once(':').map_or((value, None), |(name, group)| (name, Some(group)));
    let parts: Vec<String> =
        [one(here, name, true), group.and_then(|it| one(here, it, false))].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

/// A user, or a group.
fn one(here: Here<'_>, name: &str, is_user: bool) -> Option<String> {
    let stage = here.stage()?;
    let made = here.cx.analysis.accounts(stage).rfind(|it| {
        let same = it.name == name || it.id.as_deref() == Some(name);
        it.is_user == is_user && same && it.instruction < here.site.index
    });
    if let Some(it) = made {
        let number = it.id.as_ref().map_or(String::new(), |id| format!(", number {id}"));
        let kind = if is_user { "User" } else { "Group" };
        return Some(format!(
            "{kind} {}{number}: made in line {}.",
            code(&it.name),
            line(here.cx, it.place.start())
        ));
    }
    if !is_user {
        return None;
    }
    if is_root(name) {
        return Some("`root`, number 0, may do everything in the image.".to_owned());
    }
    let image = here.cx.analysis.base_image(stage)?;
    let known =
        image.users.iter().find(|it| it.name == name || it.uid.is_some_and(|uid| uid.to_string() == name))?;
    let number = known.uid.map_or(String::new(), |uid| format!(", number {uid}"));
    let purpose = match known.purpose {
        Purpose::Application => "made to run applications",
        Purpose::Service => "made to run what the image contains",
        Purpose::System => "comes with the distribution",
    };
    Some(format!("User {}{number}: of the base image, {purpose}.", code(known.name)))
}
