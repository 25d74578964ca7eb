//! `.dockerignore`: what of the build context does not get into a build.
//!
//! As `github.com/moby/patternmatcher` reads and matches it.

use crate::text::{TextRange, range};

/// The patterns of a `.dockerignore`.
#[derive(Clone, Debug, Default)]
pub struct IgnoreFile {
    patterns: Vec<Pattern>,
    faults: Vec<(TextRange, String)>,
}

/// A line of the file.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// `!`: what it matches is not ignored after all.
    pub exception: bool,
    /// As it is matched: without `!`, `./`, doubled slashes, and slashes around it.
    pub text: String,
    /// Where it is written, with its `!`, without blanks around it.
    pub range: TextRange,
    parts: Vec<Part>,
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// `*`: anything within a name.
    Many,
    /// `?`: one character of a name.
    One,
    /// `**/`: any folders, or none.
    Folders,
    /// `**` at the end: anything.
    Rest,
    /// `[a-z]`, `[^a-z]`
    Class { negated: bool, ranges: Vec<(char, char)> },
    /// This character.
    Just(char),
}

impl IgnoreFile {
    /// Reads a file. Lines that begin with `#` and empty ones do not count.
    pub fn new(text: &str) -> IgnoreFile {
        let mut this = IgnoreFile::default();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let mark = if start == 0 && line.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            this.line(start + mark, &line[mark..]);
            start += line.len();
        }
        this
    }

    /// Reads the line that begins at `start`.
    fn line(&mut self, start: usize, line: &str) {
        let written = line.trim();
        if line.starts_with('#') || written.is_empty() {
            return;
        }
        let at = start + (line.len() - line.trim_start().len());
        let place = range(at, at + written.len());
        match Pattern::new(written, place) {
            Some(pattern) => {
                let fault = fault(&pattern.text);
                self.faults.extend(fault.map(|it| (place, format!("syntax error in pattern: {it}"))));
                self.patterns.push(pattern);
            }
            None => {
                let message = "illegal exclusion pattern: \"!\": write a pattern behind it".to_owned();
                self.faults.push((place, message));
            }
        }
    }

    /// The patterns, in the order of the file.
    pub fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// What the builder rejects, in the order of the file.
    pub fn faults(&self) -> &[(TextRange, String)] {
        &self.faults
    }

    /// Whether some patterns make exceptions, so that of a folder that is ignored something may be left.
    pub fn has_exceptions(&self) -> bool {
        self.patterns.iter().any(|it| it.exception)
    }

    /// The pattern that keeps a path out of the build, or a folder that it is in; the last one counts.
    pub fn ignores(&self, path: &str) -> Option<&str> {
        let path = clean(path);
        let mut found = None;
        for it in &self.patterns {
            if it.exception == found.is_some() && it.matches_some_of(&path) {
                found = (!it.exception).then_some(it.text.as_str());
            }
        }
        found
    }

    /// The pattern that keeps everything out.
    pub fn ignores_everything(&self) -> Option<&str> {
        self.patterns.iter().find(|it| it.is_everything()).map(|it| it.text.as_str())
    }
}

impl Pattern {
    /// Reads what is written on a line.
    fn new(line: &str, range: TextRange) -> Option<Pattern> {
        let (exception, text) = match line.strip_prefix('!') {
            Some(rest) => (true, rest.trim()),
            None => (false, line),
        };
        if text.is_empty() {
            return None;
        }
        let text = clean(text);
        let text = text.strip_prefix('/').filter(|it| !it.is_empty()).unwrap_or(&text).to_owned();
        let parts = parts(&text);
        Some(Pattern { exception, text, range, parts })
    }

    /// Whether it is the name of one path, and nothing else.
    pub fn is_plain(&self) -> bool {
        self.parts.iter().all(|it| matches!(it, Part::Just(_)))
    }

    /// Whether it matches everything.
    pub fn is_everything(&self) -> bool {
        ["*", "**", "**/*"].contains(&self.text.as_str())
    }

    /// Whether it matches a path, or one of the folders that it is in.
    pub fn matches_some_of(&self, path: &str) -> bool {
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        std::iter::once(path).chain(folders).any(|it| self.matches(it))
    }

