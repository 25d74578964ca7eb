//! What is wrong with an ignore file.

use std::collections::HashMap;

use super::{Cx, Listing, listing::Entry};
use crate::{
    lint::{Severity, Tag},
    model::{Pattern, context::join},
    syntax::suggest,
    text::{TextEdit, TextRange, TextSize, range, size},
};

/// Something that is wrong.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it is called.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The words that are wrong.
    pub range: TextRange,
    /// What is wrong.
    pub message: String,
    /// Another line that explains it.
    pub related: Option<(TextRange, &'static str)>,
    /// How to show it.
    pub tag: Option<Tag>,
    /// What would be right: a title and the edit.
    pub fix: Option<(String, TextEdit)>,
}

impl Finding {
    fn new(name: &'static str, severity: Severity, range: TextRange, message: impl Into<String>) -> Finding {
        Finding { name, severity, range, message: message.into(), related: None, tag: None, fix: None }
    }

    fn see(self, range: TextRange, message: &'static str) -> Finding {
        Finding { related: Some((range, message)), ..self }
    }

    fn unnecessary(self) -> Finding {
        Finding { tag: Some(Tag::Unnecessary), ..self }
    }

    fn fix(self, title: impl Into<String>, edit: TextEdit) -> Finding {
        Finding { fix: Some((title.into(), edit)), ..self }
    }
}

/// All that is wrong, in the order of the file; of each line one thing.
pub fn findings(cx: &Cx<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = cx.file.faults().iter().map(|it| fault(it.0, &it.1)).collect();
    let listing = Listing::new(&cx.file, cx.world);
    let seen = Seen::new(cx.file.patterns());
    for (number, pattern) in cx.file.patterns().iter().enumerate() {
        if cx.file.faults().binary_search_by_key(&pattern.range.start(), |it| it.0.start()).is_ok() {
            continue;
        }
        found.extend(
            comment(cx, pattern)
                .or_else(|| outside(cx, pattern))
                .or_else(|| seen.repeated(cx, number))
                .or_else(|| seen.overridden(cx, number))
                .or_else(|| seen.pointless(cx, number))
                .or_else(|| unmatched(cx, listing.as_ref()?, &seen, number))
                .or_else(|| without_effect(cx, listing.as_ref()?, number)),
        );
    }
    found.sort_by_key(|it| it.range.start());
    found
}

fn fault(range: TextRange, message: &str) -> Finding {
    Finding::new("syntax-error", Severity::Error, range, message)
}

// ── What can be seen without the folder ─────────────────────────────────────────────────────────────────────────────

/// A `#` that begins no comment.
fn comment(cx: &Cx<'_>, pattern: &Pattern) -> Option<Finding> {
    let written = cx.written(pattern);
    let name = "inline-comment";
    if written.starts_with('#') {
        let message = "is a pattern: a comment begins with the line";
        let line = cx.text[..pattern.range.start().into()].rfind(['\n', '\r']).map_or(0, |it| it + 1);
        let blanks = range(line, pattern.range.start().into());
        let found = Finding::new(name, Severity::Warning, pattern.range, message);
        return Some(found.fix("Delete the blanks before it", TextEdit::delete(blanks)));
    }
    let at = written.find(" #").or_else(|| written.find("\t#"))?;
    let place = TextRange::new(pattern.range.start() + size(at + 1), pattern.range.end());
    let message = "is part of the pattern: a comment stands on a line of its own";
    let end = if cx.text[place.end().into()..].starts_with('\r') { "\r\n" } else { "\n" };
    let lines = format!("{}{end}{}", &cx.text[place], written[..at].trim_end());
    let edit = TextEdit::replace(pattern.range, lines);
    Some(
        Finding::new(name, Severity::Warning, place, message)
            .fix("Put the comment on a line of its own", edit),
    )
}

