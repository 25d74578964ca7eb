//! # A sum that Busybox cannot read
//!
//! Between the sum and the name of the file stands one blank.
//!
//! ```dockerfile
//! FROM alpine:3.22
//! RUN wget -q https://example.com/app.tar.gz
//! RUN echo "24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d app.tar.gz" | sha256sum -c
//! #                                                                         ^ `sha256sum` of Busybox wants two blanks here: this RUN fails
//! ```
//!
//! ```dockerfile safe fix
//! FROM alpine:3.22
//! RUN wget -q https://example.com/app.tar.gz
//! RUN echo "24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d  app.tar.gz" | sha256sum -c
//! ```
//!
//! ## Why
//!
//! A line of sums has two characters between sum and name: two blanks, or a blank and a `*`. The program of GNU forgives one, that of
//! Busybox, which Alpine has, calls the line wrong and fails. So it works on Debian and breaks on Alpine.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN echo "24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d app.tar.gz" | sha256sum -c
//! FROM alpine:3.22
//! RUN echo "24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d *app.tar.gz" | sha256sum -c
//! RUN apk add --no-cache coreutils
//! RUN echo "24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d app.tar.gz" | sha256sum -c
//! ```
//!
//! ## Fix
//!
//! One more blank. Safe: it means the same to all of them.
//!
//! Source: `md5_sha1_sum.c` of Busybox
//!
//! Practices: sha256sum-two-spaces.

use crate::{
    knowledge::images::Family,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    syntax::shell::{Element, Node},
    text::{TextEdit, TextRange, size},
};

/// Reports the blank.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    check: Check::File(check),
};

const SUMS: [&str; 5] = ["md5sum", "sha1sum", "sha256sum", "sha384sum", "sha512sum"];

fn check(cx: Cx<'_>, report: &mut Report) {
    for (index, trigger, run) in cx.analysis.runs() {
        if trigger || !run.script.source().text().contains("sum ") || !is_busybox(cx, index) {
            continue;
        }
        run.script.walk(&mut |element, _| {
            let Element::Pipeline(pipeline) = element else { return };
            let [Node::Simple(first), .., Node::Simple(last)] = pipeline.nodes.as_slice() else { return };
            let Some(program) = last.effective().name().filter(|it| SUMS.contains(&&**it)) else { return };
            let checks = last.effective().arguments().has(&["-c", "--check"]);
            let Some(word) = first.arguments().words().first().filter(|_| checks && first.is("echo")) else {
                return;
            };
            let text = cx.analysis.file().text(word.range);
            let Some(at) = one_blank(text) else { return };
            let place = TextRange::at(word.range.start() + size(at), size(1));
            let message = format!("`{program}` of Busybox wants two blanks here: this RUN fails");
            report.add(place, message).fix(Safety::Safe, "Add a blank", TextEdit::insert(place.end(), " "));
        });
    }
}

/// Where the blank stands behind a sum, if it is only one and no `*` follows.
fn one_blank(text: &str) -> Option<usize> {
    let start = text.len() - text.trim_start_matches(['"', '\'']).len();
    let rest = &text[start..];
    let at = rest.find(' ')?;
    let sum = &rest[..at];
    let is_sum = sum.len() >= 32 && sum.bytes().all(|it| it.is_ascii_hexdigit())
        || sum.starts_with('$') && sum.bytes().all(|it| it.is_ascii_alphanumeric() || b"${}_".contains(&it));
    let next = rest[at + 1..].chars().next()?;
    (is_sum && !matches!(next, ' ' | '*' | '"') && !text.contains('\n')).then_some(start + at)
}

/// Whether the programs are those of Busybox, as far as the file says.
fn is_busybox(cx: Cx<'_>, index: usize) -> bool {
    let Some(stage) = cx.analysis.stages().of_instruction(index) else { return false };
    let family = cx.analysis.base_image(stage.id).and_then(|it| it.family);
    let installs =
        cx.analysis.installs().iter().filter(|it| cx.analysis.stages().is_before(it.instruction, index));
    let mut packages = installs.flat_map(|it| &it.packages);
    matches!(family, Some(Family::Alpine | Family::Busybox))
        && !packages.any(|it| it.text.starts_with("coreutils"))
}
