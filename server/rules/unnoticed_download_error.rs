//! # curl without --fail
//!
//! Where a server answers "404 Not Found", curl writes the page that says so and ends well. The build goes on, and the image has
//! a web page in place of the program; the error shows up much later, or only in production. With `--fail` the build stops at once.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN curl -sSL -o /usr/local/bin/tool https://example.com/tool \
//! #   ^^^^ saves an error page of the server as if it were the file
//!  && chmod +x /usr/local/bin/tool
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! RUN curl -f -sSL -o /usr/local/bin/tool https://example.com/tool \
//!  && chmod +x /usr/local/bin/tool
//! ```
//!
//! A shell would run the error page:
//!
//! ```dockerfile
//! FROM debian:12
//! RUN curl -sS https://example.com/install.sh | bash -s -- --yes
//! #   ^^^^ runs an error page of the server as if it were the script
//! ```
//!
//! Nothing is said where the status of the answer is asked for, where it may as well be an error, where a checksum or a signature is
//! compared, and where another program reads the answer, which will not like a web page.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN curl -fsSLO https://example.com/a && curl --fail-with-body -o b https://example.com/b
//! RUN curl -sL https://example.com/a.tar.gz | tar -xz
//! RUN curl -sLO https://example.com/a.tar.gz && sha256sum -c sums.txt
//! RUN test "$(curl -s -o /dev/null -w '%{http_code}' https://example.com)" = 200
//! RUN if curl -s -o /tmp/x https://example.com/x; then echo found; fi
//! HEALTHCHECK CMD curl -s -o /dev/null http://localhost/ || exit 1
//! ```
//!
//! ## Fix
//!
//! Safe: where the server answers as it should, the same file arrives.
//!
//! Source: curl(1), option `--fail`.
//!
//! Practices: curl-fail-location.

use std::collections::HashSet;

use crate::{
    knowledge::commands,
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::Form,
    syntax::shell::{Effective, Element, Node, RedirectKind, Script, Visited},
    text::{TextEdit, TextRange},
};

/// Reports each curl that hides the error of a server in a file, or from a shell.
pub static RULE: Decl = Decl {
    codes: &[],
    aspects: &[],
    group: Group::Correctness,
    severity: Severity::Info,
    default: true,
    check: Check::Mentioning(&["curl"], &Check::File(check)),
};

/// Options by which curl ends badly, or says what the server answered.
const NOTICING: [&str; 9] =
    ["-f", "--fail", "--fail-with-body", "--fail-early", "-w", "--write-out", "-I", "--head", "--config"];

/// Options that save the answer.
const SAVING: [&str; 5] = ["-o", "--output", "-O", "--remote-name", "--remote-name-all"];

fn check(cx: Cx<'_>, report: &mut Report) {
    for (index, _, run) in cx.analysis.runs() {
        let mut curls = run.script.commands().filter(is_careless).map(|it| it.command).peekable();
        if curls.peek().is_none() {
            continue;
        }
        let run_at_once = read_by_shells(&run.script);
        let is_verified = cx.analysis.is_verified(index, run);
        for curl in curls {
            let command = curl.effective();
            let what = if command.arguments().has(&SAVING) || is_redirected(command) {
                if is_verified {
                    continue;
                }
                "saves an error page of the server as if it were the file"
            } else if run_at_once.contains(&curl.range) {
                "runs an error page of the server as if it were the script"
            } else {
                continue;
            };
            let Some(name) = command.name_word() else { continue };
            let found = report.add(name.range, what);
            if run.script.is_understood() {
                let flag = if run.form == Form::Exec { ", \"-f\"" } else { " -f" };
                found.fix(Safety::Safe, "Add `-f`", TextEdit::insert(name.range.end(), flag));
            }
        }
    }
}

/// Whether it is a curl that ends well whatever the server answers, and that is not only a question.
fn is_careless(it: &Visited<'_>) -> bool {
    let asks = it.context.in_condition || it.context.in_substitution || it.context.negated;
    let command = it.command.effective();
    !asks && command.is("curl") && !command.arguments().has(&NOTICING)
}

/// Whether what it prints goes to a file.
fn is_redirected(command: Effective<'_>) -> bool {
    let writes = |it: RedirectKind| matches!(it, RedirectKind::Write | RedirectKind::Append);
    command.command.redirects.iter().any(|it| {
        let target = it.target.as_ref().map_or("", |it| it.text());
        writes(it.kind) && it.fd.is_none() && target != "/dev/null"
    })
}

/// The commands whose output a shell runs.
fn read_by_shells(script: &Script) -> HashSet<TextRange> {
    let mut found = HashSet::new();
    script.walk(&mut |element, _| {
        let Element::Pipeline(pipeline) = element else { return };
        for (writer, reader) in pipeline.nodes.iter().zip(pipeline.nodes.iter().skip(1)) {
            let Node::Simple(reader) = reader else { continue };
            let name = reader.effective().name();
            if name.is_some_and(|it| commands::shell(&it).is_some()) {
                found.insert(writer.range());
            }
        }
    });
    found
}
