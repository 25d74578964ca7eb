//! # A search path with an empty element
//!
//! A path that is put together from a variable which is not set begins or ends with a colon.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! ENV PYTHONPATH=$PYTHONPATH:/app
//! #                         ^ `PYTHONPATH` is not set, so the path begins with a colon: the current folder is searched, too
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.13-slim
//! ENV PYTHONPATH=${PYTHONPATH:+$PYTHONPATH:}/app
//! ```
//!
//! ## Why
//!
//! An empty element means the folder in which the program is started. So a file that lies there by chance, or that somebody could upload,
//! is loaded in the place of a library: `import json` takes `./json.py`. And the same program works in one folder and not in another.
//!
//! ```dockerfile
//! FROM python:3.13-slim
//! ENV PYTHONPATH=/app
//! ENV PYTHONPATH=$PYTHONPATH:/app/lib PATH=$PATH:/app/bin
//! ENV LD_LIBRARY_PATH=/usr/local/lib:
//! #                                 ^ an empty element: the current folder is searched, too
//! ```
//!
//! ```dockerfile safe fix
//! FROM python:3.13-slim
//! ENV PYTHONPATH=/app
//! ENV PYTHONPATH=$PYTHONPATH:/app/lib PATH=$PATH:/app/bin
//! ENV LD_LIBRARY_PATH=/usr/local/lib
//! ```
//!
//! Nothing is reported where the base image is not known, which may set the variable.
//!
//! ```dockerfile
//! FROM example.com/base:1
//! ENV LD_LIBRARY_PATH=/opt/lib:$LD_LIBRARY_PATH
//! ```
//!
//! ## Fix
//!
//! Writes the colon only where there is something beside it. Safe: what is left out is the current folder.
//!
//! Source: the manual of Python, `PYTHONPATH`; ld.so(8)
//!
//! Practices: path-like-env-empty-element.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site},
    model::{Base, StageId},
    syntax::{Body, Dockerfile, Keyword, Pair, Value, WordTree},
    text::{TextEdit, TextRange, TextSize},
};

/// Reports the colon.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::Instructions(&[Keyword::Env], check),
};

/// Variables in which an empty element means the current folder. In `MANPATH` it means the default.
#[rustfmt::skip]
const PATHS: [&str; 8] = [
    "CLASSPATH", "GEM_PATH", "LD_LIBRARY_PATH", "LIBRARY_PATH", "NODE_PATH", "PATH", "PERL5LIB", "PYTHONPATH",
];

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let Body::Env(pairs) = &site.instruction.body else { return };
    let file = cx.analysis.file();
    let Some(stage) = cx.analysis.stages().of_instruction(site.index).filter(|_| !site.trigger) else {
        return;
    };
    for pair in pairs.iter().filter(|it| PATHS.contains(&file.text(it.name))) {
        in_path(cx, stage.id, site.index, pair, report);
    }
}

/// Whether a variable in an ENV is an element of a path, which is empty if the variable is: what is reported here.
pub(super) fn is_edge(file: &Dockerfile, instruction: usize, variable: TextRange) -> bool {
    // What ONBUILD keeps for later belongs to an instruction that may not be in the file.
    let Some(Body::Env(pairs)) = file.instructions.get(instruction).map(|it| &it.body) else { return false };
    let pair = pairs.partition_point(|it| it.name.start() <= variable.start()).checked_sub(1);
    let is_path = pair.and_then(|at| pairs.get(at)).is_some_and(|it| PATHS.contains(&file.text(it.name)));
    let before = file.source[..usize::from(variable.start())].chars().next_back();
    let behind = file.source[usize::from(variable.end())..].chars().next();
    let is_end =
        |it: Option<char>| it.is_none_or(|it| matches!(it, ':' | '"' | '\'' | '=') || it.is_whitespace());
    is_path && (before == Some(':') && is_end(behind) || behind == Some(':') && is_end(before))
}

fn in_path(cx: Cx<'_>, stage: StageId, index: usize, pair: &Pair, report: &mut Report) {
    let Some(range) = pair.value else { return };
    let joined = cx.analysis.file().joined(range);
    let text = joined.text();
    let Ok(tree) = WordTree::new(text, cx.analysis.file().escape) else { return };
    let is_edge = |it: &str| it.is_empty() || matches!(it, "\"" | "'");
    for variable in tree.variables().into_iter().filter(|it| it.modifier.is_none()) {
        let name = &text[variable.name.clone()];
        let (before, behind) = (&text[..variable.place.start], &text[variable.place.end..]);
        let begins = behind.starts_with(':') && (is_edge(before) || before.ends_with(':'));
        let ends = before.ends_with(':') && (is_edge(behind) || behind.starts_with(':'));
        if !(begins || ends) || !is_unset(cx, stage, index, name) {
            continue;
        }
        let side = if begins { "begins" } else { "ends" };
        let message = format!(
            "`{name}` is not set, so the path {side} with a colon: the current folder is searched, too"
        );
        let colon = if begins { variable.place.end } else { variable.place.start - 1 };
        let edit = edit(joined.range(variable.place.clone()), name, begins);
        let title = "Leave the colon out where nothing is beside it";
        report.add(joined.range(colon..colon + 1), message).fix(Safety::Safe, title, edit);
    }
    let bare = text.trim_matches(['"', '\'']);
    let start = text.find(bare).unwrap_or_default();
    let at = match () {
        _ if bare.len() < 2 => return,
        _ if bare.ends_with(':') => bare.len() - 1,
        _ if bare.starts_with(':') => 0,
        _ => match bare.find("::") {
            Some(at) => at,
            None => return,
        },
    };
    let place = joined.range(start + at..start + at + 1);
    report.add(place, "an empty element: the current folder is searched, too").fix(
        Safety::Safe,
        "Delete the colon",
        TextEdit::delete(place),
    );
}

/// `${NAME:+$NAME:}` for `$NAME:`, or `${NAME:+:$NAME}` for `:$NAME`.
fn edit(place: TextRange, name: &str, begins: bool) -> TextEdit {
    let colon = TextSize::of(":");
    match begins {
        true => TextEdit::replace(
            TextRange::new(place.start(), place.end() + colon),
            format!("${{{name}:+${name}:}}"),
        ),
        false => TextEdit::replace(
            TextRange::new(place.start() - colon, place.end()),
            format!("${{{name}:+:${name}}}"),
        ),
    }
}

/// Whether neither the file nor the base image sets the variable, for sure.
fn is_unset(cx: Cx<'_>, stage: StageId, index: usize, name: &str) -> bool {
    if name == "PATH" {
        return false;
    }
    let stages = cx.analysis.stages();
    let no_base = *stages.root(stage) == Base::Scratch
        || cx.analysis.base_image(stage).is_some_and(|it| !it.env.contains(&name))
            && !matches!(stages.root(stage), Base::Image(it) if it.image.contains("nvidia") || it.image.contains("cuda"));
    match cx.analysis.scopes().value(stages, name, stage, index) {
        Value::Set(value) => value.is_empty(),
        Value::Unset => no_base,
        Value::Unknown => {
            no_base && cx.analysis.scopes().visible(stages, name, stage, index).next().is_none()
        }
    }
}
