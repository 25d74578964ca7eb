//! # Variables that have no value
//!
//! A variable that no ARG and no ENV before it defines is replaced by nothing. The build goes on, with a path or a name that
//! nobody meant.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! ARG SOURCE=src
//! COPY $SORCE /app
//! #    ^^^^^^ `SORCE` is not defined here; did you mean `SOURCE`?
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM alpine:3.22
//! ARG SOURCE=src
//! COPY $SOURCE /app
//! ```
//!
//! An ARG before the first FROM is for FROM only, until the stage declares it again. What an instruction defines is there from the next
//! one on.
//!
//! ```dockerfile
//! ARG VERSION=1.2
//! FROM alpine:3.22
//! LABEL version=$VERSION
//! #             ^^^^^^^^ `VERSION` is not defined here; the stage lacks `ARG VERSION`
//! ENV HERE=/app BIN=$HERE/bin
//! #                 ^^^^^ `HERE` is not defined here
//! # The program.
//! COPY app-$VERSION ${TARGETARCH}
//! #        ^^^^^^^^ `VERSION` is not defined here; the stage lacks `ARG VERSION`
//! #                 ^^^^^^^^^^^^^ `TARGETARCH` is not defined here; the stage lacks `ARG TARGETARCH`
//! ```
//!
//! ```dockerfile unsafe fix
//! ARG VERSION=1.2
//! FROM alpine:3.22
//! ARG VERSION
//! LABEL version=$VERSION
//! ENV HERE=/app BIN=$HERE/bin
//! ARG TARGETARCH
//! # The program.
//! COPY app-$VERSION ${TARGETARCH}
//! ```
//!
//! RUN, CMD and ENTRYPOINT are for the shell, which has variables of its own.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! RUN echo $HOME
//! CMD exec app --port $PORT
//! ```
//!
//! Base images define variables, too. Those of Docker's official images are known. Of others nobody can tell without the image itself, so that
//! is said only to those who ask for this rule, or if the name is that of another variable but for a slip. The same goes for a variable with
//! a default.
//!
//! ```settings
//! ignore = []
//! ```
//!
//! ```dockerfile
//! FROM golang:1.24
//! ENV BIN=$GOPATH/bin
//! FROM registry.example.com/base
//! ENV CLASSPATH=$APP_HOME/lib PATH=$PAHT:/app
//! #                                ^^^^^ `PAHT` is not defined here; did you mean `PATH`?
//! FROM alpine:3.22
//! USER ${NAME:-app}
//! ENV LD_LIBRARY_PATH=/app/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
//! ```
//!
//! What it does to a path like `LD_LIBRARY_PATH` is what `empty-path-element` says.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! ENV LD_LIBRARY_PATH=$LD_LIBRARY_PATH:/app/lib:$APP_LIBS PYTHONPATH="/app:$PYTHONPATH"
//! ENV LD_LIBRARY_PATH=$PREFIX/lib NOTES=$NOTES:x
//! #                   ^^^^^^^ `PREFIX` is not defined here
//! #                                     ^^^^^^ `NOTES` is not defined here
//! ```
//!
//! ## Fix
//!
//! Unsafe: with the ARG the variable has a value, for the first time perhaps, and the variable with the most similar name may not be the
//! one that is meant.
//!
//! Source: <https://docs.docker.com/reference/build-checks/undefined-var/>
//!
//! Practices: undefined-variable.

use std::collections::{HashMap, hash_map::Entry};

use crate::{
    knowledge::images::{self, Family},
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{Base, StageId, Undefined, globals::PREDEFINED, repository},
    syntax::{Body, suggest},
    text::{TextEdit, TextRange},
};

use super::empty_path_element;

