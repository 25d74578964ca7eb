//! The keys of `RUN --mount`, and their values.

use super::{
    About, Completion, CompletionKind, Elsewhere,
    context::{Expected, Mount, Place},
    flags, paths,
};
use crate::{
    knowledge::{
        caches,
        instructions::{self, MOUNT_KEYS, MOUNT_TYPES, MountKey, ValueKind},
        packages,
    },
    lint::Cx,
    model::Fact,
};

/// What may be written in a mount.
pub(super) fn items(cx: Cx<'_>, place: &Place<'_>, elsewhere: Elsewhere<'_>) -> Option<Vec<Completion>> {
    match &place.expected {
        Expected::MountKey(mount) => Some(keys(cx, place, mount)),
        Expected::MountValue(mount, key) => values(cx, place, mount, key, elsewhere),
        _ => None,
    }
}

fn keys(cx: Cx<'_>, place: &Place<'_>, mount: &Mount) -> Vec<Completion> {
    let Some(kind) = mount.kind else { return Vec::new() };
    let is_new = |it: &&MountKey| {
        let is = |written: &str| instructions::mount_key(written).is_some_and(|key| key.name == it.name);
        it.types.contains(&kind.name) && !mount.keys.iter().any(|(written, _)| is(written))
    };
    let mut items = Vec::new();
    if mount.keys.is_empty() {
        // The type comes first, as other keys depend on it.
        let types = MOUNT_TYPES.iter().map(|it| {
            let item = Completion::new(place, format!("type={}", it.name), CompletionKind::Value);
            item.detail(it.help).about(About::MountType(it.name))
        });
        items.extend(types);
    }
    let mut keys: Vec<&MountKey> = MOUNT_KEYS.iter().filter(is_new).filter(|it| it.name != "type").collect();
    keys.sort_by_key(|it| !it.required_for.contains(&kind.name)); // what cannot be left out stands first
    let has_target = mount.keys.iter().any(|it| ["target", "dst", "destination"].contains(&&*it.0));
    if kind.name == "cache" && !has_target {
        items.extend(caches(cx, place).into_iter().map(|it| {
            let item = Completion::new(place, format!("target={}", it.target), CompletionKind::Folder);
            let sharing = if it.locked { ",sharing=locked" } else { "" };
            item.writes(format!("target={}{sharing}", it.target)).detail(it.of)
        }));
    }
    items.extend(keys.into_iter().map(|it| {
        let item = Completion::new(place, it.name, CompletionKind::Key).about(About::MountKey(it.name));
        let item = item.detail(if it.required_for.contains(&kind.name) { "required" } else { "" });
        match it.bare || place.is_before(cx.analysis, "=") {
            true => item,
            false => item.writes(format!("{}=", it.name)).goes_on(),
        }
    }));
    items
}

fn values(
    cx: Cx<'_>,
    place: &Place<'_>,
    mount: &Mount,
    key: &MountKey,
    elsewhere: Elsewhere<'_>,
) -> Option<Vec<Completion>> {
    let kind = mount.kind.map_or("", |it| it.name);
    let from = mount.keys.iter().find(|it| it.0 == "from").map(|it| &*it.1);
    match (key.name, kind) {
        ("type", _) => Some(
            MOUNT_TYPES
                .iter()
                .map(|it| Completion::new(place, it.name, CompletionKind::Value).detail(it.help))
                .collect(),
        ),
        ("source", "bind") => match from {
            Some(from) => paths::of_stage(cx, place, from),
            None => paths::of_context(cx, place, &[]),
        },
        ("source", "cache") => paths::of_stage(cx, place, from?),
        ("target", "cache") => Some(
            caches(cx, place)
                .into_iter()
                .map(|it| Completion::new(place, it.target, CompletionKind::Folder).detail(it.of))
                .collect(),
        ),
        ("target", "secret") => {
            let id = mount.keys.iter().find(|it| it.0 == "id")?;
            Some(vec![Completion::new(place, format!("/run/secrets/{}", id.1), CompletionKind::File)])
        }
        ("target", "bind" | "tmpfs") => paths::folders(cx, place),
        _ if key.value == ValueKind::Path => None,
        _ => flags::values(cx, place, key.value, elsewhere),
    }
}

/// Where a tool keeps what it wants to find again.
struct Cache {
    target: String,
    locked: bool,
    /// Its command.
    of: &'static str,
}

/// The caches of the commands of this RUN, of what its base image has, and of the others, in this order.
fn caches(cx: Cx<'_>, place: &Place<'_>) -> Vec<Cache> {
    let home = match cx.analysis.user(place.index) {
        Fact::Known { value, .. } => caches::home(&value),
        Fact::Unset => Some("/root".to_owned()),
        Fact::Unknown => None,
    };
    let home = home.unwrap_or_else(|| "/root".to_owned());
    let scripts = cx.analysis.scripts(place.index);
    let run: Vec<String> = scripts
        .iter()
        .flat_map(|it| it.script.commands())
        .filter_map(|it| it.command.effective().name().map(|it| it.into_owned()))
        .collect();
    let image = place.stage.and_then(|it| cx.analysis.base_image(it));
    let inside = image.map_or(&[][..], |it| it.managers);
    // A package manager of another distribution is not there.
    let is_there = |it: &&packages::PackageManager| {
        image.is_none()
            || it.kind != packages::Kind::System
            || it.commands.iter().any(|name| inside.contains(name))
    };
    let mut managers: Vec<&packages::PackageManager> = packages::managers().iter().filter(is_there).collect();
    managers.sort_by_key(|it| match () {
        () if it.commands.iter().any(|name| run.iter().any(|run| run == name)) => 0,
        () if it.commands.iter().any(|name| inside.contains(name)) => 1,
        () => 2,
    });
    let mut caches: Vec<Cache> = Vec::new();
    for manager in managers {
        for mount in manager.mounts {
            let target =
                mount.target.strip_prefix('~').map_or(mount.target.to_owned(), |it| format!("{home}{it}"));
            if caches.iter().all(|it| it.target != target) {
                caches.push(Cache {
                    target,
                    locked: mount.locked,
                    of: manager.commands.first().copied().unwrap_or_default(),
                });
            }
        }
    }
    caches
}
