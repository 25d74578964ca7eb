//! Durations as Go writes them: `1m30s`.

use std::time::Duration;

const UNITS: [(&str, f64); 8] = [
    ("ns", 1e-9),
    ("us", 1e-6),
    ("µs", 1e-6), // U+00B5, the micro sign
    ("μs", 1e-6), // U+03BC, the Greek letter
    ("ms", 1e-3),
    ("s", 1.0),
    ("m", 60.0),
    ("h", 3600.0),
];

/// The longest that Go can hold: 2^63 - 1 nanoseconds, about 292 years.
const LONGEST: f64 = i64::MAX as f64 * 1e-9;

/// Reads a duration (Go's `time.ParseDuration`). An error is what Go says.
pub(super) fn parse(text: &str) -> Result<Signed, String> {
    let quoted = || format!("{text:?}");
    let (negative, mut rest) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    if rest == "0" {
        return Ok(Signed { negative: false, length: Duration::ZERO });
    }
    if rest.is_empty() {
        return Err(format!("time: invalid duration {}", quoted()));
    }
    let mut seconds = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(rest.len());
        let number: f64 = match &rest[..digits] {
            "" | "." => return Err(format!("time: invalid duration {}", quoted())),
            number => number.parse().map_err(|_| format!("time: invalid duration {}", quoted()))?,
        };
        rest = &rest[digits..];
        let letters = rest.find(|it: char| it.is_ascii_digit() || it == '.').unwrap_or(rest.len());
        let unit = &rest[..letters];
        rest = &rest[letters..];
        if unit.is_empty() {
            return Err(format!("time: missing unit in duration {}", quoted()));
        }
        let Some((_, factor)) = UNITS.iter().find(|it| it.0 == unit) else {
            return Err(format!("time: unknown unit {unit:?} in duration {}", quoted()));
        };
        seconds += number * factor;
    }
    if seconds > LONGEST {
        return Err(format!("time: invalid duration {}", quoted()));
    }
    Ok(Signed { negative, length: Duration::from_secs_f64(seconds) })
}

/// A duration with its sign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Signed {
    pub(super) negative: bool,
    pub(super) length: Duration,
}
