//! What a pattern could go on with.

use std::collections::BTreeSet;

use super::{Cx, Listing};
use crate::{
    knowledge::ignored::NEEDLESS,
    text::{TextEdit, TextSize, range},
};

/// Something that could be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What the list shows.
    pub label: String,
    /// What it shows beside that; may be empty.
    pub detail: &'static str,
    /// What is written over the last part of the path.
    pub edit: TextEdit,
    /// Whether something can be completed right behind it.
    pub goes_on: bool,
}

/// More are not shown.
const MOST: usize = 200;

/// The files and folders that the path at a place could go on with, and at the beginning of a line what is often ignored.
pub fn completions(cx: &Cx<'_>, at: TextSize) -> Vec<Suggestion> {
    let at = usize::from(at).min(cx.text.len());
    let Some(before) = cx.text.get(..at) else { return Vec::new() };
    let line = before.rfind(['\n', '\r']).map_or(0, |it| it + 1);
    let line = if before[line..].starts_with('\u{feff}') { line + '\u{feff}'.len_utf8() } else { line };
    let typed = before[line..].trim_start();
    if before[line..].starts_with('#') {
        return Vec::new();
    }
    let typed = typed.strip_prefix('!').map_or(typed, str::trim_start);
    let kept = typed.rfind('/').map_or(0, |it| it + 1);
    let end =
        at + cx.text[at..].find(|it: char| it.is_whitespace() || it == '/').unwrap_or(cx.text.len() - at);
    let place = range(at - (typed.len() - kept), end);
    let whole = range(at - typed.len(), end);
    // A folder comes with its slash.
    let is_followed = cx.text[end..].starts_with('/');
    let with_slash = range(place.start().into(), end + usize::from(is_followed));
    let item = |(name, detail): (String, &'static str)| Suggestion {
        edit: TextEdit::replace(if name.ends_with('/') { with_slash } else { place }, name.clone()),
        goes_on: name.ends_with('/'),
        label: name,
        detail,
    };
    let mut found: Vec<Suggestion> =
        names(cx, &typed[..kept]).into_iter().map(|it| (it, "")).map(item).collect();
    if kept == 0 {
        found.push(item(("**/".to_owned(), "in any folder")));
        let is_new = |it: &&(&str, &str)| cx.file.patterns().iter().all(|pattern| pattern.text != it.0);
        let common = NEEDLESS
            .iter()
            .filter(is_new)
            .filter(|it| found.iter().all(|known| known.label.trim_end_matches('/') != it.0));
        let common = common.map(|(name, detail)| Suggestion {
            label: (*name).to_owned(),
            detail,
            edit: TextEdit::replace(whole, *name),
            goes_on: false,
        });
        let common: Vec<Suggestion> = common.collect();
        found.extend(common);
    }
    found.truncate(MOST);
    found
}

/// The names in a folder, which may be `**/`: then those in any folder, and their endings.
fn names(cx: &Cx<'_>, folder: &str) -> Vec<String> {
    let folder = folder.trim_start_matches('/').trim_start_matches("./");
    let Some(below) = folder.strip_suffix("**/") else {
        let is_pattern = folder.contains(['*', '?', '[']);
        let names = if is_pattern { None } else { cx.world.entries(folder.trim_end_matches('/')) };
        return names.unwrap_or_default();
    };
    let Some(listing) = Listing::new(&cx.file, cx.world) else { return Vec::new() };
    let mut names = BTreeSet::new();
    for entry in listing.entries.iter().filter(|it| it.path.starts_with(below)) {
        let name = entry.path.rsplit('/').next().unwrap_or_default();
        names.insert(if entry.is_folder { format!("{name}/") } else { name.to_owned() });
        if let Some((stem, ending)) = name.rsplit_once('.').filter(|it| !entry.is_folder && !it.0.is_empty())
        {
            let is_ending = !stem.is_empty() && !ending.is_empty();
            names.extend(is_ending.then(|| format!("*.{ending}")));
        }
    }
    names.into_iter().collect()
}