/// Reports the use of the variable.
pub static RULE: Decl = Decl {
    codes: &[("UndefinedVar", None)],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let file = cx.analysis.file();
    let mut bases = HashMap::new();
    for it in cx.analysis.undefined() {
        // One ARG is enough for all that use it below.
        let (base, is_first) = match bases.entry((it.stage, &*it.name)) {
            Entry::Occupied(known) => (*known.get(), false),
            Entry::Vacant(free) => (*free.insert(of_base(cx, it.stage, &it.name)), true),
        };
        let nearest = nearest(cx, it).filter(|_| base != OfBase::Yes);
        let global = cx.analysis.scopes().globals.definitions(&it.name).last();
        let lacks_arg = global.is_some() || PREDEFINED.contains(&&*it.name);
        let advice = match &nearest {
            _ if lacks_arg => format!("; the stage lacks `ARG {}`", it.name),
            Some(nearest) => format!("; did you mean `{nearest}`?"),
            None => String::new(),
        };
        let found = report.add(it.range, format!("`{}` is not defined here{advice}", it.name));
        if let Some(global) = global {
            found.related(global.range, "this one is for FROM only");
        } else if let Some((other, message)) = elsewhere(cx, it, nearest.as_deref()) {
            found.related(other, message);
        }
        let is_expected = base == OfBase::Yes || base == OfBase::Maybe && nearest.is_none() || it.guarded;
        let is_said = || base == OfBase::No && empty_path_element::is_edge(file, it.instruction, it.range);
        if (is_expected || nearest.is_none() && is_said()) && !lacks_arg {
            found.quiet();
        }
        if lacks_arg {
            if let Some(edit) = declaration(cx, it).filter(|_| is_first) {
                found.fix(Safety::Unsafe, format!("Add `ARG {}`", it.name), edit);
            }
        } else if let Some(nearest) = nearest.filter(|_| file.text(it.name_range) == it.name) {
            let edit = TextEdit::replace(it.name_range, nearest.clone());
            found.fix(Safety::Unsafe, format!("Write `{nearest}`"), edit);
        }
    }
}

/// Where the variable that was meant gets a value, if it does so anywhere.
fn elsewhere(cx: Cx<'_>, it: &Undefined, nearest: Option<&str>) -> Option<(TextRange, &'static str)> {
    let scopes = cx.analysis.scopes();
    if let Some(other) = scopes.first(&it.name) {
        let is_below = cx.analysis.stage_at(other.range.start()) == Some(it.stage);
        let message =
            if is_below { "it gets its value only here" } else { "this one counts in its stage only" };
        return Some((other.range, message));
    }
    let near = scopes.visible(cx.analysis.stages(), nearest?, it.stage, it.instruction).next()?;
    Some((near.range, "perhaps this one"))
}

/// Writes the ARG that the stage lacks, above the instruction and the comments on it.
fn declaration(cx: Cx<'_>, it: &Undefined) -> Option<TextEdit> {
    let file = cx.analysis.file();
    let this = file.instructions.get(it.instruction).filter(|this| this.lines.contains_range(it.range))?;
    let is_trigger = matches!(this.body, Body::Onbuild(_) | Body::From(_));
    let above = file.instructions.get(it.instruction.checked_sub(1)?).filter(|_| !is_trigger)?;
    let line_end = match file.source[usize::from(above.lines.end())..].starts_with('\n') {
        true => "\n",
        false => "\r\n",
    };
    Some(TextEdit::insert(above.lines.end(), format!("{line_end}ARG {}", it.name)))
}

/// Whether the base image may define the variable.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OfBase {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// Nobody can tell without the image.
    Maybe,
}

fn of_base(cx: Cx<'_>, stage: StageId, name: &str) -> OfBase {
    let is_name = name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_');
    match (cx.analysis.stages().root(stage), cx.analysis.base_image(stage)) {
        _ if !is_name => OfBase::No,
        (Base::Scratch, _) => OfBase::No,
        (_, Some(image)) if image.env.contains(&name) => OfBase::Yes,
        (_, Some(image)) if image.family == Some(Family::Windows) => OfBase::Maybe,
        (Base::Image(base), Some(_)) if images::is_official(&repository(base)) => OfBase::No,
        _ => OfBase::Maybe,
    }
}

/// Among more names than these nobody looks for slips, which takes time for each name.
const MOST_NAMES: usize = 200;

/// The variable that is there, and is written almost like this one.
fn nearest(cx: Cx<'_>, it: &Undefined) -> Option<String> {
    let (scopes, stages) = (cx.analysis.scopes(), cx.analysis.stages());
    let is_there = |name: &&str| scopes.visible(stages, name, it.stage, it.instruction).next().is_some();
    let few = scopes.names().take(MOST_NAMES + 1).count() <= MOST_NAMES;
    let names = few.then(|| scopes.names()).into_iter().flatten();
    let names = names.filter(|name| is_slip(&it.name, name)).filter(is_there);
    suggest::nearest(&it.name, names.chain(["PATH"]))
        .filter(|name| is_slip(&it.name, name))
        .map(str::to_owned)
}

/// `PORT1` is no slip for `PORT2`, and `GOPATH` none for `PATH`.
fn is_slip(written: &str, meant: &str) -> bool {
    let letters = |it: &str| it.chars().filter(|it| !it.is_ascii_digit()).collect::<String>();
    written.len() > 3 && written.len().abs_diff(meant.len()) < 2 && letters(written) != letters(meant)
}
