//! # Keywords in different cases
//!
//! A file reads best if its keywords are all in capitals, or all in small letters.
//!
//! ```dockerfile
//! FROM debian:12
//! WORKDIR /app
//! copy . .
//! #^^^ `copy` is in another case than most keywords of this file
//! Run make
//! #^^ `Run` is in another case than most keywords of this file
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! WORKDIR /app
//! COPY . .
//! RUN make
//! ```
//!
//! ```dockerfile
//! from debian:12
//! workdir /app
//! copy . .
//! ```
//!
//! Practices: instruction-casing.

use std::borrow::Cow;

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    syntax::Keyword,
    text::TextEdit,
};

/// Reports each keyword that is not in the case of most.
pub static RULE: Decl = Decl {
    codes: &[("ConsistentInstructionCasing", None)],
    aspects: &[],
    group: Group::Style,
    severity: Severity::Hint,
    default: true,
    check: Check::File(check),
};

/// As BuildKit counts (`dockerfile2llb/validateCommandCasing`): a tie means capitals; ARGs before the first FROM do not count.
fn check(cx: Cx<'_>, report: &mut Report) {
    let file = cx.analysis.file();
    let known = |at: &usize| file.instructions[*at].keyword != Keyword::Unknown;
    let indices = cx.analysis.stages().stages.iter().flat_map(|it| it.instructions.clone()).filter(known);
    let keyword = |at: usize| (at, file.joined_text(file.instructions[at].keyword_range));
    let keywords: Vec<(usize, Cow<'_, str>)> = indices.map(keyword).collect();
    let is_lower = |it: &str| it.bytes().all(|it| it.is_ascii_lowercase());
    let is_upper = |it: &str| it.bytes().all(|it| it.is_ascii_uppercase());
    let lower = keywords.iter().filter(|it| is_lower(&it.1)).count();
    let upper = keywords.iter().filter(|it| is_upper(&it.1)).count();
    for (at, written) in keywords {
        let fits = if lower > upper { is_lower(&written) } else { is_upper(&written) };
        if !fits {
            let range = file.instructions[at].keyword_range;
            let wanted = if lower > upper { written.to_lowercase() } else { written.to_uppercase() };
            report.add(range, format!("`{written}` is in another case than most keywords of this file")).fix(
                Safety::Safe,
                format!("Write `{wanted}`"),
                TextEdit::replace(range, wanted),
            );
        }
    }
}
