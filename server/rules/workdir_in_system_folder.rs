//! # A WORKDIR that belongs to the kernel
//!
//! ```dockerfile
//! FROM debian:12
//! WORKDIR /proc/self
//! #       ^^^^^^^^^^ belongs to the kernel, not to your program
//! ```
//!
//! ## Why
//!
//! `/proc`, `/sys` and `/dev` are no folders of the image: they are made anew for each container, so that what a build puts there is gone,
//! or cannot be written at all. And a container whose folder is a handle of the kernel has been the way to break out of it more than once
//! (CVE-2024-21626).
//!
//! ```dockerfile
//! FROM debian:12
//! WORKDIR /srv/app
//! ```
//!
//! ## Fix
//!
//! There is none: where the program belongs, only you know.
//!
//! Source: <https://avd.aquasec.com/misconfig/docker/general/avd-ds-0030/>
//!
//! Practices: workdir-system-dir.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity, Site},
    model::Fact,
    syntax::{Body, Keyword},
};

/// Reports the path.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::Instructions(&[Keyword::Workdir], check),
};

const OF_KERNEL: [&str; 4] = ["/boot", "/dev", "/proc", "/sys"];

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let Body::Workdir(Some(word)) = &site.instruction.body else { return };
    let Some(path) = cx.analysis.value(*word, site.index) else { return };
    let path = match (path.starts_with('/'), cx.analysis.workdir(site.index)) {
        (true, _) => path,
        (false, Fact::Known { value, .. }) => format!("{value}/{path}"),
        _ => return,
    };
    let inside = |it: &str| path.strip_prefix(it).is_some_and(|it| it.is_empty() || it.starts_with('/'));
    if OF_KERNEL.into_iter().any(inside) && !path.starts_with("/dev/shm") {
        report.add(word.range, "belongs to the kernel, not to your program");
    }
}
