//! # An ENV that uses what it sets itself
//!
//! All variables of one ENV are set at once: none sees the new value of another. What looks as if it were built from the
//! variable before it is built from an older value, or from nothing.
//!
//! ```dockerfile
//! FROM golang:1.24
//! ENV TOOLS=/opt/tools TOOLS_BIN=$TOOLS/bin
//! #                              ^^^^^^ `$TOOLS` is not set yet: this ENV sets it
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM golang:1.24
//! ENV TOOLS=/opt/tools
//! ENV TOOLS_BIN=$TOOLS/bin
//! ```
//!
//! A variable may be built from its own older value. Where an earlier instruction has set it, or the base image has, you may
//! want that older value, so nothing is reported.
//!
//! ```dockerfile
//! FROM golang:1.24
//! ENV TOOLS=/opt/tools
//! ENV PATH=$TOOLS/bin:$PATH
//! ENV TOOLS=/srv/tools OLD_TOOLS=$TOOLS OLD_PATH=$PATH PATH=/srv/bin:$PATH
//! ENV PRICE='$COST' COST=3 TEXT="\$COST"
//! ```
//!
//! But twice in one ENV, only the last one counts.
//!
//! ```dockerfile
//! FROM golang:1.24
//! ENV PATH=/opt/a:$PATH PATH=/opt/b:$PATH
//! #                                 ^^^^^ `$PATH` is not set yet: this ENV sets it
//! ```
//!
//! ## Fix
//!
//! Unsafe, because the image changes: the ENV is split before the variable that uses another, if that other stands before it.
//!
//! ```dockerfile
//! FROM debian:12
//! ENV NAME=app \
//!     # Where it lives.
//!     HOME=/srv/$NAME \
//! #             ^^^^^ `$NAME` is not set yet: this ENV sets it
//!     DATA=${HOME}/data
//! #        ^^^^^^^ `${HOME}` is not set yet: this ENV sets it
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! ENV NAME=app
//!     # Where it lives.
//! ENV HOME=/srv/$NAME
//! ENV DATA=${HOME}/data
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! ENV DATA=$PLACE/data PLACE=/srv
//! #        ^^^^^^ `$PLACE` is not set yet: this ENV sets it
//! ```

use std::collections::HashMap;

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site},
    syntax::{Body, Dockerfile, Keyword, Pair, WordTree},
    text::{Edits, TextEdit, TextRange, TextSize},
};

/// Reports the use.
pub static RULE: Decl = Decl {
    codes: &[("DL3044", None)],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Instructions(&[Keyword::Env], check),
};

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let Body::Env(pairs) = &site.instruction.body else {
        return;
    };
    if pairs.len() < 2 {
        return;
    }
    let file = cx.analysis.file();
    if !file.text(site.instruction.range).contains('$') {
        return;
    }
    let mut first: HashMap<String, usize> = HashMap::new();
    for (at, pair) in pairs.iter().enumerate() {
        first.entry(file.joined_text(pair.name).into_owned()).or_insert(at);
    }
    for (at, pair) in pairs.iter().enumerate() {
        for (name, place) in uses(file, pair) {
            let own = name == file.joined_text(pair.name);
            let Some(setter) = first.get(&name).filter(|it| **it != at) else {
                continue;
            };
            if !own && is_set_before(cx, &name, site.index) {
                continue;
            }
            let message = format!("`{}` is not set yet: this ENV sets it", file.joined_text(place));
            let found = report.add(place, message);
            found.related(pairs[*setter].name, "set here");
            if *setter < at
                && let Some(edits) = split(file, &pairs[at - 1], pair)
            {
                found.fix(Safety::Unsafe, "Put it into an ENV of its own", edits);
            }
        }
    }
}

/// The variables in a value, each with its place.
fn uses(file: &Dockerfile, pair: &Pair) -> Vec<(String, TextRange)> {
    let Some(range) = pair.value.filter(|it| file.text(*it).contains('$')) else {
        return Vec::new();
    };
    let joined = file.joined(range);
    let Ok(tree) = WordTree::new(joined.text(), file.escape) else {
        return Vec::new();
    };
    let variables = tree.variables();
    let text = joined.text();
    variables.iter().map(|it| (text[it.name.clone()].to_owned(), joined.range(it.place.clone()))).collect()
}

/// Whether the file or the base image sets a variable before the instruction with this index.
fn is_set_before(cx: Cx<'_>, name: &str, index: usize) -> bool {
    let stages = cx.analysis.stages();
    name == "PATH"
        || stages.of_instruction(index).is_some_and(|stage| {
            let image = cx.analysis.base_image(stage.id);
            cx.analysis.scopes().visible(stages, name, stage.id, index).next().is_some()
                || image.is_some_and(|it| it.env.contains(&name))
        })
}

/// Begins another ENV between two variables. Comments between them stay where they are.
fn split(file: &Dockerfile, before: &Pair, pair: &Pair) -> Option<Edits> {
    let gap = TextRange::new(before.range().end(), pair.name.start());
    let lines: Vec<&str> = file.text(gap).split('\n').collect();
    let [first, comments @ .., last] = lines.as_slice() else {
        return Some(TextEdit::replace(gap, format!("{}ENV ", file.line_end(gap.start()))).into());
    };
    let first = TextRange::at(gap.start(), TextSize::of(first.trim_end_matches('\r')));
    let last = TextRange::new(gap.end() - TextSize::of(*last), gap.end());
    let is_comment = |it: &&str| it.trim().is_empty() || it.trim_start().starts_with('#');
    comments.iter().all(is_comment).then_some(())?;
    Edits::new([TextEdit::delete(first), TextEdit::replace(last, "ENV ")]).ok()
}
