//! Ignore comments as they are written, in the three languages that there are.

use crate::text::{TextRange, range};

/// Who understands a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// `# dockwright: ignore[…]`
    Dockwright,
    /// `# hadolint ignore=…`
    Hadolint,
    /// `# check=skip=…`
    BuildKit,
}

/// What a comment is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// What stands below it.
    Next,
    /// The rest of its stage.
    Stage,
    /// The whole file.
    File,
}

/// Which rules a comment names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Names {
    /// All that there are.
    All,
    /// Those that stand at these places.
    Listed(Vec<TextRange>),
}

impl Names {
    /// The places of the names, if there are some.
    pub fn listed(&self) -> &[TextRange] {
        match self {
            Names::All => &[],
            Names::Listed(names) => names,
        }
    }
}

/// What a comment asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Comment {
    pub(super) dialect: Dialect,
    pub(super) reach: Reach,
    pub(super) names: Names,
}

/// Reads the comment at `at`, which begins with `#`. One of BuildKit is always about what stands below it; at the head
/// of the file it is a directive, and no comment.
pub(super) fn read(source: &str, at: TextRange) -> Option<Comment> {
    let text = Slice { source, text: &source[at] }.after("#")?;
    ours(text.trim()).or_else(|| hadolint(text)).or_else(|| {
        let names = skipped(buildkit(text)?);
        Some(Comment { dialect: Dialect::BuildKit, reach: Reach::Next, names })
    })
}

/// `dockwright: ignore[name, name] reason`, or `ignore-stage`, or `ignore-file`; without brackets, all rules.
fn ours(text: Slice<'_>) -> Option<Comment> {
    let text = text.after("dockwright")?.trim().after(":")?.trim().after("ignore")?;
    let reach = |word, reach| Some((reach, text.after(word)?));
    let (reach, text) =
        reach("-file", Reach::File).or_else(|| reach("-stage", Reach::Stage)).unwrap_or((Reach::Next, text));
    let names = match text.trim().after("[") {
        Some(list) => Names::Listed(list.until("]").map_or(Vec::new(), |list| list.split(','))),
        None if text.text.is_empty() || text.text.starts_with(is_blank) => Names::All,
        None => return None,
    };
    Some(Comment { dialect: Dialect::Dockwright, reach, names })
}

/// `hadolint ignore=DL3006,SC2086 # reason`, or `global ignore`, or `stage ignore`. hadolint knows nothing else, and has
/// no word for all rules (`Hadolint/Pragma.hs`). It wants a `#` before the reason; here a blank will do.
fn hadolint(text: Slice<'_>) -> Option<Comment> {
    let text = text.trim().after("hadolint")?.blanks()?;
    let reach = |word| Some((text.after(word)?.blanks()?, word));
    let (text, reach) = match reach("global").or_else(|| reach("stage")) {
        Some((rest, "global")) => (rest, Reach::File),
        Some((rest, _)) => (rest, Reach::Stage),
        None => (text, Reach::Next),
    };
    let list = text.after("ignore")?.trim().after("=")?;
    let names = codes(list.trim());
    (!names.is_empty()).then_some(Comment { dialect: Dialect::Hadolint, reach, names: Names::Listed(names) })
}

/// The codes that a list begins with, up to what is none.
fn codes(list: Slice<'_>) -> Vec<TextRange> {
    let is_code = |it: char| "DLSC0123456789".contains(it);
    let mut codes = Vec::new();
    let mut rest = list;
    loop {
        let end = rest.text.find(|it| !is_code(it)).unwrap_or(rest.text.len());
        let (code, behind) = (Slice { text: &rest.text[..end], ..rest }, &rest.text[end..]);
        let ends = behind.is_empty() || behind.starts_with([' ', '\t', ',', '#']);
        if code.text.is_empty() || !ends {
            return codes;
        }
        codes.push(code.range());
        let behind = behind.trim_start_matches(is_blank);
        rest =
            Slice { text: behind.strip_prefix(',').unwrap_or(behind).trim_start_matches(is_blank), ..rest };
    }
}

/// What is behind `check=`.
fn buildkit(text: Slice<'_>) -> Option<Slice<'_>> {
    let key = text.trim().text.get(..5)?;
    key.eq_ignore_ascii_case("check").then(|| text.trim().after(key))??.trim().after("=")
}

/// The checks that the directive with its value at `value` skips.
pub(super) fn skipped_by_directive(source: &str, value: TextRange) -> Names {
    skipped(Slice { source, text: &source[value] })
}

/// `skip=Name,Name;error=true`: none if there is something that BuildKit does not understand.
fn skipped(value: Slice<'_>) -> Names {
    let value = value.trim();
    let value = value.until(" ").unwrap_or(value);
    let mut names = Names::Listed(Vec::new());
    for (at, part) in value.text.split(';').enumerate() {
        let part = Slice { text: part, ..value };
        match part.text.split_once('=') {
            Some(("skip", "all")) => names = Names::All,
            Some(("skip", list)) => names = Names::Listed(Slice { text: list, ..value }.split(',')),
            Some(("error" | "experimental", _)) if at < 3 => (),
            _ => return Names::Listed(Vec::new()),
        }
    }
    names
}

/// A part of the file.
#[derive(Clone, Copy, Debug)]
struct Slice<'a> {
    source: &'a str,
    text: &'a str,
}

