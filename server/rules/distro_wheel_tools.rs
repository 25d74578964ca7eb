//! # auditwheel and patchelf from the distribution
//!
//! auditwheel knows which libraries a system has and under which name a wheel may be published. That changes, and only its releases on PyPI follow. It
//! needs a patchelf of 0.14.5 or later; older ones break some libraries, and Debian 12 and Ubuntu 22.04 have 0.14.3.
//!
//! ```dockerfile
//! FROM python:3.12-bookworm
//! RUN apt-get update && apt-get install -y patchelf
//! #                                        ^^^^^^^^ is patchelf 0.14.3, but auditwheel needs 0.14.5
//! RUN pip install auditwheel && pip wheel -w /tmp/wheels . && auditwheel repair -w /wheels /tmp/wheels/*.whl
//! ```
//!
//! ```dockerfile
//! FROM debian:13
//! RUN apt-get update && apt-get install -y auditwheel
//! #                                        ^^^^^^^^^^ is older than the one on PyPI, which knows the names that wheels may have today
//! ```
//!
//! Both are on PyPI.
//!
//! ```dockerfile
//! FROM python:3.12-bookworm
//! RUN pip install auditwheel patchelf
//! RUN pip wheel -w /tmp/wheels . && auditwheel repair -w /wheels /tmp/wheels/*.whl
//! ```
//!
//! Nothing is reported where patchelf is for something else, or new enough.
//!
//! ```dockerfile
//! FROM python:3.12-bookworm AS other
//! RUN apt-get update && apt-get install -y patchelf
//! FROM python:3.12-trixie
//! RUN apt-get update && apt-get install -y patchelf
//! RUN pip install auditwheel && auditwheel --version
//! ```
//!
//! Source: Moshe Zadka, "Contain Yourself"; <https://github.com/pypa/auditwheel>.
//! Practices: patchelf-from-distro, auditwheel-from-pip.

use crate::{
    knowledge::{packages::Kind, releases},
    lint::{Check, Cx, Decl, Group, Report, Severity},
};

/// Reports the package.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &["auditwheel", "patchelf"],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

/// What auditwheel needs.
const NEEDED: (u16, u16, u16) = (0, 14, 5);

fn check(cx: Cx<'_>, report: &mut Report) {
    let analysis = cx.analysis;
    if !analysis.source().contains("auditwheel") {
        return;
    }
    let uses = |index: usize| {
        let stage = analysis.stages().of_instruction(index);
        stage.is_some_and(|it| {
            let all = &analysis.file().instructions[it.instructions.clone()];
            all.iter().any(|it| analysis.file().text(it.range).contains("auditwheel"))
        })
    };
    for install in analysis.installs().iter().filter(|it| it.manager.kind == Kind::System) {
        let stage = analysis.stages().of_instruction(install.instruction);
        let suite = stage.and_then(|it| analysis.base_image(it.id)).and_then(|it| it.suite);
        for package in &install.packages {
            match &*package.text {
                "auditwheel" | "python3-auditwheel" => {
                    let message =
                        "is older than the one on PyPI, which knows the names that wheels may have today";
                    report.add(package.range, message).aspect("auditwheel").severity(Severity::Hint);
                }
                "patchelf" if uses(install.instruction) => {
                    let Some((a, b, c)) =
                        suite.and_then(|it| releases::patchelf(it.name)).filter(|it| *it < NEEDED)
                    else {
                        continue;
                    };
                    let message = format!("is patchelf {a}.{b}.{c}, but auditwheel needs 0.14.5");
                    report.add(package.range, message).aspect("patchelf");
                }
                _ => {}
            }
        }
    }
}
