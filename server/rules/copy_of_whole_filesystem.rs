//! # The whole file system of another stage
//!
//! Whoever copies `/` to `/` ships all that the other stage had: its compilers, its caches, and what was written into its files by accident. That
//! is what stages are there to leave behind.
//!
//! ```dockerfile
//! FROM golang:1.24 AS build
//! RUN go install example.com/server@v1.2.3
//!
//! FROM debian:12
//! COPY --from=build / /
//! ```
//!
//! Copy what is needed to run.
//!
//! ```dockerfile
//! FROM golang:1.24 AS build
//! RUN go install example.com/server@v1.2.3
//!
//! FROM debian:12
//! COPY --from=build /go/bin/server /usr/local/bin/
//! ```
//!
//! To an empty image it is only information: some make one layer of many like this, and leave out nothing. A root that was made in a folder of its
//! own is fine, and so is a copy of the build context.
//!
//! ```dockerfile
//! FROM alpine:3.22 AS rootfs
//! RUN apk add --no-cache --initdb --root /rootfs busybox
//!
//! FROM scratch AS flat
//! COPY --from=rootfs / /
//!
//! FROM scratch
//! COPY --from=rootfs /rootfs /
//! COPY / /
//! ```

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity, Site},
    model::Base,
    syntax::{Body, Keyword, Word},
};

/// Reports each `COPY --from=… / /`.
pub static RULE: Decl = Decl {
    codes: &[("DL3067", None)],
    aspects: &[],
    group: Group::Size,
    severity: Severity::Warning,
    default: true,
    check: Check::Instructions(&[Keyword::Copy], check),
};

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let Body::Copy(transfer) = &site.instruction.body else { return };
    let is_root = |word: &Word| cx.analysis.file().word(*word).trim_matches(['"', '\'']) == "/";
    let Some(from) = site.instruction.flags.iter().find(|it| it.name() == "from") else { return };
    let Some(source) = transfer.sources.iter().find(|it| is_root(it)) else { return };
    if site.trigger || !transfer.destination.as_ref().is_some_and(is_root) {
        return;
    }
    let from = from.value().unwrap_or_default();
    let found = report
        .add(source.range, format!("copies all that is in `{from}`, what was only needed to build it too"));
    let stage = cx.analysis.stages().of_instruction(site.index);
    if stage.is_some_and(|it| it.base == Base::Scratch) {
        found.severity(Severity::Info);
    }
}
