//! # Several CMD, ENTRYPOINT or HEALTHCHECK in one stage
//!
//! Only the last one counts. Those before it do nothing, but look as if they did.
//!
//! ```dockerfile
//! FROM nginx:1.29
//! CMD ["nginx"]
//! #^^ a later `CMD` replaces this one
//! COPY site /usr/share/nginx/html
//! CMD ["nginx", "-g", "daemon off;"]
//! ```
//!
//! ```dockerfile safe fix
//! FROM nginx:1.29
//! COPY site /usr/share/nginx/html
//! CMD ["nginx", "-g", "daemon off;"]
//! ```
//!
//! Each stage has its own, and what a stage inherits may well be replaced.
//!
//! ```dockerfile
//! FROM debian:12 AS base
//! HEALTHCHECK CMD ["/bin/check"]
//! FROM base
//! HEALTHCHECK NONE
//! ```
//!
//! ## Fix
//!
//! Safe: what is deleted has no effect.
//!
//! Source: <https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/>
//!
//! Practices: multiple-cmd-entrypoint.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Tag},
    model::Stage,
    syntax::{Dockerfile, Instruction, Keyword},
    text::{TextEdit, TextRange, TextSize},
};

/// Reports each one but the last, and points to the one that replaces it.
pub static RULE: Decl = Decl {
    codes: &[
        ("DL4003", Some("cmd")),
        ("DL4004", Some("entrypoint")),
        ("DL3012", Some("healthcheck")),
        ("MultipleInstructionsDisallowed", Some("cmd")),
        ("MultipleInstructionsDisallowed", Some("entrypoint")),
        ("MultipleInstructionsDisallowed", Some("healthcheck")),
    ],
    aspects: &["cmd", "entrypoint", "healthcheck"],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Stages(check),
};

const ONCE: [(Keyword, &str); 3] =
    [(Keyword::Cmd, "cmd"), (Keyword::Entrypoint, "entrypoint"), (Keyword::Healthcheck, "healthcheck")];

fn check(cx: Cx<'_>, stage: &Stage, report: &mut Report) {
    let file = cx.analysis.file();
    for (keyword, aspect) in ONCE {
        let all: Vec<&Instruction> =
            file.instructions[stage.instructions.clone()].iter().filter(|it| it.keyword == keyword).collect();
        for pair in all.windows(2) {
            let [this, next] = pair else {
                continue;
            };
            let comment = file.comments.partition_point(|it| it.start() < this.lines.start());
            let has_comments = file.comments.get(comment).is_some_and(|it| it.end() <= this.lines.end());
            let safety = if has_comments { Safety::Unsafe } else { Safety::Safe };
            report
                .add(this.keyword_range, format!("a later `{keyword}` replaces this one"))
                .aspect(aspect)
                .tag(Tag::Unnecessary)
                .related(next.keyword_range, "this one")
                .fix(safety, format!("Delete this `{keyword}`"), TextEdit::delete(lines(file, this)));
        }
    }
}

/// All lines of an instruction, with the last line end.
fn lines(file: &Dockerfile, it: &Instruction) -> TextRange {
    let rest = &file.source[usize::from(it.lines.end())..];
    let line_end = rest.find('\n').map_or(rest.len(), |at| at + 1);
    TextRange::new(it.lines.start(), it.lines.end() + TextSize::of(&rest[..line_end]))
}