impl<'a> Slice<'a> {
    /// What follows `word`, if this begins with it.
    fn after(self, word: &str) -> Option<Slice<'a>> {
        Some(Slice { text: self.text.strip_prefix(word)?, ..self })
    }

    /// What stands before `word`, if it is there.
    fn until(self, word: &str) -> Option<Slice<'a>> {
        Some(Slice { text: self.text.split_once(word)?.0, ..self })
    }

    /// What follows the blanks at the beginning, of which there is at least one.
    fn blanks(self) -> Option<Slice<'a>> {
        let text = self.text.trim_start_matches(is_blank);
        (text.len() < self.text.len()).then_some(Slice { text, ..self })
    }

    fn trim(self) -> Slice<'a> {
        Slice { text: self.text.trim_matches(is_blank), ..self }
    }

    /// The places of the parts between the separators, without blanks around them, and without empty ones.
    fn split(self, separator: char) -> Vec<TextRange> {
        let parts =
            self.text.split(separator).map(|it| it.trim_matches(is_blank)).filter(|it| !it.is_empty());
        parts.map(|text| Slice { text, ..self }.range()).collect()
    }

    /// Where it is in the file.
    fn range(self) -> TextRange {
        let start = self.text.as_ptr() as usize - self.source.as_ptr() as usize;
        range(start, start + self.text.len())
    }
}

fn is_blank(it: char) -> bool {
    matches!(it, ' ' | '\t')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::TextSize;

    fn read(comment: &str) -> Option<String> {
        let it = super::read(comment, TextRange::up_to(TextSize::of(comment)))?;
        let names = match it.names {
            Names::All => "all".to_owned(),
            Names::Listed(names) => names.iter().map(|it| &comment[*it]).collect::<Vec<_>>().join(" "),
        };
        Some(format!("{:?} {:?}: {names}", it.dialect, it.reach))
    }

    #[test]
    fn what_is_understood() {
        for (comment, expected) in [
            ("# dockwright: ignore[latest-tag]", "Dockwright Next: latest-tag"),
            ("#dockwright:ignore[latest-tag,DL3008] they asked for it", "Dockwright Next: latest-tag DL3008"),
            ("# dockwright: ignore[ cache/pip , size ] why", "Dockwright Next: cache/pip size"),
            ("# dockwright: ignore", "Dockwright Next: all"),
            ("# dockwright: ignore because it is old", "Dockwright Next: all"),
            ("# dockwright: ignore-file[latest-tag] generated", "Dockwright File: latest-tag"),
            ("# dockwright: ignore-file", "Dockwright File: all"),
            ("# dockwright: ignore-stage[size] it stays here", "Dockwright Stage: size"),
            ("# dockwright: ignore[latest-tag", "Dockwright Next: "),
            ("# dockwright: ignore[]", "Dockwright Next: "),
            ("# hadolint ignore=DL3006,SC2086", "Hadolint Next: DL3006 SC2086"),
            ("#hadolint  ignore = DL3006 , DL3008 ", "Hadolint Next: DL3006 DL3008"),
            ("# hadolint ignore=DL3006 # why, and what", "Hadolint Next: DL3006"),
            ("# hadolint ignore=DL3006 because", "Hadolint Next: DL3006"),
            ("# hadolint ignore=DL3006, SC2086 DL3008 as they said", "Hadolint Next: DL3006 SC2086 DL3008"),
            ("# hadolint ignore=DL3006, we need it", "Hadolint Next: DL3006"),
            ("# hadolint ignore=DL3006,DL30x8", "Hadolint Next: DL3006"),
            ("# hadolint global ignore=DL3006", "Hadolint File: DL3006"),
            ("# hadolint stage ignore=DL3006", "Hadolint Stage: DL3006"),
            ("# check=skip=StageNameCasing,FromAsCasing", "BuildKit Next: StageNameCasing FromAsCasing"),
            ("#CHECK = skip=all // why", "BuildKit Next: all"),
            ("# check=error=true;skip=JSONArgsRecommended why", "BuildKit Next: JSONArgsRecommended"),
            ("# check=skip=A, B", "BuildKit Next: A"),
            ("# check=skip=A;unknown=B", "BuildKit Next: "),
        ] {
            assert_eq!(read(comment).as_deref(), Some(expected), "{comment}");
        }
    }

    #[test]
    fn what_is_not() {
        for comment in [
            "# nothing",
            "# dockwright ignore[latest-tag]",
            "# dockwright: ignore-next[latest-tag]",
            "# hadolint ignore=dl3006",
            "# hadolint ignore=crazy,DL3006",
            "# hadolint ignore=because",
            "# hadolint: ignore=DL3006",
            "# hadolint shell=bash",
            "# checks = a",
            "# é",
        ] {
            assert_eq!(read(comment), None, "{comment}");
        }
    }
}
