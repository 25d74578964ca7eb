//! # A RUN outside of the sandbox
//!
//! A flag gives a RUN the rights of the machine that builds, or its network.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN --security=insecure mount -t tmpfs none /mnt
//! #   ^^^^^^^^^^^^^^^^^^^ this RUN may do what the machine that builds may
//! RUN --network=host curl -fsS http://localhost:3141/
//! #   ^^^^^^^^^^^^^^ this RUN sees the network of the machine that builds
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN mount -t tmpfs none /mnt
//! RUN curl -fsS http://localhost:3141/
//! ```
//!
//! ## Why
//!
//! A build runs what others wrote: packages, their install scripts, tools. The sandbox keeps that from the machine. Without it each of them
//! is root on the builder, with the secrets of all who build there; or talks to services that trust whoever comes from that machine. Most
//! builders refuse such a RUN unless they are told to allow it, so the file does not build everywhere.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN --network=none make test
//! RUN --security=sandbox make
//! ```
//!
//! ## Fix
//!
//! Takes the flag away. Unsafe: the RUN may need it.
//!
//! Source: Docker's Dockerfile reference, `RUN --security` and `RUN --network`
//!
//! Practices: insecure-build-entitlements.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site},
    syntax::Keyword,
    text::{TextEdit, TextRange},
};

/// Reports the flag.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::Instructions(&[Keyword::Run], check),
};

fn check(_: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let flags = &site.instruction.flags;
    for (at, flag) in flags.iter().enumerate() {
        let message = match (flag.name(), flag.value()) {
            ("security", Some("insecure")) => "this RUN may do what the machine that builds may",
            ("network", Some("host")) => "this RUN sees the network of the machine that builds",
            _ => continue,
        };
        let next = flags.get(at + 1).map_or(site.instruction.arguments.start(), |it| it.range.start());
        let edit = TextEdit::delete(TextRange::new(flag.range.start(), next));
        report.add(flag.range, message).fix(Safety::Unsafe, "Take the flag away", edit);
    }
}
