//! # ENV and LABEL without an equals sign
//!
//! `ENV NAME value` takes the whole rest of the line for the value, and sets one variable only. It is an old notation: who
//! adds a second variable to the line gets a longer value instead.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! ENV LANG C.UTF-8
//! #   ^^^^ the value should stand behind an equals sign
//! ENV GREETING hello world
//! #   ^^^^^^^^ the value should stand behind an equals sign
//! LABEL version 1.0
//! #     ^^^^^^^ the value should stand behind an equals sign
//! ```
//!
//! ```dockerfile safe fix
//! FROM alpine:3.22
//! ENV LANG=C.UTF-8
//! ENV GREETING="hello world"
//! LABEL version=1.0
//! ```
//!
//! ```dockerfile
//! FROM alpine:3.22
//! ENV LANG=C.UTF-8 GREETING="hello world"
//! ```
//!
//! ## Fix
//!
//! Safe: the value is the same, byte for byte. Quotes, escapes and variables are written so that they mean what they meant.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! ENV PHRASES 'it is $5' a\ b "x"
//! #   ^^^^^^^ the value should stand behind an equals sign
//! ENV DEPS \
//! #   ^^^^ the value should stand behind an equals sign
//!     curl \
//!     git=$VERSION
//! ```
//!
//! ```dockerfile safe fix
//! FROM alpine:3.22
//! ENV PHRASES="it is \$5 a b x"
//! ENV DEPS="curl \
//!     git=$VERSION"
//! ```
//!
//! Practices: legacy-key-value.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site, Tag},
    syntax::{Body, Dockerfile, Joined, Keyword, Pair, Piece, WordTree},
    text::{Edits, TextEdit, TextRange},
};

/// Reports the name.
pub static RULE: Decl = Decl {
    codes: &[("LegacyKeyValueFormat", None)],
    aspects: &[],
    group: Group::Style,
    severity: Severity::Info,
    default: true,
    check: Check::Instructions(&[Keyword::Env, Keyword::Label], check),
};

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let (Body::Env(pairs) | Body::Label(pairs)) = &site.instruction.body else {
        return;
    };
    let file = cx.analysis.file();
    for pair in pairs.iter().filter(|it| it.legacy && cx.runs_here(site)) {
        let found = report.add(pair.name, "the value should stand behind an equals sign");
        found.tag(Tag::Deprecated);
        if let Some(edits) = modern(file, pair) {
            found.fix(Safety::Safe, "Write it with an equals sign", edits);
        }
    }
}

/// The same with an equals sign, and with quotes where there have to be some.
///
/// Only what has to change is edited, so that line breaks and comments stay. What BuildKit would read in another way in quotes is left
/// alone.
fn modern(file: &Dockerfile, pair: &Pair) -> Option<Edits> {
    let value = pair.value?;
    let name = file.joined_text(pair.name);
    let gap = TextRange::new(pair.name.end(), value.start());
    if name.contains(['"', '\'', '\\', '`', '$']) || file.text(gap).contains('#') {
        return None;
    }
    let joined = file.joined(value);
    let text = joined.text();
    let tree = WordTree::new(text, file.escape).ok()?;
    if !text.contains(|it: char| it.is_whitespace() || "\"'".contains(it) || it == char::from(file.escape)) {
        return Edits::new([TextEdit::replace(gap, "=")]).ok();
    }
    let mut quoting = Quoting { file, joined: &joined, text, edits: vec![TextEdit::replace(gap, "=\"")] };
    quoting.pieces(&tree.pieces)?;
    quoting.edits.push(TextEdit::insert(value.end(), "\""));
    Edits::new(quoting.edits).ok()
}

/// Turns a value into one in double quotes.
struct Quoting<'a> {
    file: &'a Dockerfile,
    joined: &'a Joined<'a>,
    text: &'a str,
    edits: Vec<TextEdit>,
}

impl Quoting<'_> {
    /// `None` if a part cannot be written in double quotes.
    fn pieces(&mut self, pieces: &[Piece]) -> Option<()> {
        for piece in pieces {
            match piece {
                Piece::Text(place) => {
                    for (at, it) in self.text[place.clone()].char_indices() {
                        if self.is_special(it) {
                            self.may_stand_at(place.start + at + it.len_utf8())?;
                            let escape = char::from(self.file.escape).to_string();
                            self.edits.push(TextEdit::insert(self.joined.offset(place.start + at), escape));
                        }
                    }
                }
                Piece::Escape(place, escaped) => {
                    let escaped = (*escaped)?;
                    self.may_stand_at(place.end)?;
                    if !self.is_special(escaped) {
                        let escape = self.joined.range(place.start..place.end - escaped.len_utf8());
                        self.edits.push(TextEdit::delete(escape));
                    }
                }
                Piece::Quoted { place, pieces } => {
                    self.edits.push(TextEdit::delete(self.joined.range(place.start..place.start + 1)));
                    self.pieces(pieces)?;
                    self.edits.push(TextEdit::delete(self.joined.range(place.end - 1..place.end)));
                }
                Piece::Variable(it) => {
                    let escape = char::from(self.file.escape);
                    let text = &self.text[it.place.clone()];
                    if text.contains(['"', '\'', escape]) {
                        return None;
                    }
                    // Of `$A"b"` the quotes go, and the name must not become longer.
                    let ends = self.text[it.place.end..].starts_with(['"', '\'', escape]);
                    if ends && !text.starts_with("${") {
                        let name = format!("${{{}}}", &self.text[it.name.clone()]);
                        self.edits.push(TextEdit::replace(self.joined.range(it.place.clone()), name));
                    }
                }
            }
        }
        Some(())
    }

    /// What has to be escaped in double quotes.
    fn is_special(&self, it: char) -> bool {
        it == '"' || it == '$' || it == char::from(self.file.escape)
    }

    /// Two escape characters in front of the one that continues a line would make it mean itself.
    fn may_stand_at(&self, end: usize) -> Option<()> {
        let end = self.joined.range(end.saturating_sub(1)..end).end();
        self.file.cuts.binary_search_by_key(&end, |it| it.start()).is_err().then_some(())
    }
}
