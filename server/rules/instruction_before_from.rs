//! # Instructions before the first FROM
//!
//! FROM says what an image is made of. Before it there is none that an instruction could change, so the build stops.
//!
//! ```dockerfile
//! LABEL org.opencontainers.image.title="web"
//! #^^^^ no build stage in current context: `LABEL` stands before the first FROM
//! FROM nginx:1.29
//! ```
//!
//! ```dockerfile
//! FROM nginx:1.29
//! LABEL org.opencontainers.image.title="web"
//! ```
//!
//! Only ARG may stand there, for what FROM itself is to be told.
//!
//! ```dockerfile
//! # syntax=docker/dockerfile:1
//! ARG VERSION=1.29
//!
//! # The web server.
//! FROM nginx:$VERSION
//! ```
//!
//! ## Fix
//!
//! Unsafe: the first finding moves all of these instructions below FROM, in their order. There is none for an ENV: its author may have wanted an ARG.
//!
//! ```dockerfile
//! MAINTAINER team@example.com
//! #^^^^^^^^^ no build stage in current context: `MAINTAINER` stands before the first FROM
//! WORKDIR /srv
//! #^^^^^^ no build stage in current context: `WORKDIR` stands before the first FROM
//! FROM nginx:1.29
//! COPY . .
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM nginx:1.29
//! MAINTAINER team@example.com
//! WORKDIR /srv
//! COPY . .
//! ```
//!
//! ```dockerfile
//! ENV VERSION=1.29
//! #^^ no build stage in current context: `ENV` stands before the first FROM
//! FROM nginx:$VERSION
//! ```
//!
//! Where there is no FROM at all, that is said once.
//!
//! ```dockerfile
//! RUN make
//! #^^ no build stage in current context: there is no FROM
//! RUN make install
//! ```

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    syntax::{Dockerfile, Instruction, Keyword},
    text::{Edits, TextEdit, TextRange},
};

/// Reports each keyword.
pub static RULE: Decl = Decl {
    codes: &[("DL3061", None)],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Error,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let file = cx.analysis.file();
    let from = file.instructions.iter().position(|it| it.keyword == Keyword::From);
    let before = &file.instructions[..from.unwrap_or(file.instructions.len())];
    let misplaced: Vec<&Instruction> =
        before.iter().filter(|it| !matches!(it.keyword, Keyword::Arg | Keyword::Unknown)).collect();
    let Some(from) = from.map(|at| &file.instructions[at]) else {
        if let Some(first) = misplaced.first() {
            report.add(first.keyword_range, "no build stage in current context: there is no FROM");
        }
        return;
    };
    let mut edits = below(file, &misplaced, from);
    for it in misplaced {
        let keyword = it.keyword.as_str();
        let message = format!("no build stage in current context: `{keyword}` stands before the first FROM");
        let found = report.add(it.keyword_range, message);
        found.related(from.keyword_range, "the first FROM");
        if let Some(edits) = edits.take() {
            found.fix(Safety::Unsafe, "Move what stands before FROM below it", edits);
        }
    }
}

/// Moves all of the instructions at once, so that their order stays.
fn below(file: &Dockerfile, misplaced: &[&Instruction], from: &Instruction) -> Option<Edits> {
    if misplaced.iter().any(|it| it.keyword == Keyword::Env) || file.is_unfinished(from) {
        return None;
    }
    let lines: Vec<TextRange> = misplaced.iter().map(|it| file.whole_lines(it.lines)).collect();
    let text: String = lines.iter().map(|it| file.text(*it)).collect();
    let after = file.whole_lines(from.lines);
    let insert = match file.text(after).ends_with('\n') {
        true => TextEdit::insert(after.end(), text),
        false => {
            let end = file.line_end(after.end());
            TextEdit::insert(after.end(), format!("{end}{}", text.trim_end_matches(['\r', '\n'])))
        }
    };
    Edits::new(lines.into_iter().map(TextEdit::delete).chain([insert])).ok()
}
