//! # A stage that copies from itself
//!
//! What a stage has is there already; and a stage that needs itself to be built cannot be. BuildKit refuses it.
//!
//! ```dockerfile
//! FROM debian:12 AS app
//! RUN mkdir /data
//! COPY --from=app /data /backup
//! #           ^^^ circular dependency detected on stage: app: a stage cannot copy from itself
//! ```
//!
//! Copy from a stage above, or use RUN.
//!
//! ```dockerfile
//! FROM debian:12 AS data
//! RUN mkdir /data
//!
//! FROM debian:12 AS app
//! COPY --from=data /data /backup
//! RUN cp -r /backup /restored
//! ```
//!
//! The number of the stage is it, too, and capitals make no difference.
//!
//! ```dockerfile
//! FROM debian:12 AS app
//! COPY --from=0 /data /backup
//! #           ^ circular dependency detected on stage: app: a stage cannot copy from itself
//! COPY --from=APP /data /backup
//! #           ^^^ circular dependency detected on stage: app: a stage cannot copy from itself
//! RUN --mount=from=app,target=/app ls /app
//! #                ^^^ circular dependency detected on stage: app: a stage cannot copy from itself
//! ```
//!
//! Source: <https://docs.docker.com/reference/dockerfile/#copy---from>
//!
//! Practices: copy-from-self.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    rules::syntax_error,
    syntax::Topic,
};

/// Shows what BuildKit says of it.
pub static RULE: Decl = Decl {
    codes: &[("DL3023", None)],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    for error in cx.analysis.errors().iter().filter(|it| it.topic == Topic::OwnStage) {
        syntax_error::say(error, report);
    }
}
