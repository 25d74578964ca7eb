//! Paths of the image as texts: from the root, with `*` for any name.

use crate::knowledge::glob::matches;

/// `path`, seen from the folder `from`: without `.`, `..` and double slashes.
pub fn join(from: &str, path: &str) -> String {
    let from = if path.starts_with('/') { "" } else { from };
    let mut joined = String::with_capacity(from.len() + path.len() + 1);
    for name in from.split('/').chain(path.split('/')) {
        match name {
            "" | "." => {}
            ".." => joined.truncate(joined.rfind('/').unwrap_or_default()),
            _ => {
                joined.push('/');
                joined.push_str(name);
            }
        }
    }
    if joined.is_empty() { "/".to_owned() } else { joined }
}

/// Whether `path` is `outer`, or lies in it. In both, `*` stands for any name, or for a part of one.
pub fn covers(outer: &str, path: &str) -> bool {
    let mut names = path.split('/').filter(|it| !it.is_empty());
    let is = |pattern: &str, name: &str| pattern == name || pattern.contains('*') && matches(pattern, name);
    outer.split('/').filter(|it| !it.is_empty()).all(|outer| names.next().is_some_and(|it| is(outer, it)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined() {
        for (from, path, expected) in [
            ("/app", "b", "/app/b"),
            ("/app", "/b//c/", "/b/c"),
            ("/app", "./../c", "/c"),
            ("/", "../..", "/"),
            ("/app", "", "/app"),
        ] {
            assert_eq!(join(from, path), expected, "{from} {path}");
        }
    }

    #[test]
    fn folders_cover_what_is_in_them() {
        for (outer, path, expected) in [
            ("/app", "/app", true),
            ("/app", "/app/a", true),
            ("/app", "/apple", false),
            ("/app/*", "/app", false),
            ("/app/*", "/app/a/b", true),
            ("/app/*.deb", "/app/a.deb", true),
            ("/app/a.deb", "/app/*.deb", false),
            ("/app/*", "/app/*", true),
            ("/", "/a", true),
        ] {
            assert_eq!(covers(outer, path), expected, "{outer} {path}");
        }
    }
}
