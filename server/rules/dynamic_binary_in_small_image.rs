//! # A program that needs libraries in an image that has none
//!
//! A program is linked with the C library of the image that it was built in. `scratch` and `distroless/static` have no library, and Alpine has another
//! one. The program is there, and starting it ends with "no such file or directory": it is the loader that is missing.
//!
//! ```dockerfile
//! FROM golang:1.25 AS build
//! COPY . /src
//! WORKDIR /src
//! RUN go build -o /server .
//! #      ^^^^^ the program goes into `scratch`, which has no libraries, and may need glibc
//!
//! FROM scratch
//! COPY --from=build /server /server
//! ENTRYPOINT ["/server"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM golang:1.25 AS build
//! COPY . /src
//! WORKDIR /src
//! RUN CGO_ENABLED=0 go build -o /server .
//!
//! FROM scratch
//! COPY --from=build /server /server
//! ENTRYPOINT ["/server"]
//! ```
//!
//! ```dockerfile
//! FROM rust:1.90 AS build
//! COPY . /src
//! WORKDIR /src
//! RUN cargo build --release
//! #         ^^^^^ the program goes into an image with musl, which is another C library, and needs glibc
//!
//! FROM alpine:3.22
//! COPY --from=build /src/target/release/server /usr/local/bin/
//! CMD ["server"]
//! ```
//!
//! Nothing is reported for programs that are linked statically: with `CGO_ENABLED=0`, for a target with musl, or with flags that say so; nor
//! for a stage on Alpine, of which the program goes to Alpine.
//!
//! ```dockerfile
//! FROM golang:1.25 AS build
//! ENV CGO_ENABLED=0
//! RUN go build -o /server example.com/server
//!
//! FROM scratch
//! COPY --from=build /server /server
//! ```
//!
//! ```dockerfile
//! FROM rust:1.90-alpine AS build
//! RUN cargo build --release
//!
//! FROM alpine:3.22
//! COPY --from=build /target/release/server /usr/local/bin/
//! ```
//!
//! ```dockerfile
//! FROM rust:1.90 AS build
//! RUN cargo build --release --target x86_64-unknown-linux-musl
//!
//! FROM scratch
//! COPY --from=build /target/x86_64-unknown-linux-musl/release/server /server
//! ```
//!
//! Images with glibc are fine.
//!
//! ```dockerfile
//! FROM golang:1.25 AS build
//! RUN go build -o /server example.com/server
//!
//! FROM gcr.io/distroless/base-debian12
//! COPY --from=build /server /server
//! ```
//!
//! ## Fix
//!
//! `CGO_ENABLED=0` before `go build`. Unsafe: a program that needs C code, such as SQLite's, does not build then.
//!
//! ## Limits
//!
//! A Go program without C code, and without the packages `net` and `os/user`, is static in any case. That is not to be seen in a Dockerfile, so for Go it is
//! only said as information.
//!
//! Source: <https://pkg.go.dev/cmd/cgo>; <https://github.com/GoogleContainerTools/distroless>
//!
//! Practices: scratch-dynamic-binary.

use crate::{
    knowledge::images::Libc,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{Base, Stage, StageId, repository},
    syntax::{
        Body,
        shell::{Effective, Word},
    },
    text::TextEdit,
};

/// Reports the command that builds the program.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let Some(target) = cx.analysis.stages().target() else { return };
    let Some(where_to) = lacks_glibc(cx, target) else { return };
    let mut seen = Vec::new();
    for (_, it) in cx.analysis.chain_instructions(target.id) {
        let Body::Copy(transfer) = &it.body else { continue };
        let source = it.flags.iter().find(|it| it.name() == "from").and_then(|it| it.value());
        let Some(stage) = source.and_then(|it| cx.analysis.stages().source(it, target.id)) else { continue };
        let names: Vec<String> =
            transfer.sources.iter().map(|it| cx.analysis.file().word(*it).into_owned()).collect();
        if !seen.contains(&stage)
            && is_glibc(cx, stage)
            && !is_static(cx, stage)
            && !brings_loader(cx, target)
        {
            seen.push(stage);
            look(cx, stage, &names, where_to, report);
        }
    }
}