fn outside(cx: &Cx<'_>, pattern: &Pattern) -> Option<Finding> {
    let leads_out = pattern.text == ".." || pattern.text.starts_with("../");
    let message = "matches nothing: it leads out of the build context";
    let place = cx.place_of_path(pattern);
    leads_out.then(|| Finding::new("no-match", Severity::Warning, place, message).unnecessary())
}

/// Where patterns stand that others could be about, by what they say.
struct Seen<'f> {
    by_text: HashMap<&'f str, Vec<usize>>,
    /// Those that match everything.
    everything: Vec<usize>,
    first_ignoring: Option<usize>,
}

impl<'f> Seen<'f> {
    fn new(patterns: &'f [Pattern]) -> Seen<'f> {
        let mut by_text: HashMap<&str, Vec<usize>> = HashMap::new();
        for (number, it) in patterns.iter().enumerate() {
            by_text.entry(&it.text).or_default().push(number);
        }
        let all = patterns.iter().enumerate();
        Seen {
            by_text,
            everything: all.clone().filter(|it| it.1.is_everything()).map(|it| it.0).collect(),
            first_ignoring: all.clone().find(|it| !it.1.exception).map(|it| it.0),
        }
    }

    /// A pattern that says what an earlier one has said, with nothing against it between them.
    fn repeated(&self, cx: &Cx<'_>, number: usize) -> Option<Finding> {
        let patterns = cx.file.patterns();
        let this = &patterns[number];
        let same = self.by_text.get(this.text.as_str())?;
        let before = same.iter().copied().take_while(|it| *it < number).last()?;
        let contradicts = |it: &Pattern| it.exception != this.exception;
        if contradicts(&patterns[before]) || patterns[before..number].iter().take(MOST).any(contradicts) {
            return None;
        }
        let found =
            Finding::new("repeated-pattern", Severity::Hint, this.range, "an earlier line says the same");
        Some(
            found
                .unnecessary()
                .see(patterns[before].range, "this one")
                .fix("Delete the line", line(cx, this)),
        )
    }

    /// A pattern of which a later one takes back all.
    fn overridden(&self, cx: &Cx<'_>, number: usize) -> Option<Finding> {
        let patterns = cx.file.patterns();
        let this = &patterns[number];
        let covers = |it: &usize| *it > number && patterns[*it].exception != this.exception;
        let same = self.by_text.get(this.text.as_str()).into_iter().flatten();
        let folders =
            this.text.match_indices('/').filter_map(|(at, _)| self.by_text.get(&this.text[..at])).flatten();
        // An exception of everything, such as `!**`, does not undo what stands for itself below it.
        let by = same.chain(folders).chain(&self.everything).copied().filter(covers).min()?;
        let message = match this.exception {
            true => "a later line ignores all of it again",
            false => "a later exception takes all of it back",
        };
        let found = Finding::new("overridden-pattern", Severity::Warning, this.range, message);
        Some(found.unnecessary().see(patterns[by].range, "this line").fix("Delete the line", line(cx, this)))
    }

    /// An exception with nothing before it.
    fn pointless(&self, cx: &Cx<'_>, number: usize) -> Option<Finding> {
        let this = &cx.file.patterns()[number];
        let is_first = self.first_ignoring.is_none_or(|it| it > number);
        let message = "takes nothing back: no line before it ignores anything";
        (this.exception && is_first).then(|| {
            Finding::new("pointless-exception", Severity::Warning, this.range, message).unnecessary()
        })
    }
}

/// Between two lines nobody looks at more than these.
const MOST: usize = 1000;

/// Takes the line of a pattern away.
fn line(cx: &Cx<'_>, pattern: &Pattern) -> TextEdit {
    let start = cx.text[..pattern.range.start().into()].rfind('\n').map_or(0, |it| it + 1);
    let rest = &cx.text[pattern.range.end().into()..];
    let end = pattern.range.end() + rest.find('\n').map_or(TextSize::of(rest), |it| size(it + 1));
    TextEdit::delete(TextRange::new(size(start), end))
}

// ── What the folder shows ───────────────────────────────────────────────────────────────────────────────────────────

/// A pattern that matches nothing; perhaps another was meant.
fn unmatched(cx: &Cx<'_>, listing: &Listing, seen: &Seen<'_>, number: usize) -> Option<Finding> {
    let pattern = &cx.file.patterns()[number];
    if listing.entries.iter().any(|it| it.is_matched_by(number)) {
        return None;
    }
    let name = "no-match";
    let place = cx.place_of_path(pattern);
    if let Some(deeper) = deeper(listing, pattern) {
        let message = format!("matches at the top only, and not `{}`", deeper.path);
        let edit = TextEdit::insert(place.start(), "**/");
        let edit = match cx.text[place].strip_prefix("./") {
            Some(_) => return None, // Somebody wants just that.
            None if cx.text[place].starts_with('/') => return None,
            None => edit,
        };
        return Some(Finding::new(name, Severity::Info, place, message).fix("Match it in any folder", edit));
    }
    let is_known = match pattern.is_plain() {
        true => cx.world.exists(&pattern.text) == Some(false),
        false => listing.is_complete,
    };
    if !is_known {
        return None;
    }
    if let Some(near) = near(cx, seen, pattern).filter(|_| number < MOST_SLIPS) {
        let message = format!("nothing here is matched by this; did you mean `{near}`?");
        let edit = TextEdit::replace(place, near.clone());
        return Some(Finding::new(name, Severity::Info, place, message).fix(format!("Write `{near}`"), edit));
    }
    Some(Finding::new(name, Severity::Hint, place, "nothing here is matched by this"))
}

/// Something in a folder that the pattern would match if it were not about the top alone, as it is in a `.gitignore`.
fn deeper<'l>(listing: &'l Listing, pattern: &Pattern) -> Option<&'l Entry> {
    if pattern.text.contains('/') || pattern.text.starts_with("**") {
        return None;
    }
    listing.entries.iter().find(|it| {
        let name = it.path.rsplit_once('/').map(|it| it.1);
        name.is_some_and(|it| pattern.matches(it)) && it.matched.is_empty()
    })
}

