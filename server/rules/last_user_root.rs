//! # An image that runs as root
//!
//! The image that ships starts its program as root: the last USER says so, or there is none and the base image does.
//!
//! ```dockerfile
//! FROM debian:12
//! #    ^^^^^^^^^ the image runs as root, because no USER says otherwise
//! COPY server /usr/local/bin/
//! CMD ["server"]
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! COPY server /usr/local/bin/
//! USER 10001:10001
//! CMD ["server"]
//! ```
//!
//! ## Why
//!
//! Whoever takes over the program has all that it has. As root that is every file of the image, so that he can rewrite
//! the program and install what he needs; and on most hosts root in a container is root outside, once he gets out.
//! Kubernetes refuses such an image where `runAsNonRoot` is set.
//!
//! Two aspects can be chosen alone: `explicit`, where a USER says root, and `missing`, where none says otherwise.
//!
//! ```dockerfile
//! FROM node:22
//! USER root
//! #    ^^^^ the image runs as root; end with a user that may do less
//! RUN npm install -g serve
//! CMD ["serve"]
//! ```
//!
//! It is about the image that ships. A stage from which files are only copied may run as it likes:
//!
//! ```dockerfile
//! FROM golang:1.24 AS build
//! USER root
//! RUN go build -o /server .
//!
//! FROM gcr.io/distroless/static-debian12:nonroot
//! COPY --from=build /server /
//! ENTRYPOINT ["/server"]
//! ```
//!
//! An image whose own entrypoint gives up root is right to start as root, and so is a program whose work needs it, such as
//! `sshd` or `cron`:
//!
//! ```dockerfile
//! FROM postgres:17
//! COPY schema.sql /docker-entrypoint-initdb.d/
//! ```
//!
//! ## Fix
//!
//! Unsafe: only you know which files the program has to write. It is the refactoring `add-user`, which takes a user that is
//! there already, or makes one. Where it would be wrong, there is none.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! #    ^^^^^^^^^^^ the image runs as root, because no USER says otherwise
//! COPY server /usr/local/bin/
//! CMD ["server"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM alpine:3.22
//! COPY server /usr/local/bin/
//! RUN addgroup -S -g 10001 app && adduser -S -D -H -u 10001 -G app app
//! USER 10001:10001
//! CMD ["server"]
//! ```
//!
//! ## Limits
//!
//! Nothing is said where the user is not known: of a base image that is not in our tables, or where USER has a variable that
//! only the build knows. What a script does that is started is known if it lies in the build context, or if `gosu` or
//! `su-exec` is installed for it.
//!
//! ```file entry.sh
//! chown -R app /data
//! exec setpriv --reuid=app server
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! COPY entry.sh /
//! ENTRYPOINT ["/entry.sh"]
//! ```
//!
//! ## See also
//!
//! hadolint's DL3002 is about every stage, but only where USER says root. The refactoring `add-user` adds a user that fits.

use crate::{
    assists::add_user,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    syntax::Body,
    text::TextRange,
};

/// Looks at the stage that ships.
pub static RULE: Decl = Decl {
    codes: &[("DL3002", Some("explicit"))],
    aspects: &["explicit", "missing"],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let Some((aspect, range, message)) = finding(cx) else { return };
    let found = report.add(range, message).aspect(aspect);
    if let Ok((title, edits)) = add_user::change(cx) {
        found.fix(Safety::Unsafe, title, edits);
    }
}

/// The aspect, the place and the message.
fn finding(cx: Cx<'_>) -> Option<(&'static str, TextRange, &'static str)> {
    let analysis = cx.analysis;
    let target = analysis.stages().target()?;
    let user = analysis.runs_as_root(target.id)?;
    let fine = analysis.meant_as_root(target.id, cx.world).is_some_and(|it| it.is_fine());
    if fine {
        return None;
    }
    match user.map(|at| &analysis.file().instructions[at].body) {
        Some(Body::User(Some(word))) => {
            let message = "the image runs as root; end with a user that may do less";
            Some(("explicit", word.range, message))
        }
        _ => {
            let message = "the image runs as root, because no USER says otherwise";
            Some(("missing", target.base_range, message))
        }
    }
}
