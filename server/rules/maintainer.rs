//! # MAINTAINER
//!
//! The instruction is out of use: what it writes is shown by hardly any tool, while labels can be searched, listed and overridden.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! MAINTAINER Ann Other <ann@example.com>
//! #^^^^^^^^^ `MAINTAINER` is out of use; a label says who maintains the image
//! ```
//!
//! ```dockerfile safe fix
//! FROM alpine:3.22
//! LABEL org.opencontainers.image.authors="Ann Other <ann@example.com>"
//! ```
//!
//! ## Fix
//!
//! Safe: the image has a label in place of its field "Author", which has no other use. Quotes around all of the name are not
//! taken over. There is no fix if the file sets this label already.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! maintainer "Ann \"the cat\" Other, $5"
//! #^^^^^^^^^ `MAINTAINER` is out of use; a label says who maintains the image
//! ```
//!
//! ```dockerfile safe fix
//! FROM alpine:3.22
//! label org.opencontainers.image.authors="Ann \\\"the cat\\\" Other, \$5"
//! ```
//!
//! ```dockerfile
//! FROM alpine:3.22
//! LABEL org.opencontainers.image.authors="Ann Other <ann@example.com>"
//! ```
//!
//! Practices: maintainer-deprecated.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Tag},
    syntax::{Body, Dockerfile, Instruction, Word},
    text::TextEdit,
};

/// Reports the keyword.
pub static RULE: Decl = Decl {
    codes: &[("DL4000", None), ("MaintainerDeprecated", None)],
    aspects: &[],
    group: Group::Style,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

const LABEL: &str = "org.opencontainers.image.authors";

fn check(cx: Cx<'_>, report: &mut Report) {
    let file = cx.analysis.file();
    let has_label = file.source.contains(LABEL);
    for (index, it) in file.instructions.iter().enumerate() {
        let Body::Maintainer(name) = it.body else {
            continue;
        };
        let found = report
            .add(it.keyword_range, "`MAINTAINER` is out of use; a label says who maintains the image")
            .tag(Tag::Deprecated);
        let in_stage = cx.analysis.stages().of_instruction(index).is_some();
        if let Some(edit) = name.filter(|_| in_stage && !has_label).and_then(|name| label(file, it, name)) {
            found.fix(Safety::Safe, format!("Write `LABEL {LABEL}`"), edit);
        }
    }
}

/// The same as a label. BuildKit takes the name as it is written, without a look at quotes, escapes and variables.
fn label(file: &Dockerfile, it: &Instruction, name: Word) -> Option<TextEdit> {
    let written = file.joined_text(name.range);
    if written != file.text(name.range) || file.text(it.range).contains('\n') {
        return None; // It goes over several lines, with comments perhaps.
    }
    let inner = ['"', '\''].into_iter().find_map(|it| written.strip_prefix(it)?.strip_suffix(it));
    let escape = char::from(file.escape);
    let mut value = String::new();
    for it in inner.unwrap_or(&written).chars() {
        if it == '"' || it == '$' || it == escape {
            value.push(escape);
        }
        value.push(it);
    }
    let lower = file.text(it.keyword_range).starts_with('m');
    let keyword = if lower { "label" } else { "LABEL" };
    Some(TextEdit::replace(it.keyword_range.cover(name.range), format!("{keyword} {LABEL}=\"{value}\"")))
}