    /// Whether it matches exactly this path.
    pub fn matches(&self, path: &str) -> bool {
        // `**name`, without a slash, is what every path that ends so matches.
        if let Some(end) = self.text.strip_prefix("**")
            && !end.starts_with('/')
            && self.parts[1..].iter().all(|it| matches!(it, Part::Just(_)))
        {
            return path.ends_with(end);
        }
        let path: Vec<char> = path.chars().collect();
        // `reached[at]`: the parts so far can match exactly the first `at` characters.
        let mut reached = vec![false; path.len() + 1];
        reached[0] = true;
        for part in &self.parts {
            reached = part.step(&path, &reached);
        }
        reached[path.len()]
    }
}

impl Part {
    /// How far the pattern can reach with this part, from where it reached without it.
    fn step(&self, path: &[char], reached: &[bool]) -> Vec<bool> {
        let mut next = vec![false; reached.len()];
        let mut any_before = false;
        for at in 0..reached.len() {
            let before = at.checked_sub(1).map(|before| (path[before], reached[before], next[before]));
            any_before |= reached[at];
            next[at] = match (self, before) {
                (Part::Rest, _) => any_before,
                (Part::Folders, Some((it, ..))) => reached[at] || any_before && it == '/' && at > 0,
                (Part::Folders, None) => reached[at],
                (Part::Many, before) => {
                    reached[at] || before.is_some_and(|(it, _, stepped)| it != '/' && stepped)
                }
                (Part::One, Some((it, reached, _))) => reached && it != '/',
                (Part::Just(just), Some((it, reached, _))) => reached && it == *just,
                (Part::Class { negated, ranges }, Some((it, reached, _))) => {
                    reached && *negated != ranges.iter().any(|(from, to)| (*from..=*to).contains(&it))
                }
                _ => false,
            };
        }
        next
    }
}

