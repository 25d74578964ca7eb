//! # Protocols of EXPOSE in capitals
//!
//! Other tools compare `80/tcp` letter by letter, and do not find `80/TCP`.
//!
//! ```dockerfile
//! FROM nginx:1.29
//! EXPOSE 80/TCP 443
//! #         ^^^ `TCP` should be in lower case
//! ```
//!
//! ```dockerfile safe fix
//! FROM nginx:1.29
//! EXPOSE 80/tcp 443
//! ```
//!
//! ```dockerfile
//! FROM nginx:1.29
//! ARG PORT=80
//! EXPOSE 443 $PORT/tcp 8000-8010/udp
//! ```
//!
//! ## Fix
//!
//! Safe: BuildKit writes it in lower case in any case. There is none where the protocol comes from a variable.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site},
    syntax::{Body, Keyword},
    text::{TextEdit, TextRange, TextSize},
};

/// Reports the protocol.
pub static RULE: Decl = Decl {
    codes: &[("ExposeProtoCasing", None)],
    aspects: &[],
    group: Group::Style,
    severity: Severity::Hint,
    default: true,
    check: Check::Instructions(&[Keyword::Expose], check),
};

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let Body::Expose(words) = &site.instruction.body else {
        return;
    };
    for word in words.iter().filter(|_| cx.runs_here(site)) {
        let written = cx.analysis.file().text(word.range);
        if let Some((_, protocol)) = written.rsplit_once('/').filter(|it| is_in_capitals(it.1)) {
            let place = TextRange::new(word.range.end() - TextSize::of(protocol), word.range.end());
            let lower = protocol.to_ascii_lowercase();
            report.add(place, format!("`{protocol}` should be in lower case")).fix(
                Safety::Safe,
                format!("Write `{lower}`"),
                TextEdit::replace(place, lower),
            );
            continue;
        }
        let known = cx.analysis.value(*word, site.index).unwrap_or_default();
        for port in known.split_whitespace() {
            if let Some((_, protocol)) = port.rsplit_once('/').filter(|it| is_in_capitals(it.1)) {
                report.add(word.range, format!("`{protocol}` should be in lower case"));
            }
        }
    }
}

fn is_in_capitals(protocol: &str) -> bool {
    let lower = protocol.to_ascii_lowercase();
    ["tcp", "udp", "sctp"].contains(&lower.as_str()) && lower != protocol
}
