//! What a pattern matches.

use super::{Cx, Listing, count, listing::Entry};
use crate::{ide::Hover, text::TextSize};

/// So many names are shown.
const MOST_NAMES: usize = 8;

/// The files that the pattern at a place matches, and what later lines do about them.
pub fn hover(cx: &Cx<'_>, at: TextSize) -> Option<Hover> {
    let number = cx.pattern_at(at)?;
    let pattern = &cx.file.patterns()[number];
    let about = |markdown: String| Some(Hover { range: pattern.range, markdown });
    let verb = if pattern.exception { "Lets into the build again" } else { "Keeps out of the build" };
    let Some(listing) = Listing::new(&cx.file, cx.world) else {
        return about(format!("{verb} what `{}` matches.\n", pattern.text));
    };
    let matched: Vec<&Entry> = listing.entries.iter().filter(|it| it.is_matched_by(number)).collect();
    if matched.is_empty() {
        let known = if listing.is_complete { "Nothing here is" } else { "Nothing of what was looked at is" };
        return about(format!("{known} matched by `{}`.\n", pattern.text));
    }
    let number_of =
        if listing.is_complete { count(matched.len()) } else { format!("at least {}", count(matched.len())) };
    let mut text = format!("{verb} {number_of}:\n\n{}", names(&matched));
    for (other, entries) in taken_back(cx, &listing, number) {
        let other = &cx.file.patterns()[other];
        let what = if pattern.exception { "ignores again" } else { "takes back" };
        text += &format!(
            "\nLine {}, `{}`, {what} {}:\n\n{}",
            cx.line_of(other),
            cx.written(other),
            count(entries.len()),
            names(&entries)
        );
    }
    about(text)
}

fn names(entries: &[&Entry]) -> String {
    let name = |it: &&Entry| format!("* `{}{}`\n", it.path, if it.is_folder { "/" } else { "" });
    let mut text: String = entries.iter().take(MOST_NAMES).map(name).collect();
    if entries.len() > MOST_NAMES {
        text += &format!("* … and {} more\n", entries.len() - MOST_NAMES);
    }
    text
}

/// What later lines decide otherwise of all that a pattern matches, by these lines.
fn taken_back<'l>(cx: &Cx<'_>, listing: &'l Listing, number: usize) -> Vec<(usize, Vec<&'l Entry>)> {
    let mut found: Vec<(usize, Vec<&Entry>)> = Vec::new();
    let exception = cx.file.patterns()[number].exception;
    for entry in listing.entries.iter().filter(|it| it.matched.contains(&number)) {
        let by = entry.decided_by(&cx.file, usize::MAX).filter(|it| *it > number);
        let Some(by) =
            by.filter(|it| cx.file.patterns()[*it].exception != exception && entry.is_matched_by(*it))
        else {
            continue;
        };
        match found.iter_mut().find(|it| it.0 == by) {
            Some((_, entries)) => entries.push(entry),
            None => found.push((by, vec![entry])),
        }
    }
    found.sort_by_key(|it| it.0);
    found
}
