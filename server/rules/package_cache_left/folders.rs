//! Which paths cover the folder of a cache.

use super::left::Left;
use crate::{
    knowledge::{caches, packages::Kind},
    model::{Analysis, installs::Install},
    syntax::{Body, Instruction},
};

/// Whether the cache is outside of the image, in a mount.
pub(super) fn is_outside(analysis: &Analysis, install: &Install, left: &Left) -> bool {
    let outer = &analysis.file().instructions[install.instruction];
    let instruction = match &outer.body {
        Body::Onbuild(Some(inner)) if install.trigger => inner,
        _ => outer,
    };
    let chosen = install.values(left.manager.cache_at);
    // A variable may say where it is.
    let said = caches::of(left.manager.commands[0]).find(|it| !it.variables.is_empty());
    let said = said.and_then(|it| analysis.cache_folder(it, install.instruction));
    targets(instruction).any(|target| match chosen.last() {
        Some(folder) => folder.contains('$') || covers(&target, folder),
        None => {
            let named = left.manager.kind != Kind::System && target.contains(left.manager.commands[0]);
            let is_said = said.as_ref().is_some_and(|it| it.starts_with(target.trim_end_matches('/')));
            named || is_said || target.contains('$') || left.folders.iter().any(|it| covers(&target, it))
        }
    })
}

/// Where caches and temporary folders are mounted.
fn targets(instruction: &Instruction) -> impl Iterator<Item = String> {
    let mounts = instruction.flags.iter().filter(|it| it.name() == "mount").filter_map(|it| it.value());
    mounts.filter(|it| it.contains("type=cache") || it.contains("type=tmpfs")).filter_map(|mount| {
        let target = mount.split(',').filter_map(|it| it.split_once('='));
        let target = target.filter(|it| matches!(it.0.trim(), "target" | "dst" | "destination"));
        target.map(|it| it.1.trim_matches(['"', '\'']).to_owned()).next()
    })
}

/// Whether `path`, or what it matches, is `folder` or one that `folder` is in. A folder in a home, `~/.cache/pip`, is meant in any
/// home, and one of the system in any root.
pub(super) fn covers(path: &str, folder: &str) -> bool {
    let mut path = path.trim_end_matches('/');
    while let Some((above, pattern)) = path.rsplit_once('/').filter(|it| it.1.contains('*')) {
        path = if pattern.is_empty() { path } else { above.trim_end_matches('/') };
    }
    let home = folder.strip_prefix("~/");
    if home.is_some() && matches!(path, "~" | "/root" | "$HOME" | "${HOME}") {
        return true;
    }
    let inside = home.unwrap_or(folder);
    let above = inside.match_indices('/').map(|(at, _)| &inside[..at]).filter(|it| !it.is_empty());
    above.chain([inside]).any(|part| match home {
        Some(_) => path.strip_suffix(part).is_some_and(|it| it.ends_with('/')),
        None => path == part || part.matches('/').count() > 1 && path.ends_with(part),
    })
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_path_covers_what_is_below_it() {
        for (path, folder, expected) in [
            ("/var/lib/apt/lists/*", "/var/lib/apt/lists", true),
            ("/var/lib/apt/lists/", "/var/lib/apt/lists", true),
            ("/var/lib/apt/lists/*_*", "/var/lib/apt/lists", true),
            ("/var/lib/apt", "/var/lib/apt/lists", true),
            ("/var/cache/apt/*", "/var/lib/apt/lists", false),
            ("/var/lib/apt/lists/partial", "/var/lib/apt/lists", false),
            ("/mnt/root/var/cache/*", "/var/cache/dnf", true),
            ("/cache", "/var/cache/dnf", false),
            ("/root/.cache", "~/.cache/pip", true),
            ("~/.cache/", "~/.cache/pip", true),
            ("/home/app/.cache/pip", "~/.cache/pip", true),
            ("$HOME/.npm", "~/.npm", true),
            ("/root", "~/.npm", true),
            ("/root/.yarn", "~/.cache/yarn", false),
            ("*", "~/.cache/yarn", false),
            ("/*", "/var/cache/dnf", false),
        ] {
            assert_eq!(covers(path, folder), expected, "{path}");
        }
    }
}
