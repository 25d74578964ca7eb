//! # Installations that wait for an answer
//!
//! Before it installs anything that was not named, a package manager asks whether it may. In a build there is nobody who could
//! answer, and the build stops.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get update && apt-get install curl
//! #                     ^^^^^^^^^^^^^^^ `apt-get install` waits for an answer
//! ```
//!
//! ```dockerfile safe fix
//! FROM debian:12
//! RUN apt-get update && apt-get install -y curl
//! ```
//!
//! Upgrades and removals ask as well.
//!
//! ```dockerfile
//! FROM rockylinux:9
//! RUN dnf upgrade && dnf install -y gcc && make -C /src && dnf remove gcc
//! #   ^^^^^^^^^^^ `dnf upgrade` waits for an answer
//! #                                                        ^^^^^^^^^^ `dnf remove` waits for an answer
//! ```
//!
//! ```dockerfile safe fix
//! FROM rockylinux:9
//! RUN dnf upgrade -y && dnf install -y gcc && make -C /src && dnf remove -y gcc
//! ```
//!
//! Each manager has its own way to be told that the answer is yes, and apt also takes two `-q` for it.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN apt-get install -yqq curl && apt-get -qq install vim && apt-get install -q=2 nano
//! ```
//!
//! ```dockerfile
//! FROM fedora:42
//! RUN dnf -y install curl && dnf install --assumeyes vim && dnf5 install -qy nano
//! ```
//!
//! ```dockerfile
//! FROM opensuse/leap:15.6
//! RUN zypper --non-interactive install curl && zypper install -y vim
//! ```
//!
//! Nothing is reported where its settings say yes.
//!
//! ```dockerfile
//! FROM debian:12
//! RUN echo 'APT::Get::Assume-Yes "true";' > /etc/apt/apt.conf.d/90yes
//! RUN apt-get update && apt-get install curl
//! ```
//!
//! ## Fix
//!
//! Safe: a build that did not stop there installs the same.
//!
//! ```dockerfile
//! FROM fedora:42
//! RUN ["dnf", "install", "curl"]
//! #    ^^^^^^^^^^^^^^^^ `dnf install` waits for an answer
//! ```
//!
//! ```dockerfile safe fix
//! FROM fedora:42
//! RUN ["dnf", "install", "-y", "curl"]
//! ```
//!
//! Source: Docker's documentation, "Building best practices"; the manuals apt-get(8), dnf(8) and zypper(8).
//!
//! Practices: apt-assume-yes, rpm-assume-yes.

use crate::{
    lint::{Check, Cx, Decl, Group, Report, Safety, Severity},
    model::{
        Base, Form, Since,
        installs::{Action, Install},
        repository,
    },
    text::TextEdit,
};

/// Reports each installation that asks.
pub static RULE: Decl = Decl {
    codes: &[
        ("DL3014", Some("apt")),
        ("DL3030", Some("yum")),
        ("DL3034", Some("zypper")),
        ("DL3038", Some("dnf")),
    ],
    aspects: &["apt", "change", "dnf", "yum", "zypper"],
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    check: Check::File(check),
};

/// The aspect of each manager, by the first of its names.
const ASPECTS: [(&str, &str); 7] = [
    ("apt", "apt"),
    ("apt-get", "apt"),
    ("dnf", "dnf"),
    ("microdnf", "dnf"),
    ("tdnf", "dnf"),
    ("yum", "yum"),
    ("zypper", "zypper"),
];

fn check(cx: Cx<'_>, report: &mut Report) {
    if cx.analysis.every_install().next().is_none() {
        return;
    }
    let stages = cx.analysis.stages();
    let apt = Since::new(stages, cx.analysis.that_write(&["/apt.conf", "Assume-Yes"]));
    let dnf = Since::new(stages, cx.analysis.that_write(&["assumeyes"]));
    for install in cx.analysis.every_install() {
        let Some((_, aspect)) = ASPECTS.iter().find(|it| it.0 == install.manager.commands[0]) else {
            continue;
        };
        let at = install.instruction;
        let configured = if *aspect == "apt" { &apt } else { &dnf };
        let of_base = *aspect == "apt" && base_says_yes(cx, at);
        if says_yes(install, aspect) || configured.holds(stages, at) || of_base {
            continue;
        }
        let aspect = match () {
            () if asks(install) => aspect,
            () if changes(install) => "change",
            () => continue,
        };
        let command = install.command(cx.analysis);
        let found = report.add(install.head, format!("`{command}` waits for an answer")).aspect(aspect);
        if cx.analysis.script_of(install).script.is_understood() {
            let text = if install.form == Form::Exec { ", \"-y\"" } else { " -y" };
            found.fix(Safety::Safe, "Add `-y`", TextEdit::insert(install.flag_place(), text));
        }
    }
}

/// Whether the base image has told apt to ask nothing: those of CircleCI do so in `/etc/apt/apt.conf.d/90circleci`.
fn base_says_yes(cx: Cx<'_>, instruction: usize) -> bool {
    let stages = cx.analysis.stages();
    let root = stages.of_instruction(instruction).map(|it| stages.root(it.id));
    matches!(root, Some(Base::Image(image)) if {
        let name = repository(image);
        name.starts_with("cimg/") || name.starts_with("circleci/")
    })
}

/// zypper also asks before it removes or repairs anything.
fn asks(install: &Install) -> bool {
    match install.action {
        Action::Install => true,
        Action::Remove => install.manager.commands[0] == "zypper",
        Action::Upgrade => install.subcommand == "patch",
        Action::Refresh => false,
    }
}

/// All of them ask before they upgrade, and before they remove what is named.
fn changes(install: &Install) -> bool {
    match install.action {
        // Nothing is done; something writes the answer; microdnf does not ask.
        _ if install.has_flag(&["-s", "--simulate", "--just-print", "--dry-run", "--assumeno"]) => false,
        _ if install.context.position > 0 || install.manager.commands[0] == "microdnf" => false,
        Action::Upgrade => true,
        Action::Remove => !install.packages.is_empty(),
        _ => false,
    }
}

/// apt takes two `-q` as a yes.
fn says_yes(install: &Install, aspect: &str) -> bool {
    let quiet = |flag: &str| match flag {
        "--quiet" => 1,
        _ if flag.starts_with("--") => 0,
        _ if flag.starts_with("-q=") => flag[3..].parse().unwrap_or(0),
        _ => match flag.strip_prefix('-') {
            Some(letters) if letters.bytes().all(|it| it.is_ascii_alphabetic()) => {
                letters.matches('q').count()
            }
            _ => 0,
        },
    };
    install.has_flag(install.manager.yes)
        || install.has_flag(&["--help", "-h"])
        || aspect == "apt" && install.flags.iter().map(|it| quiet(it)).sum::<usize>() > 1
}