/// A name in the same folder that is almost this one.
fn near(cx: &Cx<'_>, seen: &Seen<'_>, pattern: &Pattern) -> Option<String> {
    if !pattern.is_plain() {
        return None;
    }
    let (folder, name) = pattern.text.rsplit_once('/').unwrap_or(("", &pattern.text));
    let names = cx.world.entries(folder)?;
    let path = |name: &str| join(folder, name);
    let is_free = |it: &&str| !seen.by_text.contains_key(path(it).as_str());
    let names = names.iter().map(|it| it.trim_end_matches('/')).filter(is_free);
    suggest::nearest(name, names).filter(|it| it.len().abs_diff(name.len()) <= 1).map(path)
}

/// In longer files nobody looks for slips, which takes time for each pattern.
const MOST_SLIPS: usize = 200;

/// A pattern that matches something, and changes nothing: that was ignored before, or never was.
fn without_effect(cx: &Cx<'_>, listing: &Listing, number: usize) -> Option<Finding> {
    let pattern = &cx.file.patterns()[number];
    if !listing.is_complete {
        return None;
    }
    let mut matched = listing.entries.iter().filter(|it| it.matched.contains(&number)).peekable();
    matched.peek()?;
    let changes = |it: &Entry| it.is_ignored(&cx.file, number) == pattern.exception;
    if matched.clone().any(changes) {
        return None;
    }
    let by = matched.find_map(|it| it.decided_by(&cx.file, number));
    if pattern.exception {
        let message = "takes nothing back: no line before it ignores what it matches";
        return Some(
            Finding::new("pointless-exception", Severity::Warning, pattern.range, message).unnecessary(),
        );
    }
    let found =
        Finding::new("repeated-pattern", Severity::Hint, pattern.range, "what it matches is ignored already");
    let found = found.unnecessary();
    Some(match by {
        Some(by) => found.see(cx.file.patterns()[by].range, "by this line"),
        None => found,
    })
}
