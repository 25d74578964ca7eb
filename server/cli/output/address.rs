//! What other programs call a file.

use std::{
    env,
    fmt::Write,
    path::{MAIN_SEPARATOR, Path},
};

/// The path relative to the folder that we are in, if the file is below it, with `/` between the names.
pub(super) fn path(path: &Path) -> String {
    with_slashes(&relative(path).to_string_lossy())
}

/// The same as a reference of RFC 3986. A name that is not UTF-8 stays what it is.
pub(super) fn uri(path: &Path) -> String {
    let path = relative(path);
    let absolute = if path.is_absolute() { "file://" } else { "" };
    let mut uri = absolute.to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match *byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(*byte))
            }
            b'\\' if MAIN_SEPARATOR == '\\' => uri.push('/'),
            byte => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    // Windows: `C:/x` is `/C:/x` there.
    if !absolute.is_empty() && !uri.starts_with("file:///") {
        uri.insert(absolute.len(), '/');
    }
    uri
}

fn relative(path: &Path) -> &Path {
    let plain = path.strip_prefix(".").unwrap_or(path);
    match path.is_absolute().then(env::current_dir) {
        Some(Ok(here)) => path.strip_prefix(here).unwrap_or(path),
        _ => plain,
    }
}

fn with_slashes(path: &str) -> String {
    if MAIN_SEPARATOR == '\\' { path.replace('\\', "/") } else { path.to_owned() }
}
