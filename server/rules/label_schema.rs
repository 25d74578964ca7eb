//! # Labels that are not as agreed
//!
//! Labels tell tools and people what an image is: its source, its version, its licence. They do so only if each image has them, under
//! the same names and in the same form. Say in `label-schema` which labels your images have.
//!
//! ```settings
//! other-labels = "report"
//!
//! [label-schema]
//! "org.opencontainers.image.title" = "text"
//! "org.opencontainers.image.version" = "semver"
//! "org.opencontainers.image.licenses" = "spdx"
//! "org.opencontainers.image.source" = "url"
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! #    ^^^^^^^^^ the image has no label `org.opencontainers.image.source`
//! LABEL org.opencontainers.image.title="" \
//! #                                    ^^ label `org.opencontainers.image.title` is empty
//!       org.opencontainers.image.version="v1.2" \
//! #                                      ^^^^^^ label `org.opencontainers.image.version` is no semantic version, like 1.2.3
//!       org.opencontainers.image.licenses=mit \
//! #                                       ^^^ label `org.opencontainers.image.licenses` names no licence of SPDX (did you mean MIT?)
//!       team=web
//! #     ^^^^ label `team` is not in the schema
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! ARG VERSION
//! LABEL org.opencontainers.image.title="Web server" \
//!       org.opencontainers.image.version=$VERSION \
//!       org.opencontainers.image.licenses="MIT OR Apache-2.0" \
//!       org.opencontainers.image.source="https://git.example.com/web"
//! ```
//!
//! Without a schema only the keys are looked at: Docker keeps some names for itself, and asks for lower case, digits and single
//! separators.
//!
//! ## Options
//!
//! `label-schema` gives each label what its value must be:
//!
//! | value | is |
//! |---|---|
//! | `text` | anything but nothing |
//! | `url` | an absolute URL |
//! | `semver` | a version as Semantic Versioning 2.0 has it |
//! | `hash` | a commit of Git: 7 or 40 hexadecimal digits |
//! | `rfc3339` | a date and time: `2026-01-31T12:00:00Z` |
//! | `spdx` | a licence of SPDX, or several with AND, OR and WITH |
//! | `email` | an address |
//!
//! With `other-labels = "report"` an image has no others. Each of these is an aspect that can be chosen alone: `key`, `missing`,
//! `extra`, `empty`, `url`, `time`, `license`, `hash`, `version`, `email`.
//!
//! ```dockerfile
//! FROM debian:12
//! LABEL Description="A web server"
//! #     ^^^^^^^^^^^ the key of this label has capitals
//! LABEL com.docker.name=web
//! #     ^^^^^^^^^^^^^^^ the key of this label begins with a name that Docker keeps for itself
//! LABEL maintainer=team@example.com vendor.part-2/x_y=z
//! ```
//!
//! ## Fix
//!
//! Unsafe: somebody may look for the label by its old name.
//!
//! ```dockerfile
//! FROM debian:12
//! LABEL "Description"="A web server"
//! #     ^^^^^^^^^^^^^ the key of this label has capitals
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! LABEL "description"="A web server"
//! ```
//!
//! ## Limits
//!
//! What only the build knows is not checked. Labels are asked of the image that ships, unless the settings ask for build stages, too.
//! Those of the base image are not seen, and are about that image.

mod format;
mod license;
mod missing;

use crate::{
    knowledge::labels::LabelKind,
    lint::{Check, Cx, Decl, Group, OtherLabels, Report, Safety, Severity},
    syntax::{Body, Pair, Value, Word, WordTree},
    text::TextEdit,
};

/// Looks at every label.
pub static RULE: Decl = Decl {
    codes: &[
        ("DL3048", Some("key")),
        ("DL3049", Some("missing")),
        ("DL3050", Some("extra")),
        ("DL3051", Some("empty")),
        ("DL3052", Some("url")),
        ("DL3053", Some("time")),
        ("DL3054", Some("license")),
        ("DL3055", Some("hash")),
        ("DL3056", Some("version")),
        ("DL3058", Some("email")),
    ],
    aspects: &["key", "missing", "extra", "empty", "url", "time", "license", "hash", "version", "email"],
    group: Group::Style,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    for (index, it) in cx.analysis.file().instructions.iter().enumerate() {
        if let Body::Label(pairs) = &it.body {
            pairs.iter().for_each(|pair| label(cx, pair, index, report));
        }
    }
    if !cx.settings.label_schema.is_empty() {
        missing::check(cx, report);
    }
}

