//! The shape of a whole script: what may be appended to it, and in which style.

use super::{
    Script,
    tree::{Item, List, Node, Separator, SeparatorKind},
};

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
        if !self.heredocs.is_empty() || has_heredoc(last) {
            return Ending::Heredoc;
        }
        match last.separator.map(|it| it.kind) {
            None | Some(SeparatorKind::Newline) => {}
            Some(SeparatorKind::Background) => return Ending::Background,
            Some(_) => return Ending::Separated,
        }
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
        if self.is_broken(start, Side::Before) {
            Some(BreakStyle::Before)
        } else if self.is_broken(end, Side::After) {
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

    /// Whether a line is broken in the blanks on this side of a place.
    fn is_broken(&self, place: crate::text::TextSize, side: Side) -> bool {
        let at = self.source.span(crate::text::TextRange::empty(place)).start;
        let text = self.source.text();
        let is_blank = |it: char| matches!(it, ' ' | '\t' | '\r' | '\n' | '\\');
        let blanks = match side {
            Side::Before => text[..at].trim_end_matches(is_blank).len()..at,
            Side::After => at..text.len() - text[at..].trim_start_matches(is_blank).len(),
        };
        let joined = match side {
            Side::Before => blanks.start.saturating_sub(1)..blanks.end + 1,
            Side::After => blanks.start.saturating_sub(1)..blanks.end + 1,
        };
        let joined = joined.start..joined.end.min(text.len());
        text[blanks].contains('\n') || self.source.pieces_in(joined).count() > 1
    }
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

fn has_heredoc(item: &Item) -> bool {
    use super::tree::RedirectKind::Heredoc;
    item.pipeline.nodes.iter().any(|node| match node {
        Node::Simple(command) => command.redirects.iter().any(|it| it.kind == Heredoc),
        Node::Compound(compound) => compound.redirects.iter().any(|it| it.kind == Heredoc),
        _ => false,
    })
}
