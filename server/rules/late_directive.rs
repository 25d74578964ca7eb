//! # Directives that come too late
//!
//! `# syntax=…`, `# escape=…` and `# check=…` tell the builder how to read the file. They count only at its very top, each once: a comment, an
//! instruction or an empty line before them, and they are comments like any other. Nobody says so, and the file is read otherwise than it was
//! written.
//!
//! ```dockerfile
//! # The image of our service.
//! # syntax=docker/dockerfile:1
//! #^^^^^^^^^^^^^^^^^^^^^^^^^^^ is only a comment: directives stand at the very top of the file
//! FROM debian:12
//! ```
//!
//! ```dockerfile unsafe fix
//! # syntax=docker/dockerfile:1
//! # The image of our service.
//! FROM debian:12
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! # escape=`
//! #^^^^^^^^^ is only a comment: directives stand at the very top of the file
//! RUN apt-get update
//! ```
//!
//! ```dockerfile
//! # syntax=docker/dockerfile:1
//! # check=skip=JSONArgsRecommended
//! # The image of our service.
//! FROM debian:12
//! ```
//!
//! What only looks like a directive is a comment.
//!
//! ```dockerfile
//! FROM debian:12
//! # For heredocs the first line has to be "# syntax=docker/dockerfile:1"
//! # syntax = what the parser reads
//! # check=done
//! RUN apt-get update
//! ```
//!
//! ## Fix
//!
//! It moves to the top, if nothing of its kind is there. Unsafe: the file is read as the directive says from then on. `escape` has no fix.
//!
//! Source: <https://docs.docker.com/reference/dockerfile/#parser-directives>
//!
//! Practices: directive-not-first.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Tag},
    syntax::{DirectiveKind, Dockerfile},
    text::{Edits, TextEdit, TextRange, TextSize},
};

/// Reports the comment.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let file = cx.analysis.file();
    let mut moved = Vec::new();
    for comment in &file.comments {
        let Some(kind) = directive(file.text(*comment)) else { continue };
        let is_there = file.directive(kind).is_some() || moved.contains(&kind);
        let message = match is_there {
            true => "is only a comment: there is a directive of this kind already",
            false => "is only a comment: directives stand at the very top of the file",
        };
        let found = report.add(*comment, message);
        found.tag(Tag::Unnecessary);
        if let Some(first) = file.directives.iter().find(|it| it.kind == kind) {
            found.related(first.range, "this one counts");
        }
        if kind != DirectiveKind::Escape && !is_there && file.directive(DirectiveKind::Escape).is_none() {
            moved.push(kind);
            if let Some(edits) = to_the_top(file, *comment) {
                found.fix(Safety::Unsafe, "Move it to the top", edits);
            }
        }
    }
}

/// Which directive a comment would be, if it stood at the top.
fn directive(comment: &str) -> Option<DirectiveKind> {
    let text = comment.strip_prefix('#')?.trim();
    let (name, value) = text.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    match name.to_ascii_lowercase().as_str() {
        "syntax" if value.contains('/') && !value.contains(char::is_whitespace) => {
            Some(DirectiveKind::Syntax)
        }
        "escape" if matches!(value, "`" | "\\") => Some(DirectiveKind::Escape),
        "check"
            if value.starts_with("skip=")
                || value.starts_with("error=")
                || value.starts_with("experimental=") =>
        {
            Some(DirectiveKind::Check)
        }
        _ => None,
    }
}

/// Cuts the line of a comment, and puts it before all others.
fn to_the_top(file: &Dockerfile, comment: TextRange) -> Option<Edits> {
    let bom = if file.source.starts_with('\u{feff}') { 3 } else { 0 };
    let line = file.whole_lines(comment);
    let start = file.source[..usize::from(comment.start())].rfind('\n').map_or(0, |it| it + 1);
    let is_alone = file.source[start..usize::from(comment.start())].trim().is_empty();
    let top = match file.directives.last() {
        Some(last) => file.whole_lines(last.range).end(),
        None => TextSize::new(bom),
    };
    let text = format!("{}{}", file.text(comment), file.line_end(top));
    let cut = TextRange::new(TextSize::new(start as u32), line.end());
    (is_alone && cut.start() >= top)
        .then(|| Edits::new([TextEdit::insert(top, text), TextEdit::delete(cut)]).ok())
        .flatten()
}
