//! # A copy from a stage that is not there
//!
//! What is behind `--from` is a stage above, or else an image. A name with a slip in it is an image too, one that nobody
//! here has made: the build fetches it from Docker Hub.
//!
//! ```dockerfile
//! FROM golang:1.24 AS build
//! RUN go install example.com/server@v1.2.3
//!
//! FROM debian:12
//! COPY --from=biuld /go/bin/server /usr/local/bin/
//! #           ^^^^^ no stage above is called `biuld` (did you mean `build`?)
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM golang:1.24 AS build
//! RUN go install example.com/server@v1.2.3
//!
//! FROM debian:12
//! COPY --from=build /go/bin/server /usr/local/bin/
//! ```
//!
//! A mount can have the same slip.
//!
//! ```dockerfile
//! FROM golang:1.24 AS build
//! RUN go install example.com/server@v1.2.3
//!
//! FROM debian:12
//! RUN --mount=type=bind,from=buidl,target=/build cp /build/go/bin/server /usr/local/bin/
//! #                          ^^^^^ no stage above is called `buidl` (did you mean `build`?)
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM golang:1.24 AS build
//! RUN go install example.com/server@v1.2.3
//!
//! FROM debian:12
//! RUN --mount=type=bind,from=build,target=/build cp /build/go/bin/server /usr/local/bin/
//! ```
//!
//! A stage further down, a number that no stage has, and a variable are errors: BuildKit refuses them.
//!
//! ```dockerfile
//! FROM debian:12 AS first
//! ARG STAGE=first
//! COPY --from=second /a /
//! #           ^^^^^^ cannot copy from stage "second", it needs to be defined before current stage "first": move it up
//! COPY --from=7 /b /
//! #           ^ invalid stage index 7: use the name of an earlier stage
//! COPY --from=$STAGE /c /
//! #           ^^^^^^ variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround: FROM $IMAGE AS name, then --from=name
//! FROM debian:12 AS second
//! ```
//!
//! Images are fine.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY --from=example:1 /a /
//! COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /usr/local/bin/
//! ```
//!
//! If one without a tag is of a registry or known by name, only those hear of it who ask for this rule.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY --from=ghcr.io/astral-sh/uv /uv /usr/local/bin/
//! #           ^^^^^^^^^^^^^^^^^^^^ `ghcr.io/astral-sh/uv` is no stage of this file
//! COPY --from=busybox /bin/busybox /bin/
//! #           ^^^^^^^ `busybox` is no stage of this file
//! ```
//!
//! Any other name may be one that the build is given (`--build-context name=…`), so it is only a hint.
//!
//! ```dockerfile
//! FROM debian:12
//! COPY --from=assets /logo.svg /srv/
//! #           ^^^^^^ no stage above is called `assets`: it is an image, or what the build is given
//! ```
//!
//! ## Fix
//!
//! Unsafe: the name of the nearest stage is a guess.
//!
//! Source: <https://docs.docker.com/reference/dockerfile/#copy---from>
//!
//! Practices: copy-from-undefined.

use crate::{
    knowledge::images,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::StageId,
    rules::syntax_error,
    syntax::{Flag, Instruction, Keyword, Topic, suggest},
    text::{TextEdit, TextRange, TextSize, size},
};

/// Reports each source that is no stage above, and hardly an image.
pub static RULE: Decl = Decl {
    codes: &[("DL3022", None)],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    for error in cx.analysis.errors().iter().filter(|it| it.topic == Topic::SourceStage) {
        syntax_error::say(error, report).severity(Severity::Error);
    }
    for (index, it) in cx.analysis.file().instructions.iter().enumerate() {
        let stage = cx.analysis.stages().of_instruction(index).map(|it| it.id);
        for source in it.flags.iter().filter_map(|flag| source(cx, it, flag)) {
            if is_stranger(cx, source.name, stage) {
                stranger(cx, &source, stage, report);
            } else if is_untagged_image(cx, &source) {
                let message = format!("`{}` is no stage of this file", source.name);
                report.add(source.range, message).severity(Severity::Hint).quiet();
            }
        }
    }
}

/// What `--from=name` of COPY, or `--mount=from=name` of RUN, says.
struct Source<'a> {
    name: &'a str,
    range: TextRange,
    in_mount: bool,
}

fn source<'a>(cx: Cx<'_>, it: &Instruction, flag: &'a Flag) -> Option<Source<'a>> {
    let (value, range) = (flag.value()?, flag.value?);
    match (it.keyword, flag.name()) {
        (Keyword::Copy, "from") => Some(Source { name: value, range, in_mount: false }),
        (Keyword::Run, "mount") => {
            let name = value.split(',').find_map(|it| it.strip_prefix("from="))?;
            let at = cx.analysis.file().text(range).find(&format!("from={name}"))? + "from=".len();
            let range = TextRange::at(range.start() + size(at), TextSize::of(name));
            Some(Source { name, range, in_mount: true })
        }
        _ => None,
    }
}

/// Whether a name is no stage, and no image that is known to be one.
fn is_stranger(cx: Cx<'_>, name: &str, stage: Option<StageId>) -> bool {
    if stage.is_none() && (name.parse::<u32>().is_ok() || name.starts_with('$')) {
        return true;
    }
    let is_name = name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_')
        && !name.contains(['/', ':', '@', '$']);
    is_name
        && !matches!(name, "scratch" | "context")
        && cx.analysis.stages().named(&name.to_lowercase()).is_empty()
        && images::image(name, None).is_none()
        && !OFFICIAL.contains(&name)
}

/// Whether a COPY is from an image without a tag, which looks like a stage.
fn is_untagged_image(cx: Cx<'_>, source: &Source<'_>) -> bool {
    let name = source.name;
    !source.in_mount
        && name.starts_with(|it: char| it.is_ascii_alphabetic())
        && !name.contains([':', '$'])
        && cx.analysis.stages().named(&name.to_lowercase()).is_empty()
}

/// Images of Docker Hub that are there to be copied from, and of which nothing else is known here.
const OFFICIAL: [&str; 8] =
    ["caddy", "composer", "docker", "hello-world", "httpd", "memcached", "traefik", "vault"];

/// Among how many stages the one that was meant is looked for.
const MOST: usize = 100;

fn stranger(cx: Cx<'_>, source: &Source<'_>, stage: Option<StageId>, report: &mut Report) {
    let Source { name, range, in_mount } = *source;
    let above = &cx.analysis.stages().stages[..stage.map_or(0, |it| it.index())];
    let names = above.iter().rev().take(MOST).filter_map(|it| it.name.as_ref()).map(|it| it.text.as_str());
    if let Some(near) = suggest::nearest(name, names) {
        let message = format!("no stage above is called `{name}` (did you mean `{near}`?)");
        let edit = TextEdit::replace(range, near);
        let found = report.add(range, message);
        let meant = above.iter().rev().filter_map(|it| it.name.as_ref()).find(|it| it.text == near);
        found.related.extend(meant.map(|it| (it.range, "perhaps this stage".to_owned())));
        found.fix(Safety::Unsafe, format!("Take it from `{near}`"), edit);
    } else if !in_mount {
        let message =
            format!("no stage above is called `{name}`: it is an image, or what the build is given");
        report.add(range, message).severity(Severity::Hint);
    }
}
