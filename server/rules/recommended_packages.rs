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
//! Nothing is reported where apt is configured so, however that is written, or in a stage of which only single files are copied.
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
        Form, Since,
        installs::{Action, Install},
    },
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
    if cx.analysis.every_install().next().is_none() {
        return;
    }
    let stages = cx.analysis.stages();
    let configured = Since::new(stages, cx.analysis.that_write(&["/apt.conf", "Install-Recommends"]));
    for install in cx.analysis.every_install() {
        let at = install.instruction;
        if !asks(install) || says_no(install) || !cx.leaves_something(at) || configured.holds(stages, at) {
            continue;
        }
        let found = report.add(install.head, "also installs recommended packages");
        if cx.analysis.script_of(install).script.is_understood() {
            let text = if install.form == Form::Exec { format!(", \"{FLAG}\"") } else { format!(" {FLAG}") };
            let edit = TextEdit::insert(install.flag_place(), text);
            found.fix(Safety::Unsafe, format!("Add `{FLAG}`"), edit);
        }
    }
}

/// It installs packages, not what they are built from: `build-dep` takes no recommended packages.
fn asks(install: &Install) -> bool {
    install.action == Action::Install
        && install.subcommand.ends_with("install")
        && install.manager.minimal.contains(&FLAG)
}

/// By the flag, or by an option of the same meaning.
fn says_no(install: &Install) -> bool {
    let says_no = |option: &str| {
        let option = option.to_ascii_lowercase();
        let value =
            option.split_once("apt::install-recommends").map(|(_, it)| it.trim_matches(['=', ' ', '"']));
        value.is_some_and(|it| matches!(it, "0" | "false" | "no" | "off" | "without" | "disable"))
    };
    install.has_flag(install.manager.minimal) || install.flags.iter().any(|it| says_no(it))
}
