//! # An empty image without certificates
//!
//! `scratch` is empty. A program that speaks to others over TLS looks for the certificates of those who are trusted, finds none, and says "x509:
//! certificate signed by unknown authority" with the first request: in production, if no test does one.
//!
//! ```dockerfile
//! FROM golang:1.25 AS build
//! COPY . /src
//! RUN cd /src && CGO_ENABLED=0 go build -o /server .
//!
//! FROM scratch
//! #    ^^^^^^^ the image has no certificates to trust others by
//! COPY --from=build /server /server
//! EXPOSE 8080
//! ENTRYPOINT ["/server"]
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM golang:1.25 AS build
//! COPY . /src
//! RUN cd /src && CGO_ENABLED=0 go build -o /server .
//!
//! FROM scratch
//! COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
//! COPY --from=build /server /server
//! EXPOSE 8080
//! ENTRYPOINT ["/server"]
//! ```
//!
//! Distroless images have them, and Go programs can bring their own.
//!
//! ```dockerfile
//! FROM golang:1.25 AS build
//! RUN CGO_ENABLED=0 go install example.com/server@v1.2.3
//!
//! FROM gcr.io/distroless/static-debian12
//! COPY --from=build /go/bin/server /server
//! EXPOSE 8080
//! ENTRYPOINT ["/server"]
//! ```
//!
//! Nothing is reported if anything that is copied may hold them, and for images that expose no port: many programs speak to nobody.
//!
//! ```dockerfile
//! FROM alpine:3.22 AS build
//! RUN apk add --no-cache ca-certificates hello
//!
//! FROM scratch
//! COPY --from=build /etc/ssl /etc/ssl
//! COPY --from=build /usr/bin/hello /hello
//! EXPOSE 80
//! CMD ["/hello"]
//! ```
//!
//! ```dockerfile
//! FROM golang:1.25 AS build
//! RUN CGO_ENABLED=0 go install example.com/tool@v1.2.3
//!
//! FROM scratch
//! COPY --from=build /go/bin/tool /tool
//! ENTRYPOINT ["/tool"]
//! ```
//!
//! It is off by default: not even most servers call others, and a Dockerfile does not say which do.
//!
//! ## Fix
//!
//! They are copied from the stage that the program comes from, if that is known to have them. Unsafe: only you know whether the program needs them.
//!
//! Source: <https://github.com/GoogleContainerTools/distroless/blob/main/base/README.md>
//!
//! Practices: scratch-needs-ca-tz-passwd.

use crate::{
    knowledge::images::Family,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{Base, Stage},
    syntax::{Body, Instruction, Keyword},
    text::TextEdit,
};

/// Reports the base.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Info,
    default: false,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let Some(target) = cx.analysis.stages().target() else { return };
    if target.base != Base::Scratch || !speaks(cx, target) || may_have(cx, target) {
        return;
    }
    let copies = cx.analysis.chain_instructions(target.id).filter(|it| it.1.keyword == Keyword::Copy);
    let Some((_, copy, source)) = copies.filter_map(|(index, it)| Some((index, it, from(it)?))).next() else {
        return;
    };
    let found = report.add(target.base_range, "the image has no certificates to trust others by");
    let stage = cx.analysis.stages().source(source, target.id);
    if stage.is_some_and(|it| has_certificates(cx, it)) {
        let file = cx.analysis.file();
        let keyword = file.keyword_like(copy, Keyword::Copy);
        let end = file.line_end(copy.range.start());
        let path = "/etc/ssl/certs/ca-certificates.crt";
        let line = format!("{keyword} --from={source} {path} /etc/ssl/certs/{end}");
        let edit = TextEdit::insert(file.lead(copy), line);
        found.fix(Safety::Unsafe, "Copy the certificates", edit);
    }
}

/// What `--from` says.
fn from(it: &Instruction) -> Option<&str> {
    it.flags.iter().find(|it| it.name() == "from")?.value()
}

/// Whether the image is a server.
fn speaks(cx: Cx<'_>, stage: &Stage) -> bool {
    let starts = cx.analysis.start_at(stage.id) != (None, None);
    starts && cx.analysis.last_of(Keyword::Expose, stage.id).is_some()
}

/// Whether the certificates may be among what is copied, or are inside the program.
fn may_have(cx: Cx<'_>, stage: &Stage) -> bool {
    let file = cx.analysis.file();
    let embeds =
        ["x509roots", "embed", "SSL_CERT", "ca-bundle", "cacert"].iter().any(|it| file.source.contains(*it));
    let brings = |it: &Instruction| match &it.body {
        Body::Copy(transfer) | Body::Add(transfer) => {
            let text = file.text(it.range);
            let destination = transfer.destination.map(|it| file.word(it)).unwrap_or_default();
            let names = ["ssl", "cert", "pki", "rootfs", ".tar", "$", "*", ".pem", ".crt"]
                .iter()
                .any(|it| text.contains(it));
            // Several folders or a whole tree may hold anything.
            let is_tree = transfer.sources.iter().any(|it| {
                let source = file.word(*it);
                source.ends_with('/') || matches!(&*source, "." | "/etc")
            });
            names || is_tree || matches!(destination.trim_end_matches('/'), "/etc" | "/usr" | "/usr/share")
        }
        _ => false,
    };
    embeds || cx.analysis.chain_instructions(stage.id).any(|it| brings(it.1))
}

/// Whether a stage is known to have the certificates of its distribution.
fn has_certificates(cx: Cx<'_>, stage: crate::model::StageId) -> bool {
    let installs = cx.analysis.installs().iter().filter(|it| cx.analysis.is_in_chain(it.instruction, stage));
    let installed = installs.flat_map(|it| &it.packages).any(|it| it.text == "ca-certificates");
    let image = cx.analysis.base_image(stage);
    let comes_with = image.is_some_and(|it| {
        let is_language = !it.env.is_empty() || it.sdk;
        it.family == Some(Family::Alpine)
            || is_language && matches!(it.family, Some(Family::Debian | Family::Ubuntu))
    });
    installed || comes_with
}
