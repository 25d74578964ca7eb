//! # FROM that makes no image without build arguments
//!
//! `docker build .` fails: only those who know which `--build-arg` to give can build the image.
//!
//! ```dockerfile
//! ARG TAG
//! FROM busybox:${TAG}
//! #            ^^^^^^ by default this makes `busybox:`, which is no image
//! ```
//!
//! ```dockerfile
//! ARG SUFFIX="box:"
//! FROM busy$SUFFIX
//! #        ^^^^^^^ by default this makes `busybox:`, which is no image
//! ```
//!
//! ```dockerfile
//! ARG IMAGE
//! FROM $IMAGE
//! #    ^^^^^^ by default this makes nothing: `IMAGE` has no default
//! ```
//!
//! Give the ARG a default, if only that of most builds.
//!
//! ```dockerfile
//! ARG TAG=1.37
//! ARG VARIANT
//! FROM busybox:${TAG}${VARIANT}
//! ```
//!
//! What BuildKit itself defines has a value in each build.
//!
//! ```dockerfile
//! FROM busybox:$TARGETARCH
//! ```

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::{Base, Stage, reference},
    syntax::{Body, Value, WordTree},
};

/// Reports the variable that is to blame, and points to its ARG.
pub static RULE: Decl = Decl {
    codes: &[("InvalidDefaultArgInFrom", None)],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Stages(check),
};

fn check(cx: Cx<'_>, stage: &Stage, report: &mut Report) {
    let (file, globals) = (cx.analysis.file(), &cx.analysis.scopes().globals);
    let Body::From(from) = &file.instructions[stage.instructions.start].body else {
        return;
    };
    let (Some(image), Base::Unknown) = (from.image, &stage.base) else {
        return;
    };
    let written = file.word(image);
    let Ok(tree) = WordTree::new(&written, file.escape) else {
        return;
    };
    let before = image.range.start();
    let Some(name) = globals.expand(file, image, before).ok().flatten() else {
        return;
    };
    if reference::parse(&name).is_ok() {
        return;
    }
    let is_empty = |name: &str| match globals.value(name, before) {
        Value::Set(value) => value.is_empty(),
        value => value == Value::Unset,
    };
    let declared = |it: &&str| !globals.definitions(it).is_empty();
    let names = tree.variables().into_iter().map(|it| &written[it.name.clone()]);
    let names: Vec<&str> = names.filter(declared).collect();
    let Some(blamed) = names.iter().find(|it| is_empty(it)).or(names.last()) else {
        return;
    };
    let message = match name.is_empty() {
        true => format!("by default this makes nothing: `{blamed}` has no default"),
        false => format!("by default this makes `{name}`, which is no image"),
    };
    let found = report.add(file.variable_place(image.range, blamed).0, message);
    if let Some(definition) = globals.definitions(blamed).last() {
        found.related(definition.range, "its default");
    }
}
