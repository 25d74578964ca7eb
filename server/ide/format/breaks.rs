//! `&&`, `||` and `|` at the beginning or at the end of lines, as the file mostly has it.

use super::{
    block::{Line, LineKind},
    layout::{Change, Draft, Layout},
    tails::Columns,
};
use crate::{
    model::{Analysis, Form},
    syntax::{
        Body, Instruction,
        shell::{BreakStyle, Script, TokenKind},
    },
    text::TextRange,
};

/// What stands between two commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Operator {
    And,
    Or,
    Pipe,
    PipeErrors,
}

impl Operator {
    /// The longer ones first.
    const ALL: [Operator; 4] = [Operator::And, Operator::Or, Operator::PipeErrors, Operator::Pipe];

    fn as_str(self) -> &'static str {
        match self {
            Operator::And => "&&",
            Operator::Or => "||",
            Operator::Pipe => "|",
            Operator::PipeErrors => "|&",
        }
    }

    /// Of those that are laid out alike, one.
    pub(super) fn kind(self) -> Operator {
        match self {
            Operator::PipeErrors => Operator::Pipe,
            other => other,
        }
    }
}

/// A line break beside an operator.
#[derive(Clone, Copy, Debug)]
pub(super) struct Break {
    /// The line before it, by its index.
    line: usize,
    pub operator: Operator,
    pub style: BreakStyle,
}

/// The line breaks beside operators, but for those with a comment or an empty line in them, which are odd.
pub(super) fn breaks(analysis: &Analysis, index: usize, draft: &Draft) -> Vec<Break> {
    let file = analysis.file();
    let Some(script) = script(analysis, index, &file.instructions[index]) else {
        return Vec::new();
    };
    let lines = &draft.block.lines;
    if lines.len() < 2 {
        return Vec::new();
    }
    let source = &*file.source;
    let operators: Vec<TextRange> =
        script.tokens().into_iter().filter(|it| it.kind == TokenKind::Operator).map(|it| it.range).collect();
    let is_operator = |at: usize, operator: Operator| {
        let found = operators.binary_search_by_key(&at, |it| usize::from(it.start()));
        found.is_ok_and(|it| usize::from(operators[it].len()) == operator.as_str().len())
    };
    let text = |line: &Line| &source[line.text.clone()];
    let at_end = |line: &Line| {
        Operator::ALL.into_iter().find(|it| {
            text(line).ends_with(it.as_str()) && is_operator(line.text.end - it.as_str().len(), *it)
        })
    };
    let at_start = |line: &Line| {
        Operator::ALL
            .into_iter()
            .find(|it| text(line).starts_with(it.as_str()) && is_operator(line.text.start, *it))
    };
    let mut found = Vec::new();
    for line in 0..lines.len() - 1 {
        let (before, after) = (&lines[line], &lines[line + 1]);
        let is_plain =
            matches!(before.kind, LineKind::First | LineKind::Text) && after.kind == LineKind::Text;
        if !is_plain || !draft.is_free(source, file.escape, line + 1) {
            continue;
        }
        let (style, operator) = match (at_end(before), at_start(after)) {
            (Some(operator), None) => (BreakStyle::After, operator),
            (None, Some(operator)) => (BreakStyle::Before, operator),
            _ => continue,
        };
        found.push(Break { line, operator, style });
    }
    found
}

/// Moves line breaks to the other side of their operators. Where escape characters stand in a column, nothing is moved.
pub(super) fn plan(layout: &Layout<'_>, draft: &Draft, columns: &Columns, changes: &mut [Change]) {
    let habit = |operator: Operator| match operator.kind() {
        Operator::And => layout.habits.and,
        Operator::Or => layout.habits.or,
        _ => layout.habits.pipe,
    };
    let source = layout.source();
    for found in &draft.breaks {
        let wanted = habit(found.operator).is_some_and(|it| it != found.style);
        if !wanted || columns.has(found.line) {
            continue;
        }
        let (before, after) = (&draft.block.lines[found.line], &draft.block.lines[found.line + 1]);
        let operator = found.operator.as_str();
        match found.style {
            BreakStyle::After => {
                let text = &source[before.text.clone()];
                let rest = text[..text.len() - operator.len()].trim_end_matches([' ', '\t']);
                if rest.is_empty() || rest.ends_with(['\\', char::from(layout.file().escape)]) {
                    continue;
                }
                changes[found.line].tail = (text.len() - rest.len(), String::new());
                changes[found.line].gap = Some(" ".to_owned());
                changes[found.line + 1].head = (0, format!("{operator} "));
            }
            BreakStyle::Before => {
                let text = &source[after.text.clone()];
                let rest = text[operator.len()..].trim_start_matches([' ', '\t']);
                // Alone on its line, or before what would become a comment.
                if rest.is_empty() || rest.starts_with('#') {
                    continue;
                }
                // The operator is what it stands further to the right for.
                let is_deeper = after.indent(source).len() > before.indent(source).len();
                if is_deeper && before.kind != LineKind::First {
                    continue;
                }
                changes[found.line].tail = (0, format!(" {operator}"));
                changes[found.line].gap = Some(" ".to_owned());
                changes[found.line + 1].head = (text.len() - rest.len(), String::new());
            }
        }
    }
}

/// The command of an instruction, on its lines.
fn script<'a>(analysis: &'a Analysis, index: usize, it: &Instruction) -> Option<&'a Script> {
    let scripts = match it.body {
        Body::Onbuild(_) => analysis.trigger_scripts(index),
        _ => analysis.scripts(index),
    };
    scripts.iter().find(|it| it.form == Form::Shell).map(|it| &it.script)
}
