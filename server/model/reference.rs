//! Names of images: `[domain[:port]/]path[:tag][@digest]`.

use dockerfile_parser::ImageRef;

/// Why a name is none of an image (distribution's `reference.ParseNormalizedNamed`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceError {
    /// There are capitals in the path.
    Uppercase,
    /// 64 hexadecimal digits alone could be the id of an image.
    LooksLikeId,
    /// Anything else.
    Format,
}

/// The longest path, with its domain, in bytes.
const LONGEST_NAME: usize = 255;

/// Reads the name of an image.
///
/// `ImageRef` leaves the tag in the name if a digest follows it, so the digest is split off first.
pub fn parse(text: &str) -> Result<ImageRef, ReferenceError> {
    let (name, digest) = text.split_once('@').map_or((text, None), |(name, digest)| (name, Some(digest)));
    let (domain, path) = split_domain(name);
    let (path, tag) = path.split_once(':').map_or((path, None), |(path, tag)| (path, Some(tag)));
    if path.chars().any(char::is_uppercase) {
        return Err(ReferenceError::Uppercase);
    }
    if text.len() == 64 && text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(ReferenceError::LooksLikeId);
    }
    let valid = path.split('/').all(is_component)
        && path.len() + domain.map_or(0, str::len) < LONGEST_NAME
        && domain.is_none_or(is_domain)
        && tag.is_none_or(is_tag)
        && digest.is_none_or(is_digest);
    if !valid {
        return Err(ReferenceError::Format);
    }
    Ok(ImageRef { hash: digest.map(str::to_owned), ..ImageRef::parse(name) })
}

/// The name that was probably meant by one that is none.
pub(super) fn repaired(name: &str) -> Option<String> {
    type Step = fn(&str) -> String;
    const STEPS: [Step; 6] = [
        |it| it.split_once("://").map_or(it, |it| it.1).to_owned(),
        |it| it.trim_matches(['"', '\'', ':', '/', ',', ';', '.', '@']).replace('\\', "/"),
        |it| it.replace("::", ":"),
        // A tag behind an `@`, which is for digests.
        |it| if it.contains("@sha256") { it.to_owned() } else { it.replacen('@', ":", 1) },
        |it| match it.rsplit_once('/').unwrap_or(("", it)).1.split(':').collect::<Vec<_>>().as_slice() {
            [_, _, variant] => format!("{}-{variant}", &it[..it.len() - variant.len() - 1]),
            _ => it.to_owned(),
        },
        |it| {
            let last = it.rfind('/').map_or(0, |at| at + 1);
            let end = it[last..].find([':', '@']).map_or(it.len(), |at| last + at);
            format!("{}{}", it[..end].to_lowercase(), &it[end..])
        },
    ];
    let mut text = name.to_owned();
    STEPS.iter().find_map(|step| {
        text = step(&text);
        parse(&text).is_ok().then(|| text.clone())
    })
}

/// The domain and the path of a name. The part before the first slash is a domain if it has a dot, a colon or a capital, or is `localhost`.
pub fn split_domain(name: &str) -> (Option<&str>, &str) {
    match name.split_once('/') {
        Some((domain, path))
            if domain.contains(['.', ':'])
                || domain == "localhost"
                || domain.chars().any(char::is_uppercase) =>
        {
            (Some(domain), path)
        }
        _ => (None, name),
    }
}

fn is_domain(domain: &str) -> bool {
    let (host, port) = match domain.strip_prefix('[').and_then(|it| it.split_once(']')) {
        Some((address, port)) => {
            return !address.is_empty()
                && address.bytes().all(|it| it.is_ascii_hexdigit() || it == b':')
                && (port.is_empty() || port.strip_prefix(':').is_some_and(is_number));
        }
        None => domain.split_once(':').map_or((domain, None), |(host, port)| (host, Some(port))),
    };
    let label = |it: &str| {
        let inside = it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
        !it.is_empty() && inside && !it.starts_with('-') && !it.ends_with('-')
    };
    host.split('.').all(label) && port.is_none_or(is_number)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

/// `[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*`
fn is_component(component: &str) -> bool {
    let is_word = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit();
    let bytes = component.as_bytes();
    let mut at = 0;
    loop {
        let word = bytes[at..].iter().take_while(|it| is_word(**it)).count();
        at += word;
        if word == 0 {
            return false;
        }
        if at == bytes.len() {
            return true;
        }
        let separator = bytes[at..].iter().take_while(|it| !is_word(**it)).count();
        match &component.as_bytes()[at..at + separator] {
            b"." | b"_" | b"__" => {}
            dashes if dashes.iter().all(|it| *it == b'-') => {}
            _ => return false,
        }
        at += separator;
    }
}

/// `\w[\w.-]{0,127}`
fn is_tag(tag: &str) -> bool {
    let is_word = |it: u8| it.is_ascii_alphanumeric() || it == b'_';
    let bytes = tag.as_bytes();
    bytes.len() <= 128
        && bytes.first().is_some_and(|it| is_word(*it))
        && bytes.iter().all(|it| is_word(*it) || matches!(it, b'.' | b'-'))
}

/// `algorithm:hex`, with at least 32 digits.
pub(super) fn is_digest(digest: &str) -> bool {
    let Some((algorithm, hex)) = digest.split_once(':') else {
        return false;
    };
    let part = |it: &str| {
        it.starts_with(|it: char| it.is_ascii_alphabetic()) && it.bytes().all(|it| it.is_ascii_alphanumeric())
    };
    algorithm.split(['-', '_', '+', '.']).all(part)
        && hex.len() >= 32
        && hex.bytes().all(|it| it.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_by_a_name_that_is_none() {
        for (written, meant) in [
            ("docker://node:22", Some("node:22")),
            ("node:", Some("node")),
            ("node:22,", Some("node:22")),
            ("node::22", Some("node:22")),
            ("node@22", Some("node:22")),
            ("node:22:alpine", Some("node:22-alpine")),
            ("Node:22-Alpine", Some("node:22-Alpine")),
            ("ghcr.io/Owner/App:1", Some("ghcr.io/owner/app:1")),
            ("ghcr.io\\owner\\app", Some("ghcr.io/owner/app")),
            ("node:-", None),
            ("***", None),
        ] {
            assert_eq!(repaired(written).as_deref(), meant, "{written}");
        }
    }
}
