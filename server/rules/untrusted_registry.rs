//! # Images from a registry that is not trusted
//!
//! An image brings its programs into yours, whoever made them. Many teams therefore allow only registries that they control, or
//! whose images are checked. Say which with `trusted-registries`; without that nothing is reported.
//!
//! ```settings
//! trusted-registries = ["registry.example.com", "*.example.org", "ghcr.*"]
//! ```
//!
//! ```dockerfile
//! FROM quay.io/team/base:3 AS build
//! #    ^^^^^^^ `quay.io` is not among the trusted registries
//! FROM debian:12
//! #    ^^^^^^^^^ `debian:12` comes from Docker Hub, which is not among the trusted registries
//! COPY --from=build /app /app
//! COPY --from=quay.io/team/tools:1 /bin/tool /bin/
//! #           ^^^^^^^ `quay.io` is not among the trusted registries
//! RUN --mount=from=quay.io/team/tools:1,target=/tools /tools/setup
//! #                ^^^^^^^ `quay.io` is not among the trusted registries
//! ```
//!
//! ```dockerfile
//! FROM registry.example.com/debian:12 AS build
//! FROM mirror.example.org/debian:12 AS test
//! FROM ghcr.io/team/base:3
//! COPY --from=build /app /app
//! COPY --from=0 /etc/app /etc/app
//! ```
//!
//! ## Options
//!
//! `trusted-registries` is a list of names, with the port if there is one. A `*` at the beginning or at the end stands for
//! anything; alone it allows all. Images without a registry come from Docker Hub; they are allowed if `docker.io` is.
//!
//! ```settings
//! trusted-registries = ["docker.io"]
//! ```
//!
//! ```dockerfile
//! FROM debian:12 AS one
//! FROM team/base:3 AS two
//! FROM index.docker.io/team/base:3
//! ```
//!
//! ## Limits
//!
//! Variables have the value that the file gives them; who builds may choose another. One that the file gives no value could
//! stand for any registry.
//!
//! ```settings
//! trusted-registries = ["registry.example.com"]
//! ```
//!
//! ```dockerfile
//! ARG REGISTRY=registry.example.com
//! ARG MIRROR
//! ARG TAG
//! FROM $REGISTRY/debian:12 AS one
//! FROM registry.example.com/debian:$TAG AS two
//! FROM $MIRROR/debian:12
//! #    ^^^^^^^^^^^^^^^^^ only the build knows which registry `$MIRROR/debian:12` comes from
//! ```
//!
//! Practices: trusted-registry.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity, Site},
    model::{self, Base, reference},
    syntax::{Body, Flag, Keyword, Value, WordTree},
    text::TextRange,
};

/// Looks at all that names an image.
pub static RULE: Decl = Decl {
    codes: &[("DL3026", None)],
    aspects: &[],
    group: Group::Security,
    severity: Severity::Warning,
    default: true,
    check: Check::Instructions(&[Keyword::From, Keyword::Copy, Keyword::Run], check),
};

/// What Docker Hub is called. An image without a registry comes from there.
const DOCKER_HUB: [&str; 4] = ["docker.io", "index.docker.io", "hub.docker.com", "registry-1.docker.io"];

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    if cx.settings.trusted_registries.is_empty() {
        return;
    }
    match &site.instruction.body {
        Body::From(_) => base(cx, site, report),
        _ => site.instruction.flags.iter().for_each(|it| source(cx, it, report)),
    }
}

/// The image behind FROM, unless it is an earlier stage.
fn base(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let Some(stage) = cx.analysis.stages().of_instruction(site.index).filter(|_| !site.trigger) else {
        return;
    };
    let file = cx.analysis.file();
    let written = file.joined_text(stage.base_range);
    match &stage.base {
        Base::Image(image) => {
            image_of(cx, &model::repository(image), stage.base_range, report);
        }
        Base::Unknown if written.contains('$') => {
            let name = as_far_as_known(cx, &written, stage.base_range);
            image_of(cx, &name, stage.base_range, report);
        }
        _ => {}
    }
}

/// The name with the variables that the file gives a value; the others stay.
fn as_far_as_known(cx: Cx<'_>, written: &str, range: TextRange) -> String {
    let globals = &cx.analysis.scopes().globals;
    let value = |name: &str| match globals.value(name, range.start()) {
        Value::Set(value) => Value::Set(value),
        _ => Value::Set(format!("${name}")),
    };
    let tree = WordTree::new(written, cx.analysis.file().escape);
    let name = tree.and_then(|it| it.expand(&mut |name| value(name))).ok().flatten();
    name.unwrap_or_else(|| written.to_owned())
}

/// The image behind `--from=`, or `from=` of a mount, unless it is a stage.
fn source(cx: Cx<'_>, flag: &Flag, report: &mut Report) {
    let (Some(value), Some(range)) = (flag.value(), flag.value) else {
        return;
    };
    let name = match flag.name() {
        "from" => value,
        "mount" => match value.split(',').find_map(|it| it.trim_matches('"').strip_prefix("from=")) {
            Some(name) => name,
            None => return,
        },
        _ => return,
    };
    let is_stage = !cx.analysis.stages().named(&name.to_lowercase()).is_empty();
    let is_number = name.bytes().all(|it| it.is_ascii_digit());
    if is_stage || is_number || name == "scratch" || name.contains('$') {
        return;
    }
    let joined = cx.analysis.file().joined(range);
    let place = joined.text().rfind(name).map(|at| joined.range(at..at + name.len()));
    image_of(cx, name, place.unwrap_or(range), report);
}

/// Reports the image `name`, which stands at `range`, if its registry is not trusted.
fn image_of(cx: Cx<'_>, name: &str, range: TextRange, report: &mut Report) {
    let joined = cx.analysis.file().joined(range);
    let written = joined.text();
    let only_the_build = || format!("only the build knows which registry `{written}` comes from");
    match registry(name) {
        Registry::Unknown => {
            report.add(range, only_the_build());
        }
        Registry::Named(domain) if !is_trusted(cx, domain) => {
            let place = written.find(domain).map(|at| joined.range(at..at + domain.len()));
            report.add(place.unwrap_or(range), format!("`{domain}` is not among the trusted registries"));
        }
        Registry::DockerHub if !is_trusted(cx, DOCKER_HUB[0]) => {
            let message =
                format!("`{written}` comes from Docker Hub, which is not among the trusted registries");
            report.add(range, message);
        }
        _ => {}
    }
}

/// Where an image comes from.
enum Registry<'a> {
    DockerHub,
    Named(&'a str),
    /// The name depends on a variable.
    Unknown,
}

/// The registry of a name, which may have variables in it.
fn registry(name: &str) -> Registry<'_> {
    let first = name.split('/').next().unwrap_or_default();
    match reference::split_domain(name).0 {
        _ if name.starts_with('$') => Registry::Unknown,
        _ if name.contains('/') && first.contains('$') => Registry::Unknown,
        Some(domain) => Registry::Named(domain),
        None => Registry::DockerHub,
    }
}

/// Whether a pattern of the settings allows this registry, by any of its names.
fn is_trusted(cx: Cx<'_>, domain: &str) -> bool {
    let names = if DOCKER_HUB.contains(&domain) { &DOCKER_HUB[..] } else { &[domain] };
    let allows = |pattern: &String| names.iter().any(|it| matches(pattern, it));
    cx.settings.trusted_registries.iter().any(allows)
}

fn matches(pattern: &str, domain: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(end), _) => domain.ends_with(end),
        (_, Some(start)) => domain.starts_with(start),
        _ => domain.eq_ignore_ascii_case(pattern),
    }
}
