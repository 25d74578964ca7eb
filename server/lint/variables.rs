//! How a fix sets an environment variable of a stage, or takes one away.

use crate::{
    model::{Analysis, Stage},
    syntax::{Body, Dockerfile, Instruction, Keyword},
    text::{TextEdit, TextRange},
};

/// Sets `name=value` in a stage: in its last ENV with variables whose names begin with `family`, if there is one before `before`, else in
/// a line of its own below FROM and the ARGs that follow it.
pub fn set(
    analysis: &Analysis,
    stage: &Stage,
    family: &str,
    (name, value): (&str, &str),
    before: usize,
) -> Option<TextEdit> {
    let file = analysis.file();
    let instructions = stage.instructions.clone().filter(|it| *it < before);
    let kin = instructions.rev().find_map(|index| match &file.instructions[index].body {
        Body::Env(pairs) => {
            let last = pairs.iter().rfind(|it| file.text(it.name).starts_with(family) && !it.legacy)?;
            Some((index, *last))
        }
        _ => None,
    });
    if let Some((index, pair)) = kin {
        let it = &file.instructions[index];
        let start = pair.range().start();
        // On a line of its own, if that is how the pairs stand.
        let lead = file.text(TextRange::new(it.range.start(), start));
        let gap = match lead.rfind('\n') {
            Some(at) if lead[at + 1..].trim().is_empty() => {
                let (escape, eol) = (char::from(file.escape), file.line_end(start));
                format!(" {escape}{eol}{}", &lead[at + 1..])
            }
            _ => " ".to_owned(),
        };
        return Some(TextEdit::insert(pair.range().end(), format!("{gap}{name}={value}")));
    }
    let mut at = stage.instructions.start;
    while stage.instructions.contains(&(at + 1))
        && at + 1 < before
        && matches!(file.instructions[at + 1].body, Body::Arg(_))
    {
        at += 1;
    }
    let it = &file.instructions[at];
    file.line_below(it, &format!("{} {name}={value}", file.keyword_like(it, Keyword::Env)))
}

/// Takes the variable with this name, as it is written, out of its ENV, and the instruction away if it was the only one; `None` if a comment
/// would go, too.
pub fn remove(file: &Dockerfile, it: &Instruction, name: TextRange) -> Option<TextEdit> {
    let Body::Env(pairs) = &it.body else { return None };
    let range = match pairs.iter().position(|pair| pair.name == name)? {
        _ if pairs.len() == 1 => {
            let all = TextRange::new(it.lines.start(), it.range.end());
            (!file.is_unfinished(it)).then(|| file.whole_lines(all))?
        }
        0 => TextRange::new(name.start(), pairs[1].name.start()),
        at => TextRange::new(pairs[at - 1].range().end(), pairs[at].range().end()),
    };
    (!file.comments.iter().any(|it| range.contains_range(*it))).then(|| TextEdit::delete(range))
}
