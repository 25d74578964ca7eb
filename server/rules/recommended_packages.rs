//! # Packages that apt only recommends
//!
//! `apt-get install` also installs what the packages recommend: manuals, fonts, tools that may come in handy. In an image they
//! are mostly weight, and more programs that need updates.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install -y curl
//! #                     ^^^^^^^^^^^^^^^ also installs recommended packages
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM debian:12
//! RUN apt-get update && apt-get install --no-install-recommends -y curl
//! ```
//!
//! Nothing is reported where apt is configured so, or in a stage of which only single files are copied.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get -o APT::Install-Recommends=0 install -y curl
//! ```
//!
//! ```dockerfile
//! FROM debian:12
//! RUN echo 'APT::Install-Recommends "false";' > /etc/apt/apt.conf.d/99lean
//! RUN apt-get update && apt-get install -y curl
//! ```
//!
//! ```dockerfile
//! FROM debian:12 AS build
//! RUN apt-get update && apt-get install -y build-essential
//! FROM debian:12-slim
//! COPY --from=build /usr/local/bin/app /usr/local/bin/app
//! ```
//!
//! ## Fix
//!
//! Unsafe: something may rely on a recommended package. `curl`, `wget` and `git` only recommend `ca-certificates`, without which
//! they cannot open `https://`; name it where you need it.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{
        Form,
        installs::{Action, Install},
    },
    syntax::{Body, Instruction},
    text::TextEdit,
};

const FLAG: &str = "--no-install-recommends";

/// Reports each `apt-get install` that does not say no.
pub static RULE: Decl = Decl {
    codes: &[("DL3015", None)],
    aspects: &[],
    group: Group::Size,
    severity: Severity::Info,
    default: true,
    check: Check::File(check),
};

fn check(cx: Cx<'_>, report: &mut Report) {
    let configured = configured(cx);
    for install in cx.analysis.installs() {
        let asks = install.action == Action::Install
            && install.manager.minimal.contains(&FLAG)
            && !install.packages.is_empty()
            && cx.leaves_something(install.instruction);
        let at = install.instruction;
        if asks && !says_no(install) && !configured.iter().any(|it| cx.analysis.stages().is_before(*it, at)) {
            let found = report.add(install.head, "also installs recommended packages");
            let understood = cx.analysis.script_of(install).script.is_understood();
            if understood {
                let text =
                    if install.form == Form::Exec { format!(", \"{FLAG}\"") } else { format!(" {FLAG}") };
                found.fix(
                    Safety::Unsafe,
                    format!("Add `{FLAG}`"),
                    TextEdit::insert(install.flag_place(), text),
                );
            }
        }
    }
}

/// By the flag, or by an option of the same meaning.
fn says_no(install: &Install) -> bool {
    install.has_flag(install.manager.minimal)
        || install.flags.iter().any(|it| it.to_ascii_lowercase().contains("apt::install-recommends"))
}

/// The instructions that write a configuration of apt, in a RUN or with a heredoc.
fn configured(cx: Cx<'_>) -> Vec<usize> {
    let file = cx.analysis.file();
    let writes = |it: &Instruction| {
        matches!(it.body, Body::Run(_) | Body::Copy(_))
            && file.text(it.range).contains("/apt.conf")
            && file.text(it.range).contains("Install-Recommends")
    };
    file.instructions.iter().enumerate().filter(|it| writes(it.1)).map(|it| it.0).collect()
}
