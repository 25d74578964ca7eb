//! "Did you mean …?"

/// The word of `candidates` that `written` is most likely a slip of; `None` if none is near enough.
///
/// Swapped, missing, doubled and wrong letters count one each, in any case. Words that begin alike win.
pub fn nearest<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let lower = written.to_lowercase();
    let length = lower.chars().count();
    let most = match length {
        2..=4 => 1,
        5..=8 => 2,
        9..=64 => 3,
        _ => return None, // Too short to be near to anything, or too long to be a slip.
    };
    let score = |candidate: &'c str| {
        if candidate.chars().count().abs_diff(length) > most {
            return None;
        }
        let other = candidate.to_lowercase();
        let far = strsim::damerau_levenshtein(&lower, &other);
        let begins_alike = lower.chars().next() == other.chars().next();
        (far <= most && far < other.chars().count()).then_some((far, !begins_alike, candidate))
    };
    candidates.into_iter().filter_map(score).min().map(|(_, _, candidate)| candidate)
}

/// ` (did you mean X?)`, or nothing.
pub fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |it| format!(" (did you mean {it}?)"))
}
