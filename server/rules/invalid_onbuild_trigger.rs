//! # What cannot stand behind ONBUILD
//!
//! ONBUILD keeps an instruction for the builds that begin with this image. A second ONBUILD, FROM and MAINTAINER cannot be
//! kept; BuildKit refuses them.
//!
//! ```dockerfile
//! FROM node:22
//! ONBUILD ONBUILD RUN npm install
//! #       ^^^^^^^ chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed: delete one of them
//! ONBUILD FROM debian:12
//! #       ^^^^ FROM isn't allowed as an ONBUILD trigger: use another instruction
//! ```
//!
//! ```dockerfile
//! FROM node:22
//! ONBUILD COPY package.json .
//! ONBUILD RUN npm install
//! ```

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    rules::syntax_error,
    syntax::Topic,
};

/// Shows what BuildKit says of it.
pub static RULE: Decl = Decl {
    codes: &[("DL3043", None)],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    for error in cx.analysis.errors().iter().filter(|it| it.topic == Topic::Trigger) {
        syntax_error::say(error, report);
    }
}
