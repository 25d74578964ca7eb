//! # `--platform=$TARGETPLATFORM`
//!
//! A stage is built for the target platform anyway. Who reads the flag looks for a reason that is not there.
//!
//! ```dockerfile
//! FROM --platform=$TARGETPLATFORM alpine:3.22
//! #    ^^^^^^^^^^^^^^^^^^^^^^^^^^ the target platform is the default anyway
//! ```
//!
//! ```dockerfile safe fix
//! FROM alpine:3.22
//! ```
//!
//! What builds for another platform is often faster on the machine's own:
//!
//! ```dockerfile
//! FROM --platform=$BUILDPLATFORM golang:1.24 AS build
//! ARG TARGETARCH
//! RUN GOARCH=$TARGETARCH go build -o /app .
//! ```
//!
//! ## Fix
//!
//! Safe: the stage is built for the same platform. There is none where an ARG gives `TARGETPLATFORM` another value.
//!
//! ```dockerfile
//! ARG TARGETPLATFORM=linux/arm64
//! FROM --platform=${TARGETPLATFORM} alpine:3.22
//! #    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the target platform is the default anyway
//! ```

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site, Tag},
    syntax::{Body, Keyword, Modifier, Piece, WordTree},
    text::{TextEdit, TextRange},
};

/// Reports the flag.
pub static RULE: Decl = Decl {
    codes: &[
        ("DL3065", Some(PLAIN)),
        ("RedundantTargetPlatform", Some(PLAIN)),
        ("RedundantTargetPlatform", None),
    ],
    aspects: &[PLAIN],
    group: Group::Style,
    severity: Severity::Info,
    default: true,
    check: Check::Instructions(&[Keyword::From], check),
};

/// Without quotes and a default, which is all that hadolint looks for.
const PLAIN: &str = "plain";

const NAME: &str = "TARGETPLATFORM";

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let file = cx.analysis.file();
    let (Body::From(from), false) = (&site.instruction.body, site.trigger) else {
        return;
    };
    for flag in site.instruction.flags.iter().filter(|it| it.name() == "platform") {
        let value = flag.value().unwrap_or_default();
        if !WordTree::new(value, file.escape).is_ok_and(|it| is_target(&it, &it.pieces)) {
            continue;
        }
        let found = report.add(flag.range, "the target platform is the default anyway");
        found.tag(Tag::Unnecessary);
        let written = flag.value.map_or("", |it| file.text(it));
        if written == "$TARGETPLATFORM" || written == "${TARGETPLATFORM}" {
            found.aspect(PLAIN);
        }
        let is_other = !cx.analysis.scopes().globals.definitions(NAME).is_empty();
        if let Some(image) = from.image.filter(|_| !is_other && site.instruction.flags.len() == 1) {
            let edit = TextEdit::delete(TextRange::new(flag.range.start(), image.range.start()));
            found.fix(Safety::Safe, "Delete the flag", edit);
        }
    }
}

/// Whether nothing but the value of this variable is in it, which always has one.
fn is_target(tree: &WordTree<'_>, pieces: &[Piece]) -> bool {
    match pieces {
        [Piece::Quoted { pieces, .. }] => is_target(tree, pieces),
        [Piece::Variable(it)] => {
            let plain = match &it.modifier {
                None => true,
                Some(Modifier::Test { kind, .. }) => *kind != '+',
                Some(_) => false,
            };
            plain && &tree.text()[it.name.clone()] == NAME && tree.variables().len() == 1
        }
        _ => false,
    }
}
