//! The shape of a whole script: what may be appended to it, and in which style.

use super::{
    Script,
    tree::{Item, List, Node, Redirect, RedirectKind, Separator, SeparatorKind},
};
use crate::text::{TextRange, TextSize};

/// How a script ends, and so whether `&& command` may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// With a command whose success counts: something may follow.
    Open,
    /// Nothing is in it.
    Empty,
    /// With `|| …`: what follows would run also if that was needed.
    Guarded,
    /// With `&`.
    Background,
    /// With `exec`, `exit` or `return`: what follows would not run.
    Left,
    /// With a separator, so that something else is meant to follow.
    Separated,
    /// With a comment, which would swallow what follows.
    Commented,
    /// With a here-document, whose lines come first.
    Heredoc,
    /// Not everything in it is understood.
    Unknown,
}

/// Where the lines of a chain are broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BreakStyle {
    /// `&&` begins a line.
    Before,
    /// `&&` ends a line.
    After,
}

impl List {
    /// The items of `a && b && c`; also of a single one. `None` if anything else separates them.
    pub fn chain(&self) -> Option<&[Item]> {
        let (last, others) = self.items.split_last()?;
        let and = |item: &Item| item.separator.is_some_and(|it| it.kind == SeparatorKind::And);
        (others.iter().all(and) && last.separator.is_none()).then_some(&*self.items)
    }
}

impl Script {
    /// How it ends.
    pub fn ending(&self) -> Ending {
        if !self.is_understood() {
            return Ending::Unknown;
        }
        let Some((last, others)) = self.list.items.split_last() else {
            return if self.comments.is_empty() { Ending::Empty } else { Ending::Commented };
        };
        let end = last.pipeline.range.end();
        if self.comments.iter().any(|comment| comment.start() >= end) {
            return Ending::Commented;
        }
        let newline = |item: &&Item| item.separator.is_some_and(|it| it.kind == SeparatorKind::Newline);
        let line = others.iter().rev().take_while(|item| !newline(item));
        if line.chain([last]).any(has_heredoc) {
            return Ending::Heredoc;
        }
        match last.separator.map(|it| it.kind) {
            None | Some(SeparatorKind::Newline) => {}
            Some(SeparatorKind::Background) => return Ending::Background,
            Some(_) => return Ending::Separated,
        }
        last_ending(last, others)
    }

    /// Where `&& command` or `; command` may be put: behind the last command, before a `;` that follows it; `None` if it
    /// would not run, or hide a failure.
    pub fn open_end(&self) -> Option<TextSize> {
        let (last, others) = self.list.items.split_last()?;
        let ended = last.separator.is_some_and(|it| it.kind == SeparatorKind::Semicolon);
        let ending = match self.ending() {
            Ending::Separated if ended => last_ending(last, others),
            ending => ending,
        };
        (ending == Ending::Open).then(|| last.pipeline.range.end())
    }

    /// Whether it begins with `set -e`, alone or with other flags, so that each command after it counts.
    pub fn sets_errexit(&self) -> bool {
        let Some(Item { pipeline, .. }) = self.list.items.first() else { return false };
        match &*pipeline.nodes {
            [Node::Simple(command)] if command.is("set") => {
                let arguments = command.arguments();
                arguments.has(&["-e"]) || arguments.values(&["-o"]).any(|it| it == "errexit")
            }
            _ => false,
        }
    }

    /// Where the line is broken at this separator: before it, behind it, or nowhere.
    pub fn break_style(&self, separator: &Separator) -> Option<BreakStyle> {
        let (start, end) = (separator.range.start(), separator.range.end());
        if self.is_broken(start) {
            Some(BreakStyle::Before)
        } else if self.is_broken(end) {
            Some(BreakStyle::After)
        } else {
            None
        }
    }

    /// The style of the last separator at the top level at which a line is broken.
    pub fn last_break_style(&self) -> Option<BreakStyle> {
        self.list
            .items
            .iter()
            .rev()
            .filter_map(|item| item.separator.as_ref())
            .find_map(|it| self.break_style(it))
    }

    /// Whether a line is broken in the blanks around this place, which is at the edge of an operator.
    fn is_broken(&self, place: TextSize) -> bool {
        let at = self.source.span(TextRange::empty(place)).start;
        let text = self.source.text();
        let is_blank = |it: char| matches!(it, ' ' | '\t' | '\r' | '\n' | '\\');
        let start = text[..at].trim_end_matches(is_blank).len();
        let end = text.len() - text[at..].trim_start_matches(is_blank).len();
        // With a byte of what is on either side, as the line may be broken right there.
        let around = start.saturating_sub(1)..(end + 1).min(text.len());
        text[start..end].contains('\n') || self.source.pieces_in(around).count() > 1
    }
}

