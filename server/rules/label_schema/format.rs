//! The forms that keys and values of labels have.

/// What is wrong with a key, as the end of a sentence about it (Docker's guidelines for keys, "Manage objects with labels").
pub(super) fn key_fault(key: &str) -> Option<&'static str> {
    let is_inside = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || "._/-".contains(it);
    let reserved = RESERVED.iter().any(|it| key.starts_with(it));
    let extension = EXTENSIONS.iter().any(|it| key.starts_with(it));
    match key {
        _ if reserved && !extension => Some("begins with a name that Docker keeps for itself"),
        _ if key.contains(|it: char| it.is_uppercase()) => Some("has capitals"),
        _ if !key.starts_with(|it: char| it.is_ascii_lowercase()) => Some("does not begin with a letter"),
        _ if !key.chars().all(is_inside) => Some("has other characters than letters, digits and . - _ /"),
        _ if !key.ends_with(|it: char| it.is_ascii_alphanumeric()) => {
            Some("does not end with a letter or a digit")
        }
        _ if key.contains("..") => Some("has two dots in a row"),
        _ if key.contains("--") => Some("has two dashes in a row"),
        _ => None,
    }
}

/// What Docker keeps for itself.
const RESERVED: [&str; 3] = ["com.docker.", "io.docker.", "org.dockerproject."];

/// What Docker asks the authors of its extensions to set.
const EXTENSIONS: [&str; 2] = ["com.docker.extension.", "com.docker.desktop.extension."];

/// An absolute URI (RFC 3986, 4.3), with a fragment if it likes.
pub(super) fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let in_scheme = |it: u8| it.is_ascii_alphanumeric() || b"+-.".contains(&it);
    let allowed = |it: u8| it.is_ascii_alphanumeric() || b"-._~:/?[]@!$&'()*+,;=%#".contains(&it);
    let is_hex = |it: &str| it.len() >= 2 && it.bytes().take(2).all(|it| it.is_ascii_hexdigit());
    scheme.starts_with(|it: char| it.is_ascii_alphabetic())
        && scheme.bytes().all(in_scheme)
        && rest.bytes().all(allowed)
        && rest.matches('#').count() <= 1
        && rest.split('%').skip(1).all(is_hex)
}

/// 7 or 40 hexadecimal digits, as Git writes them.
pub(super) fn is_hash(text: &str) -> bool {
    matches!(text.len(), 7 | 40) && text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
}

/// `1.2.3-rc.1+build.5` (Semantic Versioning 2.0).
pub(super) fn is_version(text: &str) -> bool {
    let (text, build) = text.split_once('+').map_or((text, None), |(text, it)| (text, Some(it)));
    let (core, pre) = text.split_once('-').map_or((text, None), |(text, it)| (text, Some(it)));
    let is_number = |it: &str| digits(it) && (it == "0" || !it.starts_with('0'));
    let is_word = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    core.split('.').count() == 3
        && core.split('.').all(is_number)
        && pre.is_none_or(|it| it.split('.').all(|it| is_word(it) && (!digits(it) || is_number(it))))
        && build.is_none_or(|it| it.split('.').all(is_word))
}

/// `2026-01-31T12:00:00.5+01:00` (RFC 3339, 5.6).
pub(super) fn is_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else {
        return false;
    };
    let (time, zone) = match time.find(['Z', 'z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => return false,
    };
    let (time, fraction) = time.split_once('.').map_or((time, None), |(time, it)| (time, Some(it)));
    let is_zone = match zone.strip_prefix(['+', '-']) {
        Some(offset) => numbers(offset, ':', [2, 2]).is_some_and(|[hour, minute]| hour < 24 && minute < 60),
        None => zone.len() == 1,
    };
    let is_date = numbers(date, '-', [4, 2, 2]).is_some_and(|[year, month, day]| {
        (1..=12).contains(&month) && (1..=days(year, month)).contains(&day)
    });
    let is_time = numbers(time, ':', [2, 2, 2])
        .is_some_and(|[hour, minute, second]| hour < 24 && minute < 60 && second <= 60);
    is_date && is_time && is_zone && fraction.is_none_or(digits)
}

fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// As many numbers, of so many digits each.
fn numbers<const N: usize>(text: &str, separator: char, lengths: [usize; N]) -> Option<[u32; N]> {
    let mut found = [0; N];
    let mut parts = text.split(separator);
    for (number, length) in found.iter_mut().zip(lengths) {
        let part = parts.next().filter(|it| it.len() == length && digits(it))?;
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(found)
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

/// `name@host` (RFC 5322, 3.4.1, without comments and folded lines).
pub(super) fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let in_atom = |it: char| it.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(it);
    let atoms = |it: &str| it.split('.').all(|it| !it.is_empty() && it.chars().all(in_atom));
    let between = |it: &str, open, close| {
        let inside = it.strip_prefix(open).and_then(|it: &str| it.strip_suffix::<char>(close));
        inside.map(str::to_owned)
    };
    let is_quoted = between(local, '"', '"').is_some_and(|it| is_quotable(&it));
    let is_literal =
        between(domain, '[', ']').is_some_and(|it| it.bytes().all(|it| matches!(it, 33..=90 | 94..=126)));
    (atoms(local) || is_quoted) && (atoms(domain) || is_literal)
}

/// Whether this may stand between the quotes of an address.
fn is_quotable(text: &str) -> bool {
    let mut escaped = false;
    for it in text.chars() {
        match it {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return false,
            ' '..='~' | '\t' => {}
            _ => return false,
        }
    }
    !escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        type Form = fn(&str) -> bool;
        for (form, good, bad) in [
            (
                is_url as Form,
                &["https://example.com/a?b=%20#c", "git+ssh://git@host/x", "mailto:a@b.c", "x:y", "x:"][..],
                &["example.com", "", ":x", "1x:y", "http://a b", "http://a%2", "http://a#b#c", "http://é"][..],
            ),
            (
                is_hash,
                &["2dbfae9", "43c572f1272b6b3171dd1db9e41b7027128ce080"],
                &["", "2DBFAE9", "2dbfae", "2dbfae92"],
            ),
            (
                is_version,
                &["1.2.3", "0.0.0", "1.2.3-rc.1+b.01", "1.0.0-alpha--x", "1.0.0+x-y"],
                &["", "1.2", "v1.2.3", "01.2.3", "1.2.3-01", "1.2.3-", "1.2.3+", "1.2.3.4", "1.2.3-a..b"],
            ),
            (
                is_time,
                &["2026-01-31T12:00:00Z", "2024-02-29t23:59:60.123456789+01:00", "2026-01-31T12:00:00-11:30"],
                &[
                    "2026-01-31",
                    "2026-02-29T12:00:00Z",
                    "2026-01-31 12:00:00Z",
                    "2026-01-31T24:00:00Z",
                    "2026-01-31T12:00:00",
                    "2026-01-31T12:00:00.Z",
                    "2026-01-31T12:00Z",
                    "2026-01-31T12:00:00+1:00",
                ],
            ),
            (
                is_address,
                &["a@b", "a.b+c@example.com", "\"a b\"@example.com", "a@[10.0.0.1]"],
                &["", "a", "@b", "a@", "a b@c", ".a@b", "a@b..c", "Name <a@b.c>", "\"a\"b\"@c", "a@b@c"],
            ),
        ] {
            good.iter().for_each(|it| assert!(form(it), "{it}"));
            bad.iter().for_each(|it| assert!(!form(it), "{it}"));
        }
    }

    #[test]
    fn keys() {
        for (key, fault) in [
            ("maintainer", None),
            ("org.opencontainers.image.ref.name", None),
            ("a.b-c_d/e1", None),
            ("com.docker.extension.publisher-url", None),
            ("com.docker.name", Some("begins with a name that Docker keeps for itself")),
            ("Name", Some("has capitals")),
            ("", Some("does not begin with a letter")),
            ("1a", Some("does not begin with a letter")),
            ("a$b", Some("has other characters than letters, digits and . - _ /")),
            ("a-", Some("does not end with a letter or a digit")),
            ("a..b", Some("has two dots in a row")),
            ("a--b", Some("has two dashes in a row")),
        ] {
            assert_eq!(key_fault(key), fault, "{key}");
        }
    }
}
