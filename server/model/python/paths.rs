//! Paths inside an image, as plain text.

/// A path without `.`, `..` and double slashes, from the root; `None` if it is relative and nobody knows to what, or if it stands for
/// several.
pub fn absolute(path: &str, folder: Option<&str>) -> Option<String> {
    if path.is_empty() || path.contains(['*', '?', '[', '$', '`']) || path.starts_with('~') {
        return None;
    }
    let start = if path.starts_with('/') { "" } else { folder? };
    let mut parts: Vec<&str> = Vec::new();
    for part in start.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    Some(format!("/{}", parts.join("/")))
}

/// What is left of `path` below `folder`: nothing if it is that folder, else it begins with a slash. `None` if it lies elsewhere.
pub fn below<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(folder.trim_end_matches('/'))?;
    (rest.is_empty() || rest.starts_with('/')).then_some(if rest == "/" { "" } else { rest })
}

/// `folder` with a rest that [`below`] left.
pub fn graft(folder: &str, rest: &str) -> String {
    match (folder.trim_end_matches('/'), rest) {
        ("", "") => "/".to_owned(),
        (folder, rest) => format!("{folder}{rest}"),
    }
}

/// The last part of a path.
pub(super) fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The folder of which `path` is a program: `/opt/venv` of `/opt/venv/bin/pip`.
pub(super) fn prefix(path: &str) -> Option<&str> {
    let folder = path.strip_suffix(base(path))?.strip_suffix('/')?;
    folder.strip_suffix("/bin")
}
