//! # glibc put onto Alpine
//!
//! Alpine's C library is musl. `gcompat`, `libc6-compat` and foreign packages of glibc pretend to be the other one.
//!
//! ```dockerfile
//! FROM python:3.12-alpine3.24
//! RUN apk add --no-cache gcompat && pip install --no-cache-dir pandas==2.3.3
//! #                      ^^^^^^^ `gcompat` only pretends to be glibc; take an image that has it
//! ```
//!
//! ```dockerfile
//! FROM python:3.12-slim-trixie
//! RUN pip install --no-cache-dir pandas==2.3.3
//! ```
//!
//! ## Why
//!
//! A program that was built for glibc may start with such a shim, and crash later: functions are missing or behave in another way, threads
//! have smaller stacks, and nobody who made the program has tried it. An image with glibc, such as the slim ones of Debian, costs
//! a few megabytes and is what the program was built for.
//!
//! ```dockerfile
//! FROM alpine:3.24
//! RUN wget -q https://github.com/sgerrand/alpine-pkg-glibc/releases/download/2.35-r1/glibc-2.35-r1.apk && apk add glibc-2.35-r1.apk
//! #                                                                                                               ^^^^^^^^^^^^^^^^^ `glibc-2.35-r1.apk` only pretends to be glibc; take an image that has it
//! CMD ["java", "-jar", "app.jar"]
//! ```
//!
//! ## Limits
//!
//! Only where Python, Node.js or Java runs in the image, which load such libraries; a single program that works with the shim is
//! left alone. There is no fix: another distribution has other packages.
//!
//! ```dockerfile
//! FROM alpine:3.24
//! RUN apk add --no-cache gcompat
//! COPY tool /usr/local/bin/tool
//! ENTRYPOINT ["tool"]
//! ```
//!
//! Source: Moshe Zadka, "Contain Yourself"; <https://wiki.alpinelinux.org/wiki/Running_glibc_programs>.
//!
//! Practices: alpine-glibc-shim.

use crate::{
    knowledge::images::{Libc, Python},
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::{StageId, installs::Action},
};

/// Looks at what apk installs.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let installs = cx.analysis.installs().iter();
    for install in installs.filter(|it| it.manager.commands[0] == "apk" && it.action == Action::Install) {
        let Some(package) = install.packages.iter().find(|it| is_shim(&it.text)) else { continue };
        let stage = cx.analysis.stages().of_instruction(install.instruction);
        if stage.is_some_and(|it| is_meant(cx, it.id)) {
            let message = format!("`{}` only pretends to be glibc; take an image that has it", package.text);
            let found = report.add(package.range, message);
            found
                .related(cx.analysis.root_place(stage.map_or(StageId(0), |it| it.id)), "this image has musl");
        }
    }
}

fn is_shim(package: &str) -> bool {
    let file = package.rsplit('/').next().unwrap_or_default();
    let name = file.split(['=', '<', '>', '~']).next().unwrap_or_default();
    matches!(name, "gcompat" | "libc6-compat") || name.starts_with("glibc-") && name.ends_with(".apk")
}

/// Whether programs run in the stage that load libraries.
fn is_meant(cx: Cx<'_>, stage: StageId) -> bool {
    let analysis = cx.analysis;
    let image = analysis.base_image(stage);
    let is_musl = image.is_some_and(|it| it.libc == Some(Libc::Musl));
    let has_python = image.is_some_and(|it| matches!(it.python, Python::At { .. }));
    let of_stage = |index: usize| {
        analysis.stages().of_instruction(index).is_some_and(|it| analysis.stages().is_built_on(stage, it.id))
    };
    let installs = || analysis.installs().iter().filter(|it| of_stage(it.instruction));
    let uses_pip = || installs().any(|it| it.manager.commands[0] == "pip");
    let (entrypoint, cmd) = analysis.start(stage);
    let starts = || {
        let mut both = [entrypoint, cmd].into_iter().flatten();
        both.any(|it| {
            ["java", "node", "python"].iter().any(|name| analysis.file().text(it.arguments).contains(name))
        })
    };
    is_musl && (has_python || uses_pip() || starts())
}
