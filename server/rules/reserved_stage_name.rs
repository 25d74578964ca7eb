//! # Stages named `scratch` or `context`
//!
//! Both words have a meaning of their own: `FROM scratch` begins with an empty image, and `context` is the folder that is
//! built. With a stage of that name nobody can say which of the two is meant.
//!
//! ```dockerfile
//! FROM alpine:3.22 AS scratch
//! #                   ^^^^^^^ `scratch` already means the empty image
//! FROM alpine:3.22 AS context
//! #                   ^^^^^^^ `context` already means the folder that is built
//! ```
//!
//! ```dockerfile
//! FROM alpine:3.22 AS base
//! FROM scratch
//! COPY --from=base /etc/ssl /etc/ssl
//! ```

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::Stage,
};

/// Reports the name.
pub static RULE: Decl = Decl {
    codes: &[("DL3063", None), ("ReservedStageName", None)],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Stages(check),
};

/// The words, and what they mean (BuildKit: `validateStageNames`).
const RESERVED: [(&str, &str); 2] = [("scratch", "the empty image"), ("context", "the folder that is built")];

fn check(_: Cx<'_>, stage: &Stage, report: &mut Report) {
    let Some(name) = &stage.name else {
        return;
    };
    if let Some((word, meaning)) = RESERVED.iter().find(|it| it.0 == name.text) {
        report.add(name.range, format!("`{word}` already means {meaning}"));
    }
}
