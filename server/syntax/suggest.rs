//! "Did you mean …?"

/// The word of `candidates` that `written` is most likely a slip of; `None` if none is near enough.
///
/// Swapped, missing, doubled and wrong letters count one each, in any case. Words that begin alike win.
pub fn nearest<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let lower = written.to_lowercase();
    let most = match lower.chars().count() {
        0..=1 => return None,
        2..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    let score = |candidate: &'c str| {
        let other = candidate.to_lowercase();
        let far = strsim::damerau_levenshtein(&lower, &other);
        let begins_alike = lower.chars().next() == other.chars().next();
        (far <= most && far < other.chars().count()).then_some((far, !begins_alike, candidate))
    };
    // Nobody writes a name of this length by mistake.
    if lower.len() > 64 {
        return None;
    }
    candidates.into_iter().filter_map(score).min().map(|(_, _, candidate)| candidate)
}

/// ` (did you mean X?)`, or nothing.
pub fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |it| format!(" (did you mean {it}?)"))
}
