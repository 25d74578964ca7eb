//! What an editor shows when the pointer rests on something.
//!
//! First comes what the word there is, then what the rules say of the place.

mod command;
mod flag;
pub(super) mod image;
mod instruction;
mod rule;
mod stage;
mod state;
mod user;
mod value;
mod variable;

use super::names::{Kind, Names};
use crate::{
    lint::{Cx, Site},
    model::StageId,
    syntax::Body,
    text::{TextRange, TextSize},
};

/// A text about the words at `range`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The words it is about; the pointer is among them, or right behind them.
    pub range: TextRange,
    /// In Markdown.
    pub markdown: String,
}

/// What there is to say about the place `at`.
pub fn hover(cx: Cx<'_>, at: TextSize) -> Option<Hover> {
    match (subject(cx, at), rule::findings(cx, at)) {
        (Some(subject), Some(findings)) => {
            let markdown = format!("{}\n\n---\n\n{}", subject.markdown, findings.markdown);
            Some(Hover { range: subject.range, markdown })
        }
        (subject, findings) => subject.or(findings),
    }
}

/// What the word there is.
fn subject(cx: Cx<'_>, at: TextSize) -> Option<Hover> {
    rule::in_comment(cx, at).or_else(|| instruction::directive(cx, at)).or_else(|| {
        let here = Here::new(cx, at)?;
        instruction::keyword(here)
            .or_else(|| name(here))
            .or_else(|| image::base(here))
            .or_else(|| flag::flag(here))
            .or_else(|| value::value(here))
            .or_else(|| command::command(here))
    })
}

/// A place in an instruction.
#[derive(Clone, Copy)]
struct Here<'a> {
    cx: Cx<'a>,
    at: TextSize,
    /// The instruction; behind ONBUILD that one, unless the place is the word ONBUILD.
    site: Site<'a>,
}

impl<'a> Here<'a> {
    fn new(cx: Cx<'a>, at: TextSize) -> Option<Here<'a>> {
        let all = &cx.analysis.file().instructions;
        let index = all.partition_point(|it| it.range.start() <= at).checked_sub(1)?;
        let outer = all.get(index).filter(|it| it.range.contains_inclusive(at))?;
        let inner = match &outer.body {
            Body::Onbuild(inner) => inner.as_deref().filter(|it| it.range.start() <= at),
            _ => None,
        };
        let site = Site { index, instruction: inner.unwrap_or(outer), trigger: inner.is_some() };
        Some(Here { cx, at, site })
    }

    /// The stage; `None` before the first FROM.
    fn stage(self) -> Option<StageId> {
        self.cx.analysis.stages().of_instruction(self.site.index).map(|it| it.id)
    }

    /// Whether the pointer is on these words.
    fn is_on(self, range: TextRange) -> bool {
        range.contains_inclusive(self.at)
    }

    /// The text at `range` as it is written.
    fn text(self, range: TextRange) -> &'a str {
        self.cx.analysis.file().text(range)
    }
}

/// What has a name: a variable, a stage, an image, the end of a heredoc.
fn name(here: Here<'_>) -> Option<Hover> {
    let names = Names::new(here.cx.analysis);
    let place = variable::place(here, &names).or_else(|| names.at(here.at))?;
    let markdown = match names.thing(place).kind {
        Kind::Stage(id) => stage::text(here.cx, &names, id),
        Kind::Source => image::source(here, &names.thing(place).name)?,
        Kind::Variable | Kind::ShellVariable => return Some(variable::hover(here, &names, place)),
        Kind::Heredoc => value::heredoc(here, place.range)?,
    };
    Some(Hover { range: place.range, markdown })
}

/// The line of a place, counted from 1.
fn line(cx: Cx<'_>, at: TextSize) -> u32 {
    cx.analysis.lines().line_col(at, crate::text::PositionEncoding::Utf8).line + 1
}