/// How a script ends whose last item is this one, and is followed by nothing that counts.
fn last_ending(last: &Item, others: &[Item]) -> Ending {
    // `a || b && c`: the guard is not the last separator.
    let chain = others.iter().rev().map_while(|item| item.separator.map(|it| it.kind));
    let mut chain = chain.take_while(|kind| matches!(kind, SeparatorKind::And | SeparatorKind::Or));
    if chain.any(|kind| kind == SeparatorKind::Or) {
        return Ending::Guarded;
    }
    match last.pipeline.nodes.last() {
        Some(Node::Simple(command)) => match command.name().as_deref() {
            Some("exec" | "exit" | "return") => Ending::Left,
            _ => Ending::Open,
        },
        Some(Node::Opaque(_)) | None => Ending::Unknown,
        Some(Node::Compound(_) | Node::Function(_)) => Ending::Open,
    }
}

fn has_heredoc(item: &Item) -> bool {
    let opens = |redirects: &[Redirect]| redirects.iter().any(|it| it.kind == RedirectKind::Heredoc);
    item.pipeline.nodes.iter().any(|node| match node {
        Node::Simple(command) => opens(&command.redirects),
        Node::Compound(compound) => opens(&compound.redirects),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{parse, tests::script};
    use super::*;
    use crate::{syntax::Joined, text::range};

    #[test]
    fn scripts_end_in_many_ways() {
        let cases = [
            ("a && b", Ending::Open),
            ("a; b | c", Ending::Open),
            ("for a in b; do c; done", Ending::Open),
            ("a\nb\n", Ending::Open),
            ("", Ending::Empty),
            ("# a", Ending::Commented),
            ("a # b", Ending::Commented),
            ("a || true", Ending::Guarded),
            ("a || b && c", Ending::Guarded),
            ("a || b; c", Ending::Open),
            ("a &", Ending::Background),
            ("a && exec b", Ending::Left),
            ("exit 1", Ending::Left),
            ("a;", Ending::Separated),
            ("a &&", Ending::Unknown),
            ("cat <<EOF", Ending::Heredoc),
            ("cat <<EOF\nEOF\na", Ending::Open),
            ("a 'b", Ending::Unknown),
        ];
        for (text, expected) in cases {
            assert_eq!(script(text).ending(), expected, "{text}");
        }
    }

    #[test]
    fn a_last_semicolon_leaves_room_before_it() {
        for (text, expected) in [
            ("a; b;", Some(4)),
            ("a; b", Some(4)),
            ("a || b;", None),
            ("a; exit;", None),
            ("a; b &", None),
            ("a; b; # c", None),
            ("a &&", None),
        ] {
            assert_eq!(script(text).open_end().map(usize::from), expected, "{text}");
        }
    }

    #[test]
    fn chains_have_no_other_separator() {
        assert_eq!(script("a && b | c && { d; e; }").list.chain().map(<[Item]>::len), Some(3));
        assert_eq!(script("a").list.chain().map(<[Item]>::len), Some(1));
        for text in ["a; b", "a && b || c", "a && b;", ""] {
            assert!(script(text).list.chain().is_none(), "{text}");
        }
    }

    #[test]
    fn lines_are_broken_before_operators_or_behind_them() {
        let cases = [
            ("a \\\n  && b", Some(BreakStyle::Before)),
            ("a && \\\n  b", Some(BreakStyle::After)),
            ("a \\\n&& b", Some(BreakStyle::Before)),
            ("a &&\\\nb", Some(BreakStyle::After)),
            ("a && b", None),
            ("a \\\n && b; \\\n c && d", Some(BreakStyle::After)),
        ];
        for (text, expected) in cases {
            let cuts: Vec<_> = text.match_indices("\\\n").map(|(at, _)| range(at, at + 2)).collect();
            let joined = parse(&Joined::new(text, range(0, text.len()), &cuts));
            assert_eq!(joined.last_break_style(), expected, "{text}");
            assert_eq!(script(text).last_break_style(), expected, "{text}, in a heredoc");
        }
    }

    #[test]
    fn errexit_is_set_at_the_beginning() {
        for (text, expected) in
            [("set -ex; a", true), ("set -o errexit\na", true), ("set -x; a", false), ("a; set -e", false)]
        {
            assert_eq!(script(text).sets_errexit(), expected, "{text}");
        }
    }
}
