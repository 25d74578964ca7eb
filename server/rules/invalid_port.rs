//! # Ports that EXPOSE cannot name
//!
//! EXPOSE says on which ports the program in the container listens. To which port of the host they lead is said when the container is
//! started: what EXPOSE says of it has no effect, and BuildKit will reject it one day.
//!
//! ```dockerfile
//! FROM nginx:1.29
//! EXPOSE 8080:80 127.0.0.1:443:443/tcp
//! #      ^^^^^^^ EXPOSE cannot choose a port or address of the host
//! #              ^^^^^^^^^^^^^^^^^^^^^ EXPOSE cannot choose a port or address of the host
//! ```
//!
//! ```dockerfile safe fix
//! FROM nginx:1.29
//! EXPOSE 80 443/tcp
//! ```
//!
//! Ports go up to 65535.
//!
//! ```dockerfile
//! FROM nginx:1.29
//! EXPOSE 80800
//! #      ^^^^^ the highest port is 65535
//! EXPOSE 8000-80000/udp
//! #      ^^^^^^^^^^^^^^ the highest port is 65535
//! ```
//!
//! What only the build knows is not judged.
//!
//! ```dockerfile
//! FROM nginx:1.29
//! ARG PORT
//! EXPOSE 0 65535 8000-8010/udp $PORT 9000-${PORT}
//! ```
//!
//! ## Fix
//!
//! Safe: the builder reads the port of the container only.
//!
//! Source: <https://docs.docker.com/reference/dockerfile/#expose>
//!
//! Practices: expose-invalid.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity, Site, Tag},
    model::is_no_port,
    syntax::{Body, Keyword, Word, WordTree},
    text::{TextEdit, TextRange, size},
};

/// Reports the port.
pub static RULE: Decl = Decl {
    codes: &[("DL3011", Some(RANGE)), ("ExposeInvalidFormat", Some(HOST))],
    aspects: &[RANGE, HOST],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::Instructions(&[Keyword::Expose], check),
};

const RANGE: &str = "range";
const HOST: &str = "host";

fn check(cx: Cx<'_>, site: &Site<'_>, report: &mut Report) {
    let Body::Expose(words) = &site.instruction.body else {
        return;
    };
    for word in words.iter().filter(|_| cx.runs_here(site)) {
        let written = cx.analysis.file().word(*word);
        let literal = WordTree::new(&written, cx.analysis.file().escape).ok().and_then(|it| it.literal());
        let known = literal.or_else(|| cx.analysis.value(*word, site.index));
        for port in known.iter().flat_map(|it| it.split_whitespace()) {
            look(cx, *word, port, report);
        }
    }
}

/// Looks at `[[address:]host:]container[/protocol]`.
fn look(cx: Cx<'_>, word: Word, port: &str, report: &mut Report) {
    let container = port.rsplit(':').next().unwrap_or_default();
    let numbers = container.split('/').next().unwrap_or_default();
    if numbers.split('-').any(is_no_port) {
        report.add(word.range, "the highest port is 65535").aspect(RANGE).severity(Severity::Error);
    }
    if port.len() > container.len() + 1 {
        let found = report.add(word.range, "EXPOSE cannot choose a port or address of the host").aspect(HOST);
        found.tag(Tag::Deprecated);
        if cx.analysis.file().text(word.range) == port {
            let host = TextRange::at(word.range.start(), size(port.len() - container.len()));
            found.fix(Safety::Safe, format!("Write `{container}`"), TextEdit::delete(host));
        }
    }
}