fn label(cx: Cx<'_>, pair: &Pair, index: usize, report: &mut Report) {
    let key = key(cx, pair, index);
    if let Some(fault) = format::key_fault(&key) {
        let found = report.add(pair.name, format!("the key of this label {fault}"));
        found.aspect("key").severity(Severity::Hint);
        let lower = cx.analysis.file().text(pair.name).to_lowercase();
        if !key.contains('$') && format::key_fault(&key.to_lowercase()).is_none() {
            let edit = TextEdit::replace(pair.name, lower);
            found.fix(Safety::Unsafe, "Write it in lower case", edit);
        }
    }
    let schema = &cx.settings.label_schema;
    match schema.iter().find(|it| it.0 == key) {
        Some((_, kind)) => value(cx, (&key, *kind), pair, index, report),
        None if cx.settings.other_labels == OtherLabels::Report => {
            report.add(pair.name, format!("label `{key}` is not in the schema")).aspect("extra");
        }
        None => {}
    }
}

/// The key of a label, without quotes; variables that the file does not set stay as they are written.
fn key(cx: Cx<'_>, pair: &Pair, index: usize) -> String {
    let word = Word { range: pair.name, json: false };
    let written = || {
        let text = cx.analysis.file().joined_text(pair.name);
        let tree = WordTree::new(&text, cx.analysis.file().escape);
        tree.map(|it| it.as_written()).unwrap_or_else(|_| text.to_string())
    };
    known(cx, word, index).unwrap_or_else(written)
}

/// The value of a word, if the file gives each variable in it a value.
fn known(cx: Cx<'_>, word: Word, index: usize) -> Option<String> {
    let text = cx.analysis.file().word(word);
    let tree = WordTree::new(&text, cx.analysis.file().escape).ok()?;
    let stages = cx.analysis.stages();
    let stage = stages.of_instruction(index);
    let value = |name: &str| stage.map(|it| cx.analysis.scopes().value(stages, name, it.id, index));
    let lookup = &mut |name: &str| value(name).filter(|it| *it != Value::Unset).unwrap_or(Value::Unknown);
    tree.expand(lookup).ok().flatten()
}

/// Checks the value of a label of the schema.
fn value(cx: Cx<'_>, (key, kind): (&str, LabelKind), pair: &Pair, index: usize, report: &mut Report) {
    let Some(range) = pair.value else {
        return;
    };
    let Some(value) = known(cx, Word { range, json: false }, index) else {
        return;
    };
    let place = if range.is_empty() { pair.name } else { range };
    let mut add = |fault: &str, aspect| {
        report.add(place, format!("label `{key}` {fault}")).aspect(aspect);
    };
    match kind {
        _ if value.is_empty() => add("is empty", "empty"),
        LabelKind::Text => {}
        LabelKind::Url if format::is_url(&value) => {}
        LabelKind::Url => add("is no absolute URL", "url"),
        LabelKind::Semver if format::is_version(&value) => {}
        LabelKind::Semver => add("is no semantic version, like 1.2.3", "version"),
        LabelKind::Hash if format::is_hash(&value) => {}
        LabelKind::Hash => {
            add("is no commit of Git, which has 7 or 40 lower-case hexadecimal digits", "hash")
        }
        LabelKind::Rfc3339 if format::is_time(&value) => {}
        LabelKind::Rfc3339 => add("is no time of RFC 3339, like 2026-01-31T12:00:00Z", "time"),
        LabelKind::Email if format::is_address(&value) => {}
        LabelKind::Email => add("is no e-mail address", "email"),
        LabelKind::Spdx => {
            if let Some(fault) = license::fault(&value) {
                add(&fault, "license");
            }
        }
    }
}
