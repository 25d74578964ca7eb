//! # curl and wget in one stage
//!
//! Both fetch files. One of them is enough, and the other need not be installed.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl wget
//! RUN curl -fsSLO https://example.com/a.tar.gz
//! RUN wget -nv https://example.com/b.tar.gz
//! #   ^^^^ `wget` does what `curl` does, which this stage uses, too
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl
//! RUN curl -fsSLO https://example.com/a.tar.gz
//! RUN curl -fsSLO https://example.com/b.tar.gz
//! ```
//!
//! Each stage counts for itself.
//!
//! ```dockerfile
//! FROM debian:12 AS data
//! RUN wget -nv https://example.com/b.tar.gz
//! FROM debian:12
//! RUN curl -fsSLO https://example.com/a.tar.gz
//! COPY --from=data /b.tar.gz /
//! ```
//!
//! ## Limits
//!
//! There is no fix: what the flags of the one are in the other, and which of them is there already, only you know. That is
//! also why the rule is off by default.
//!
//! Practices: wget-and-curl.

use std::collections::HashMap;

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Severity},
    model::StageId,
    text::TextRange,
};

/// Reports the first use of the second of the two in each stage.
pub static RULE: Decl = Decl {
    codes: &[("DL4001", None)],
    aspects: &[],
    group: Group::Size,
    severity: Severity::Hint,
    default: false,
    check: Check::Mentioning(&["wget"], &Check::File(check)),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let mut seen: HashMap<(Option<StageId>, bool), Seen> = HashMap::new();
    for (index, trigger, run) in cx.analysis.runs() {
        let stage = cx.analysis.stages().of_instruction(index).map(|it| it.id);
        let seen = seen.entry((stage, trigger)).or_default();
        for command in run.script.commands().map(|it| it.command.effective()) {
            let (Some(name), Some(word)) = (command.name(), command.name_word()) else { continue };
            if let Some((other, first)) = seen.second(&name, word.range)
                && cx.leaves_something(index)
            {
                let message = format!("`{name}` does what `{other}` does, which this stage uses, too");
                report.add(word.range, message).related(first, "used here");
            }
        }
    }
}

/// Where a stage uses curl and wget first.
#[derive(Default)]
struct Seen([Option<TextRange>; 2]);

impl Seen {
    /// Takes note of a command; if it is the first one that makes two of them, the other and its place.
    fn second(&mut self, name: &str, range: TextRange) -> Option<(&'static str, TextRange)> {
        const NAMES: [&str; 2] = ["curl", "wget"];
        let this = NAMES.iter().position(|it| *it == name)?;
        let is_new = self.0[this].is_none();
        self.0[this].get_or_insert(range);
        let other = self.0[1 - this].filter(|_| is_new)?;
        Some((NAMES[1 - this], other))
    }
}
