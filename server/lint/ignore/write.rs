//! Writes ignore comments.

use super::{Dialect, Ignore, Ignores, Names, Reach, comment, instruction_at};
use crate::{
    lint::Diagnostic,
    model::Analysis,
    syntax::{Body, Dockerfile, Instruction},
    text::{Edits, TextEdit, TextRange, TextSize, size},
};

/// Silences a finding by a comment above its instruction: by one that is there already, or by a new one. `None` if it is
/// in no instruction and above none, or in a directive, above which there can be no comment.
pub fn ignore_here(analysis: &Analysis, found: &Diagnostic) -> Option<Edits> {
    let file = analysis.file();
    let at = found.range.start();
    if file.directives.iter().any(|it| it.range.contains_inclusive(at)) {
        return None;
    }
    let index = instruction_at(file, at);
    let it = file.instructions.get(index)?;
    let name = found.name();
    let ignores = Ignores::new(file);
    let above = ignores.near.iter().filter(|near| near.0 == index && near.1.range.end() <= it.lines.start());
    let covering = above.map(|near| &near.1).filter(|near| near.covers.is_some_and(|it| it.contains(at)));
    if let Some(edit) = covering.rev().find_map(|it| extend(file, it, &name)) {
        return Some(edit.into());
    }
    let below = line_start(file, at.min(top(file, it)));
    let line = &file.source[usize::from(below)..];
    let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
    let end = file.line_end(below);
    Some(TextEdit::insert(below, format!("{indent}# dockwright: ignore[{name}]{end}")).into())
}

/// Silences a rule in the whole file: by a comment that is there already, or by a new one below the directives.
pub fn ignore_file(analysis: &Analysis, found: &Diagnostic) -> Edits {
    let file = analysis.file();
    let name = found.name();
    let ignores = Ignores::new(file);
    let whole = ignores.far.iter().filter(|it| it.reach == Reach::File);
    if let Some(edit) = whole.rev().find_map(|it| extend(file, it, &name)) {
        return edit.into();
    }
    let (below, end) = (head(file), file.line_end(TextSize::new(0)));
    let comment = format!("# dockwright: ignore-file[{name}]");
    let text = match file.source[..usize::from(below)].trim_start_matches('\u{feff}') {
        before if before.is_empty() || before.ends_with('\n') => format!("{comment}{end}"),
        _ => format!("{end}{comment}"),
    };
    TextEdit::insert(below, text).into()
}

/// Takes one of the names out of a comment that has others.
pub fn remove_name(ignore: &Ignore, name: TextRange) -> Option<Edits> {
    let Names::Listed(all) = &ignore.names else {
        return None;
    };
    let at = all.binary_search_by_key(&name.start(), |it| it.start()).ok()?;
    let with_comma = match at.checked_sub(1) {
        Some(before) => TextRange::new(all[before].end(), name.end()),
        None => TextRange::new(name.start(), all.get(1)?.start()),
    };
    Some(TextEdit::delete(with_comma).into())
}

/// Takes a comment away, with its line. `None` if it is a directive, or if the line below would become one.
pub fn remove_comment(file: &Dockerfile, ignore: &Ignore) -> Option<Edits> {
    let comment = ignore.range;
    let is_directive_now = file.directives.iter().any(|it| it.range.start() == comment.start());
    let first = file.instructions.first().is_none_or(|it| comment.start() < it.lines.start());
    let below = &file.source[usize::from(file.whole_lines(comment).end())..];
    if is_directive_now || first && below.lines().next().is_some_and(is_directive) {
        return None;
    }
    let line = file.whole_lines(TextRange::new(line_start(file, comment.start()), comment.end()));
    // A last line without an end takes that of the line before it.
    let before = &file.source[..usize::from(line.start())];
    let start = match file.text(line).ends_with('\n') {
        true => before,
        false => before.strip_suffix('\n').map_or(before, |it| it.strip_suffix('\r').unwrap_or(it)),
    };
    Some(TextEdit::delete(TextRange::new(TextSize::of(start), line.end())).into())
}

/// Puts another name into a comment of ours.
fn extend(file: &Dockerfile, ignore: &Ignore, name: &str) -> Option<TextEdit> {
    let Names::Listed(names) = &ignore.names else {
        return None;
    };
    if ignore.dialect != Dialect::Dockwright {
        return None;
    }
    Some(match names.last() {
        Some(last) => TextEdit::insert(last.end(), format!(", {name}")),
        None => {
            let list = file.text(ignore.range).find("[]")?;
            TextEdit::insert(ignore.range.start() + size(list + 1), name)
        }
    })
}

/// Where an instruction begins, with the comments above it that must stay right above it: those of hadolint, and
/// descriptions, which BuildKit looks for on the last line.
fn top(file: &Dockerfile, it: &Instruction) -> TextSize {
    let mut top = it.lines.start();
    let before = file.comments.partition_point(|it| it.start() < top);
    for comment in file.comments[..before].iter().rev() {
        let between = file.text(TextRange::new(comment.end(), top));
        let stays = is_hadolint(file, *comment) || is_description(file, *comment, it);
        if !stays || between.matches('\n').count() != 1 {
            break;
        }
        top = comment.start();
    }
    top
}

fn is_hadolint(file: &Dockerfile, comment: TextRange) -> bool {
    comment::read(&file.source, comment).is_some_and(|it| it.dialect == Dialect::Hadolint)
}

/// `# name what it is for`, above the stage or the argument of this name.
fn is_description(file: &Dockerfile, comment: TextRange, it: &Instruction) -> bool {
    let text = file.text(comment).trim_start_matches('#').trim();
    let first = text.split(' ').next().unwrap_or_default();
    match &it.body {
        Body::From(from) => from.name.is_some_and(|it| file.text(it.range) == first),
        Body::Arg(pairs) => pairs.iter().any(|it| file.text(it.name) == first),
        _ => false,
    }
}

/// Where the first line begins that is neither a directive nor a `#!` at the beginning of the file.
fn head(file: &Dockerfile) -> TextSize {
    let source = &*file.source;
    let text = source.trim_start_matches('\u{feff}');
    let first = source.len() - text.len();
    let lines = text.split_inclusive('\n').enumerate();
    let head = lines.take_while(|(at, line)| *at == 0 && line.starts_with("#!") || is_directive(line));
    size(first + head.map(|it| it.1.len()).sum::<usize>())
}

/// Whether it would be a directive, if it stood at the head of the file. Behind `#!` BuildKit looks for `# syntax=` too.
fn is_directive(line: &str) -> bool {
    let name = line.trim_start().strip_prefix('#').and_then(|it| it.split_once('='));
    let name = name.map(|it| it.0.trim().to_ascii_lowercase()).unwrap_or_default();
    matches!(&*name, "syntax" | "escape" | "check")
}

fn line_start(file: &Dockerfile, at: TextSize) -> TextSize {
    let before = &file.source[..usize::from(at)];
    let bom = before.len() - before.trim_start_matches('\u{feff}').len();
    size(before.rfind('\n').map_or(bom, |it| it + 1))
}