/// What a stage that has no glibc is called in a message.
fn lacks_glibc(cx: Cx<'_>, stage: &Stage) -> Option<&'static str> {
    let image = cx.analysis.base_image(stage.id);
    match cx.analysis.stages().root(stage.id) {
        Base::Scratch => Some("`scratch`, which has no libraries"),
        Base::Image(it) if repository(it).contains("distroless/static") => Some("an image without libraries"),
        Base::Image(_) if image.is_some_and(|it| it.libc == Some(Libc::Musl)) => {
            Some("an image with musl, which is another C library")
        }
        _ => None,
    }
}

fn is_glibc(cx: Cx<'_>, stage: StageId) -> bool {
    cx.analysis.base_image(stage).is_some_and(|it| it.libc == Some(Libc::Glibc))
}

/// Whether something in the stage says that programs are linked statically.
fn is_static(cx: Cx<'_>, stage: StageId) -> bool {
    const SIGNS: [&str; 9] =
        ["CGO_ENABLED", "musl", "-static", "crt-static", "CGO_LDFLAGS", "nocgo", "netgo", "zigbuild", "make"];
    let file = cx.analysis.file();
    let globals = file.source.contains("CGO_ENABLED");
    globals
        || cx
            .analysis
            .chain_instructions(stage)
            .any(|it| SIGNS.iter().any(|sign| file.text(it.1.range).contains(sign)))
}

/// Whether the image gets libraries from elsewhere.
fn brings_loader(cx: Cx<'_>, target: &Stage) -> bool {
    const SIGNS: [&str; 7] = ["/lib", "ld-linux", "gcompat", "libc6-compat", "glibc", ".so", "rootfs"];
    let file = cx.analysis.file();
    cx.analysis
        .chain_instructions(target.id)
        .any(|it| SIGNS.iter().any(|sign| file.text(it.1.range).contains(sign)))
}

fn look(cx: Cx<'_>, stage: StageId, copied: &[String], where_to: &str, report: &mut Report) {
    for (index, _) in cx.analysis.chain_instructions(stage) {
        for run in cx.analysis.scripts(index) {
            for it in run.script.commands() {
                let command = it.command.effective();
                let Some(place) = builds(command, copied) else { continue };
                let is_go = command.is("go");
                let needs = if is_go { "may need" } else { "needs" };
                let message = format!("the program goes into {where_to}, and {needs} glibc");
                let found = report.add(place.range, message);
                if is_go {
                    found.severity(Severity::Info);
                }
                if is_go && run.script.is_understood() && run.form != crate::model::Form::Exec {
                    let edit = TextEdit::insert(it.command.range.start(), "CGO_ENABLED=0 ");
                    found.fix(Safety::Unsafe, "Add `CGO_ENABLED=0`", edit);
                }
                return;
            }
        }
    }
}

/// The word `build` of a command that builds a program which is copied.
fn builds<'s>(command: Effective<'s>, copied: &[String]) -> Option<&'s Word> {
    let name = command.name()?;
    let words = command.arguments().words();
    let word = words.first()?;
    match (&*name, word.text()) {
        ("go", "build") => {
            let out = command.arguments().value(&["-o"]);
            // Without -o the program is called like its folder, and with it like that.
            let is_copied = out.as_deref().is_none_or(|out| {
                let base = out.rsplit('/').next().unwrap_or_default();
                copied.iter().any(|it| it.contains(base))
            });
            is_copied.then_some(word)
        }
        ("go", "install") => {
            let packages =
                command.arguments().operands(&["-ldflags", "-tags", "-gcflags", "-C", "-p"]).skip(1);
            let called = |it: &Word| {
                let path = it.lossy();
                let path = path.split('@').next().unwrap_or_default();
                path.rsplit('/').next().unwrap_or_default().to_owned()
            };
            let is_copied = |name: &str| copied.iter().any(|it| it.rsplit('/').next() == Some(name));
            packages.map(called).any(|it| is_copied(&it)).then_some(word)
        }
        ("cargo", "build" | "install") => {
            let is_other = command.arguments().has(&["--target"]);
            (!is_other && copied.iter().any(|it| it.contains("/release") || it.contains("/bin")))
                .then_some(word)
        }
        _ => None,
    }
}
