//! # Packages that are only recommended
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
//! dnf has weak dependencies, which are the same, and installs manuals besides.
//!
//! ```dockerfile
//! FROM rockylinux:9
//! RUN dnf install -y nginx && dnf clean all
//! #   ^^^^^^^^^^^ also installs recommended packages
//! ```
//!
//! ```dockerfile unsafe fix
//! FROM rockylinux:9
//! RUN dnf install --setopt=install_weak_deps=False --nodocs -y nginx && dnf clean all
//! ```
//!
//! Nothing is reported where apt or dnf is configured so, however that is written, or in a stage of which only single files are copied.
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
//! FROM rockylinux:9
//! RUN echo install_weak_deps=False >> /etc/dnf/dnf.conf && dnf install -y nginx
//! RUN microdnf install -y nginx
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
//!
//! Source: Docker's documentation, "Building best practices"; the manuals apt-get(8) and dnf.conf(5); Moshe Zadka, "Contain Yourself".
//!
//! Practices: apt-no-install-recommends, rpm-weak-deps-docs.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{
        Form, Since,
        installs::{Action, Install},
    },
    text::TextEdit,
};

/// Reports each `apt-get install` that does not say no.
pub static RULE: Decl = Decl {
    codes: &[("DL3015", Some("apt"))],
    aspects: &["apt", "dnf"],
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
    let apt = Since::new(stages, cx.analysis.that_write(&["/apt.conf", "Install-Recommends"]));
    let dnf = Since::new(stages, cx.analysis.that_write(&["dnf.conf", "install_weak_deps"]));
    for install in cx.analysis.every_install() {
        let at = install.instruction;
        let Some(aspect) = aspect(install) else { continue };
        let configured = if aspect == "apt" { &apt } else { &dnf };
        if says_no(install) || !cx.leaves_something(at) || configured.holds(stages, at) {
            continue;
        }
        let found = report.add(install.head, "also installs recommended packages").aspect(aspect);
        if cx.analysis.script_of(install).script.is_understood() {
            let flags = if aspect == "apt" { &["--no-install-recommends"] } else { install.manager.minimal };
            let (before, after) = if install.form == Form::Exec { (", \"", "\"") } else { (" ", "") };
            let text: String = flags.iter().map(|flag| format!("{before}{flag}{after}")).collect();
            let edit = TextEdit::insert(install.flag_place(), text);
            let named = flags.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(" and ");
            found.fix(Safety::Unsafe, format!("Add {named}"), edit);
        }
    }
}

/// Which manager it is, if it installs packages, not what they are built from: `build-dep` takes no recommended packages. The
/// images that have microdnf leave them out by their settings.
fn aspect(install: &Install) -> Option<&'static str> {
    let installs = install.action == Action::Install && install.subcommand.ends_with("install");
    match install.manager.commands[0] {
        "dnf" if install.subcommand == "install" => Some("dnf"),
        _ if installs && install.manager.minimal.contains(&"--no-install-recommends") => Some("apt"),
        _ => None,
    }
}

/// By the flag, or by an option of the same meaning.
fn says_no(install: &Install) -> bool {
    let says_no = |option: &str| {
        let option = option.to_ascii_lowercase();
        let named = ["apt::install-recommends", "install_weak_deps"];
        let value = named.iter().find_map(|it| option.split_once(it));
        let value = value.map(|(_, it)| it.trim_matches(['=', ' ', '"', '\'']));
        value.is_some_and(|it| matches!(it, "0" | "false" | "no" | "off" | "without" | "disable"))
    };
    let minimal = install.manager.minimal.iter().filter(|it| **it != "--nodocs").copied().collect::<Vec<_>>();
    install.has_flag(&minimal) || install.flags.iter().any(|it| says_no(it))
}
