//! Edits of RUN that several fixes are made of: two that become one, a command less, a command before another.

use crate::{
    model::{Analysis, Form, RunScript},
    syntax::{
        Body, Instruction,
        shell::{Ending, Item, Script, SeparatorKind},
    },
    text::{TextEdit, TextRange, TextSize},
};

/// Makes the commands of the second RUN follow those of the first, which stands right before it, with the comments between them.
///
/// `None` if that could mean something else: where the first changes what holds for what comes after it, or ends in a way that
/// nothing can follow; where the second is no chain of `&&`; where one of them has other flags than the other.
pub fn join_runs(analysis: &Analysis, first: usize, second: usize) -> Option<TextEdit> {
    let file = analysis.file();
    let (before, after) = (&file.instructions[first], &file.instructions[second]);
    let (one, other) = (only_script(analysis, first)?, only_script(analysis, second)?);
    let command = other.script.list.items.first()?.pipeline.range;
    if flags(before) != flags(after)
        || one.shell != other.shell
        || other.script.list.chain().is_none()
        || one.script.ending() != Ending::Open
        || leaks(&one.script)
    {
        return None;
    }
    let (eol, escape) = (file.line_end(TextSize::new(0)), char::from(file.escape));
    let between = TextRange::new(before.range.end(), after.keyword_range.start());
    let comments = file.text(between).lines().map(str::trim).filter(|it| it.starts_with('#'));
    let comments: String = comments.map(|it| format!("    {it}{eol}")).collect();
    let gap = TextRange::new(before.range.end(), command.start());
    Some(TextEdit::replace(gap, format!(" {escape}{eol}{comments}    && ")))
}

/// Takes a command out of a RUN, with what joins it to its neighbours; the whole RUN, if there is nothing else in it.
///
/// `None` if the command does not stand on its own in a chain of `&&` or `;`.
pub fn without_command(analysis: &Analysis, run: usize, command: TextRange) -> Option<TextEdit> {
    let file = analysis.file();
    let script = &only_script(analysis, run)?.script;
    let items = &script.list.items;
    let at = items.iter().position(|it| it.pipeline.range == command && !it.pipeline.negated)?;
    let is_chained = |it: &Item| {
        it.separator.is_none_or(|it| matches!(it.kind, SeparatorKind::And | SeparatorKind::Semicolon))
    };
    let before = at.checked_sub(1).map(|it| &items[it]);
    if !is_chained(&items[at]) || !before.is_none_or(is_chained) {
        return None;
    }
    let gone = match (before, items.get(at + 1)) {
        (Some(before), _) => TextRange::new(before.pipeline.range.end(), command.end()),
        (None, Some(next)) => TextRange::new(command.start(), next.pipeline.range.start()),
        (None, None) => file.whole_lines(file.instructions[run].lines),
    };
    let has_comment = file.comments.iter().any(|it| gone.contains_range(*it));
    (!has_comment).then(|| TextEdit::delete(gone))
}

/// Takes an instruction out of the file, with its lines.
pub fn without_instruction(analysis: &Analysis, index: usize) -> TextEdit {
    let file = analysis.file();
    TextEdit::delete(file.whole_lines(file.instructions[index].lines))
}

/// The script of a RUN that is written on its lines, and is understood.
fn only_script(analysis: &Analysis, run: usize) -> Option<&RunScript> {
    let it = &analysis.file().instructions[run];
    let [script] = analysis.scripts(run) else { return None };
    let is_posix = script.shell.as_ref().is_some_and(|it| it.is_posix());
    let is_plain = script.form == Form::Shell && is_posix && it.heredocs.is_empty();
    let is_known = script.script.is_understood() && script.script.comments.is_empty();
    (matches!(it.body, Body::Run(_)) && is_plain && is_known).then_some(script)
}

/// The flags of a RUN, in an order of their own.
pub fn flags(run: &Instruction) -> Vec<&str> {
    let mut flags: Vec<&str> = run.flags.iter().map(|it| it.text.as_str()).collect();
    flags.sort_unstable();
    flags
}

/// Whether what comes after a command in the same shell may be another thing then.
fn leaks(script: &Script) -> bool {
    const LEAKY: [&str; 19] = [
        ".", "alias", "cd", "eval", "exec", "exit", "export", "hash", "popd", "pushd", "readonly", "return",
        "set", "shopt", "source", "trap", "ulimit", "umask", "unset",
    ];
    let mut names = script.commands().map(|it| it.command.name());
    names.any(|it| it.is_none_or(|it| LEAKY.contains(&&*it)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Edits;

    fn apply(text: &str, edit: impl Fn(&Analysis) -> Option<TextEdit>) -> Option<String> {
        Some(Edits::from(edit(&Analysis::new(text))?).apply(text))
    }

    #[test]
    fn two_runs_become_one() {
        let join = |text: &str| apply(text, |it| join_runs(it, 1, 2));
        let joined = join("FROM a\nRUN b && c\n# why\nRUN d && e\n");
        assert_eq!(joined.as_deref(), Some("FROM a\nRUN b && c \\\n    # why\n    && d && e\n"));
        for text in [
            "FROM a\nRUN cd b\nRUN c\n",
            "FROM a\nRUN b || c\nRUN d\n",
            "FROM a\nRUN b\nRUN c; d\n",
            "FROM a\nRUN --network=none b\nRUN c\n",
            "FROM a\nRUN [\"b\"]\nRUN c\n",
        ] {
            assert_eq!(join(text), None, "{text}");
        }
    }

    #[test]
    fn a_command_less() {
        let without = |text: &str| {
            apply(text, |it| {
                let mut commands = it.scripts(1)[0].script.commands();
                let range = commands.find(|it| it.command.is("rm"))?.command.range;
                without_command(it, 1, range)
            })
        };
        for (text, expected) in [
            ("FROM a\nRUN b && rm c && d\n", Some("FROM a\nRUN b && d\n")),
            ("FROM a\nRUN rm c && d\n", Some("FROM a\nRUN d\n")),
            ("FROM a\nRUN b \\\n && rm c\nRUN d\n", Some("FROM a\nRUN b\nRUN d\n")),
            ("FROM a\nRUN b; rm c\n", Some("FROM a\nRUN b\n")),
            ("FROM a\nRUN rm c\nRUN d\n", Some("FROM a\nRUN d\n")),
            ("FROM a\nRUN b || rm c\n", None),
            ("FROM a\nRUN rm c || d\n", None),
            ("FROM a\nRUN if b; then rm c; fi\n", None),
        ] {
            assert_eq!(without(text).as_deref(), expected, "{text}");
        }
    }
}