/// Why a pattern is none (Go's `filepath.Match`).
fn fault(pattern: &str) -> Option<&'static str> {
    const CLASS: &str = "in [ ] stand characters and ranges like a-z; write \\[ for a bracket";
    let mut rest = pattern.chars().peekable();
    while let Some(it) = rest.next() {
        match it {
            '\\' if rest.next().is_none() => return Some("nothing follows the \\"),
            '[' => {
                rest.next_if_eq(&'^');
                let mut ranges = 0;
                loop {
                    match rest.next() {
                        None => return Some("the [ has no ]; write \\[ for a bracket"),
                        Some(']') if ranges > 0 => break,
                        Some(']' | '-') => return Some(CLASS),
                        Some(it) => {
                            if it == '\\' {
                                rest.next();
                            }
                            ranges += 1;
                            if rest.next_if_eq(&'-').is_some() {
                                match rest.next() {
                                    None | Some(']' | '-') => return Some(CLASS),
                                    Some('\\') => drop(rest.next()),
                                    Some(_) => {}
                                }
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    None
}

fn parts(pattern: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = pattern.chars().peekable();
    while let Some(it) = rest.next() {
        parts.push(match it {
            '*' if rest.next_if_eq(&'*').is_some() => {
                rest.next_if_eq(&'/');
                if rest.peek().is_none() { Part::Rest } else { Part::Folders }
            }
            '*' => Part::Many,
            '?' => Part::One,
            '\\' => Part::Just(rest.next().unwrap_or('\\')),
            '[' => class(&mut rest),
            it => Part::Just(it),
        });
    }
    parts
}

fn class(rest: &mut impl Iterator<Item = char>) -> Part {
    let mut characters = Vec::new();
    while let Some(it) = rest.next() {
        match it {
            ']' if !characters.is_empty() => break,
            '\\' => characters.extend(rest.next()),
            it => characters.push(it),
        }
    }
    let negated = characters.first() == Some(&'^');
    let mut ranges = Vec::new();
    let mut left = &characters[usize::from(negated)..];
    while let [from, more @ ..] = left {
        left = match more {
            ['-', to, more @ ..] => {
                ranges.push((*from, *to));
                more
            }
            _ => {
                ranges.push((*from, *from));
                more
            }
        };
    }
    Part::Class { negated, ranges }
}

/// A path without `.`, doubled slashes and what `..` takes back (Go's `path.Clean`).
pub fn clean(path: &str) -> String {
    let is_absolute = path.starts_with('/');
    let is_dirty = |it: &[u8]| matches!(it, b"//" | b"./");
    let is_clean = !path.ends_with(['/', '.']) && !path.as_bytes().windows(2).any(is_dirty);
    if is_clean && !path.is_empty() {
        return path.to_owned();
    }
    let mut names: Vec<&str> = Vec::new();
    for name in path.split('/') {
        match name {
            "" | "." => {}
            ".." if names.last().is_some_and(|it| *it != "..") => {
                names.pop();
            }
            ".." if is_absolute => {}
            name => names.push(name),
        }
    }
    match (is_absolute, names.join("/")) {
        (true, path) => format!("/{path}"),
        (false, path) if path.is_empty() => ".".to_owned(),
        (false, path) => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_pattern_matches() {
        for (pattern, matched, other) in [
            (
                "node_modules",
                &["node_modules", "node_modules/a", "./node_modules/"][..],
                &["a/node_modules", "/node_modules"][..],
            ),
            ("/dist/", &["dist", "dist/a.js"], &["a/dist"]),
            ("./a//b/../c", &["a/c"], &["a/b"]),
            ("*.md", &["a.md", ".md", "*.md"], &["a/b.md", "a.mdx"]),
            ("*/temp", &["a/temp", "a/temp/b"], &["temp", "a/b/temp"]),
            ("**/*.go", &["a.go", "a/b/c.go"], &["a.god"]),
            ("**/foo", &["foo", "a/foo", "a/foo/b"], &["afoo"]),
            ("**foo", &["foo", "afoo", "a/bfoo"], &["foob"]),
            ("foo/**", &["foo/a", "foo/a/b"], &["foo", "afoo"]),
            ("a/**/z", &["a/z", "a/b/c/z"], &["az", "z"]),
            ("**", &["a", "a/b"], &[]),
            ("temp?", &["tempa", "tempa/b"], &["temp", "temp/"]),
            ("[a-c]x", &["ax", "cx"], &["dx", "x"]),
            ("[^a-c]x", &["dx"], &["ax"]),
            (r"\*x", &["*x"], &["ax"]),
            ("a.b", &["a.b"], &["aXb"]),
            (" a ", &["a"], &[" a"]),
        ] {
            let file = IgnoreFile::new(pattern);
            for path in matched {
                assert!(file.ignores(path).is_some(), "{pattern} should match {path}");
            }
            for path in other {
                assert_eq!(file.ignores(path), None, "{pattern} should not match {path}");
            }
        }
    }

    #[test]
    fn patterns_have_places_and_faults() {
        let text = "\u{feff} a/ \r\n# x\n\n!\n! b[\n[a-c]\n[]a]\n[a-]\nx\\";
        let file = IgnoreFile::new(text);
        let written: Vec<&str> = file.patterns().iter().map(|it| &text[it.range]).collect();
        assert_eq!(written, ["a/", "! b[", "[a-c]", "[]a]", "[a-]", "x\\"]);
        let wrong: Vec<&str> = file.faults().iter().map(|it| &text[it.0]).collect();
        assert_eq!(wrong, ["!", "! b[", "[]a]", "[a-]", "x\\"]);
    }

    #[test]
    fn the_last_line_counts() {
        let file = IgnoreFile::new("\u{feff}# all but one\n*\n!README.md\r\n! docs\ndocs/old\n #x\n\n");
        for (path, pattern) in
            [("a", Some("*")), ("README.md", None), ("docs/new", None), ("docs/old/a", Some("docs/old"))]
        {
            assert_eq!(file.ignores(path), pattern, "{path}");
        }
        assert!(file.has_exceptions());
        assert_eq!(file.ignores_everything(), Some("*"));
        assert!(!IgnoreFile::new("a\n#!b\n").has_exceptions());
        assert_eq!(IgnoreFile::new("a\n.*\n").ignores_everything(), None);
    }
}
